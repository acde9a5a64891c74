"""Publish several versions of the text side by side: ``build/versions/site/<version>/<language>/…``.

A version is a branch or a tag. Each one is a clone with a configuration and a publication of its own. Afterwards each
page gets links to the same page in the other versions.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import tomlkit
from markupsafe import escape

from octavo.errors import OctavoError
from octavo.files import remove, toml
from octavo.project import Project, file_of, from_table
from octavo.ui.translations import translator

FOLDER = "versions"
#: The languages of a page, before which its versions are.
_LANGUAGES = '<details class="octavo-language-menu"'
_INDEX = """<!DOCTYPE html>
<html lang="{tag}"><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="refresh" content="0; url={version}/"></head><body><a href="{version}/">{title}</a></body></html>
"""


@dataclass(frozen=True, slots=True)
class Version:
    """Represent a version of the text.

    :ivar ref: the branch or tag
    :ivar project: the project of the clone
    """

    ref: str
    project: Project

    @property
    def name(self) -> str:
        """Return its folder in the site."""
        return folder_name(self.ref)


def folder_name(ref: str) -> str:
    """Return the folder of the version *ref*: a branch may contain slashes."""
    return re.sub(r"[^\w.-]+", "-", ref)


def publish_versions(project: Project, publish: Callable[[Path], None]) -> Path:
    """Publish all versions of *project*; return the folder of the site.

    :param publish: publishes the project in a folder
    :raises OctavoError: there are no versions, or git does not know one
    """
    if not project.versions:
        raise OctavoError(
            "no-versions", "[tool.octavo] names no versions", remedy='Add: versions = ["main", "1.0"], the newest first'
        )
    versions = [Version(ref, _cloned(project, ref)) for ref in project.versions]
    for version in versions:
        publish(version.project.root)
    target, staging = project.build / FOLDER / "site", project.build / FOLDER / "staging"
    remove(staging)
    for version in versions:
        copytree(version.project.site.resolve(), staging / version.name)
    for version in versions:
        for page in sorted((staging / version.name).rglob("*.html")):
            _link(page, version, versions, staging)
    (staging / "index.html").write_text(
        _INDEX.format(tag=project.master.tag, title=escape(project.texts["title"]), version=versions[0].name), "utf-8"
    )
    listed = [{"version": item.ref, "path": f"{item.name}/"} for item in versions]
    (staging / "versions.json").write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", "utf-8")
    remove(target)
    staging.rename(target)
    return target


def _cloned(project: Project, ref: str) -> Project:
    """Bring the clone of *ref* up to date, and return its project: with its own configuration, or with today's."""
    folder = project.build / FOLDER / folder_name(ref)
    if not (folder / ".git").is_dir():
        remove(folder)
        _git(project.root, "clone", "--quiet", "--shared", "--no-checkout", ".", str(folder), ref=ref)
    commit = _git(project.root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", ref=ref)
    _git(folder, "checkout", "--quiet", "--force", "--detach", commit, ref=ref)
    file = folder / file_of(project).relative_to(project.root)
    table = _table(file) or dict(_table(file_of(project)) or {})
    table.pop("versions", None)
    table["base-url"] = f"{project.base_url}/{folder_name(ref)}"
    document = tomlkit.parse(file.read_text(encoding="utf-8")) if file.is_file() else tomlkit.document()
    document.setdefault("tool", tomlkit.table(is_super_table=True))["octavo"] = table
    file.write_text(tomlkit.dumps(document), encoding="utf-8")
    return from_table(folder, table)


def _table(file: Path) -> dict[str, object] | None:
    if not file.is_file():
        return None
    try:
        found = toml.loads(file.read_text(encoding="utf-8"))["tool"]["octavo"]
    except (KeyError, TypeError):
        return None
    except ValueError as error:
        raise OctavoError(
            "config-syntax", f"the file cannot be read: {error}", remedy="Correct it in that branch or tag", path=file
        ) from error
    return found if isinstance(found, dict) else None


def _git(folder: Path, *arguments: str, ref: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OctavoError(
            "unknown-version", f"git has no branch or tag “{ref}”: {done.stderr.strip()[:200]}",
            remedy="Correct “versions”, or fetch it: git fetch --tags",
        )  # fmt: skip
    return done.stdout.strip()


def _link(page: Path, version: Version, versions: list[Version], site: Path) -> None:
    """Add links to the same page of the other versions to *page*, before its languages."""
    text = page.read_text(encoding="utf-8")
    if _LANGUAGES not in text:
        return
    tag, _, rest = page.relative_to(site / version.name).as_posix().partition("/")
    language = next((item for item in version.project.languages if item.tag == tag), version.project.master)
    up = "../" * (rest.count("/") + 2)
    targets = {other.ref: next(_targets(site, other, tag, rest)) for other in versions if other != version}
    items = "".join(_item(item.ref, up, targets) for item in versions)
    word = translator(language)
    nav = f'<nav class="octavo-versions" aria-label="{escape(word("Versions"))}"><ul>{items}</ul></nav>\n'
    page.write_text(text.replace(_LANGUAGES, nav + _LANGUAGES, 1), encoding="utf-8")


def _item(ref: str, up: str, targets: Mapping[str, str]) -> str:
    if ref not in targets:
        return f'<li><span aria-current="true">{escape(ref)}</span></li>'
    return f'<li><a href="{escape(up + targets[ref])}">{escape(ref)}</a></li>'


def _targets(site: Path, other: Version, tag: str, rest: str) -> Iterator[str]:
    """Yield the pages of *other* that are there, the best first: the page, that of the master, the first page."""
    for name in (f"{tag}/{rest}", f"{other.project.master.tag}/{rest}", f"{tag}/index.html"):
        if (site / other.name / name).is_file():
            yield f"{other.name}/{name}"
    yield f"{other.name}/"
