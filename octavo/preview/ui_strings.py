"""Provide the UI texts of the preview's bar and panel, by the names that the script uses."""

from __future__ import annotations

from octavo.project import Language
from octavo.ui.translations import translator, ui_language


def ui_strings(language: Language) -> dict[str, str]:
    """Return the UI texts for a page in *language*, with the tag and direction of the language they are in."""
    word, spoken = translator(language), ui_language(language)
    return {
        "lang": spoken.tag,
        "dir": spoken.direction,
        "preview": word("Preview"),
        "marks": word("Mark what is not translated"),
        "findings": word("Findings of this page"),
        "work": word("Messages of this page without a translation"),
        "open": word("Open the message"),
        "show": word("Show on the page"),
        "copied": word("Copied"),
        "updated": word("The page is up to date."),
        "lost": word("The preview has stopped. Start it again to see changes."),
        "gone": word("This page is no longer part of the text."),
        "none": word("None."),
        "error": word("Error"),
        "warning": word("Warning"),
        "note": word("Note"),
        "untranslated": word("not translated"),
        "fuzzy": word("fuzzy"),
        "blocked": word("refused"),
    }
