"""Build MyST's own parser from the project's settings, and escape plain text that it would read as markup.

MyST belongs to the project's environment, not to this package. If it is not installed, Sphinx reads no Markdown, and
CommonMark's parser replaces it.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import zip_longest
from typing import Any

from octavo.compiler.guard.context.parsing import Myst
from octavo.text.markup import Construct, Shape
from octavo.text.markup import myst as markdown

#: A number, or a sign of a list, at the beginning of a text. Many paragraphs begin so.
_LIST = re.compile(r"(\d{1,9})([.)])(?=\s|$)|()([-+*])(?=\s)")

#: Text between dollars that is more than words.
_FORMULA = re.compile(r"(?<!\\)\$[^$]*[\\^_{}][^$]*\$")


@cache
def parser(settings: Myst) -> Any:
    """Return MyST's parser with *settings*, or CommonMark's if MyST is not installed or refuses them."""
    try:
        from markdown_it.renderer import RendererHTML
        from myst_parser.config.main import MdParserConfig
        from myst_parser.parsers.mdit import create_md_parser

        values: dict[str, Any] = {
            name: set(value) if name == "enable_extensions" else value for name, value in settings
        }
        return create_md_parser(MdParserConfig(**values), RendererHTML)
    except (ImportError, TypeError, ValueError):
        return markdown.parser()


@lru_cache(maxsize=8192)
def parsed(text: str, settings: Myst, links: tuple[tuple[str, str], ...] = ()) -> tuple[Any, ...]:
    """Return the tokens of *text*; *links* are the addresses that its page defines, by label."""
    references = {label: {"title": "", "href": uri, "map": [0, 0]} for label, uri in links}
    return tuple(parser(settings).parse(text, {"references": references}))


def plain(text: str, master: str, settings: tuple[Myst, ...]) -> str:
    """Return *text* with a backslash before signs that would turn words into a list or a formula.

    Only if the master's text is one paragraph without a formula: there, "2. Mai" and "5 $ or 6 $" are words.
    """
    if not all(_is_paragraph(master, item) for item in settings):
        return text
    if match := _LIST.match(text):
        text = f"{match[1] or ''}\\{text[len(match[1] or '') :]}"
    formulas = [formulas_of(master, item) for item in settings]
    if "$" in text and [formulas_of(text, item) for item in settings] != formulas:
        text = _with_prices(text, formulas)
    return text


def _with_prices(text: str, formulas: list[list[str]]) -> str:
    """Return *text* with a backslash before each dollar outside *formulas*, if it contains all of them."""
    wanted = max(formulas, key=len)
    whole = "|".join(re.escape(f"${formula}$") for formula in sorted(set(wanted), key=len, reverse=True))
    kept = re.compile(rf"(?<![\\$])(?:{whole})(?!\$)") if whole else None
    found = kept.findall(text) if kept else []
    if sorted(found) != sorted(f"${formula}$" for formula in wanted):
        return text
    pieces = kept.split(text) if kept else [text]
    if wanted and any(map(_FORMULA.search, pieces)):
        return text  # one more formula, and no price
    pieces = [re.sub(r"(?<!\\)\$", r"\\$", piece) for piece in pieces]
    return "".join(piece for pair in zip_longest(pieces, found, fillvalue="") for piece in pair)


def with_addresses(text: str, links: tuple[tuple[str, str], ...]) -> str:
    """Return *text* with the page's own address in each ``[words][label]``, which a message alone cannot resolve."""
    addresses = dict(links)
    pieces = []
    for token in markdown.tokens(text):
        piece = token.text
        if token.construct is Construct.REFERENCE and token.shape is Shape.CLOSE and piece.startswith("]["):
            uri = addresses.get(normalized(piece[2:-1]))
            piece = f"]({uri})" if uri and not re.search(r"[\s()<>]", uri) else piece
        pieces.append(piece)
    return "".join(pieces)


def normalized(label: str) -> str:
    """Return *label* as CommonMark compares labels."""
    return " ".join(label.split()).lower().upper()


def definitions(text: str) -> list[tuple[str, str]]:
    """Return the labels and addresses that the page *text* defines (``[label]: address``)."""
    if "]:" not in text:
        return []
    environment: dict[str, Any] = {}
    markdown.parser().parse(text, environment)
    return [(label, str(entry["href"])) for label, entry in environment.get("references", {}).items()]


def _is_paragraph(text: str, settings: Myst) -> bool:
    return [token.type for token in parsed(text, settings)] == ["paragraph_open", "inline", "paragraph_close"]


def formulas_of(text: str, settings: Myst) -> list[str]:
    """Return the formulas between dollars in *text*."""
    tokens = parsed(text, settings)
    found = (child for token in tokens for child in (token, *(token.children or ())))
    return [token.content for token in found if token.type.startswith("math")]
