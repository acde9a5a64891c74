"""Give pages the web fonts of the design tokens' faces, by ranges of characters.

A page loads only the ranges whose characters it shows. ``packaging/web_fonts.py`` makes the files from Debian's fonts.
Chinese, Japanese and Korean have none: a face of theirs weighs more than all pages of a guide, and systems have one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import octavo.ui
from octavo.project import Language
from octavo.ui import tokens

FOLDER = Path(octavo.ui.__file__).parent / "fonts"
#: By script, which has a folder, its ranges of characters, each a file.
RANGES = {
    "Latn": {
        "latin": "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2002-2015,"
        "U+2018-201E,U+2020-2022,U+2026,U+202F-2030,U+2039-203A,U+2044,U+20AC,U+2122,U+2190-2193,U+2212,U+2260,"
        "U+2264-2265",
        "latin-ext": "U+0100-0130,U+0132-0151,U+0154-02BA,U+02BD-02C5,U+02C7-02CC,U+1E00-1EFF,U+20A0-20AB,U+20AD-20C0",
        "greek": "U+0370-03FF",
        "cyrillic": "U+0400-052F",
    },
    "Arab": {"arabic": "U+0600-06FF,U+0750-077F,U+200C-200F,U+FB50-FDFF,U+FE70-FEFC"},
    "Hebr": {"hebrew": "U+0590-05FF,U+200C-200F,U+FB1D-FB4F"},
}
STYLES = {"regular": (400, "normal"), "bold": (700, "normal"), "italic": (400, "italic")}


def files(language: Language) -> dict[str, bytes]:
    """Return the web fonts for pages in *language* by file name. Pages in every language show Latin letters too."""
    folders = [FOLDER / script for script in {"Latn": None, language.script: None}]
    return {path.name: path.read_bytes() for folder in folders for path in sorted(folder.glob("*.woff2"))}


def rules(language: Language, fonts: Mapping[str, bytes]) -> str:
    """Return the ``@font-face`` rules of *fonts*."""
    families = {
        stem(face.family): face.family for face in (tokens.face("sans", Language("en")), tokens.face("sans", language))
    }
    ranges = RANGES["Latn"] | RANGES.get(language.script, {})
    written = []
    for name in fonts:
        family, style, part = name.removesuffix(".woff2").split("_")
        weight, slant = STYLES[style]
        written.append(
            f'@font-face{{font-family:"{families[family]}";font-style:{slant};font-weight:{weight};font-display:swap;'
            f'src:url("{name}") format("woff2");unicode-range:{ranges[part]}}}\n'
        )
    return "".join(written)


def stem(family: str) -> str:
    """Return the part of a file's name that says its *family*."""
    return family.replace(" ", "-").lower()
