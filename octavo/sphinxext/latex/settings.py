"""Compute Sphinx's settings for LaTeX: xelatex, fonts, headings, index, page size.

xelatex serves all languages: lualatex of TeX Live 2022 prints no Chinese with these packages.
"""

from __future__ import annotations

from sphinx.config import Config

from octavo.catalogs.extract import pseudo_locale
from octavo.project import Language, Project
from octavo.sphinxext.latex import blanks, cjk, right_to_left

#: Paper and type size by the project's word for it. Large print is 16 points or more (RNIB, Clear Print).
LARGE = "17pt"
PAPERS = {"a4": ("a4paper", "11pt"), "letter": ("letterpaper", "11pt"), "large-print": ("a4paper", LARGE)}

#: TeX Gyre has neither U+202F (narrow no-break space) nor U+2011 (no-break hyphen): TeX makes them.
_CHARACTERS = r"""
\catcode`^^^^00a0\active\protected\def^^^^00a0{\leavevmode\nobreak\ }
\catcode`^^^^202f\active\protected\def^^^^202f{\leavevmode\nobreak\hspace{0.16667em}}
\catcode`^^^^2011\active\protected\def^^^^2011{\leavevmode\hbox{-}\nobreak\hskip0pt\relax}
"""

_FONTS = r"""
\setmainfont{texgyrepagella}[Extension=.otf,
  UprightFont=*-regular,BoldFont=*-bold,ItalicFont=*-italic,BoldItalicFont=*-bolditalic]
\setsansfont{texgyreheros}[Extension=.otf,
  UprightFont=*-regular,BoldFont=*-bold,ItalicFont=*-italic,BoldItalicFont=*-bolditalic]
\setmonofont{DejaVu Sans Mono}[Scale=0.85]
"""

_PREAMBLE = r"""
%% A box that runs over to the next page needs some play: where no line of it may part, it sticks out by a point or two.
\AtBeginEnvironment{sphinxadmonition}{%%
  \advance\parskip by 0pt plus 4pt minus 5pt\relax\widowpenalty=300\clubpenalty=300\relax}
\usepackage{needspace}
\usepackage{eso-pic}
\usepackage{enumitem}
\setlist{itemsep=0.35ex plus 0.3ex minus 0.3ex,parsep=0.2ex,topsep=0.6ex plus 0.3ex minus 0.5ex}
\definecolor{OctavoAccent}{HTML}{1F4E79}
\hypersetup{colorlinks=true,linkcolor=OctavoAccent,urlcolor=OctavoAccent,citecolor=OctavoAccent,pdflang={%(tag)s},pdfdisplaydoctitle=true,bookmarksnumbered=true}
\setcounter{tocdepth}{%(tocdepth)s}
\setcounter{secnumdepth}{0}
\raggedbottom
%% TeX does not count the depth of a page's last box, which is a whole table here, but notes at the foot add it.
\makeatletter\pretocmd\sphinxattableend{\ifvmode\nobreak\hrule height\z@\fi}{}{}\makeatother
\emergencystretch=3em
%% Addresses of newspapers are whole sentences joined by hyphens: a line may break after each, as after a slash.
\makeatletter\g@addto@macro\UrlBreaks{\do\-}\makeatother
\widowpenalty=10000
\clubpenalty=10000
\renewcommand{\floatpagefraction}{0.85}
\renewcommand{\topfraction}{0.9}
\renewcommand{\bottomfraction}{0.7}
\renewcommand{\textfraction}{0.07}
%% A box keeps its title: it begins only where some lines of its text fit as well.
\AddToHook{env/sphinxadmonition/before}{\Needspace*{6\baselineskip}}
\renewcommand{\chaptermark}[1]{\markboth{#1}{}}
\titleformat{\chapter}[display]{\normalfont\sffamily\bfseries\color{OctavoAccent}}{\Large %(chapter)s}{1ex}{\Huge}
\titleformat{name=\chapter,numberless}[display]{\normalfont\sffamily\bfseries\color{OctavoAccent}}{}{0pt}{\Huge}
\titlespacing*{\chapter}{0pt}{0pt}{4ex plus 1ex}
\titleformat{\part}[display]{\normalfont\sffamily\bfseries\color{OctavoAccent}\centering}{\Large %(part)s}{2ex}{\Huge}
\fancypagestyle{normal}{\fancyhf{}\fancyfoot[C]{\sffamily\small\thepage}\fancyhead[%(start)s]{\sffamily\small\nouppercase{\leftmark}}\renewcommand{\headrulewidth}{0.4pt}\renewcommand{\footrulewidth}{0pt}}
\fancypagestyle{plain}{\fancyhf{}\fancyfoot[C]{\sffamily\small\thepage}\renewcommand{\headrulewidth}{0pt}\renewcommand{\footrulewidth}{0pt}}
\newcommand{\octavocover}[1]{\hypersetup{pageanchor=false}\begin{titlepage}%%
\AddToShipoutPictureBG*{\AtPageLowerLeft{\includegraphics[width=\paperwidth,height=\paperheight]{#1}}}\null\end{titlepage}\hypersetup{pageanchor=true}\clearpage}
\renewcommand{\sphinxstyleindexentry}[1]{#1}
\renewcommand{\sphinxstyleindexextra}[1]{ (#1)}
\renewcommand{\sphinxstyleindexlettergroup}[1]{{\sffamily\bfseries #1}\nopagebreak\par}
"""

# Emphasis in Chinese is another typeface, not slanted type: dots below the characters, as EPUB and HTML have them,
# would be between the characters when the text is searched, copied or read aloud.
_CHINESE = r"""
\linespread{1.25}\selectfont
\setlength{\parindent}{0pt}
\protected\def\sphinxstyleemphasis#1{{\CJKfamily{\CJKsfdefault}\itshape #1}}
"""
_CAPTIONS = {
    "zh": {
        "contentsname": "目录", "indexname": "索引", "partname": "部分", "chaptername": "章",
        "bibname": "参考文献", "figurename": "图", "tablename": "表",
    },
}  # fmt: skip
#: ICU's names of collations that differ from the language's own default.
_COLLATIONS = {"zh": "zh@collation=pinyin"}
_INDEX_STYLE = r"""icu_locale "%s"
headings_flag 1
heading_prefix "  \\bigletter{"
heading_suffix "}"
preamble "\\begin{sphinxtheindex}
\\let\\bigletter\\sphinxstyleindexlettergroup
\\let\\spxpagem\\sphinxstyleindexpagemain
\\let\\spxentry\\sphinxstyleindexentry
\\let\\spxextra\\sphinxstyleindexextra
"
postamble "

\\end{sphinxtheindex}
"
symhead_positive "{\\sphinxsymbolsname}"
numhead_positive "{\\sphinxnumbersname}"
"""
_HEADS = {"zh": (r"第 \thechapter{} 章", r"第 \thepart{} 部分")}


def is_large(project: Project) -> bool:
    """Return whether *project* is set in large print."""
    return PAPERS[project.paper][1] == LARGE


def values(project: Project, language: Language) -> dict[str, object]:
    """Return the values of Sphinx's ``latex_*`` settings for *language*."""
    code = language.locale.partition("_")[0]
    paper, size = PAPERS[project.paper]
    chapter, part = _HEADS.get(code, (r"\chaptertitlename{} \thechapter", r"\partname{} \thepart"))
    start = "R" if language.is_right_to_left else "L"
    preamble = _PREAMBLE % {"tag": language.tag, "tocdepth": 1, "chapter": chapter, "part": part, "start": start}
    preamble += blanks.PREAMBLE + (_CHINESE if code == "zh" else "")
    if is_large(project):
        # Even spaces read more easily in large print, and long words find room (RNIB, Clear Print).
        ragged = "raggedleft" if language.is_right_to_left else "raggedright"
        preamble += f"\\AtBeginDocument{{\\{ragged}}}\n"
        # TeX hyphenates no word after a link's mark, as in a term after a bracket. This allows it again.
        preamble += "\\protected\\def\\sphinxtermref#1{\\emph{\\nobreak\\hskip0pt\\relax #1}}\n"
    if code == "fr":
        # The text carries its own no-break spaces; babel-french would add a second one, in times like 06:00 too.
        preamble += "\n\\frenchsetup{AutoSpacePunctuation=false,StandardLists=true,ShowOptions=false}\n"
    texts = _pseudo_captions() if pseudo_locale.is_pseudo(language) else _CAPTIONS.get(code, {})
    captions = "".join(rf"\renewcommand{{\{name}}}{{{text}}}" for name, text in texts.items())
    if language.is_right_to_left:
        preamble += right_to_left.preamble(language, project.master)
    elif captions:
        preamble += rf"\addto\captionsenglish{{{captions}}}" + "\n"
    return {
        "latex_engine": "xelatex",
        # LaTeX's own class has no size over 12 points, and falls back to 10 without a warning.
        "latex_docclass": {"manual": "extreport" if is_large(project) else "report"},
        "latex_use_xindy": False,
        "latex_show_urls": "footnote",
        "latex_domain_indices": False,
        # bidi draws the colours of rows over their text.
        "latex_table_style": ["booktabs"] if language.is_right_to_left else ["booktabs", "colorrows"],
        "latex_elements": {
            "papersize": paper,
            "pointsize": size,
            "classoptions": ",openany,oneside",
            "utf8extra": _CHARACTERS,
            "fontenc": r"\usepackage{fontspec}" + cjk.preamble(language),
            "polyglossia": "",
            # bidi, for text from right to left, must be loaded after all packages that it changes: see the preamble.
            "babel": "" if language.is_right_to_left else r"\usepackage{babel}",
            "fontpkg": _FONTS,
            "fncychap": "",
            # The running head of the pages before the first chapter would be that of the contents.
            "tableofcontents": r"\sphinxtableofcontents\markboth{}{}",
            "fvset": r"\fvset{fontsize=\small}",
            "sphinxsetup": "hmargin={27mm,27mm},vmargin={25mm,28mm},TitleColor={HTML}{1F4E79},"
            "InnerLinkColor={HTML}{1F4E79},OuterLinkColor={HTML}{1F4E79}",
            "preamble": preamble,
            # A figure that floats to the head of a page makes LaTeX print a table after it below the page's foot.
            "figure_align": "H",
        },
    }


def merged(project: Project, language: Language, config: Config) -> dict[str, object]:
    """Return the values for a project with a layout of its own: its choices, after what all languages need.

    Engine and fonts are Octavo's, which have all scripts; paper, sizes, colours and the preamble are the project's.
    """
    settings = values(project, language)
    elements = settings["latex_elements"]
    assert isinstance(elements, dict)
    theirs = config._raw_config.get("latex_elements", {})
    preamble = f"{elements['preamble']}\n{theirs.get('preamble', '')}"
    layout = {key: value for key, value in theirs.items() if key in ("papersize", "pointsize", "sphinxsetup")}
    return settings | {"latex_elements": elements | layout | {"preamble": preamble}}


def _pseudo_captions() -> dict[str, str]:
    """Return LaTeX's own words with accents."""
    names = ("contents", "index", "part", "chapter", "figure", "table")
    return {f"{name}name": pseudo_locale.accented_ui_text(name.capitalize()) for name in names}


def support_files(language: Language) -> dict[str, str]:
    """Return the files that upmendex reads, by name.

    upmendex sorts by ICU: French by its accents, Chinese by pinyin.
    """
    return {
        "octavo.ist": _INDEX_STYLE % _COLLATIONS.get(language.locale.partition("_")[0], language.tag),
    }
