"""The width at which a figure's smallest text is legible on a phone."""

from __future__ import annotations

import pytest

from octavo.catalogs.extract.figures import least_width
from tests.conftest import ROOT

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'


@pytest.mark.parametrize(
    ("attributes", "content", "width"),
    [
        ('viewBox="0 0 720 400"', '<text font-size="15">a</text><text font-size="20">b</text>', 528),
        ('viewBox="0,0,720,400"', '<g font-size="11"><text>a</text></g>', 720),
        ('width="320"', '<text font-size="16">a</text>', 220),
        ('viewBox="0 0 720 400"', "<rect/>", 0),
        ('viewBox="0 0 160 90"', "<text>a</text>", 110),
        ("", "<text>a</text>", 0),
    ],
)
def test_the_smallest_text_has_eleven_pixels(attributes: str, content: str, width: int) -> None:
    assert least_width(SVG.format(attributes, content).encode()) == width


def test_every_figure_of_this_publication_fits_a_phone() -> None:
    """A phone is 360 pixels wide, of which the margins take 32."""
    widths = {path.name: least_width(path.read_bytes()) for path in ROOT.glob("source/*/figures/*.svg")}
    assert len(widths) > 20
    assert {name: width for name, width in widths.items() if width > 328} == {}
