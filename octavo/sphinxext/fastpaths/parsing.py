"""Parse a message without docutils' parser of blocks if it is one paragraph or title.

Sphinx builds a fresh state machine of docutils for every message, twice: 142,000 states for a guide of 4,300 messages.
A message is nearly always one line of running text; then the parser of inline markup is all that is needed, and the
nodes are the same. Any other text is parsed by docutils.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.frontend import Values
from docutils.parsers.rst import languages, roles
from docutils.parsers.rst.states import Inliner
from docutils.statemachine import string2lines
from docutils.utils import escape2null, new_document
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.parsers import RSTParser
from sphinx.registry import SphinxComponentRegistry
from sphinx.roles import XRefRole
from sphinx.transforms.i18n import _publish_msgstr
from sphinx.util import get_filetype
from sphinx.util.docutils import LoggingReporter

from octavo.text.markup import is_running_text

_UNDERLINE = re.compile("={4,}")
#: Of an epilog, what adds nothing to the paragraph before it, if its roles are pure.
_SUBSTITUTION = r"\|[^|\n]+\| (?:replace|unicode)::(?:[^`\n]|:[\w.+:-]+:`[^`\n]+`|``[^`\n]+``)*"
_TARGET = r"_[^:`\n]+: [^\s`]+(?<!_)"
_PLAIN_EPILOG = re.compile(rf"(?:\s*\.\. (?:{_SUBSTITUTION}|{_TARGET})(?:\n|\Z))*\s*")
#: Targets in a text, whose names an epilog may give away too.
_NAMED = re.compile("_`|>`_")
#: What Sphinx adds to a message that announces a block of code.
_CODE = ["", "   dummy literal"]
_ROLE = re.compile(r":((?:(?!_)\w)+(?:[-._+:](?:(?!_)\w)+)*):`|`:((?:(?!_)\w)+(?:[-._+:](?:(?!_)\w)+)*):")
#: Backquotes that are no use of the default role.
_NOT_DEFAULT = re.compile(r"``.+?``|:[\w.+:-]+:`[^`]*`|`[^`]*`__?(?!\w)")
#: Roles of Sphinx and docutils that only return nodes: reading them once or twice is the same.
_PURE = frozenset(
    (
        "abbr", "any", "code", "command", "dfn", "doc", "emphasis", "eq", "file", "guilabel", "kbd",
        "keyword", "literal", "mailheader", "makevar", "manpage", "math", "menuselection", "mimetype", "newsgroup",
        "numref", "option", "program", "ref", "regexp", "samp", "strong", "sub", "subscript", "sup", "superscript",
        "term", "title", "title-reference",
    )
)  # fmt: skip


def publish(
    source: str,
    source_path: str,
    source_line: int | None,
    *,
    config: Config,
    env: BuildEnvironment,
    registry: SphinxComponentRegistry,
    settings: Values,
) -> nodes.Element:
    """Return the first node that *source* is parsed to, as ``sphinx.transforms.i18n._publish_msgstr`` does."""
    if _is_restructuredtext(config, registry, source_path):
        lines: list[str] = string2lines(  # type: ignore[no-untyped-call]  # docutils
            source, tab_width=settings.tab_width, convert_whitespace=True
        )
        announces = lines[1:] == _CODE
        text = _words(lines[0], announces) if announces or len(lines) == 1 or _is_underlined(lines) else ""
        if text and _leaves_alone(config.rst_epilog, text):
            path = f"{source_path}:{source_line}:<translated>"
            return _parsed(lines[0], text, path, settings, is_title=len(lines) == 2)
    return _publish_msgstr(  # callers pass the line of a node, which may be None
        source, source_path, source_line, config=config, env=env, registry=registry, settings=settings  # type: ignore[arg-type]
    )  # fmt: skip


def is_pure(text: str, env: BuildEnvironment, path: str) -> bool:
    """Return whether parsing *text*, a message of the file at *path*, changes nothing in the project."""
    config, registry = env.config, env._registry
    if not _is_restructuredtext(config, registry, path):
        return _is_pure_markdown(text, registry.source_parsers.get(get_filetype(config.source_suffix, path)))
    line = text.rstrip()
    if not (has_plain_epilog(config.rst_epilog) and (_words(line, announces=False) or _words(line, announces=True))):
        return False
    if "`" not in text:
        return True
    if config.default_role and "`" in _NOT_DEFAULT.sub("", text):
        return False
    return all(name in _PURE or _is_reference(name, env) for name in _roles(text))


def _is_reference(name: str, env: BuildEnvironment) -> bool:
    """Return whether the role *name* is one of Sphinx's references that only returns nodes."""
    domain, _, short = name.rpartition(":")
    standard, current = env.domains.standard_domain, env.current_document.default_domain
    candidates = (env.domains.get(domain),) if domain else (current, standard)
    role: Any = next((item.roles[short] for item in candidates if item and short in item.roles), None)
    if isinstance(role, XRefRole):
        return type(role).__module__.startswith("sphinx.") and type(role).result_nodes is XRefRole.result_nodes
    return not role and getattr(roles._roles.get(name), "__module__", "") == "sphinx.ext.extlinks"


def _words(line: str, announces: bool) -> str:
    """Return the text of the paragraph that docutils makes of *line*; nothing if it makes another block.

    :param announces: whether *line* announces a block of code by two colons at its end
    """
    if not announces:
        return line if is_running_text(line) else ""
    if not (line.endswith("::") and line[0].isalpha() and not is_running_text(line) and is_running_text(line[:-1])):
        return ""
    return line[:-3].rstrip() if line[-3] == " " else line[:-1]


def _roles(text: str) -> set[str]:
    return {first or second for first, second in _ROLE.findall(text)}


def _is_pure_markdown(text: str, parser: type[Any] | None) -> bool:
    markdown = sys.modules.get(f"{__package__}.markdown")  # imported if MyST-Parser is, and its version is known
    return bool(markdown and parser and markdown.is_used_by(parser) and markdown.is_pure(text, _PURE))


@cache
def has_plain_epilog(epilog: str | None) -> bool:
    """Return whether *epilog*, which Sphinx adds to every message that it parses, adds nothing to what is asked for."""
    return not epilog or (bool(_PLAIN_EPILOG.fullmatch(epilog)) and _roles(epilog) <= _PURE)


def _leaves_alone(epilog: str | None, text: str) -> bool:
    return has_plain_epilog(epilog) and not (epilog and ".. _" in epilog and _NAMED.search(text))


def _is_underlined(lines: list[str]) -> bool:
    # Sphinx underlines a title with twice its length, so it is long enough whatever the width of its letters.
    return len(lines) == 2 and len(lines[1]) >= 2 * len(lines[0]) and bool(_UNDERLINE.fullmatch(lines[1]))


def _is_restructuredtext(config: Config, registry: SphinxComponentRegistry, path: str) -> bool:
    return registry.source_parsers.get(get_filetype(config.source_suffix, path)) is RSTParser


@cache
def _inliner(is_by_character: bool, pep: bool, rfc: bool) -> Inliner:
    inliner = Inliner()
    inliner.init_customizations(
        SimpleNamespace(character_level_inline_markup=is_by_character, pep_references=pep, rfc_references=rfc)
    )
    return inliner


def _parsed(line: str, text: str, source: str, settings: Values, *, is_title: bool) -> nodes.Element:
    pep, rfc = bool(settings.pep_references), bool(settings.rfc_references)
    inliner = _inliner(bool(getattr(settings, "character_level_inline_markup", False)), pep, rfc)
    escaped = escape2null(text)
    document: nodes.document | None = None
    if not (pep or rfc or ":" in text or "@" in text) and not inliner.patterns.initial.search(escaped):
        children: list[nodes.Node] = [nodes.Text(escaped)]
    else:
        document = new_document(source, settings)
        children = _inline(inliner, text, document)
    if is_title:
        # A title is looked for inside its section, whose name may be that of a target in it.
        section = nodes.section("", nodes.title(text, "", *children))
        if document is not None:
            section["names"].append(nodes.fully_normalize_name(section[0].astext()))
            document.note_implicit_target(section, section)
        return section
    paragraph = nodes.paragraph(line, "", *children)
    paragraph.source, paragraph.line = source, 1
    if document is not None and document.children:
        first: nodes.Element = document[0]
        return first  # docutils adds its message about a duplicate name before the paragraph
    return paragraph


def _inline(inliner: Inliner, text: str, document: nodes.document) -> list[nodes.Node]:
    source = document["source"]
    reporter: Any = LoggingReporter.from_reporter(document.reporter)
    document.reporter = reporter
    # Where a state machine would be: past the end, when it is not asked for a line.
    reporter.get_source_and_line = lambda line=None: (source, line or 2)
    memo = SimpleNamespace(
        document=document,
        reporter=reporter,
        language=languages.get_language(document.settings.language_code, reporter),
        title_styles=[],
        section_level=0,
        section_bubble_up_kludge=False,
        inliner=inliner,
    )
    children, _ = inliner.parse(text, 1, memo, document)  # type: ignore[no-untyped-call]  # docutils
    document.current_source = document.current_line = None
    return list(children)
