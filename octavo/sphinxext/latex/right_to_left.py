r"""Build LaTeX's preamble for a language from right to left: bidi, fonts of its script, its own words.

bidi (Debian: texlive-lang-arabic) turns tables, lists, boxes and heads around, after all that it turns is loaded.
The fonts of these scripts have no Latin letters, so each stretch of the script changes to its font by itself, as xeCJK
does for Chinese: that serves every place, those that TeX writes itself among them.
"""

from __future__ import annotations

from dataclasses import dataclass

from sphinx.builders.latex.util import ExtBabel

from octavo.project import Language


@dataclass(frozen=True, slots=True)
class Script:
    """Describe how a script is set.

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
#: TeX writes its own numbers with the digits 0 to 9, as HTML and EPUB do: one book, one set of digits.
_DIGITS = {"arabic": "maghrib", "persian": "western", "urdu": "western", "hebrew": "arabic"}
_SCRIPTS = {"he": HEBREW, "yi": HEBREW}

_PREAMBLE = r"""
\makeatletter
%% bidi puts the chapter heads of LaTeX's own class back over those above, and the section heads of an older titlesec,
%% which leave an empty line below.
\let\octavo@chapter\chapter \let\octavo@@chapter\@chapter \let\octavo@@schapter\@schapter
\let\octavo@figurename\figurename \let\octavo@tablename\tablename
\let\octavo@hang\ttlh@hang
\let\octavo@head\@makechapterhead \let\octavo@shead\@makeschapterhead
\AtBeginDocument{\let\chapter\octavo@chapter \let\@chapter\octavo@@chapter \let\@schapter\octavo@@schapter
  \let\ttlh@hang\octavo@hang \let\@makechapterhead\octavo@head \let\@makeschapterhead\octavo@shead}
\makeatother
\usepackage{polyglossia}
\setmainlanguage[numerals=%(digits)s]{%(language)s}
\makeatletter
\addto\captions%(language)s{\let\figurename\octavo@figurename \let\tablename\octavo@tablename}
\makeatother
\newfontfamily\octavoserif[Script=%(script)s]{%(serif)s}[BoldFont={%(serif)s Bold},
  ItalicFont={%(serif)s},BoldItalicFont={%(serif)s Bold}]
\newfontfamily\octavosans[Script=%(script)s]{%(sans)s}[BoldFont={%(sans)s Bold},
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
%% A frame is drawn from left to right, whatever stands in it: TeX turns boxes in a line around, and colours with them.
%% The corners are square: bidi turns the picture that rounds them around as well.
\newbox\octavobox
\let\octavo@rectangle\spx@boxes@fcolorbox@rectangle
\long\def\spx@boxes@fcolorbox@rectangle#1{\begingroup\setbox\octavobox\hbox{#1}\@RTLfalse
  \hbox{\beginL\octavo@rectangle{\box\octavobox}\endL}\endgroup}
\let\spx@boxes@fcolorbox@rounded\spx@boxes@fcolorbox@rectangle
%% TeX's ragged sides are those of the paper.
\renewcommand\octavoragged{\if@RTL\raggedleft\else\raggedright\fi}
\renewcommand\thepart{\arabic{part}}
%% A band is drawn from left to right as well, and its words from right to left: the number is at the left.
\renewcommand\octavo@opening[3]{\begingroup\setbox\octavobox\vbox{\hsize\dimexpr\linewidth-22mm-8pt\relax\octavoragged\parindent0pt
    \vskip1.6ex{\normalfont\sffamily\small#1\strut\par}\vskip0.4ex#3\strut\par\vskip1.4ex}%%
  \dimen0=\linewidth\@RTLfalse\vbox{\hbox{\beginL\color{OctavoAccent}\vrule width\dimen0 height2.4pt\endL}%%
  \nointerlineskip\hbox{\beginL\fboxsep0pt\colorbox{OctavoPale}{\hbox to\dimen0{\hskip8pt
    \vbox to\ht\octavobox{\vfil
    \hbox{\normalfont\sffamily\bfseries\fontsize{46}{46}\selectfont\color{OctavoAccent!45!white}#2}\vfil}\hfil\box\octavobox\hskip8pt}}\endL}}\endgroup}
%% In a book from right to left, eso-pic counts from the right edge.
\renewcommand{\octavocover}[1]{\hypersetup{pageanchor=false}\begin{titlepage}%%
\AddToShipoutPictureBG*{\AtPageLowerLeft{\hbox to 0pt{\hss
  \includegraphics[width=\paperwidth,height=\paperheight]{#1}}}}\null\end{titlepage}\hypersetup{pageanchor=true}\clearpage}
%% Not polyglossia's environment: captions keep the book's language, and headings their text close to them.
\newenvironment{octavomaster}{\par\setLTR
  \ifcsname l@%(master)s\endcsname\language\csname l@%(master)s\endcsname\fi}{\par}
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
    """Return the end of LaTeX's preamble for *language*, whose text may contain words of *master*."""
    code = language.code
    script, name = _SCRIPTS.get(code, ARABIC), _NAMES.get(code, "arabic")
    return _PREAMBLE % {
        "language": name,
        "digits": _DIGITS[name],
        "master": str(ExtBabel(master.locale).get_language()),  # type: ignore[no-untyped-call]
        "script": script.name,
        "serif": script.serif,
        "sans": script.sans,
        "ranges": "\n".join(rf"\octavorange{{{first}}}{{{last}}}" for first, last in script.ranges),
    }
