"""Format figures, days, language names and titles for the pages of a language."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.units import format_unit

from octavo.editions import titles
from octavo.errors import ContentError
from octavo.project import Book, Language, Project
from octavo.text import dates, locale_forms, markup
from octavo.ui.translations import translator
from octavo.workflow.coverage import statement


@dataclass(frozen=True)
class LocaleFormatter:
    """Format values for readers of *language*.

    :ivar project: the present project
    :ivar text: the project whose text *language* publishes: the present one, or a snapshot
    """

    project: Project
    language: Language
    text: Project

    @cached_property
    def locale(self) -> Locale:
        """Return Babel's locale of the language."""
        return self.language.conventions

    def percent(self, value: float) -> str:
        """Format a percentage, 0 to 100."""
        return statement.localized_percent(value, self.locale)

    def number(self, value: int) -> str:
        """Format a whole number."""
        return locale_forms.number(value, self.locale)

    def day(self, date: datetime.date) -> str:
        """Format a day in a table."""
        return dates.written(date, self.locale, "medium")

    def date(self, date: datetime.date) -> str:
        """Format a day in a text."""
        return dates.written(date, self.locale)

    def month(self, date: datetime.date) -> str:
        """Format the month of a day."""
        return format_skeleton("yMMMM", date, locale=self.locale)

    def size(self, number: int) -> str:
        """Format a number of bytes: ``1,4 Mo`` in French, and ``350 ko`` below 1 Mo."""
        is_large = number >= 999_500
        amount = round(number / 1e6, 1) if is_large else max(1, round(number / 1e3))
        unit = "digital-megabyte" if is_large else "digital-kilobyte"
        return format_unit(amount, unit, "short", locale=self.locale).replace(" ", "\u00a0")

    def name(self, other: Language) -> str:
        """Return the name of a language; with its tag if another has the same name: ``chinois simplifié``."""
        name = self._name(other)
        is_shared = any(self._name(item) == name for item in self.project.languages if item.locale != other.locale)
        return locale_forms.with_brackets(name, other.tag, self.locale) if is_shared else name

    def _name(self, other: Language) -> str:
        """Return the name that Babel has for the language in its region, or else in its script."""
        keys = (other.locale, f"{other.code}_{other.script}")
        return next(
            (self.locale.languages[key] for key in keys if key in self.locale.languages), other.name_in(self.locale)
        )

    def names(self, others: Iterable[Language]) -> str:
        """Return the names of some languages as a localized list."""
        return format_list([self.name(other) for other in others], locale=self.locale)

    def person(self, name: str) -> str:
        """Return the name of a contributor; that of the publication's author or publisher is in the language."""
        return self._own_names.get(name, name)

    @cached_property
    def _own_names(self) -> dict[str, str]:
        original, localized = self.project.texts, titles.texts(self.text, self.language)
        keys = (key for key in ("publisher", "author") if key in original and key in localized)
        return {original[key]: localized[key] for key in keys}

    def of_book(self, book: Book | None) -> tuple[str, str]:
        """Return the title of a guide, or of the whole set, and the tag of the title's language."""
        if book is None or book.is_set:
            return translator(self.language)("The whole set"), self.language.tag
        return self.of_document(book.root)

    def of_document(self, document: str) -> tuple[str, str]:
        """Return the title of a page and the tag of its language; an untranslated title has the master's tag."""
        if document not in self._titles:
            self._titles[document] = self._title(document)
        return self._titles[document]

    @cached_property
    def _titles(self) -> dict[str, tuple[str, str]]:
        return {}

    def _title(self, document: str) -> tuple[str, str]:
        if document == titles.PUBLICATION:
            return translator(self.language)("The set’s own texts"), self.language.tag
        master = self.project.master
        try:
            original = titles.of_document(self.project, master, document)
        except (ContentError, OSError):  # a catalog that belongs to no page
            return document, master.tag
        try:
            title = titles.of_document(self.text, self.language, document)
        except (ContentError, OSError):  # the language publishes a snapshot from before the page was added
            title = original
        return markup.plain_text(title), master.tag if title == original else self.language.tag
