"""Check the OPDS feeds with r2-opds-js, the library of Readium's e-reader apps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from octavo.errors import OctavoError
from octavo.findings import Finding, Location, Severity
from octavo.project import Project
from octavo.publication.validation import programs


def check(project: Project) -> Iterator[Finding]:
    """Yield every unreadable or empty feed, broken link, and book that is missing from one kind of feed."""
    programs.node_modules(project, "opds")
    feeds = sorted((project.site.resolve() / "opds").glob("*.*"))
    if not feeds:
        raise OctavoError("no-site", "no feed is published yet", remedy="Run “octavo publish”")
    request = json.dumps({"root": str(project.root), "feeds": [str(path) for path in feeds]})
    script = Path(__file__).with_name("opds.mjs")
    result = programs.run([programs.require("node"), str(script)], text=request)
    if result.returncode:
        raise OctavoError(
            "opds-failed", f"r2-opds-js did not run: {result.stderr.strip()[-300:]}",
            remedy=f"Run “{programs.install_command(project, 'opds')}”",
        )  # fmt: skip
    parsed = {Path(name): feed for name, feed in json.loads(result.stdout).items()}
    for path, feed in parsed.items():
        if error := feed.get("error"):
            yield Finding("opds-unreadable", Severity.ERROR, Location(path), f"an app cannot read the feed: {error}")
            continue
        if not feed["books"] and not feed["navigation"]:
            yield Finding("opds-empty", Severity.ERROR, Location(path), "an app finds nothing in the feed")
        for address in [*feed["navigation"], *(link for book in feed["books"] for link in book["links"])]:
            if not (path.parent / address).is_file():
                yield Finding("opds-link", Severity.ERROR, Location(path), f"the link {address} is broken")
        other = parsed.get(path.with_suffix(".json" if path.suffix == ".xml" else ".xml"), {})
        titles = {(book["title"], book["language"]) for book in other.get("books", ())}
        for book in feed["books"]:
            if (book["title"], book["language"]) not in titles:
                message = f"the book “{book['title']}” is missing in the feed of the other kind"
                yield Finding("opds-book", Severity.ERROR, Location(path), message)
