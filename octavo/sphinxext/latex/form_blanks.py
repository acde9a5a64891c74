r"""Draw the blanks of forms as lines to write on, and a box before each answer to choose from, in LaTeX.

Printed as letters, a blank is too short for handwriting, and a long one runs over the margin because TeX cannot break
it. A blank at the end of its paragraph becomes a line to the margin. Any other becomes a line of a limited width. A
blank stays with the label before it.
"""

from __future__ import annotations

import re

from docutils import nodes

from octavo.editions.formats.pdf import checklists
from octavo.sphinxext.doctree import forms

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


def draw(whole: nodes.document) -> None:
    """Replace every blank in *whole* by a line, and draw the box of each answer."""
    for choice in [node for node in whole.findall(nodes.inline) if forms.CHOICE in node["classes"]]:
        choice[0] = nodes.Text(choice.astext().removeprefix(forms.BOX))
        choice.insert(0, nodes.raw("", r"\hskip0.4em\octavotick\nobreak\hskip0.4em\relax ", format="latex"))
    for text in list(whole.findall(nodes.Text)):
        if checklists.BLANK.search(text) and (block := forms.block_of(text)) is not None:
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
    elif is_after and forms.MARK.match(words):
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
