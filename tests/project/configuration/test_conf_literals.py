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


def conf_of(folder: Path, **texts: str) -> conf_literals.Conf:
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return conf_literals.conf(folder / "conf.py")


def test_values_of_a_module_beside_it_are_read(tmp_path: Path) -> None:
    base = "project = 'Base'\nauthor: str = 'Ada'\nlanguage = 'en'\n"
    found = conf_of(tmp_path, conf="from base import *\nproject = 'Own'\n", base=base)
    assert found.values == {"project": "Own", "author": "Ada", "language": "en"}
    assert (found.is_open, len(found.texts)) == (False, 2)
    named = conf_of(tmp_path, conf="author = 'x'\nfrom base import project as title, author\n")
    assert named.values == {"title": "Base", "author": "Ada"}
    package = conf_of(tmp_path, conf="from shared.all import *\n", shared__all="project = 'Shared'\n")
    assert package.values == {"project": "Shared"}


def test_modules_that_import_each_other_are_read_once(tmp_path: Path) -> None:
    found = conf_of(tmp_path, conf="from base import *\n", base="project = 'x'\nfrom conf import *\n")
    assert found.values == {"project": "x"}


@pytest.mark.parametrize(
    "text", ["from installed import *", "exec(open('base.py').read())", "globals().update(x=1)", "("]
)
def test_names_out_of_sight_are_said(tmp_path: Path, text: str) -> None:
    assert conf_of(tmp_path, conf=text).is_open


@pytest.mark.parametrize(
    "change",
    [
        "names += ['b']", "names.append('b')", "names[0] = 'b'", "if True:\n    names = []", "del names[0]",
        "def setup(app):\n    app.config.names = []", "def setup(app):\n    app.config['names'] = []",
    ],
)  # fmt: skip
def test_a_value_that_is_changed_later_is_uncertain(tmp_path: Path, change: str) -> None:
    assert "names" in conf_of(tmp_path, conf=f"names = ['a']\n{change}\n").uncertain
    assert "names" not in conf_of(tmp_path, conf="names = ['a']\nprint(names)\n").uncertain
