"""Runs of Sphinx in one process leave nothing for each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.catalogs.extract import pot, sphinx_run
from octavo.compiler import compilation
from octavo.project import Project
from tests.conftest import copy_project


def templates(project: Project) -> dict[str, bytes]:
    pot.write_pot_files(project)
    return {path.name: path.read_bytes() for path in sorted(project.templates.rglob("*.pot"))}


@pytest.mark.slow
def test_what_is_extracted_after_a_translated_build_is_the_masters_text(tmp_path: Path) -> None:
    """Sphinx keeps the catalogs of a run in a global variable (sphinx#13448)."""
    before = templates(copy_project("small", tmp_path / "first"))
    translated = copy_project("small", tmp_path / "second")
    french = translated.language("fr")
    compilation.compile_catalogs(translated, french)
    for _ in range(2):
        sphinx_run.run_sphinx(translated, french, "html", translated.build / "html", log=translated.logs / "log")
    assert templates(copy_project("small", tmp_path / "third")) == before
