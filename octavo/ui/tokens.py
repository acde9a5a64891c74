"""Read the design tokens, and give them to style sheets, LaTeX and drawings.

``tokens.toml`` is the one source of colours, type sizes and faces. Each book has one colour: the one that its entry in
the configuration names, or the next of the tokens' order. The shades of a colour are computed, so that any colour has
enough contrast in both schemes.
"""

from __future__ import annotations

import colorsys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from octavo.errors import OctavoError
from octavo.project import Book, Language, Project

#: Contrasts of WCAG 2.2: text at level AAA (1.4.6), and edges of controls (1.4.11).
TEXT, EDGE = 7.0, 3.0
LIGHT, DARK = "light", "dark"


@dataclass(frozen=True, slots=True)
class Shades:
    """Represent the shades of the colour of one book; each is ``#rrggbb``.

    :ivar solid: the colour itself, for surfaces with white text (7:1)
    :ivar ink: text and rules on light paper
    :ivar tint: the paper of boxes in the light scheme
    :ivar soft: borders of boxes in the light scheme
    :ivar dark_ink: text and rules on dark paper, and so on for the dark scheme
    """

    solid: str
    ink: str
    tint: str
    soft: str
    dark_ink: str
    dark_tint: str
    dark_soft: str


@dataclass(frozen=True, slots=True)
class Face:
    """Represent a face: its family, and the names of its files by style (``regular``, ``bold``, ``italic``)."""

    family: str
    files: Mapping[str, str]


@cache
def tokens() -> Mapping[str, Any]:
    """Return the content of ``tokens.toml``."""
    return tomllib.loads((files("octavo") / "ui" / "tokens.toml").read_text(encoding="utf-8"))


def colour(project: Project, book: Book | None) -> str:
    """Return the colour of *book*, or of the publication: ``#rrggbb``."""
    order = tokens()["order"]
    book = book or project.set_book
    own = book.colour if book else ""
    position = project.position(book) if book and not own else None
    named = own or (order["guides"][(position - 1) % len(order["guides"])] if position else order["set"])
    value = str(tokens()["colours"].get(named, named)).lower()
    if not value.startswith("#"):
        raise OctavoError(
            "unknown-colour", f"the design tokens have no colour “{value}”",
            remedy=f"Write a value such as #005b6b, or use one of: {', '.join(tokens()['colours'])}",
            path=project.root / "pyproject.toml",
        )  # fmt: skip
    return value


def usual_colour() -> str:
    """Return the colour of a publication that names none, as ``#rrggbb``."""
    return str(tokens()["colours"][tokens()["order"]["set"]]).lower()


def shades(project: Project, book: Book | None) -> Shades:
    """Return the shades of the colour of *book*, or of the publication."""
    return shades_of(colour(project, book))


@cache
def shades_of(solid: str) -> Shades:
    """Return the shades of the colour *solid*. A colour that is too light for white text is darkened."""
    light, dark = tokens()[LIGHT]["paper"], tokens()[DARK]["paper"]
    solid = _towards(solid, "#000000", light, TEXT)
    ink = _towards(_calm(solid), "#ffffff", dark, TEXT)
    return Shades(
        solid=solid,
        ink=solid,
        tint=mix(solid, light, 0.07),
        soft=mix(solid, light, 0.35),
        dark_ink=ink,
        dark_tint=mix(ink, dark, 0.10),
        dark_soft=mix(ink, dark, 0.40),
    )


def face(style: str, language: Language) -> Face:
    """Return the face ``sans``, ``serif`` or ``mono`` for the script of *language*, or the Latin one."""
    listed = tokens()["faces"][style]
    entry = dict(listed.get(language.script, listed["Latn"]))
    return Face(entry.pop("family"), entry)


def families(style: str, language: Language) -> tuple[str, ...]:
    """Return the families of the face *style* for *language*, the Latin one first, generic ones last."""
    fallback = tokens()["fallback"]
    names = [tokens()["faces"][style]["Latn"]["family"], face(style, language).family]
    return tuple(dict.fromkeys([*names, *fallback.get(language.script, ()), *fallback[style]]))


def css(project: Project, language: Language) -> str:
    """Return a style sheet that defines every token as a custom property, in both schemes, and each book's colours.

    ``data-theme`` on ``body`` overrules the reader's system, as in furo.
    """
    sizes = {f"size-{name}": f"{value:g}rem" for name, value in tokens()["sizes"]["screen"].items()}
    faces = {f"face-{style}": ", ".join(map(_quoted, families(style, language))) for style in tokens()["faces"]}
    light, dark = ({**tokens()[name], "highlight": tokens()["highlight"]["colour"]} for name in (LIGHT, DARK))
    whole = shades(project, project.set_book)
    rules = [
        # The edges of printed pages take their values from the root.
        _rule(":root", {"print-face": faces["face-sans"], "print-ink": light["quiet"]}),
        _rule("body", {**faces, **sizes, **light, **_light(whole)}),
        *(_rule(f"body [data-book={book.slug}], body[data-book={book.slug}]", _light(shades(project, book)))
          for book in project.books),
    ]  # fmt: skip
    for prefix, wrap in (
        ("body[data-theme=dark]", "@media not print{{{}}}"),
        ("body:not([data-theme=light])", "@media not print{{@media (prefers-color-scheme:dark){{{}}}}}"),
    ):
        own = [
            _rule(f"{prefix} [data-book={book.slug}], {prefix}[data-book={book.slug}]", _dark(shades(project, book)))
            for book in project.books
        ]
        rules.append(wrap.format("\n".join([_rule(prefix, {**dark, **_dark(whole)}), *own])))
    return "\n".join(rules) + "\n"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, "contrast ratio")."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return *share* of the colour *one* in the colour *other*."""
    parts = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(255 * (a * share + b * (1 - share))):02x}" for a, b in parts)


def _towards(start: str, end: str, paper: str, least: float) -> str:
    """Return *start*, mixed with as little of *end* as gives it the contrast *least* on *paper*."""
    steps = (mix(end, start, step / 50) for step in range(51))
    return next(value for value in steps if contrast(value, paper) >= least)


def _calm(value: str) -> str:
    """Return the colour with less saturation: full colours glow on dark paper."""
    hue, light, full = colorsys.rgb_to_hls(*_channels(value))
    return "#" + "".join(f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue, max(light, 0.5), full * 0.8))


def _channels(value: str) -> tuple[float, float, float]:
    return int(value[1:3], 16) / 255, int(value[3:5], 16) / 255, int(value[5:7], 16) / 255


def _luminance(value: str) -> float:
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in _channels(value))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _light(own: Shades) -> dict[str, str]:
    return {"guide": own.ink, "guide-tint": own.tint, "guide-soft": own.soft, "guide-solid": own.solid}


def _dark(own: Shades) -> dict[str, str]:
    return {"guide": own.dark_ink, "guide-tint": own.dark_tint, "guide-soft": own.dark_soft, "guide-solid": own.solid}


def _rule(selector: str, values: Mapping[str, str]) -> str:
    return f"{selector}{{{';'.join(f'--octavo-{name}:{value}' for name, value in values.items())}}}"


def _quoted(family: str) -> str:
    return f'"{family}"' if " " in family else family
