"""The order of the packages is written in three places, which agree."""

from __future__ import annotations

import re
import tomllib

import pytest

import octavo
from tests.conftest import ROOT


def contract() -> list[str]:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers: list[str] = configuration["tool"]["importlinter"]["contracts"][0]["layers"]
    return layers[::-1]


def test_the_docstring_of_the_package_has_the_order_of_the_contract() -> None:
    assert octavo.__doc__ is not None
    assert re.findall(r"^    (\w+)/?  ", octavo.__doc__, re.MULTILINE) == contract()


def test_the_architecture_page_has_the_order_of_the_contract() -> None:
    page = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `octavo/(\w+)(?:/|\.py)` \|", page, re.MULTILINE) == contract()


@pytest.mark.parametrize("page", ["explanation/architecture.md", "how-to/extend.md"])
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    named = re.findall(r"`(octavo/[\w./-]+)`", (ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_package_is_in_the_contract() -> None:
    found = {
        path.name.removesuffix(".py") for path in (ROOT / "octavo").iterdir() if path.suffix == ".py" or path.is_dir()
    }
    assert found - {"__init__", "__main__", "__pycache__"} == set(contract())
