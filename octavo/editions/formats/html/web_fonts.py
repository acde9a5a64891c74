"""Cut the faces of the design tokens into web fonts by ranges of characters.

A page loads only the ranges whose characters it shows. Faces are files of the system (Debian: fonts-noto-core). If a
face or fontTools is missing, pages use the reader's own fonts.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from octavo.cache.hashing import file_hash
from octavo.files import write_atomically
from octavo.project import Language
from octavo.ui import tokens

#: Folders in which systems keep fonts.
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "~/.local/share/fonts", "~/.fonts")
#: Ranges of characters, each a file: what every Latin page needs, further Latin letters, Greek, Cyrillic.
_RANGES = {
    "latin": "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2002-2015,U+2018-201E,"
    "U+2020-2022,U+2026,U+202F-2030,U+2039-203A,U+2044,U+20AC,U+2122,U+2190-2193,U+2212,U+2260,U+2264-2265",
    "latin-ext": "U+0100-0130,U+0132-0151,U+0154-02BA,U+02BD-02C5,U+02C7-02CC,U+1E00-1EFF,U+20A0-20AB,U+20AD-20C0",
    "greek": "U+0370-03FF",
    "cyrillic": "U+0400-052F",
}
#: Ranges of other scripts, in the face of the script.
_SCRIPTS = {
    "Arab": "U+0600-06FF,U+0750-077F,U+200C-200F,U+FB50-FDFF,U+FE70-FEFC",
    "Hebr": "U+0590-05FF,U+200C-200F,U+FB1D-FB4F",
}
_STYLES = {"regular": (400, "normal"), "bold": (700, "normal"), "italic": (400, "italic")}
#: OpenType features that text needs; others make the files larger.
_FEATURES = ["kern", "liga", "locl", "mark", "mkmk", "ccmp", "init", "medi", "fina", "isol", "rlig", "calt", "tnum"]


def files(language: Language, store: Path) -> dict[str, bytes]:
    """Return the web fonts for pages in *language* by file name; fonts of earlier builds are in *store*."""
    if not find_spec("fontTools") or not find_spec("brotli"):
        return {}
    found = {}
    for name, source, characters in _wanted(language):
        key = sha256(f"{file_hash(source)} {characters} {_FEATURES}".encode()).hexdigest()[:16]
        path = store / f"{key}.woff2"
        if not path.is_file():
            write_atomically(path, _cut(source, characters))
        if data := path.read_bytes():
            found[f"{name}.woff2"] = data
    return found


def rules(language: Language, fonts: Mapping[str, bytes]) -> str:
    """Return the ``@font-face`` rules of *fonts*."""
    families = {_stem(face.family): face.family for face in _faces(language)}
    ranges = _RANGES | _SCRIPTS
    written = []
    for name in fonts:
        stem, style, part = name.removesuffix(".woff2").split("_")
        weight, slant = _STYLES[style]
        written.append(
            f'@font-face{{font-family:"{families[stem]}";font-style:{slant};font-weight:{weight};font-display:swap;'
            f'src:url("{name}") format("woff2");unicode-range:{ranges[part]}}}\n'
        )
    return "".join(written)


def _faces(language: Language) -> list[tokens.Face]:
    faces = [tokens.face("sans", Language("en"))]
    if language.script in _SCRIPTS:
        faces.append(tokens.face("sans", language))
    return faces


def _wanted(language: Language) -> Iterator[tuple[str, Path, str]]:
    for face in _faces(language):
        is_latin = face == tokens.face("sans", Language("en"))
        ranges = _RANGES if is_latin else {language.script: _SCRIPTS[language.script]}
        for style in _STYLES:
            source = _find(face.files.get(style, ""))
            if source:
                for part, characters in ranges.items():
                    yield f"{_stem(face.family)}_{style}_{part}", source, characters


def _stem(family: str) -> str:
    return family.replace(" ", "-").lower()


@cache
def _find(name: str) -> Path | None:
    folders = (Path(folder).expanduser() for folder in _FOLDERS)
    return next((path for folder in folders if name for path in sorted(folder.rglob(name))), None)


def _cut(source: Path, characters: str) -> bytes:
    """Return the font *source* with *characters* only, or nothing if it has none of them."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.WARNING)
    wanted = subset.parse_unicodes(characters.replace("U+", ""))
    options = subset.Options(
        flavor="woff2", layout_features=_FEATURES, hinting=False, desubroutinize=True, notdef_outline=True,
        name_IDs=[0, 1, 2, 13, 14], recalc_timestamp=False,
    )  # fmt: skip
    font = TTFont(source, lazy=True, recalcTimestamp=False)
    if not set(wanted) & set(font.getBestCmap()):
        return b""
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    stream = io.BytesIO()
    font.flavor = "woff2"
    font.save(stream)
    return stream.getvalue()
