"""Count the translated messages that have a problem.

The compiler refuses some of them, so readers see the master's text. The others have open findings of the checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from hashlib import sha256
from pathlib import Path

from octavo.cache import store as results
from octavo.cache.hashing import file_hash
from octavo.catalogs import po
from octavo.catalogs.po import Message
from octavo.compiler import checks, compilation
from octavo.project import Language, Project
from octavo.workflow.coverage.counts import words
from octavo.workflow.coverage.languages import catalogs


@dataclass(frozen=True, slots=True)
class ProblemCounts:
    """Count messages, and words of the master.

    :ivar blocked: messages that the compiler refuses
    :ivar found: messages with open findings of ``octavo check``
    """

    blocked: int = 0
    blocked_words: int = 0
    found: int = 0
    found_words: int = 0

    def __add__(self, other: ProblemCounts) -> ProblemCounts:
        return ProblemCounts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


def of_language(project: Project, language: Language) -> dict[str, ProblemCounts]:
    """Return the problems in each catalog of *language* by domain. They are cached until an input changes.

    :raises ContentError: the language has no catalogs yet, or one of them cannot be read
    """
    paths = catalogs(project, language)
    digest = _digest(project, paths.values())
    store = project.build / "coverage" / f"{language.locale}.problems.json"
    with suppress(KeyError, TypeError, AttributeError):
        data = results.load(store)
        if data["digest"] == digest:
            return {domain: ProblemCounts(*figures) for domain, figures in data["problems"].items()}
    counts = _counted(project, language, paths)
    with suppress(OSError):
        results.save(store, {"digest": digest, "problems": {domain: astuple(item) for domain, item in counts.items()}})
    return counts


def _digest(project: Project, paths: Iterable[Path]) -> str:
    digest = sha256()
    for path in (project.root / "pyproject.toml", project.term_base, *paths):
        digest.update(f"\0{path}\0{file_hash(path) if path.is_file() else ''}".encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class ProblemIndex:
    """Index the problems of a language by file and line.

    :ivar blocked: the places of the messages that the compiler refuses
    :ivar found: the codes of the findings by place
    """

    blocked: frozenset[tuple[Path, int]]
    found: Mapping[tuple[Path, int], tuple[str, ...]]

    def is_blocked(self, path: Path, message: Message) -> bool:
        """Return whether the compiler refuses *message* of the catalog at *path*."""
        return (path.resolve(), message.line) in self.blocked

    def codes(self, path: Path, message: Message) -> tuple[str, ...]:
        """Return the codes of the findings of *message*."""
        file = path.resolve()
        lines = dict.fromkeys((message.line, message.msgstr_line))
        return tuple(code for line in lines for code in self.found.get((file, line), ()))


def problem_index(project: Project, language: Language) -> ProblemIndex:
    """Run the compiler and the checks, and index the problems of *language*.

    :raises ContentError: a catalog cannot be read
    """
    codes_by_place: dict[tuple[Path, int], tuple[str, ...]] = {}
    for finding in checks.check(project, [project.catalogs(language)]):
        place = (finding.location.path.resolve(), finding.location.line)
        codes_by_place[place] = (*codes_by_place.get(place, ()), finding.code)
    refused = ((path.resolve(), message.line) for path, message in compilation.refused_messages(project, language))
    return ProblemIndex(frozenset(refused), codes_by_place)


def _counted(project: Project, language: Language, paths: dict[str, Path]) -> dict[str, ProblemCounts]:
    index = problem_index(project, language)
    counts = {}
    for domain, path in paths.items():
        whole = ProblemCounts()
        for message in po.read(path):
            size = words(message.msgid)
            if index.is_blocked(path, message):
                whole += ProblemCounts(blocked=1, blocked_words=size)
            if index.codes(path, message):
                whole += ProblemCounts(found=1, found_words=size)
        counts[domain] = whole
    return counts
