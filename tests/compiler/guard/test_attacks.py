"""Attacks in three languages of master, each with its sentence; and honest translations, which pass."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.catalogs.po import Message
from octavo.compiler.guard import context_for, prepared, refusals
from octavo.project import Project, from_table

ROWS = tomllib.loads(Path(__file__).with_name("attacks.toml").read_text(encoding="utf-8"))["attack"]
FAIR = tomllib.loads(Path(__file__).with_name("fair.toml").read_text(encoding="utf-8"))["fair"]
#: The same attacks in Markdown, in a file whose suffix says nothing of it.
TRIED = [*ROWS, *({**row, "file": "text.txt"} for row in ROWS if row["file"] == "page.md")]

CONF = """\
extensions = ["myst_parser"]
extlinks = {"issue": ("https://x.example/%s", "%s")}
source_suffix = {".rst": "restructuredtext", ".txt": "markdown", ".md": "markdown"}
myst_enable_extensions = [
    "substitution", "dollarmath", "colon_fence", "attrs_inline", "attrs_block", "deflist", "fieldlist", "tasklist",
    "amsmath", "html_image",
]
def setup(app):
    app.add_generic_role("part", print)
"""
PAGE = """\
.. role:: red
.. role:: deep(red)
.. role:: html(raw)
   :format: html
.. role:: nested(html)
.. role:: raw-tex(raw)

Title
=====
"""
MARKDOWN = """\
# Title

[guide]: https://a.example/guide
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("attacks")
    files = {"conf.py": CONF, "source/index.rst": PAGE, "source/page.md": MARKDOWN, "source/text.txt": MARKDOWN}
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    folder = root / "locales" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    names = {"apple": "pomme", "banana": "banane", "short history": "petite histoire", "The tail": "La queue"}
    entries = "".join(f'msgid "{master}"\nmsgstr "{text}"\n\n' for master, text in names.items())
    (folder / "index.po").write_text(f'msgid ""\nmsgstr ""\n\n{entries}', encoding="utf-8")
    table = {
        "master": "en", "languages": ["en", "fr"], "books": [{"slug": "book", "root": "index"}],
        "suffixes": [".rst", ".md", ".txt"], "metadata": {"title": "T"}, "translatable-roles": ["mine"],
    }  # fmt: skip
    return from_table(root, table)


def judged(project: Project, row: dict[str, str]) -> tuple[Message, list[str]]:
    context = context_for(project, "fr", row["file"].partition(".")[0])
    context = replace(context, locale=row.get("locale", "fr"))
    message = prepared(Message(row["master"], (row["text"],)), context)
    return message, [f"{item.message} [{item.code}]" for item in refusals(message, context)]


def test_there_are_enough_of_them() -> None:
    assert len(ROWS) > 120
    assert {row["file"] for row in TRIED} == {"index.rst", "page.md", "text.txt"}


@pytest.mark.parametrize("row", TRIED, ids=lambda row: f"{row['file']}: {row['text'][:40]!r}")
def test_an_attack_is_refused_with_its_sentence(project: Project, row: dict[str, str]) -> None:
    _, said = judged(project, row)
    assert row["says"] in said


@pytest.mark.parametrize("row", FAIR, ids=lambda row: f"{row['file']}: {row['text'][:40]!r}")
def test_an_honest_translation_passes(project: Project, row: dict[str, str]) -> None:
    message, said = judged(project, row)
    assert said == []
    assert message.msgstr == row.get("published", message.msgstr)
