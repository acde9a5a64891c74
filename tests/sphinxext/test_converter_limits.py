"""Programs that Sphinx's extensions start get no secrets, and limits."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest
from sphinx.ext import imgmath

from octavo.catalogs.extract import sphinx_run
from octavo.editions.formats import program_limits
from octavo.project import Project
from octavo.sphinxext import converter_limits

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


def set_formula(formula: str) -> bytes:
    """Let imgmath typeset *formula*, which no guard has seen, and return the DVI file; nothing if it failed."""
    config = SimpleNamespace(imgmath_latex="latex", imgmath_latex_args=[])
    text = f"\\documentclass{{article}}\\begin{{document}}{formula}\\end{{document}}"
    try:
        return imgmath.compile_math(text, config=config).read_bytes()  # type: ignore[arg-type]  # the two settings it reads
    except (imgmath.MathExtError, OSError):
        return b""


@pytest.fixture
def canary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in {"openin_any": "a", "openout_any": "a", "shell_escape": "t"}.items():
        monkeypatch.setenv(name, value)  # a machine that lets TeX do everything
    path = tmp_path / "secret.tex"
    path.write_text("8675309", encoding="utf-8")  # figures have no kerning, so the DVI file has them as they are
    return path


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("latex"), reason="LaTeX is not installed")
def test_imgmath_reads_and_writes_no_file_and_runs_nothing(canary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    attacks = [
        rf"\input{{{canary}}}",
        rf"\newread\f \openin\f={canary} \read\f to\x \x",
        rf"\newwrite\f \immediate\openout\f={canary.parent}/written \immediate\write\f{{x}} x",
        rf"\immediate\write18{{touch {canary.parent}/ran}} x",
    ]
    monkeypatch.setattr(imgmath, "subprocess", subprocess)
    reached = [set_formula(attack) for attack in attacks[:2]]
    assert [b"8675309" in dvi for dvi in reached] == [True, True], "the attacks work where nothing confines TeX"
    for attack, name in zip(attacks[2:], ("written", "ran"), strict=True):
        set_formula(attack)
        next(canary.parent.glob(f"{name}*")).unlink()
    converter_limits.confine_imgmath()
    assert set_formula("$x$") != b""
    assert not any(b"8675309" in set_formula(attack) for attack in attacks)
    assert {path.name for path in canary.parent.iterdir()} == {"secret.tex"}


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("latex"), reason="LaTeX is not installed")
def test_a_formula_without_end_stops_imgmath_at_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imgmath, "subprocess", subprocess)
    monkeypatch.setattr(program_limits, "PROCESSOR_SECONDS", 1)
    converter_limits.confine_imgmath()
    assert set_formula(r"\loop\iftrue\repeat") == b""
