"""Whether conf.py loads the extension or not, and whether the language is Octavo's or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.init import tiny
from tests.workflow.init.shapes import catalog

COMPUTED = "import os\nextensions = ['sphinx.ext.todo']\nif os.environ.get('X'):\n    extensions = extensions + ['x']\n"
OVERWRITTEN = "extensions = ['octavo.sphinxext']\nextensions = ['sphinx.ext.todo']\n"


@pytest.mark.slow
@pytest.mark.parametrize("conf", [COMPUTED, OVERWRITTEN])
def test_octavos_builds_load_the_extension_whatever_conf_py_says(conf: str, tmp_path: Path) -> None:
    evil = catalog(("Hello", "Bonjour"), ("A short text.", "`Un texte <javascript:alert(1)>`_."))
    root = tiny.make(tmp_path, conf, docs__locales__fr__LC_MESSAGES__index_DOT_po=evil)
    tiny.run(root, "octavo", "init")
    # What plain Sphinx leaves beside the catalogs is not used either.
    tiny.run(root, "sphinx", "-q", "-b", "html", "-D", "language=fr", "docs", "plain")
    assert list(root.glob("docs/**/*.mo"))
    tiny.run(root, "octavo", "update")
    tiny.run(root, "octavo", "build", "fr", "-f", "html")
    made = tiny.page(root, "fr")
    # A link that the master does not have is shown as its words.
    assert "Bonjour" in made and "Un texte" in made and "javascript:alert" not in made


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["lzh", "fr_FR", "de"])
def test_a_build_in_a_language_that_is_not_the_projects_is_sphinxs_own(locale: str, tmp_path: Path) -> None:
    root = tiny.make(tmp_path)
    tiny.run(root, "octavo", "init")
    path = root / f"docs/locales/{locale}/LC_MESSAGES/index.po"
    path.parent.mkdir(parents=True)
    path.write_text(catalog(("Hello", "Another word")), encoding="utf-8")
    tiny.run(root, "sphinx", "-q", "-b", "html", "-D", f"language={locale}", "docs", "out")
    made = (root / "out/index.html").read_text(encoding="utf-8")
    assert "Another word" in made and "octavo" not in made


@pytest.mark.slow
def test_a_project_that_cannot_be_read_is_a_sentence_of_sphinxs(tmp_path: Path) -> None:
    root = tiny.make(tmp_path, "extensions = ['octavo.sphinxext']\n")
    said = tiny.run(root, "sphinx", "-q", "-b", "html", "docs", "out", status=2)
    assert "no pyproject.toml with a [tool.octavo] table" in said and "Configuration error" in said
