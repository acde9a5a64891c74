"""Test that blanks of forms are printed as lines to write on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from docutils import nodes
from docutils.core import publish_doctree

from octavo.editions.formats.pdf import latex
from octavo.sphinxext.doctree import forms
from octavo.sphinxext.latex import form_blanks

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")


def read(text: str) -> nodes.document:
    whole: nodes.document = publish_doctree(text)  # type: ignore[no-untyped-call]
    return whole


def drawn(text: str) -> str:
    whole = read(text)
    form_blanks.draw(whole)
    return whole.astext()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Name: ____", r"Name:~\octavofill{6em}"),
        ("- Name: ____", r"Name:~\octavofill{6em}"),
        ("| Name: ____", r"Name:~\octavofill{6em}"),
        ("*Write here: ____*", r"Write~here:~\octavofill{6em}"),
        ("Dear family of ____,", r"Dear~family~of~\octavoblank{6em}\nobreak{},"),
        ("*Name: ____* and class", r"Name:~\octavoblank{6em} and class"),
        (f"Name: {'_' * 16}. End", r"Name:~\octavoblank{8em}\nobreak{}. End"),
        (f"Name: {'_' * 90}", r"Name:~\octavofill{12em}"),
    ],
)
def test_a_blank_becomes_a_line_that_fits(text: str, expected: str) -> None:
    assert drawn(text) == expected.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From ____ to ____", "From~[6]\\penalty200\\relax{} to~[6-]"),
        ("For ____ minutes", "For~[6]\\penalty200\\relax{} minutes"),
        ("Then answer my calls before the ____", "Then answer my calls before the~[6-]"),
        ("Call me, or the school\u00a0: ____", "Call me, or~the~school~:~[6-]"),
        ("Name: ____ Class: ____", "Name:~[6]\\octavofield{}Class:~[6-]"),
        ("从____到____", "(从)![6]\\penalty200!(到)![6-]"),
        ("（____分钟）。", "（[6]\\penalty200!分钟）。"),
        ("姓名：____\u3000班级：____", "(姓名：)\\nobreak\\relax{}[6]\\octavofield{}(班级：)\\nobreak\\relax{}[6-]"),
        ("你好，请打这个电话找____", "你好，\\allowbreak(请打这个电话找)![6-]"),
        ("学生和家长可以在网上看到的通知____", "学生和家长可以在网上看\\allowbreak(到的通知)![6-]"),
    ],
)
def test_a_label_stays_with_its_blank_and_fields_have_a_gap(text: str, expected: str) -> None:
    words = drawn(text).replace("\\nobreak\\hskip0.25em\\relax{}", "!").replace("\\hskip0.25em\\relax{}", "!")
    words = words.replace("\\octavofill{6em}", "[6-]").replace("\\octavoblank{6em}", "[6]")
    assert re.sub(r"\\mbox\{(.+?)\}", r"(\1)", words) == expected.replace("~", "\u00a0")


@pytest.mark.parametrize("text", ["``a____b``", "Write __ here", "::\n\n   ____", ":math:`a____b`"])
def test_other_underscores_remain_letters(text: str) -> None:
    before = read(text).astext()
    assert "__" in before
    assert drawn(text) == before


def test_a_title_keeps_its_underscores() -> None:
    """A title is repeated in the bookmarks of the PDF, which are plain text."""
    section = nodes.section("", nodes.title("", "Form ____"))
    whole = read("")
    whole += section
    form_blanks.draw(whole)
    assert whole.astext() == "Form ____"


def test_a_blank_before_the_end_of_a_direction_is_the_last() -> None:
    paragraph = nodes.paragraph("", "", nodes.Text("Name: ____"), nodes.raw("", "}", format="latex"))
    whole = read("")
    whole += paragraph
    form_blanks.draw(whole)
    assert paragraph.astext() == "Name:\u00a0\\octavofill{6em}}"


def test_the_box_of_an_answer_is_drawn_in_print() -> None:
    whole = read("")
    whole += nodes.paragraph("", "", nodes.inline("", "☐\u00a0to ____", classes=[forms.CHOICE]))
    form_blanks.draw(whole)
    assert whole.astext() == r"\hskip0.4em\octavotick\nobreak\hskip0.4em\relax to" "\u00a0" r"\octavofill{6em}"


@needs_tex
@pytest.mark.slow
def test_lines_fit_between_the_margins_and_in_a_narrow_cell(tmp_path: Path) -> None:
    words = "Name of the learner and of the class that the learner was in "
    text = rf"{words}\octavofill{{12em}}\par {words}\octavoblank{{12em}} {words}\octavofill{{6em}}"
    cell = r"\begin{tabular}{p{3em}}a \octavofill{12em}\\ \octavoblank{6em} b\end{tabular}"
    start = rf"\documentclass{{article}}{form_blanks.PREAMBLE}\sloppy\parindent0pt"
    (tmp_path / "book.tex").write_text(rf"{start}\begin{{document}}{text}\par{cell}\end{{document}}", encoding="utf-8")
    command = ["xelatex", "-no-pdf", "-interaction=nonstopmode", "-halt-on-error", "book.tex"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    assert latex.read_log((tmp_path / "book.log").read_text(encoding="utf-8")).overfull == ()
