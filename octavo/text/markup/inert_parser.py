"""Parse a text with docutils, without running a role or a directive.

Two methods of docutils are replaced: a role is recorded instead of called, and explicit markup (directives, targets,
definitions) becomes a comment. Nothing is looked up, registered, opened or included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any, ClassVar

from docutils import nodes, statemachine
from docutils.frontend import get_default_settings
from docutils.nodes import unescape
from docutils.parsers.rst import Parser, languages, states
from docutils.utils import Reporter, new_document

from octavo.text.markup.dialect import Dialect
from octavo.text.markup.running_text import is_running_text

#: ``title <target>`` inside a role, as :class:`sphinx.util.docutils.ReferenceRole` reads it.
_TITLED = re.compile(r"(.+?)\s*(?<!\x00)<([^<]*?)>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Role:
    """Represent a use of a role.

    :ivar name: in lower case; empty for the default role
    :ivar text: everything between the backquotes, as written
    :ivar target: the target, if the role is a reference: ``y`` in ``x <y>``, or the whole text
    :ivar title: ``x`` in ``x <y>``, else empty
    """

    name: str
    text: str
    target: str
    title: str = ""


class RoleNote(nodes.Inline, nodes.TextElement):
    """Record a role at its place in the tree."""


def _note_role(
    rawsource: str, text: str, role: str | None, lineno: int
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    note = RoleNote(rawsource, unescape(text))
    match = _TITLED.fullmatch(text)
    note["role"] = Role(
        name=(role or "").lower(),
        text=unescape(text, restore_backslashes=True),
        target=" ".join(unescape(match[2] if match else text).split()),
        title=unescape(match[1]) if match else "",
    )
    return [note], []


def _inliner(dialect: Dialect) -> Any:
    # Set attributes of the instance: in a subclass, Inliner would not find its patterns, which it reads from vars().
    inliner: Any = states.Inliner()
    inliner.init_customizations(_settings(dialect))
    inliner.interpreted = _note_role
    inliner.init_customizations = lambda settings: None  # the patterns stay; the settings never change
    return inliner


class _Inert:
    """Turn explicit markup into comments. Every state of the parser inherits from it, in nested text too.

    :cvar nested_sm_cache: finished parsers of nested text. docutils shares its own cache between all states. With it, a
        directive could be run here, or become a comment where Sphinx reads in the same process
    """

    nested_sm_cache: ClassVar[list[Any]] = []

    def __init__(self, state_machine: Any, debug: bool = False) -> None:
        super().__init__(state_machine, debug)  # type: ignore[call-arg]  # the state mixed with
        self.nested_sm_kwargs = {"state_classes": _STATES, "initial_state": "Body"}

    def explicit_construct(self, match: re.Match[str]) -> Any:
        return self.comment(match)  # type: ignore[attr-defined]  # Body's method


# A state machine finds its states by the names of their classes, so these need the names of docutils.
_STATES = tuple(type(state.__name__, (_Inert, state), {}) for state in states.state_classes)


@cache
def _settings(dialect: Dialect) -> Any:
    settings = get_default_settings(Parser())
    settings.character_level_inline_markup = dialect.character_level
    settings.pep_references, settings.rfc_references = dialect.pep_references, dialect.rfc_references
    settings.report_level = settings.halt_level = Reporter.SEVERE_LEVEL + 1
    settings.file_insertion_enabled = settings.raw_enabled = False
    settings.warning_stream = False
    return settings


@cache
def _machine(dialect: Dialect) -> tuple[states.RSTStateMachine, Any]:
    # Built once: building a state machine takes longer than parsing a message.
    return states.RSTStateMachine(state_classes=_STATES, initial_state="Body"), _inliner(dialect)


def parsed(text: str, dialect: Dialect) -> tuple[nodes.document, list[str]]:
    """Return *text* as a document, and the warnings of docutils."""
    document = new_document("message", _settings(dialect))
    complaints: list[str] = []

    def note(message: nodes.system_message) -> None:
        if message["level"] >= Reporter.WARNING_LEVEL:
            complaints.append(message.children[0].astext() if message.children else "")

    document.reporter.attach_observer(note)
    machine, inliner = _machine(dialect)
    lines: list[str] = statemachine.string2lines(  # type: ignore[no-untyped-call]  # docutils
        text, tab_width=8, convert_whitespace=True
    )
    if len(lines) == 1 and is_running_text(lines[0]):
        _parse_running_text(lines[0], document, inliner)
        return document, complaints
    try:
        machine.run(lines, document, inliner=inliner)
    except RecursionError:
        _machine.cache_clear()  # the machine stopped in the middle of a text
        raise
    finally:
        machine.observers.clear()
    return document, complaints


def _parse_running_text(text: str, document: nodes.document, inliner: Any) -> None:
    """Add *text* to *document* as a paragraph, without the block parser of docutils."""
    memo = SimpleNamespace(
        document=document,
        reporter=document.reporter,
        language=languages.get_language("en", document.reporter),
        title_styles=[],
        section_level=0,
        section_bubble_up_kludge=False,
        inliner=inliner,
    )
    children, messages = inliner.parse(text, 1, memo, document)
    document += nodes.paragraph(text, "", *children)
    document += messages
