"""Check that the build folder is Octavo's own: commands delete files in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def build_folder_fault(root: Path, folders: Mapping[str, str]) -> tuple[str, str] | None:
    """Return what is wrong with the build folder and what to do, or ``None``.

    :param folders: by key of the configuration, the folders relative to *root*
    """
    top = root.resolve()
    build = (root / folders["build"]).resolve()
    if not build.is_relative_to(top):
        return "the folder is a link that leads out of the project", "Choose another folder"
    if ".git" in build.relative_to(top).parts:
        return f"“{folders['build']}” is in the folder of git, which runs programs in it", "Choose a folder of its own"
    for key in ("source", "catalogs", "configuration"):
        own = (root / folders[key]).resolve()
        if own.is_relative_to(build) or (own != top and build.is_relative_to(own)):
            return f"“{folders['build']}” is, contains or is in the folder of “{key}”", "Choose a folder of its own"
    return None
