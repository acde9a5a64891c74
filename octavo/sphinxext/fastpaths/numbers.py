"""What was read → the numbers of sections and figures, worked out only when something was read since.

Sphinx numbers anew in every run, the runs that only write included, and asks every domain about every node of every
document (sphinx/environment/collectors/toctree.py, 9.0.4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.util import url_re

#: Where an environment keeps what its numbers were worked out from; it is kept with the environment.
_NUMBERED = "octavo_numbered"
#: What of a document has to do with numbers, in its order: a section with what is in it, the documents of a table of
#: contents, or the kind and the id of a figure.
_Outline = list[tuple[str, Any, Any]]
_original = TocTreeCollector.assign_section_numbers
#: By environment and document: when it was read, and its outline.
_outlines: WeakKeyDictionary[BuildEnvironment, dict[str, tuple[int, _Outline]]] = WeakKeyDictionary()


def assign_section_numbers(self: TocTreeCollector, env: BuildEnvironment) -> list[str]:
    """Take the place of ``TocTreeCollector.assign_section_numbers``, which Sphinx calls first."""
    return [] if vars(env).get(_NUMBERED) == _state(env) else _original(self, env)


def assign_figure_numbers(self: TocTreeCollector, env: BuildEnvironment) -> list[str]:
    """Take the place of ``TocTreeCollector.assign_figure_numbers``."""
    state = _state(env)
    if vars(env).get(_NUMBERED) == state:
        return []
    changed = _number_figures(env)
    vars(env)[_NUMBERED] = state
    return changed


def _state(env: BuildEnvironment) -> str:
    """Return what says which documents were read, and when each was; a new configuration has all of them read."""
    return hashlib.sha256(repr(sorted(env.all_docs.items())).encode()).hexdigest()


def _number_figures(env: BuildEnvironment) -> list[str]:
    """Number all figures anew and return the documents whose numbers changed."""
    before, env.toc_fignumbers = env.toc_fignumbers, {}
    if not env.config.numfig:
        return []
    generated = frozenset(env.domains.standard_domain._virtual_doc_names)
    kind_of = partial(_kind, env, {})
    assigned: set[str] = set()
    counters: dict[tuple[str, tuple[int, ...]], int] = {}

    def number(docname: str, outline: _Outline, section: tuple[int, ...]) -> None:
        for step, what, more in outline:
            if step == "section":
                numbers: dict[str, tuple[int, ...]] = env.toc_secnumbers.get(docname, {})
                number(docname, more, (numbers.get(what) if what in numbers else numbers.get("")) or section)
            elif step == "toctree":
                for name in what:
                    if name != "self" and name not in generated and not url_re.match(name):
                        number_document(name, section)
            else:
                place = step, section[: env.config.numfig_secnum_depth]
                counters[place] = counters.get(place, 0) + 1
                held = env.toc_fignumbers.setdefault(docname, {}).setdefault(step, {})
                held[what] = (*place[1], counters[place])

    def number_document(docname: str, section: tuple[int, ...]) -> None:
        if docname not in assigned:
            assigned.add(docname)
            number(docname, _outline(env, docname, kind_of), section)

    number_document(env.config.root_doc, ())
    return [name for name, numbers in env.toc_fignumbers.items() if numbers != before.get(name)]


def _outline(env: BuildEnvironment, docname: str, kind_of: Callable[[nodes.Element], str | None]) -> _Outline:
    known, read = _outlines.setdefault(env, {}), env.all_docs.get(docname, 0)
    held = known.get(docname)
    if held is None or held[0] != read:
        held = known[docname] = (read, _steps(env.get_doctree(docname), kind_of))
    return held[1]


def _steps(node: nodes.Element, kind_of: Callable[[nodes.Element], str | None]) -> _Outline:
    found: _Outline = []
    for child in node.children:
        if isinstance(child, nodes.section):
            found.append(("section", f"#{child['ids'][0]}", _steps(child, kind_of)))
        elif isinstance(child, addnodes.toctree):
            found.append(("toctree", [name for _, name in child["entries"]], None))
        elif isinstance(child, nodes.Element):
            kind = kind_of(child)
            if kind and child["ids"]:
                found.append((kind, child["ids"][0], None))
            found += _steps(child, kind_of)
    return found


def _kind(env: BuildEnvironment, numbered: dict[type[nodes.Element], bool], node: nodes.Element) -> str | None:
    """Return the kind by which *node* is numbered, as the first domain says that numbers it.

    :param numbered: which classes any domain may number, as far as it is known
    """
    cls = type(node)
    if cls not in numbered:
        numbered[cls] = any(_may_number(domain, cls) for domain in env.domains.sorted())
    if not numbered[cls]:
        return None
    for domain in env.domains.sorted():
        kind = domain.get_enumerable_node_type(node)
        if isinstance(domain, StandardDomain) and not domain.get_numfig_title(node):
            continue  # it has no caption
        if kind:
            return kind
    return None


def _may_number(domain: Domain, cls: type[nodes.Element]) -> bool:
    method = type(domain).get_enumerable_node_type
    if method is StandardDomain.get_enumerable_node_type:
        return cls in domain.enumerable_nodes or issubclass(cls, (nodes.section, nodes.container))
    # A domain that has a way of its own is asked about every node.
    return cls in domain.enumerable_nodes or method is not Domain.get_enumerable_node_type
