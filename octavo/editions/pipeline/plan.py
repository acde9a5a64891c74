"""Plan a build: which tasks there are, why, and which other tasks each one depends on.

A language is read once: its HTML comes first and leaves doctrees, from which EPUBs and LaTeX files are written.
The folders are those of the project as the language publishes it: the current text or a snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from octavo.cache import fingerprint, store
from octavo.cache.hashing import file_hash
from octavo.project import PRINTED, SITE_COPIES, Book, Edition, Format, Language, Project
from octavo.workflow.language_build import LanguageBuild, LanguageBuilds

LATEX = "latex"
#: The file that says what the editions of a language were made from.
RECORD = "made.json"
CHANGED = "its text, its catalogs or the configuration changed"
DAMAGED = "its files are not those that were made"
#: Files in the folder of an edition that are no part of it.
_NO_PART = (".buildinfo", ".doctrees", "_sources")


@dataclass(frozen=True, slots=True)
class Task:
    """Represent a piece of work that one process does.

    :ivar kind: a format's value, or ``latex`` for writing the LaTeX files of a language
    :ivar book: the book of a PDF of either kind; ``None`` where one run makes all books
    :ivar reason: why it is done, a sentence
    :ivar needs: names of the tasks that must be done before
    """

    kind: str
    language: Language
    reason: str
    book: Book | None = None
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the name that logs and other tasks use."""
        return f"{self.language.locale}-{self.kind}" + (f"-{self.book.slug}" if self.book else "")


@dataclass(frozen=True, slots=True)
class Plan:
    """Store the tasks of a run.

    :ivar tasks: in an order in which each comes after what it needs
    :ivar current: editions that are asked for and need no work
    """

    tasks: tuple[Task, ...]
    current: tuple[Edition, ...]


def output_path(project: Project, edition: Edition) -> Path:
    """Return where *edition* is made: a folder for HTML, a file for the others."""
    folder = editions_folder(project, edition.language)
    if edition.format is Format.HTML:
        return folder / "html"
    return folder / f"{edition.book.slug}.{edition.format.value}"


def editions_folder(project: Project, language: Language) -> Path:
    """Return the folder of *language*'s editions."""
    return project.build / "editions" / language.locale


def latex_folder(project: Project, language: Language) -> Path:
    """Return the folder of *language*'s LaTeX files."""
    return project.build / "latex" / language.locale


def latex_source(project: Project, language: Language, book: Book, kind: Format = Format.PDF) -> Path:
    """Return the LaTeX file of *book* in *language* for the printed format *kind*, as Sphinx writes it."""
    return latex_folder(project, language) / f"{book.slug}.{kind.value.removesuffix('pdf')}tex"


def latex_log(project: Project, edition: Edition) -> Path:
    """Return the log that TeX wrote of a PDF."""
    source = latex_source(project, edition.language, edition.book, edition.format)
    return job_folder(source) / f"{source.stem}.log"


def job_folder(source: Path) -> Path:
    """Return the folder in which TeX sets the LaTeX file *source*: one for each book."""
    return source.parent / f"{source.stem}.job"


def make_plan(builds: LanguageBuilds, wanted: Sequence[Edition]) -> Plan:
    """Return the plan for *wanted*: editions that are stale or missing are built, the others are not."""
    tasks: list[Task] = []
    current: list[Edition] = []
    for language in dict.fromkeys(edition.language for edition in wanted):
        build = builds[language]
        known = read_record(build.project, language)
        editions = [edition for edition in wanted if edition.language == language]
        stale = {edition: _reason(build, edition, known) for edition in editions}
        current.extend(edition for edition, reason in stale.items() if not reason)
        tasks.extend(_tasks(language, {edition: reason for edition, reason in stale.items() if reason}))
    # Languages side by side: all reads first, then what is written from them, the long LaTeX runs as soon as they can.
    order = [Format.HTML, LATEX, Format.EPUB, Format.ACCESSIBLE, *SITE_COPIES, *PRINTED]
    names = [kind.value if isinstance(kind, Format) else kind for kind in order]
    tasks.sort(key=lambda task: names.index(task.kind))
    return Plan(tuple(tasks), tuple(current))


def _tasks(language: Language, stale: dict[Edition, str]) -> Iterator[Task]:
    reasons: dict[Format, str] = {}
    for edition, reason in stale.items():
        reasons.setdefault(edition.format, reason)
    read: tuple[str, ...] = ()
    made_of: tuple[str, ...] = ()
    if Format.HTML in reasons:
        task = Task(Format.HTML.value, language, reasons[Format.HTML])
        read = (task.name,)
        yield task
    for kind in SITE_COPIES:
        if kind in reasons:
            yield Task(kind.value, language, reasons[kind], needs=read)
    printed = [reasons[kind] for kind in PRINTED if kind in reasons]
    if printed:
        task = Task(LATEX, language, printed[0], needs=read)
        yield task
        for edition, reason in stale.items():
            if edition.format in PRINTED:
                yield Task(edition.format.value, language, reason, edition.book, needs=(task.name,))
        # Without HTML the first one to read is LaTeX; EPUB waits for its doctrees instead of reading twice.
        read = read or (task.name,)
    if Format.EPUB in reasons:
        task = Task(Format.EPUB.value, language, reasons[Format.EPUB], needs=read)
        yield task
        made_of = (task.name,)
    for edition, reason in stale.items():
        if edition.format is Format.ACCESSIBLE:
            yield Task(Format.ACCESSIBLE.value, language, reason, edition.book, needs=made_of)


def _reason(build: LanguageBuild, edition: Edition, known: dict[str, Record]) -> str:
    if not output_path(build.project, edition).exists():
        return "not built before"
    record = known.get(edition.name, Record())
    if record.files != output_state(output_path(build.project, edition)):
        # Test for damage first: the incremental build skips unchanged files.
        return DAMAGED
    return CHANGED if record.inputs != build.input_hash else ""


def is_made_of_same(build: LanguageBuild, task: Task) -> bool:
    """Return whether the single file that *task* converts is the one that it converted last time."""
    if task.kind != Format.ACCESSIBLE.value or task.reason != CHANGED or task.book is None:
        return False
    edition = Edition(task.language, task.book, Format.ACCESSIBLE)
    record = read_record(build.project, task.language).get(edition.name, Record())
    return record.source == _source_hash(build.project, edition)


# --- what was made from what ----------------------------------------------------------------------------


def _record_file(project: Project, language: Language) -> Path:
    return editions_folder(project, language) / RECORD


class Record(NamedTuple):
    """Store the hashes of the inputs of an edition.

    :ivar inputs: the hash of the inputs of its language
    :ivar files: the state of its files
    :ivar source: the hash of the EPUB that it was converted from; empty for other formats
    """

    inputs: str = ""
    files: str = ""
    source: str = ""


def read_record(project: Project, language: Language) -> dict[str, Record]:
    """Return, by edition's name, what it was made from."""
    with suppress(ValueError, TypeError, AttributeError):
        data = store.load(_record_file(project, language)) or {}
        return {str(name): Record(*map(str, values)) for name, values in data.items()}
    return {}


def write_record(build: LanguageBuild, made: Iterable[Edition]) -> set[Edition]:
    """Store that *made* were made from the present inputs of *build*; return those whose files are as before."""
    project, before = build.project, read_record(build.project, build.language)
    new = {
        item: Record(build.input_hash, output_state(output_path(project, item)), _source_hash(project, item))
        for item in made
    }
    store.save(_record_file(project, build.language), before | {item.name: record for item, record in new.items()})
    return {item for item, record in new.items() if before.get(item.name, Record()).files == record.files}


def _source_hash(project: Project, edition: Edition) -> str:
    if edition.format is not Format.ACCESSIBLE:
        return ""
    source = output_path(project, replace(edition, format=Format.EPUB))
    language = repr(edition.language).encode()
    return sha256(language + file_hash(source).encode()).hexdigest() if source.is_file() else ""


def output_state(path: Path) -> str:
    """Return a digest of the names, sizes and times of the files at and below *path*.

    Times count in seconds, because archives that carry a build folder to another machine keep no more.
    """
    folder = str(path)
    found = sorted(
        (name[len(folder) :], mark.size, mark.mtime // 10**9)
        for name, mark in fingerprint.below(folder)
        if mark and not any(part.startswith(_NO_PART) for part in name[len(folder) :].split("/"))
    )
    return sha256(repr(found).encode("utf-8", "surrogateescape")).hexdigest()
