"""Which values of ``conf.py`` are surely as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.project.configuration import conf_literals


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("", True),
        ("locale_dirs = ['locale']\n", True),
        ("# locale_dirs is the default\nproject = 'x'\n", True),
        ("locale_dirs = ['locale']\nlocale_dirs += ['more']\n", False),
        ("import os\nlocale_dirs = [os.path.join('a', 'b')]\n", False),
        ("if True:\n    locale_dirs = ['locale']\n", False),
        ("from base import *\n", False),
        ("exec(open('base.py').read())\n", False),
        ("globals()['locale_' + 'dirs'] = ['x']\n", False),
        ("def setup(app):\n    app.config.locale_dirs = ['x']\n", False),
        ("def setup(app):\n    app.config['locale_dirs'] = ['x']\n", False),
        ("locale_dirs = [\n", False),
    ],
)
def test_a_value_is_plain_if_it_is_written_once_as_a_literal(tmp_path: Path, text: str, is_plain: bool) -> None:
    path = tmp_path / "conf.py"
    path.write_text(text, encoding="utf-8")
    assert conf_literals.is_plain(path, "locale_dirs") is is_plain
