"""Delete files and folders. Rename a folder first, so that a kill never leaves a partial one."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from octavo.files.atomic import LEFTOVER


def remove(path: Path) -> None:
    """Delete the file, link or folder at *path*, if there is one. A folder is renamed first; no link is followed."""
    if path.is_dir() and not path.is_symlink():
        renamed = path.with_name(f".{secrets.token_hex(4)}{LEFTOVER}")
        path.rename(renamed)
        shutil.rmtree(renamed)
    else:
        path.unlink(missing_ok=True)


def remove_leftovers(trees: Iterable[Path], folders: Iterable[Path] = ()) -> None:
    """Delete what a killed run was writing or deleting.

    Call it only with the lock, because a running command needs these files.

    :param trees: folders that are searched with all folders in them
    :param folders: folders that are searched by themselves
    """
    pattern = f".*{LEFTOVER}"
    found = [path for tree in trees for path in tree.rglob(pattern)]
    found += [path for folder in folders for path in folder.glob(pattern)]
    for path in found:
        remove(path)
