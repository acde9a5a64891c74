r"""Remove the packages for Chinese, Japanese and Korean from a book without such characters.

xeCJK changes to a font of these scripts by itself everywhere: in headings, the index, running heads. For that
it looks at the edges of every word: in a book without such a character it takes a third of a run and does nothing.
"""

from __future__ import annotations

import re

from octavo.project import Language

#: Languages that are written in these scripts: what LaTeX itself writes has their characters as well.
WRITTEN = frozenset({"zh", "ja", "ko"})

_LOADED = r"""
\usepackage{xeCJK}
\setCJKmainfont{Noto Serif CJK SC}[BoldFont={Noto Serif CJK SC Bold},
  ItalicFont={Noto Serif CJK SC},BoldItalicFont={Noto Serif CJK SC Bold}]
\setCJKsansfont{Noto Sans CJK SC}[BoldFont={Noto Sans CJK SC Bold},
  ItalicFont={Noto Sans CJK SC},BoldItalicFont={Noto Sans CJK SC Bold}]
\setCJKmonofont{Noto Sans Mono CJK SC}[ItalicFont={Noto Sans Mono CJK SC}]
\AtBeginDocument{\fvset{formatcom=\xeCJKVerbAddon}}
"""
# The first letter of a word asks xeCJK whether a Chinese character comes before it. Such a one leaves a kern: where
# the last thing is none, as after a space, there is nothing to ask, which saves half of what xeCJK costs in Latin text.
_WORDS = r"""\toks0=\expandafter{\the\XeTeXinterchartoks 4095 0 }
\edef\octavoword{\noexpand\ifnum\lastnodetype=12 \the\toks0 \noexpand\fi}
\XeTeXinterchartoks 4095 0=\expandafter{\octavoword}
"""
# xeCJK takes curly quotes, dashes and dots for Chinese punctuation, which is wrong in any other language.
_LATIN_PUNCTUATION = r"""\xeCJKDeclareCharClass{Default}{"00B7,"2018,"2019,"201C,"201D,"2013,"2014,"2026}
"""
# In Chinese text ’ is an apostrophe of a Latin word: Chinese itself quotes with “ ”.
_CHINESE = r"""\xeCJKDeclareCharClass{Default}{"2018,"2019}
\xeCJKsetup{CJKecglue={\hskip 0.18em plus 0.08em minus 0.05em},CheckSingle=true,PunctStyle=quanjiao}
"""
#: Match characters that need xeCJK (its classes CJK, CM, HangulJamo and full-width punctuation, with the gaps between
#: them, but not _LATIN_PUNCTUATION), and its commands. A test compares them with xeCJK itself.
NEEDED = re.compile(
    "[\u02ea\u02eb\u1100-\u11ff\u2025\u2027\u2e3a\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe00-\ufe1f\ufe30-\ufe6f\uff00-\uffef"
    "\U00016fe0-\U00018d7f\U0001aff0-\U0001b2ff\U0001f200-\U0001f2ff\U00020000-\U0003ffff\U000e0100-\U000e01ef]"
    "|[A-Za-z]CJK|CJK[A-Za-z]"
)


def preamble(language: Language) -> str:
    """Return the LaTeX code that loads xeCJK and its fonts, and sets up the punctuation of *language*."""
    return _LOADED + _WORDS + (_CHINESE if language.code == "zh" else _LATIN_PUNCTUATION)


def cut(text: str, language: Language) -> str:
    """Return the LaTeX file *text* without :func:`preamble`, unless something in it, or *language*, needs that."""
    # From right to left, a colon after a number is on the right side of it only where xeCJK keeps the two apart.
    if language.code in WRITTEN or language.is_right_to_left:
        return text
    rest = text.replace(preamble(language), "", 1)
    return text if NEEDED.search(rest) else rest
