"""Project → the editions that were made, by format: what the checkers look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import html

from octavo.editions.pipeline import plan, run
from octavo.editions.snapshots import choose
from octavo.project import Edition, Format, Language, Project

#: What every language has beside its edition in the published site.
AROUND = ("downloads.html", "news.html", "coverage.html")


def made(project: Project, kind: Format) -> Iterator[tuple[Edition, Path]]:
    """Yield each edition of *kind* that stands on the disk, with its file or folder."""
    snapshots = choose.load_snapshots(project)
    for edition in run.select_editions(project, formats=[kind], snapshots=snapshots):
        path = plan.output_path(snapshots.get(edition.language.locale, project), edition)
        if edition.format is kind and path.exists():
            yield edition, path


def latex_log(project: Project, edition: Edition) -> Path:
    """Return the log that LaTeX wrote for the PDF *edition*."""
    text = choose.load_snapshots(project).get(edition.language.locale, project)
    return plan.latex_log(text, edition)


def around(project: Project) -> Iterator[tuple[Language, Path]]:
    """Yield each page of a language that the published site has besides those of its edition."""
    for language in project.languages:
        for name in AROUND:
            if (path := project.site / language.tag / name).is_file():
                yield language, path


def parse(path: Path) -> html.HtmlElement:
    """Return the page at *path*; pages are UTF-8, which lxml does not guess."""
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def pages(project: Project) -> Iterator[tuple[Edition, Path]]:
    """Yield each page of each HTML edition."""
    for edition, folder in made(project, Format.HTML):
        for path in sorted(folder.rglob("*.html")):
            yield edition, path
