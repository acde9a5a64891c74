"""Test the design of printed books: imprint, boxes to tick, contents, index, colours."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pytest
from sphinx.config import Config
from sphinx.util import texescape

from octavo.editions import citation, executors
from octavo.editions.formats.pdf import latex
from octavo.editions.pipeline import plan, run
from octavo.project import Book, Format, Language, Project
from octavo.sphinxext.latex import imprint, settings
from octavo.ui import tokens
from octavo.workflow.language_build import resolve
from tests.sphinxext.latex.printing import print_book

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
TEXTS = {"title": "The Set", "author": "A. Writer", "edition": "Second edition", "licence": "CC BY 4.0"}
BOXES = """
.. index:: two-way; on paper

.. admonition:: A sheet
   :class: checklist

   .. index:: two-way; on paper

   - I have a pen.
   - Name: ____

Term
   A definition.
"""


def test_a_printed_book_has_the_colours_of_ink_and_of_every_guide(small: Project) -> None:
    books = (*small.books[:-1], replace(small.books[-1], colour="olive"))
    code = settings.preamble(replace(small, books=books), Language("en"), Config())
    for name in tokens.tokens()["light"]:
        assert f"{{Octavo{name.capitalize()}}}" in code
    olive = tokens.tokens()["colours"]["olive"][1:].upper()
    assert f"{{OctavoGuide{len(books) - 1}}}{{HTML}}{{{olive}}}" in code


def test_a_book_says_how_to_cite_it(small: Project) -> None:
    book = Book("one", "one/index")
    cited = citation.citation(small, Language("en"), book, "One", TEXTS)
    assert re.fullmatch(r"A\. Writer \(\d{4}\)\. One\. The Set\. Second edition\. CC BY 4\.0\.", cited)
    cited = citation.citation(small, Language("zh_CN"), replace(book, is_set=True), "The Set", TEXTS)
    assert re.fullmatch(r"A\. Writer（\d{4}）。《The Set》（Second edition）。CC BY 4\.0。", cited)


def test_the_imprint_has_edition_citation_and_address(small: Project) -> None:
    texescape.init()
    page = imprint.page(small, Language("en"), small.books[0], "One & Two", TEXTS)
    assert page.startswith(r"\octavoimprint")
    assert r"One \& Two" in page
    assert "Second edition" in page
    assert small.base_url.removeprefix("https://") in page.replace(r"\sphinxhyphen{}", "-")


@needs_tex
@pytest.mark.slow
def test_a_printed_book_has_boxes_to_tick_and_one_entry_for_a_term(small: Project) -> None:
    made, source = print_book(small, small.master, BOXES)
    assert made.warnings == ()
    job = source.parent
    printed = (job / "two.tex").read_text(encoding="utf-8")
    assert printed.count(r"\octavoticks") == 1
    assert r"\item[] " in printed[printed.index(r"\octavoticks") :]
    index = (job / "two.ind").read_text(encoding="utf-8")
    assert index.count("two-way") == 1
    text = subprocess.run(["pdftotext", "-layout", made.path, "-"], capture_output=True, text=True, check=True).stdout
    # A term begins where the text begins, and its definition is indented.
    (term,) = re.findall(r"^( *)Term$", text, re.MULTILINE)
    (definition,) = re.findall(r"^( *)A definition\.$", text, re.MULTILINE)
    assert len(definition) > len(term)


@needs_tex
@pytest.mark.slow
def test_an_imprint_that_does_not_fit_below_the_title_stays_whole(small: Project) -> None:
    page = small.source / "two/index.rst"
    text = page.read_text(encoding="utf-8")
    title = " ".join(["A title of many words"] * 15)
    page.write_text(text.replace("Guide two\n=========\n", f"{title}\n{'=' * len(title)}\n", 1), encoding="utf-8")
    wanted = run.select_editions(small, [small.master], [Format.PDF], [small.book("two")])
    builds = resolve(small, languages=small.languages)
    with executors.local_executor(1) as executor:
        (made,) = run.run_plan(builds, plan.make_plan(builds, wanted), executor)
    assert made.error == ""
    pages = subprocess.run(
        ["pdftotext", "-l", "4", made.path, "-"], capture_output=True, text=True, check=True
    ).stdout.split("\f")
    words = ("Language\n", "How to cite", "On the web")
    assert [[word in text for word in words] for text in pages].count([True] * 3) == 1


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize(("code", "heading"), [("en", "Contents"), ("zh_CN", "目录")])
def test_a_line_of_space_is_between_the_name_of_the_guide_and_a_heading(
    small: Project, code: str, heading: str
) -> None:
    made, _ = print_book(small, small.language(code))
    command = ["pdftotext", "-bbox", "-f", "3", "-l", "3", made.path, "-"]
    page = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>', page)
    place = [word for _, _, word in words].index(heading)
    name, title = words[place - 1], words[place]
    # The boxes of words are as high as their faces: those of Latin letters have space above, those of Chinese none.
    assert float(title[0]) - float(name[1]) > {"en": 3, "zh_CN": 6}[code]
