"""Control Chromium for the tests of the preview, with one JSON command and one result for each line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Browser:
    """Control pages in Chromium by name."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, page: str = "page", **order: Any) -> Any:
        """Run one command, such as ``open="http://…"``, and return its result."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"page": page, **order}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise AssertionError(f"{order}: {answer['error']}")
        return answer["value"]


def is_there() -> bool:
    """Return whether node, Chromium and playwright-core are installed."""
    return bool(_node() and shutil.which("chromium")) and (ROOT / "node_modules/playwright-core").is_dir()


def _node() -> str | None:
    """Return the path of node, first from this Python environment."""
    return shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser until the block ends."""
    script = Path(__file__).with_suffix(".mjs")
    command = [str(_node()), str(script), str(ROOT), str(shutil.which("chromium"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Browser(process)
        finally:
            assert process.stdin
            process.stdin.close()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
