"""Remove what Octavo made in the build folder, and nothing else."""

from __future__ import annotations

from pathlib import Path

from octavo.files import is_locked, remove
from octavo.files.atomic import LEFTOVER
from octavo.files.lock import NAME
from octavo.project import Project

#: The publication, which stays unless everything is to be removed.
PUBLISHED = ("site", "site.new", "publications", "versions")
#: Everything else that Octavo makes in the build folder. A test finds the names in the code.
MADE = (
    "answers.json", "assets", "catalogs", "charts", "checks", "compare", "compiled", "coverage", "covers", "doctrees",
    "durations.json", "editions", "exchange", "figures", "fonts", "latex", "logs", "messages", "past",
    "proofs", "pseudo", "templates",
)  # fmt: skip
#: A folder for each language whose live session stores files in it.
PREVIEW = "preview"


def clean(project: Project, *, everything: bool) -> dict[str, str]:
    """Remove what Octavo made in the build folder, and return what stays, with the reason.

    A link is removed, not what it leads to.

    :param everything: remove the publication too
    """
    kept: dict[str, str] = {}
    for path in sorted(project.build.iterdir()):
        if path.name in MADE or path.name.endswith(LEFTOVER) or (everything and path.name in PUBLISHED):
            remove(path)
        elif path.name == PREVIEW and not path.is_symlink():
            kept |= _clean_previews(path)
        elif path.name not in (*PUBLISHED, NAME):
            kept[path.name] = "Octavo did not make it"
    return kept


def _clean_previews(folder: Path) -> dict[str, str]:
    kept = {}
    for path in sorted(folder.iterdir()):
        if is_locked(path / NAME):
            kept[f"{folder.name}/{path.name}"] = "a preview of it runs"
        else:
            remove(path)
    if not kept:
        remove(folder)
    return kept
