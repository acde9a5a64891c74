"""Write the coverage page of each language, which shows the state of all translations."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from babel.lists import format_list

from octavo.catalogs.po.reviews import Review
from octavo.project import Book, Language, Project, file_of_document, git
from octavo.project.dates import date_of
from octavo.publication.feeds import badges
from octavo.publication.site import charts, contributors, landing, needs, own_pages
from octavo.publication.site.contributors import Contributor
from octavo.publication.site.locale_format import LocaleFormatter
from octavo.publication.site.needs import RemainingWork
from octavo.ui import jinja
from octavo.ui.translations import translator
from octavo.workflow import coverage
from octavo.workflow.coverage import Coverage, LineScope
from octavo.workflow.language_build import LanguageBuilds

PAGE = "coverage"
#: A chart shows at most so many days. A longer history is reduced to the last day of each week, or month.
_DAYS = 120


@dataclass(frozen=True, slots=True)
class Row:
    """Represent the coverage of one page in one language.

    :ivar since: the day of its oldest untranslated message, if git knows it
    :ivar path: path of its catalog, relative to the project
    :ivar address: web address of its catalog, or empty
    """

    language: Language
    document: str
    cover: Coverage
    since: datetime.date | None
    path: str
    address: str


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Represent the data of the coverage page, not yet formatted for a language.

    :ivar languages: languages that have catalogs
    :ivar days: the days of the history, with a percentage for each language
    :ivar is_shallow: whether this clone lacks a part of the history
    :ivar reviewers: names of those who reviewed messages
    :ivar reviewed: the day of the last review
    """

    languages: tuple[Language, ...]
    rows: tuple[Row, ...]
    days: tuple[tuple[datetime.date, tuple[float, ...]], ...]
    is_shallow: bool
    contributors: tuple[Contributor, ...]
    needs: tuple[RemainingWork, ...] = ()
    reviewers: frozenset[str] = frozenset()
    reviewed: datetime.date | None = None

    @property
    def has_changed(self) -> bool:
        """Return whether the history shows anything but complete translations."""
        return any(value < 100 for _, values in self.days for value in values)

    @property
    def has_left(self) -> bool:
        """Return whether words are left to translate in any language."""
        return any(row.cover.words_left for row in self.rows)

    def cover(self, language: Language, book: Book | None = None) -> Coverage:
        """Return the coverage of *book* in *language*, or of all books: the sum over the pages."""
        return coverage.total(
            row.cover for row in self.rows if row.language == language and (book is None or book.holds(row.document))
        )


def gather(project: Project) -> Dashboard:
    """Return the data of the coverage page.

    :raises ContentError: a catalog cannot be read
    """
    languages = tuple(item for item in project.translations if any(project.catalogs(item).rglob("*.po")))
    rows = []
    for line in coverage.report(project, languages, LineScope.PAGE):
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
    reviews: list[Review] = []
    for language in languages:
        catalogs = contributors.read(coverage.catalogs(project, language).values())
        people += contributors.contributors(project, language, catalogs)
        reviews += contributors.reviews(catalogs)
    points = coverage.daily_points(coverage.history_points(project, coverage.load_history(project)))
    return Dashboard(
        languages,
        tuple(rows),
        tuple(_days(project, languages, points)),
        git.is_shallow(project.root),
        tuple(people),
        tuple(needs.ordered(_needs(project, languages, rows, points))),
        frozenset(review.name for review in reviews),
        max((datetime.date.fromisoformat(review.date) for review in reviews), default=None),
    )


def _needs(
    project: Project, languages: Sequence[Language], rows: Sequence[Row], points: Sequence[coverage.HistoryPoint]
) -> Iterable[RemainingWork]:
    books = project.guides or project.books
    for language in languages:
        for book in books:
            own = [row for row in rows if row.language == language and book.holds(row.document)]
            cover = coverage.total(row.cover for row in own)
            gained = needs.gained(points, language, book)
            yield RemainingWork(
                language,
                book,
                cover,
                needs.owner(project, language, book),
                min((row.since for row in own if row.since), default=None),
                gained,
                needs.days_left(cover.words_left, gained),
            )


def _document(project: Project, domain: str) -> str:
    """Return the document of the catalog *domain*: its own page, or the index of its folder."""
    names = (domain, f"{domain}/index")
    return next((name for name in names if file_of_document(project, name)), domain)


def _days(
    project: Project, languages: Sequence[Language], points: list[coverage.HistoryPoint]
) -> Iterable[tuple[datetime.date, tuple[float, ...]]]:
    for snapshot in _thinned(points):
        totals = [_whole(project, snapshot.covers, language) for language in languages]
        yield snapshot.date, tuple(cover.shown if cover.words else 0.0 for cover in totals)


def _thinned(points: list[coverage.HistoryPoint]) -> list[coverage.HistoryPoint]:
    """Return *points*; of a long history, only the last day of each week or month."""
    periods: tuple[Callable[[datetime.date], object], ...] = (
        lambda day: day.isocalendar()[:2],
        lambda day: (day.year, day.month),
    )
    shown = points
    for period in periods:
        if len(shown) > _DAYS:
            shown = list({period(snapshot.date): snapshot for snapshot in points}.values())
    return shown


def _whole(project: Project, covers: Mapping[tuple[str, str], Coverage], language: Language) -> Coverage:
    books = [project.set_book] if project.set_book else project.books
    return coverage.total(covers.get((language.locale, book.slug), Coverage()) for book in books)


def write(builds: LanguageBuilds, languages: Sequence[Language], site: Path) -> None:
    """Write the coverage page of each of *languages* into *site*, which contains the editions."""
    dashboard = gather(builds.project)
    style = f"<style>\n{jinja.read('site/coverage.css')}</style>"
    for language in languages:
        content = partial(page, builds, languages, language, dashboard, site)
        own_pages.write(builds.project, language, PAGE, site, content, style)


def page(
    builds: LanguageBuilds,
    languages: Sequence[Language],
    language: Language,
    dashboard: Dashboard,
    site: Path,
    frame_name: str = own_pages.FRAME,
) -> str:
    """Return the coverage page in *language*; it links only to pages that exist in *site*."""
    project = builds.project
    formatter = LocaleFormatter(project, language, builds[language].project)
    books = project.guides
    rows = {book: [row for row in dashboard.rows if project.guide_of(row.document) == book] for book in (*books, None)}
    return jinja.render(
        "site/coverage.html",
        **(landing.frame(builds, languages, language, PAGE, frame_name) | {"style": jinja.read("site/coverage.css")}),
        formatter=formatter,
        dashboard=dashboard,
        missing=formatter.names(other for other in project.translations if other not in dashboard.languages),
        columns=[None, *books],
        whole=coverage.total(dashboard.cover(other) for other in dashboard.languages),
        heat=[(other, [dashboard.cover(other, book) for book in (None, *books)]) for other in dashboard.languages],
        reviewers=format_list(sorted(map(formatter.person, dashboard.reviewers)), locale=formatter.locale),
        folds=[(book, own) for book, own in rows.items() if own],
        needs=[need for need in dashboard.needs if need.cover.words_left or need.unreviewed],
        has_owners=any(need.owner for need in dashboard.needs),
        address=lambda row: _address(row, site),
        chart=_chart(dashboard, formatter) if dashboard.languages and dashboard.has_changed else "",
        dashes=charts.DASHES,
        colours=charts.COLOURS,
        date=date_of(project),
        badge=badges.path,
    )


def _address(row: Row, site: Path) -> str:
    name = f"{row.language.tag}/{row.document}.html"
    return f"../{name}" if (site / name).is_file() else ""


def _chart(dashboard: Dashboard, formatter: LocaleFormatter) -> str:
    first, last = dashboard.days[0], dashboard.days[-1]
    text = translator(formatter.language)("{language}: {percent} on {date}.")
    description = ("" if formatter.locale.language in ("zh", "ja") else "\n").join(
        text.format(
            language=formatter.name(language), percent=formatter.percent(values[number]), date=formatter.day(date)
        )
        for number, language in enumerate(dashboard.languages)
        for date, values in ((first, last) if last != first else (first,))
    )
    return charts.over_time(
        [date for date, _ in dashboard.days],
        list(zip(*(values for _, values in dashboard.days), strict=True)),
        name="history",
        title=translator(formatter.language)("Share of the words that is translated, day by day"),
        description=description,
        day=formatter.day,
        percent=formatter.percent,
        right_to_left=formatter.language.is_right_to_left,
    )
