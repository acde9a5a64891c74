"""What belongs to the project is left as it is, and what it drew or translated is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.init import tiny
from tests.workflow.init.shapes import catalog

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="50" height="20"><text x="1" y="15">{}</text></svg>\n'
PICTURES = f"{tiny.INDEX}\n.. image:: plan.svg\n\n.. image:: deep/plan.svg\n"


@pytest.mark.slow
@pytest.mark.parametrize("reference", ["", "#: app/views.py:7\n"])
def test_the_catalog_of_an_application_is_neither_changed_nor_checked(reference: str, tmp_path: Path) -> None:
    theirs = catalog(("A short text.", "De l’application."), ("Log in  now", "Entrer  ici "))
    theirs = theirs.replace('\nmsgid "', f'\n{reference}msgid "')
    root = tiny.make(tmp_path, docs__locales__fr__LC_MESSAGES__django_DOT_po=theirs)
    tiny.run(root, "octavo", "init")
    said = tiny.run(root, "octavo", "update")
    assert "docs/locales/fr/LC_MESSAGES/django.po: note: this catalog belongs to no document" in said
    assert "removed" not in said and said.count("[catalog-unknown]") == 1
    path = root / "docs/locales/fr/LC_MESSAGES/django.po"
    assert path.read_text(encoding="utf-8") == theirs
    assert "no findings" in tiny.run(root, "octavo", "check")
    assert "no findings" in tiny.run(root, "octavo", "check", "--fix")
    assert path.read_text(encoding="utf-8") == theirs


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["{root}.{language}{ext}", "{path}{language}/{basename}{ext}"])
def test_a_figure_that_was_drawn_for_a_language_is_shown(pattern: str, tmp_path: Path) -> None:
    root = tiny.make(tmp_path, f"figure_language_filename = {pattern!r}\n", docs__index_DOT_rst=PICTURES)
    for folder in ("", "deep/"):
        drawn = pattern.format(root=f"{folder}plan", ext=".svg", language="fr", path=folder, basename="plan")
        for name, text in ((f"{folder}plan.svg", "Master"), (drawn, "Dessin")):
            path = root / "docs" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SVG.format(text), encoding="utf-8")
    tiny.run(root, "octavo", "init")
    tiny.run(root, "octavo", "update")
    assert "Master" in (root / "build/octavo/templates/index.pot").read_text(encoding="utf-8")
    tiny.run(root, "octavo", "build", "-f", "html")
    for locale, word in (("fr", "Dessin"), ("en", "Master")):
        folder = root / f"build/octavo/editions/{locale}/html/_images"
        shown = [path.read_text(encoding="utf-8") for path in folder.iterdir()]
        assert shown and all(word in text for text in shown)
