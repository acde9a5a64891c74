"""The files of a language and of what is made of it → what is different from the last look: some texts, or more."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from octavo import answers
from octavo.preview.saved import Sign, sign_of
from octavo.project import Language, Project, file_of
from octavo.project.sources import ASIDE

#: Nanoseconds: a file that is changed again within a step of the file system's clock may look the same.
_STEP = 50_000_000


class LeftError(Exception):
    """What is to be done is left to the ordinary build; its text says why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different from the last look.

    :ivar catalogs: ``.po`` files of the language
    :ivar texts: files of the master
    :ivar others: ``.po`` files of other languages: they say which pages are offered in those
    """

    catalogs: tuple[Path, ...] = ()
    texts: tuple[Path, ...] = ()
    others: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.catalogs or self.texts or self.others)


@dataclass(frozen=True, slots=True)
class _State:
    """The files that people edit, with what the file system says of each.

    :ivar recent: digests of those that were edited a moment before: they may be edited again without a sign of it
    """

    signs: dict[str, Sign]
    recent: dict[str, bytes]

    @classmethod
    def of(cls, signs: dict[str, Sign], taken: int) -> _State:
        """Return the state of files whose *signs* were taken at that time."""
        return cls(signs, {name: _digest(name) for name, sign in signs.items() if sign[0] > taken - _STEP})

    def differing(self, now: dict[str, Sign]) -> set[str]:
        """Return the files that are different *now*, of those that are there before and after."""
        return {name for name, sign in now.items() if sign != self.signs.get(name)} | {
            name for name, digest in self.recent.items() if _digest(name) != digest
        }


class Look:
    """The files of *language* as they were when its edition was made."""

    def __init__(self, project: Project, language: Language) -> None:
        """Take everything as it is."""
        self.project, self.language = project, language
        self._has_catalogs = language != project.master
        self._begun = time.time_ns()
        self._more: tuple[Path, ...] = ()
        self._surroundings = answers.surroundings(project.root)
        self._made_of = self._seen = _State.of(self._edited(), self._begun)
        self.take_made()

    def add(self, more: Iterable[Path]) -> None:
        """Look at *more* files and folders, which were read since the first look: style sheets, templates, modules.

        :raises LeftError: one of them was edited meanwhile
        """
        self._more = tuple(more)
        for name, sign in self._edited().items():
            if self._made_of.signs.setdefault(name, sign)[0] > self._begun and name not in self._made_of.recent:
                raise LeftError(f"{name} was edited meanwhile")

    def take_made(self) -> None:
        """Take what was made as it is."""
        self._outputs = self._made()

    def is_made(self) -> bool:
        """Whether what was made is what it was."""
        return self._made() == self._outputs

    def different(self) -> Difference:
        """Return what was edited since the edition was made.

        :raises LeftError: something else is different, or was made by somebody else
        """
        taken = time.time_ns()
        if answers.surroundings(self.project.root) != self._surroundings:
            raise LeftError("git's commit or a package changed")
        if not self.is_made():
            raise LeftError("another build made something")
        now = self._edited()
        if now.keys() != self._made_of.signs.keys():
            raise LeftError("a file was added or taken away")
        changed = self._made_of.differing(now)
        self._seen = _State.of(now, taken)
        return self._sorted_out(changed)

    def is_as_seen(self) -> bool:
        """Whether everything is as it was when :meth:`different` was asked."""
        now = self._edited()
        return now.keys() == self._seen.signs.keys() and not self._seen.differing(now)

    def take(self) -> None:
        """Take for what the edition is made of what :meth:`different` saw."""
        self._made_of = self._seen
        self.take_made()

    def _sorted_out(self, changed: Iterable[str]) -> Difference:
        catalogs: list[Path] = []
        texts: list[Path] = []
        others: list[Path] = []
        own = self.project.catalogs(self.language)
        for path in sorted(map(Path, changed)):
            if path.suffix == ".po" and path.is_relative_to(self.project.locales):
                (catalogs if self._has_catalogs and path.is_relative_to(own) else others).append(path)
            elif path.is_relative_to(self.project.source) and path.name.endswith(self.project.suffixes):
                texts.append(path)
            else:
                raise LeftError(f"{path} changed")
        return Difference(tuple(catalogs), tuple(texts), tuple(others))

    def _edited(self) -> dict[str, Sign]:
        """Return the files that people edit, with what the file system says of each."""
        project = self.project
        found = {path: sign for path, sign in _below(str(project.locales), "") if path.endswith(".po")}
        found.update(_below(str(project.source), str(project.build)))
        for place in (file_of(project), project.configuration, Path(answers.__file__).parent, *self._more):
            if place.is_dir():
                found.update(_below(str(place), ""))
            elif sign := sign_of(place):
                found[str(place)] = sign
        return found

    def _made(self) -> dict[str, Sign]:
        build, locale = self.project.build, self.language.locale
        folders = [build / name / locale for name in ("editions", "catalogs", "doctrees")]
        places = (*folders, build / "compiled" / f"{locale}.json", build / "past")
        return {path: (*sign,) for place in places for path, *sign in answers.signs(str(place))}  # type: ignore[misc]


def _below(folder: str, aside: str) -> Iterator[tuple[str, Sign]]:
    """Yield the files below *folder*, but for the folder *aside* and what never holds text."""
    waiting = [folder]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if not entry.is_dir():
                    found = entry.stat()
                    yield entry.path, (found.st_mtime_ns, found.st_size, found.st_ino)
                elif not entry.name.startswith(".") and entry.name not in ASIDE and entry.path != aside:
                    waiting.append(entry.path)


def _digest(path: str) -> bytes:
    try:
        return hashlib.sha256(Path(path).read_bytes()).digest()
    except OSError:
        return b""
