"""Language → the package's own words in it: covers, navigation, downloads, dashboard; and the words of themes.

They stand in ``octavo/locales/<locale>/``, translated like all other text: ``octavo.po`` holds our own,
``themes.po`` those of Sphinx's themes that neither Sphinx nor the theme translates. A language that has no catalog
there, and a word that has no translation, stays English.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import as_file, files

from octavo import catalog, pseudo
from octavo.catalog import Message, State
from octavo.project import Language
from octavo.typography import typeset

OWN = "octavo"
THEMES = "themes"
#: The language of the package's own words where they are not translated.
_ENGLISH = Language("en")
#: A language whose catalog lists all words of themes: the pseudo-locale takes them from it.
_COMPLETE = "fr"


def interface(language: Language) -> Callable[[str], str]:
    """Return what translates one of the package's own words into *language*."""
    if pseudo.is_pseudo(language):
        return pseudo.accented_words
    words = {message.msgid: message.msgstr for message in own_words(language)}
    return lambda text: words.get(text, text)


def language_of_words(language: Language) -> Language:
    """Return the language in which *language*'s readers see the package's own words: its own, or English."""
    return language if pseudo.is_pseudo(language) or own_words(language) else _ENGLISH


def own_words(language: Language) -> tuple[Message, ...]:
    """Return the package's own words that are translated into *language*."""
    return _messages(language, OWN)


def theme_words(language: Language) -> tuple[Message, ...]:
    """Return the messages that Sphinx's themes need in *language*, for the catalog that Sphinx reads its words from."""
    if pseudo.is_pseudo(language):
        listed = (m.edited(msgstrs=(pseudo.accented_words(m.msgid),)) for m in _messages(Language(_COMPLETE), THEMES))
        return tuple({message.msgid: message for message in (*pseudo.sphinx_words(), *listed)}.values())
    return _messages(language, THEMES)


def _messages(language: Language, name: str) -> tuple[Message, ...]:
    return _read(language.locale, name) or _read(language.locale.partition("_")[0], name)


@cache
def _read(locale: str, name: str) -> tuple[Message, ...]:
    resource = files("octavo") / "locales" / locale / f"{name}.po"
    if not resource.is_file():
        return ()
    with as_file(resource) as path:
        messages = catalog.read(path)
    return tuple(m.edited(msgstrs=(typeset(m.msgstr, locale),)) for m in messages if m.state is State.TRANSLATED)
