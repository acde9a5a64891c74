"""The handbook: every command in it is run, every page of it is in a table of contents, and Octavo builds it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest

from octavo.catalogs import po
from octavo.cli.commands import octavo
from octavo.project import load
from tests.conftest import PROJECTS, ROOT, START
from tests.handbook.reading import DOCS, Step, fences, pages, steps

#: Programs that may stand in a command that is not run here.
ELSEWHERE = {
    ".", "cd", "cp", "dask", "docker", "export", "git", "kubectl", "make", "octavo", "pip", "pipx", "python",
}  # fmt: skip
#: The project that the commands of a page are run in, where it is not the small one.
FIXTURES = {"tutorials/maintainer.md": "plain"}
_IN_TEXT = re.compile(r"(?<!`)`(octavo [^`\n]+)`(?!`)")
_CONTENTS = re.compile(r"^```\{toctree\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMES = [path.relative_to(DOCS).as_posix() for path in pages()]


def verb_of(words: list[str]) -> click.Command:
    command = octavo.get_command(click.Context(octavo), words[1])
    assert command is not None, f"octavo has no verb “{words[1]}”"
    return command


def hold_to_the_help(words: list[str]) -> None:
    """Fail if a command of octavo names a verb or an option that there is not."""
    if words[:1] != ["octavo"] or len(words) < 2 or not re.fullmatch(r"[a-z][a-z-]+", words[1]):
        return
    command = verb_of(words)
    known = {name for parameter in command.params for name in parameter.opts + parameter.secondary_opts}
    options = [word.partition("=")[0] for word in words[2:] if word.startswith("-") and word != "-"]
    assert [name for name in options if name not in known | {"--help", "-h"}] == [], words


@pytest.mark.parametrize("name", _NAMES)
def test_commands_stand_in_blocks_that_are_run(name: str) -> None:
    assert not {"sh", "bash", "shell", ""} & set(fences(DOCS / name)), "mark the block console, or text if it is none"


@pytest.mark.parametrize("name", _NAMES)
def test_every_verb_and_option_that_is_shown_exists(name: str) -> None:
    for step in steps(DOCS / name):
        if not step.is_preparation:
            assert not step.elsewhere or step.words[0] in ELSEWHERE
            hold_to_the_help(step.words[step.words.index("octavo") :] if "octavo" in step.words else step.words)
    for said in _IN_TEXT.findall((DOCS / name).read_text(encoding="utf-8")):
        hold_to_the_help(said.replace('"', "").split())


def test_a_verb_that_there_is_not_is_found() -> None:
    with pytest.raises(AssertionError, match="no verb"):
        hold_to_the_help(["octavo", "translate"])
    with pytest.raises(AssertionError):
        hold_to_the_help(["octavo", "status", "--all-of-it"])


def test_every_target_of_make_that_is_shown_exists() -> None:
    targets = set(re.findall(r"^([a-z][\w -]*):(?!=)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    known = {name for target in targets for name in target.split()} | {lang.locale for lang in load(ROOT).languages}
    shown = {name for path in pages() for name in re.findall(r"`make ([\w-]+)`", path.read_text(encoding="utf-8"))}
    assert sorted(shown - known) == []


def test_every_page_is_in_a_table_of_contents() -> None:
    listed = {
        entry
        for path in pages()
        for block in re.findall(
            r"^```\{toctree\}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
        for entry in block.splitlines()
        if entry and not entry.startswith(":")
    }
    remedy = "put a new page into a table of contents of docs/index.md"
    assert sorted({name.removesuffix(".md") for name in _NAMES} - {"index"} - listed) == [], remedy
    assert sorted(listed - {name.removesuffix(".md") for name in _NAMES}) == []


# --- running ------------------------------------------------------------------------------------------


def prepare(root: Path, said: str) -> None:
    """Do what a reader does between the commands: replace text in a file, or translate a message in a catalog."""
    found = re.fullmatch(r'(replace|translate) "(.*)" "(.*)" in (\S+)', said)
    assert found, f"unknown preparation: {said}"
    path = root / found[4]
    if found[1] == "replace":
        text = path.read_text(encoding="utf-8")
        assert found[2] in text
        path.write_text(text.replace(found[2], found[3]), encoding="utf-8")
        return
    content = po.read(path)
    assert any(message.msgid == found[2] for message in content.messages)
    done = [
        message.edited(msgstrs=(found[3],), flags=(), previous=(None, None, None))
        if message.msgid == found[2]
        else message
        for message in content.messages
    ]
    po.write(replace(content, messages=tuple(done)))


def run(step: Step, folder: Path) -> str:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    who = {f"GIT_{role}_{part}": "Ada" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    environment = {name: value for name, value in os.environ.items() if name != "CI"} | who | {"PATH": programs}
    done = subprocess.run(
        ["bash", "-c", step.command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == step.status, f"{step.command}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def hold_to_the_page(shown: tuple[str, ...], said: str) -> None:
    """Fail if the page shows a line that was not said; “…” stands for the rest of a line."""
    lines = said.splitlines()
    for line in shown:
        start, dots, _ = line.partition("…")
        assert any(given.startswith(start.strip()) if dots else given == line for given in lines), (line, said)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in _NAMES if any(not step.elsewhere for step in steps(DOCS / name))])
def test_the_commands_of_a_page_do_what_it_says(name: str, tmp_path: Path) -> None:
    """In the order of the page, in a copy of a small project under git."""
    root = tmp_path / "project"
    shutil.copytree(PROJECTS / FIXTURES.get(name, "small"), root)
    run(Step(f"git init -q -b main && git add -A && git commit -q -m start --date='{START} +0000'"), root)
    for step in steps(DOCS / name):
        if step.is_preparation:
            prepare(root, step.command)
        elif not step.elsewhere:
            hold_to_the_page(step.shown, run(step, root))


@pytest.mark.slow
def test_octavo_builds_the_handbook_without_a_warning(tmp_path: Path) -> None:
    shutil.copytree(DOCS, tmp_path / "docs", ignore=shutil.ignore_patterns("build"))
    said = run(Step("octavo build --json"), tmp_path / "docs")
    folder = tmp_path / "docs/build/editions/en"
    assert re.findall(r'"warnings": \[[^\]]+\]|"error": "[^"]+"', said) == []
    assert "Your first change" in (folder / "html/tutorials/translator.html").read_text(encoding="utf-8")
    assert list(folder.rglob("*.epub"))
