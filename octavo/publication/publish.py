"""Publish the editions as ``build/site/``, all or nothing.

``build/site`` is a symbolic link to a folder of ``build/publications/``. A new publication is written to a staging
folder; then one rename replaces the link. At any moment the site is either the last publication or the new one.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from octavo.editions.pipeline import plan
from octavo.editions.pipeline.run import BuiltEdition
from octavo.errors import OctavoError
from octavo.files import remove
from octavo.files.atomic import LEFTOVER
from octavo.project import Project
from octavo.publication import manifest
from octavo.publication.feeds import badges, opds, sitemap
from octavo.publication.site import covers, dashboard, landing
from octavo.workflow import gate
from octavo.workflow.language_build import LanguageBuilds

#: Number of publications on disk: the present one, and the previous one for ``octavo rollback``.
KEPT = 2
#: Folder in which a publication is written before the link is replaced.
STAGING = "staging"
#: The link that replaces the one to the present publication.
NEW_LINK = "site.new"
#: The folder of a publication is named by the beginning of its digest.
_NAME = re.compile(r"[0-9a-f]{16}")
#: Files of an edition that are not part of a site: Sphinx's own build data, and what a killed run left.
_NO_CONTENT = (".buildinfo*", ".doctrees", f".*{LEFTOVER}")


@dataclass(frozen=True, slots=True)
class Published:
    """Represent the result of publishing.

    :ivar site: the folder to serve
    :ivar changed: whether it differs from the last publication
    """

    site: Path
    changed: bool


def publish(builds: LanguageBuilds, built: Sequence[BuiltEdition]) -> Published:
    """Publish the *built* editions with their pages, feeds and checksums.

    Leave out editions below their gate. If the content is the same as before, no file changes.
    """
    project = builds.project
    folder = project.build / "publications"
    _require_link(project)
    folder.mkdir(parents=True, exist_ok=True)
    staging = folder / STAGING
    # A killed run may have left a partial publication.
    remove(staging)
    staging.mkdir()
    built = [item for item in built if gate.is_published(builds[item.edition.language], item.edition)]
    entries = manifest.entries(builds, built)
    for item in built:
        _copy(
            plan.output_path(builds[item.edition.language].project, item.edition),
            staging / manifest.path_of(item.edition),
        )
    languages = [language for language in project.languages if any(e.locale == language.locale for e in entries)]
    covers.write(entries, staging)
    landing.write(builds, languages, entries, staging)
    badges.write(builds, staging)
    dashboard.write(builds, languages, staging)
    opds.write(builds, languages, entries, staging)
    sitemap.write(builds, languages, staging)
    manifest.write(project, entries, staging)
    name = digest(staging)[:16]
    target = folder / name
    is_shown = project.site.is_symlink() and project.site.readlink() == Path("publications", name)
    # The folder is named by its content: if it exists, an older publication was identical.
    is_made = is_whole(target)
    if is_made:
        remove(staging)
    else:
        remove(target)
        staging.rename(target)
    if not is_shown:
        os.utime(target)
        swap(project, name)
        _delete_older(folder, name)
    return Published(project.site, not (is_shown and is_made))


@dataclass(frozen=True, slots=True)
class Kept:
    """Represent a publication in ``build/publications/``.

    :ivar published: when it was published, in seconds since 1970
    :ivar is_shown: whether ``build/site`` shows it
    """

    path: Path
    published: float
    is_shown: bool


def kept(project: Project) -> list[Kept]:
    """Return the publications that are kept, newest first."""
    folder = project.build / "publications"
    shown = project.site.resolve().name if project.site.is_symlink() else ""
    paths = (path for path in _publications(folder, present="") if is_whole(path))
    found = [Kept(path, path.stat().st_mtime, path.name == shown) for path in paths]
    return sorted(found, key=lambda item: item.published, reverse=True)


def rollback(project: Project) -> Kept:
    """Show the previous publication and return it; a second call shows the present one again.

    :raises OctavoError: no earlier publication is kept
    """
    previous = next((item for item in kept(project) if not item.is_shown), None)
    if previous is None:
        raise OctavoError(
            "no-previous", "no earlier publication is kept", remedy="Publish the text that you want: “octavo publish”"
        )
    swap(project, previous.path.name)
    return previous


def _require_link(project: Project) -> None:
    """Stop if ``build/site`` is a folder, as in a copy that followed links: it is not Octavo's to delete."""
    if project.site.is_dir() and not project.site.is_symlink():
        raise OctavoError(
            "site-folder",
            "this is a folder, and not the link to a publication that Octavo makes",
            path=project.site,
            remedy="Move it away and publish again",
        )


def swap(project: Project, name: str) -> None:
    """Point ``build/site`` at the publication called *name*, in one rename."""
    _require_link(project)
    link = project.build / NEW_LINK
    link.unlink(missing_ok=True)
    link.symlink_to(f"publications/{name}")
    link.replace(project.site)


def is_whole(folder: Path) -> bool:
    """Return whether *folder* is a publication with all its files as they were made."""
    return folder.is_dir() and digest(folder)[: len(folder.name)] == folder.name


def digest(folder: Path) -> str:
    """Return one SHA-256 of the names and contents of all files below *folder*."""
    digest_sum = sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest_sum.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest_sum.update(sha256(path.read_bytes()).digest())
    return digest_sum.hexdigest()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*_NO_CONTENT))
    else:
        shutil.copyfile(source, target)


def _delete_older(folder: Path, name: str) -> None:
    others = sorted(_publications(folder, name), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT - 1 :]:
        remove(path)


def _publications(folder: Path, present: str) -> list[Path]:
    """Return the publications in *folder* other than the one called *present*."""
    return [path for path in folder.glob("*") if _NAME.fullmatch(path.name) and path.is_dir() and path.name != present]
