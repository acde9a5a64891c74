"""Compile catalogs into ``Project.compiled_catalogs``, the only folder whose catalogs Sphinx reads.

A message is written if it is translated and the guard accepts it. It is typeset and has the boundaries that docutils
requires. For any other message the reader sees the master's text. The header is Octavo's. A file is written only if its
content changes, and by rename, so a build that reads it at the same time sees a whole file. If a catalog cannot be
read, nothing is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import Message, State
from octavo.compiler import binary, cache
from octavo.compiler.guard import INTERFACE, Context, Refusal, context_for, prepared, refusals, with_repairs
from octavo.compiler.message_cache import Decision, MessageCache
from octavo.compiler.sources import check_file, is_compiled, other_folders, read_sources, with_others
from octavo.errors import ContentError
from octavo.files import name_below, write_if_changed
from octavo.findings import Finding, Location, Severity, in_order
from octavo.project import Language, Project, domains
from octavo.ui.translations import theme_messages

__all__ = ["Compilation", "compile_catalog", "compile_catalogs", "compile_each", "refusals", "refused_messages"]


@dataclass(frozen=True, slots=True)
class Compilation:
    """Store the result of a run of the compiler.

    :ivar findings: a finding for each reason against a message, at its msgstr
    :ivar written: the number of messages in the compiled catalogs
    :ivar refused: the number of messages that the guard refused
    :ivar changed: the compiled catalogs that were written because their content changed
    :ivar removed: the compiled catalogs that were deleted because their source does not exist any more
    """

    findings: tuple[Finding, ...]
    written: int
    refused: int
    changed: tuple[Path, ...]
    removed: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """Store the messages of a catalog that is being compiled, and its findings."""

    path: Path
    domain: str
    messages: tuple[Message, ...]
    blocked: tuple[Message, ...]
    findings: tuple[Finding, ...]


def compile_catalogs(project: Project, language: Language, *, strict: bool = False) -> Compilation:
    """Compile all catalogs of *project* in *language*.

    With *strict*, a refused message is an error and nothing is written.

    :raises ContentError: a catalog cannot be read, or *strict* found something; nothing has been written then
    """
    sources, others, findings = read_sources(project, language)
    target = project.compiled_catalogs(language)
    before, after = cache.load(project, language), dict[str, cache.CacheEntry]()
    done: list[_Compiled] = []
    keys: dict[str, str] = {}
    names: dict[str, dict[str, list[str]]] = {}
    for path, domain in sources:
        context = context_for(project, language.locale, domain)
        keys[domain] = cache.input_hash(with_others(path, domain, others), context)
        entry = before.get(domain)
        if entry and entry.source == keys[domain] and cache.is_fresh(entry, target / f"{domain}.mo", context.names):
            after[domain] = entry
            findings += entry.findings
        else:
            known = MessageCache(cache.decisions_file(project, language, domain), cache.input_hash((), context))
            context.names.asked.clear()
            done.append(_compile_or_report(project, with_others(path, domain, others), domain, context, known))
            known.save()
            names[domain] = {name: context.names.meanings(name) for name in sorted(context.names.asked)}
    findings += [finding for item in done for finding in item.findings]
    if strict and findings:
        raise _strict(in_order(findings))
    binaries = {item.domain: binary.content(_whole(item, language), language) for item in done if item.messages}
    digests = {domain: entry.binary for domain, entry in after.items() if entry.messages}
    digests |= {domain: hashlib.sha256(data).hexdigest() for domain, data in binaries.items()}
    words = target / f"{INTERFACE}.mo" if INTERFACE in digests else binary.write_theme_words(target, language)
    compilation = Compilation(
        findings=tuple(in_order(findings)),
        written=sum(len(item.messages) for item in done) + sum(entry.messages for entry in after.values()),
        refused=sum(len(item.blocked) for item in done) + sum(entry.refused for entry in after.values()),
        changed=tuple(path for name, data in binaries.items() if write_if_changed(path := target / f"{name}.mo", data)),
        removed=tuple(binary.remove_stale(target, (words, *(target / f"{name}.mo" for name in digests)))),
    )
    after |= {
        item.domain: cache.CacheEntry(
            keys[item.domain],
            digests.get(item.domain, ""),
            len(item.messages),
            len(item.blocked),
            item.findings,
            names[item.domain],
        )
        for item in done
    }
    if after != before:
        cache.save(project, language, after)
    return compilation


def compile_catalog(project: Project, language: Language, path: Path) -> bool:
    """Compile the one catalog at *path* as :func:`compile_catalogs` would; return whether its compiled catalog changed.

    If the catalog was deleted, or has no translated message, its compiled catalog is deleted.

    :raises ContentError: the catalog cannot be read; the compiled one is unchanged
    """
    return _compile_one(project, language, path, domains(project))


def compile_each(project: Project, language: Language) -> dict[Path, ContentError]:
    """Compile every catalog of *language* that can be read. The compiled catalogs of the others are not changed.

    :returns: the catalogs that cannot be read, each with the reason
    """
    faults: dict[Path, ContentError] = {}
    folder, target, known = project.catalogs(language), project.compiled_catalogs(language), domains(project)
    paths = sorted(folder.rglob("*.po"))
    for path in paths:
        try:
            _compile_one(project, language, path, known)
        except ContentError as fault:
            faults[path] = fault
    words = target / f"{INTERFACE}.mo"
    if folder / f"{INTERFACE}.po" not in paths:
        binary.write_theme_words(target, language)
    names = (name_below(folder, path) for path in paths)
    list(binary.remove_stale(target, [words, *(target / f"{name}.mo" for name in names if is_compiled(name, known))]))
    return faults


def _compile_one(project: Project, language: Language, path: Path, known: Container[str]) -> bool:
    domain = name_below(project.catalogs(language), path)
    if not is_compiled(domain, known):
        return False
    target = project.compiled_catalogs(language) / f"{domain}.mo"
    item = _Compiled(path, domain, (), (), ())
    if path.exists():
        check_file(path, project.root)
        paths = with_others(path, domain, other_folders(project, language))
        item = _compile(paths, domain, context_for(project, language.locale, domain))
    messages = _whole(item, language)
    return _put(target, binary.content(messages, language) if messages else b"")


def _whole(item: _Compiled, language: Language) -> tuple[Message, ...]:
    """Return the messages of *item*, and Octavo's words of themes that it lacks."""
    if item.domain != INTERFACE:
        return item.messages
    own = {message.key for message in item.messages}
    return (*item.messages, *(message for message in theme_messages(language) if message.key not in own))


def _put(target: Path, data: bytes) -> bool:
    """Write *data* to *target*, or delete *target* if there is no data. Return whether the content changed."""
    if data:
        return write_if_changed(target, data)
    if target.is_file():
        target.unlink()
        return True
    return False


def refused_messages(project: Project, language: Language) -> list[tuple[Path, Message]]:
    """Return the messages of *language* that the guard refuses, with their catalogs. Nothing is written.

    :raises ContentError: a catalog cannot be read
    """
    sources, others, _ = read_sources(project, language)
    done = (
        _compile_or_report(
            project, with_others(path, domain, others), domain, context_for(project, language.locale, domain)
        )
        for path, domain in sources
    )
    return [(item.path, message) for item in done for message in item.blocked]


def _compile(paths: Sequence[Path], domain: str, context: Context, known: MessageCache | None = None) -> _Compiled:
    """Compile the catalog at the first of *paths*; from the others come translations that it lacks.

    :param known: the decisions about messages that did not change
    """
    messages: list[Message] = []
    blocked: list[Message] = []
    findings: list[Finding] = []
    catalogs = [po.read(path) for path in paths]
    for catalog in catalogs:
        findings += (_fault(slip, Severity.WARNING) for slip in catalog.tolerated)
        findings += (_fault(error, Severity.ERROR, ", so the message is not translated") for error in catalog.unread)
        if context.house_style and (faults := (*catalog.unread, *catalog.tolerated)):
            raise faults[0]
    for path, message in _translated(catalogs):
        published, reasons = known.decide(message, context, _decide) if known else _decide(message, context)
        if published is None:
            blocked.append(message)
        else:
            messages.append(published)
        severity = Severity.ERROR if published is None else Severity.WARNING
        findings += (_finding(path, message, reason, severity) for reason in reasons)
    return _Compiled(paths[0], domain, tuple(messages), tuple(blocked), tuple(findings))


def _decide(message: Message, context: Context) -> Decision:
    published = prepared(message, context)
    reasons = refusals(published, context)
    if not reasons:
        return Decision(published, [])
    return Decision(None if context.house_style else with_repairs(published, context), reasons)


def _compile_or_report(
    project: Project, paths: Sequence[Path], domain: str, context: Context, known: MessageCache | None = None
) -> _Compiled:
    """Compile a catalog. In an adopted project, one that cannot be read is a finding, and its page is not translated.

    :raises ContentError: it cannot be read, and the project is Octavo's own
    """
    try:
        return _compile(paths, domain, context, known)
    except ContentError as error:
        if project.house_style:
            raise
        fault = _fault(error, Severity.ERROR, ", so the page is not translated")
        return _Compiled(paths[0], domain, (), (), (fault,))


def _fault(error: ContentError, severity: Severity, effect: str = "") -> Finding:
    place = Location(error.path or Path(), error.line or 0)
    return Finding(error.code, severity, place, f"{error.what[:1].upper()}{error.what[1:]}{effect}", error.remedy)


def _translated(catalogs: Iterable[po.Catalog]) -> Iterator[tuple[Path, Message]]:
    known = set()
    for catalog in catalogs:
        for message in catalog:
            if message.state is State.TRANSLATED and message.key not in known:
                known.add(message.key)
                yield catalog.path, message


def _finding(path: Path, message: Message, reason: Refusal, severity: Severity) -> Finding:
    place = Location(path, message.msgstr_line or message.line)
    return Finding(reason.code, severity, place, reason.message, reason.remedy)


def _strict(findings: list[Finding]) -> ContentError:
    first = findings[0]
    others = f" ({len(findings) - 1} more)" if len(findings) > 1 else ""
    return ContentError(
        "compile-refused", f"the compiler refuses a translation{others}: {first.message} [{first.code}]",
        remedy=first.remedy or "Correct the message", path=first.location.path, line=first.location.line or None,
    )  # fmt: skip
