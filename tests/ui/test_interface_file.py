"""A project translates the words around its text in a catalog of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polib
import pytest

from octavo.cli import main
from octavo.errors import ContentError
from octavo.project import Language, Project, interface_words, load
from octavo.ui.interface_file import update
from octavo.ui.translations import OWN, listed, theme_messages, translator, ui_language, ui_messages

ESPERANTO = Language("eo")


@pytest.fixture
def project(small: Project) -> Project:
    """Return a project with a language that Octavo has no words in."""
    file = small.root / "pyproject.toml"
    text = file.read_text(encoding="utf-8").replace('"fr"', '"fr", "eo"', 1)
    file.write_text(text, encoding="utf-8")
    return load(small.root)


def translate(path: Path, words: dict[str, str], rest: str = "") -> None:
    catalog = polib.pofile(str(path))
    for entry in catalog:
        entry.msgstr = words.get(entry.msgid, rest and f"{rest}{entry.msgid}")
    catalog.save()


def test_the_file_has_all_words_and_keeps_those_that_are_translated(project: Project) -> None:
    language = project.language("eo")
    written = update(project, language)
    words = {entry.msgid for entry in polib.pofile(str(written.path))}
    assert {message.msgid for message in listed(OWN)} < words
    assert "Skip to content" in words
    assert written.total == len(words)
    translate(written.path, {"Downloads": "Elŝutoj"})
    again = update(project, language)
    assert again.translated == 1
    assert 'msgstr "Elŝutoj"' in written.path.read_text(encoding="utf-8")


def test_a_new_file_begins_with_the_words_that_octavo_knows(project: Project) -> None:
    written = update(project, replace(ESPERANTO, locale="ja"))
    known = {entry.msgid: entry.msgstr for entry in polib.pofile(str(written.path))}
    assert known["Search"] == "検索"


@pytest.mark.parametrize("locale", ["ar", "de", "ja", "zh_TW"])
def test_a_new_file_has_no_words_that_are_refused(project: Project, locale: str) -> None:
    """Some translations of themes lack a place or a mark of the text."""
    assert update(project, replace(ESPERANTO, locale=locale)).refused == ()


def test_words_are_used_and_the_language_counts_as_spoken_when_all_of_octavos_are_there(project: Project) -> None:
    path = update(project, project.language("eo")).path
    translate(path, {"Downloads": "Elŝutoj", "Skip to content": "Al la enhavo"})
    language = load(project.root).language("eo")
    assert translator(language)("Downloads") == "Elŝutoj"
    assert [message.msgstr for message in theme_messages(language)] == ["Al la enhavo"]
    assert ui_language(language) == Language("en")
    translate(path, {"Downloads": "Elŝutoj"}, rest="eo ")
    language = load(project.root).language("eo")
    assert ui_language(language) == language
    assert translator(language)("Downloads") == "Elŝutoj"
    assert len(ui_messages(language)) == len(listed(OWN))


def test_a_project_may_use_other_words_than_octavo(project: Project) -> None:
    path = update(project, project.language("fr")).path
    translate(path, {"Downloads": "À télécharger"})
    language = load(project.root).language("fr")
    assert translator(language)("Downloads") == "À télécharger"
    assert translator(language)("Contents") == "Table des matières"


@pytest.mark.parametrize(
    ("text", "translation"),
    [
        ("Search", "<script>x</script>"), ("Search", '" onclick="x'), ("Search", "&lt;"), ("Search", "\\input"),
        ("{count} pages", "paĝoj"), ("Edition of {date}", "Eldono {data}"), ("a %s", "b"), ("Search", "{count}"),
    ],
)  # fmt: skip
def test_a_translation_with_other_markup_or_places_is_refused(text: str, translation: str) -> None:
    assert interface_words.is_safe(text, text)
    assert not interface_words.is_safe(text, translation)


def test_the_command_writes_the_file_and_names_what_is_refused(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project.root)
    assert main(["interface", "eo"]) == 0
    assert "locales/eo/interface.po" in capsys.readouterr().out
    translate(project.interface_words(project.language("eo")), {"Downloads": "<b>Elŝutoj</b>"})
    assert main(["interface", "eo"]) == 1
    assert "refused, because a place or a mark differs: “Downloads”" in capsys.readouterr().err


def test_a_file_that_is_no_catalog_is_named(project: Project) -> None:
    path = update(project, project.language("eo")).path
    path.write_text('msgid "a"\nnonsense "b"\n', encoding="utf-8")
    with pytest.raises(ContentError, match="cannot be read"):
        load(project.root)
