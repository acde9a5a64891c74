"""The literal blocks of a catalog are known without reading it whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.catalogs import po
from octavo.catalogs.extract.pot import LITERAL
from octavo.compiler.guard import context_for
from octavo.compiler.guard.context import domain
from octavo.project import Project

CODE = r'msgid "a = 1\nb = 2"'


def written(path: Path, *messages: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
    path.write_text("\n".join((header, *(f'{message}\nmsgstr ""\n' for message in messages))), encoding="utf-8")


def test_a_template_names_its_literal_blocks(small: Project) -> None:
    written(small.templates / "new.pot", 'msgid "words"', f"#. {LITERAL}\n{CODE}")
    assert context_for(small, "fr", "new").literals == {"a = 1\nb = 2"}


def test_a_template_without_literal_blocks_is_not_read_whole(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    written(small.templates / "new.pot", 'msgid "words"', CODE)
    monkeypatch.setattr(po, "read", None)
    assert domain._literals(small, "fr", "new") == frozenset()


def test_without_a_template_a_catalog_is_not_read_whole(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    written(small.catalogs(small.language("fr")) / "new.po", 'msgid "words"', CODE)
    monkeypatch.setattr(po, "read", None)
    assert domain._literals(small, "fr", "new") == {"a = 1\nb = 2"}


def test_a_catalog_that_cannot_be_read_has_none(small: Project) -> None:
    path = small.catalogs(small.language("fr")) / "new.po"
    path.write_text('msgid "words\n', encoding="utf-8")
    assert domain._literals(small, "fr", "new") == frozenset()
