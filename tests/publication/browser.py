"""Run the scripts that open pages in a browser."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import ROOT


def measured(script: Path, /, **order: Any) -> Any:
    """Return what *script* measured; *order* is its standard input, besides the folder of this repository."""
    done = subprocess.run(
        [Path(sys.executable).with_name("node"), script],
        input=json.dumps({"root": str(ROOT), **order}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
