"""Render findings as JUnit XML for build servers: a suite for each file, a failed case for each finding."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from octavo.findings import Finding

#: Characters that XML 1.0 (2.2) forbids, even escaped.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def render(findings: Sequence[Finding], root: Path) -> str:
    """Return *findings* as JUnit XML, or one passed case if there are none."""
    count = str(len(findings))
    suites = ET.Element("testsuites", name="octavo", tests=count if findings else "1", failures=count)
    files: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        files[finding.location.relative_to(root).path.as_posix()].append(finding)
    for path, group in files.items():
        number = str(len(group))
        suite = ET.SubElement(suites, "testsuite", name=_clean(path), tests=number, failures=number, errors="0")
        for finding in group:
            _case(suite, finding, path)
    if not findings:
        suite = ET.SubElement(suites, "testsuite", name="octavo", tests="1", failures="0", errors="0")
        ET.SubElement(suite, "testcase", classname="octavo", name="no findings")
    return ET.tostring(suites, encoding="unicode", xml_declaration=False) + "\n"


def _case(suite: ET.Element, finding: Finding, path: str) -> None:
    name = f"{finding.code}, line {finding.location.line}" if finding.location.line else finding.code
    case = ET.SubElement(suite, "testcase", classname=_clean(path), name=name)
    failure = ET.SubElement(case, "failure", type=finding.severity.label, message=_clean(finding.message))
    failure.text = _clean(f"{path}:{finding.location.line}\n{finding.remedy}")


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
