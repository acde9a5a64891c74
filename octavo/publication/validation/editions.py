"""Find the built editions and pages that the checkers read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lxml import html

from octavo.editions.pipeline import plan, run
from octavo.editions.snapshots import choose
from octavo.findings import Finding
from octavo.project import Edition, Format, Language, Project

#: Pages that every language has in the published site besides its edition.
SITE_PAGES = ("downloads", "news", "coverage")


def built_editions(project: Project, kind: Format) -> Iterator[tuple[Edition, Path]]:
    """Yield each edition of *kind* that was built, with its file or folder."""
    snapshots = choose.load_snapshots(project)
    for edition in run.select_editions(project, formats=[kind], snapshots=snapshots):
        path = plan.output_path(snapshots.get(edition.language.locale, project), edition)
        if edition.format is kind and path.exists():
            yield edition, path


def check_books(project: Project, check: Callable[[Path], Iterable[Finding]]) -> Iterator[Finding]:
    """Yield what *check* finds in each EPUB; it runs for two of them at once."""
    books = [path for _, path in built_editions(project, Format.EPUB)]
    with ThreadPoolExecutor(2) as pool:
        for findings in pool.map(lambda path: list(check(path)), books):
            yield from findings


def sort(project: Project, formats: Sequence[Format]) -> tuple[list[Edition], list[Edition]]:
    """Return the editions of *formats* that are built, and those that are not."""
    built = [edition for kind in formats for edition, _ in built_editions(project, kind)]
    snapshots = choose.load_snapshots(project)
    wanted = run.select_editions(project, formats=formats, snapshots=snapshots) if formats else []
    return built, [edition for edition in wanted if edition.format in formats and edition not in built]


def latex_log(project: Project, edition: Edition) -> Path:
    """Return the log that LaTeX wrote for the PDF *edition*."""
    text = choose.load_snapshots(project).get(edition.language.locale, project)
    return plan.latex_log(text, edition)


def site_pages(project: Project) -> Iterator[tuple[Language, Path]]:
    """Yield each page of the published site that belongs to a language but not to its edition."""
    for language in project.languages:
        for name in SITE_PAGES:
            if (path := project.site / language.tag / project.own_page(name)).is_file():
                yield language, path


def parse(path: Path) -> html.HtmlElement:
    """Return the parsed page at *path*, read as UTF-8 because lxml would guess another encoding."""
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def pages(project: Project) -> Iterator[tuple[Edition, Path]]:
    """Yield each page of each HTML edition."""
    for edition, folder in built_editions(project, Format.HTML):
        for path in sorted(folder.rglob("*.html")):
            yield edition, path
