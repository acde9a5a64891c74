"""Mark the entries of an index that are in the master's language.

Themes write the name of an entry without an element or class for its language, so the mark is added to the name itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.index_entries import split_index_msg

from octavo.cache.fingerprint import FileFingerprint, fingerprint
from octavo.editions import titles
from octavo.editions.formats.collation import IndexEntry
from octavo.project import Language
from octavo.sphinxext.configuration import language_of, project_of

_MARK = Markup('<span lang="{tag}"{more}>{name}</span>')


def untranslated_terms(app: Sphinx) -> frozenset[str]:
    """Return the parts of the index's entries that have no translation."""
    project, language = project_of(app), language_of(app)
    if language == project.master:
        return frozenset()
    folder = project.compiled_catalogs(language)

    @cache
    def translations(document: str) -> frozenset[str]:
        path = folder / f"{document}.mo"
        found = fingerprint(path)
        return _translations(path, found) if found else frozenset()

    return frozenset(
        part
        for document, entries in app.env.domains.index_domain.entries.items()
        for kind, value, *_ in entries
        for part in split_index_msg(kind, value)
        if part not in translations(document)
    )


@lru_cache(maxsize=10_000)
def _translations(path: Path, found: FileFingerprint) -> frozenset[str]:
    """Return the translations in the compiled catalog at *path*. A changed catalog is a new file with another inode."""
    return frozenset(titles.messages(path).values())


def mark_untranslated(
    groups: Iterable[tuple[str, Sequence[IndexEntry]]],
    names: Collection[str],
    master: Language,
    *,
    is_xml: bool = False,
) -> list[tuple[str, list[IndexEntry]]]:
    """Return the index *groups*, and mark the entries and sub-entries that are among *names*."""
    more = Markup(' xml:lang="{tag}"').format(tag=master.tag) if is_xml else ""

    def said(name: str) -> Any:
        return _MARK.format(tag=master.tag, more=more, name=name) if name in names else name

    return [
        (letter, [(said(name), (links, [(said(part[0]), *part[1:]) for part in parts], kind))
                  for name, (links, parts, kind) in entries])
        for letter, entries in groups
    ]  # fmt: skip
