"""Test large print: no text under 14 points, figures as wide as the text, and tables as one block a row."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from lxml import etree

from octavo.editions.formats.pdf import latex
from octavo.project import Language, Project, load
from octavo.sphinxext.latex import large_print, tables
from tests.sphinxext.latex.printing import print_book
from tests.sphinxext.latex.test_moving import NEW_PAGE, pages_of
from tests.sphinxext.latex.test_tables import LONG, read

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
ENGLISH, FRENCH, CHINESE = Language("en"), Language("fr"), Language("zh_CN")
HEADS = ":header-rows: 1"
#: pdftohtml enlarges pages by 3 at most, and writes sizes of type without their decimals.
ZOOM = 3
#: A drawing of the publication: 472 units wide, its text has 16. This one is as high as its highest.
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="400" height="654" viewBox="0 0 472 772" role="img">
<title>Steps</title><desc>Two steps.</desc><rect width="472" height="772" fill="#eeeeee"/>
<text x="20" y="40" font-size="16" data-wrap="400">First step</text>
<text x="20" y="740" font-size="16" data-wrap="400">Last step</text></svg>
"""
TEXT = f"""
Firstline

Secondline

.. index:: one subject, another subject

See Figure 1 [#note]_, ``code``, x\\ :sup:`2`, :math:`x^2` and `a site <https://example.org/>`_.

.. [#note] A note with ``code``.

.. figure:: steps.svg
   :alt: Two steps.

   Two steps, with a caption of two lines of large print, as those of some guides.

.. list-table:: A table
   :header-rows: 1
   :widths: 30 30 40

   * - Channel
     - Good for
     - Needs
   * - Radio
     - {LONG}
     - a fixed time, and a printed sheet for each lesson

.. code-block:: text

   A line of code.

.. note::

   A box.
"""


#: A drawing that fills a page, and a box after it.
WAITING = f"""
{NEW_PAGE}

Before.

.. figure:: steps.svg
   :alt: Two steps.

   Two steps.

.. note::

   Boxed.
"""


def blocks(table: nodes.table, language: Language = ENGLISH) -> list[str]:
    """Return the paragraphs of *table* in large print, without its LaTeX code."""
    large_print.stack(table.document, language)
    texts = table.findall(nodes.Text)
    for raw in [text.parent for text in texts if isinstance(text.parent, nodes.raw)]:
        raw.replace_self(nodes.Text(" " if raw.astext().endswith(" ") else ""))
    return [paragraph.astext() for paragraph in table.findall(nodes.paragraph)]


def test_each_row_of_a_table_of_three_columns_is_a_block_with_the_headings() -> None:
    table = read([["Channel", "Good for", "Needs"], ["Radio", LONG, "a time"]], HEADS)
    assert blocks(table) == ["Channel: Radio", f"Good for: {LONG}", "Needs: a time"]
    assert len(list(table.findall(nodes.colspec))) == len(list(table.findall(nodes.entry))) == 1
    assert [strong.astext() for strong in table.findall(nodes.strong)] == ["Radio"]


def test_a_statement_of_a_self_check_has_its_number_and_no_heading_unless_there_are_two() -> None:
    link = "`Plans <https://example.org>`__"
    rows = [["Part", "Statement", "Read"], ["A1", LONG, link], ["A2", "I rest.", link]]
    table = read(rows, f"{HEADS}\n   :class: self-check")
    tables.add_points(table.document)
    assert blocks(table) == [f"A1 {LONG}", "Read: Plans", "A2 I rest.", "Read: Plans"]
    assert [strong.astext() for strong in table.findall(nodes.strong)] == ["A1", "A2"]
    rows = [["Chapter", "First", "Second"], ["Planning", LONG, "I rest."]]
    table = read(rows, f"{HEADS}\n   :class: self-check")
    assert blocks(table) == ["Planning", f"First: {LONG}", "Second: I rest."]


@pytest.mark.parametrize(
    ("language", "head", "label"), [(FRENCH, "Canal", "Canal\u00a0: "), (CHINESE, "渠道", "渠道\uff1a")]
)
def test_the_colon_after_a_heading_is_that_of_the_language(language: Language, head: str, label: str) -> None:
    table = read([[head, "Good for", "Needs"], ["Radio", LONG, "a time"]], HEADS)
    assert blocks(table, language)[0] == f"{label}Radio"


@pytest.mark.parametrize(
    "rows",
    [
        [["Channel", "Good for"], ["Radio", LONG]],
        [["A", "B", "C"], ["one", "two", "three"]],
        [["Channel", LONG, "Sign here"], ["Radio", LONG, ""]],
    ],
    ids=["two columns", "one line a row", "a form"],
)
def test_a_table_that_fits_and_a_form_keep_their_columns(rows: list[list[str]]) -> None:
    table = read(rows, HEADS)
    blocks(table)
    assert len(list(table.findall(nodes.colspec))) == len(rows[0])


@pytest.mark.parametrize(
    ("count", "title", "runs"),
    [(3, "A title", False), (3, "", False), (12, "A title", False), (12, "", True), (30, "A title", True)],
)
def test_a_table_runs_over_pages_if_it_is_longer_than_most_of_one_or_cannot_move(
    count: int, title: str, runs: bool
) -> None:
    rows = "\n".join(["   * - Some words\n     - Some more words"] * count)
    whole = publish_doctree(f".. list-table:: {title}\n\n{rows}\n")
    large_print.let_tables_break(whole)
    assert ("longtable" in whole.next_node(nodes.table)["classes"]) is runs


@pytest.mark.parametrize(("letters", "lines"), [(0, 0), (20, 1), (70, 2)])
def test_a_drawing_leaves_room_for_the_lines_of_its_caption(letters: int, lines: int) -> None:
    figure = nodes.figure("", nodes.image(), *([nodes.caption("", "x" * letters)] if letters else []))
    code = large_print.drawing(r"\noindent\sphinxincludegraphics[width=5cm]{{steps}.pdf}", figure)
    assert code == rf"\noindent\octavodrawing{{{lines}}}{{{{steps}}.pdf}}"


@pytest.fixture
def large(small: Project) -> Project:
    """The small project in large print, with a drawing beside its second guide."""
    settings = small.root / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[tool.octavo]\n", '[tool.octavo]\npaper = "large-print"\n'), encoding="utf-8")
    (small.source / "two/steps.svg").write_text(DRAWING, encoding="utf-8")
    return load(small.root)


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("code", ["en", "fr", "zh_CN"])
def test_no_text_of_large_print_has_less_than_14_points(large: Project, code: str) -> None:
    made, _ = print_book(large, large.language(code), TEXT)
    assert made.warnings == ()
    sizes = text_sizes(made.path)
    assert {text: size for text, size in sizes.items() if size < 14} == {}
    assert "Last step" in sizes
    # A gap separates paragraphs in Chinese too. A line has 22.8 points, and a quarter more in Chinese.
    step = 22.8 * (1.25 if code == "zh_CN" else 1)
    assert top_of(made.path, "Secondline") - top_of(made.path, "Firstline") > 1.2 * step


@needs_tex
@pytest.mark.slow
def test_text_and_boxes_fill_the_page_before_a_drawing_that_fills_a_page(large: Project) -> None:
    made, _ = print_book(large, large.master, WAITING)
    (before,) = (page for page in pages_of(made.path) if "Before." in page)
    assert "Boxed." in before
    assert "First step" not in before
    # The tests of the room for a box print nothing.
    assert len(re.findall(r"\d+", before)) == 1, "the number of the page"


@needs_tex
@pytest.mark.slow
def test_a_checklist_that_fits_a_page_is_not_parted_and_no_figure_parts_a_longer_one(large: Project) -> None:
    figure = "Before.\n\n.. figure:: steps.svg\n   :alt: Two steps.\n\n   Two steps.\n"
    above = {"first": "Five.\n\n" * 5, "second": "Twelve.\n\n" * 12, "waiting": figure}
    above["led"] = "Twelve.\n\n" * 12 + "A sentence leads to it:\n"
    above["headed"] = "A chapter\n---------\n\n" + "Ten.\n\n" * 10 + "A heading\n~~~~~~~~~\n"
    more = "".join(f"{NEW_PAGE}{text}{sheet(name, 14)}" for name, text in above.items())
    longer = {f"{count} long": f"{NEW_PAGE}{sheet(f'{count} long', count)}" for count in range(22, 27)}
    longer["after a figure"] = f"{NEW_PAGE}{figure}{sheet('after a figure', 26)}"
    longer["after text"] = f"{NEW_PAGE}{above['first']}{sheet('after text', 26)}"
    made, _ = print_book(large, large.master, more + "".join(longer.values()))
    pages = pages_of(made.path)
    assert {name: items_of(name, pages) for name in above} == {name: [14] for name in above}
    assert any("A sentence leads" in page and "led item" in page for page in pages)
    assert any("A heading" in page and "headed item" in page for page in pages)
    # A figure between two parts would be a page without items.
    parts = {name: items_of(name, pages) for name in longer}
    assert len(parts["after a figure"]) == len(parts["after text"]) == 2
    assert {name: items for name, items in parts.items() if min(items) <= 2} == {}


@needs_tex
@pytest.mark.slow
def test_no_part_of_a_box_sticks_out_at_the_foot_of_a_page(large: Project) -> None:
    _, source = print_book(large, large.master, "".join(map(split_box, range(8, 26))))
    assert "Overfull \\vbox" not in source.with_suffix(".log").read_text(encoding="utf-8")


@needs_tex
@pytest.mark.slow
def test_the_chapters_of_a_guide_fit_its_opening(large: Project) -> None:
    names = [f"chapter-{number}" for number in range(1, 17)]
    for name in names:
        (large.source / f"two/{name}.rst").write_text(f"{name}\n{'=' * 20}\n\nText.\n", encoding="utf-8")
    more = "\n.. toctree::\n\n" + "".join(f"   {name}\n" for name in names)
    made, _ = print_book(large, large.master, more, "set")
    pages = pages_of(made.path)
    (place,) = (number for number, page in enumerate(pages) if "Book 2 of 2" in page)
    assert "chapter-16" in pages[place]
    assert "Guide two" in pages[place + 1]
    assert "Begin with" in pages[place + 1]


def items_of(name: str, pages: list[str]) -> list[int]:
    """Return how many items the checklist called *name* has on each page from its first one to its last."""
    counts = [page.count(f"{name} item") for page in pages]
    places = [place for place, count in enumerate(counts) if count]
    return counts[places[0] : places[-1] + 1]


def sheet(name: str, count: int) -> str:
    """Return a checklist called *name* with *count* items."""
    items = "".join(f"   * {name} item {number}\n" for number in range(count))
    return f"\n.. admonition:: Sheet\n   :class: checklist\n\n{items}\n"


def split_box(lines: int) -> str:
    """Return a page of so many *lines*, and a box that runs over to the next page."""
    above = "".join(f"| Line {number}\n" for number in range(lines))
    return f"{NEW_PAGE}{above}\n.. note::\n\n   {LONG * 20}\n\n   {LONG * 4}\n"


def top_of(path: Path, word: str) -> float:
    """Return how far *word* is from the top of its page in the PDF at *path*."""
    command = ["pdftotext", "-bbox", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(rf'yMin="([\d.]+)"[^>]*>{word}<', text)
    assert found
    return float(found[1])


def text_sizes(path: Path) -> dict[str, float]:
    """Return the size of each piece of text in the PDF at *path*, in points."""
    command = ["pdftohtml", "-xml", "-i", "-zoom", str(ZOOM), "-stdout", str(path)]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    root = etree.fromstring(data, etree.XMLParser(recover=True))
    fonts = {font.get("id"): int(font.get("size", "0")) / ZOOM for font in root.iter("fontspec")}
    pieces = (("".join(piece.itertext()).strip(), fonts[piece.get("font")]) for piece in root.iter("text"))
    sizes: dict[str, float] = {}
    for text, size in pieces:
        if text:
            sizes[text] = min(size, sizes.get(text, size))
    return sizes
