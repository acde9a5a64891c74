"""Check the web pages in Chromium with axe-core; report script errors and requests to other hosts too.

Every page is checked twice: on a desktop in the light scheme, and at phone width in the dark scheme.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from octavo.errors import OctavoError
from octavo.findings import Finding, Location, Severity
from octavo.project import Project
from octavo.publication.validation import programs

VIEWS = (
    {"name": "desktop, light", "width": 1280, "height": 900, "scheme": "light"},
    {"name": "phone, dark", "width": 360, "height": 740, "scheme": "dark"},
)
_SEVERITIES = {"critical": Severity.ERROR, "serious": Severity.ERROR, "moderate": Severity.WARNING}


def check(project: Project) -> Iterator[Finding]:
    """Yield every violation on every page of the published site."""
    programs.node_modules(project, "axe")
    site = project.site.resolve()
    if not site.is_dir():
        raise OctavoError("no-site", "nothing is published yet", remedy="Run “octavo publish”")
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    request = {
        "root": str(project.root),
        "chromium": programs.require("chromium"),
        "site": str(site),
        "pages": pages,
        "views": VIEWS,
    }
    script = Path(__file__).with_name("axe.mjs")
    result = programs.run([programs.require("node"), str(script)], text=json.dumps(request))
    if result.returncode:
        raise OctavoError(
            "axe-failed", f"axe-core did not run: {result.stderr.strip()[-300:]}",
            remedy="Check that “chromium --version” answers, and run "
            f"“{programs.install_command(project, 'axe')}”",
        )  # fmt: skip
    for row in json.loads(result.stdout):
        targets = f" ({row.get('count', 0)}: {'; '.join(row['targets'])})" if row["targets"] else ""
        yield Finding(
            f"axe-{row['id']}",
            _SEVERITIES.get(row.get("impact", "critical"), Severity.NOTE),
            Location(site / row["page"].lstrip("/")),
            f"{row['view']}: {row['help']}{targets}",
        )
