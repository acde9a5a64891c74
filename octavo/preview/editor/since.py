"""Find the messages that changed since a day, a tag or a commit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import Message
from octavo.errors import ContentError
from octavo.project import Language, Project, git

#: A message as it was or is: its text, its translations, and whether it needs work.
_Version = tuple[object, tuple[str, ...], bool]


class UnknownPointError(Exception):
    """Git knows no such day, tag or commit."""


@dataclass(slots=True)
class Past:
    """Compare the messages of *language* with earlier commits."""

    project: Project
    language: Language
    _versions: dict[str, frozenset[_Version]] = field(default_factory=dict)
    _releases: list[str] | None = None

    def releases(self) -> list[str]:
        """Return the last tags, the newest first."""
        if self._releases is None:
            self._releases = git.tags(self.project.root)[:20]
        return self._releases

    def before(self, point: str) -> frozenset[_Version]:
        """Return the messages of the language at *point*: a day as ``2026-11-24``, a tag or a commit.

        :raises UnknownPointError: git does not know it
        """
        commit = self._commit(point.strip())
        if commit not in self._versions:
            self._versions[commit] = frozenset(self._read(commit)) if commit else frozenset()
        return self._versions[commit]

    def _commit(self, point: str) -> str:
        """Return the commit of *point*; for a day, the last one before it, and an empty text if there is none."""
        try:
            day = datetime.date.fromisoformat(point)
        except ValueError:
            commit = git.commit_of(self.project.root, point)
        else:
            return git.last_before(self.project.root, day)
        if not commit:
            raise UnknownPointError
        return commit

    def _read(self, commit: str) -> list[_Version]:
        folder = self.project.catalogs(self.language).relative_to(self.project.root).as_posix()
        blobs = git.files_at(self.project.root, commit, folder)
        found = []
        for _, data in git.contents(self.project.root, sorted(set(blobs.values()))):
            try:
                found += [version(message) for message in po.parse_data(data, Path(folder))]
            except ContentError:
                continue  # nobody could read it then either
        return found


def version(message: Message) -> _Version:
    """Return what makes *message* another one than before."""
    return (message.key, message.msgstrs, message.is_fuzzy)
