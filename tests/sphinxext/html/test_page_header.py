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


def test_texts_at_the_edges_of_a_printed_page_are_whole_strings_of_css() -> None:
    tinycss2 = pytest.importorskip("tinycss2")
    title = 'A "quoted" \\31 title</style>\n;}*{x:url(y)} & more'
    values = {"guide": "Guide", "site_title": "", "address": "https://octavo.example/"}
    values |= {"publisher": "", "edition": "2nd", "copyright": "A & B"}
    texts = page_header.running(title, values)
    (declaration,) = tinycss2.parse_declaration_list(f"--x:{texts['page-title']}")
    (string,) = declaration.value
    assert (string.type, string.value) == ("string", title)
    assert "<" not in texts["page-title"]
    (imprint,) = tinycss2.parse_declaration_list(f"--x:{texts['imprint']}")
    assert imprint.value[0].value == "2nd · © A & B"
