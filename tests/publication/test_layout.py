"""Test the layout of the site in a browser: what stays in view, and what fits a phone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT


@pytest.mark.slow
def test_pages_fit_their_screens(publication: Path) -> None:
    order = {"root": str(ROOT), "site": str(publication.resolve())}
    node = Path(sys.executable).with_name("node")
    done = subprocess.run(
        [node, Path(__file__).with_name("layout.mjs")],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    layout: dict[str, Any] = json.loads(done.stdout)
    scrolled, top = layout["header"]
    assert scrolled > 1000
    assert top == 0, "the header stays in view"
    too_wide, statement = layout["statements"]
    assert too_wide <= 0
    assert statement > 280, "a statement of a self-check has the width of a phone"
    assert layout["figure"] == [True, False], "a soft edge shows that a figure goes on, until its end"
    assert layout["rows"] == [[5], [3, 2]], "no card is alone in its row"
