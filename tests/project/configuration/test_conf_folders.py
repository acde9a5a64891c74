"""Folders of ``conf.py`` that are computed from its own place."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.project.configuration import conf_folders


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("locale_dirs = ['locale', 'more']\n", ["locale", "more"]),
        ("import os\nlocale_dirs = [os.path.join(os.getcwd(), 'locale', 'docs')]\n", ["{here}/locale/docs"]),
        (
            "import os\nhere = os.path.dirname(os.path.abspath(__file__))\nlocale_dirs = (os.path.join(here, 'a'),)\n",
            ["{here}/a"],
        ),
        ("here = 'a'\nif True:\n    here = 'b'\nlocale_dirs = [here]\n", None),
        ("import os\nlocale_dirs = [os.environ['FOLDER']]\n", None),
        ("locale_dirs = folders()\n", None),
        ("if True:\n    locale_dirs = ['locale']\n", None),
        ("locale_dirs = [\n", None),
    ],
)
def test_folders_are_known_or_not(tmp_path: Path, text: str, expected: list[str] | None) -> None:
    path = tmp_path / "conf.py"
    path.write_text(text, encoding="utf-8")
    wanted = None if expected is None else [item.format(here=tmp_path) for item in expected]
    assert conf_folders.read(path, "locale_dirs") == wanted
