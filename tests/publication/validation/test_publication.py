"""Test that the publication of this repository passes all checkers, unfiltered."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.editions.formats.pdf import latex
from octavo.project import load
from octavo.publication import validation
from tests.conftest import ROOT

pytestmark = pytest.mark.slow
NEED_TEX = ("latex", "fonts")
NEED_NODE = ("ace", "nu", "axe", "opds")


@pytest.mark.parametrize("checker", list(validation.CHECKERS))
def test_the_publication_has_no_findings(publication: Path, checker: str) -> None:
    if checker in NEED_TEX and latex.missing_programs():
        pytest.skip("TeX is not installed")
    if checker in NEED_NODE and not (ROOT / "node_modules").is_dir():
        pytest.skip("npm packages are not installed")
    report = next(iter(validation.validate(load(ROOT), [checker])))
    assert report.left_out == ""
    assert [f"{finding.location}: {finding.message}" for finding in report.findings] == []
