"""Programs that Sphinx's extensions start get no secrets, and limits."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

from octavo.catalogs.extract import sphinx_run
from octavo.editions.formats import program_limits
from octavo.project import Project

PROGRAM = """#!/bin/sh
case "$1" in --version) exit 0;; esac
{ env; echo "seconds $(ulimit -t)"; pwd; } >> "$FOUND"
for word; do case "$word" in --output=*) echo "%PDF-1.5" > "${word#--output=}";; esac; done
"""


@pytest.mark.slow
@pytest.mark.skipif(not find_spec("sphinxcontrib.rsvgconverter"), reason="the extra “pdf” is not installed")
def test_the_converter_of_figures_and_tex_are_confined(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = small.root / "bin"
    folder.mkdir()
    (folder / "rsvg-convert").write_text(PROGRAM.replace("$FOUND", str(small.root / "found")), encoding="utf-8")
    (folder / "rsvg-convert").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("OCTAVO_SECRET", "token")
    for name in program_limits.RULES:
        monkeypatch.delenv(name, raising=False)
    log = small.build / "log"
    sphinx_run.run_sphinx(small, small.master, "octavo-latex", small.build / "latex", log=log)
    found = (small.root / "found").read_text(encoding="utf-8")
    assert "token" not in found
    assert "seconds 300" in found
    assert f"HOME={small.build}" in found
    # sphinx.ext.imgmath and others hand their environment to TeX.
    assert program_limits.RULES.items() <= dict(os.environ).items()
