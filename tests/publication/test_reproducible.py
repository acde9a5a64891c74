"""Test that two builds of one commit in different folders give the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, copy_project


@pytest.mark.slow
def test_two_builds_of_one_commit_give_the_same_bytes(tmp_path: Path) -> None:
    """The folder's name, the time zone and the hash seed have no effect."""
    sites = []
    for folder, zone in (("first", "Asia/Shanghai"), ("a much longer name", "America/Caracas")):
        project = copy_project("small", tmp_path / folder)
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SOURCE_DATE_EPOCH": "1600000000",
            "TZ": zone,
            "PYTHONHASHSEED": str(len(folder)),
        }
        done = subprocess.run(
            [sys.executable, "-m", "octavo", "publish"], cwd=project.root, env=environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        sites.append({p.relative_to(project.site): p.read_bytes() for p in project.site.rglob("*") if p.is_file()})
    first, second = sites
    assert first.keys() == second.keys()
    assert [str(name) for name in first if first[name] != second[name]] == []
    assert {name.suffix for name in first} >= {".html", ".epub", ".pdf", ".png", ".xml", ".json"}
