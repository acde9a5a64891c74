"""Test how chapters open, and how lists of sources and the index are set."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from octavo.editions.formats.pdf import latex
from octavo.project import Project, load
from octavo.sphinxext.latex.settings import support_files
from tests.sphinxext.latex.printing import print_book
from tests.sphinxext.latex.test_moving import NEW_PAGE, pages_of
from tests.sphinxext.test_books import add_works

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
#: Edges of the text, and the top of the foot of a page, in points.
LEFT, RIGHT, FOOT = 29 / 25.4 * 72, 181 / 25.4 * 72, 770
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>')
WORKS = f"""The works
=========

Words before the list, which are no work. {"They fill more than a line. " * 5}

.. _garcia:

Garcia (2020). *{"A work with a long name. " * 6}*

A remark on the work. {"It is not short. " * 10}
"""


def words_of(path: str, page: int) -> list[tuple[float, float, float, str]]:
    """Return left edge, top, right edge and text of each word on *page* of the PDF *path*."""
    (boxes, *_) = pages_of(Path(path), "-bbox", "-f", str(page), "-l", str(page))
    return [(float(left), float(top), float(right), text) for left, top, right, text in _WORD.findall(boxes)]


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_a_chapter_begins_on_the_page_of_the_last_with_a_band_across_the_text(
    small: Project, tmp_path: Path, code: str
) -> None:
    end = "\n.. raw:: latex\n\n   \\chapter{Ways}\n\nWords of the chapter.\n"
    made, _ = print_book(small, small.language(code), NEW_PAGE + "| Line\n" * 20 + end)
    pages = pages_of(Path(made.path))
    place = next(number for number, page in enumerate(pages) if "Words of the chapter." in page)
    assert "Line\n" in pages[place]
    (page,) = images(made.path, place + 1, tmp_path)
    # Two rows of pixels of the band, above and below its words, are coloured over the whole width of the text.
    scale = page.width / 210
    left, right = round(29.5 * scale), round(180.5 * scale)
    full = [y for y in range(page.height) if all(min(page.getpixel((x, y))) < 250 for x in range(left, right))]
    assert full[-1] - full[0] > 12 * scale
    assert full[:9] == list(range(full[0], full[0] + 9)), "no white line between the rule and the band"
    outside = [page.getpixel((x, full[0])) for x in (round(28 * scale), round(182 * scale))]
    assert outside == [(255, 255, 255)] * 2


@needs_tex
@pytest.mark.slow
def test_a_chapter_begins_a_page_where_less_than_a_quarter_of_this_one_is_left_below_its_band(small: Project) -> None:
    end = "\n.. raw:: latex\n\n   \\chapter{Ways}\n\nWords of the chapter.\n"
    made, _ = print_book(small, small.master, NEW_PAGE + "| Line\n" * 27 + end)
    (page,) = [page for page in pages_of(Path(made.path)) if "Words of the chapter." in page]
    assert "Line\n" not in page


@needs_tex
@pytest.mark.slow
def test_the_number_of_a_chapter_stays_in_the_line_of_its_word(small: Project) -> None:
    path = small.source / "two/index.rst"
    names = "".join(
        f"\n   \\renewcommand\\octavoguidename{{\\rule{{{width}pt}}{{1pt}}}}\\chapter{{Ways}}\n"
        for width in range(250, 360, 6)
    )
    text = f"{path.read_text(encoding='utf-8')}\n.. raw:: latex\n{names}"
    path.write_text(text, encoding="utf-8")
    made, _ = print_book(small, small.master)
    whole = "".join(pages_of(Path(made.path), "-layout"))
    assert len(re.findall(r"Chapter \d+\b", whole)) == len(range(250, 360, 6))


def images(path: str, number: int, folder: Path) -> list[Image.Image]:
    command = ["pdftoppm", "-r", "100", "-png", "-f", str(number), "-l", str(number), path, str(folder / "p")]
    subprocess.run(command, check=True)
    return [Image.open(picture).convert("RGB") for picture in folder.glob("p*.png")]


@needs_tex
@pytest.mark.slow
def test_lines_of_a_work_after_its_first_are_indented(small: Project) -> None:
    add_works(small, WORKS)
    project = load(small.root)
    made, source = print_book(project, project.master, "\nSee :ref:`Garcia <garcia>`.\n")
    assert source.read_text(encoding="utf-8").count("\\octavosource\n") == 2, "the work and the remark on it"
    pages = pages_of(Path(made.path))
    number = next(number for number, text in enumerate(pages, 1) if "A remark on the work." in text)
    words = words_of(made.path, number)
    lines: dict[int, float] = {}
    for left, top, _, _ in words[[word[3] for word in words].index("Garcia") :]:
        lines.setdefault(round(top), left - LEFT)
    first, second, *_ = lines.values()
    assert abs(first) < 1
    assert 10 < second < 30


def print_index(project: Project, count: int, remark: str) -> tuple[str, list[str]]:
    """Print a book with an index of *count* entries with a *remark* each; return the PDF and the text of its pages."""
    entries = "".join(
        f".. index:: {chr(97 + number % 26)}item {number}; {remark} {number}\n\n" for number in range(count)
    )
    made, _ = print_book(project, project.master, f"\n{entries}Words.\n")
    assert made.warnings == ()
    return str(made.path), pages_of(Path(made.path))


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("count", [20, 250, 330])
def test_the_columns_of_the_index_are_balanced_and_inside_the_text(small: Project, count: int) -> None:
    path, pages = print_index(small, count, "with a remark")
    last = len(pages) - 1 if not pages[-1].strip() else len(pages)
    words = [word for word in words_of(path, last) if word[1] > 100]
    assert all(left > LEFT - 1 and right < RIGHT + 1 for left, _, right, _ in words)
    tops: dict[int, float] = {}
    for left, top, *_ in words:
        if top < FOOT:
            column = int((left - LEFT) // ((RIGHT - LEFT) / 3))
            tops[column] = max(top, tops.get(column, 0))
    assert set(tops) == {0, 1, 2}
    assert max(tops.values()) - min(tops.values()) < 60


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("count", [47, 48, 49])
def test_no_column_of_the_index_begins_with_the_first_remark_on_a_term(small: Project, count: int) -> None:
    path, pages = print_index(small, count, "remark")
    ends = [number for number, text in enumerate(pages, 1) if "remark 1," in text or f"remark {count - 1}," in text]
    firsts: dict[tuple[int, int], tuple[float, str]] = {}
    for number in range(min(ends), max(ends) + 1):
        for left, top, _, word in words_of(path, number):
            if word.startswith("remark") or "item" in word:
                place = number, int((left - LEFT) // ((RIGHT - LEFT) / 3))
                firsts[place] = min(firsts.get(place, (FOOT, "")), (top, word))
    assert len(firsts) > 2
    assert not [word for _, word in firsts.values() if word.startswith("remark")]


#: Indexes of 60 to 80 entries, each on pages of its own.
INDEXES = r"""
\newcount\entry \newcount\seventh \newcount\last \last=60
\def\printed{\entry=0 \begin{sphinxtheindex}\loop\advance\entry1 \seventh=\entry \divide\seventh7 \multiply\seventh7
  \ifnum\seventh=\entry\indexspace\sphinxstyleindexlettergroup{L}\fi
  \item term \the\entry\subitem remark\ifnum\entry<\last\repeat\end{sphinxtheindex}}
\loop{\printed}\clearpage\advance\last1 \ifnum\last<80\repeat
"""


@needs_tex
@pytest.mark.slow
def test_an_index_that_cannot_be_balanced_fits_its_pages(small: Project, tmp_path: Path) -> None:
    design = support_files(small.master)["octavo.sty"]
    rules = design[design.index(r"\newcommand\octavocolumns") : design.index("% --- cover and imprint")]
    names = "".join(rf"\newcommand\sphinxstyleindex{name}{{}}" for name in ("entry", "extra", "lettergroup"))
    own = rf"\newenvironment{{sphinxtheindex}}{{}}{{}}{names}\let\octavoragged\raggedright"
    own += r"\usepackage{multicol,etoolbox,needspace}\usepackage{xcolor}\colorlet{OctavoAccent}{black}"
    start = r"\documentclass[11pt]{extreport}\usepackage[a4paper,margin=25mm]{geometry}"
    text = rf"{start}\raggedbottom\makeatletter{own}{rules}\makeatother\begin{{document}}{INDEXES}\end{{document}}"
    (tmp_path / "book.tex").write_text(text, encoding="utf-8")
    command = ["xelatex", "-no-pdf", "-interaction=nonstopmode", "-halt-on-error", "book.tex"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert latex.read_log((tmp_path / "book.log").read_text(encoding="utf-8")).overfull == ()


@needs_tex
@pytest.mark.slow
def test_a_definition_keeps_its_distance_from_a_term_of_two_lines(small: Project) -> None:
    term = f"{'A long term of many words ' * 5}and its end"
    made, _ = print_book(small, small.master, f"\n{term}\n   Opening {'words ' * 30}\n")
    pages = pages_of(Path(made.path))
    number = next(number for number, text in enumerate(pages, 1) if "Opening words" in text)
    words = words_of(made.path, number)
    start = next(place for place, word in enumerate(words) if word[3] == "Opening")
    before, first = words[start - 1][1], words[start][1]
    second = next(word[1] for word in words[start:] if word[1] > first + 5)
    assert first - before > 0.95 * (second - first)
