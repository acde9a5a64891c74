"""List the documents of a book, and reduce its back matter to the entries that the book uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment

from octavo.project import Book, Language, Project
from octavo.sphinxext.doctree.ancestors import is_in


def reading_order(env: BuildEnvironment, start: str) -> list[str]:
    """Return the document *start* and those below it, as its tables of contents list them."""
    ordered: list[str] = []

    def visit(docname: str) -> None:
        if docname not in ordered:
            ordered.append(docname)
            for child in env.toctree_includes.get(docname, ()):
                visit(child)

    visit(start)
    return ordered


def documents(env: BuildEnvironment, project: Project, book: Book) -> list[str]:
    """Return the documents of *book* in the readers' order, its back matter last."""
    ordered = reading_order(env, book.root)
    return ordered + [docname for docname in project.back_matter if docname not in ordered]


def cut(env: BuildEnvironment, project: Project, book: Book) -> tuple[list[str], Used]:
    """Return the documents of the guide *book* and what it uses, without back matter of which it uses nothing."""
    docnames = documents(env, project, book)
    wanted = used(env, project, docnames)

    def has_content(docname: str) -> bool:
        doctree = env.get_doctree(docname)
        trim(doctree, wanted)
        return next(doctree.findall(nodes.section), None) is not None

    return [name for name in docnames if name not in project.back_matter or has_content(name)], wanted


def web_address(project: Project, language: Language, docname: str) -> str:
    """Return the web address of *docname*, for links to pages that a book does not contain."""
    return f"{project.base_url}/{language.tag}/{docname}.html"


@dataclass(frozen=True, slots=True)
class Used:
    """Store the ids of glossary terms and sources that a book refers to."""

    terms: frozenset[str]
    sources: frozenset[str]


def used(env: BuildEnvironment, project: Project, docnames: Iterable[str]) -> Used:
    """Return what *docnames* refer to, with the terms that definitions of used terms refer to in turn."""
    terms: set[str] = set()
    sources: set[str] = set()
    glossary: dict[str, nodes.definition_list_item] = {}
    for docname in docnames:
        doctree = env.get_doctree(docname)
        entries = _glossary_entries(doctree)
        glossary |= entries
        for reference in doctree.findall(addnodes.pending_xref):
            # References in a definition count only if its term is used, see below.
            if not (entries and is_in(reference, nodes.definition_list_item)):
                _note(env, project, reference, terms, sources)
    waiting = list(terms)
    while waiting:
        item = glossary.get(waiting.pop())
        if item is not None:
            before = set(terms)
            for reference in item.findall(addnodes.pending_xref):
                _note(env, project, reference, terms, sources)
            waiting.extend(terms - before)
    return Used(frozenset(terms), frozenset(sources))


def trim(doctree: nodes.Node, wanted: Used) -> None:
    """Remove the glossary entries and sources that the book does not use from a document of the back matter.

    A paragraph with a label is an entry of a list of sources, and paragraphs without one continue it. A glossary entry
    can have several terms. A section that loses all its entries is removed with the words that introduce them.
    """
    for item in {id(item): item for item in _glossary_entries(doctree).values()}.values():
        if item.parent is not None and not wanted.terms & _term_ids(item):
            item.parent.remove(item)
    for glossary in list(doctree.findall(addnodes.glossary)):
        # LaTeX has no empty lists.
        if glossary.parent is not None and next(glossary.findall(nodes.definition_list_item), None) is None:
            glossary.parent.remove(glossary)
    emptied: set[int] = set()
    for paragraph in list(doctree.findall(nodes.paragraph)):
        if paragraph["names"] and not wanted.sources & set(paragraph["ids"]):
            emptied.add(id(paragraph.parent))
            _remove_with_targets(paragraph)
    # Inner sections come first: an outer one may lose its last part.
    for section in reversed(list(doctree.findall(nodes.section))):
        introduces = id(section) in emptied
        if all(
            isinstance(child, (nodes.title, nodes.target, nodes.comment))
            or (introduces and isinstance(child, nodes.paragraph) and not child["names"])
            for child in section.children
        ):
            emptied.add(id(section.parent))
            section.parent.remove(section)


def _note(
    env: BuildEnvironment, project: Project, reference: addnodes.pending_xref, terms: set[str], sources: set[str]
) -> None:
    domain = env.domains.standard_domain
    target = reference.get("reftarget", "")
    if reference.get("reftype") == "term":
        term = _term_id(domain, target)
        if term:
            terms.add(term)
    elif reference.get("reftype") == "ref":
        docname, identifier = domain.anonlabels.get(target, ("", ""))
        if docname in project.back_matter:
            sources.add(identifier)


def _term_id(domain: StandardDomain, target: str) -> str | None:
    found = domain.objects.get(("term", target)) or domain._terms.get(target.lower())
    return found[1] if found else None


def _glossary_entries(doctree: nodes.Node) -> dict[str, nodes.definition_list_item]:
    return {
        name: item
        for glossary in doctree.findall(addnodes.glossary)
        for item in glossary.findall(nodes.definition_list_item)
        for name in _term_ids(item)
    }


def _term_ids(item: nodes.definition_list_item) -> set[str]:
    return {name for term in item.findall(nodes.term) for name in term["ids"]}


def continues_source(node: nodes.Node) -> bool:
    """Return whether *node* is a further paragraph of an entry of a list of sources, which has the label."""
    if not isinstance(node, nodes.paragraph) or node["names"] or node.parent is None:
        return False
    place = node.parent.index(node)
    before = node.parent[place - 1] if place else None
    return isinstance(before, nodes.paragraph) and (bool(before["names"]) or continues_source(before))


def _remove_with_targets(paragraph: nodes.paragraph) -> None:
    parent = paragraph.parent
    assert parent is not None
    position = parent.index(paragraph)
    while position + 1 < len(parent) and continues_source(parent[position + 1]):
        del parent[position + 1]
    while position and isinstance(parent[position - 1], nodes.target):
        position -= 1
        del parent[position]
    parent.remove(paragraph)
