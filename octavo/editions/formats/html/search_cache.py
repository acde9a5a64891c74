"""Store what the search index has of each page, so that a build reads only the pages that it wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from octavo.cache import store
from octavo.editions.formats.html.search_pages import SearchedPage, Section


class PageCache:
    """Cache the pages of an edition by the hash of their HTML, and the stems of words."""

    def __init__(self, file: Path) -> None:
        self._file = file
        # Stems depend on the stemmer, all else on this package.
        self._stemmer = version("snowballstemmer")
        content = store.load(file)
        known = content if isinstance(content, dict) and content.get("stemmer") == self._stemmer else {}
        self._before: dict[str, list[str]] = known.get("pages", {})
        self._after: dict[str, list[str]] = {}
        self.stems = _unpacked(known.get("stems", ""))

    def page(
        self, document: str, data: bytes, read: Callable[[str, bytes], SearchedPage | None]
    ) -> SearchedPage | None:
        """Return the page *document*, whose HTML is *data*. It is *read* only if it is not stored."""
        digest = sha256(data).hexdigest()
        stored = self._before.get(document)
        if stored is None or stored[0] != digest:
            page = read(document, data)
            stored = [digest, *(_texts(page) if page else ())]
        self._after[document] = stored
        return _page(document, stored[1:]) if len(stored) > 1 else None

    def save(self) -> None:
        """Store the pages that were asked for, and the stems."""
        if self._after != self._before:
            content = {"stemmer": self._stemmer, "pages": self._after, "stems": packed(self.stems)}
            store.save(self._file, content)


def _texts(page: SearchedPage) -> list[str]:
    """Return *page* as a few texts, which JSON stores much faster than many values."""
    sections = (text for section in page.sections for text in (section.anchor, section.heading, section.text))
    return [page.title, page.description, page.notice, page.words, *sections]


def _page(document: str, texts: list[str]) -> SearchedPage:
    title, description, notice, words, *rest = texts
    sections = [Section(*rest[place : place + 3]) for place in range(0, len(rest), 3)]
    return SearchedPage(document, title, description, notice, sections, words=words)


def packed(values: Mapping[str, object]) -> str:
    """Return *values* as one text. Neither keys nor values have spaces."""
    return " ".join(f"{key} {value}" for key, value in values.items())


def _unpacked(text: str) -> dict[str, str]:
    parts = text.split(" ") if text else []
    return dict(zip(parts[::2], parts[1::2], strict=True))
