r"""Language from right to left → what LaTeX's preamble needs for it: bidi, fonts of its script, words of its own.

bidi (Debian: texlive-lang-arabic) turns tables, lists, boxes and heads around; it must be loaded after all that it turns.
The fonts of these scripts have no Latin letters, so each stretch of the script changes to its font by itself, as xeCJK does
for Chinese: that serves every place, those that TeX writes itself among them.
"""

from __future__ import annotations

from dataclasses import dataclass

from sphinx.builders.latex.util import ExtBabel

from octavo.project import Language


@dataclass(frozen=True, slots=True)
class Script:
    """What a script is set in.

    :ivar name: OpenType's and fontspec's name of it
    :ivar serif: family of the text
    :ivar sans: family of headings
    :ivar ranges: first and last code points of its blocks, in TeX's hexadecimal
    """

    name: str
    serif: str
    sans: str
    ranges: tuple[tuple[str, str], ...]


# U+200C to U+200F join letters, or keep them apart: they must stay in the font of the letters.
_MARKS = ("200C", "200F")
ARABIC = Script(
    "Arabic",
    "Noto Naskh Arabic",
    "Noto Sans Arabic",
    (("0600", "06FF"), ("0750", "077F"), ("08A0", "08FF"), ("FB50", "FDFF"), ("FE70", "FEFF"), _MARKS),
)
HEBREW = Script("Hebrew", "Noto Serif Hebrew", "Noto Sans Hebrew", (("0590", "05FF"), ("FB1D", "FB4F"), _MARKS))
#: Polyglossia's names of languages from right to left, and their scripts; any other takes those of Arabic.
_NAMES = {"ar": "arabic", "fa": "persian", "he": "hebrew", "ur": "urdu"}
_SCRIPTS = {"he": HEBREW, "yi": HEBREW}

_PREAMBLE = r"""
\usepackage{polyglossia}
\setmainlanguage%(options)s{%(language)s}
\setotherlanguage{%(master)s}
\newfontfamily\octavoserif[Script=%(script)s%(shaping)s]{%(serif)s}[BoldFont={%(serif)s Bold},
  ItalicFont={%(serif)s},BoldItalicFont={%(serif)s Bold}]
\newfontfamily\octavosans[Script=%(script)s%(shaping)s]{%(sans)s}[BoldFont={%(sans)s Bold},
  ItalicFont={%(sans)s},BoldItalicFont={%(sans)s Bold}]
%% Polyglossia asks for fonts of the language: they are the book's own, which change with each stretch of its script.
\let\%(language)sfont\rmfamily \let\%(language)sfontsf\sffamily \let\%(language)sfonttt\ttfamily
\makeatletter
\newXeTeXintercharclass\octavoscript
\newcount\octavochar
\newcommand\octavorange[2]{\octavochar="#1\relax
  \loop\XeTeXcharclass\octavochar=\octavoscript\ifnum\octavochar<"#2\relax\advance\octavochar by 1\repeat}
%(ranges)s
\newcommand\octavobegin{\begingroup\ifx\f@family\sfdefault\octavosans\else\octavoserif\fi}
\newcommand\octavofinish{\endgroup}
\newcommand\octavoborder[1]{\XeTeXinterchartoks #1 \octavoscript={\octavobegin}%%
  \XeTeXinterchartoks \octavoscript #1={\octavofinish}}
%% At the edge of words, and at letters of xeCJK's classes, which were made before this one.
\octavoborder{4095}
\octavochar=0 \loop\octavoborder{\octavochar}\advance\octavochar by 1 \ifnum\octavochar<\octavoscript\repeat
\AtBeginDocument{\XeTeXinterchartokenstate=1}
\newenvironment{octavomaster}{\begin{%(master)s}\begin{LTR}}{\end{LTR}\end{%(master)s}}
%% Sphinx takes \@makefntext apart, which fails for bidi's; what stands before a note is given to it here.
\footnotehyperparsefalse
\AtBeginDocument{\def\FNH@prefntext{\parindent 1em\noindent\hb@xt@1.8em{\hss\@makefnmark}}\let\FNH@postfntext\@empty}
\pdfstringdefDisableCommands{\let\LR\@firstofone\let\RL\@firstofone}
%% An entry of the index runs as its first letter does.
\newcommand\octavoentry[1]{\octavofirst#1\relax\octavolast{#1}}
\def\octavofirst#1#2\octavolast#3{\ifcat a\noexpand#1\ifnum`#1<"590 \LR{#3}\else#3\fi\else#3\fi}
\renewcommand{\sphinxstyleindexentry}[1]{\octavoentry{#1}}
\makeatother
"""


def preamble(language: Language, master: Language) -> str:
    """Return what is added to LaTeX's preamble, after everything else, for *language* with texts of *master* in it."""
    code = language.locale.partition("_")[0]
    script = _SCRIPTS.get(code, ARABIC)
    return _PREAMBLE % {
        "language": _NAMES.get(code, "arabic"),
        # Western digits: the numbers that TeX writes are then those of the text, which its translator chose.
        "options": "[numerals=maghrib]" if _NAMES.get(code, "arabic") == "arabic" else "",
        "master": ExtBabel(master.locale).get_language(),
        "script": script.name,
        "shaping": "",
        "serif": script.serif,
        "sans": script.sans,
        "ranges": "\n".join(rf"\octavorange{{{first}}}{{{last}}}" for first, last in script.ranges),
    }
