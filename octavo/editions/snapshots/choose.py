"""Find the text with which a language was last complete, for the languages that publish that text.

The text of a commit is laid out in ``build/past/<commit>/``: its files, its templates, and in its own ``build/`` the
editions. It is an ordinary project, with the present books and configuration as far as it had them then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from octavo.cache import store
from octavo.cache.hashing import file_hash
from octavo.catalogs.extract import pot
from octavo.editions.executors import local_executor
from octavo.errors import OctavoError
from octavo.files import remove, toml
from octavo.findings import Finding, Location, Severity
from octavo.project import Language, Project, Snapshot, Text, file_of, file_of_document, git, source_files
from octavo.project.git import Commit
from octavo.workflow import coverage
from octavo.workflow.coverage import full_coverage

#: The percent of a text that cannot be read, which is never complete.
_UNREADABLE = -1.0
#: Which snapshots were chosen does not depend on the version of this package.
_CHOSEN = ""
#: Letters of a commit's name that tell it from all others.
_NAME = 12


@dataclass(frozen=True, slots=True)
class SnapshotChoice:
    """Choose the snapshots that languages publish.

    :ivar snapshots: by locale, the project as it was, for languages that do not publish the current text
    :ivar findings: one for each language that was never complete as far as git knows
    """

    snapshots: Mapping[str, Project] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def choose_snapshots(project: Project) -> SnapshotChoice:
    """Choose the text of every language; those that do not ask for an earlier one publish the current text.

    :raises ContentError: a present catalog cannot be read
    """
    asking = [language for language in project.translations if project.gate(language).text is Text.COMPLETE]
    folder = _folder(project)
    if not asking:
        remove(folder)
        return SnapshotChoice()
    earlier: dict[str, Project] = {}
    findings: list[Finding] = []
    texts = _Texts(project, asking)
    waiting = [language for language in asking if not texts.is_complete_today(language)]
    known = coverage.load_history(project) if waiting else None
    for language in waiting:
        assert known is not None
        commit = _newest(full_coverage.full(project, language, known), partial(texts.is_complete, language))
        if commit is None:
            findings.append(_never(project, language))
        else:
            earlier[language.locale] = texts.project_at(commit)
    texts.close({item.snapshot.commit for item in earlier.values() if item.snapshot})
    chosen = {locale: [item.snapshot.commit, item.snapshot.time] for locale, item in earlier.items() if item.snapshot}
    store.save(folder / "chosen.json", chosen, _CHOSEN)
    return SnapshotChoice(earlier, tuple(findings))


def load_snapshots(project: Project) -> dict[str, Project]:
    """Return, by locale, the snapshots that were chosen when *project* was last built."""
    earlier: dict[str, Project] = {}
    with suppress(ValueError, TypeError, AttributeError):
        for locale, (name, time) in (store.load(_folder(project) / "chosen.json", _CHOSEN) or {}).items():
            folder = _folder(project) / name[:_NAME]
            if folder.is_dir():
                earlier[locale] = _as_it_was(project, folder, Snapshot(name, time))
    return earlier


def _as_it_was(project: Project, folder: Path, snapshot: Snapshot) -> Project:
    """Return the project in *folder*: the present books that it had then, with the metadata of that day."""
    then = replace(project, root=folder, snapshot=snapshot)

    def is_there(document: str) -> bool:
        return file_of_document(then, document) is not None

    metadata = project.metadata
    # What cannot be read any more stays as it is today.
    with suppress(OSError, ValueError, KeyError, AttributeError):
        held = toml.loads(file_of(then).read_text(encoding="utf-8"))["tool"]["octavo"]["metadata"]
        metadata = tuple((key, str(held.get(key, text))) for key, text in project.metadata)
    return replace(
        then,
        books=tuple(book for book in project.books if is_there(book.root)),
        back_matter=tuple(filter(is_there, project.back_matter)),
        metadata=metadata,
    )


def _folder(project: Project) -> Path:
    return project.build / "past"


def _never(project: Project, language: Language) -> Finding:
    """Return the finding that says why there is no earlier text."""
    if not git.head(project.root):
        why, remedy = "there is no git history", "Publish from a clone of the repository"
    elif git.is_shallow(project.root):
        why, remedy = "only the newest part of the history was fetched", "Run “git fetch --unshallow”"
    else:
        why, remedy = "there is none in its history", "Translate what “octavo todo” lists, or lower “complete”"
    message = f"{language.name} is published with the text of today; no day is known on which it was complete: {why}"
    return Finding("no-complete-text", Severity.WARNING, Location(file_of(project)), message, remedy)


def _newest(runs: Sequence[Sequence[Commit]], is_complete: Callable[[Commit], bool]) -> Commit | None:
    """Return the newest commit with a complete text.

    In a run, text only moves away from its translation: if the last commit is not complete, bisection finds
    the first incomplete one. The returned commit was always examined itself.
    """
    for run in runs:
        if is_complete(run[-1]):
            return run[-1]
        if is_complete(run[0]):
            good, bad = 0, len(run) - 1
            while bad - good > 1:
                middle = (good + bad) // 2
                good, bad = (middle, bad) if is_complete(run[middle]) else (good, middle)
            return run[good]
    return None


class _NoRootError(Exception):
    """Signal a commit without the publication's start page."""


class _Texts:
    """Check out texts of earlier commits and cache their coverage in ``build/past/``."""

    def __init__(self, project: Project, languages: Sequence[Language]) -> None:
        self.project, self.languages = project, languages
        self.folder = _folder(project)
        self.percents = self._known()

    def is_complete_today(self, language: Language) -> bool:
        """Return whether the text that lies in the project is complete in *language*."""
        least = self.project.gate(language).complete
        key = self._digest_of_today()
        if key not in self.percents:
            pot.write_pot_files(self.project)
            self.percents = {name: held for name, held in self.percents.items() if not name.startswith("today")}
            self.percents[key] = self._counted(self.project)
        return self.percents[key].get(language.locale, _UNREADABLE) >= least

    def is_complete(self, language: Language, commit: Commit) -> bool:
        """Return whether the text of *commit* is complete in *language*."""
        if language.locale not in self.percents.get(commit.name, {}):
            self._lay_out(commit)
        return self.percents[commit.name].get(language.locale, _UNREADABLE) >= self.project.gate(language).complete

    def project_at(self, commit: Commit) -> Project:
        """Return the project as it was at *commit*."""
        folder = self.folder / commit.name[:_NAME]
        if not folder.is_dir():
            self._lay_out(commit)
        return _as_it_was(self.project, folder, Snapshot(commit.name, commit.time))

    def close(self, kept: set[str]) -> None:
        """Remember what was found out, and remove the texts that are not published."""
        store.save(self.folder / "percents.json", self.percents)
        for path in self.folder.iterdir():
            if path.is_dir() and path.name not in {name[:_NAME] for name in kept}:
                remove(path)

    def _lay_out(self, commit: Commit) -> None:
        """Write the text of *commit* and its templates, whole or not at all, and count what is translated of it."""
        target, draft = self.folder / commit.name[:_NAME], self.folder / "draft"
        remove(draft)
        try:
            git.export(self.project.root, commit.name, ["."], draft)
            then = _as_it_was(self.project, draft, Snapshot(commit.name, commit.time))
            whole = self.project.main_book
            if whole not in then.books:
                raise _NoRootError
            # A process of its own: conf.py of that day may import what was there on that day.
            with local_executor(1) as executor:
                executor.submit(pot.write_pot_files, then).result()
            self.percents[commit.name] = self._counted(then)
        except (OctavoError, _NoRootError, BrokenExecutor):  # a text that cannot be read is not complete
            self.percents[commit.name] = {language.locale: _UNREADABLE for language in self.languages}
            return
        for path in then.build.iterdir():
            if path != then.templates:
                remove(path)
        remove(target)
        draft.rename(target)

    def _digest_of_today(self) -> str:
        project, digest = self.project, sha256()
        catalogs = (path for language in self.languages for path in sorted(project.catalogs(language).rglob("*.po")))
        for path in (file_of(project), project.configuration, *source_files.files(project), *catalogs):
            digest.update(f"\0{path}\0{file_hash(path)}".encode())
        return f"today {digest.hexdigest()}"

    def _counted(self, project: Project) -> dict[str, float]:
        found = {}
        for language in self.languages:
            found[language.locale] = _UNREADABLE
            with suppress(OctavoError):
                found[language.locale] = full_coverage.of_text(project, language).percent
        return found

    def _known(self) -> dict[str, dict[str, float]]:
        percents = store.load(self.folder / "percents.json")
        return percents if isinstance(percents, dict) else {}
