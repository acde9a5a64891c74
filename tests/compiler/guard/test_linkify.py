"""With MyST's ``linkify``, text becomes links: none that the original does not have."""

from __future__ import annotations

import pytest

from octavo.catalogs.po import Message
from octavo.compiler.guard import Context, refusals
from octavo.compiler.guard.context.parsing import Myst, Parsing
from octavo.compiler.guard.myst import parser

pytest.importorskip("linkify_it")
LINKIFY = (("enable_extensions", ("linkify",)),)
MASTER = "See https://example.org/a and mail a@example.org."
ADDRESSES = (
    "https://evil.example/a", "http://evil.example", "//evil.example.com/a", "evil.com", "www.evil.com", "a@evil.com",
    "ftp://evil.example/", "https://example.org@evil.example/", "https://example.org.evil.com/",
    "https://example.org:8080/", "https://ex\u0430mple.org/", "https://example\u3002org/", "xn--80ak6aa92e.com",
    "https://example.org\\@evil.com/", "evil.com/https://example.org/a", "b@example.org", "mailto:a@evil.com",
)  # fmt: skip
#: Ways to write a sign of an address so that the parser sees another text than the reader.
HIDDEN = (
    str,
    lambda text: text.replace(":", "\\:"),
    lambda text: text.replace(":", "&colon;").replace("//", "&#47;&#47;"),
    lambda text: text.replace("h", "&#104;", 1),
    lambda text: text.replace("//", "/\\/"),
    lambda text: f"<{text}>",
    lambda text: f"**{text}**",
)


def links(text: str, settings: Myst = LINKIFY) -> list[str]:
    children = [child for token in parser.parsed(text, settings) for child in token.children or ()]
    return [str(child.attrGet("href")) for child in children if child.type == "link_open"]


@pytest.mark.parametrize("settings", [(LINKIFY,), ((*LINKIFY, ("linkify_fuzzy_links", False)),), Parsing().myst])
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("hide", HIDDEN)
def test_no_text_becomes_a_link_that_the_original_does_not_have(settings, address, hide) -> None:
    text = f"Voyez {hide(address)} ici."
    context = Context("fr", is_markdown=True, is_rest=False, parsing=Parsing(myst=settings))
    added = {uri for item in settings for uri in links(text, item)}
    added = {uri for uri in added if not uri.startswith("https://example.org/")} - set(links(MASTER))
    assert refusals(Message(MASTER, (text,)), context) or not added


def test_linkify_makes_links_here() -> None:
    assert links("Voyez https://evil.example/a et evil.com.") == ["https://evil.example/a", "http://evil.com"]


@pytest.mark.parametrize("text", [MASTER, "Voyez https://example.org/b et écrivez à a@example.org."])
def test_links_of_the_original_are_fair(text: str) -> None:
    context = Context("fr", is_markdown=True, is_rest=False, parsing=Parsing(myst=(LINKIFY,)))
    assert refusals(Message(MASTER, (text,)), context) == []
