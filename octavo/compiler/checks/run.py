"""Run all rules on catalogs and apply ignore comments."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from octavo.catalogs.po import Message, State
from octavo.compiler.checks import places
from octavo.compiler.checks.ignores import ignore_comments
from octavo.compiler.checks.registry import RULES, Rule, RuleScope
from octavo.compiler.checks.results import Result, Results
from octavo.compiler.checks.rules import (  # noqa: F401  # each registers its rules; the order is that of the documentation
    chinese,
    consistency,
    french,
    guard,
    ignores,
    markup,
    markup_literal,
    naming,
    native,
    reviews,
    spelling,
    syntax,
    terms,
    values,
    wording,
)
from octavo.compiler.checks.subject import CatalogFile, Problem, Subject
from octavo.compiler.checks.term_base import TermBase, load
from octavo.compiler.guard.context.names import Names
from octavo.findings import Finding, Location, in_order
from octavo.project import Language, LooseProject, Project

Found = tuple[Rule, Problem]


def check(project: Project, paths: Sequence[Path] = (), *, style: bool | None = None) -> list[Finding]:
    """Return the findings in the catalogs of *project*, in order; only those below *paths*, if any are given.

    :param style: whether rules of house style count; by default, if the project has Octavo's
    :raises OctavoError: a path is not below the project's catalogs
    :raises ContentError: the term base cannot be read
    """
    wanted = places.wanted(project, paths)
    terms_base = load(project.term_base)
    house_style = project.house_style if style is None else style
    findings = [
        finding
        for language in project.translations
        if any(_meet(project.catalogs(language).resolve(), path) for path in wanted)
        for finding in _check_language(project, language, terms_base, house_style)
    ]
    if not paths:
        return in_order(findings)
    return [item for item in in_order(findings) if any(item.location.path.is_relative_to(path) for path in wanted)]


def problems(project: Project, subject: Subject) -> list[Found]:
    """Return the problems of one message that no comment ignores, without what shows only beside other messages."""
    rules = message_rules(project, project.language(subject.context.locale), project.house_style)
    return without_ignored(subject.message, judge(subject, rules))[0]


def _meet(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def is_checked(message: Message) -> bool:
    """Return whether rules read *message*: others are still being worked on."""
    return message.state is State.TRANSLATED


def message_rules(project: Project, language: Language, style: bool) -> list[Rule]:
    """Return the rules for single messages of *language*."""
    rules = _rules(RuleScope.MESSAGE, language.locale, style)
    return [rule for rule in rules if not (rule.is_policy and isinstance(project, LooseProject))]


def _rules(scope: RuleScope, locale: str, style: bool = True) -> Iterator[Rule]:
    of_scope = (rule for rule in RULES.values() if rule.scope is scope and rule.concerns(locale))
    return (rule for rule in of_scope if style or not rule.house_style)


def _check_language(project: Project, language: Language, terms_base: TermBase, style: bool) -> Iterator[Finding]:
    every = places.all_files(project, language)
    # The compiler takes the names of the language from all catalogs.
    names = Names(tuple, [message for file in every for message in file.catalog or ()])
    files = places.own(project, language, every)
    for file in files:
        yield from _check_file(file)
    subjects = [
        Subject(message, file.path, context, terms_base, style)
        for file in files
        for context in [places.context(project, file, names)]
        for message in file.catalog or ()
        if is_checked(message)
    ]
    results = _results(project, language, terms_base, names, style)
    judged = _judged(subjects, names, results, message_rules(project, language, style))
    compared: dict[tuple[Path, int], list[Found]] = defaultdict(list)
    for rule in _rules(RuleScope.LANGUAGE, language.locale, style):
        for problem in rule.judge([subject for subject in subjects if not subject.is_too_much]):
            if problem.about is None:
                yield _finding(rule, problem, terms_base.path, problem.line)
            else:
                compared[problem.about.path, problem.about.message.line].append((rule, problem))
    results.save()
    off = frozenset(rule.code for rule in RULES.values() if rule.house_style and not style)
    for subject, found in zip(subjects, judged, strict=True):
        more = compared.get((subject.path, subject.message.line), ())
        if found or more or subject.message.comments:
            yield from _unignored(subject, [*found, *more], off)


def _results(project: Project, language: Language, terms_base: TermBase, names: Names, style: bool) -> Results:
    base = terms_base.path.read_bytes() if terms_base.terms else b""
    settings = (hashlib.sha256(base).hexdigest(), str(style), repr(sorted(project.translatable_roles)))
    return Results(project.build / "checks" / f"{language.locale}.json", names, settings)


def _judged(subjects: Sequence[Subject], names: Names, results: Results, rules: list[Rule]) -> list[list[Found]]:
    """Return the problems of each of *subjects*: those stored, where nothing changed."""
    judged = []
    for subject in subjects:
        result = results.get(subject)
        if result:
            subject.facts.update(result.facts)
            judged.append([(RULES[code], problem) for code, problem in result.problems])
            continue
        names.asked.clear()
        found = list(judge(subject, rules))
        rows = tuple((rule.code, problem) for rule, problem in found)
        meant = {name: names.meanings(name) for name in sorted(names.asked)}
        results.put(subject, Result(rows, subject.facts, meant))
        judged.append(found)
    return judged


def _check_file(file: CatalogFile) -> Iterator[Finding]:
    for rule in _rules(RuleScope.FILE, file.locale):
        for problem in rule.judge(file):
            yield _finding(rule, problem, file.path, problem.line)


def _unignored(subject: Subject, found: Iterable[Found], off: frozenset[str]) -> Iterator[Finding]:
    """Yield the findings of *subject* that are not ignored, and those about its ignore comments.

    :param off: the codes of rules that did not run; a comment may name them
    """
    left, used = without_ignored(subject.message, found)
    for rule, problem in left:
        yield _finding(rule, problem, subject.path, subject.message.msgstr_line)
    for rule in _rules(RuleScope.IGNORE, subject.context.locale) if subject.message.comments else ():
        for problem in rule.judge(subject, used | off):
            yield _finding(rule, problem, subject.path, subject.message.line)


def judge(subject: Subject, rules: Iterable[Rule]) -> Iterator[Found]:
    """Yield what *rules* find in *subject*."""
    is_too_much = subject.is_too_much
    for rule in rules:
        if is_too_much and rule.can_be_ignored:
            continue  # only the guard's rules, which say so
        for problem in rule.judge(subject):
            yield rule, problem


def without_ignored(message: Message, found: Iterable[Found]) -> tuple[list[Found], frozenset[str]]:
    """Return the problems that no ignore comment of *message* names, and the codes of the others."""
    quiet = {comment.code for comment in ignore_comments(message)}
    left: list[Found] = []
    used: set[str] = set()
    for rule, problem in found:
        if rule.code in quiet and rule.can_be_ignored:
            used.add(rule.code)
        else:
            left.append((rule, problem))
    return left, frozenset(used)


def _finding(rule: Rule, problem: Problem, path: Path, line: int) -> Finding:
    code = problem.code or rule.code
    return Finding(
        code, problem.severity or rule.severity, Location(path, line), problem.message, problem.remedy, problem.fixed
    )
