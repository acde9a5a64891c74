"""The package by itself: built as a source distribution, from it a wheel, installed where nothing else of ours is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from octavo import __version__
from tests.conftest import ROOT, copy_project

pytestmark = pytest.mark.slow

#: What a source distribution is made from; the publication and the tests stay out of it.
PARTS = ("octavo", "docs/octavo.1", "pyproject.toml", "README.md", "LICENSE")
_BUILD = "import sys; from setuptools import build_meta as b; print(getattr(b, sys.argv[1])(sys.argv[2]))"


def run(*command: str | Path, folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files() -> list[str]:
    """Return the files of the package, as git knows them."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", *PARTS, folder=ROOT)
    return [name for name in listed.splitlines() if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution, which was built from the files alone."""
    folder = tmp_path_factory.mktemp("package")
    for name in files():
        target = folder / "clone" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    run(sys.executable, "-c", _BUILD, "build_sdist", folder, folder=folder / "clone")
    (archive,) = folder.glob("*.tar.gz")
    shutil.unpack_archive(archive, folder)
    run(sys.executable, "-c", _BUILD, "build_wheel", folder, folder=folder / f"octavo-{__version__}")
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """The programs of an environment that has the wheel, and of this environment only what the wheel depends on."""
    folder = wheel.parent / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", folder, folder=wheel.parent)
    python = folder / "bin/python"
    pip = ("-m", "pip", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel)
    run(sys.executable, *pip, folder=wheel.parent)
    # A path from a .pth file is searched, but its own .pth files are not read: this checkout stays out of it.
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=wheel.parent).strip()
    (Path(packages) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def test_everything_that_is_no_code_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    ours = {name for name in files() if name.startswith("octavo/")}
    assert {"octavo/py.typed", "octavo/ui/locales/fr/octavo.po", "octavo/ui/templates/proof/remarks.js"} <= ours
    assert sorted(ours - names) == []
    assert f"octavo-{__version__}.data/data/share/man/man1/octavo.1" in names
    assert [name for name in names if name.startswith(("tests/", "source/", "locales/"))] == []


def test_the_installed_program_speaks_and_has_its_man_page(installed: Path) -> None:
    octavo = installed / "bin/octavo"
    where = run(installed / "bin/python", "-c", "import octavo; print(octavo.__file__)", folder=installed)
    assert where.startswith(str(installed))
    assert run(octavo, "--version", folder=installed).strip() == f"octavo, version {__version__}"
    assert "publish" in run(octavo, "--help", folder=installed)
    assert (installed / "share/man/man1/octavo.1").is_file()


def test_the_installed_program_builds_a_project(installed: Path, tmp_path: Path) -> None:
    project = copy_project("small", tmp_path)
    run(installed / "bin/octavo", "build", "-f", "html", "-f", "epub", folder=project.root)
    page = project.build / "editions/fr/html/index.html"
    assert 'lang="fr"' in page.read_text(encoding="utf-8")
    assert list((project.build / "editions/fr").rglob("*.epub"))
    run(installed / "bin/octavo", "proof", "fr", "one", "-f", "html", folder=project.root)
