"""Find Babel's data, the BCP 47 tag and a distinct name for a locale in the form of gettext.

gettext's form is ``language_Script_REGION@modifier``. A modifier names a script (``sr@latin``) or a variant of the
language (``ca@valencia``); Babel knows no modifiers, and BCP 47 writes both as subtags.
"""

from __future__ import annotations

import json
import pickle
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # Babel takes a while to load, and “octavo check” does without
    from babel import Locale

#: zh, zh_CN, zh_Hant_TW, sr@latin, ca_ES@valencia.
LOCALE = re.compile(
    r"(?P<language>[a-z]{2,3})(?:_(?P<script>[A-Z][a-z]{3}))?(?:_(?P<region>[A-Z]{2}|[0-9]{3}))?(?:@(?P<modifier>[A-Za-z0-9]{2,8}))?"
)
#: A language in its usual script, as Babel writes it: ``de``, ``pt_BR``.
_PLAIN = re.compile("([a-z]+)(?:_[A-Z]{2}|_[0-9]{3})?")
#: Modifiers of the GNU C library that are scripts; others are scripts if they are written as one: ``@Cyrl``.
_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab", "hebrew": "Hebr"}
#: Modifiers that the registry of IANA writes in another way.
_VARIANTS = {"oxford": "oxendict"}
#: RFC 5646, 2.2.5; other modifiers are for private use.
_VARIANT = re.compile(r"[a-z0-9]{5,8}|[0-9][a-z0-9]{3}")


def is_known(locale: str) -> bool:
    """Return whether *locale* is well formed, and Babel has data for its language."""
    if not LOCALE.fullmatch(locale):
        return False
    try:
        from babel import UnknownLocaleError
    except ImportError:
        return True  # “octavo check” alone is installed, without Babel
    try:
        return bool(parse(locale))
    except (UnknownLocaleError, ValueError):
        return False


@cache
def parse(locale: str) -> Locale:
    """Return Babel's data for *locale*, of the script that it names if there is one; variants have none of their own.

    :raises UnknownLocaleError: Babel does not know the language
    """
    from babel import Locale, UnknownLocaleError

    plain, _, modifier = locale.partition("@")
    script = _script(modifier)
    match = LOCALE.fullmatch(plain)
    if script and match and not match["script"]:
        wanted = "_".join(filter(None, (match["language"], script, match["region"])))
        try:
            return Locale.parse(wanted)
        except UnknownLocaleError:
            pass
    return Locale.parse(plain)


def own_name(locale: str) -> str | None:
    """Return the name of a language in itself, as Babel's ``get_language_name`` does; *locale* as Babel writes it."""
    match = _PLAIN.fullmatch(locale)
    return (_own_names().get(match[1]) if match else None) or babel_name(locale)


@cache
def _own_names() -> dict[str, str]:
    """Return Babel's names of languages in their usual script by code. Babel's data take a millisecond for each."""
    names: dict[str, str] = json.loads(Path(__file__).with_name("own_names.json").read_bytes())
    return names


@cache
def babel_name(locale: str) -> str | None:
    """Return the name of a language in itself from Babel's data.

    Babel copies all data of the locales above into those of each locale, which takes milliseconds for each.
    """
    from babel.core import get_global, parse_locale
    from babel.localedata import resolve_locale_filename

    code = locale.partition("_")[0]
    while True:
        data: Any = pickle.loads(Path(resolve_locale_filename(locale)).read_bytes())  # noqa: S301  # a file of Babel's
        name = (data.get("languages") or {}).get(code)
        if name or locale == "root":
            return str(name) if name else None
        language, region, script, *_ = parse_locale(locale)
        likely = get_global("likely_subtags").get(language, "")
        is_other_script = script and not region and f"_{script}" not in likely
        above = "root" if is_other_script else locale.rpartition("_")[0] or "root"
        locale = get_global("parent_exceptions").get(locale) or above


def tag(locale: str) -> str:
    """Return the BCP 47 tag of *locale*: ``zh-CN``, ``sr-Latn``, ``ca-ES-valencia``."""
    match = LOCALE.fullmatch(locale)
    modifier = match["modifier"] if match else None
    if not match or not modifier:
        return locale.replace("_", "-")
    script = match["script"] or _script(modifier)
    variant = "" if script and not match["script"] else _VARIANTS.get(modifier.lower(), modifier.lower())
    if variant and not _VARIANT.fullmatch(variant):
        variant = f"x-{variant}"
    return "-".join(filter(None, (match["language"], script, match["region"], variant)))


def labels(locales: Iterable[str]) -> dict[str, str]:
    """Return a name for those of *locales* whose languages have the same name, each in its language."""
    found = tuple(locales)
    codes = Counter(_code(locale) for locale in found)
    # Reading Babel's data takes milliseconds a language: only those that can share a name are read.
    every = [locale for locale in found if codes[_code(locale)] > 1]
    if not every or find_spec("babel") is None:
        return {}
    names = {locale: own_name(str(parse(locale))) or locale for locale in every}
    shared = {name for name, count in Counter(names.values()).items() if count > 1}
    long = {locale: _long_name(locale) for locale, name in names.items() if name in shared}
    same = {name for name, count in Counter(long.values()).items() if count > 1}
    return {
        locale: f"{name} ({locale.partition('@')[2] or locale})" if name in same else name
        for locale, name in long.items()
    }


def _long_name(locale: str) -> str:
    """Return the language's name with its script and region, where *locale* names them."""
    found = parse(locale)
    return found.get_display_name(found) or locale


def _script(modifier: str) -> str:
    if modifier in _SCRIPTS:
        return _SCRIPTS[modifier]
    return modifier if re.fullmatch(r"[A-Z][a-z]{3}", modifier) else ""


def _code(locale: str) -> str:
    return re.split("[_@]", locale, maxsplit=1)[0]
