"""Define the language of a publication, with its tag, names and text direction."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from locale import normalize
from typing import TYPE_CHECKING

from octavo.project import locales

if TYPE_CHECKING:
    from babel import Locale

#: Values of HTML's ``dir``.
LEFT_TO_RIGHT, RIGHT_TO_LEFT = "ltr", "rtl"
#: Scripts that Babel's data calls right-to-left. Reading that data takes a millisecond for each language.
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})
#: The pseudo-locale, which shows texts that are not marked for translation. XA is a private-use region (BCP 47, 4.4.3).
PSEUDO_LOCALE = "en_XA"


@dataclass(frozen=True, slots=True, order=True)
class Language:
    """Represent a language of the publication, identified by its locale (``zh_CN``).

    :ivar locale: the form of gettext and Sphinx, used in folder names
    :ivar label: the language's own name if the configuration overrides Babel's, else empty
    :ivar words: the project's own translations of words around the text
    :ivar data: the locale of Babel whose dates and numbers are used, if it is another: ``en_GB`` for ``en``
    """

    locale: str
    label: str = ""
    words: tuple[tuple[str, str], ...] = field(default=(), compare=False, repr=False)
    data: str = field(default="", compare=False)

    @property
    def tag(self) -> str:
        """Return the BCP 47 tag, used in HTML, EPUB and PDF: ``zh-CN``."""
        return locales.tag(self.locale)

    @property
    def code(self) -> str:
        """Return the code of the language without its region: ``zh``."""
        return self.locale.partition("_")[0]

    @property
    def gettext_name(self) -> str:
        """Return the name of a folder that gettext finds for it: ``uz_UZ@cyrl`` for ``uz@Cyrl``, ``he_IL`` for ``iw``.

        Python's gettext looks for the normal form of a locale only, in which modifiers are lower case.
        """
        normal = re.sub(r"\.[^@]*", "", normalize(self.locale))
        name, at, modifier = normal.partition("@")
        language = name.partition("_")[0]
        return self.locale if self.locale in (normal, name, language, language + at + modifier) else normal

    @property
    def name(self) -> str:
        """Return the language's own name: ``français``, ``简体中文``."""
        return self.label or locales.own_name(str(self._babel)) or self.locale

    def name_in(self, other: Locale) -> str:
        """Return the language's name in another language: ``anglais``."""
        return self._babel.get_language_name(other) or self.locale

    @property
    def is_right_to_left(self) -> bool:
        """Return whether its text runs from right to left."""
        return self.script in _RIGHT_TO_LEFT_SCRIPTS

    @property
    def script(self) -> str:
        """Return the ISO 15924 code of its script: ``Latn``, ``Hans``."""
        from babel.core import get_global

        locale = self._babel
        likely = get_global("likely_subtags")
        whole = likely.get(f"{locale.language}_{locale.territory}") or likely.get(locale.language, "")
        return locale.script or next((part for part in whole.split("_")[1:] if len(part) == 4), "Latn")

    @property
    def direction(self) -> str:
        """Return the value of HTML's ``dir``: ``ltr`` or ``rtl``."""
        return RIGHT_TO_LEFT if self.is_right_to_left else LEFT_TO_RIGHT

    @property
    def conventions(self) -> Locale:
        """Return Babel's locale for dates, numbers and names in the language."""
        return babel_locale(self.data or self.locale)

    @property
    def _babel(self) -> Locale:
        return babel_locale(self.locale)


@cache
def babel_locale(locale: str) -> Locale:
    """Return Babel's locale for *locale*; the pseudo-locale uses that of English."""
    return locales.parse("en" if locale == PSEUDO_LOCALE else locale)


@cache
def direction_of(tag: str) -> str:
    """Return ``ltr`` or ``rtl`` for the BCP 47 *tag*, and ``ltr`` for an unknown one."""
    from babel import UnknownLocaleError

    try:
        language, *others = tag.split("-")
        # A script decides; regions do too, in Babel's data. Variants do not.
        return Language("_".join((language, *(part for part in others if len(part) in (2, 3, 4))))).direction
    except (UnknownLocaleError, ValueError):
        return LEFT_TO_RIGHT
