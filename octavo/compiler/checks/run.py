"""Run all rules on catalogs and apply ignore comments, or fix everything that has a safe fix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import Message, State
from octavo.compiler.checks.ignores import ignore_comments
from octavo.compiler.checks.registry import RULES, Rule, Scope
from octavo.compiler.checks.rules import (  # noqa: F401  # each registers its rules; the order is that of the documentation
    chinese,
    french,
    guard,
    ignores,
    markup,
    reviews,
    spelling,
    syntax,
    terms,
    values,
    wording,
)
from octavo.compiler.checks.subject import CatalogFile, Problem, Subject
from octavo.compiler.checks.term_base import TermBase, load
from octavo.compiler.guard import INTERFACE, PUBLICATION, Context, context_for
from octavo.errors import ContentError, OctavoError, did_you_mean
from octavo.findings import Finding, Location, in_order
from octavo.project import Language, Project, domains

#: A fix may allow another one. More rounds than rules would mean that two fixes undo each other.
ROUNDS = 20


def check(project: Project, paths: Sequence[Path] = ()) -> list[Finding]:
    """Return the findings in the catalogs of *project*, in order; only those below *paths*, if any are given.

    :raises OctavoError: a path is not below the project's catalogs
    :raises ContentError: the term base cannot be read
    """
    wanted = _wanted(project, paths)
    terms_base = load(project.term_base)
    findings = [
        finding
        for language in project.translations
        if any(_meet(project.catalogs(language).resolve(), path) for path in wanted)
        for finding in _check_language(project, language, terms_base)
    ]
    return [item for item in in_order(findings) if any(_is_below(item.location.path, path) for path in wanted)]


def check_catalog(project: Project, language: Language, path: Path) -> list[Finding]:
    """Return the findings in the one catalog at *path*, in order, without what shows only beside other catalogs.

    :raises ContentError: the term base cannot be read
    """
    file = _file(path, language.locale)
    terms_base = load(project.term_base)
    findings = list(_check_file(file))
    context = _context(project, file)
    for message in file.catalog or ():
        if _is_checked(message):
            subject = Subject(message, path, context, terms_base)
            findings += (_finding(rule, problem, path, message.msgstr_line) for rule, problem in problems(subject))
    return in_order(findings)


def problems(subject: Subject) -> list[tuple[Rule, Problem]]:
    """Return the problems of one message that no comment ignores, without what shows only beside other messages."""
    return _without_ignored(subject, _problems(subject))[0]


def fix(project: Project, paths: Sequence[Path] = ()) -> list[Path]:
    """Apply every safe fix to the catalogs below *paths* (by default all), and return the files that changed."""
    wanted = _wanted(project, paths)
    terms_base = load(project.term_base)
    return [
        file.path
        for language in project.translations
        for file in _files(project, language)
        if any(_is_below(file.path, path) for path in wanted) and _fix_file(project, file, terms_base)
    ]


def _wanted(project: Project, paths: Sequence[Path]) -> list[Path]:
    locales = [language.locale for language in project.translations]
    for path in paths:
        if not path.exists() or not _is_below(path.resolve(), project.locales.resolve()):
            raise OctavoError(
                "check-path", f"“{path}” is not a language, a catalog or a folder of catalogs of this project",
                remedy=f"{did_you_mean(str(path), locales)}Name a language, or a file or folder below "
                f"{project.locales}",
            )  # fmt: skip
    return [path.resolve() for path in paths] or [project.locales]


def _meet(one: Path, other: Path) -> bool:
    return _is_below(one, other) or _is_below(other, one)


def _is_below(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


# --- reading ------------------------------------------------------------------------------------------


def _files(project: Project, language: Language) -> list[CatalogFile]:
    """Return the catalogs of *language*, without those of others."""
    folder, known = project.catalogs(language), {*domains(project), PUBLICATION, INTERFACE}
    files = [_file(path, language.locale) for path in sorted(folder.rglob("*.po"))]
    return [
        file
        for file in files
        if file.path.relative_to(folder).with_suffix("").as_posix() in known or not _is_of_others(project, file)
    ]


def _is_of_others(project: Project, file: CatalogFile) -> bool:
    """Return whether no document has the texts of *file*; outside adopted projects, only if its references say so."""
    references = [reference for message in file.catalog or () for reference in message.references]
    names = {reference.rpartition(":")[0] or reference for reference in references}
    return (bool(names) or not project.house_style) and not any(name.endswith(project.suffixes) for name in names)


def _file(path: Path, locale: str) -> CatalogFile:
    try:
        return CatalogFile(path, locale, catalog=po.read(path))
    except ContentError as error:
        return CatalogFile(path, locale, error=error)


def _context(project: Project, file: CatalogFile) -> Context:
    domain = file.path.relative_to(project.locales / file.locale / "LC_MESSAGES").with_suffix("").as_posix()
    return context_for(project, file.locale, domain)


def _is_checked(message: Message) -> bool:
    return message.state is State.TRANSLATED


# --- judging ------------------------------------------------------------------------------------------


def _rules(scope: Scope, locale: str) -> Iterator[Rule]:
    return (rule for rule in RULES.values() if rule.scope is scope and rule.concerns(locale))


def _check_language(project: Project, language: Language, terms_base: TermBase) -> Iterator[Finding]:
    files = _files(project, language)
    for file in files:
        yield from _check_file(file)
    subjects = [
        Subject(message, file.path, context, terms_base)
        for file in files
        for context in [_context(project, file)]
        for message in file.catalog or ()
        if _is_checked(message)
    ]
    compared: dict[tuple[Path, int], list[tuple[Rule, Problem]]] = defaultdict(list)
    for rule in _rules(Scope.LANGUAGE, language.locale):
        for problem in rule.judge([subject for subject in subjects if not subject.is_too_much]):
            if problem.about is None:
                yield _finding(rule, problem, terms_base.path, problem.line)
            else:
                compared[problem.about.path, problem.about.message.line].append((rule, problem))
    for subject in subjects:
        yield from _check_message(subject, compared.get((subject.path, subject.message.line), ()))


def _check_file(file: CatalogFile) -> Iterator[Finding]:
    for rule in _rules(Scope.FILE, file.locale):
        for problem in rule.judge(file):
            yield _finding(rule, problem, file.path, problem.line)


def _check_message(subject: Subject, more: Iterable[tuple[Rule, Problem]]) -> Iterator[Finding]:
    line = subject.message.msgstr_line
    left, used = _without_ignored(subject, [*_problems(subject), *more])
    for rule, problem in left:
        yield _finding(rule, problem, subject.path, line)
    for rule in _rules(Scope.IGNORE, subject.context.locale):
        for problem in rule.judge(subject, used):
            yield _finding(rule, problem, subject.path, subject.message.line)


def _problems(subject: Subject) -> Iterator[tuple[Rule, Problem]]:
    for rule in _rules(Scope.MESSAGE, subject.context.locale):
        if subject.is_too_much and rule.can_be_ignored:
            continue  # only the guard's rules, which say so
        for problem in rule.judge(subject):
            yield rule, problem


def _without_ignored(
    subject: Subject, problems: Iterable[tuple[Rule, Problem]]
) -> tuple[list[tuple[Rule, Problem]], frozenset[str]]:
    """Return the problems that are not ignored, and the codes of those that are."""
    quiet = {comment.code for comment in ignore_comments(subject.message)}
    left: list[tuple[Rule, Problem]] = []
    used: set[str] = set()
    for rule, problem in problems:
        if rule.code in quiet and rule.can_be_ignored:
            used.add(rule.code)
        else:
            left.append((rule, problem))
    return left, frozenset(used)


def _finding(rule: Rule, problem: Problem, path: Path, line: int) -> Finding:
    return Finding(rule.code, rule.severity, Location(path, line), problem.message, problem.remedy, problem.fixed)


# --- fixing -------------------------------------------------------------------------------------------


def _fix_file(project: Project, file: CatalogFile, terms_base: TermBase) -> bool:
    return po.until_unchanged(lambda: _fix_once(project, _file(file.path, file.locale), terms_base))


def _fix_once(project: Project, file: CatalogFile, terms_base: TermBase) -> bool:
    if file.catalog is None:
        return False
    messages = tuple(
        _fixed(project, file, message, terms_base) if _is_checked(message) and not message.is_header else message
        for message in file.catalog.messages
    )
    return po.replace_read(replace(file.catalog, messages=messages), file.catalog)


def _fixed(project: Project, file: CatalogFile, message: Message, terms_base: TermBase) -> Message:
    for _ in range(ROUNDS):
        subject = Subject(message, file.path, _context(project, file), terms_base)
        left, _used = _without_ignored(subject, _problems(subject))
        text = next((problem.fixed for _rule, problem in left if problem.fixed is not None), None)
        if text is None or text == message.msgstr or message.msgid_plural is not None:
            break
        message = message.edited(msgstrs=(text,))
    return message
