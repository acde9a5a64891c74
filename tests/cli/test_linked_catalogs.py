"""No command reads a catalog that is a link or no ordinary file: an error could quote a file of the host."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from octavo.cli import main as octavo
from octavo.project import Project

COMMANDS = [
    "status", "status --trouble", "todo fr", "check fr", "check fr --fix", "update fr", "compile fr",
    "export fr -o out.xlf", "review fr one/chapter --by Ada",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("put", [lambda path, other: path.symlink_to(other), lambda path, _: os.mkfifo(path)])
def test_no_command_reads_what_is_no_ordinary_file(
    small: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
    command: str, put: Callable[[Path, Path], None],
) -> None:  # fmt: skip
    monkeypatch.chdir(small.root)
    secret = tmp_path_factory.mktemp("outside") / "secret"
    secret.write_text("password\n", encoding="utf-8")
    path = small.catalogs(small.language("fr")) / "one/chapter.po"
    path.unlink()
    put(path, secret)
    assert octavo(command.split())
    out, err = capfd.readouterr()
    assert "password" not in out + err
    assert "link or no ordinary file" in " ".join((out + err).split())
    assert secret.read_text(encoding="utf-8") == "password\n"
