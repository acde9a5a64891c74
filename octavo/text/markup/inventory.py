"""List the markup that docutils finds in a text.

The parser is docutils itself, so this module and the build agree on what is markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from docutils import nodes

from octavo.text.markup.dialect import DEFAULT, Dialect
from octavo.text.markup.inert_parser import Role, RoleNote, parsed
from octavo.text.markup.running_text import is_running_text, is_words

PARAGRAPH = "paragraph"
# A transition is a structural element for docutils 0.21 only.
_BLOCKS = (nodes.Body, nodes.Part, nodes.Structural, nodes.transition)
#: A text with this end announces a literal block. Only one of the two colons is shown.
LITERAL_MARK = "::"
TOO_DEEP = "The text is nested too deeply to be parsed."


@dataclass(frozen=True, slots=True)
class Inventory:
    """List the elements that docutils finds in a text.

    :ivar blocks: names of all block elements, outer before inner; a pure inline text is one ``paragraph``
    :ivar links: URIs of links, with or without a title; e-mail addresses as ``mailto:``
    :ivar titles: title and URI of each link that has a title
    :ivar references: names of the targets of references; the empty string for an anonymous one
    :ivar targets: names of the targets that the text itself defines, by ``_`…` ``
    :ivar footnotes: labels of footnote references as written: ``#x``, ``1``, ``#``, ``*``
    :ivar literals: contents of double backquotes
    :ivar said: the words that a reader sees; empty for a text without markup, which is shown unchanged
    :ivar complaints: the warnings of docutils
    """

    blocks: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    links: tuple[str, ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    references: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    substitutions: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    emphasis: int = 0
    strong: int = 0
    said: str = field(default="", compare=False)
    complaints: tuple[str, ...] = ()
    announces_literal: bool = False

    @property
    def is_inline(self) -> bool:
        """Return whether the text is exactly one paragraph."""
        return self.blocks == (PARAGRAPH,)

    @property
    def has_markup(self) -> bool:
        """Return whether the text contains anything but words."""
        names = (self.links, self.references, self.targets, self.footnotes, self.citations, self.substitutions)
        return any((*names, self.roles, self.literals, self.emphasis, self.strong))

    @property
    def all_titles(self) -> list[tuple[str, str]]:
        """Return title and target of each link and each reference that has a title."""
        return [*self.titles, *((role.title, role.target) for role in self.roles if role.title)]


#: The inventory of a text without markup. Most texts have none.
WORDS = Inventory(blocks=(PARAGRAPH,))


def inventory(text: str, dialect: Dialect = DEFAULT) -> Inventory:
    """Parse *text* as a document of its own, as Sphinx parses a message, and list its elements.

    Check the bounds of *text* before: docutils needs quadratic time for some hostile inputs.
    """
    return _inventory(text, dialect)


# A function of its own: the cache would take a default that is given and one that is not for two texts.
@lru_cache(maxsize=8192)
def _inventory(text: str, dialect: Dialect) -> Inventory:
    if dialect == DEFAULT and text == text.rstrip() and is_running_text(text) and is_words(text):
        return WORDS
    announces_literal = text.strip().endswith(LITERAL_MARK)
    # Sphinx adds a block too (sphinx.transforms.i18n): without one, docutils would warn.
    try:
        document, complaints = parsed(f"{text}\n\n   x" if announces_literal else text, dialect)
    except RecursionError:
        return Inventory(complaints=(TOO_DEEP,))
    children = [child for child in document.children if not isinstance(child, nodes.system_message)]
    if announces_literal and len(children) > 1 and isinstance(children[-1], nodes.literal_block):
        document.remove(children[-1])
    is_running = len(children) == 1 and isinstance(children[0], nodes.paragraph)
    return Inventory(
        blocks=(PARAGRAPH,) if is_running else tuple(_blocks(document)),
        **noted(document),
        said=document.astext(),
        complaints=tuple(complaints),
        announces_literal=announces_literal,
    )


def _blocks(document: nodes.document) -> Iterator[str]:
    elements = document.findall(nodes.Element)
    next(elements)  # the document itself: docutils 0.21 counts it among the structural elements
    for node in elements:
        # Messages of docutils about the text are no part of it.
        is_system_message = isinstance(node, nodes.system_message) or isinstance(node.parent, nodes.system_message)
        # A target may be either: a block of its own, or inside a paragraph.
        inline = isinstance(node.parent, nodes.TextElement) and isinstance(node, nodes.Inline)
        if isinstance(node, _BLOCKS) and not inline and not is_system_message:
            yield str(node.tagname)  # type: ignore[union-attr]  # every element has one


def noted(document: nodes.Element) -> dict[str, Any]:
    """Return the fields of an :class:`Inventory` for the inline elements of *document*."""
    elements: dict[str, list[Any]] = {
        name: []
        for name in ("roles", "links", "titles", "references", "targets", "footnotes", "citations", "substitutions")
    }
    literals: list[str] = []
    counts: dict[type, int] = {nodes.emphasis: 0, nodes.strong: 0}
    for node in _inline(document):
        if isinstance(node, RoleNote):
            elements["roles"].append(node["role"])
        elif isinstance(node, nodes.reference):
            _note_reference(node, elements)
        elif isinstance(node, nodes.target):
            # The target of `text <uri>`_ has an address; the target of `text <name_>`_ is counted as its reference.
            if "refuri" not in node and "refname" not in node:
                elements["targets"] += node["names"] or node["dupnames"]
        elif isinstance(node, nodes.footnote_reference):
            elements["footnotes"].append(_footnote_label(node))
        elif isinstance(node, nodes.citation_reference):
            elements["citations"].append(node["refname"])
        elif isinstance(node, nodes.substitution_reference):
            elements["substitutions"].append(node.astext())
        elif isinstance(node, nodes.literal):
            literals.append(node.astext())
        elif type(node) in counts:
            counts[type(node)] += 1
    return {
        **{name: tuple(values) for name, values in elements.items()},
        "literals": tuple(literals),
        "emphasis": counts[nodes.emphasis],
        "strong": counts[nodes.strong],
    }


def _inline(element: nodes.Element) -> Iterator[nodes.Inline]:
    """Yield the inline nodes of *element* as ``findall`` does, which takes twice the time."""
    for child in element.children:
        if isinstance(child, nodes.Element):
            if isinstance(child, nodes.Inline):
                yield child
            yield from _inline(child)


def _note_reference(node: nodes.reference, found: dict[str, list[Any]]) -> None:
    if "refuri" not in node:
        found["references"].append(node.get("refname", ""))
        return
    uri, words = node["refuri"], node.astext()
    found["links"].append(uri)
    if words and words not in (uri, uri.removeprefix("mailto:")):
        found["titles"].append((words, uri))


def _footnote_label(node: nodes.footnote_reference) -> str:
    auto = {1: "#", "*": "*"}.get(node.get("auto", ""), "")
    return auto + str(node.get("refname", ""))
