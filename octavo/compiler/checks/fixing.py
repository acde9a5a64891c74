"""Apply the safe fixes of rules, without touching anything else of a catalog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import Message
from octavo.compiler.checks import places
from octavo.compiler.checks.registry import Rule
from octavo.compiler.checks.run import is_checked, judge, message_rules, without_ignored
from octavo.compiler.checks.subject import CatalogFile, Subject
from octavo.compiler.checks.term_base import TermBase, load
from octavo.project import Project

#: A fix may allow another one. More rounds than rules would mean that two fixes undo each other.
ROUNDS = 20


def fix(project: Project, paths: Sequence[Path] = (), *, style: bool | None = None) -> list[Path]:
    """Apply every safe fix to the catalogs below *paths* (by default all), and return the files that changed."""
    wanted = places.wanted(project, paths)
    terms_base = load(project.term_base)
    house_style = project.house_style if style is None else style
    return [
        file.path
        for language in project.translations
        for file in places.own(project, language, places.all_files(project, language))
        if any(file.path.is_relative_to(path) for path in wanted)
        and _fix_file(project, file, terms_base, message_rules(project, language, house_style), house_style)
    ]


def _fix_file(project: Project, file: CatalogFile, terms_base: TermBase, rules: list[Rule], style: bool) -> bool:
    return po.until_unchanged(lambda: _fix_once(project, places.read(file.path, file.locale), terms_base, rules, style))


def _fix_once(project: Project, file: CatalogFile, terms_base: TermBase, rules: list[Rule], style: bool) -> bool:
    if file.catalog is None or file.catalog.unread:
        return False  # its lines would be lost
    context = places.context(project, file)
    messages = tuple(
        _fixed(project, Subject(message, file.path, context, terms_base, style), rules)
        if is_checked(message) and not message.is_header
        else message
        for message in file.catalog.messages
    )
    return po.replace_read(replace(file.catalog, messages=messages), file.catalog)


def _fixed(project: Project, subject: Subject, rules: list[Rule]) -> Message:
    message = subject.message
    for _ in range(ROUNDS):
        left, _used = without_ignored(message, judge(replace(subject, message=message, facts={}), rules))
        fixes = [problem.fixed for _rule, problem in left if problem.fixed is not None]
        if not project.house_style:
            # Plain Sphinx reads no markup without the spaces around it.
            fixes = [text for text in fixes if _joints(subject, text) == _joints(subject, message.msgstr)]
        text = next(iter(fixes), None)
        if text is None or text == message.msgstr or message.msgid_plural is not None:
            break
        message = po.with_msgstr(message, text)
    return message


def _joints(subject: Subject, text: str) -> list[tuple[str, bool, bool]]:
    """Return the markup of *text*, each piece with whether a space is before and after it."""
    cut = replace(subject, message=subject.message.edited(msgstrs=(text,)), facts={}).tokens
    places: list[tuple[str, bool, bool]] = []
    position = 0
    for token in cut:
        end = position + len(token.text)
        if not token.is_text:
            places.append(
                (token.text, text[:position].endswith((" ", "\u3000")), text[end : end + 1] in (" ", "\u3000"))
            )
        position = end
    return places
