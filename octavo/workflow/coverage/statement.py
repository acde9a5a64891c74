"""State how much of an edition is translated, in figures and as the sentence that the edition shows.

Feeds, package documents, colophons, badges and pages all use these figures, so they cannot differ.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from babel import Locale
from babel.numbers import format_percent

from octavo.project import Book, Language, Project
from octavo.project.dates import date_of
from octavo.text import dates, locale_forms
from octavo.ui.translations import translator, ui_language
from octavo.workflow import coverage
from octavo.workflow.coverage import Coverage
from octavo.workflow.language_build import LanguageBuild

#: The prefix of the names of these figures in package documents and feeds. docs/reference/coverage.md lists the names.
VOCABULARY = "urn:x-octavo:vocabulary:"


@dataclass(frozen=True, slots=True)
class CoverageStatement:
    """Store how much of a book is translated. Words and messages are those of the master.

    :ivar percent: of the words, with one decimal, rounded down
    :ivar date: the day of the publication, for which the figures were computed
    """

    percent: float
    translated_words: int
    words: int
    translated_messages: int
    messages: int
    date: datetime.date

    @property
    def is_whole(self) -> bool:
        """Return whether everything is translated."""
        return self.translated_words == self.words and self.translated_messages == self.messages

    @property
    def terms(self) -> dict[str, int | float | str]:
        """Return the figures by their names in :data:`VOCABULARY`, with the day in ISO 8601 form."""
        return {
            "percentTranslated": int(self.percent) if self.percent.is_integer() else self.percent,
            "wordsTranslated": self.translated_words,
            "words": self.words,
            "messagesTranslated": self.translated_messages,
            "messages": self.messages,
            "countedOn": self.date.isoformat(),
        }


def for_edition(build: LanguageBuild, book: Book) -> CoverageStatement | None:
    """Return the figures of *book* as *build* publishes it; ``None`` for the master, and without catalogs."""
    if not build.coverage:
        return None
    return for_cover(coverage.of_book(book, build.coverage), date_of(build.project))


def for_cover(cover: Coverage, date: datetime.date) -> CoverageStatement:
    """Return *cover* as the figures of *date*."""
    return CoverageStatement(cover.shown, cover.translated_words, cover.words, cover.translated, cover.messages, date)


def sentence(project: Project, language: Language, found: CoverageStatement) -> str:
    """Return the sentence of an edition in *language*, in the language of Octavo's interface for it."""
    locale = ui_language(language).conventions
    text = (
        "This edition is translated in full: {words} words of the original, as of {date}."
        if found.is_whole
        else "This edition is translated to {percent} %: {done} of the {words} words of the original, as of {date}. "
        "The rest is in {language}."
    )
    return translator(language)(text).format(
        percent=locale_forms.number(found.percent, locale),
        done=locale_forms.number(found.translated_words, locale),
        words=locale_forms.number(found.words, locale),
        date=dates.written(found.date, locale),
        language=project.master.name_in(locale),
    )


def localized_percent(percent: float, locale: Locale) -> str:
    """Return *percent*, 0 to 100, in the format of *locale*, with a decimal if it is not whole: ``98,4 %``."""
    pattern = locale.percent_formats[None].pattern.replace("##0", "##0.#")
    return format_percent(percent / 100, format=pattern, locale=locale)
