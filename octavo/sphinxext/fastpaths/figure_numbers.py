"""Number figures from outlines of the documents, which are stored in the environment.

For the numbers, Sphinx loads every doctree of the project after each read, even if one document changed
(sphinx/environment/collectors/toctree.py, 9.0.4). An outline contains only sections, contents and numbered nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.util import url_re

#: (kind, value, parts): a section with its anchor and parts, contents with their documents, or a figure with its id.
Part = tuple[str, Any, tuple[Any, ...]]
_SECTION, _CONTENTS = "/section", "/contents"
Number = tuple[int, ...]


def assign_figure_numbers(self: object, env: BuildEnvironment) -> list[str]:
    """Replace ``TocTreeCollector.assign_figure_numbers``."""
    before = env.toc_fignumbers
    env.toc_fignumbers = {}
    if not env.config.numfig:
        return []
    _Numbering(env).number(env.config.root_doc, ())
    return [name for name, numbers in env.toc_fignumbers.items() if numbers != before.get(name)]


class _Numbering:
    def __init__(self, env: BuildEnvironment) -> None:
        self.env = env
        self.known: dict[str, tuple[int, tuple[Part, ...]]] = vars(env).get("octavo_outlines", {})
        self.used: dict[str, tuple[int, tuple[Part, ...]]] = {}
        # Sphinx stores this attribute of Octavo with its own.
        vars(env)["octavo_outlines"] = self.used
        self.left_out = frozenset(env.domains.standard_domain._virtual_doc_names)
        self.counters: dict[str, dict[Number, int]] = {}

    def number(self, docname: str, section: Number) -> None:
        """Give numbers to the figures of *docname*, in the section of the document that lists it."""
        if docname in self.used:
            return
        # A document that is read again has another time.
        time = self.env.all_docs.get(docname, 0)
        known = self.known.get(docname)
        self.used[docname] = known if known and known[0] == time else (time, tuple(_outline(self.env, docname)))
        self._parts(docname, self.used[docname][1], section)

    def _parts(self, docname: str, parts: Iterable[Part], section: Number) -> None:
        for kind, value, inner in parts:
            if kind == _SECTION:
                numbers = self.env.toc_secnumbers.get(docname, {})
                own = numbers.get(value) if value in numbers else numbers.get("")
                self._parts(docname, inner, own or section)
            elif kind == _CONTENTS:
                for name in value:
                    if not (url_re.match(name) or name == "self" or name in self.left_out):
                        self.number(name, section)
            else:
                counter = self.counters.setdefault(kind, {})
                place = section[: self.env.config.numfig_secnum_depth]
                counter[place] = counter.get(place, 0) + 1
                figures = self.env.toc_fignumbers.setdefault(docname, {}).setdefault(kind, {})
                figures[value] = (*place, counter[place])


def _outline(env: BuildEnvironment, docname: str) -> Iterator[Part]:
    domains = list(env.domains.sorted())

    def kind_of(node: nodes.Element) -> str | None:
        for domain in domains:
            kind = domain.get_enumerable_node_type(node)
            # Sphinx numbers no figure without a caption.
            if isinstance(domain, StandardDomain) and not domain.get_numfig_title(node):
                continue
            if kind:
                return kind
        return None

    def parts(node: nodes.Element) -> Iterator[Part]:
        for child in node.children:
            if isinstance(child, nodes.section):
                yield _SECTION, f"#{child['ids'][0]}", tuple(parts(child))
            elif isinstance(child, addnodes.toctree):
                yield _CONTENTS, tuple(name for _, name in child["entries"]), ()
            elif isinstance(child, nodes.Element):
                if child["ids"] and (kind := kind_of(child)):
                    yield kind, child["ids"][0], ()
                yield from parts(child)

    return parts(env.get_doctree(docname))
