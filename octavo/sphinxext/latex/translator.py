"""Write the LaTeX of a book from its doctree."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.writers.latex import LaTeXTranslator

from octavo.editions.formats.pdf import checklists
from octavo.sphinxext import books
from octavo.sphinxext.configuration import language_of
from octavo.sphinxext.doctree import forms
from octavo.sphinxext.latex import babel, cjk, large_print, room, scripts, settings

if TYPE_CHECKING:
    from octavo.project import Project
    from octavo.sphinxext.latex.latex_builder import LatexBuilder

#: Lines of a checklist or a form that fits a page.
_SHEET = 22
#: Sphinx's kinds of boxes for classes of admonitions. "tip" is a frame around what is filled in, "hint" has a bar.
_KINDS = {checklists.CLASS: "tip", "case": "hint"}
#: Rows of a table that stays on one page, also with a note.
_SHORT = 6
#: Where LaTeX may put a figure or a table: here, at the head of a page, or on a page of its own.
_PLACES = "!htp"
#: Here only, on one page.
_HERE = "H"
#: Marks at the end of a sentence that leads to the next block.
_LEADS = (":", "\uff1a")
#: Lines that such a sentence or a heading, and the head of the box after it, take.
_ROOM = 9
#: Nodes beside blocks that print nothing.
_UNPRINTED = (nodes.Invisible, nodes.raw, addnodes.index)
#: Blocks that no sentence leads to.
_UNLED = (nodes.paragraph, nodes.section, nodes.compound, nodes.rubric, nodes.footnote, addnodes.start_of_file)
#: Blocks that are printed as a box.
_BOXES = (nodes.Admonition, nodes.topic, nodes.sidebar)
_LISTS = (nodes.bullet_list, nodes.enumerated_list, nodes.definition_list)
#: Lines that a heading takes.
_HEADING = 3
#: Lines of a list that stays whole. A longer one would leave too much of a page empty.
_WHOLE = 16


class LatexTranslator(LaTeXTranslator):
    """Write a book without the packages that only other books need."""

    def astext(self) -> str:
        """Return the LaTeX file. It loads the packages for Chinese only if the book contains any."""
        language = language_of(self.builder.app)
        text = cjk.cut(super().astext(), language)
        return babel.with_language(scripts.with_fonts(text, language, settings.latin_fonts()))

    def visit_admonition(self, node: nodes.Element) -> None:
        """Give checklists and cases a box of their own."""
        if checklists.CLASS in node["classes"]:
            # What is copied or filled in stays on one page, if it is not longer than most of a page.
            self.body.append(f"\n{self._float(node)}\\octavokeep{{{1.55 * self._lines(node) + 3:.1f}\\baselineskip}}")
        super().visit_admonition(node)
        kind = next((kind for name, kind in _KINDS.items() if name in node["classes"]), "note")
        self.body[-1] = self.body[-1].replace("{note}", f"{{{kind}}}")

    def depart_admonition(self, node: nodes.Element) -> None:
        """Close the box."""
        super().depart_admonition(node)
        if self._float(node):
            self.body.append("\\end{table}\n")

    def _float(self, node: nodes.Element) -> str:
        """Return the code before a checklist that may move as a figure may; nothing before other boxes.

        In large print it may be longer than a page, and moves nowhere.
        """
        is_sheet = checklists.CLASS in node["classes"] and self._lines(node) <= _SHEET
        is_sheet = is_sheet and not settings.is_large(self._project)
        return rf"\begin{{table}}[{_PLACES}]" if is_sheet and self._may_float(node) else ""

    def _lines(self, node: nodes.Element) -> int:
        return sum(1 + room.letters(item) // self._width for item in node.findall(nodes.list_item))

    @property
    def _width(self) -> int:
        return settings.line(self._project)

    def _room(self, block: nodes.Node | None, above: float = 0) -> str:
        """Return the test of the room for *block* and for *above* lines before it, if it is a box or a list.

        A figure that waits for a page comes before it, unless all of it fits this page: the figure would part it.
        """
        if isinstance(block, _BOXES):
            if settings.is_large(self._project) and _is_checklist(block):
                return f"\n\\octavowhole{{{above + room.lines(block, self._width)}}}\n"
            return f"\n\\octavoroom{{{_ROOM}}}{{{above + room.lines(block, self._width)}}}\n"
        if isinstance(block, _LISTS) and _is_outside(block):
            return f"\n\\octavofit{{{above + min(room.lines(block, self._width), _WHOLE)}}}\n"
        return ""

    @property
    def _project(self) -> Project:
        return cast("LatexBuilder", self.builder).project

    def visit_paragraph(self, node: nodes.Element) -> None:
        """Set a work of a list of sources with its lines ragged, and test the room before a sentence that leads."""
        if self._is_source(node):
            self.body.append("\n\\octavosource")
        elif _leads(node) and not isinstance(_preceding(node), nodes.title):
            self.body.append(self._room(_following(node), room.lines(node, self._width)))
        super().visit_paragraph(node)

    def depart_paragraph(self, node: nodes.Element) -> None:
        """Keep a sentence that leads to a list, a figure or a box with it."""
        super().depart_paragraph(node)
        if self._is_source(node):
            self.body.append("\\octavosourceend\n")
        elif _leads(node):
            self.body.append("\\octavolead\n")

    def _is_source(self, node: nodes.Element) -> bool:
        """Return whether *node* is an entry of a list of sources: back matter with a label, or its next paragraph."""
        is_entry = bool(node["names"]) or books.continues_source(node)
        return is_entry and self.curfilestack[-1] in self._project.back_matter

    def visit_section(self, node: nodes.Element) -> None:
        """Test the room for a heading and the box or list after it. A chapter tests it by itself."""
        if self.sectionlevel:
            first = _neighbour(node[0], 1)
            if first is not None and _leads(first):
                self.body.append(self._room(_following(first), _HEADING + room.lines(first, self._width)))
            else:
                self.body.append(self._room(first, _HEADING))
        super().visit_section(node)

    def visit_figure(self, node: nodes.Element) -> None:
        """Let a figure move to the next page, so that the text after it fills this one."""
        here = self.elements["figure_align"]
        self.elements["figure_align"] = _PLACES if self._may_float(node) else here
        super().visit_figure(node)
        self.elements["figure_align"] = here

    def visit_image(self, node: nodes.Element) -> None:
        """Draw a figure as wide as the text in large print."""
        start, figure = len(self.body), node.parent
        super().visit_image(node)
        if isinstance(figure, nodes.reference):
            figure = figure.parent
        if isinstance(figure, nodes.figure) and settings.is_large(self._project):
            self.body[start:] = [large_print.drawing("".join(self.body[start:]), figure)]

    def visit_table(self, node: nodes.Element) -> None:
        """Let a table with a note run over pages: it cannot move, and would leave a page half empty."""
        is_long = len(list(node.findall(nodes.row))) > _SHORT
        if is_long and node.next_node(nodes.title) and any(node.findall(_is_note)) and _is_outside(node):
            node["classes"].append("longtable")
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        """Let a table with a caption move, as a figure may."""
        start, is_nested = len(self.body), len(self.tables) > 1
        is_long = self.table is not None and self.table.is_longtable()
        super().depart_table(node)
        text = "".join(self.body[start:])
        if is_long and not is_nested:
            # A figure that waits for a page would push a table that runs over pages below the foot of this one.
            self.body[start:] = ["\n\\octavoflush", text]
        # A footnote of a table is printed with it, and would be lost in one that moves.
        elif not is_nested and node.next_node(nodes.title) and _is_free(node) and "footnote" not in text:
            places = _HERE if _leads(_preceding(node)) else _PLACES
            self.body[start:] = [f"\n\\begin{{table}}[{places}]{text}\\end{{table}}\n"]

    def _may_float(self, node: nodes.Element) -> bool:
        """Return whether *node* may move away from the text around it: no sentence leads to it."""
        return _is_free(node) and not _leads(_preceding(node))

    def visit_bullet_list(self, node: nodes.Element) -> None:
        """Print boxes to tick before the items of a checklist."""
        if _is_checklist(node.parent):
            self.body.append("\n\\octavoticks")
        super().visit_bullet_list(node)

    def visit_list_item(self, node: nodes.Element) -> None:
        """Print no box to tick before a line to write on."""
        super().visit_list_item(node)
        if forms.CLASS in node["classes"]:
            self.body[-1] = "\n\\item[] "
        if (items := node.parent) is not None and settings.is_large(self._project) and _is_checklist(items.parent):
            self.body[-1] = large_print.tie(items.index(node), len(items)) + self.body[-1]

    def visit_acks(self, node: nodes.Element) -> None:
        """Write acknowledgements in one line. Sphinx writes their names without escapes, so a ``&`` would stop TeX."""
        names = [self._escaped(item) for item in node.findall(nodes.list_item)]
        self.body.append(f"\n\n{', '.join(names)}.\n\n")
        raise nodes.SkipNode

    def _escaped(self, node: nodes.Element) -> str:
        """Return the words of *node* for LaTeX; marks of the language are LaTeX already."""
        texts = node.findall(lambda item: isinstance(item, nodes.Text))
        return "".join(t.astext() if isinstance(t.parent, nodes.raw) else self.encode(t.astext()) for t in texts)

    def visit_index(self, node: nodes.Element) -> None:
        r"""Write entries with plain hyphens: TeX would write Sphinx's command for it in two ways, as two entries."""
        start = len(self.body)
        try:
            super().visit_index(node)
        finally:
            self.body[start:] = [text.replace(r"\sphinxhyphen{}", "-") for text in self.body[start:]]

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Test the room of a list or a box, and set the labels of a box before its first block.

        Sphinx sets no labels, so no link would lead to the box.
        """
        if isinstance(node, nodes.Admonition):
            self.body.append(f"\\octavobox{{{room.lines(node, self._width)}}}")
        elif isinstance(node, _LISTS) and not (_leads(before := _preceding(node)) or isinstance(before, nodes.title)):
            self.body.append(self._room(node))
        box = node.parent
        if isinstance(box, _BOXES) and box["ids"] and node is _first_block(box):
            assert box.parent is not None
            # A target before the box sets its own label.
            above = box.parent[: box.parent.index(box)]
            done = {target["refid"] for target in above if isinstance(target, nodes.target) and "refid" in target}
            labels = "".join(self.hypertarget(name, anchor=False) for name in box["ids"] if name not in done)
            self.body.append(rf"\phantomsection{labels}" + "\n" if labels else "")
        super().dispatch_visit(node)


def _is_checklist(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.admonition) and checklists.CLASS in node["classes"]


def _is_outside(node: nodes.Element) -> bool:
    """Return whether *node* is in no box, table or list."""
    above: nodes.Element | None = node.parent
    while above is not None and not isinstance(above, (*_BOXES, nodes.table, nodes.list_item, nodes.definition)):
        above = above.parent
    return above is None


def _is_free(node: nodes.Element) -> bool:
    """Return whether *node* is in no box, and has no footnote."""
    return _is_outside(node) and not any(node.findall(_is_note))


def _is_note(node: nodes.Node) -> bool:
    return "footnote" in type(node).__name__


def _leads(node: nodes.Node | None) -> bool:
    """Return whether *node* is a sentence that leads to the block after it."""
    if not isinstance(node, nodes.paragraph) or _following(node) is None:
        return False
    words = [text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.raw)]
    return "".join(words).rstrip().endswith(_LEADS)


def _following(node: nodes.Node | None) -> nodes.Node | None:
    """Return the printed block after *node*, if it is one that a sentence may lead to."""
    block = _neighbour(node, 1)
    return None if isinstance(block, _UNLED) else block


def _preceding(node: nodes.Node) -> nodes.Node | None:
    return _neighbour(node, -1)


def _neighbour(node: nodes.Node | None, step: int) -> nodes.Node | None:
    """Return the printed block that is next to *node*."""
    while node is not None and node.parent is not None:
        place = node.parent.index(node) + step
        node = node.parent[place] if 0 <= place < len(node.parent) else None
        if not isinstance(node, _UNPRINTED):
            return node
    return None


def _first_block(box: nodes.Element) -> nodes.Node | None:
    """Return what follows the title of *box*."""
    return next((child for child in box.children if not isinstance(child, nodes.title)), None)
