"""Where a message that the guard refuses stops a publication."""

from __future__ import annotations

from dataclasses import replace

import pytest

from octavo.cli.console.build_table import is_strict
from octavo.project import Project


@pytest.mark.parametrize("house_style", [True, False])
@pytest.mark.parametrize("ci", ["", "true"])
def test_ci_is_strict_by_itself_in_projects_that_were_not_adopted(
    house_style: bool, ci: str, small: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    project = replace(small, house_style=house_style)
    assert is_strict(project, None) is (house_style and bool(ci))
    assert (is_strict(project, True), is_strict(project, False)) == (True, False)
