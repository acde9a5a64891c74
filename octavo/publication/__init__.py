"""Editions → ``build/site/``: staged beside the last publication, then swapped in by one rename.

``build/site`` is a link to a folder of ``build/publications/``. A publication is made whole in a folder that nobody
sees; replacing the link is one rename, so at any moment the site is the last publication or the new one.
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

#: Publications that are kept: the one in place and the one before, for ``octavo rollback``.
KEPT = 2
#: Where a publication is made before it is shown.
STAGING = "staging"
#: The link that replaces the one to the publication in place.
NEW_LINK = "site.new"
#: The folder of a publication is named by the beginning of its digest.
_NAME = re.compile(r"[0-9a-f]{16}")


#: Files of an edition that are no part of a site: Sphinx's own records, and what a killed run left.
_NO_CONTENT = (".buildinfo*", ".doctrees", "_sources", f".*{LEFTOVER}")


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did.

    :ivar site: the folder to serve
    :ivar changed: whether it differs from the last one
    """

    site: Path
    changed: bool


def publish(builds: LanguageBuilds, made: Sequence[BuiltEdition]) -> Published:
    """Put *made* and what stands around it into place; the same content leaves every file as it was.

    What its gate does not let through is left out.
    """
    project = builds.project
    folder = project.build / "publications"
    folder.mkdir(parents=True, exist_ok=True)
    staging = folder / STAGING
    # A killed run may have left one behind.
    remove(staging)
    staging.mkdir()
    made = [item for item in made if gate.is_published(builds[item.edition.language], item.edition)]
    entries = manifest.entries(builds, made)
    for item in made:
        _place(
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
    # It may be an older publication with the same content.
    is_made = is_whole(target)
    if is_made:
        remove(staging)
    else:
        remove(target)
        staging.rename(target)
    if not is_shown:
        os.utime(target)
        swap(project, name)
        _forget_older(folder, name)
    return Published(project.site, not (is_shown and is_made))


def rollback(project: Project) -> Path:
    """Show the publication before the present one again, and return its folder; a second time brings this one back.

    :raises OctavoError: there is none
    """
    folder = project.build / "publications"
    shown = project.site.resolve().name if project.site.is_symlink() else ""
    others = sorted(_publications(folder, shown), key=lambda path: path.stat().st_mtime, reverse=True)
    previous = next(filter(is_whole, others), None)
    if previous is None:
        raise OctavoError(
            "no-previous", "no earlier publication is kept", remedy="Publish the text that you want: “octavo publish”"
        )
    swap(project, previous.name)
    return previous


def swap(project: Project, name: str) -> None:
    """Let ``build/site`` show the publication called *name*, in one rename."""
    link = project.build / NEW_LINK
    link.unlink(missing_ok=True)
    link.symlink_to(f"publications/{name}")
    link.replace(project.site)


def is_whole(folder: Path) -> bool:
    """Whether *folder* is a publication with all its files as they were made."""
    return folder.is_dir() and digest(folder)[: len(folder.name)] == folder.name


def digest(folder: Path) -> str:
    """Return one digest of the names and the bytes of all files below *folder*."""
    whole = sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        whole.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        whole.update(sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*_NO_CONTENT))
    else:
        shutil.copyfile(source, target)


def _forget_older(folder: Path, name: str) -> None:
    others = sorted(_publications(folder, name), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT - 1 :]:
        remove(path)


def _publications(folder: Path, shown: str) -> list[Path]:
    """Return the publications in *folder* other than the one called *shown*."""
    return [path for path in folder.glob("*") if _NAME.fullmatch(path.name) and path.is_dir() and path.name != shown]
