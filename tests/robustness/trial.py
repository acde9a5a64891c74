"""A project in which commands are tried, and the checks of what they must leave."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

from octavo import publication
from octavo.files.atomic import LEFTOVER

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
IMPORTED, FIXED = "Traduction importée", "你好！"
#: By name, the arguments of the commands that write.
COMMANDS: dict[str, list[str]] = {
    "update": ["update"],
    "import": ["import", "fr", "back.csv"],
    "review": ["review", "fr", "two/index", "--by", "Ada"],
    "check --fix": ["check", "--fix"],
    "compile": ["compile"],
    "build": ["build", "-f", "html"],
    "clean": ["clean"],
    "publish": ["publish", "-f", "html"],
    "rollback": ["rollback"],
    "proof": ["proof", "fr", "-f", "html"],
    "add-language": ["add-language", "de"],
    "init": ["init", "."],
}
#: Commands whose end decides what the publication shows.
PUBLISHING = frozenset(("compile", "build", "clean", "publish", "rollback"))


#: Seconds after which a command counts as one that hangs, on a busy machine too.
PATIENCE = 900


def start(root: Path, *arguments: str, is_heard: bool = True) -> subprocess.Popen[str]:
    """Start a command with a process group of its own, as a terminal does.

    :param is_heard: keep what it prints. Else nothing waits for its children after its end
    """
    return subprocess.Popen(
        [sys.executable, "-m", "octavo", *arguments], cwd=root, env=ENVIRONMENT, text=True, start_new_session=True,
        stdout=subprocess.PIPE if is_heard else subprocess.DEVNULL, stderr=subprocess.STDOUT,
    )  # fmt: skip


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a command, and return its exit status and what it printed; -1 if it hangs."""
    try:
        said, _ = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return -1, f"it hangs: {process.communicate()[0]}"
    return process.returncode, said


def run(root: Path, *arguments: str) -> tuple[int, str]:
    """Run a command and return its exit status and what it printed."""
    return end(start(root, *arguments))


def copy(source: Path, target: Path) -> Path:
    """Copy a project to *target*, in place of what is there, to which a process may still write."""
    for _ in range(50):
        shutil.rmtree(target, ignore_errors=True)
        if not target.exists():
            break
        time.sleep(0.2)
    return Path(shutil.copytree(source, target, symlinks=True))


def prepare(root: Path) -> None:
    """Make the project: published twice, with something to do for each command."""
    shutil.copytree(ROOT / "tests/projects/small", root, ignore=shutil.ignore_patterns("build"))
    must(root, "publish", "-f", "html")
    _replace(root / "source/one/chapter.rst", r"\Z", "\nOne more paragraph for the update.\n")
    must(root, "update")
    must(root, "export", "fr", "-f", "csv", "-o", "back.csv")
    text = (root / "back.csv").read_text(encoding="utf-8-sig")
    lines = [_with_target(line) if "One more paragraph" in line else line for line in text.splitlines(keepends=True)]
    (root / "back.csv").write_text("".join(lines), encoding="utf-8-sig")
    must(root, "publish", "-f", "html")
    # A half-width sign, which check --fix corrects.
    _replace(root / "locales/zh_CN/LC_MESSAGES/two/index.po", r'(?m)^msgstr "(?!")[^"]+"$', f'msgstr "{FIXED[:2]}!"')
    # The next update has something to write.
    _replace(root / "source/two/index.rst", r"\Z", "\nA second paragraph for the update.\n")


def must(root: Path, *arguments: str) -> None:
    """Run a command that must succeed."""
    status, said = run(root, *arguments)
    if status:
        raise SystemExit(f"{arguments}: {status}\n{said}")


def _with_target(line: str) -> str:
    return line.replace(",,untranslated", f",{IMPORTED},translated")


def _replace(path: Path, pattern: str, text: str) -> None:
    path.write_text(re.sub(pattern, text, path.read_text(encoding="utf-8"), count=1), encoding="utf-8")


def faults(root: Path, names: list[str]) -> list[str]:
    """Return what is missing of the work of the commands called *names*."""
    catalogs = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "locales/fr").rglob("*.po")))
    wanted = {
        "update": "A second paragraph" in catalogs,
        "import": IMPORTED in catalogs,
        "check --fix": FIXED in (root / "locales/zh_CN/LC_MESSAGES/two/index.po").read_text(encoding="utf-8"),
        "review": "octavo: reviewed" in catalogs,
        "add-language": '"de"' in (root / "pyproject.toml").read_text(encoding="utf-8")
        and (root / "locales/de/LC_MESSAGES/index.po").is_file(),
    }
    found = [f"the work of {name} is lost" for name in names if not wanted.get(name, True)]
    found += [f"left: {path.name}" for path in root.rglob(f".*{LEFTOVER}")]
    site = root / "build/site"
    if site.exists() and not publication.is_whole(site.resolve()):
        found.append("the publication is not whole")
    return found


_sites: dict[str, str] = {}


def site_fault(root: Path) -> str:
    """Publish, and return what differs from a publication that was made from nothing."""
    status, said = run(root, "publish", "-f", "html")
    if status:
        return f"publish afterwards: {status} {said}"
    key = inputs(root)
    if key not in _sites:
        clean = root.with_name("clean")
        shutil.rmtree(clean, ignore_errors=True)
        shutil.copytree(root, clean, ignore=shutil.ignore_patterns("build"))
        must(clean, "publish", "-f", "html")
        _sites[key] = publication.digest((clean / "build/site").resolve())
    same = publication.digest((root / "build/site").resolve()) == _sites[key]
    return "" if same else "the site differs from one that was made from nothing"


def inputs(root: Path) -> str:
    """Return a digest of the files that people edit."""
    whole = sha256()
    for name in ("locales", "source", "pyproject.toml", "conf.py"):
        place = root / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file():
                whole.update(f"\0{path.relative_to(root)}\0".encode() + path.read_bytes())
    return whole.hexdigest()
