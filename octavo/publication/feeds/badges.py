"""Write a coverage badge for each language and book, as SVG and as JSON for shields.io.

The files are ``badges/fr.svg`` and ``badges/fr.json`` for a language, ``badges/fr/students.svg`` for a book.
The JSON follows shields.io's endpoint badge, schema version 1 (https://shields.io/badges/endpoint-badge).
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from octavo.project import Book, Language
from octavo.publication.site.locale_format import LocaleFormatter
from octavo.ui import jinja
from octavo.ui.translations import translator, ui_language
from octavo.workflow import coverage, gate
from octavo.workflow.coverage import statement
from octavo.workflow.language_build import LanguageBuilds

FOLDER = "badges"
#: Least percentage, our colour (dark enough for white text: WCAG 2.2, 1.4.3), and the colour name of shields.io.
COLOURS = ((100.0, "#1b6e3a", "brightgreen"), (95.0, "#3d6b14", "green"), (75.0, "#6b5f00", "yellow"),
           (50.0, "#8a4b00", "orange"), (0.0, "#a32a1e", "red"))  # fmt: skip
#: Width in pixels of a narrow and of a wide character (Unicode Standard Annex 11) in 11-pixel type.
_NARROW, _WIDE, _PADDING = 6.6, 11.5, 12


def write(builds: LanguageBuilds, site: Path) -> None:
    """Write the badges of every translation into *site*."""
    project = builds.project
    for language in project.translations:
        build = builds[language]
        # A badge shows the coverage of the present text, even if the language publishes a snapshot.
        covers = gate.coverage_by_domain(project, language) if build.project.snapshot else build.coverage
        percents = {book: coverage.of_book(book, covers).shown if covers else 0.0 for book in project.books}
        formatter = LocaleFormatter(project, language, build.project)
        for book, percent in percents.items():
            label = language.name if book.is_set else f"{formatter.of_book(book)[0]} ({language.name})"
            _write(site / FOLDER / language.tag, book.slug, language, label, percent)
        main_book = project.main_book
        _write(site / FOLDER, language.tag, language, language.name, percents[main_book])


def path(language: Language, book: Book | None = None, suffix: str = "svg") -> str:
    """Return the path in the site of the badge of *language*, or of a *book* in it."""
    return f"{FOLDER}/{language.tag}{f'/{book.slug}' if book else ''}.{suffix}"


def svg(language: Language, label: str, percent: float) -> str:
    """Return the badge as an SVG; *label* is in *language*."""
    locale = ui_language(language).conventions
    message = statement.localized_percent(percent, locale)
    widths = [round(_width(text)) + _PADDING for text in (label, message)]
    title = translator(language)("{language}: {percent} translated").format(language=label, percent=message)
    return jinja.render(
        "site/badge.svg",
        language=language,
        texts=(label, message),
        widths=widths,
        title=title,
        colour=_colours(percent)[0],
    )


def endpoint(language: Language, label: str, percent: float) -> dict[str, object]:
    """Return the badge as JSON data for shields.io."""
    message = statement.localized_percent(percent, ui_language(language).conventions)
    return {"schemaVersion": 1, "label": label, "message": message, "color": _colours(percent)[1]}


def _write(folder: Path, name: str, language: Language, label: str, percent: float) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.svg").write_text(svg(language, label, percent), encoding="utf-8")
    data = json.dumps(endpoint(language, label, percent), ensure_ascii=False, indent=1)
    (folder / f"{name}.json").write_text(data + "\n", encoding="utf-8")


def _colours(percent: float) -> tuple[str, str]:
    return next((ours, theirs) for least, ours, theirs in COLOURS if percent >= least)


def _width(text: str) -> float:
    return sum(_WIDE if unicodedata.east_asian_width(char) in "WF" else _NARROW for char in text)
