"""Return the contributors of a language by name, from git and its catalogs.

No e-mail address leaves this module.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import Catalog
from octavo.catalogs.po.reviews import Review
from octavo.catalogs.po.reviews import reviews as of_message
from octavo.errors import ContentError
from octavo.project import Language, Project, git

_ADDRESS = re.compile(r"<[^>]*>|\(?\S+@\S+\)?")
#: gettext's placeholder for a name (gettext manual, "Header Entry").
_NOBODY = "FULL NAME"


@dataclass(frozen=True, slots=True)
class Contributor:
    """Represent a person who worked on a language.

    :ivar changes: number of commits that changed its catalogs; 0 for a name found only in a catalog
    :ivar last: the day of the last such commit
    """

    language: Language
    name: str
    changes: int = 0
    last: datetime.date | None = None


def read(paths: Iterable[Path]) -> list[Catalog]:
    """Return the catalogs at *paths* that can be read; the compiler named the others."""
    catalogs = []
    for path in paths:
        with suppress(ContentError):
            catalogs.append(po.read(path))
    return catalogs


def contributors(project: Project, language: Language, catalogs: Iterable[Catalog]) -> list[Contributor]:
    """Return the contributors to *language*, those with most commits first."""
    folder = project.catalogs(language).relative_to(project.root).as_posix()
    times: dict[str, list[int]] = {}
    for name, time in git.authors(project.root, folder):
        times.setdefault(name_alone(name), []).append(time)
    for catalog in catalogs:
        times.setdefault(name_alone(catalog.headers.get("Last-Translator", "")), [])
    times.pop("", None)
    people = [
        Contributor(language, name, len(commit_times), _day(commit_times)) for name, commit_times in times.items()
    ]
    return sorted(people, key=lambda item: (-item.changes, item.name))


def reviews(catalogs: Iterable[Catalog]) -> list[Review]:
    """Return the reviews that count: of messages as they are now."""
    return [review for catalog in catalogs for message in catalog for review in of_message(message)]


def name_alone(text: str) -> str:
    """Return the name in *text* without any e-mail address, or an empty text if there is none."""
    name = " ".join(_ADDRESS.sub(" ", text).split()).strip(",; ")
    return "" if name == _NOBODY else name


def _day(times: list[int]) -> datetime.date | None:
    return datetime.datetime.fromtimestamp(max(times), datetime.UTC).date() if times else None
