"""Odd surroundings of a command: the right result, or one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from octavo.cli import main
from octavo.project import Project


@pytest.mark.parametrize("value", ["", "abc", "-5", "1e9", "0", "99999999999999999999", "²"])
def test_a_wrong_time_of_publication_is_one_sentence(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    monkeypatch.chdir(small.root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    assert main(["compile"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert f"SOURCE_DATE_EPOCH is “{value}”" in line


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_lacks_a_character_shows_its_number(small: Project, encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(Path(__file__).parents[2])}
    told = []
    for arguments in (["status"], ["proof", "zh_CN", "--json"]):
        command = [sys.executable, "-m", "octavo", *arguments]
        done = subprocess.run(command, cwd=small.root, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode(encoding)
        # Click writes UTF-8 where Python was told of ASCII.
        told.append(done.stdout.decode("utf-8" if encoding == "ascii" else encoding))
    assert "zh_CN" in told[0]
    assert "第二本指南" in json.dumps(json.loads(told[1]), ensure_ascii=False)


def test_a_file_name_that_is_not_utf_8_is_one_sentence(
    small: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(small.root)
    try:
        Path(os.fsdecode(bytes(small.source) + b"/b\xffd.rst")).write_text("Title\n=====\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only UTF-8")
    assert main(["update"]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "“source/b\\xffd.rst” is not UTF-8" in line
