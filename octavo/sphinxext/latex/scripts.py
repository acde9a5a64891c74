r"""Choose the fonts of a printed book by the characters in it, from the fonts of this machine.

The book's own fonts have Latin, Greek and Cyrillic letters. Characters of any other script change to a font of their
script by themselves, as xeCJK does for Chinese: that serves every place, those that TeX writes itself among them.
"""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from babel.dates import get_month_names

from octavo.errors import OctavoError
from octavo.project import Language, babel_locale
from octavo.sphinxext.latex import cjk
from octavo.ui import tokens

#: Scripts that fontspec knows and whose letters OpenType joins or moves.
_SHAPED = frozenset(
    ("Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian", "Gujarati", "Gurmukhi", "Hebrew", "Kannada",
     "Khmer", "Lao", "Malayalam", "Oriya", "Sinhala", "Syriac", "Tamil", "Telugu", "Thaana", "Thai", "Tibetan")
)  # fmt: skip
#: Languages that are written without spaces, whose lines ICU's dictionaries break.
_UNSPACED = frozenset(("th", "lo", "km", "my"))
#: Joiners, which must stay in the font of their letters.
_JOINERS = "\u200c\u200d"
#: Fonts for a screen, a headline, or in colours, which TeX does not print.
_UNSUITABLE = ("Color", "Emoji", "Display", "UI", "Looped", "Mono")
#: Characters that TeX or the preamble makes, and that no font needs.
_MADE = frozenset("\u00a0\u202f\u2011\u200b\u2060\ufeff\u00ad\u200e\u200f\u2028\u2029")
#: The Debian package that has fonts of nearly all scripts.
PACKAGE = "fonts-noto-core"


def with_fonts(text: str, language: Language, fonts: str) -> str:
    """Return the LaTeX file *text* with fonts for all its characters, in the place of *fonts*.

    :raises OctavoError: no font of this machine has one of them
    """
    used = set(text) | set(_sample(language))
    code = language.code
    missing = {char for char in used if _needs_font(char) and not _is_covered(char)}
    if language.is_right_to_left:  # right_to_left has the fonts of the language
        missing = {char for char in missing if unicodedata.bidirectional(char) not in ("R", "AL", "NSM")}
    own = fonts + "".join(_classes(_by_script(missing)))
    if code in _UNSPACED:
        own += f'\\XeTeXlinebreaklocale "{code}"\n\\XeTeXlinebreakskip=0pt plus 1pt minus 0.1pt\n'
    return text.replace(fonts, own, 1)


def _sample(language: Language) -> str:
    """Return words of *language*, for what LaTeX writes itself."""
    return "".join(get_month_names("wide", locale=babel_locale(language.locale)).values())


def _needs_font(char: str) -> bool:
    kind = unicodedata.category(char)
    return ord(char) > 0x7F and kind[0] != "C" and char not in _MADE and not cjk.NEEDED.match(char)


def _by_script(chars: Iterable[str]) -> dict[str, list[str]]:
    """Return *chars* by the name of their script; signs of no script are under an empty name."""
    found: dict[str, list[str]] = {}
    for char in sorted(chars):
        name = unicodedata.name(char, "").partition(" ")[0]
        is_word = unicodedata.category(char)[0] in "LMN" or name in found
        found.setdefault(name if is_word and name not in ("COMBINING", "MODIFIER") else "", []).append(char)
    return found


@cache
def _is_covered(char: str) -> bool:
    """Return whether the book's own fonts have *char*."""
    return all(any(first <= ord(char) <= last for first, last in _ranges(style)) for style in ("serif", "sans"))


@cache
def _ranges(style: str) -> tuple[tuple[int, int], ...]:
    family = tokens.tokens()["faces"][style]["Latn"]["family"]
    parts = _output("fc-list", "--format", "%{charset} ", f":family={family}:style=Regular").split()
    ends = (part.partition("-") for part in parts)
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in ends)


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _families(chars: Iterable[str]) -> list[str]:
    """Return the families of this machine that have all of *chars*."""
    pattern = ":charset=" + " ".join(f"{ord(char):x}" for char in chars)
    return sorted(set(_output("fc-list", "--format", "%{family[0]}\n", pattern).splitlines()))


def _classes(groups: dict[str, list[str]]) -> Iterator[str]:
    """Yield the LaTeX code that gives each script its fonts."""
    pairs = [pair for name, chars in groups.items() for pair in _choices(name, chars)]
    for number, (name, chars, serif, sans) in enumerate(pairs):
        mark = chr(ord("A") + number)
        script = name.capitalize() if name.capitalize() in _SHAPED else ""
        # All letters of the script: headings of an index have some that are not in the text.
        every = sorted({*chars, *_letters(name), *(_JOINERS if script else "")})
        yield f"\\newXeTeXintercharclass\\octavoclass{mark}\n"
        yield "".join(f'\\XeTeXcharclass"{ord(char):X}=\\octavoclass{mark}\n' for char in every)
        yield _family(f"newfontfamily\\octavoserif{mark}", serif, script)
        yield _family(f"newfontfamily\\octavosans{mark}", sans, script)
        yield _CLASS.replace("@", mark)
        # Where two of these scripts meet, one ends and the other begins.
        for other in (chr(ord("A") + index) for index in range(number)):
            yield f"\\XeTeXinterchartoks \\octavoclass{other} \\octavoclass{mark}={{\\endgroup\\octavobegin{mark}}}\n"
            yield f"\\XeTeXinterchartoks \\octavoclass{mark} \\octavoclass{other}={{\\endgroup\\octavobegin{other}}}\n"
    if pairs:
        yield "\\AtBeginDocument{\\XeTeXinterchartokenstate=1}\n"


@cache
def _letters(script: str) -> str:
    """Return the characters of Unicode's first plane whose names begin with *script*."""
    letters = map(chr, range(0x370, 0xFFFF)) if script else ()
    return "".join(char for char in letters if unicodedata.name(char, "").startswith(f"{script} "))


def _choices(name: str, chars: list[str]) -> Iterator[tuple[str, list[str], str, str]]:
    """Yield fonts for *chars* of the script *name*: one pair for all, or else one for each character that has one."""
    if families := _suitable(_families(chars)):
        yield name, chars, _best(families, "Serif", name), _best(families, "Sans", name)
        return
    by_family: dict[str, list[str]] = {}
    for char in chars:
        if not (families := _suitable(_families([char]))):
            raise _no_font([char])
        by_family.setdefault(
            next((it for it in families if it in by_family), _best(families, "Sans", name)), []
        ).append(char)
    for family, some in by_family.items():
        yield name, some, family, family


def _suitable(families: Iterable[str]) -> list[str]:
    return [family for family in families if not any(word in family for word in _UNSUITABLE)]


def _best(families: list[str], style: str, script: str) -> str:
    """Return the family for *script*: Noto's of that *style*, any of that style, or any."""
    wanted = (f"Noto {style} {script.capitalize()}".strip(), f"Noto {style}", f"DejaVu {style}", style)
    return next((family for word in wanted for family in families if family.startswith(word)), families[0])


def _family(command: str, name: str, script: str) -> str:
    """Return the LaTeX code for the family *name*; a family without bold or italic type keeps its upright one."""
    styles = _output("fc-list", "--format", "%{style[0]}\n", f":family={name}").splitlines()
    options = [f"Script={script}"] if script else []
    names = {"BoldFont": "Bold", "ItalicFont": "Italic", "BoldItalicFont": "Bold Italic"}
    for option, style in names.items():
        held = style if style in styles else "Bold" if "Bold" in style and "Bold" in styles else ""
        options.append(f"{option}={{{name} {held}}}" if held else f"{option}={{{name}}}")
    return f"\\{command}[{','.join(options)}]{{{name}}}\n"


def _no_font(chars: Iterable[str]) -> OctavoError:
    shown = ", ".join(f"{char} (U+{ord(char):04X})" for char in list(chars)[:5])
    return OctavoError(
        "latex-font", f"no font of this machine has the characters {shown}",
        remedy=f"Install fonts of the script; the Debian package {PACKAGE} has most",
    )  # fmt: skip


_CLASS = r"""\makeatletter
\newcommand\octavobegin@{\begingroup\ifx\f@family\sfdefault\octavosans@\else\octavoserif@\fi}
\newcount\octavocount@
\loop\XeTeXinterchartoks \octavocount@ \octavoclass@={\octavobegin@}%
  \XeTeXinterchartoks \octavoclass@ \octavocount@={\endgroup}%
  \advance\octavocount@ by 1 \ifnum\octavocount@<\octavoclass@\repeat
\XeTeXinterchartoks 4095 \octavoclass@={\octavobegin@}
\XeTeXinterchartoks \octavoclass@ 4095={\endgroup}
\makeatother
"""
