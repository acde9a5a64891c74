"""Confine the programs that Sphinx's extensions start for translated text, as :mod:`program_limits` does for TeX."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from octavo.editions.formats import program_limits


def setup(app: Sphinx) -> None:
    """Give rsvg-convert the limits, and every TeX program the rules of files and shell (``sphinx.ext.imgmath``)."""
    os.environ.update(program_limits.RULES)
    if find_spec("sphinxcontrib.rsvgconverter"):  # of the extra "pdf"
        app.setup_extension("sphinxcontrib.rsvgconverter")
        from sphinxcontrib.rsvgconverter import RSVGConverter  # type: ignore[import-untyped]

        RSVGConverter.convert = _convert


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
