"""Translate a doctree like Sphinx's ``Locale``, but parse each message only once.

Sphinx parses every message in two passes, although the first serves titles and terms only; it asks for their names
before anything refers to them. Here the first pass leaves the others alone. The rest is Sphinx's way, step by step
(sphinx/transforms/i18n.py, 9.0.4), with :func:`parsing.publish` for its parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term, split_term_classifiers
from sphinx.locale import init as init_locale
from sphinx.transforms.i18n import Locale, _NodeUpdater, parse_noqa
from sphinx.util.i18n import docname_to_domain
from sphinx.util.index_entries import split_index_msg
from sphinx.util.nodes import (
    IMAGE_TYPE_NODES,
    LITERAL_TYPE_NODES,
    NodeMatcher,
    extract_messages,
    traverse_translatable_index,
)

from octavo.sphinxext.fastpaths import parsing

_EXPECTED = (nodes.paragraph, nodes.title, *LITERAL_TYPE_NODES, *IMAGE_TYPE_NODES)


def apply(self: Locale, **kwargs: Any) -> None:
    """Replace every message of the document by its translation."""
    merged = _catalog(self)
    if merged is None:
        return
    _rename(self, merged)
    _translate(self, merged)
    if "index" in self.config.gettext_additional_targets:
        _translate_index(self, merged)


def _catalog(locale: Locale) -> dict[str, str] | None:
    """Return the translations of the document by message, its own before those of Sphinx; nothing without a catalog."""
    domain = docname_to_domain(locale.env.current_document.docname, locale.config.gettext_compact)
    folders = [locale.env.srcdir / folder for folder in locale.config.locale_dirs]
    catalog, has_catalog = init_locale(folders, locale.config.language, domain)
    if not has_catalog:
        return None
    catalogs = [getattr(catalog, "_catalog", None)]
    while (fallback := catalog._fallback) is not None:  # type: ignore[attr-defined]
        catalog = fallback
        catalogs.append(getattr(catalog, "_catalog", None))
    merged: dict[str, str] = {}
    for part in filter(None, reversed(catalogs)):
        merged |= part
    return merged


def _publish(locale: Locale, text: str, node: nodes.Element) -> nodes.Element:
    return parsing.publish(
        text,
        locale.document["source"],
        node.line,
        config=locale.config,
        env=locale.env,
        registry=locale.env._registry,
        settings=locale.document.settings,
    )


def _as_block(text: str, node: nodes.Element) -> str:
    """Return *text* as a block of the kind of *node*."""
    if text.strip().endswith("::"):
        text += "\n\n   dummy literal"  # or docutils would miss a literal block; only the first block is used
    return "::\n\n" + indent(text, " " * 3) if isinstance(node, LITERAL_TYPE_NODES) else text


def _named(locale: Locale, merged: dict[str, str]) -> Iterator[tuple[nodes.Element, str]]:
    """Yield what the first pass has to parse: what gives something its name, and what changes more than its node."""
    for node, message in extract_messages(locale.document):
        text = merged.get(message, "")
        if not isinstance(node, LITERAL_TYPE_NODES):
            text, _ = parse_noqa(text)
        if not text.strip():
            node["translated"] = False
        elif text == message:
            node["translated"] = True
        elif _is_nameless(locale, node, text):
            # Sphinx parses these too, to find that they name nothing; a literal block it does not even mark.
            if not isinstance(node, LITERAL_TYPE_NODES):
                node["translated"] = False
        else:
            yield node, text


def _is_nameless(locale: Locale, node: nodes.Element, text: str) -> bool:
    if isinstance(node, LITERAL_TYPE_NODES):
        return parsing.has_plain_epilog(locale.config.rst_epilog)
    if isinstance(node, (nodes.title, nodes.term)):
        return False
    return parsing.is_pure(text, locale.env, locale.document["source"])


class _Targets:
    """Stand for a document in which its targets that refer to something are looked for once, not for each title."""

    def __init__(self, document: nodes.document) -> None:
        self._document = document
        self.found: list[nodes.target] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._document, name)

    def findall(self, matcher: NodeMatcher[Any]) -> Iterator[nodes.target]:
        """Yield the targets that *matcher*, which names what they refer to, matches."""
        if self.found is None:
            self.found = [node for node in self._document.findall(nodes.target) if "refname" in node]
        return filter(matcher.match, self.found)


def _rename(locale: Locale, merged: dict[str, str]) -> None:
    """Translate the titles of sections and the terms of glossaries, whose names others refer to."""
    document: Any = _Targets(locale.document)
    for node, message in _named(locale, merged):
        text = _as_block(message, node)
        patch = _publish(locale, text, node)
        if not isinstance(patch, nodes.paragraph):
            continue
        updater = _NodeUpdater(node, patch, document, noqa=False)
        processed = updater.update_title_mapping()
        if isinstance(node, nodes.term):
            for identifier in node["ids"]:
                term, classifier = split_term_classifiers(text)
                updater.patch = make_glossary_term(
                    locale.env,
                    _publish(locale, term or "", node),  # type: ignore[arg-type]  # an element is a sequence of its children
                    classifier,
                    locale.document["source"],
                    node.line,  # type: ignore[arg-type]
                    identifier,
                    locale.document,
                )
                processed = True
        if processed:
            updater.update_leaves()
            if next(node.findall(nodes.target), None):
                document.found = None
        node["translated"] = processed


def _translate(locale: Locale, merged: dict[str, str]) -> None:
    """Add the translation to every node that has none yet."""
    for node, message in extract_messages(locale.document):
        if node.setdefault("translated", False):
            continue
        text, noqa = merged.get(message, ""), False
        if not isinstance(node, LITERAL_TYPE_NODES):
            text, noqa = parse_noqa(text)
        if not text or text == message:
            node["translated"] = False
        elif isinstance(node, addnodes.translatable):
            node.apply_translated_message(message, text)
        elif isinstance(node, nodes.meta):
            node["content"], node["translated"] = text, True
        elif isinstance(node, nodes.image) and node.get("alt") == message:
            node["alt"] = text
        else:
            _replace(locale, node, message, text, noqa=noqa)


def _replace(locale: Locale, node: nodes.Element, message: str, text: str, *, noqa: bool) -> None:
    text = _as_block(text, node)
    if isinstance(node, nodes.title):
        text += "\n" + "=" * len(text) * 2
    patch: Any = _publish(locale, text, node)
    if isinstance(node, nodes.title):
        patch = patch.next_node()
    if not isinstance(patch, _EXPECTED):
        return
    updater = _NodeUpdater(node, patch, locale.document, noqa)
    if _has_references(node) or _has_references(patch):
        updater.update_autofootnote_references()
        updater.update_refnamed_references()
        updater.update_refnamed_footnote_references()
        updater.update_citation_references()
        updater.update_pending_xrefs()
    updater.update_leaves()
    if isinstance(node, LITERAL_TYPE_NODES):
        node.rawsource = node.astext()
    if isinstance(node, nodes.image) and node.get("alt") != message:
        node["uri"] = patch["uri"]
        node["translated"] = False
        return
    node["translated"] = True


def _has_references(node: nodes.Element) -> bool:
    """Return whether *node* has anything that Sphinx's five updates of references look at."""
    return any(not isinstance(child, nodes.Text) for child in node.children)


def _translate_index(locale: Locale, merged: dict[str, str]) -> None:
    for node, entries in traverse_translatable_index(locale.document):
        node["raw_entries"] = entries
        node["entries"] = [
            (kind, ";".join(merged.get(part, "") or part for part in split_index_msg(kind, value)), target, main, None)
            for kind, value, target, main, _ in entries
        ]
