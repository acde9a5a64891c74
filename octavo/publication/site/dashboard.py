"""Coverage and its history → the page of each language that shows how far all translations are."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from octavo.project import Book, Language, Project, file_of_document, git
from octavo.project.dates import date_of
from octavo.publication.feeds import badges
from octavo.publication.site import charts, contributors, landing
from octavo.publication.site.contributors import Contributor
from octavo.publication.site.locale_format import LocaleFormatter
from octavo.ui import jinja
from octavo.ui.translations import translator
from octavo.workflow import coverage
from octavo.workflow.coverage import Coverage, Scope
from octavo.workflow.language_build import LanguageBuilds

PAGE = "coverage.html"
#: Days that a chart and its table show one by one; of a longer history the last day of each week, or month.
_DAYS = 120
#: Shades of the heat map: at least so many percent each. The style sheet has their colours.
SHADES = (0, 25, 50, 75, 95, 100)


@dataclass(frozen=True, slots=True)
class Row:
    """A page in a language.

    :ivar since: the day since which a text of it is without its translation, where git knows
    :ivar path: its catalog, relative to the project
    :ivar address: where its catalog stands on the web, or empty
    """

    language: Language
    document: str
    cover: Coverage
    since: datetime.date | None
    path: str
    address: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the page shows, before it is said in a language.

    :ivar languages: those that have catalogs
    :ivar days: the days of the history, with a percentage for each of the languages
    :ivar is_shallow: whether there is more history than this copy of the repository has
    """

    languages: tuple[Language, ...]
    rows: tuple[Row, ...]
    days: tuple[tuple[datetime.date, tuple[float, ...]], ...]
    is_shallow: bool
    contributors: tuple[Contributor, ...]

    def cover(self, language: Language, book: Book | None = None) -> Coverage:
        """Return the coverage of *book* in *language*, or of everything: the sum of its pages."""
        return coverage.total(
            row.cover for row in self.rows if row.language == language and (book is None or book.holds(row.document))
        )


def gather(project: Project) -> Dashboard:
    """Return what there is to show.

    :raises ContentError: a catalog cannot be read
    """
    languages = tuple(item for item in project.translations if any(project.catalogs(item).rglob("*.po")))
    rows = []
    for line in coverage.report(project, languages, Scope.PAGE):
        path = project.catalogs(line.language) / f"{line.name}.po"
        rows.append(
            Row(
                line.language,
                _document(project, line.name),
                line.cover,
                line.oldest,
                path.relative_to(project.root).as_posix(),
                project.catalog_address(line.language, line.name),
            )
        )
    people: list[Contributor] = []
    for language in languages:
        paths = coverage.catalogs(project, language)
        people += contributors.contributors(project, language, list(paths.values()))
    shallow = git.is_shallow(project.root)
    return Dashboard(languages, tuple(rows), tuple(_days(project, languages)), shallow, tuple(people))


def _document(project: Project, domain: str) -> str:
    """Return the page that stands for the catalog *domain*: its own, or the first of its folder's."""
    names = (domain, f"{domain}/index")
    return next((name for name in names if file_of_document(project, name)), domain)


def _days(project: Project, languages: Sequence[Language]) -> Iterable[tuple[datetime.date, tuple[float, ...]]]:
    found = coverage.daily_points(coverage.history_points(project, coverage.load_history(project)))
    for snapshot in _thinned(found):
        held = [_whole(project, snapshot.covers, language) for language in languages]
        yield snapshot.date, tuple(cover.shown if cover.words else 0.0 for cover in held)


def _thinned(found: list[coverage.HistoryPoint]) -> list[coverage.HistoryPoint]:
    """Return *found*, or the last day of each week or month of a history that is too long to show."""
    periods: tuple[Callable[[datetime.date], object], ...] = (
        lambda day: day.isocalendar()[:2],
        lambda day: (day.year, day.month),
    )
    shown = found
    for period in periods:
        if len(shown) > _DAYS:
            shown = list({period(snapshot.date): snapshot for snapshot in found}.values())
    return shown


def _whole(project: Project, covers: Mapping[tuple[str, str], Coverage], language: Language) -> Coverage:
    books = [project.set_book] if project.set_book else project.books
    return coverage.total(covers.get((language.locale, book.slug), Coverage()) for book in books)


def write(builds: LanguageBuilds, languages: Sequence[Language], site: Path) -> None:
    """Write the page of each of *languages* into *site*, which holds the editions."""
    found = gather(builds.project)
    for language in languages:
        (site / language.tag).mkdir(parents=True, exist_ok=True)
        (site / language.tag / PAGE).write_text(page(builds, languages, language, found, site), encoding="utf-8")


def page(
    builds: LanguageBuilds, languages: Sequence[Language], language: Language, found: Dashboard, site: Path
) -> str:
    """Return *language*'s page of *found*; it links to those pages that *site* has."""
    project = builds.project
    said = LocaleFormatter(project, language, builds[language].project)
    books = [book for book in project.books if not book.is_set]
    return jinja.render(
        "site/coverage.html",
        **landing.frame(builds, languages, language, PAGE),
        said=said,
        found=found,
        missing=said.names(other for other in project.translations if other not in found.languages),
        columns=[None, *books],
        heat=[(other, [found.cover(other, book) for book in (None, *books)]) for other in found.languages],
        shade=shade,
        guide=lambda row: next((book for book in books if book.holds(row.document)), None),
        address=lambda row: _address(row, site),
        # Without the extra "charts" the table beside it has the same figures.
        chart=_chart(project, found, said) if found.days and found.languages and find_spec("matplotlib") else "",
        dashes=charts.DASHES,
        colours=charts.COLOURS,
        date=date_of(project),
        badge=badges.path,
    )


def shade(percent: float) -> int:
    """Return the number of the shade for *percent*: the last one only for what is complete."""
    return max(number for number, least in enumerate(SHADES) if percent >= least)


def _address(row: Row, site: Path) -> str:
    name = f"{row.language.tag}/{row.document}.html"
    return f"../{name}" if (site / name).is_file() else ""


def _chart(project: Project, found: Dashboard, said: LocaleFormatter) -> str:
    first, last = found.days[0], found.days[-1]
    text = translator(said.language)("{language}: {percent} on {date}.")
    description = "\n".join(
        text.format(language=said.name(language), percent=said.percent(values[number]), date=said.day(date))
        for number, language in enumerate(found.languages)
        for date, values in ((first, last) if last != first else (first,))
    )
    return charts.over_time(
        [date for date, _ in found.days],
        list(zip(*(values for _, values in found.days), strict=True)),
        name="history",
        title=translator(said.language)("Share of the words that is translated, day by day"),
        description=description,
        day=said.day,
        percent=said.percent,
        right_to_left=said.language.is_right_to_left,
        cache=project.build / "matplotlib",
    )
