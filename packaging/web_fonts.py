"""Cut the web fonts of octavo/ui/fonts from Debian's fonts-noto-core: ``python packaging/web_fonts.py``.

Needs fonttools[woff]. A page loads only the files whose characters it shows. The files are in the package, so that no
build waits for them and pages look alike wherever they are built. Noto is licensed under the SIL Open Font License 1.1.
"""

from __future__ import annotations

import logging
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from octavo.editions.formats.html.web_fonts import FOLDER, RANGES, STYLES, stem
from octavo.ui import tokens

#: OpenType features that text needs; others make the files larger.
FEATURES = ["kern", "liga", "locl", "mark", "mkmk", "ccmp", "init", "medi", "fina", "isol", "rlig", "calt", "tnum"]
FONTS = Path("/usr/share/fonts")


def cut(source: Path, characters: str, target: Path) -> None:
    """Write the *characters* that the font *source* has to *target*."""
    options = subset.Options(
        flavor="woff2", layout_features=FEATURES, hinting=False, desubroutinize=True, notdef_outline=True,
        name_IDs=[0, 1, 2, 13, 14], recalc_timestamp=False,
    )  # fmt: skip
    font = TTFont(source, lazy=True, recalcTimestamp=False)
    wanted = subset.parse_unicodes(characters.replace("U+", ""))
    if set(wanted) & set(font.getBestCmap()):
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=wanted)
        cutter.subset(font)
        font.flavor = "woff2"
        font.save(target)
        print(f"{target}: {target.stat().st_size} bytes")


def main() -> None:
    """Cut every face that has ranges."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    for script, ranges in RANGES.items():
        face = tokens.Face(**_face(script))
        for style in STYLES:
            if name := face.files.get(style):
                for part, characters in ranges.items():
                    cut(
                        next(FONTS.rglob(name)),
                        characters,
                        FOLDER / script / f"{stem(face.family)}_{style}_{part}.woff2",
                    )


def _face(script: str) -> dict[str, object]:
    """Return what the design tokens say of the face of *script*."""
    found = dict(tokens.tokens()["faces"]["sans"][script])
    return {"family": found.pop("family"), "files": found}


if __name__ == "__main__":
    main()
