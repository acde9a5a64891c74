"""Names of packages on PyPI → their documentation, adopted and published by Octavo; what it took and what changed.

Run ``python bench/adopting.py`` (needs the network, and a quarter of an hour). Each source distribution is fetched by
pip and unpacked; a virtual environment gets the package, what its documentation needs, and this Octavo; then ``octavo
init``, ``octavo update`` and ``octavo publish`` run as anybody would run them. It fails if ``octavo init`` changes more
than the files that it announces, if ``octavo update`` changes anything but catalogs, or if ``octavo publish`` changes
the project outside of its build folder. Other packages: ``python bench/adopting.py -p "click pallets-sphinx-themes"``.

The package and its ``conf.py`` are run: name only those that you trust.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: A package with 583 catalogs in Ukrainian and one without any; after each what its ``conf.py`` needs.
PACKAGES = ("aiogram==3.31.0 sphinx-copybutton Sphinx-Substitution-Extensions furo", "babel==2.18.0")


@dataclass
class Report:
    """What came of a package.

    :ivar steps: seconds of each command
    :ivar wrong: what should not have changed, or did not work
    """

    name: str
    theme: str = ""
    languages: str = ""
    pages: int = 0
    steps: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    """Print the table; return 1 if anything was wrong."""
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="octavo-adopting-"))
    reports = []
    for words in options.package or PACKAGES:
        name, *needs = words.split()
        reports.append(_adopt(folder / name.partition("=")[0], name, needs, options.format))
    print(f"{'':14}{'theme':16}{'languages':12}{'pages':>6}   seconds")
    for report in reports:
        steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in report.steps.items())
        print(f"{report.name:14}{report.theme:16}{report.languages:12}{report.pages:6}   {steps}")
        for line in report.wrong:
            print(f"  wrong: {line}")
    if options.keep:
        print(f"kept: {folder}")
    else:
        shutil.rmtree(folder)
    return int(any(report.wrong for report in reports))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "-p", "--package", action="append",
        help="a package as pip names it, and after it what its documentation needs; again for more",
    )  # fmt: skip
    parser.add_argument("-f", "--format", action="append", help="as of octavo publish (all that octavo init chose)")
    parser.add_argument("--keep", action="store_true", help="leave the folder, and say which it is")
    return parser.parse_args()


def _adopt(folder: Path, package: str, needs: list[str], formats: list[str] | None) -> Report:
    report = Report(folder.name)
    try:
        python = _environment(folder, package, needs)
    except subprocess.CalledProcessError as error:  # pip has said why
        report.wrong.append(f"{package} cannot be installed beside Octavo: {error}")
        return report
    (root,) = (path for path in (folder / "source").iterdir() if path.is_dir())
    options = [word for name in formats or () for word in ("-f", name)]

    before = _tree(root)
    told = _run(report, "init", [python, "-m", "octavo", "init", "--json"], root)
    if report.wrong:
        return report
    found = json.loads(told)
    report.theme, report.languages = found["found"]["theme"], " ".join(found["found"]["languages"])
    announced = {change["path"] for change in found["changes"]}
    report.wrong += [f"octavo init changed {name}" for name in _changed(before, _tree(root)) if name not in announced]

    before = _tree(root)
    _run(report, "update", [python, "-m", "octavo", "update"], root)
    report.wrong += [f"octavo update changed {n}" for n in _changed(before, _tree(root)) if not n.endswith(".po")]

    before = _tree(root)
    _run(report, "publish", [python, "-m", "octavo", "publish", *options], root)
    report.wrong += [f"octavo publish changed {name}" for name in _changed(before, _tree(root))]
    report.pages = sum(1 for _ in root.glob("build*/octavo/site/*/**/*.html"))
    return report


def _environment(folder: Path, package: str, needs: list[str]) -> str:
    """Fetch and unpack *package* in *folder*, and return the Python in which its documentation can be built."""
    folder.mkdir()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "download", "--no-deps", "--no-binary", ":all:", "-d", folder / "sdist", package], check=True)
    (archive,) = (folder / "sdist").iterdir()
    shutil.unpack_archive(archive, folder / "source")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = str(folder / "venv" / "bin" / "python")
    (root,) = (path for path in (folder / "source").iterdir() if path.is_dir())
    # From a copy: building a wheel leaves files behind.
    shutil.copytree(root, folder / "package")
    subprocess.run(
        [python, "-m", "pip", "--disable-pip-version-check", "-q", "install", "-e", ROOT, folder / "package", *needs],
        check=True,
    )
    return python


def _run(report: Report, name: str, command: list[str], root: Path) -> str:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    report.steps[name] = time.perf_counter() - start
    if done.returncode:
        report.wrong.append(f"octavo {name} ended with {done.returncode}: {done.stderr[-1500:]}{done.stdout[-500:]}")
    return done.stdout


def _tree(root: Path) -> dict[str, str]:
    """Return the digest of every file of the project; not of what is built, nor what Python compiles on the way."""
    return {
        path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not {"build", "__pycache__"} & set(path.relative_to(root).parts)
    }


def _changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


if __name__ == "__main__":
    sys.exit(main())
