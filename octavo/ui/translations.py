"""Translate Octavo's own words (covers, navigation, downloads, dashboard) and the words of themes.

The catalogs are in ``octavo/ui/locales/<locale>/``: ``octavo.po`` for Octavo's own words, ``themes.po`` for the words
of Sphinx's themes that neither Sphinx nor the theme translates. ``readers.toml`` has the words of every page in further
languages. A project's own ``interface.po`` comes before both. Any other word is Sphinx's, or English.
"""

from __future__ import annotations

import gettext
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import as_file, files

from octavo.catalogs import po
from octavo.catalogs.extract import pseudo_locale
from octavo.catalogs.po import Message, State
from octavo.project import Language
from octavo.text.typography import typeset

#: The notice of a page that is not fully translated.
NOTICE = "So much of this page is translated: {percent} %. The rest is in {language}."
OWN = "octavo"
THEMES = "themes"
FINDINGS = "findings"
_PLACE = re.compile(r"\{(\d)\}")
#: The language of the package's own words if they are not translated.
_ENGLISH = Language("en")
#: A language whose catalog lists all words of themes. The pseudo-locale reads them from it.
_COMPLETE = "fr"


def translator(language: Language) -> Callable[[str], str]:
    """Return a function that translates one of the package's own words into *language*."""
    if pseudo_locale.is_pseudo(language):
        return pseudo_locale.accented_ui_text
    words = _own_words(language, language.words)
    return lambda text: words.get(text) or _of_sphinx(language.locale).get(text, text)


@cache
def _own_words(language: Language, words: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    own = {message.msgid: message.msgstr for message in _with_words(language, OWN, words)}
    return own or {**_of_readers(language.locale), **dict(words)}


def sentence_translator(language: Language) -> Callable[[str], tuple[str, bool]]:
    """Return a function that translates a sentence of a finding, and tells whether it has a translation.

    ``findings.po`` has the sentences with ``{0}``, ``{1}`` … in place of the words that differ.
    """
    patterns = _sentences(language.locale) or _sentences(language.code)

    def translate(text: str) -> tuple[str, bool]:
        for pattern, translation in patterns:
            if match := pattern.fullmatch(text):
                # One pass, so that braces in the words are not read again.
                return _PLACE.sub(lambda place: match[int(place[1]) + 1], translation), True
        return text, not text

    return translate


@cache
def _sentences(locale: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return a pattern for each sentence of a finding with its translation; those with most words first."""
    messages = sorted(_read(locale, FINDINGS), key=lambda message: -len(_PLACE.sub("", message.msgid)))
    return tuple((re.compile(_pattern(message.msgid), re.DOTALL), message.msgstr) for message in messages)


def _pattern(sentence: str) -> str:
    pieces = _PLACE.split(sentence)
    # re.split gives texts and, between them, the numbers of the places.
    return "".join(re.escape(piece) if number % 2 == 0 else "(.*?)" for number, piece in enumerate(pieces))


def ui_language(language: Language) -> Language:
    """Return *language* if the package's own words are translated into it, or English."""
    is_there = pseudo_locale.is_pseudo(language) or language.code == _ENGLISH.code or ui_messages(language)
    return language if is_there else _ENGLISH


def reader_language(language: Language) -> Language | None:
    """Return *language* if the words of every page are translated into it, or if it is English; else ``None``."""
    return language if ui_language(language) == language or _of_readers(language.locale) else None


@cache
def _of_readers(locale: str) -> Mapping[str, str]:
    table = tomllib.loads((files("octavo") / "ui" / "readers.toml").read_text(encoding="utf-8"))
    code = locale.partition("@")[0]
    is_traditional = code.startswith(("zh_Hant", "zh_HK", "zh_MO"))
    name = "zh_TW" if is_traditional else code if code in table else code.partition("_")[0]
    words = dict(table.get({"no": "nb"}.get(name, name), {}))
    return words | ({NOTICE: words.pop("notice")} if "notice" in words else {})


@cache
def _of_sphinx(locale: str) -> Mapping[str, str]:
    """Return the words that Sphinx itself translates."""
    with as_file(files("sphinx") / "locale") as folder:
        catalog = gettext.translation("sphinx", folder, [locale], fallback=True)
    words = vars(catalog).get("_catalog", {})
    return {text: word for text, word in words.items() if isinstance(text, str) and text and word}


def ui_messages(language: Language) -> tuple[Message, ...]:
    """Return the package's own words that are translated into *language*."""
    return _messages(language, OWN)


def theme_messages(language: Language) -> tuple[Message, ...]:
    """Return the words of themes in *language*, for the catalog from which Sphinx translates its own words."""
    if pseudo_locale.is_pseudo(language):
        words = (m.edited(msgstrs=(pseudo_locale.accented_ui_text(m.msgid),)) for m in listed(THEMES))
        return tuple({message.msgid: message for message in (*pseudo_locale.sphinx_messages(), *words)}.values())
    return _messages(language, THEMES)


def listed(name: str) -> tuple[Message, ...]:
    """Return all messages of the catalog *name*, with the translations of one language."""
    return _read(_COMPLETE, name)


def _messages(language: Language, name: str) -> tuple[Message, ...]:
    return _with_words(language, name, language.words)


@cache
def _with_words(language: Language, name: str, words: tuple[tuple[str, str], ...]) -> tuple[Message, ...]:
    """Return the package's messages with the project's *words*; Octavo's own only if all are translated."""
    package = _read(language.locale, name) or _read(language.code, name)
    chosen = {text: typeset(word, language.locale) for text, word in words} if words else {}
    known = package or (listed(name) if chosen else ())
    if not package and name == OWN and any(message.msgid not in chosen for message in known):
        return ()
    return tuple(
        message.edited(msgstrs=(chosen[message.msgid],)) if message.msgid in chosen else message
        for message in known
        if package or message.msgid in chosen
    )


@cache
def _read(locale: str, name: str) -> tuple[Message, ...]:
    resource = files("octavo") / "ui" / "locales" / locale / f"{name}.po"
    if not resource.is_file():
        return ()
    with as_file(resource) as path:
        messages = po.read(path.resolve())  # some installers link the files of a package
    return tuple(m.edited(msgstrs=(typeset(m.msgstr, locale),)) for m in messages if m.state is State.TRANSLATED)
