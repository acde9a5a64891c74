"""Check the web pages and their embedded style sheets with the Nu Html Checker."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlparse

from octavo.findings import Finding, Location, Severity
from octavo.project import Project
from octavo.publication.validation import programs
from octavo.publication.validation.editions import pages, site_pages


def check(project: Project) -> Iterator[Finding]:
    """Yield every error and warning for every page; check all pages in one run."""
    jar = programs.node_modules(project, "nu") / "vnu-jar" / "build" / "dist" / "vnu.jar"
    files = [str(path) for _, path in pages(project)]
    files += [str(path) for path in sorted(project.site.glob("*.html"))]
    files += [str(path) for _, path in site_pages(project)]
    if not files:
        return
    result = programs.run(["java", "-Xss4m", "-jar", str(jar), "--format", "json", *files])
    # The checker writes its report to standard error.
    for message in json.loads(result.stderr)["messages"]:
        kind = message["type"] if message["type"] != "info" else message.get("subType", "info")
        path = Path(unquote(urlparse(message.get("url", "")).path))
        severity = {"error": Severity.ERROR, "warning": Severity.WARNING}.get(kind, Severity.NOTE)
        yield Finding(f"nu-{kind}", severity, Location(path, message.get("lastLine", 0)), message["message"])
