"""Build furo's menu of all pages once, and change only the links and the current page for each page.

Furo resolves Sphinx's tree of contents and parses its HTML again for every page. The tree is the same for all pages but
for the addresses, which are relative, and for the classes of what is around the link to the page itself. The
change proposed in furo#939 does the same.
"""

from __future__ import annotations

import html
import pickle
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import docutils
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment
from sphinx.environment.adapters.toctree import global_toctree_for_doc

from octavo.files import write_atomically
from octavo.sphinxext.html.incremental import current_digest

#: The arguments with which furo requests the tree.
_ASKED: dict[str, Any] = {"collapse": False, "titles_only": True, "maxdepth": -1, "includehidden": True}
#: No document has this name, and no text these signs: private use.
_NOWHERE, _OPEN, _CLOSE = "\ue000", "\ue001", "\ue002"
_TAG = re.compile(r"<(/?)(ul|li|a|input)\b([^>]*)>")
_LINK = re.compile(rf'<a class="reference internal" href="{_OPEN}([^{_CLOSE}]*){_CLOSE}">')
#: The attribute of an ``input`` that the next one in the alphabet precedes.
_SWITCH = ' class="toctree-checkbox"'
_SPECIAL = re.compile("[&<>\"']")
#: Where a page's name is kept for :func:`compute`, which furo gives the context alone.
_KEY = "_octavo_page"


@dataclass(slots=True)
class _Element:
    """Represent a ``ul`` or ``li`` of the tree.

    :ivar start: where its tag begins; *end* where it ends
    :ivar switch: where the ``input`` that opens it ends, or 0
    """

    name: str
    start: int
    end: int
    switch: int = 0


@dataclass(slots=True)
class Tree:
    """Store furo's menu without a current page, and the changes for each page.

    :ivar text: its HTML, with signs around the names of documents that are linked to
    :ivar links: start and end of each link's address, and the document
    :ivar around: by document, the places of its link's tag and the elements around it, from the outermost
    """

    text: str
    links: list[tuple[int, int, str]] = field(default_factory=list)
    around: dict[str, list[tuple[int, list[_Element]]]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Tree | None:
        """Return the tree of furo's HTML; nothing for one that is not as expected."""
        tree, open_elements = cls(text), list[_Element]()
        for match in _TAG.finditer(text):
            closing, name, attributes = match.groups()
            if name == "a" and not closing:
                if link := _LINK.match(text, match.start()):
                    document = html.unescape(link[1])
                    tree.links.append((link.start(1) - 1, link.end(1) + 1, document))
                    tree.around.setdefault(document, []).append((match.start(), list(open_elements)))
            elif name == "input":
                if not open_elements or _SWITCH not in attributes:
                    return None
                open_elements[-1].switch = match.end()
            elif not closing and name != "a":
                if (name == "ul") is bool(attributes):
                    return None
                open_elements.append(_Element(name, match.start(), match.end()))
            elif name != "a" and (not open_elements or open_elements.pop().name != name):
                return None
        is_whole = not open_elements and 0 < len(tree.links) == text.count(_OPEN)
        return tree if is_whole else None

    def for_page(self, page: str, builder: StandaloneHTMLBuilder) -> str | None:
        """Return the menu on *page*; nothing if the page is in it more than once."""
        places = self.around.get(page, [])
        if len(places) > 1:
            return None
        changes: list[tuple[int, int, str]] = []
        for start, end, document in self.links:
            address = "#" if document == page else builder.get_relative_uri(page, document)
            if not address or _SPECIAL.search(address):
                return None
            changes.append((start, end, address))
        for start, elements in places:
            place = start + len('<a class="')
            changes.append((place, place, "current "))
            innermost = elements[-1]
            for element in elements:
                changes.extend(self._marked(element, is_innermost=element is innermost))
        return self._with(sorted(changes))

    def _marked(self, element: _Element, *, is_innermost: bool) -> list[tuple[int, int, str]]:
        """Return what marks *element*, around the link to the page, as current."""
        if element.name == "ul":
            return [(element.end - 1, element.end - 1, ' class="current"')]
        changes = []
        if element.switch:
            place = self.text.rindex(_SWITCH, element.start, element.switch)
            changes.append((place, place, ' checked=""'))
        tag = self.text[element.start : element.end]
        after = re.search(r'toctree-l\d+(?=[ "])', tag)
        assert after is not None  # Sphinx's own class of every item
        places = [element.start + after.end()]
        changes.append((places[0], places[0], " current"))
        if is_innermost:
            last = element.start + tag.rindex('"')
            changes.append((last, last, " current-page"))
        return changes

    def _with(self, changes: list[tuple[int, int, str]]) -> str:
        bounds = [(0, 0, ""), *changes, (len(self.text), len(self.text), "")]
        return "".join(self.text[before[1] : after[0]] + after[2] for before, after in pairwise(bounds))


class _Nowhere:
    """Pretend to be a builder; return document names where addresses belong."""

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the name of *to* between the signs."""
        return f"{_OPEN}{to}{_CLOSE}"


#: Each tree, with what it shows of the documents that were about to be read since it was made.
_trees: WeakKeyDictionary[StandaloneHTMLBuilder, tuple[Tree | None, dict[str, str]]] = WeakKeyDictionary()


def connect(app: Sphinx) -> None:
    """Connect this module to the events of a build."""
    app.connect("html-page-context", note_page, priority=100)
    app.connect("env-before-read-docs", note_parts)
    app.connect("build-finished", forget)


def note_page(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Store the name of the page that is being written, for :func:`compute`."""
    if app.builder.name == "html":
        context[_KEY] = (app, pagename)


def note_parts(app: Sphinx, env: BuildEnvironment, docnames: Sequence[str]) -> None:
    """Note what the menu shows of the documents that are about to be read, since they may change it."""
    if isinstance(app.builder, StandaloneHTMLBuilder) and app.builder in _trees:
        _, noted = _trees[app.builder]
        for docname in docnames:
            noted.setdefault(docname, _part(env, docname))
        noted.setdefault("", _part(env, ""))


def _part(env: BuildEnvironment, docname: str) -> str:
    """Return what the menu shows of a document; for an empty name, which documents there are."""
    if not docname:
        return " ".join(sorted(env.all_docs))
    return "".join(part[docname].pformat() for part in (env.titles, env.tocs) if docname in part)


def forget(app: Sphinx, *_: object) -> None:
    """Forget the menu at the end of a build."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        _trees.pop(app.builder, None)


def compute(context: dict[str, Any]) -> str:
    """Return furo's menu for a page. It replaces ``furo._compute_navigation_tree``."""
    app, page = context.pop(_KEY, (None, ""))
    if app is None:
        return _slowly(context)
    builder = app.builder
    tree, noted = _trees.get(builder, (None, {"": ""}))
    if any(_part(builder.env, docname) != before for docname, before in noted.items()):
        tree = _stored_tree(builder)
    _trees[builder] = tree, {}
    written = tree.for_page(page, builder) if tree is not None else None
    return written if written is not None else _slowly(context)


def _slowly(context: dict[str, Any]) -> str:
    return _finished(context["toctree"](**_ASKED)) if "toctree" in context else ""


def _finished(written: str) -> str:
    """Return the HTML of a tree with furo's additions. furo's own cache is not used: it never drops a menu."""
    from furo.navigation import get_navigation_tree

    return str(get_navigation_tree.__wrapped__(written))


def _stored_tree(builder: StandaloneHTMLBuilder) -> Tree | None:
    """Return the tree of the last build, if nothing that it shows changed: to make it takes longer than a page."""
    digest = current_digest(builder.app)
    file = Path(builder.doctreedir, "menu.pickle")
    key = (digest, docutils.__version__)
    with suppress(Exception):  # whatever a broken file raises
        stored, stored_tree = pickle.loads(file.read_bytes())  # noqa: S301  # Octavo's own, beside the doctrees
        if stored == key and isinstance(stored_tree, Tree):
            return stored_tree
    tree = _tree(builder)
    if digest and tree is not None:
        write_atomically(file, pickle.dumps((key, tree)), is_built=True)
    return tree


def _tree(builder: StandaloneHTMLBuilder) -> Tree | None:
    """Return the menu of *builder*'s pages, if its result for the deepest page equals that of furo."""
    env = builder.env
    if any(next(iter(toc.findall(addnodes.only)), None) is not None for toc in env.tocs.values()):
        return None  # what such an element leaves depends on the page
    resolved = global_toctree_for_doc(env, _NOWHERE, _Nowhere(), tags=builder.tags, **_ASKED)  # type: ignore[arg-type]
    if resolved is None or not isinstance(resolved, nodes.Element):
        return None
    tree = Tree.of(_finished(builder.render_partial(resolved)["fragment"]))
    if tree is None:
        return None
    deepest = max(tree.around, key=lambda page: len(tree.around[page][0][1]))
    return tree if tree.for_page(deepest, builder) == _finished(builder._get_local_toctree(deepest, **_ASKED)) else None
