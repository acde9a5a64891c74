"""Test how the editor reads what the preview answers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

NODE = Path(sys.executable).with_name("node")
SCRIPT = """
import { Api } from "./api.mjs";
globalThis.fetch = async () => new Response(process.argv[2], { status: Number(process.argv[3]) });
console.log(JSON.stringify(await new Api({ language: "fr", token: "t" }).call("catalog")));
"""


@pytest.mark.slow
@pytest.mark.skipif(not NODE.exists(), reason="node is not installed")
@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        ('{"messages": []}', 200, {"messages": []}),
        ('{"messages": [', 200, {"error": "lost"}),
        ('{"error": "why"}', 409, {"error": "why", "httpStatus": 409}),
        ("<html>", 502, {"error": "refused", "httpStatus": 502}),
    ],
)
def test_an_answer_that_is_cut_off_is_lost(tmp_path: Path, body: str, status: int, expected: dict[str, object]) -> None:
    shutil.copy(ROOT / "octavo/preview/browser/api.js", tmp_path / "api.mjs")
    (tmp_path / "ask.mjs").write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [NODE, tmp_path / "ask.mjs", body, str(status)], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert json.loads(done.stdout) == expected
