"""The table of kinds in the code, and the one in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from octavo.catalogs.po import Message
from octavo.compiler.guard import Context, kinds, prepared, refusals, with_repairs
from octavo.compiler.guard.kinds import Kind

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "reference" / "security.md").read_text(encoding="utf-8")


def test_every_kind_has_a_row_that_names_a_test() -> None:
    rows = dict(re.findall(r"^\| ([^|]+) \| [^|]+ \| `([^`|]+)` \|$", PAGE, re.MULTILINE))
    assert set(rows) == {kind.value for kind in Kind}
    tests = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    for name in rows.values():
        assert (ROOT / name).is_file() or f"def {name}(" in tests, name


def test_every_cell_of_the_sinks_names_what_makes_it_safe_and_its_test() -> None:
    section = PAGE.partition("## Sinks")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    cells = [cell.strip() for row in rows[2:] for cell in row[1:]]
    named = dict(re.findall(r"\b([a-z])\s`(\w+)`", section.partition("The tests:")[2]))
    tests = "\n".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    folder = ROOT / "octavo" / "compiler" / "guard"
    modules = {path.stem for path in folder.glob("*.py")} | {path.parent.name for path in folder.glob("*/__init__.py")}
    assert len({len(row) for row in rows}) == 1
    used = set()
    for cell in cells:
        if cell != "–":
            match = re.fullmatch(r"(?:writer(?: \(lxml\))?|guard \(`(\w+)`\)) ([a-z])", cell)
            assert match, cell
            assert match[1] is None or match[1] in modules
            used.add(match[2])
    assert used == set(named)
    assert [name for name in named.values() if f"def {name}(" not in tests] == []
    # A kind of the code is in a row: by its name, or among those in brackets.
    first = " ".join(row[0] for row in rows[2:])
    words = {"caption or title in a table of contents": "table of contents", "cell, line or field": "cell"}
    words |= {"title, author and other texts of the publication": "texts of the publication"}
    words |= {"text of a substitution": "substitution", "literal block": "literal", "doctest block": "doctest block"}
    assert [kind.value for kind in Kind if words.get(kind.value, kind.value) not in first] == []


@pytest.mark.parametrize(
    ("text", "is_fine"),
    [
        (".. image:: pictures/plan.fr.png", True),
        (".. image:: /etc/passwd", False),
        (".. image:: ../plan.png", False),
        (".. image:: pictures/plan.svg", False),
        (".. include:: pictures/plan.png", False),
        (".. image:: pictures/plan.png\n   :target: x.png", False),
    ],
)
@pytest.mark.parametrize("house_style", [True, False])
def test_an_image_may_only_be_another_file_beside_the_masters(text: str, is_fine: bool, house_style: bool) -> None:
    master = ".. image:: pictures/plan.png"
    assert (kinds.refusals(Kind.IMAGE, master, text) == []) == is_fine
    context = Context("fr", house_style=house_style)
    message = prepared(Message(master, (text,)), context)
    assert (refusals(message, context) == []) == is_fine
    assert message.msgstr == text or not is_fine
    assert with_repairs(message, context) is None
