"""Quotes, dashes and dots become what docutils makes of them, whether or not a text is looked at."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.transforms.universal import SmartQuotes
from hypothesis import given, settings
from hypothesis import strategies as st

from octavo.sphinxext.fastpaths import quotes

PIECES = st.sampled_from(
    ["word", "mot", " ", " ", '"', "'", "`` ` ``", "``code \"it's\"``", "*it's*", "**a**", "--", "---", "-", "...",
     ". . .", ". .", "..", ".", "\\", "\\\\", '\\"', "\\-", "\\.", "\\`", "``", "&quot;", "“", "”", "’", "–", "…",
     "\n\n", "\n\n.. class:: language-fr\n\n", ":math:`x'`", "中文", "«", "(", ")"]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=9).map(lambda parts: f"A {''.join(parts)} b")


@pytest.mark.parametrize("action", ["qDe", "qDew", "2", "-1", "qbdi"])
@pytest.mark.parametrize("quoted", ["yes", "alt"])
@given(text=TEXTS)
@settings(max_examples=120, deadline=None)
def test_the_document_is_the_same(action: str, quoted: str, text: str) -> None:
    made = []
    for apply in (quotes._original, quotes.apply):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SmartQuotes, "apply", apply)
            patch.setattr(SmartQuotes, "smartquotes_action", action)
            tree = publish_doctree(
                text, settings_overrides={"smart_quotes": quoted, "language_code": "en", "report_level": 5}
            )
        made.append((tree.pformat(), [str(node) for node in tree.findall(nodes.Text)]))
    assert made[0] == made[1]


def test_a_text_without_signs_keeps_its_nodes() -> None:
    tree = publish_doctree("Plain text, *with* more.", settings_overrides={"smart_quotes": False})
    before = list(tree.findall(nodes.Text))
    tree.settings.smart_quotes = True
    quotes.apply(SmartQuotes(tree, startnode=None))
    assert all(one is other for one, other in zip(tree.findall(nodes.Text), before, strict=True))
