"""Test the one-page sheets: boxes to tick, lines to write on, the guide and its address as a QR code."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from octavo.editions.formats.pdf import checklists
from octavo.findings import Finding
from octavo.project import Project
from octavo.publication.validation.pdf import pdfua

WORD = re.compile(r'<word xMin="[\d.]+" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>')
PAGE = """<html><body><div class="admonition checklist" id="sheet"><p class="admonition-title">A sheet</p>
<ul><li><p>I have a pen.</p></li><li><p>I know the place.</p></li><li><p>Name: ____ on ____</p></li>
<li><p>Net: <span>☐&nbsp;none</span> <span>☐&nbsp;some</span></p></li></ul></div>
</body></html>"""


def test_a_form_is_a_list_of_which_most_items_are_written_on() -> None:
    assert checklists.is_form(["Name: ____", "____ years", "Keep it."])
    assert not checklists.is_form(["I have a pen.", "I know the place.", "Name: ____"])


@pytest.mark.slow
def test_a_sheet_has_its_guide_and_address_and_passes_the_second_opinion(small: Project, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one/index.html").write_text(PAGE, encoding="utf-8")
    (sheet,) = checklists.write(small, small.master, tmp_path)
    pdf = tmp_path / sheet.path
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "____" not in text
    assert "☐" not in text, "a box of an answer is drawn, whatever the typeface has"
    assert "Net: none some" in " ".join(text.split())
    assert f"{small.base_url}/en/one/index.html" in text
    assert text.count("Guide one") >= 1
    pytest.importorskip("pdfua")
    assert list(pdfua._check(pdf)) == []
    untagged = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", pdf, "-"], capture_output=True, check=True)
    pdf.write_bytes(untagged.stdout.replace(b"/StructTreeRoot", b"/StructTreeRooX"))
    broken: list[Finding] = list(pdfua._check(pdf))
    assert broken


def test_a_mark_stays_with_its_blank() -> None:
    assert list(checklists.blanks("From ____, to ___ !")) == [
        ("From ", "____", ","), (" to ", "___", ""), (" !", "", ""),
    ]  # fmt: skip
    assert list(checklists.blanks("Objet : ____\u00a0; oui")) == [("Objet : ", "____", "\u00a0;"), (" oui", "", "")]
    assert list(checklists.blanks("I have a pen.")) == [("I have a pen.", "", "")]


@pytest.mark.slow
def test_a_long_form_is_set_in_smaller_type_until_it_takes_one_page(small: Project, tmp_path: Path) -> None:
    items = "".join(f"<li><p>Line {number}, from ____ to ____, with ____ and others</p></li>" for number in range(17))
    (tmp_path / "one").mkdir()
    (tmp_path / "one/index.html").write_text(PAGE.replace("<li>", items + "<li>", 1), encoding="utf-8")
    (sheet,) = checklists.write(small, small.master, tmp_path)
    about = subprocess.run(["pdfinfo", tmp_path / sheet.path], capture_output=True, text=True, check=True).stdout
    assert "Pages:           1\n" in about
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / sheet.path, "-"], capture_output=True, text=True, check=True
    )
    assert not [line for line in text.stdout.splitlines() if line.startswith((",", "."))]


@pytest.mark.slow
def test_a_short_sheet_is_set_in_large_type_and_a_long_one_leaves_room_for_its_footer(
    small: Project, tmp_path: Path
) -> None:
    (tmp_path / "one").mkdir()
    heights, lowest, feet = [], [], []
    for number in (0, 8, 30):
        items = f"<li><p>{'A rule of the house. ' * 4}</p></li>" * number
        (tmp_path / "one/index.html").write_text(PAGE.replace("<li>", items + "<li>", 1), encoding="utf-8")
        (sheet,) = checklists.write(small, small.master, tmp_path)
        command = ["pdftotext", "-bbox", tmp_path / sheet.path, "-"]
        boxes = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        places = [
            (word, float(top) + 842 * page, float(end) + 842 * page)
            for page, text in enumerate(boxes.split("<page ")[1:]) for top, end, word in WORD.findall(text)
        ]  # fmt: skip
        heights.append(next(end - top for word, top, end in places if word == "pen."))
        lowest.append(next(end for word, _, end in places if word == "some"))
        feet.append(next(top for word, top, _ in places if word.startswith("https://")))
    assert heights[0] > heights[1] * 1.2
    assert feet[:2] == pytest.approx([feet[0]] * 2, abs=1)
    assert 700 < feet[0] < 842, "a sheet of A4 is 842 points high"
    # What is too long for any size goes on a second sheet, and the footer with it.
    assert feet[2] > 842
    assert all(end < top - 10 for end, top in zip(lowest, feet, strict=True))


@pytest.mark.slow
def test_the_foot_of_a_sheet_keeps_within_its_margins(
    small: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = "Guidance for Students · Guidance for Online Education During the COVID-19 Pandemic"
    monkeypatch.setattr(checklists, "_guide", lambda *_: names)
    (tmp_path / "one").mkdir()
    (tmp_path / "one/index.html").write_text(PAGE, encoding="utf-8")
    (sheet,) = checklists.write(small, small.master, tmp_path)
    command = ["pdftotext", "-bbox", tmp_path / sheet.path, "-"]
    boxes = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert ">Pandemic<" in boxes
    ends = [float(end) for end in re.findall(r'<word .*?xMax="([\d.]+)"', boxes)]
    assert max(ends) < 545, "A4 is 595.3 points wide, its margin 51"
