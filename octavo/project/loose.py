"""Find the catalogs of a folder that has no configuration of Octavo, for ``octavo check``."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from octavo.project.language import Language
from octavo.project.locales import LOCALE
from octavo.project.source_files import EXCLUDED
from octavo.project.values import Project

_MESSAGES = "LC_MESSAGES"
#: Names of folders that hold a folder for each language.
_FOLDERS = frozenset(("locale", "locales", "translations", "i18n", "l10n", "po", "lang", "languages"))
_LANGUAGE = re.compile(rb'(?:"|\\\\n)Language: *([A-Za-z0-9_@-]+)')
#: Suffixes of files with the text of Sphinx; a notebook is read as Markdown.
SUFFIXES = (".rst", ".md", ".txt", ".ipynb", ".inc")
#: Folders of built files, which may hold copies of catalogs.
_BUILT = frozenset(("_build", "build", "dist", "site-packages"))
#: Where ``conf.py`` is, seen from the folder of catalogs and from the project.
_NEAR = ("..", ".", "../source", "../../source", "../..", "../docs", "../doc", "../../docs", "../../doc")


@dataclass(frozen=True)
class LooseProject(Project):
    """Represent a folder of catalogs without a configuration.

    :ivar found: the catalogs by locale
    """

    found: Mapping[str, tuple[Path, ...]] = field(default_factory=dict, hash=False)

    def catalog_files(self, language: Language) -> list[Path]:
        """Return the catalogs of *language*, sorted."""
        return list(self.found.get(language.locale, ()))

    def catalogs(self, language: Language) -> Path:
        """Return the folder that contains the catalogs of *language*, and perhaps those of others."""
        paths = [str(path.parent) for path in self.found.get(language.locale, ())]
        return Path(os.path.commonpath(paths)) if paths else self.locales / language.locale


def look(start: Path, below: Path | None = None) -> list[LooseProject]:
    """Return a project for each folder of catalogs below *start*.

    :param below: the folder or catalog in *start* to look for them; by default *start*
    """
    folders: dict[Path, dict[str, list[Path]]] = {}
    for path in _catalogs((below or start).resolve()):
        folder, locale = _place(path, start.resolve())
        if locale:
            folders.setdefault(folder, {}).setdefault(locale, []).append(path)
    return [_project(start.resolve(), folder, by_locale) for folder, by_locale in sorted(folders.items())]


def _catalogs(start: Path) -> Iterator[Path]:
    if start.suffix == ".po" and start.is_file():
        yield start
    for walked, folders, names in os.walk(start):
        folder = Path(walked)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in EXCLUDED | _BUILT
            and not (folder / name / "pyvenv.cfg").exists()
        )
        yield from (folder / name for name in sorted(names) if name.endswith(".po"))


def _place(path: Path, start: Path) -> tuple[Path, str]:
    """Return the folder of all languages and the locale of the catalog at *path*; an empty one if nothing tells it."""
    parts = path.relative_to(start).parts
    if _MESSAGES in parts[1:]:
        number = parts.index(_MESSAGES)
        return start.joinpath(*parts[: number - 1]), parts[number - 1]
    for number, name in enumerate(parts[:-1]):
        if name in _FOLDERS and LOCALE.fullmatch(parts[number + 1]):
            return start.joinpath(*parts[: number + 1]), parts[number + 1]
    told = _LANGUAGE.search(_beginning(path))
    if told:
        return start, told[1].decode().replace("-", "_")
    return (path.parent, path.stem) if LOCALE.fullmatch(path.stem) and path.parent.name in _FOLDERS else (start, "")


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError:
        return b""


def _project(root: Path, folder: Path, by_locale: Mapping[str, list[Path]]) -> LooseProject:
    # The catalogs of the texts' own language, if there are any, are checked like the others.
    master = Language("en", "English")
    near = [folder / name for name in _NEAR] + [root / name for name in ("docs", "doc", "docs/source", "doc/source")]
    source = next((Path(os.path.normpath(place)) for place in near if (place / "conf.py").is_file()), None)
    return LooseProject(
        root=root,
        master=master,
        languages=(master, *(Language(locale, locale) for locale in sorted(by_locale) if locale != master.locale)),
        books=(),
        formats=(),
        base_url="",
        source_folder=str(source or folder / "no-source"),
        configuration_folder=str(source or folder / "no-source"),
        catalogs_folder=str(folder),
        build_folder=str(_cache_folder(folder)),
        suffixes=SUFFIXES,
        house_style=False,
        found={locale: tuple(paths) for locale, paths in by_locale.items()},
    )


def _cache_folder(folder: Path) -> Path:
    """Return where results for the catalogs in *folder* are stored: nothing is written into a stranger's project."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return Path(base) / "octavo" / hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
