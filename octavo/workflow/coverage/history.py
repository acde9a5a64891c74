"""Compute the coverage at every commit that changed the master or a catalog.

All figures come from git. Each version of a catalog is counted once. The counts are cached in ``build/``, where you may
delete them at any time. A page counts from the commit that added it to the master. If a language has no catalog of it
yet, the words are counted in the catalog of another language.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from octavo.catalogs import po
from octavo.errors import ContentError
from octavo.project import Language, Project, git
from octavo.project.git import Commit
from octavo.workflow.coverage.cache import CountCache, Store, load, save, store_of
from octavo.workflow.coverage.counts import Coverage, figures_of

#: The domain of the publication's own texts. It has no page.
_PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """Represent the coverage after a commit.

    :ivar time: the time of the commit, in seconds since 1970
    :ivar covers: the coverage by locale and slug of the book
    """

    commit: str
    time: int
    covers: Mapping[tuple[str, str], Coverage]

    @property
    def date(self) -> datetime.date:
        """Return the commit's day in UTC."""
        return datetime.datetime.fromtimestamp(self.time, datetime.UTC).date()


@dataclass(frozen=True)
class History:
    """Store the commits that changed master or catalogs, the oldest first, and the counts of their catalogs by blob."""

    commits: tuple[Commit, ...]
    versions: Mapping[str, CountCache]

    @cached_property
    def lives(self) -> dict[str, list[tuple[int, CountCache | None]]]:
        """Return, by path of a catalog, the times of its versions with their counts, the newest first."""
        versions: dict[str, list[tuple[int, CountCache | None]]] = {}
        for commit in reversed(self.commits):
            for change in commit.changes:
                if change.path.endswith(".po"):
                    versions.setdefault(change.path, []).append((commit.time, self.versions.get(change.blob)))
        return versions


def load_history(project: Project) -> History:
    """Read the history of *project*'s master and catalogs from git.

    A catalog that could not be read at a commit (a merge conflict) is left out of the versions.
    """
    folders = [folder.relative_to(project.root).as_posix() for folder in (project.source, project.locales)]
    commits = tuple(git.commits(project.root, folders))
    blobs = dict.fromkeys(
        change.blob for commit in commits for change in commit.changes if change.blob and change.path.endswith(".po")
    )
    store = project.build / "coverage" / "history.json"
    counts = {blob: held for blob, held in load(store).items() if blob in blobs}
    missing = [blob for blob in blobs if blob not in counts]
    if missing:
        # Most of the newest versions equal the present catalogs, which were counted already.
        current = _of_files(project)
        counts |= {blob: current[blob] for blob in missing if blob in current}
        rest = [blob for blob in missing if blob not in current]
        counts |= {blob: _counted(data) for blob, data in git.contents(project.root, rest)}
        save(store, counts)
    return History(commits, {blob: CountCache.restored(held) for blob, held in counts.items() if held})


def _of_files(project: Project) -> Store:
    stores = (load(store_of(project, language)) for language in project.translations)
    return {held[1][3]: held[1] for store in stores for held in store.values()}


def _counted(data: bytes) -> list[object]:
    """Return the counts of a catalog; ``None`` if it cannot be read."""
    try:
        return CountCache.of(po.skim(data, Path("catalog.po")), data).stored()
    except ContentError:
        return []


def history_points(project: Project, known: History) -> list[HistoryPoint]:
    """Return the coverage of every translation and book after each commit of the history *known*."""
    folders = {language: f"{project.catalogs(language).relative_to(project.root).as_posix()}/"
               for language in project.translations}  # fmt: skip
    source = "" if project.source == project.root else f"{project.source.relative_to(project.root).as_posix()}/"
    state = _State(project)
    points = []
    for commit in known.commits:
        for change in commit.changes:
            # Test for catalogs first: their folder may be inside that of the master.
            if language := next((item for item, folder in folders.items() if change.path.startswith(folder)), None):
                domain = change.path.removeprefix(folders[language]).removesuffix(".po")
                state.catalog(language, domain, known.versions.get(change.blob), is_there=bool(change.blob))
            elif change.path.startswith(source):
                state.page(Path(change.path.removeprefix(source)), is_there=bool(change.blob))
        points.append(HistoryPoint(commit.name, commit.time, state.covers()))
    return points


@dataclass
class _State:
    """Track the master and catalogs at one commit, and their sums. A change updates only the sums that it affects."""

    project: Project
    pages: set[str] = field(default_factory=lambda: {_PUBLICATION})
    held: dict[str, dict[str, Coverage]] = field(default_factory=dict)
    counted: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    sums: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)

    def page(self, path: Path, *, is_there: bool) -> None:
        if path.suffix in self.project.suffixes:
            domain = self.project.domain_of(path.with_suffix("").as_posix())
            if is_there:
                self.pages.add(domain)
            elif not self.project.compact:
                self.pages.discard(domain)  # a catalog of more than this page stays
            self._count(domain)

    def catalog(self, language: Language, domain: str, version: CountCache | None, *, is_there: bool) -> None:
        held = self.held.setdefault(domain, {})
        if not is_there:
            held.pop(language.locale, None)
        elif version is not None:  # a version that cannot be read is counted like the version before
            held[language.locale] = version.cover
        self._count(domain)

    def _count(self, domain: str) -> None:
        held = self.held.get(domain, {})
        for language in self.project.translations:
            now = figures_of(self._cover(held, language.locale) if domain in self.pages else Coverage())
            before = self.counted.get((language.locale, domain), (0,) * len(now))
            if now != before:
                self.counted[language.locale, domain] = now
                for book in self.project.books:
                    if book.holds(domain):
                        whole = self.sums.get((language.locale, book.slug), (0,) * len(now))
                        moved = tuple(a + b - c for a, b, c in zip(whole, now, before, strict=True))
                        self.sums[language.locale, book.slug] = moved

    @staticmethod
    def _cover(held: Mapping[str, Coverage], locale: str) -> Coverage:
        if locale in held or not held:
            return held.get(locale, Coverage())
        other = next(iter(held.values()))
        return Coverage(untranslated=other.messages, untranslated_words=other.words)

    def covers(self) -> dict[tuple[str, str], Coverage]:
        return {key: Coverage(*figures) for key, figures in self.sums.items()}


def daily_points(found: Iterable[HistoryPoint]) -> list[HistoryPoint]:
    """Return the last point of each day, the oldest first."""
    return list({snapshot.date: snapshot for snapshot in found}.values())
