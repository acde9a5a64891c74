"""Plan the changes of ``octavo init`` in a folder, and write them."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from octavo.cache.package import EXTENSION
from octavo.errors import OctavoError
from octavo.files import toml
from octavo.project import from_table, replace_configuration
from octavo.project.configuration.load import NOWHERE
from octavo.workflow.init import detect, snippets, sphinx_configuration
from octavo.workflow.init.detect import DetectedProject


@dataclass(frozen=True, slots=True)
class FileEdit:
    """Represent a file that changes.

    :ivar exists: whether there was a file; else *before* is empty
    """

    path: Path
    before: str
    after: str
    exists: bool = True

    def diff(self, root: Path) -> str:
        """Return what changes, as a unified diff."""
        name = self.path.relative_to(root).as_posix()
        old = f"a/{name}" if self.exists else "/dev/null"
        return "".join(_lines(difflib.unified_diff(
            self.before.splitlines(keepends=True), self.after.splitlines(keepends=True), old, f"b/{name}"
        )))  # fmt: skip


@dataclass(frozen=True, slots=True)
class InitPlan:
    """Describe the changes of ``octavo init`` in a project.

    :ivar by_hand: lines that the user must add to ``conf.py``, whose list of extensions is not a plain one
    :ivar next: what to do then, one sentence each
    :ivar build: the build folder, which has the lock
    """

    found: DetectedProject
    changes: tuple[FileEdit, ...]
    by_hand: tuple[str, ...]
    next: tuple[str, ...]
    build: Path


def plan_init(root: Path, conf: Path | None = None, source: Path | None = None) -> InitPlan:
    """Return what is to be done in the project at *root*; nothing is written.

    :param conf: its ``conf.py``, where there are several
    :param source: the folder of its text, where that is not beside ``conf.py``
    :raises OctavoError: it cannot be adopted
    """
    root = root.resolve()
    if not root.is_dir():
        raise OctavoError("init-no-conf", f"there is no folder {root}", remedy="Name the folder of a Sphinx project")
    path = conf.resolve() if conf else sphinx_configuration.find(root)
    if not path.is_file() or not path.is_relative_to(root):
        raise OctavoError("init-no-conf", f"there is no file {path} in {root}", remedy="Correct the name")
    folder = source.resolve() if source else None
    if folder and not (folder.is_dir() and folder.is_relative_to(root)):
        raise OctavoError("init-no-root", f"there is no folder {folder} in {root}", remedy="Correct the name")
    found = detect.detect(root, sphinx_configuration.ask(path, folder), folder)
    project_file = root / "pyproject.toml"
    before = _read(project_file) if project_file.exists() else ""
    changes = []
    content = _table_in(project_file, before)
    if content is None:
        content = snippets.table(found)
        after = snippets.with_table(before, content)
        changes.append(FileEdit(project_file, before, after, exists=project_file.exists()))
        _check(changes[-1], content)
    build = from_table(root, content).build  # a mistake is said now
    by_hand: tuple[str, ...] = ()
    if EXTENSION not in found.configuration.values["extensions"]:
        text = _read(path)
        extended = snippets.with_extension(text)
        if extended is None:
            by_hand = (f'extensions = [*extensions, "{EXTENSION}"]',)
        else:
            changes.append(FileEdit(path, text, extended))
    for change in changes:
        target = change.path if change.path.exists() else change.path.parent
        if not os.access(target, os.W_OK):
            raise OctavoError("init-not-writable", "it may not be written", remedy="FileEdit its rights", path=target)
    return InitPlan(found, tuple(changes), by_hand, tuple(_next(found, content, by_hand)), build)


def apply_init(done: InitPlan) -> None:
    """Write what *done* says.

    :raises OctavoError: a file was saved since the plan was made
    """
    for change in done.changes:
        replace_configuration(change.path, change.after.encode(), change.before.encode() if change.exists else None)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise OctavoError("config-syntax", "the file is not UTF-8", remedy="Save it as UTF-8", path=path) from error


def _table_in(path: Path, text: str) -> dict[str, object] | None:
    try:
        tool = toml.loads(text).get("tool", {})
    except tomllib.TOMLDecodeError as error:
        raise OctavoError(
            "config-syntax", f"the TOML cannot be read: {error}", remedy="Correct it there", path=path
        ) from error
    return tool.get("octavo") if isinstance(tool, dict) else None


def _check(change: FileEdit, content: dict[str, object]) -> None:
    """Make sure that the new text says what was meant: a file may close the table of tools (``tool = {…}``)."""
    try:
        told = toml.loads(change.after)["tool"]["octavo"]
    except (tomllib.TOMLDecodeError, KeyError, TypeError):
        told = None
    if told != content:
        raise OctavoError(
            "init-toml", "the table [tool.octavo] cannot be added at its end",
            remedy="Write “[tool.…]” tables there instead of “tool = {…}”", path=change.path,
        )  # fmt: skip


def _next(found: DetectedProject, content: dict[str, object], by_hand: tuple[str, ...]) -> Iterator[str]:
    if by_hand:
        yield f"Add to {found.configuration.path.name}, after its last line on extensions: {by_hand[0]}"
    if "base-url" not in content and not found.configuration.text("html_baseurl"):
        yield f"Set base-url in [tool.octavo] to the address of the site; until then it is {NOWHERE}."
    yield f"Let version control leave out {content.get('build', 'build')}/."
    if len(found.languages) == 1:
        yield "Run “octavo add-language fr” to begin a translation."
    else:
        yield "Run “octavo update” to bring the catalogs up to date, and look at what it changes."
    yield "Run “octavo publish”; the site is then in " + f"{content.get('build', 'build')}/site/."


def _lines(diff: Iterator[str]) -> Iterator[str]:
    for line in diff:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
