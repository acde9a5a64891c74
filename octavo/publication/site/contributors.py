"""git and the catalogs of a language → who worked on it, by name; no address goes any further than this module."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from pathlib import Path

from octavo.catalogs import po
from octavo.project import Language, Project, git

_ADDRESS = re.compile(r"<[^>]*>|\(?\S+@\S+\)?")
#: What gettext writes where a name should be (gettext manual, "Header Entry").
_NOBODY = "FULL NAME"


@dataclass(frozen=True, slots=True)
class Contributor:
    """Someone who worked on a language.

    :ivar changes: commits that changed its catalogs; 0 for a name that only the catalogs know
    :ivar last: the day of the last of them
    """

    language: Language
    name: str
    changes: int = 0
    last: datetime.date | None = None


def contributors(project: Project, language: Language, catalogs: list[Path]) -> list[Contributor]:
    """Return who worked on *language*: authors of commits, who changed most first, then last translators."""
    folder = project.catalogs(language).relative_to(project.root).as_posix()
    times: dict[str, list[int]] = {}
    for name, time in git.authors(project.root, folder):
        times.setdefault(name_alone(name), []).append(time)
    for path in catalogs:
        times.setdefault(name_alone(po.read(path).headers.get("Last-Translator", "")), [])
    times.pop("", None)
    found = [Contributor(language, name, len(held), _day(held)) for name, held in times.items()]
    return sorted(found, key=lambda item: (-item.changes, item.name))


def name_alone(text: str) -> str:
    """Return the name in *text*, without any e-mail address; empty where there is none."""
    name = " ".join(_ADDRESS.sub(" ", text).split()).strip(",; ")
    return "" if name == _NOBODY else name


def _day(times: list[int]) -> datetime.date | None:
    return datetime.datetime.fromtimestamp(max(times), datetime.UTC).date() if times else None
