"""Test that Sphinx's web client is loaded only when it is used."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from octavo.project import Project
from tests.conftest import ROOT

PROGRAM = """
import sys
from pathlib import Path
from octavo.catalogs.extract import sphinx_run
from octavo.project import load

project = load(Path.cwd())
sphinx_run.run_sphinx(project, project.master, "dummy", project.build / "out", log=project.build / "log")
before = "requests" in sys.modules
from sphinx.transforms.post_transforms import images
print(before, callable(images.requests.get), "requests" in sys.modules)
"""
CONNECT = "def setup(app):\n    app.connect('linkcheck-process-uri', lambda app, uri: None)\n"
READ = "def setup(app):\n    app.connect('config-inited', lambda app, config: config.linkcheck_workers)\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("conf", "seen"), [("", "False True True"), (CONNECT, "True True True"), (READ, "True True True")]
)
def test_the_web_client_is_loaded_when_it_is_used(small: Project, conf: str, seen: str) -> None:
    with small.configuration.open("a", encoding="utf-8") as file:
        file.write(conf)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=small.root, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == seen, done.stderr
