"""Steps that the rounds with real clients share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROJECTS = Path(__file__).parents[1] / "projects"
_AUTHOR = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "A translator"), ("EMAIL", "translator@example.org"))
}


def said(command: Sequence[object], **options: Any) -> str:
    """Run *command* and return its output; end with what it says if it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\nends with status {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def octavo(project: Path, *arguments: str) -> str:
    """Run Octavo in *project*."""
    return said([sys.executable, "-m", "octavo", *arguments], cwd=project)


def git(folder: Path, *arguments: str) -> str:
    """Run git in *folder*."""
    return said(["git", *arguments], cwd=folder, env={**os.environ, **_AUTHOR})


def new_project(folder: Path) -> Path:
    """Copy the small project to *folder*, with its catalogs up to date and in git."""
    shutil.copytree(PROJECTS / "small", folder, ignore=shutil.ignore_patterns("build"))
    (folder / ".gitignore").write_text("build/\n", encoding="utf-8")
    octavo(folder, "update")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Begin")
    return folder
