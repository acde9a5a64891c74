"""Find the words in code that translators may translate: labels of Graphviz and Mermaid diagrams, and comments.

A translation replaces exactly the words that were found. Signs with which it could end its label are written as the
language of the diagram writes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment
from pygments.util import ClassNotFound

from octavo.catalogs.extract import dot_words
from octavo.catalogs.extract.dot_words import Span

GRAPHVIZ, MERMAID = "graphviz", "mermaid"

_WORDS = r'\s*"?(?P<text>(?<=")[^"\n]+|[^\s"\[\](){}|][^"\[\](){}|\n]*?)"?\s*'
_REST = r"\s*(?P<text>[^\s;\n][^;\n]*)"
_ARROW = r"(?:<<)?-{1,2}(?:>>|>|x|\))[+-]?"
#: By the first word of a Mermaid diagram, the places of words in its lines.
_MERMAID = {
    "flowchart": (
        rf"(?<=[\w-])(?:[\[({{]{{1,3}}[/\\]?|>){_WORDS}[/\\]?[\])}}]{{1,3}}",
        rf"\|{_WORDS}\|",
        r"(?:--|==|-\.)\s+(?P<text>[^\s>|-][^|>\n]*?)\s+(?:--|==|\.-)",
        r"^\s*subgraph\s+(?P<text>[^\s\[\"]+ [^\[\"\n]+)$",
    ),
    "sequenceDiagram": (
        rf"^[^:\n]*?{_ARROW}[^:\n]*:{_REST}$",
        rf"^\s*(?:create\s+)?(?:participant|actor)\s+\S+\s+as\s{_REST}$",
        rf"^\s*[Nn]ote\s+(?:over|left of|right of)\s[^:\n]+:{_REST}$",
        rf"^\s*(?:loop|alt|else|opt|par|and|critical|option|break)\s{_REST}$",
    ),
    "stateDiagram": (rf"-->[^:\n]+:{_REST}$", rf"^\s*\w+\s*:{_REST}$", r'^\s*state\s+"(?P<text>[^"\n]+)"'),
    "pie": (r'^\s*"(?P<text>[^"\n]+)"\s*:',),
    "gantt": (r"^\s*(?P<text>[^\s:%][^:\n]*?)\s*:", ),
    "classDiagram": (rf"(?:--|\.\.)[^:\n]*\s:{_REST}$",),
    "erDiagram": (r"(?:--|\.\.)[^:\n]*\s:\s*\"?(?P<text>[^\s\"\n][^\"\n]*)\"?\s*$",),
}  # fmt: skip
_MERMAID["graph"], _MERMAID["stateDiagram-v2"] = _MERMAID["flowchart"], _MERMAID["stateDiagram"]
_ANY_MERMAID = (rf"^\s*(?:pie\s+)?(?:showData\s+)?(?:title|section|accTitle:|accDescr:)\s{_REST}$",)
#: Lines of Mermaid with no words for readers.
_SETTINGS = re.compile(
    r"\s*(?:%%|click|style|classDef|class |linkStyle|direction|link |links |dateFormat|axisFormat|excludes)"
)
_BREAK = re.compile(r"<br\s*/?>")

#: The signs around the words of a comment, at its beginning and its end.
_BEFORE = re.compile(r"\s*(?:#+|//+!?|/\*+!?|\(\*|--+\[*|;+|%+|<!--|\*(?!/)|REM\b|\")?[\s:|]*")
_AFTER = re.compile(r"\s*(?:\*+/|\*\)|-->|\]\])?\s*$")
#: Comments that a program reads.
_FOR_PROGRAMS = (Comment.Hashbang, Comment.Preproc, Comment.PreprocFile, Comment.Special)
_DIRECTIVE = re.compile(r"(?:noqa|type:|pylint|fmt:|ruff:|pragma|eslint|mypy:|-\*-)", re.IGNORECASE)


def words(language: str, code: str) -> list[str]:
    """Return the words of *code*, each once, in their order.

    :param language: :data:`GRAPHVIZ`, :data:`MERMAID`, or the language of the code
    """
    return list(dict.fromkeys(code[start:end] for start, end in _spans(language, code)))


def replaced(language: str, code: str, translate: Callable[[str], str]) -> str:
    """Return *code* with its words put through *translate*."""
    made, done = [], 0
    for start, end in _spans(language, code):
        master = code[start:end]
        text = translate(master)
        if text != master:
            is_dot = language == GRAPHVIZ
            text = dot_words.written(code, (start, end), text) if is_dot else _escaped(language, master, text)
        made += [code[done:start], text]
        done = end
    return "".join((*made, code[done:]))


def _spans(language: str, code: str) -> list[Span]:
    find = {GRAPHVIZ: dot_words.spans, MERMAID: _of_mermaid}.get(language)
    found = find(code) if find else _of_comments(language, code)
    spans: list[Span] = []
    for start, end in sorted(set(found)):
        is_apart = not spans or start >= spans[-1][1]
        if is_apart and any(char.isalpha() for char in code[start:end]):
            spans.append((start, end))
    return spans


def _of_mermaid(code: str) -> Iterator[Span]:
    # Settings may be between lines of dashes before the diagram.
    body = re.match(r"\s*---\n.*?\n---\n", code, re.DOTALL)
    place = body.end() if body else 0
    kind = ""
    for line in code[place:].split("\n"):
        if not kind and line.strip() and not line.lstrip().startswith("%%"):
            kind = line.split()[0]
        if kind and not _SETTINGS.match(line):
            for pattern in (*_ANY_MERMAID, *_MERMAID.get(kind, ())):
                for match in re.finditer(pattern, line):
                    yield place + match.start("text"), place + len(line[: match.end("text")].rstrip())
        place += len(line) + 1


def _of_comments(language: str, code: str) -> Iterator[Span]:
    try:
        lexer = get_lexer_by_name("python" if language == "default" else language)
    except ClassNotFound:
        return
    for place, kind, text in lexer.get_tokens_unprocessed(code):
        if kind not in Comment or any(kind in other for other in _FOR_PROGRAMS) or not code.startswith(text, place):
            continue
        first = place
        for line in text.splitlines(keepends=True):
            content = line.rstrip("\r\n")
            before, after = _BEFORE.match(content), _AFTER.search(content)
            start, end = before.end() if before else 0, after.start() if after else len(content)
            if start < end and not _DIRECTIVE.match(content, start):
                yield first + start, first + end
            first += len(line)


def _escaped(language: str, master: str, text: str) -> str:
    """Return the translation *text* so that it cannot end where *master* does not."""
    if language != MERMAID:
        return text
    kept = set(master) - set('<>";')
    signs = (
        char if char.isalnum() or char in kept or char not in '"[](){}|;<>%#`\\' else f"#{ord(char)};"
        for char in "\0".join(_BREAK.split(text))
    )
    return "".join(signs).replace("\0", "<br/>")
