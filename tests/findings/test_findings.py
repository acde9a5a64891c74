"""Test the formats of findings, for any content of a catalog, and the baseline."""

import json
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.errors import OctavoError, escaped
from octavo.findings import Finding, Location, Severity, baseline, github, junit, sarif, text

ROOT = Path("/project")
ERROR = Finding("markup-x", Severity.ERROR, Location(ROOT / "locales/fr/a b.po", 7), "It is wrong", "Fix it", "fixed")
NOTE = Finding("note-y", Severity.NOTE, Location(ROOT / "locales/fr/c.po"), "It may be wrong")
FORMATS = ["text", "json", "sarif", "junit", "github"]

findings = st.builds(
    Finding,
    st.sampled_from(["a-b", "c-d"]),
    st.sampled_from(Severity),
    st.builds(Location, st.text(min_size=1).map(lambda name: ROOT / name), st.integers(0, 99)),
    st.text(),
    st.text(),
)


def test_text_has_a_line_for_each_finding_and_a_total():
    assert text.render([ERROR, NOTE], ROOT) == (
        "locales/fr/a b.po:7: error: It is wrong. Fix it. (--fix does it) [markup-x]\n"
        "locales/fr/c.po: note: It may be wrong. [note-y]\n"
        "1 error, 1 note in 2 files\n"
    )
    assert text.render([], ROOT) == "no findings\n"


@given(st.lists(findings, max_size=3))
def test_text_has_one_line_for_any_finding(found):
    """A finding may quote a catalog, and its path may contain anything: neither adds a line or controls a terminal."""
    lines = text.render(found, ROOT).split("\n")
    assert len(lines) == len(found) + 2
    assert all(line == escaped(line) for line in lines)


def test_json_has_all_fields():
    rows = json.loads(import_module("octavo.findings.json").render([ERROR, NOTE], ROOT))["findings"]
    assert rows[0] == {
        "code": "markup-x", "severity": "error", "path": "locales/fr/a b.po", "line": 7,
        "message": "It is wrong", "remedy": "Fix it", "fixed": "fixed",
    }  # fmt: skip
    assert rows[1]["fixed"] is None


def test_sarif_has_the_fields_that_its_schema_requires():
    """Follow sections 3.13, 3.14, 3.19, 3.27 of SARIF 2.1.0; a finding for a whole file has no region."""
    log = json.loads(sarif.render([ERROR, NOTE], ROOT))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["markup-x", "note-y"]
    first, second = run["results"]
    assert first["ruleId"] == run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "locales/fr/a%20b.po"
    assert place["region"] == {"startLine": 7}
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert {result["level"] for result in run["results"]} <= {"note", "warning", "error", "none"}


def test_junit_counts_its_findings():
    suites = ET.fromstring(junit.render([ERROR, NOTE], ROOT))  # noqa: S314  # our own text
    assert suites.get("failures") == "2"
    assert [suite.get("name") for suite in suites] == ["locales/fr/a b.po", "locales/fr/c.po"]
    assert ET.fromstring(junit.render([], ROOT)).get("failures") == "0"  # noqa: S314


def test_github_gets_one_command_for_each_finding():
    assert github.render([ERROR, NOTE], ROOT) == (
        "::error file=locales/fr/a b.po,line=7,title=markup-x::It is wrong. Fix it\n"
        "::notice file=locales/fr/c.po,title=note-y::It may be wrong.\n"
    )


def test_a_line_break_in_a_finding_starts_no_command():
    evil = Finding("x-y", Severity.ERROR, Location(ROOT / "a"), "text\n::set-output name=x::y")
    assert github.render([evil], ROOT).count("\n") == 1


@given(st.lists(findings, max_size=4))
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_any_finding(name, items):
    rendered = import_module(f"octavo.findings.{name}").render(items, ROOT)
    if name in ("json", "sarif"):
        json.loads(rendered)
    if name == "junit":
        assert len(ET.fromstring(rendered).findall(".//failure")) == len(items)  # noqa: S314  # our own text


def test_a_baseline_ignores_lines(tmp_path):
    path = tmp_path / "baseline.json"
    baseline.save(path, [ERROR, NOTE], ROOT)
    moved = Finding(ERROR.code, ERROR.severity, Location(ERROR.location.path, 70), ERROR.message)
    assert baseline.apply([moved, NOTE], baseline.load(path), path, ROOT) == []


def test_a_baseline_counts_equal_findings(tmp_path):
    """If two of three equal findings are recorded, one is new."""
    path = tmp_path / "baseline.json"
    same = [Finding(ERROR.code, ERROR.severity, Location(ERROR.location.path, n), ERROR.message) for n in (1, 2, 3)]
    baseline.save(path, same[:2], ROOT)
    assert len(baseline.apply(same, baseline.load(path), path, ROOT)) == 1


def test_an_entry_that_no_longer_applies_is_reported(tmp_path):
    path = tmp_path / "baseline.json"
    baseline.save(path, [ERROR, NOTE], ROOT)
    (stale,) = baseline.apply([NOTE], baseline.load(path), path, ROOT)
    assert stale.code == "baseline-stale"


def test_a_baseline_has_one_line_for_each_finding(tmp_path):
    path = tmp_path / "baseline.json"
    baseline.save(path, [NOTE, ERROR], ROOT)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 4


@pytest.mark.parametrize("content", ["", "[]", '{"findings": [{}]}', '{"findings": 3}', "\ufeffx"])
def test_an_invalid_baseline_is_an_error(tmp_path, content):
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OctavoError) as caught:
        baseline.load(path)
    assert caught.value.code == "baseline-unreadable"
