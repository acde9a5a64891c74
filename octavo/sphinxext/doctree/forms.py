"""Mark the blanks of forms, the labels before them, and the answers to choose from.

A blank is a run of underscores, such as ``Name: ____``. The style sheets of HTML and EPUB draw it as a line to write
on, and LaTeX draws a rule. In a checklist, answers after a colon are separated by slashes, such as
``Internet: none / mobile data``: each has a box of its own, and the question none.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from octavo.editions.formats.pdf import checklists

#: Class of the items of a checklist that are lines to write on or questions: they have no box to tick.
CLASS = "octavo-blank"
#: Class of a blank in the HTML of such an item. The style sheet draws it as a line to the margin.
LINE = "octavo-line"
#: Class of a blank and the mark after it, which stay in one line: a mark does not begin a line.
WITH_MARK = "octavo-line-and-mark"
#: Classes of a label with its blank, which begins beside it, and of the label.
FIELD, LABEL = "octavo-field", "octavo-label"
#: Class of a field that is all of its paragraph: its line may go on to the margin.
WHOLE = "octavo-whole"
MARK = checklists.MARK
#: What ends a field or an answer before a label.
_END = re.compile(rf"{MARK.pattern}\s*|\s+")
#: Class of an answer with its box.
CHOICE = "octavo-choice"
#: A box before an answer, and the space that keeps them in one line.
BOX = "\u2610\u00a0"
#: The answers of a question, after its colon, and what separates them.
_ANSWER = r"[^:：.。;；/／]*[^\s:：.。;；/／]"
_ANSWERS = re.compile(rf"(?<=[:：])(\s*)({_ANSWER}(?:(?:\s/\s|／){_ANSWER})+)")
_SLASH = re.compile(r"\s/\s|／")
#: Blocks whose text may contain blanks. A title may not: it is repeated in the contents and the running heads.
_BLOCKS = (nodes.paragraph, nodes.line)
#: Inline elements that may contain blanks. In code, formulas and links underscores are underscores.
_INLINE = (nodes.emphasis, nodes.strong, nodes.inline)


class MarkBlanks(SphinxTransform):
    """Mark the items of checklists that are lines to write on or questions with answers to choose from."""

    default_priority = 28  # type: ignore[assignment]  # docutils leaves it to subclasses; after the translation (20)

    def apply(self, **kwargs: object) -> None:
        """Give each item with a blank or with answers a class."""
        for box in self.document.findall(nodes.admonition):
            items = list(box.findall(nodes.list_item)) if checklists.CLASS in box["classes"] else []
            is_form = checklists.is_form([item.astext() for item in items])
            for item in items:
                if is_form or checklists.BLANK.search(item.astext()) or _ANSWERS.search(item.astext()):
                    item["classes"].append(CLASS)


class MarkChoices(SphinxPostTransform):
    """Put a box before each answer of such an item."""

    default_priority = 890  # type: ignore[assignment]  # as above; before the blanks, which an answer may contain
    formats = ("html", "latex")

    def run(self, **kwargs: object) -> None:
        """Put each answer with its box into an element of its own, without the slashes."""
        for item in self.document.findall(nodes.list_item):
            if CLASS in item["classes"]:
                for text in [text for text in item.findall(nodes.Text) if _ANSWERS.search(text)]:
                    if block_of(text) is not None:
                        assert text.parent is not None
                        text.parent.replace(text, _boxed(str(text)))


class MarkLines(SphinxPostTransform):
    """Mark each blank of such an item in HTML. Its underscores stay for readers without a style sheet."""

    default_priority = 900  # type: ignore[assignment]  # as above; after links have their texts
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Put each blank into an element of its own, and with its label into another."""
        for item in self.document.findall(nodes.list_item):
            if CLASS in item["classes"]:
                for text in [text for text in item.findall(nodes.Text) if checklists.BLANK.search(text)]:
                    if block_of(text) is not None:
                        assert text.parent is not None
                        text.parent.replace(text, _marked(str(text)))
                for block in [node for node in item.findall(nodes.Element) if isinstance(node, _BLOCKS)]:
                    _put_into_fields(block)


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(MarkBlanks)
    app.add_post_transform(MarkChoices)
    app.add_post_transform(MarkLines)


def block_of(text: nodes.Text) -> nodes.Element | None:
    """Return the block of *text*, or ``None`` if its underscores are no blank."""
    above = text.parent
    while isinstance(above, _INLINE):
        above = above.parent
    return above if isinstance(above, _BLOCKS) else None


def _boxed(text: str) -> list[nodes.Node]:
    boxed: list[nodes.Node] = []
    position = 0
    for answers in _ANSWERS.finditer(text):
        boxed.append(nodes.Text(text[position : answers.start(2)]))
        for answer in _SLASH.split(answers[2]):
            boxed += [nodes.inline("", BOX + answer, classes=[CHOICE]), nodes.Text(" ")]
        boxed.pop()
        position = answers.end()
    boxed.append(nodes.Text(text[position:]))
    return [node for node in boxed if node.astext()]


def _marked(text: str) -> list[nodes.Node]:
    marked: list[nodes.Node] = []
    for before, blank, mark in checklists.blanks(text):
        line = nodes.inline("", blank, classes=[LINE])
        marked.append(nodes.Text(before))
        marked.append(nodes.inline("", "", line, nodes.Text(mark), classes=[WITH_MARK]) if mark else line)
    return [node for node in marked if node.astext()]


def _put_into_fields(block: nodes.Element) -> None:
    """Put each blank in *block*, with the text before it, into an element; what has no blank stays outside."""
    outside: list[nodes.Node] = []
    label: list[nodes.Node] = []
    for node in list(block.children):
        classes = node["classes"] if isinstance(node, nodes.Element) else []
        if LINE in classes or WITH_MARK in classes:
            outside += _field(label, node)
            label = []
        elif CHOICE in classes:
            outside += [*label, node]
            label = []
        else:
            label.append(node)
    block[:] = outside + label
    fields = [node for node in outside if isinstance(node, nodes.Element) and FIELD in node["classes"]]
    if len(fields) == 1 and block[-1] is fields[0]:
        fields[0]["classes"].append(WHOLE)


def _field(label: list[nodes.Node], blank: nodes.Element) -> list[nodes.Node]:
    """Return the element of *label* and *blank*, after what ends the field or the answer before them."""
    before = after = ""
    if label and isinstance(label[0], nodes.Text):
        end = _END.match(label[0])
        before = end.group() if end else ""
        label[0] = nodes.Text(label[0][len(before) :])
    if label and isinstance(label[-1], nodes.Text):
        # With a space at its end, WeasyPrint 70 makes a label in a flex box too narrow for its words.
        last = label[-1].rstrip()
        after = label[-1][len(last) :]
        label[-1] = nodes.Text(last)
    words = [node for node in label if node.astext()]
    inner = [nodes.inline("", "", *words, classes=[LABEL]), nodes.Text(after)] if words else []
    return [*([nodes.Text(before)] if before else []), nodes.inline("", "", *inner, blank, classes=[FIELD])]
