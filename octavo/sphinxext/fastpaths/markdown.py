"""Parse Markdown messages with one parser, not with a new one for each.

MyST-Parser makes a parser with its plugins and a docutils document with new settings for every message, although
neither depends on the message (myst_parser/parsers/sphinx_.py and mdit_to_docutils/base.py, 5.2.0).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from docutils import nodes
from docutils.frontend import Values, get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser

from octavo.sphinxext.fastpaths.settings import copied

_original = MystParser.parse
#: The configuration, and the parsers for it that are not at work. A parser is not used inside its own work.
_idle: tuple[Any, list[Any]] = (None, [])
_ROLE = re.compile(r"\{([\w.:+-]+)\}(?=`)")
#: What may note something in the project besides roles: headings, targets, images, notes, mathematics, HTML.
_NOTED = re.compile(r"<(?![^<>`]*>`)|[$\\]|\)=|!\[|\[\^|^[ >]*[#=-]", re.MULTILINE)


def parse(self: MystParser, inputstring: str, document: nodes.document) -> None:
    """Replace ``MystParser.parse``."""
    global _idle  # noqa: PLW0603  # one for a process, as the configuration
    if not document["source"].endswith("<translated>") or inputstring.startswith("---"):
        _original(self, inputstring, document)
        return
    config = document.settings.env.myst_config
    if _idle[0] is not config:
        _idle = (config, [])
    idle = _idle[1]
    parser = idle.pop() if idle else create_md_parser(config, SphinxRenderer)
    parser.options["document"] = document
    parser.render(inputstring)
    idle.append(parser)


def make_document(source_path: str = "notset", parser_cls: Any = Parser) -> nodes.document:
    """Replace ``make_document``, which MyST-Parser calls for each message and nearly always throws away."""
    return new_document(source_path, settings=copied(_settings(parser_cls)))


@cache
def _settings(parser_cls: Any) -> Values:
    return get_default_settings(parser_cls)


def is_used_by(parser: type[Any]) -> bool:
    """Return whether :func:`parse` is the method of *parser*."""
    return any(vars(base).get("parse") is parse for base in parser.__mro__)


def is_pure(text: str, pure_roles: frozenset[str]) -> bool:
    """Return whether parsing *text* changes nothing in the project, if *pure_roles* change nothing."""
    if _NOTED.search(text):
        return False
    names = _ROLE.findall(text)
    return len(names) == text.count("{") and pure_roles.issuperset(names)
