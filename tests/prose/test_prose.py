"""Test that pages, help texts and messages follow the rules for plain English, which textlint checks."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from octavo.publication.validation import programs
from tests.conftest import ROOT
from tests.prose.reading import help_texts, messages, pages, rules

MOST_WORDS_OF_A_HEADING = 9
_PROGRAM = ROOT / "node_modules/textlint/bin/textlint.js"
needs_textlint = pytest.mark.skipif(not _PROGRAM.exists(), reason="npm's packages are not installed")


def textlint(*paths: Path) -> list[str]:
    """Return ``file:line: problem`` for each problem in the files."""
    command = [
        programs.require("node"), _PROGRAM, "--config", "tests/prose/textlint.json", "--rulesdir", "tests/prose/rules",
        "--rules-base-directory", ROOT / "node_modules", "--format", "json", *paths,
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1) and done.stdout, done.stderr
    return [
        f"{Path(file['filePath']).name}:{problem['line']}: {problem['message']}"
        for file in json.loads(done.stdout)
        for problem in file["messages"]
    ]


def unplain(texts: Iterable[str]) -> list[str]:
    """Return the texts in which textlint finds something, each on one line."""
    lines = sorted({" ".join(text.split()) for text in texts} - {""})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "texts.txt")
        path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
        numbers = {int(found.split(":")[1]) for found in textlint(path)}
    return [line for number, line in enumerate(lines) if 2 * number + 1 in numbers]


def headings(path: Path) -> list[tuple[str, str]]:
    """Return the level (``h1``) and the text of each heading of a page."""
    tokens = MarkdownIt().parse(path.read_text(encoding="utf-8"))
    pairs = itertools.pairwise(tokens)
    return [(token.tag, following.content) for token, following in pairs if token.type == "heading_open"]


@pytest.mark.slow
@needs_textlint
def test_pages_are_plain_english() -> None:
    assert textlint(*pages()) == []


@pytest.mark.slow
@needs_textlint
def test_help_texts_and_messages_are_plain_english() -> None:
    assert unplain([*help_texts(), *messages(), *rules()]) == []


@pytest.mark.slow
@needs_textlint
def test_riddles_are_found_and_plain_sentences_pass() -> None:
    riddles = [
        "What is asked is asked of the guide.",
        "It runs. Who works in Trados gets one file.",
        "Of a stale site, the pages are written.",
        "The catalog stands here.",
        "Mend it and save.",
        "It begins anew.",
        "One rule more is one file more.",
        " ".join(["word"] * 26) + ".",
    ]
    plain = ["What does it do?", "Restore the previous publication. Run again to undo.", " ".join(["word"] * 25) + "."]
    assert unplain([*riddles, *plain]) == sorted(riddles)


@pytest.mark.slow
@needs_textlint
def test_wrapped_sentences_and_table_cells_are_counted(tmp_path: Path) -> None:
    words = ["word"] * 26
    page = tmp_path / "page.md"
    page.write_text(
        f"{' '.join(words[:13])}\n{' '.join(words[13:])}.\n\n| A |\n| - |\n| {' '.join(words)} |\n", encoding="utf-8"
    )
    assert [found.split(": ")[0] for found in textlint(page)] == ["page.md:1", "page.md:6"]


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_headings_name_their_content(path: Path) -> None:
    found = headings(path)
    assert [tag for tag, _ in found].count("h1") == 1
    assert [text for _, text in found if text.endswith((".", ":", "!"))] == []
    assert [text for _, text in found if len(text.split()) > MOST_WORDS_OF_A_HEADING] == []


def test_all_texts_are_read() -> None:
    """A renamed class or folder must not empty the check."""
    assert len(pages()) > 30
    assert len(list(help_texts())) > 80
    assert len(list(messages())) > 150
    assert len(list(rules())) > 40


def test_no_quotation_mark_stands_between_a_bracket_and_markup() -> None:
    # The smart quotes of docutils take such a mark for a closing one: (”Learning platforms”).
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / "source").rglob("*.rst"))
        for match in re.finditer(r"[(\[][\"'](?=[:`*]).*", path.read_text(encoding="utf-8"))
    ]
    assert not found
