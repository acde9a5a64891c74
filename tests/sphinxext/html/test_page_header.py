"""The header and the footer of a page."""

from __future__ import annotations

import pytest

from octavo.sphinxext.html import page_header


def test_the_code_of_an_address_is_drawn_without_comparing_masks(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = pytest.importorskip("segno.encoder")

    def compare(*_: object) -> int:
        raise AssertionError("a mask is judged, which takes longer than all else on a page")

    monkeypatch.setattr(encoder, "evaluate_mask", compare)
    assert 'class="octavo-code"' in page_header.code_of("https://octavo.example/fr/a page of this test.html")
