"""Confine the programs that Sphinx's extensions start for translated text, as :mod:`program_limits` does for TeX."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from octavo.editions.formats import program_limits


def setup(app: Sphinx) -> None:
    """Give the programs their limits, and every TeX program of any extension the rules of files and shell."""
    os.environ.update(program_limits.RULES)
    app.connect("config-inited", lambda *_: confine_imgmath())
    if find_spec("sphinxcontrib.rsvgconverter"):  # of the extra "pdf"
        app.setup_extension("sphinxcontrib.rsvgconverter")
        from sphinxcontrib.rsvgconverter import RSVGConverter  # type: ignore[import-untyped]

        RSVGConverter.convert = _convert


def confine_imgmath() -> None:
    """Let ``sphinx.ext.imgmath``, if it is loaded, run TeX and the converter of its pictures in the limits."""
    if imgmath := sys.modules.get("sphinx.ext.imgmath"):
        vars(imgmath)["subprocess"] = SimpleNamespace(run=_run)


def _run(command: Sequence[str], *, cwd: Path | None = None, **_: object) -> subprocess.CompletedProcess[str]:
    """Run *command* of imgmath, in the folder *cwd* if it has one of its own.

    :raises subprocess.CalledProcessError: it failed, or was stopped
    """
    done = program_limits.run(command, cwd or Path(tempfile.gettempdir()))
    output, errors = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, output, program_limits.stopped(done) or errors)
    return subprocess.CompletedProcess(command, done.returncode, output, errors)


def _convert(self: Any, source: str | os.PathLike[str], target: str | os.PathLike[str]) -> bool:
    """Convert a figure; its words are translations."""
    kind = Path(target).suffix[1:]
    kind = self.config.rsvg_converter_format if kind == "pdf" else kind
    options = [*self.config.rsvg_converter_args, f"--format={kind}", f"--output={target}", str(source)]
    # A PDF contains the date of its conversion.
    values = {"SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "315532800")}
    try:
        process = program_limits.run([self.config.rsvg_converter_bin, *options], Path(target).parent, values)
    except FileNotFoundError:
        return False
    if process.returncode:
        reason = program_limits.stopped(process) or process.stderr.decode(errors="replace").strip()
        raise ExtensionError(f"rsvg-convert failed for {source}: {reason}")
    return True
