"""Test web pages as a browser prints them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import PIL.Image
import pytest

from tests.publication.browser import measured

PAGES = (
    "en/students/planning-your-week.html",
    "fr/students/planning-your-week.html",
    "zh-CN/students/self-check.html",
    "fr/technologies/learning-platforms.html",
)
TITLES = (
    ("Guidance for Students", "Planning your week"),
    ("Guide pour les élèves et les étudiants", "Organiser sa semaine"),
    ("学生在线学习指南", "自我检查"),
    ("", "Plateformes d’apprentissage"),
)


#: Pages of other kinds, after those.
FIGURE, LANDING = "zh-CN/students/weak-connection.html", "index.html"
INDEX, HOME = "fr/genindex.html", "fr/index.html"
OTHERS = (FIGURE, LANDING, INDEX, HOME)

#: Contents of pages: a space in millimetres, and what has no room or little room after it.
SPACE = '<h1>Title</h1><p>Above</p><div style="height: {}mm"></div>'
END = "<section><h2>Last</h2><p>First</p><p>Second</p><p>Third</p></section>"
BOX = '<div class="admonition"><p class="admonition-title">Box</p>{}</div>'.format("<p>Word of the box</p>" * 18)
SHEET = '<div class="checklist admonition"><p class="admonition-title">Sheet</p><ul>{}</ul></div><p>After</p>'.format(
    "<li><p>Item</p></li>" * 14
)
ENDS = tuple(SPACE.format(height) + END for height in range(150, 216, 5))
MADE = (*ENDS, SPACE.format(150) + BOX, SPACE.format(150) + SHEET)


class Printed(NamedTuple):
    """The texts of the pages of each printed file, and the lines of a form by the width of the window."""

    files: list[list[str]]
    made: list[list[str]]
    lines: dict[str, list[tuple[float, float]]]
    folder: Path


@pytest.fixture(scope="module")
def printed(publication: Path, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    folder = tmp_path_factory.mktemp("printed")
    script = Path(__file__).with_name("print.mjs")
    lines = measured(script, site=str(publication.resolve()), out=str(folder), pages=[*PAGES, *OTHERS], made=MADE)
    files = [texts(folder / f"{place}.pdf") for place in range(len(PAGES) + len(OTHERS))]
    made = [texts(folder / f"made-{place}.pdf") for place in range(len(MADE))]
    return Printed(files, made, lines, folder)


def texts(file: Path) -> list[str]:
    """Return the text of each page of *file*."""
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
    return text.removesuffix("\f").split("\f")


@pytest.mark.slow
def test_each_printed_page_says_where_it_is_from(printed: Printed) -> None:
    for address, (guide, title), pages in zip(PAGES, TITLES, printed.files[: len(PAGES)], strict=True):
        assert len(pages) > 1
        for number, page in enumerate(pages, 1):
            # Columns of one line are apart.
            words = " ".join(page.split())
            assert re.search(rf"{number} ?/ ?{len(pages)}$", words)
            assert f"https://octavo.example.org/{address}" in words
            assert guide in words
            assert title in words
            assert "CC BY-SA 4.0" in words


@pytest.mark.slow
def test_the_rule_of_the_first_page_is_below_its_address_and_code(printed: Printed) -> None:
    for place in range(len(PAGES)):
        file = printed.folder / f"head-{place}"
        command = ["pdftoppm", "-r", "127", "-l", "1", "-singlefile", printed.folder / f"{place}.pdf", file]
        subprocess.run(command, check=True)
        with PIL.Image.open(file.with_suffix(".ppm")) as image:  # five dots are a millimetre; the margins are 18 mm
            head = image.crop((90, 0, 959, 300))
        saturation, grey = head.convert("HSV").getchannel("S"), head.convert("L").point(lambda dot: 255 * (dot < 250))
        rule = [y for y in range(300) if saturation.crop((0, y, head.width, y + 1)).getextrema()[0] > 60]
        # What is within a millimetre of the rule touches it.
        for top, bottom in ((rule[0] - 6, rule[0] - 1), (rule[-1] + 2, rule[-1] + 7)):
            assert grey.crop((0, top, head.width, bottom)).getbbox() is None
        _, first, _, last = grey.crop((770, 0, head.width, rule[0] - 1)).getbbox() or (0, 0, 0, 0)
        assert 97 <= last - first <= 102


@pytest.mark.slow
def test_a_printed_page_has_no_links_of_the_screen_and_no_page_of_its_code_alone(printed: Printed) -> None:
    for pages in printed.files[: len(PAGES)]:
        assert not any(words in page for page in pages for words in ("Report a mistake", "Signaler une erreur"))
        assert all(len(page.split()) > 40 or len(page) > 400 for page in pages)


@pytest.mark.slow
def test_a_long_printed_table_begins_below_its_text_and_repeats_its_head(printed: Printed) -> None:
    first, second = printed.files[2][:2]
    assert "第一句" in first
    assert "第一句" in second
    assert "尚未回答" not in second.replace(" ", "")


@pytest.mark.slow
def test_the_blanks_of_a_form_are_lines_to_its_edge(printed: Printed) -> None:
    for lines in printed.lines.values():
        assert len(lines) > 10
        for width, rest in lines:
            assert width >= 80
            assert abs(rest) <= 1


@pytest.mark.slow
def test_text_fills_the_page_before_a_figure_that_has_no_room(printed: Printed) -> None:
    command = ["pdftoppm", "-r", "25.4", "-gray", printed.folder / f"{len(PAGES)}.pdf", printed.folder / "page"]
    subprocess.run(command, check=True)
    *pages, _ = sorted(printed.folder.glob("page*.pgm"))
    assert pages
    for page in pages:
        with PIL.Image.open(page) as image:  # a dot is a millimetre; the edge of a page begins at 277
            *_, end = image.crop((0, 0, image.width, 276)).point(lambda grey: 255 * (grey < 245)).getbbox() or (0,)
        assert end > 200


@pytest.mark.slow
def test_the_landing_page_is_printed_with_small_covers(printed: Printed) -> None:
    pages = printed.files[len(PAGES) + OTHERS.index(LANDING)]
    assert len(pages) <= 2
    assert "Guidance for Parents and Communities" in " ".join(pages[0].split())


@pytest.mark.slow
def test_the_index_is_printed_in_columns_from_its_first_page(printed: Printed) -> None:
    pages = printed.files[len(PAGES) + OTHERS.index(INDEX)]
    assert len(pages[0].split()) > 100
    assert len(pages) <= 6


@pytest.mark.slow
def test_the_home_page_is_printed_without_what_only_a_screen_can_use(printed: Printed) -> None:
    pages = printed.files[len(PAGES) + OTHERS.index(HOME)]
    assert len(pages) <= 2
    assert not any("EPUB" in page for page in pages)


@pytest.mark.slow
def test_a_short_last_section_is_not_parted(printed: Printed) -> None:
    starts = set()
    for pages in printed.made[: len(ENDS)]:
        (page,) = [page for page in pages if "First" in page]
        assert all(word in page for word in ("Last", "Second", "Third"))
        starts.add(len(pages))
    assert starts == {1, 2}


@pytest.mark.slow
def test_a_box_begins_where_there_is_room_and_a_sheet_to_fill_in_leaves_its_room_to_the_text(printed: Printed) -> None:
    box, sheet = printed.made[-2:]
    assert [page.count("Word of the box") > 2 for page in box] == [True, True]
    assert [page.count("Item") for page in sheet] == [0, 14]
    assert "After" in sheet[0]
