"""Run a command inside bubblewrap, so that the ``conf.py`` of a stranger can do no harm.

``conf.py`` is a program. In the sandbox it has no network, sees no secrets of the environment and of the home folder,
and writes to the build folder only (for ``octavo update``, also to the catalogs).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from octavo.errors import OctavoError
from octavo.project import git
from octavo.project.values import Project

#: The environment variable that asks for the sandbox; in the sandbox, it has the value ``inside``.
VARIABLE = "OCTAVO_SANDBOX"
_INSIDE = "inside"
#: Variables that a build needs. All others stay outside: they hold tokens and the sockets of other programs.
_PASSED = ("CI", "COLUMNS", "LANG", "NO_COLOR", "PATH", "PYTHONPATH", "SOURCE_DATE_EPOCH", "TERM", "VIRTUAL_ENV")
_PASSED_PREFIXES = ("LC_", "TEX", "FONTCONFIG_")
#: Folders with sockets and files of other programs.
_HIDDEN = ("/tmp", "/run", "/var/tmp", "/root", "/home", "/mnt", "/media", "/srv")  # noqa: S108  # they are hidden


def is_wanted() -> bool:
    """Return whether the environment asks for a sandbox, and this process is outside of it."""
    return os.environ.get(VARIABLE, "") not in ("", "0", _INSIDE)


def is_inside() -> bool:
    """Return whether this process is in the sandbox."""
    return os.environ.get(VARIABLE) == _INSIDE


def check() -> None:
    """Check that ``conf.py`` may be run here.

    :raises OctavoError: the environment asks for a sandbox, and the command cannot run in one
    """
    if is_wanted():
        raise OctavoError(
            "sandbox-command", f"{VARIABLE} is set, and this command would run conf.py outside the sandbox",
            remedy="Run it without the variable if you trust conf.py; build, publish and update run in the sandbox",
        )  # fmt: skip


def run(project: Project, arguments: Sequence[str], writable: Sequence[Path]) -> int:
    """Run octavo with *arguments* in the sandbox and return its exit status.

    :param writable: folders to which it may write besides the build folder
    :raises OctavoError: bubblewrap is missing or cannot run here, or a folder is a link that leads out of the project
    """
    for folder in writable:
        if not folder.resolve().is_relative_to(project.root.resolve()):
            raise OctavoError(
                "sandbox-folder",
                f"{folder} leads out of the project",
                remedy="Replace the link by a folder",
                path=folder,
            )
    if not shutil.which("bwrap"):
        raise _unavailable("bubblewrap is not installed")
    project.build.mkdir(parents=True, exist_ok=True)
    box = ["bwrap", *_box(project, writable)]
    probe = subprocess.run([*box, "true"], capture_output=True, text=True, check=False)
    if probe.returncode:
        raise _unavailable(f"bubblewrap cannot run here: {probe.stderr.strip().removeprefix('bwrap: ')}")
    return subprocess.run([*box, sys.executable, "-m", "octavo", *arguments], check=False).returncode


def _unavailable(what: str) -> OctavoError:
    remedy = (
        "Install it (Debian: apt-get install bubblewrap) on a system that allows user namespaces, or build elsewhere"
    )
    return OctavoError("sandbox-missing", what, remedy=remedy)


def _box(project: Project, writable: Iterable[Path]) -> Iterator[str]:
    """Yield the arguments of bubblewrap. Later ones win over earlier ones."""
    yield from ("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv")
    for name, value in os.environ.items():
        if name in _PASSED or name.startswith(_PASSED_PREFIXES):
            yield from ("--setenv", name, value)
    home = Path.home()
    yield from ("--setenv", "HOME", str(home), "--setenv", VARIABLE, _INSIDE)
    yield from ("--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev")
    hidden = dict.fromkeys(Path(name).resolve() for name in (*_HIDDEN, home))
    for folder in hidden:
        if folder.is_dir() and folder != Path("/"):
            yield from ("--tmpfs", str(folder))
    for folder in _readable(project):
        # A folder that holds a hidden one would show it again.
        if folder.exists() and not any(item.is_relative_to(folder) for item in hidden):
            yield from ("--ro-bind", str(folder), str(folder))
    yield from ("--ro-bind", str(project.root), str(project.root))
    for folder in (project.build, *writable):
        yield from ("--bind", str(folder), str(folder))
    # Git runs programs that its folder names.
    for folder in (project.root / ".git", *git.folders(project.root)[1:]):
        if folder.exists():
            yield from ("--ro-bind", str(folder), str(folder))
    yield from ("--chdir", str(Path.cwd()))


def _readable(project: Project) -> list[Path]:
    """Return the folders of programs, Python packages and the repository, wherever they are."""
    places = [*os.get_exec_path(), sys.prefix, sys.base_prefix, *sys.path, str(Path(__file__).parents[2])]
    # The interpreter of a virtual environment is a link, perhaps to another link.
    places += [str(Path(sys.executable).resolve().parents[1])]
    folders = [Path(place).absolute() for place in places if place] + git.folders(project.root)
    return list(dict.fromkeys(folders))
