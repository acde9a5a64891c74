"""Editions → ``build/site/``: staged beside the last publication, then swapped in by one rename.

``build/site`` is a link to a folder of ``build/publications/``. A publication is made whole in a folder that nobody
sees; replacing the link is one rename, so at any moment the site is the last publication or the new one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from octavo.editions.pipeline import plan
from octavo.editions.pipeline.run import BuiltEdition
from octavo.errors import OctavoError
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
    # What a killed run left behind helps nobody.
    shutil.rmtree(staging, ignore_errors=True)
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
    changed = not (project.site.is_symlink() and project.site.readlink() == Path("publications", name))
    if changed:
        target = folder / name
        # A folder of that name that no link shows is an older publication with the same content.
        if target.exists():
            shutil.rmtree(staging)
            os.utime(target)
        else:
            staging.rename(target)
        swap(project, name)
        _forget_older(folder, name)
    else:
        shutil.rmtree(staging)
    return Published(project.site, changed)


@dataclass(frozen=True, slots=True)
class Kept:
    """A publication in ``build/publications/``.

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
    paths = (path for path in folder.glob("*") if path.is_dir() and path.name != STAGING)
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


def swap(project: Project, name: str) -> None:
    """Let ``build/site`` show the publication called *name*, in one rename."""
    link = project.build / "site.new"
    link.unlink(missing_ok=True)
    link.symlink_to(f"publications/{name}")
    link.replace(project.site)


def digest(folder: Path) -> str:
    """Return one digest of the names and the bytes of all files below *folder*."""
    whole = sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        whole.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        whole.update(sha256(path.read_bytes()).digest())
    return whole.hexdigest()


@contextmanager
def lock(project: Project) -> Iterator[None]:
    """Keep two runs apart; the lock goes with its process, so a killed run leaves none behind."""
    project.build.mkdir(parents=True, exist_ok=True)
    with (project.build / ".lock").open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OctavoError(
                "busy", "another octavo is at work in this project", remedy="Wait until it is done, then run it again"
            ) from error
        yield


def _place(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        # Sphinx's own bookkeeping is no part of a site.
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(".buildinfo*", ".doctrees", "_sources"))
    else:
        shutil.copyfile(source, target)


def _forget_older(folder: Path, name: str) -> None:
    others = sorted(
        (path for path in folder.iterdir() if path.is_dir() and path.name != name),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for path in others[KEPT - 1 :]:
        shutil.rmtree(path)
