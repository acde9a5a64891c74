"""Run external programs; name the package to install if one is missing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from octavo.errors import OctavoError
from octavo.project import Project

#: The Debian package of each program.
_PACKAGES = {
    "java": "default-jre-headless",
    "node": "nodejs",
    "chromium": "chromium",
    "pdffonts": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "qpdf": "qpdf",
}


def require(program: str) -> str:
    """Return the path of *program*, first from this Python environment.

    :raises OctavoError: the program is not installed
    """
    path = shutil.which(program, path=str(Path(sys.executable).parent)) or shutil.which(program)
    if path is None:
        package = _PACKAGES.get(program, program)
        raise OctavoError(
            "program-missing",
            f"the program {program} is not installed",
            remedy=f"Install {package} (Debian: apt-get install {package})",
        )
    return path


def node_package(project: Project, name: str) -> Path:
    """Return the folder of the npm package *name*.

    :raises OctavoError: the package is not installed
    """
    folder = project.root / "node_modules" / name
    if not folder.is_dir():
        raise OctavoError("program-missing", f"the npm package {name} is not installed", remedy="Run “npm install”")
    return folder


def run(
    command: list[str], *, text: str | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run *command* with *text* as its input; the caller checks the exit status."""
    command = [require(command[0]), *command[1:]]
    return subprocess.run(
        command, input=text, env=env, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
