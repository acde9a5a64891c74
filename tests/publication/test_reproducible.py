"""One commit, two folders, two builds: the same bytes, all files of the site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, copy_project


@pytest.mark.slow
def test_two_builds_in_two_folders_are_the_same_bytes(tmp_path: Path) -> None:
    """Neither the folder's name, nor the time, nor the order of files on the disk, nor the user's locale shows."""
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
