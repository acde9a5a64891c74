"""Test that figures, tables and sheets move to the next page instead of leaving this one half empty."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.editions.formats.pdf import latex
from octavo.project import Project
from tests.sphinxext.latex.printing import print_book

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
ITEMS = "\n".join(f"   - Item {number}" for number in range(18))
ROWS = "\n".join(f"   * - Cell {number}\n     - Text" for number in range(25))
NEW_PAGE = "\n.. raw:: latex\n\n   \\clearpage\n\n"
LINES = "\n".join(f"| Line {number}" for number in range(30))
PAGE = f"""
{NEW_PAGE}{LINES}

.. admonition:: A sheet
   :class: checklist

{ITEMS}

Words after the sheet.
{NEW_PAGE}{LINES}

.. list-table:: A table

{ROWS}

Words after the table.
{NEW_PAGE}{LINES}

.. list-table:: With a note

{ROWS}
   * - Last [#note]_
     - Text

.. [#note] The note of the table.

.. note::

   .. list-table:: In a box

      * - Boxed
        - Text
"""


def lines(number: int) -> str:
    """Return a new page with *number* lines."""
    return "\n".join((f"{NEW_PAGE}Start{number}\n", *(f"| Line {line}" for line in range(number)), "\n"))


def pages_of(path: Path, *options: str) -> list[str]:
    command = ["pdftotext", *options, str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")


@needs_tex
@pytest.mark.slow
def test_text_fills_the_page_before_a_sheet_or_a_table(small: Project) -> None:
    made, source = print_book(small, small.master, PAGE)
    assert made.warnings == ()
    pages = pages_of(Path(made.path), "-layout")
    for words, first, last in (("sheet", "A sheet", "Item 17"), ("table", "A table", "Cell 24")):
        (place,) = (number for number, page in enumerate(pages) if f"Words after the {words}." in page)
        assert "Line 29" in pages[place]
        assert first not in pages[place]
        assert first in pages[place + 1]
        assert last in pages[place + 1]
    # A table with a note, and one in a box, stay where they are. The first runs over pages.
    (page,) = [page for page in pages if re.search(r"With a note", page) and "Cell 1 " in page]
    assert "Line 29" in page
    assert "Cell 24" not in page
    assert "The note of the table." in "".join(pages)
    printed = source.read_text(encoding="utf-8")
    moving = "".join(re.findall(r"\\begin\{table\}.*?\\end\{table\}", printed, re.DOTALL))
    assert "Cell 24" in moving
    assert "With a note" not in moving
    assert "Boxed" not in moving


@needs_tex
@pytest.mark.slow
def test_what_waits_for_a_page_comes_before_the_next_chapter(small: Project) -> None:
    end = f"\n{NEW_PAGE}{LINES}\n\n.. admonition:: A sheet\n   :class: checklist\n\n{ITEMS}\n"
    made, _ = print_book(small, small.master, end)
    text = "\f".join(pages_of(Path(made.path)))
    index = text.rindex("\nIndex\n") if "\nIndex\n" in text else len(text)
    assert text.index("Line 29") < text.index("Item 17") < index


@needs_tex
@pytest.mark.slow
def test_each_page_has_the_links_of_its_file_at_its_foot_and_notes_above_them(small: Project) -> None:
    project = replace(small, feedback="mailto:a@example.org?subject={page}")
    path = small.source / "two/index.rst"
    more = f"\nNoted [#n]_\n\n.. [#n] A note.\n{NEW_PAGE}{LINES}\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    french = project.language("fr")
    made, source = print_book(project, french)
    pages = pages_of(Path(made.path), "-layout")
    first = next(number for number, page in enumerate(pages) if "A note." in page)
    for page in pages[first : first + 2]:
        (foot,) = re.findall(r"^.*Signaler une erreur.*$", page, re.MULTILINE)
        assert re.fullmatch(r" *Signaler une erreur +\d+ +Améliorer cette traduction", foot)
    assert "a@example.org" in pages[1], "the imprint says it on paper"
    printed = source.read_text(encoding="utf-8")
    assert r"subject=two\%2Findex" in printed
    boxes = pages_of(Path(made.path), "-bbox", "-f", str(first + 1), "-l", str(first + 1))[0]
    (height,) = re.findall(r'<page width="[\d.]+" height="([\d.]+)"', boxes)
    (note,) = re.findall(r'yMax="([\d.]+)">note\.<', boxes)
    assert float(note) > 0.85 * float(height), "a note is at the foot of a page that is not full"


@needs_tex
@pytest.mark.slow
def test_a_chapter_does_not_begin_in_the_little_room_below_a_figure_that_waited(small: Project) -> None:
    sheet = ".. admonition:: A sheet\n   :class: checklist\n\n"
    end = f"{LINES}\n\n{sheet}{ITEMS}\n\n{sheet}   - First\n   - Second\n   - Third\n   - Last\n"
    end += "\n.. raw:: latex\n\n   \\chapter{Ways to go on}\n\nWords of the chapter.\n"
    made, _ = print_book(small, small.master, NEW_PAGE + end)
    pages = pages_of(Path(made.path), "-layout")
    place = next(number for number, page in enumerate(pages) if "Item 17" in page)
    assert "Line 29" not in pages[place]
    assert "Last" in pages[place]
    assert "Ways to go on" not in pages[place]
    assert "Words of the chapter." in pages[place + 1]


@needs_tex
@pytest.mark.slow
def test_a_box_follows_a_sheet_that_waited_and_the_words_after_it(small: Project) -> None:
    sheet = f".. admonition:: A sheet\n   :class: checklist\n\n{ITEMS}"
    words = "Words after the sheet. " + "More of them. " * 8
    numbers = range(40, 49)
    more = f"{sheet}\n\n{words}\n\n.. note::\n\n   Boxed"
    made, _ = print_book(small, small.master, "".join(f"{lines(number)}{more}{number}\n" for number in numbers))
    pages = pages_of(Path(made.path), "-layout")
    for number in numbers:
        first, last = (
            next(place for place, page in enumerate(pages) if f"{word}{number}" in page) for word in ("Start", "Boxed")
        )
        assert last - first == 1, f"{number} lines: the sheet, the words and the box fit the second page"


@needs_tex
@pytest.mark.slow
def test_a_box_that_fits_its_page_stays_on_it_before_a_table_that_does_not(small: Project) -> None:
    above = "\n".join(f"| Line {number}" for number in range(25))
    table = f"As follows:\n\n.. list-table:: A table\n\n{ROWS}"
    text = f"{NEW_PAGE}{above}\n\n.. note::\n\n   A boxed text.\n\n   Its end.\n\n{table}\n"
    made, _ = print_book(small, small.master, text)
    pages = pages_of(Path(made.path), "-layout")
    place = next(number for number, page in enumerate(pages) if "A boxed text." in page)
    assert "Line 24" in pages[place]
    assert "As follows:" not in pages[place]
    assert "Cell 24" in pages[place + 1]


SHEET = ".. admonition:: A sheet\n   :class: checklist\n\n" + "\n".join(ITEMS.splitlines()[:12])
TERMS = "\n".join(f"Term {number}\n   Definition {number}.\n" for number in range(4))
BULLETS = "\n".join(f"- Bullet {number}." for number in range(8))


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize(
    ("block", "first", "last"),
    [
        (f"Wrong\n~~~~~\n\n{TERMS}", "Wrong", "Definition 3."),
        (f"Wrong\n~~~~~\n\nAs follows:\n\n{BULLETS}", "Wrong", "Bullet 7."),
        (f"As follows:\n\n{BULLETS}", "As follows:", "Bullet 7."),
        (BULLETS, "Bullet 0.", "Bullet 7."),
        (f".. note::\n\n{'   Boxed words. '}\n\n   {'More words of it. ' * 25}The end.", "Boxed words.", "The end."),
    ],
)
def test_no_sheet_that_waits_parts_a_list_or_a_notice(small: Project, block: str, first: str, last: str) -> None:
    numbers = range(23, 45)
    more = f"{SHEET}\n\nWords after it.\n\n{block}\n"
    text = "\nChapter\n-------\n" + "".join(lines(number) + more for number in numbers)
    made, source = print_book(small, small.master, text)
    whole = "\f".join(pages_of(Path(made.path), "-layout"))
    parts = [whole[whole.index(f"Start{number}") :].split("Start")[1] for number in numbers]
    places = [(part[: part.index(first)].count("\f"), part[: part.index(last)].count("\f")) for part in parts]
    assert [one for one, _ in places] == [other for _, other in places]
    assert places[0] == (0, 0), "a block that fits the page comes before the sheet"
    assert places[-1] == (1, 1)
    assert latex.read_log(source.with_suffix(".log").read_text(encoding="utf-8")).overfull == ()


@needs_tex
@pytest.mark.slow
def test_a_long_list_begins_before_a_sheet_that_waits_where_a_third_of_the_page_is_left(small: Project) -> None:
    bullets = "\n".join(f"- Bullet {number}." for number in range(40))
    made, _ = print_book(small, small.master, f"{lines(23)}{SHEET}\n\nWords after it.\n\n{bullets}\n")
    (page,) = [page for page in pages_of(Path(made.path), "-layout") if "Start23" in page]
    assert "A sheet" not in page
    assert "Bullet 9." in page
