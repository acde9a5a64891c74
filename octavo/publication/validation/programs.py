"""Run external programs; name the package to install if one is missing."""

from __future__ import annotations

import shlex
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
    "zimcheck": "zim-tools",
}

#: The npm packages of each checker, in the versions that the tests use.
NODE_PACKAGES: dict[str, dict[str, str]] = {
    "ace": {"@daisy/ace-cli": "1.4.6", "@daisy/ace-axe-runner-puppeteer": "1.4.6"},
    "axe": {"axe-core": "4.14.1", "playwright-core": "1.65.1"},
    "nu": {"vnu-jar": "26.9.27"},
    "opds": {"r2-opds-js": "1.0.47"},
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


def node_modules(project: Project, checker: str) -> Path:
    """Return the folder of the project's npm packages, or raise how to install those of *checker*."""
    folder = project.root / "node_modules"
    missing = [name for name in NODE_PACKAGES[checker] if not (folder / name).is_dir()]
    if missing:
        noun = "package" if len(missing) == 1 else "packages"
        raise OctavoError(
            "program-missing", f"{checker} needs the npm {noun} {', '.join(missing)}",
            remedy=f"Run “{install_command(project, checker)}”",
        )  # fmt: skip
    return folder


def install_command(project: Project, checker: str) -> str:
    """Return the command that installs the npm packages of *checker* in the project's folder."""
    names = " ".join(f"{name}@{version}" for name, version in NODE_PACKAGES[checker].items())
    # --prefix: without it, npm may choose a parent folder. --save-dev: the next command must not remove the packages
    # of this one. --ignore-scripts: scripts would download browsers.
    return f"npm install --save-dev --ignore-scripts --prefix {shlex.quote(str(project.root))} {names}"


def run(
    command: list[str], *, text: str | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run *command* with *text* as its input; the caller checks the exit status."""
    command = [require(command[0]), *command[1:]]
    return subprocess.run(
        command, input=text, env=env, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
