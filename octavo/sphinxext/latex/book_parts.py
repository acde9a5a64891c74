"""Turn each guide of the set into a part of the printed book."""

from __future__ import annotations

from collections.abc import Callable

from docutils import nodes
from sphinx import addnodes
from sphinx.writers.latex import LaTeXTranslator


class part(nodes.General, nodes.TextElement):  # noqa: N801  # docutils names node classes in lower case
    """Represent a guide in the set: a LaTeX part that contains chapters."""


def make_parts(
    whole: nodes.document, roots: set[str], opening: Callable[[str, list[addnodes.start_of_file]], str]
) -> None:
    """Turn each guide's own section into a part, so that its chapters are chapters in the set too.

    The pages after the last guide have the colour of the set.
    """
    last: nodes.Element | None = None
    for file in list(whole.findall(addnodes.start_of_file)):
        if file["docname"] in roots:
            section = next(file.findall(nodes.section))
            title = section.next_node(nodes.title)
            head = part(ids=section["ids"], docname=file["docname"])
            head += title.children
            contents = [child for child in section.children if child is not title]
            text, *chapters = chapters_of(file["docname"], contents)
            head["opening"] = opening(file["docname"], chapters)
            last = chapters[-1] if chapters else text
            file.parent.replace(file, [head, text, *chapters])
    if last is not None:
        last.append(
            nodes.raw(
                "", "\n\\clearpage\\octavohead{}\\octavocolour{0}\\renewcommand\\octavoguidename{}\n", format="latex"
            )
        )


def chapters_of(docname: str, contents: list[nodes.Node]) -> list[addnodes.start_of_file]:
    """Return the opening of a guide and its chapters: the documents of its toctrees, wherever these are."""
    opening = addnodes.start_of_file(docname=docname)
    following: list[addnodes.start_of_file] = []
    for node in contents:
        chapters = _outermost_files(node) if isinstance(node, nodes.Element) else []
        for chapter in chapters:
            wrapper = chapter.parent
            if wrapper is None:
                continue  # the node itself
            wrapper.remove(chapter)
            if isinstance(wrapper, nodes.compound) and not wrapper.children and wrapper is not node and wrapper.parent:
                wrapper.parent.remove(wrapper)
        following.extend(chapters)
        if not chapters or node.astext().strip():
            opening.append(node)
    return [opening, *following]


def _outermost_files(node: nodes.Element) -> list[addnodes.start_of_file]:
    """Return the documents in *node* that are in no other document of it."""
    if isinstance(node, addnodes.start_of_file):
        return [node]
    children = (child for child in node.children if isinstance(child, nodes.Element))
    return [file for child in children for file in _outermost_files(child)]


def visit_part(translator: LaTeXTranslator, node: part) -> None:
    """Open the part and set the labels of the section that it replaces."""
    translator.body.append(f"\n{node['opening']}\\setcounter{{secnumdepth}}{{0}}\n\\part{{")


def depart_part(translator: LaTeXTranslator, node: part) -> None:
    """Close the part's title."""
    # The labels of the section and of the document, as Sphinx's own writer would set them.
    names = [*node["ids"], ":doc"]
    labels = "".join(translator.hypertarget(f"{node['docname']}:{name}", withdoc=False) for name in names)
    translator.body.append("}" + labels + "\n")
