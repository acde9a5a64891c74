"""Configuration and folders → Found: source, catalogs, languages, and what each catalog holds."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from babel import Locale, UnknownLocaleError

from octavo.catalogs import po
from octavo.errors import OctavoError
from octavo.project.reader import LOCALE
from octavo.project.values import SUFFIXES
from octavo.workflow.init.sphinx_configuration import Configuration

_MESSAGES = "LC_MESSAGES"


@dataclass(frozen=True, slots=True)
class DetectedProject:
    """What is in a Sphinx project. Paths are absolute.

    :ivar root: the folder of ``pyproject.toml``, whether it is there or not
    :ivar languages: the locales that have catalogs, and the master's first
    :ivar compact: what the catalogs are: one a page, a top folder, or one of this name
    :ivar catalog_files: how many there are
    :ivar aside: folders of catalogs whose name is no locale, and further folders of catalogs
    """

    root: Path
    configuration: Configuration
    source: Path
    suffixes: tuple[str, ...]
    document: str
    catalogs: Path
    languages: tuple[str, ...]
    compact: bool | str
    catalog_files: int
    aside: tuple[str, ...]


def detect(root: Path, configuration: Configuration) -> DetectedProject:
    """Look at the folders of the project.

    :raises OctavoError: something is so that Octavo cannot publish it
    """
    _check_version(configuration)
    suffixes = tuple(configuration.values["source_suffix"])
    if any("myst" in name for name in configuration.values["extensions"]):
        suffixes = tuple(dict.fromkeys((*suffixes, ".md")))
    suffixes = tuple(sorted(suffixes, key=lambda name: (name not in SUFFIXES, name != ".rst")))
    document = configuration.text("root_doc") or "index"
    source = _source(root, configuration.path, document, suffixes)
    # Sphinx takes them as relative to the folder of the master.
    folders = [Path(os.path.normpath(source / name)) for name in configuration.values["locale_dirs"]]
    held = [folder for folder in folders if any(folder.glob(f"*/{_MESSAGES}"))]
    chosen = next(iter(held or folders), source / "locales")
    if not chosen.is_relative_to(root):
        raise OctavoError(
            "init-catalogs-outside", f"the catalogs are in {chosen}, outside of {root}",
            remedy="Run “octavo init” in a folder that holds both", path=configuration.path,
        )  # fmt: skip
    named = sorted(folder.parent.name for folder in chosen.glob(f"*/{_MESSAGES}") if folder.is_dir())
    master = configuration.text("language") or "en"
    master = master if _is_locale(master) else "en"
    known = [name for name in named if _is_locale(name)]
    paths = [path for name in known for path in sorted((chosen / name / _MESSAGES).rglob("*.po"))]
    for path in paths:
        po.read(path)  # one that is broken, or not UTF-8, is named before anything is written
    aside = [*(name for name in named if name not in known), *(_relative(root, folder) for folder in held[1:])]
    names = {path.relative_to(chosen).as_posix().split("/", 2)[2].removesuffix(".po") for path in paths}
    return DetectedProject(
        root, configuration, source, suffixes, document, chosen,
        tuple(dict.fromkeys((master, *known))), _compact(configuration, names, _documents(source, suffixes)),
        len(paths), tuple(aside),
    )  # fmt: skip


def _relative(root: Path, folder: Path) -> str:
    return PurePosixPath(os.path.relpath(folder, root)).as_posix()


def _source(root: Path, conf: Path, document: str, suffixes: Iterable[str]) -> Path:
    """Return the folder of the master: that of ``conf.py``, or one beside it, whichever has the root document."""
    folder = conf.parent
    for place in (folder, folder / "source", folder / "docs", folder / "doc", folder.parent):
        if place.is_relative_to(root) and any((place / f"{document}{suffix}").is_file() for suffix in suffixes):
            return place
    raise OctavoError(
        "init-no-root", f"there is no document “{document}” beside it, with which the text begins",
        remedy="Set root_doc to the name of the first document", path=conf,
    )  # fmt: skip


def _check_version(configuration: Configuration) -> None:
    needed, running = configuration.text("needs_sphinx"), configuration.text("version")
    if needed and _numbers(needed) > _numbers(running):
        raise OctavoError(
            "init-sphinx-version", f"it needs Sphinx {needed}; Octavo runs with {running}",
            remedy="Lower needs_sphinx, or wait for an Octavo that runs with that Sphinx", path=configuration.path,
        )  # fmt: skip


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _is_locale(name: str) -> bool:
    try:
        return bool(LOCALE.fullmatch(name) and Locale.parse(name))
    except (UnknownLocaleError, ValueError):
        return False


def _documents(source: Path, suffixes: Iterable[str]) -> set[str]:
    return {
        path.relative_to(source).as_posix().removesuffix(suffix)
        for suffix in suffixes
        for path in source.rglob(f"*{suffix}")
    }


def _compact(configuration: Configuration, names: set[str], documents: set[str]) -> bool | str:
    """Return what the catalogs on disk are; where there are none, what ``conf.py`` says, or one a page."""
    said: bool | str = configuration.values["gettext_compact"]
    if not isinstance(said, str):
        said = bool(said)
    if not names:
        return said if "gettext_compact" in configuration.given else False
    if isinstance(said, str) and said in names:
        return said
    tops = {name.partition("/")[0] for name in documents}
    held = {False: len(names & documents), True: len(names & tops)}
    if not any(held.values()) and len(names) == 1:
        return next(iter(names))
    # Flat projects have the same catalogs either way: one a page, then.
    return held[True] > held[False]
