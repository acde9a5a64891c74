"""Write the landing page, and the downloads and news pages of each language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from octavo.editions import titles
from octavo.editions.formats.html import covers as html_covers
from octavo.editions.snapshots import label
from octavo.errors import ContentError
from octavo.project import SITE_COPIES, Book, Format, Language, Project
from octavo.project.dates import date_of
from octavo.publication.manifest import EditionRecord
from octavo.publication.site import covers, descriptions, news, own_pages
from octavo.publication.site.locale_format import LocaleFormatter
from octavo.ui import jinja
from octavo.ui.translations import translator
from octavo.workflow import gate
from octavo.workflow.language_build import LanguageBuilds

DOWNLOADS, NEWS = "downloads", "news"
#: Number of pages in the news on a start page.
_NEWEST = 4
#: The formats that most readers want.
_WANTED = (Format.EPUB, Format.PDF)


def write(builds: LanguageBuilds, languages: Sequence[Language], entries: Sequence[EditionRecord], site: Path) -> None:
    """Write the landing page, and each language's downloads and news pages, into *site*."""
    project = builds.project
    if not html_covers.are_shown(project):  # the pages of the editions show none, so they have none yet
        for language in languages:
            if (folder := site / language.tag).is_dir():
                html_covers.write(builds[language].project, language, folder)
    names = [
        (
            language,
            (texts := titles.texts(builds[language].project, language)),
            translator(language),
            source_language_attributes(project, language, texts["title"]),
            shelf(builds, language, site),
        )
        for language in languages
    ]
    values = {
        "project": project,
        "languages": names,
        "has_feeds": any(map(_is_in_feeds, entries)),
        # The guides have theirs in the lists of the languages.
        "covers": [] if any(shelf for *_, shelf in names) else _covers(project, site),
    }
    style = f"<style>\n{jinja.read('site/pages.css')}</style>"
    parts = {
        own_pages.LANDING: jinja.render("site/landing.html", frame=own_pages.FRAGMENT, **values),
        own_pages.HEAD: jinja.render("site/landing-head.html", **values) + style,
    }
    if not own_pages.move(project, site, own_pages.LANDING, site / "index.html", f"{project.master.tag}/", parts):
        text = jinja.render("site/landing.html", frame=own_pages.ROOT_FRAME, **values)
        (site / "index.html").write_text(text, encoding="utf-8")
    for language in languages:
        editions = [entry for entry in entries if entry.locale == language.locale]
        content = partial(downloads, builds, languages, language, editions, site)
        own_pages.write(project, language, DOWNLOADS, site, content, style)
        own_pages.write(project, language, NEWS, site, partial(news_page, builds, languages, language), style)
        if home := project.set_book:
            own_pages.fill(
                site / language.tag / f"{home.root}.html",
                {"home": _home(builds, language, editions), own_pages.HEAD: ""},
            )
            for guide in project.guides:
                files = [entry for entry in editions if entry.book == guide.slug and entry.size]
                parts = {"guide": _files_of(builds, language, guide, files), own_pages.HEAD: ""}
                own_pages.fill(site / language.tag / f"{guide.root}.html", parts)


def _covers(project: Project, site: Path) -> list[str]:
    """Return the covers of the books in the master's language."""
    paths = [f"{project.master.tag}/{html_covers.path(book, small=True)}" for book in project.books]
    return [path for path in paths if (site / path).is_file()]


def shelf(builds: LanguageBuilds, language: Language, site: Path) -> list[tuple[Book, str, dict[str, str], str | None]]:
    """Return the guides that *language* publishes: each with its title, the title's attributes, and its cover."""
    project, text = builds.project, builds[language].project
    shelf = []
    for book in project.guides:
        if (site / language.tag / f"{book.root}.html").is_file():
            title = titles.title(text, book, language)
            original = titles.title(project, book, project.master)
            cover = f"{language.tag}/{html_covers.path(book, small=True)}"
            attributes = source_language_attributes(project, language, title, original)
            shelf.append((book, title, attributes, cover if (site / cover).is_file() else None))
    return shelf


def _home(builds: LanguageBuilds, language: Language, entries: Sequence[EditionRecord]) -> str:
    """Return the part of the start page that changes with each publication: files of the set, and news."""
    project, text = builds.project, builds[language].project
    book, formatter = project.set_book, LocaleFormatter(project, language, text)
    found = [
        (day.date, formatter.day(day.date), name)
        for day in news.days(builds[language])
        for name in (*day.added, *day.revised)
    ]
    return jinja.render(
        "site/home.html",
        word=translator(language),
        files=[entry for entry in entries if book and entry.book == book.slug and entry.size],
        label=lambda entry: _label(entry.format, language),
        size=formatter.size,
        downloads=project.own_page(DOWNLOADS),
        news=found[:_NEWEST],
        all_news=project.own_page(NEWS),
        **_page_titles(project, text, language),
    )


def _files_of(builds: LanguageBuilds, language: Language, guide: Book, files: Sequence[EditionRecord]) -> str:
    """Return links to the files of *guide* that most readers want, and to all of them; nothing without any."""
    if not files:
        return ""
    project, depth = builds.project, guide.root.count("/")
    return jinja.render(
        "site/guide.html",
        word=translator(language),
        files=_usual(files),
        label=lambda entry: _label(entry.format, language),
        size=LocaleFormatter(project, language, builds[language].project).size,
        up="../" * (depth + 1),
        downloads=f"{'../' * depth}{project.own_page(DOWNLOADS)}#book-{guide.slug}",
    )


def _usual(files: Sequence[EditionRecord]) -> list[EditionRecord]:
    """Return the files that most readers want."""
    return [entry for entry in files if Format(entry.format) in _WANTED]


def downloads(
    builds: LanguageBuilds,
    languages: Sequence[Language],
    language: Language,
    entries: Sequence[EditionRecord],
    site: Path,
    frame_name: str = own_pages.FRAME,
) -> str:
    """Return the downloads page in *language*."""
    project, build = builds.project, builds[language]
    formatter = LocaleFormatter(project, language, build.project)
    books = {
        book.slug: [entry for entry in entries if entry.book == book.slug and entry.size] for book in project.books
    }
    return jinja.render(
        "site/downloads.html",
        **frame(builds, languages, language, DOWNLOADS, frame_name),
        books=[(slug, files[0].title, files) for slug, files in books.items() if files],
        title_attributes_of=lambda slug, title: source_language_attributes(
            project, language, title, titles.title(project, project.book(slug), project.master)
        ),
        date=formatter.date(date_of(build.project)),
        dated=label.snapshot_label(build.project, language),
        cover=lambda files: next((covers.paths(e)[1] for e in files if e.format == Format.EPUB.value), ""),
        groups=lambda files: _groups(files, language),
        usual=_usual,
        in_translation=lambda slug: gate.is_in_translation(build, project.book(slug)),
        label=lambda entry: _label(entry.format, language),
        formats=[kind.value for kind in Format if any(entry.format == kind.value and entry.size for entry in entries)],
        purpose=lambda name: translator(language)(Format(name).facts.purpose),
        format_label=lambda name: _label(name, language),
        description=lambda slug: descriptions.of_book(site, language, project.book(slug)),
        has_feeds=any(map(_is_in_feeds, entries)),
        sums=[entry for entry in entries if entry.size],
        size=formatter.size,
        number=formatter.number,
    )


def news_page(
    builds: LanguageBuilds, languages: Sequence[Language], language: Language, frame_name: str = own_pages.FRAME
) -> str:
    """Return the news page in *language*."""
    project, text = builds.project, builds[language].project
    formatter = LocaleFormatter(project, language, text)
    return jinja.render(
        "site/news.html",
        **frame(builds, languages, language, NEWS, frame_name),
        months=[
            (formatter.month(month.date), [("New pages", month.added), ("Revised pages", month.revised)])
            for month in news.months(text, news.days(builds[language]))
        ],
        **_page_titles(project, text, language),
    )


def frame(
    builds: LanguageBuilds, languages: Sequence[Language], language: Language, page: str, frame_name: str
) -> dict[str, object]:
    """Return the template values of the frame around the page called *page* in *language*."""
    project = builds.project
    return {
        "frame": frame_name,
        "style": "",
        "project": project,
        "languages": languages,
        "language": language,
        "texts": (texts := titles.texts(builds[language].project, language)),
        "title_attributes": source_language_attributes(project, language, texts["title"]),
        "word": translator(language),
        "page": project.own_page(page),
    }


def source_language_attributes(project: Project, language: Language, title: str, original: str = "") -> dict[str, str]:
    """Return ``lang`` and ``dir`` of the master for an untranslated *title*, else nothing.

    :param original: the title in the master; by default the publication's title
    """
    master = project.master
    if language == master or title != (original or project.texts["title"]):
        return {}
    return {"lang": master.tag, "dir": master.direction}


def _is_in_feeds(entry: EditionRecord) -> bool:
    """Return whether a feed lists *entry*: a file of a book, not a copy of the site."""
    return bool(entry.size) and Format(entry.format) not in SITE_COPIES


def _label(name: str, language: Language) -> str:
    label = Format(name).facts.label
    return translator(language)(label) if label else name.upper()


def _page_titles(project: Project, text: Project, language: Language) -> dict[str, object]:
    """Return the template functions for the title of a page and its attributes; *language* publishes *text*."""
    return {
        "title_of": lambda document: _title(text, language, document),
        "guide_of": lambda document: _guide(text, document),
        "title_attributes_of": lambda document, title: source_language_attributes(
            project, language, title, _title(project, project.master, document)
        ),
    }


def _title(project: Project, language: Language, document: str) -> str:
    """Return the title of *document*."""
    try:
        return titles.of_document(project, language, document)
    except (ContentError, OSError):  # a page that other pages include, or one that only this language has
        return document


def _guide(project: Project, document: str) -> Book | None:
    """Return the guide of *document*, which its title does not name; guides share page titles."""
    guide = project.guide_of(document)
    return guide if guide and guide.root != document else None


def _groups(entries: Sequence[EditionRecord], language: Language) -> list[tuple[str, list[EditionRecord]]]:
    """Return *entries* by the device of their readers, in the order of the formats."""
    groups: dict[str, list[EditionRecord]] = {}
    for kind in Format:
        own = [entry for entry in entries if entry.format == kind.value]
        if own:
            groups.setdefault(translator(language)(kind.facts.group), []).extend(own)
    return list(groups.items())
