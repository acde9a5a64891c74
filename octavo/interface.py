"""Language → the package's own words in it: covers, navigation, downloads, dashboard.

They stand in ``octavo/locales/<locale>/octavo.po``, translated like all other text; a language that has no catalog
there, and a word that has no translation, stays English.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import as_file, files

from octavo import catalog
from octavo.catalog import State
from octavo.project import Language
from octavo.typography import typeset


def interface(language: Language) -> Callable[[str], str]:
    """Return what translates one of the package's own words into *language*."""
    words = _words(language.locale) or _words(language.locale.partition("_")[0])
    return lambda text: words.get(text, text)


@cache
def _words(locale: str) -> dict[str, str]:
    resource = files("octavo") / "locales" / locale / "octavo.po"
    if not resource.is_file():
        return {}
    with as_file(resource) as path:
        messages = catalog.read(path)
    return {m.msgid: typeset(m.msgstr, locale) for m in messages if m.state is State.TRANSLATED}
