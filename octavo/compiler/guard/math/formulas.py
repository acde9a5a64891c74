"""Find the formulas in the sources of a catalog, so that the guard knows which messages are formulas.

A catalog does not contain the kind of a message, and could not be trusted. Formulas are found by their directives and
signs, without Sphinx. A formula that an extension adds is not found here. The same rules apply to it when Sphinx reads
it (:mod:`octavo.sphinxext.doctree.formulas`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from octavo.cache.hashing import file_hash
from octavo.compiler.guard.math import macros

_DIRECTIVE = re.compile(r"^(?P<before>.*?)\.\.[ \t]+math::(?P<argument>.*)$", re.MULTILINE)
_OPTION = re.compile(r"\s*:[a-z-]+:")
_MARKDOWN = re.compile(
    r"(?P<fence>`{3,}|:{3,})\{math\}(?P<fenced>.*?)(?P=fence)"
    r"|\$\$(?P<dollars>.+?)\$\$"
    r"|(?P<amsmath>\\begin\{(?P<name>[a-zA-Z]+\*?)\}.*?\\end\{(?P=name)\})",
    re.DOTALL,
)
#: A macro that paragraphs do not use, in a text without the signs that a paragraph would need around it.
_MACRO = re.compile(r"(?<!\\)(?:\\\\)*(\\[A-Za-z]+)")
_NO_FORMULA = re.compile(r"[`$]")


def formulas(sources: Iterable[tuple[Path, bool]]) -> frozenset[str]:
    """Return the formulas in *sources*, each as :func:`key` gives it.

    :param sources: files, each with whether it may be Markdown
    """
    found = (_formulas(path, file_hash(path), is_markdown) for path, is_markdown in sources if path.is_file())
    return frozenset().union(*found)


def key(text: str) -> str:
    """Return *text* with its white space evened out."""
    return " ".join(text.split())


def is_formula(text: str, known: frozenset[str]) -> bool:
    """Return whether the master's *text* is a formula: one of the *known*, or unmistakable TeX."""
    if known and key(text) in known:
        return True
    return "\\" in text and not _NO_FORMULA.search(text) and any(name in macros.MACROS for name in _MACRO.findall(text))


@lru_cache(maxsize=4096)
def _formulas(path: Path, _content_hash: str, is_markdown: bool) -> frozenset[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    if "math" not in text and "$$" not in text and "\\begin" not in text:
        return frozenset()
    found = _markdown(text) if is_markdown else _directives(text)
    return frozenset(filter(None, map(key, found)))


def _directives(text: str) -> Iterator[str]:
    for match in _DIRECTIVE.finditer(text):
        column = len(match["before"].expandtabs())
        lines = []
        for line in text[match.end() + 1 :].splitlines():
            if line.strip() and len(line.expandtabs()) - len(line.expandtabs().lstrip()) <= column:
                break
            lines.append(line)
        yield match["argument"] + "\n" + _without_options(lines)


def _markdown(text: str) -> Iterator[str]:
    yield from _directives(text)
    for match in _MARKDOWN.finditer(text):
        if match["fenced"] is not None:
            first, _, rest = match["fenced"].partition("\n")
            yield first + "\n" + _without_options(rest.splitlines())
        else:
            yield match["dollars"] or match["amsmath"]


def _without_options(lines: list[str]) -> str:
    return "\n".join(line for line in lines if not _OPTION.match(line))
