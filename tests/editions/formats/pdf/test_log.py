"""Test how LaTeX's log is read."""

from __future__ import annotations

from octavo.editions.formats.pdf.latex import read_log

LOG = """This is XeTeX
Missing character: There is no ⁄ in font Noto Serif!
Missing character: There is no ⁄ in font Noto Serif!
Overfull \\hbox (0.4pt too wide) in paragraph at lines 1--2
Overfull \\hbox (12.5pt too wide) in paragraph at lines 10--12
LaTeX Warning: Hyper reference `back:nowhere' on page 3 undefined on input line 90.
Output written on students.pdf (58 pages, 300000 bytes).
"""


def test_pages_missing_characters_overfull_boxes_and_undefined_references_are_found() -> None:
    log = read_log(LOG)
    assert log.pages == 58
    assert log.missing == ("⁄",)
    assert log.undefined == ("back:nowhere",)
    assert [box for box in log.overfull if "12.5pt" in box]
    assert len(log.overfull) == 1, "less than a point is not seen in print"
    assert len(log.complaints) == 3


def test_a_clean_log_has_no_complaints() -> None:
    assert read_log("Output written on a.pdf (1 page, 9 bytes).").complaints == ()
