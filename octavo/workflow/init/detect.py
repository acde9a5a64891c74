"""Find the source, the catalogs and the languages of a project in its configuration and folders."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.catalogs import po
from octavo.errors import ContentError, OctavoError
from octavo.project.locales import is_known, tag
from octavo.project.values import SUFFIXES
from octavo.workflow.init.sphinx_configuration import Configuration

_MESSAGES = "LC_MESSAGES"


@dataclass(frozen=True, slots=True)
class DetectedProject:
    """Describe the content of a Sphinx project. Paths are absolute.

    :ivar root: the folder of ``pyproject.toml``, whether it is there or not
    :ivar languages: the locales that have catalogs, and the master's first
    :ivar compact: what the catalogs are: one a page, a top folder, or one of this name
    :ivar catalog_files: how many there are
    :ivar broken: why catalogs cannot be read, or not by gettext
    :ivar aside: folders of catalogs whose name is no locale, or whose locale another folder has already
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
    broken: tuple[ContentError, ...]
    aside: tuple[str, ...]


def detect(root: Path, configuration: Configuration, source: Path | None = None) -> DetectedProject:
    """Look at the folders of the project.

    :param source: the folder of the text, where it is not beside ``conf.py``

    :raises OctavoError: something is so that Octavo cannot publish it
    """
    _check_version(configuration)
    suffixes = tuple(configuration.values["source_suffix"])
    if any("myst" in name for name in configuration.values["extensions"]):
        suffixes = tuple(dict.fromkeys((*suffixes, ".md")))  # where the extension could not be asked
    suffixes = tuple(sorted(suffixes, key=lambda name: (name not in SUFFIXES, name != ".rst")))
    document = configuration.text("root_doc") or "index"
    source = _source(root, configuration, document, suffixes, source)
    # Sphinx takes them as relative to the folder of the master.
    folders = [Path(os.path.normpath(source / name)) for name in configuration.values["locale_dirs"]]
    held = [folder for folder in folders if any(folder.glob(f"*/{_MESSAGES}"))]
    within = [folder for folder in held if folder.is_relative_to(root)]
    chosen = next(iter(within or held or folders), source / "locales")
    if not chosen.is_relative_to(root):
        raise OctavoError(
            "init-catalogs-outside", f"the catalogs are in {chosen}, outside of {root}",
            remedy="Run “octavo init” in a folder that contains both", path=configuration.path,
        )  # fmt: skip
    # “octavo update” takes over what the other folders have.
    places = {folder for held_folder in held for folder in held_folder.glob(f"*/{_MESSAGES}") if folder.is_dir()}
    named = sorted({folder.parent.name for folder in places})
    master = configuration.text("language") or "en"
    master = master if is_known(master) else "en"
    # Each language has a folder of the site, which its tag names; sr@latin and sr_Latn have one tag.
    first = {tag(name): name for name in reversed([master, *filter(is_known, named)])}
    known = [name for name in named if name in first.values()]
    # Skip catalogs of the master's language.
    paths = [path for name in known if name != master for path in sorted((chosen / name / _MESSAGES).rglob("*.po"))]
    names = {path.relative_to(chosen).as_posix().split("/", 2)[2].removesuffix(".po") for path in paths}
    return DetectedProject(
        root, configuration, source, suffixes, document, chosen,
        tuple(dict.fromkeys((master, *known))), _compact(configuration, names, _documents(source, suffixes)),
        len(paths), tuple(_broken(paths)), tuple(name for name in named if name not in known),
    )  # fmt: skip


def _broken(paths: Iterable[Path]) -> Iterator[ContentError]:
    for path in paths:
        try:
            content = po.read(path)
        except ContentError as error:
            yield error
        else:
            yield from (*content.unread, *content.tolerated)


def _source(
    root: Path, configuration: Configuration, document: str, suffixes: Iterable[str], source: Path | None
) -> Path:
    """Return the folder of the master: *source*, that of ``conf.py``, or one beside it that has the root document."""
    folder = configuration.path.parent
    moved = configuration.text("srcdir")  # an extension may have moved it
    beside = (folder, folder / "source", folder / "docs", folder / "doc", folder.parent)
    for place in [source] if source else [*([Path(moved)] if moved else []), *beside]:
        if place.is_relative_to(root) and any((place / f"{document}{suffix}").is_file() for suffix in suffixes):
            return place
    if moved:
        what = f"an extension moves the text to {moved}, which has no document “{document}” in {root}"
    else:
        what = (
            f"there is no document “{document}”, with which the text begins, in {source or 'its folder or beside it'}"
        )
    raise OctavoError(
        "init-no-root", what, path=configuration.path,
        remedy="Name the folder of the text with --source, or set root_doc to the name of the first document",
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
