"""Every form of the findings says where, what and what to do, and cannot be broken by what a catalog holds."""

import json
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octavo.errors import OctavoError
from octavo.findings import Finding, Location, Severity, baseline, github, junit, sarif, text

ROOT = Path("/project")
ERROR = Finding("markup-x", Severity.ERROR, Location(ROOT / "locales/fr/a b.po", 7), "It is wrong", "Mend it", "fixed")
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


def test_text_is_a_line_each_and_a_sum():
    assert text.render([ERROR, NOTE], ROOT) == (
        "locales/fr/a b.po:7: error: It is wrong. Mend it. (--fix does it) [markup-x]\n"
        "locales/fr/c.po: note: It may be wrong. [note-y]\n"
        "1 error, 1 note in 2 files\n"
    )
    assert text.render([], ROOT) == "no findings\n"


def test_json_holds_everything():
    rows = json.loads(import_module("octavo.findings.json").render([ERROR, NOTE], ROOT))["findings"]
    assert rows[0] == {
        "code": "markup-x", "severity": "error", "path": "locales/fr/a b.po", "line": 7,
        "message": "It is wrong", "remedy": "Mend it", "fixed": "fixed",
    }  # fmt: skip
    assert rows[1]["fixed"] is None


def test_sarif_has_what_its_schema_requires():
    """Sections 3.13, 3.14, 3.19, 3.27 of SARIF 2.1.0; lines are 1-based, so a whole file has no region."""
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


def test_junit_counts_what_it_holds():
    suites = ET.fromstring(junit.render([ERROR, NOTE], ROOT))  # noqa: S314  # our own text
    assert suites.get("failures") == "2"
    assert [suite.get("name") for suite in suites] == ["locales/fr/a b.po", "locales/fr/c.po"]
    assert ET.fromstring(junit.render([], ROOT)).get("failures") == "0"  # noqa: S314


def test_github_gets_one_command_a_finding():
    assert github.render([ERROR, NOTE], ROOT) == (
        "::error file=locales/fr/a b.po,line=7,title=markup-x::It is wrong. Mend it\n"
        "::notice file=locales/fr/c.po,title=note-y::It may be wrong.\n"
    )


def test_a_finding_cannot_begin_a_command_of_its_own():
    evil = Finding("x-y", Severity.ERROR, Location(ROOT / "a"), "text\n::set-output name=x::y")
    assert github.render([evil], ROOT).count("\n") == 1


@given(st.lists(findings, max_size=4))
@pytest.mark.parametrize("name", FORMATS)
def test_every_form_takes_any_finding(name, items):
    rendered = import_module(f"octavo.findings.{name}").render(items, ROOT)
    if name in ("json", "sarif"):
        json.loads(rendered)
    if name == "junit":
        assert len(ET.fromstring(rendered).findall(".//failure")) == len(items)  # noqa: S314  # our own text


def test_a_baseline_knows_findings_whatever_their_line(tmp_path):
    path = tmp_path / "baseline.json"
    baseline.save(path, [ERROR, NOTE], ROOT)
    moved = Finding(ERROR.code, ERROR.severity, Location(ERROR.location.path, 70), ERROR.message)
    assert baseline.apply([moved, NOTE], baseline.load(path), path, ROOT) == []


def test_a_baseline_counts(tmp_path):
    """Of three equal findings, two recorded, one is new."""
    path = tmp_path / "baseline.json"
    same = [Finding(ERROR.code, ERROR.severity, Location(ERROR.location.path, n), ERROR.message) for n in (1, 2, 3)]
    baseline.save(path, same[:2], ROOT)
    assert len(baseline.apply(same, baseline.load(path), path, ROOT)) == 1


def test_an_entry_that_no_longer_applies_is_a_finding(tmp_path):
    path = tmp_path / "baseline.json"
    baseline.save(path, [ERROR, NOTE], ROOT)
    (stale,) = baseline.apply([NOTE], baseline.load(path), path, ROOT)
    assert stale.code == "baseline-stale"


def test_a_baseline_is_one_line_a_finding(tmp_path):
    path = tmp_path / "baseline.json"
    baseline.save(path, [NOTE, ERROR], ROOT)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 4


@pytest.mark.parametrize("content", ["", "[]", '{"findings": [{}]}', '{"findings": 3}', "\ufeffx"])
def test_a_broken_baseline_is_one_sentence(tmp_path, content):
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(OctavoError) as caught:
        baseline.load(path)
    assert caught.value.code == "baseline-unreadable"
