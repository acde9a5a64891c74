"""Read built web pages: which there are, and where they lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

from lxml import etree, html


def pages(folder: Path) -> dict[str, frozenset[str]]:
    """Return the addresses to which each page of *folder* links, without their fragments."""
    return {
        name: frozenset(_links(path, name))
        for path in sorted(folder.rglob("*.html"))
        if not (name := path.relative_to(folder).as_posix()).startswith(("_static/", "_sources/"))
    }


def _links(path: Path, name: str) -> Iterator[str]:
    data = path.read_bytes()
    if not data.strip():
        return
    for element in html.fromstring(data).iter(etree.Element):
        target = element.get("href", "") if element.tag == "a" else ""
        address = urldefrag(target).url
        if urlparse(target).scheme:
            yield address
        elif address:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address.partition("?")[0])))


def lost_links(plain: Mapping[str, frozenset[str]], octavo: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Yield each link of *plain* that the same page of *octavo* does not have: the page and the address."""
    for name, links in plain.items():
        if name in octavo:
            lost = sorted(links - octavo[name])
            # A word such as sr@latin, which docutils takes for a mail address, is shown without a link.
            yield from ((name, link) for link in lost if not link.startswith("mailto:") or "." in link)
