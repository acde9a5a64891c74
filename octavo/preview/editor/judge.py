"""Find the problems of one translation, as ``octavo check`` and the compiler would."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from octavo.catalogs.po import FUZZY, Message
from octavo.compiler.checks import run
from octavo.compiler.checks.registry import Rule
from octavo.compiler.checks.subject import Problem, Subject
from octavo.compiler.checks.term_base import TermBase, load
from octavo.compiler.guard import Context, context_for, prepared
from octavo.errors import OctavoError
from octavo.project import Language, Project
from octavo.text.markup import JOINT

#: Prefix of the codes of findings for which the compiler keeps the master's text.
REFUSAL = "guard-"

#: Problems, each with its rule.
Problems = tuple[tuple[Rule, Problem], ...]


@dataclass(slots=True)
class Checker:
    """Checker the translations of *language*, one at a time, because docutils keeps state between texts."""

    project: Project
    language: Language
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _terms: tuple[float, TermBase] = (-1.0, TermBase())
    _known: dict[tuple[str, str], tuple[Message, Context, TermBase, Problems]] = field(default_factory=dict)

    def terms(self) -> TermBase:
        """Return the term base; empty if it cannot be read."""
        path = self.project.term_base
        stamp = path.stat().st_mtime if path.is_file() else 0.0
        if stamp != self._terms[0]:
            try:
                self._terms = (stamp, load(path))
            except OctavoError:
                self._terms = (stamp, TermBase())
        return self._terms[1]

    def context(self, domain: str) -> Context:
        """Return the context of the catalog *domain*."""
        return context_for(self.project, self.language.locale, domain)

    def subject(self, domain: str, path: Path, message: Message, context: Context | None = None) -> Subject:
        """Return *message* as rules read it: as if it were not fuzzy."""
        known = context or self.context(domain)
        return Subject(message.with_flag(FUZZY, False), path, known, self.terms(), self.project.house_style)

    def problems(self, subject: Subject) -> Problems:
        """Return the problems of *subject* that no comment ignores; none of an empty translation."""
        if not subject.msgstr:
            return ()
        with self._lock:
            return tuple(run.problems(self.project, subject))

    def stored(self, domain: str, name: str, subject: Subject) -> Problems:
        """Return the problems of the message *name* of *domain*; judge it only if something changed."""
        key = (domain, name)
        known = self._known.get(key)
        if known and known[0] == subject.message and known[1] == subject.context and known[2] is subject.terms:
            return known[3]
        problems = self.problems(subject)
        self._known[key] = (subject.message, subject.context, subject.terms, problems)
        return problems

    def known(self, domain: str, name: str, message: Message) -> Problems | None:
        """Return the problems of *message* if they were found already, or ``None``."""
        known = self._known.get((domain, name))
        return known[3] if known and known[0] == message.with_flag(FUZZY, False) else None

    def typeset(self, subject: Subject) -> str:
        """Return the first form of the translation as readers will see it, still with its markup."""
        with self._lock:
            return prepared(subject.message, subject.context).msgstr.replace(JOINT, "")


def is_refused(problems: Problems) -> bool:
    """Return whether the compiler would keep the master's text."""
    return any(rule.code.startswith(REFUSAL) for rule, _ in problems)
