"""Import units into the catalogs, refuse those that do not belong, and overwrite no work done since the export.

A unit names the translation that was exported. If the catalog has another translation now, both sides changed the
message. Then the translation of the catalog is not replaced, and the unit is reported as a finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.memory.comments import without_notes
from octavo.catalogs.po import FUZZY, Catalog, Message, State
from octavo.compiler.guard import Context, context_for, prepared, refusals
from octavo.files import name_below
from octavo.findings import Finding, Location, Severity
from octavo.project import Language, Project
from octavo.workflow.exchange.units import Unit, digest

Key = tuple[str, str | None, str]


@dataclass(slots=True)
class ImportResult:
    """Store the result of an import.

    :ivar filled: messages that were untranslated or fuzzy and are translated now
    :ivar replaced: messages whose translation changed
    :ivar same: units that change nothing
    :ivar findings: the units that were refused, with their lines in the file
    :ivar written: the catalogs that changed
    """

    filled: int = 0
    replaced: int = 0
    same: int = 0
    findings: list[Finding] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)

    def add(self, other: ImportResult) -> None:
        """Add the result of another catalog."""
        self.filled += other.filled
        self.replaced += other.replaced
        self.same += other.same
        self.findings += other.findings
        self.written += other.written

    def refuse(self, code: str, path: Path, unit: Unit, message: str, remedy: str) -> None:
        """Add a finding: *unit* of the file at *path* is refused, and why."""
        self.findings.append(Finding(code, Severity.ERROR, Location(path, unit.line), message, remedy))


def import_units(
    project: Project, language: Language, rows: Iterable[Unit], path: Path, *, force: bool = False, dry: bool = False
) -> ImportResult:
    """Import the translations of *rows*, read from *path*, into the catalogs of *language*.

    :param force: import a unit even if the catalog's translation changed since the export
    :param dry: write nothing
    """
    taken = ImportResult()
    folder = project.catalogs(language)
    catalogs = {name_below(folder, file): po.read(file) for file in sorted(folder.rglob("*.po"))}
    wanted = _wanted(catalogs, rows, path, taken)
    domains = {domain for domain, _, _ in wanted}
    for domain, content in catalogs.items():
        context = context_for(project, language.locale, domain)

        def merge(domain: str = domain, file: Path = content.path, context: Context = context) -> ImportResult:
            part, read = ImportResult(), po.read(file)
            messages = tuple(
                _taken(
                    message, wanted.get((domain, message.msgctxt, message.msgid), []), context, path, part, force=force
                )
                for message in read.messages
            )  # fmt: skip
            if messages != read.messages:
                part.written.append(file)
                if not dry:
                    po.replace_read(replace(read, messages=messages), read)
            return part

        if domain in domains:
            taken.add(po.until_unchanged(merge))
    return taken


def _wanted(
    catalogs: Mapping[str, Catalog], rows: Iterable[Unit], path: Path, taken: ImportResult
) -> dict[Key, list[Unit]]:
    """Return the units by their message. Report a unit without a message as a finding."""
    masters: dict[tuple[str, str | None, str], Key] = {}
    anywhere: dict[str, list[Key]] = defaultdict(list)
    for domain, content in catalogs.items():
        for message in content:
            key = (domain, message.msgctxt, message.msgid)
            masters[key] = key
            if message.msgid_plural is not None:
                masters.setdefault((domain, message.msgctxt, message.msgid_plural), key)
            anywhere[message.msgid].append(key)
    units_by_key: dict[Key, list[Unit]] = defaultdict(list)
    seen: dict[tuple[Key, int], str] = {}
    for unit in rows:
        if not unit.target:
            continue
        exact_key = masters.get((unit.domain, unit.context, unit.source))
        keys = [exact_key] if exact_key else anywhere[unit.source] if not unit.domain else []
        if not keys:
            taken.refuse(
                "exchange-unknown", path, unit,
                f"no catalog has the text “{unit.source[:60]}”" + (f" on {unit.domain}" if unit.domain else ""),
                "The original changed since the export: export again, and let your tool’s memory fill it",
            )  # fmt: skip
        for key in keys:
            if seen.setdefault((key, unit.form), unit.target) != unit.target:
                taken.refuse(
                    "exchange-twice", path, unit, f"the text “{unit.source[:60]}” is translated twice",
                    "Keep one of the two",
                )  # fmt: skip
            else:
                units_by_key[key].append(unit)
    return units_by_key


def _taken(
    message: Message, units: list[Unit], context: Context, path: Path, taken: ImportResult, *, force: bool
) -> Message:
    """Return *message* with the translations of *units*, or unchanged. Count it in *taken*."""
    if not units or message.obsolete or message.is_header:
        return message
    texts, accepted = list(message.msgstrs), []
    for unit in units:
        if _is_accepted(message, unit, path, taken, force=force):
            texts[unit.form] = unit.target
            accepted.append(unit)
    if not accepted:
        return message
    edited = _made(message, tuple(texts), done=all(unit.state is State.TRANSLATED for unit in accepted))
    if edited is message:
        taken.same += 1
        return message
    reasons = refusals(prepared(edited, context), context) if all(texts) else []
    for reason in reasons:
        taken.refuse(reason.code, path, accepted[-1], reason.message, reason.remedy)
    if reasons:
        return message
    if message.state is State.TRANSLATED:
        taken.replaced += 1
    else:
        taken.filled += 1
    return edited


def _is_accepted(message: Message, unit: Unit, path: Path, taken: ImportResult, *, force: bool) -> bool:
    if unit.form >= len(message.msgstrs):
        taken.refuse(
            "exchange-form", path, unit,
            f"the language has {len(message.msgstrs)} forms of this text, and this is number {unit.form}",
            "Delete the row",
        )  # fmt: skip
        return False
    current = message.msgstrs[unit.form]
    if not unit.base or unit.target == current or force:
        return True
    if digest(unit.target) == unit.base:
        return False  # it was not edited in the file, but in the catalog
    if digest(current) != unit.base:
        taken.refuse(
            "exchange-conflict", path, unit,
            f"“{unit.source[:60]}” was translated here too since the export: “{current[:60]}”",
            "Choose one in the catalog, or import with --force to take the file’s",
        )  # fmt: skip
        return False
    return True


def _made(message: Message, texts: tuple[str, ...], *, done: bool) -> Message:
    """Return *message* with *texts*, fuzzy unless they are *done*. Return *message* itself if nothing changes."""
    is_fuzzy = not (done and all(texts))
    if texts == message.msgstrs and (is_fuzzy or not message.is_fuzzy):
        return message
    edited = message.edited(msgstrs=texts).with_flag(FUZZY, is_fuzzy)
    return edited if is_fuzzy else edited.edited(previous=(None, None, None), comments=without_notes(edited))
