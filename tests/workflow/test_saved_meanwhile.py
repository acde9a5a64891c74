"""A file that is saved while a command works keeps what was saved, and the command's work is done too."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.catalogs import merge, po
from octavo.catalogs.po import Catalog, Message, reviews, writer
from octavo.compiler import checks
from octavo.errors import OctavoError
from octavo.project import Language, Project, add_language, file_of
from octavo.project.configuration import edit as project_edit
from octavo.workflow import exchange, init
from octavo.workflow.exchange.units import units

SAVED = "Enregistré entre-temps"
PAGE = "two/index"


def path_of(project: Project, locale: str = "fr") -> Path:
    return project.catalogs(project.language(locale)) / f"{PAGE}.po"


def update(project: Project, french: Language) -> None:
    old = po.read(path_of(project))
    templates = {PAGE: Catalog(Path("x.pot"), (*(Message(m.msgid) for m in old), Message("A new text.")))}
    merge.merge_all(project, french, templates)


def import_(project: Project, french: Language) -> None:
    rows = [replace(unit, target="Importé", base="") for unit in units(project.catalogs(french), [path_of(project)])]
    exchange.import_units(project, french, rows[1:2], Path("back.csv"))


def review(project: Project, french: Language) -> None:
    reviews.record(project, french, [PAGE], "Ada", datetime.date(2026, 11, 30))


def fix(project: Project, _french: Language) -> None:
    checks.fix(project)


def save(path: Path) -> None:
    """Save another translation of the first message, as a translator does."""
    content = po.read(path)
    number = next(n for n, message in enumerate(content.messages) if not message.is_header)
    messages = list(content.messages)
    messages[number] = messages[number].edited(msgstrs=(SAVED,))
    path.write_text(replace(content, messages=tuple(messages)).text(), encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "locale", "work"),
    [
        (update, "fr", 'msgid "A new text."'),
        (import_, "fr", 'msgstr "Importé"'),
        (review, "fr", "octavo: reviewed 2026-11-30 by Ada"),
        (fix, "zh_CN", 'msgstr "你好！"'),
    ],
)
def test_what_a_translator_saves_while_a_command_works_stays(
    small: Project,
    monkeypatch: pytest.MonkeyPatch,
    command: Callable[[Project, Language], None],
    locale: str,
    work: str,
) -> None:
    path = path_of(small, locale)
    content = po.read(path)
    more = (Message("Hello!", ("你好!",)), Message("Some other text.", ("",)))
    po.write(replace(content, messages=(*content.messages[:2], more[1], *content.messages[2:], more[0])))
    real = writer.write_atomically
    saves = iter([path])

    def write(target: Path, data: bytes, **options: object) -> None:
        if target == path:
            for saved in saves:
                save(saved)
        real(target, data, **options)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(writer, "write_atomically", write)
    command(small, small.language(locale))
    assert next(saves, None) is None, "it was saved while the command worked"
    text = path.read_text(encoding="utf-8")
    assert SAVED in text
    assert work in text


def test_a_catalog_that_is_saved_all_the_time_ends_in_a_sentence(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = writer.write_atomically

    def write(target: Path, data: bytes, **options: object) -> None:
        target.write_bytes(target.read_bytes() + b"\n# more\n")
        real(target, data, **options)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(writer, "write_atomically", write)
    with pytest.raises(OctavoError, match="catalog-changed"):
        review(small, small.language("fr"))


def test_a_configuration_that_is_saved_meanwhile_is_not_overwritten(
    small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = file_of(small)
    real = project_edit.write_atomically

    def write(target: Path, data: bytes, **options: object) -> None:
        target.write_text(target.read_text(encoding="utf-8") + "# saved\n", encoding="utf-8")
        real(target, data, **options)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(project_edit, "write_atomically", write)
    with pytest.raises(OctavoError, match="config-changed"):
        add_language(small, "de")
    text = file.read_text(encoding="utf-8")
    assert text.endswith("# saved\n")
    assert "de" not in re.findall(r'"(\w+)"', text)


@pytest.mark.slow
def test_init_overwrites_no_file_that_changed_since_it_was_read(tmp_path: Path) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text('project = "A"\nextensions = []\n', encoding="utf-8")
    (tmp_path / "index.rst").write_text("Title\n=====\n", encoding="utf-8")
    done = init.plan_init(tmp_path)
    (tmp_path / "pyproject.toml").write_text("# saved\n", encoding="utf-8")
    with pytest.raises(OctavoError, match="config-changed"):
        init.apply_init(done)
    assert (tmp_path / "pyproject.toml").read_text(encoding="utf-8") == "# saved\n"
