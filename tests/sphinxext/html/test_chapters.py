"""The minutes to read a chapter follow from its words, or from its characters in writing without spaces."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.utils import new_document

from octavo.sphinxext.html.chapters import minutes


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 1), ("word " * 180, 1), ("word " * 181, 2), ("学" * 520, 2), ("学" * 2600, 10), ("ก" * 1800, 2)],
)
def test_minutes_to_read(text: str, expected: int) -> None:
    document = new_document("chapter")
    document += nodes.paragraph("", text.strip())
    assert minutes(document) == expected
