r"""Print the blanks of forms as lines to write on, and the answers to choose from with a box each.

A blank is a run of underscores, such as ``Name: ____``. Printed as letters it is too short for handwriting, and a long
one runs over the margin because TeX cannot break it. A blank at the end of its paragraph becomes a line to the margin.
Any other becomes a line of a limited width. A blank stays with the label before it. In a checklist, answers after a
colon are separated by slashes, such as ``Internet: none / mobile data``: each has a box of its own, and the question
none.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from octavo.editions.formats.pdf import checklists

#: Definition of ``\octavoblank`` (a line of a width), ``\octavofill`` (such a line, continued to the margin) and
#: ``\octavofield`` (the gap between two fields).
PREAMBLE = r"""
\makeatletter
\newcommand\octavoblank[1]{\leavevmode\dimen@=#1\relax\ifdim\dimen@>\linewidth\dimen@=\linewidth\fi
  \rule[-0.25ex]{\dimen@}{0.4pt}}
\newcommand\octavofill[1]{\octavoblank{#1}\nobreak\leaders\hrule height\dimexpr0.4pt-0.25ex\relax depth0.25ex\hskip0pt plus 1fill\kern0pt\relax}
\newcommand\octavofield{\hskip1em\relax}
\makeatother
"""  # noqa: E501

#: Class of the items of a checklist that are lines to write on or questions: they have no box to tick.
CLASS = "octavo-blank"
#: Class of a blank in the HTML of such an item. The style sheet draws it as a line to the margin.
LINE = "octavo-line"
#: Class of a blank and the mark after it, which stay in one line: a mark does not begin a line.
WITH_MARK = "octavo-line-and-mark"
#: Such a mark: punctuation that is not opening, after a space of French.
_MARK = re.compile(r"[\u00a0\u202f]?[,.;:!?…)\]»”、，。；：！？）】》」』/%]+")
#: Class of an answer with its box.
CHOICE = "octavo-choice"
#: A box before an answer, and the space that keeps them in one line.
_BOX = "\u2610\u00a0"
#: The answers of a question, after its colon, and what separates them.
_ANSWER = r"[^:：.。;；/／]*[^\s:：.。;；/／]"
_ANSWERS = re.compile(rf"(?<=[:：])(\s*)({_ANSWER}(?:(?:\s/\s|／){_ANSWER})+)")
_SLASH = re.compile(r"\s/\s|／")
#: Widths in em: 6 are 23 mm in 11 points, room for a date by hand.
_LEAST, _MOST = 6, 12
#: What begins another field after a blank, without a mark between them: a capital letter, or a wide space.
_FIELD = re.compile(r"\u3000|\s+[A-Z\u00c0-\u00de]")
#: The label before a blank, from the last mark: short ones stay on one line. A Chinese character counts as two letters.
_TAIL = re.compile(r"[^,.;:!?()，。；：！？、（）]*[)）]?[:：]?[(（]?\s*$")
_SHORT = 20
_LAST_WORD = re.compile(r"(?:[^ \n\u3400-\u9fff]+|[\u3400-\u9fff]{1,4}[^ \n\u3400-\u9fff]*)\s*$")
_HAN = re.compile(r"[\u3400-\u9fff]")
#: The gap between a Chinese character and a blank.
_GAP = r"\hskip0.25em"
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
                    if _block(text) is not None:
                        assert text.parent is not None
                        text.parent.replace(text, _boxed(str(text)))


class MarkLines(SphinxPostTransform):
    """Mark each blank of such an item in HTML. Its underscores stay for readers without a style sheet."""

    default_priority = 900  # type: ignore[assignment]  # as above; after links have their texts
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Put each blank into an element of its own."""
        for item in self.document.findall(nodes.list_item):
            if CLASS in item["classes"]:
                for text in [text for text in item.findall(nodes.Text) if checklists.BLANK.search(text)]:
                    if _block(text) is not None:
                        assert text.parent is not None
                        text.parent.replace(text, _marked(str(text)))


def setup(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(MarkBlanks)
    app.add_post_transform(MarkChoices)
    app.add_post_transform(MarkLines)


def _boxed(text: str) -> list[nodes.Node]:
    boxed: list[nodes.Node] = []
    position = 0
    for answers in _ANSWERS.finditer(text):
        boxed.append(nodes.Text(text[position : answers.start(2)]))
        for answer in _SLASH.split(answers[2]):
            boxed += [nodes.inline("", _BOX + answer, classes=[CHOICE]), nodes.Text(" ")]
        boxed.pop()
        position = answers.end()
    boxed.append(nodes.Text(text[position:]))
    return [node for node in boxed if node.astext()]


def _marked(text: str) -> list[nodes.Node]:
    marked: list[nodes.Node] = []
    position = 0
    for blank in checklists.BLANK.finditer(text):
        marked.append(nodes.Text(text[position : blank.start()]))
        line = nodes.inline("", blank.group(), classes=[LINE])
        mark = _MARK.match(text, blank.end())
        position = (mark or blank).end()
        marked.append(nodes.inline("", "", line, nodes.Text(mark.group()), classes=[WITH_MARK]) if mark else line)
    marked.append(nodes.Text(text[position:]))
    return [node for node in marked if node.astext()]


def draw(whole: nodes.document) -> None:
    """Replace every blank in *whole* by a line, and draw the box of each answer."""
    for choice in [node for node in whole.findall(nodes.inline) if CHOICE in node["classes"]]:
        choice[0] = nodes.Text(choice.astext().removeprefix(_BOX))
        choice.insert(0, nodes.raw("", r"\hskip0.4em\octavotick\nobreak\hskip0.4em\relax ", format="latex"))
    for text in list(whole.findall(nodes.Text)):
        if checklists.BLANK.search(text) and (block := _block(text)) is not None:
            assert text.parent is not None
            text.parent.replace(text, _drawn(str(text), is_last=_is_last(text, block)))


def _drawn(text: str, *, is_last: bool) -> list[nodes.Node]:
    drawn: list[nodes.Node] = []
    position = 0
    for match in checklists.BLANK.finditer(text):
        drawn += _between(text[position : match.start()], is_after=position > 0, is_before=True)
        ends = is_last and not text[match.end() :].strip()
        width = min(max(len(match.group()) // 2, _LEAST), _MOST)
        drawn.append(nodes.raw("", rf"\octavo{'fill' if ends else 'blank'}{{{width}em}}", format="latex"))
        position = match.end()
    return drawn + _between(text[position:], is_after=position > 0, is_before=False)


def _between(words: str, *, is_after: bool, is_before: bool) -> list[nodes.Node]:
    """Return *words* between blanks: a label stays with its blank, and what is no label has a gap on both sides."""
    found: list[nodes.Node] = []
    if is_after and _FIELD.match(words):
        found.append(nodes.raw("", r"\octavofield{}", format="latex"))
        words = words.lstrip()
    elif is_after and _MARK.match(words):
        found.append(nodes.raw("", r"\nobreak{}", format="latex"))
    elif is_after and words.strip():
        # Better a line that ends elsewhere than one between a blank and its unit.
        gap = _GAP if _HAN.match(words) else ""
        found.append(nodes.raw("", rf"\penalty200{gap}\relax{{}}", format="latex"))
    if not is_before or not words.strip():
        return [*found, nodes.Text(words)] if words else found
    label = _label(words)
    if before := words.removesuffix(label):
        found.append(nodes.Text(before))
    if not _HAN.search(label):
        return [*found, nodes.Text(re.sub(r"\s", "\u00a0", label))] if label else found
    gap = _GAP if label[-1].isalnum() else ""
    start = r"\allowbreak\mbox{" if before else r"\mbox{"
    end = rf"}}\nobreak{gap}\relax{{}}"
    return [*found, nodes.raw("", start, format="latex"), nodes.Text(label), nodes.raw("", end, format="latex")]


def _label(words: str) -> str:
    """Return the end of *words* that stays with the blank after it: a short label, or the last word of a long one."""
    tail = _TAIL.search(words)
    label = tail[0].lstrip() if tail else ""
    is_short = sum(2 if _HAN.match(char) else 1 for char in label) <= _SHORT
    word = None if is_short else _LAST_WORD.search(label)
    return word[0] if word else label


def _block(text: nodes.Text) -> nodes.Element | None:
    """Return the block of *text*, or ``None`` if its underscores are no blank."""
    above = text.parent
    while isinstance(above, _INLINE):
        above = above.parent
    return above if isinstance(above, _BLOCKS) else None


def _is_last(text: nodes.Text, block: nodes.Element) -> bool:
    """Return whether nothing is printed after *text* in *block*."""
    node: nodes.Node = text
    while node is not block:
        parent = node.parent
        assert parent is not None
        following = parent[parent.index(node) + 1 :]
        # Raw nodes end a change of direction.
        if any(not isinstance(after, nodes.raw) and after.astext().strip() for after in following):
            return False
        node = parent
    return True
