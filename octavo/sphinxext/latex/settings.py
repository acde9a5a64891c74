"""Compute Sphinx's settings for LaTeX: xelatex, fonts, headings, index, page size.

xelatex serves all languages: lualatex of TeX Live 2022 prints no Chinese with these packages.
"""

from __future__ import annotations

from sphinx.config import Config

from octavo.catalogs.extract import pseudo_locale
from octavo.project import Language, Project
from octavo.sphinxext.latex import babel, cjk, form_blanks, large_print, right_to_left
from octavo.ui import jinja, tokens

#: Paper and type size by the project's word for it. Large print is 16 points or more (RNIB, Clear Print).
LARGE = "17pt"
#: Letters of a line.
LINE = 80
PAPERS = {"a4": ("a4paper", "11pt"), "letter": ("letterpaper", "11pt"), "large-print": ("a4paper", LARGE)}

#: Many fonts have neither U+202F (narrow no-break space) nor U+2011 (no-break hyphen): TeX makes them.
_CHARACTERS = r"""
\catcode`^^^^00a0\active\protected\def^^^^00a0{\leavevmode\nobreak\ }
\catcode`^^^^202f\active\protected\def^^^^202f{\leavevmode\nobreak\hspace{0.16667em}}
\catcode`^^^^2011\active\protected\def^^^^2011{\leavevmode\hbox{-}\nobreak\hskip0pt\relax}
"""

_PREAMBLE = r"""
%(definitions)s
\hypersetup{pdflang={%(tag)s},pdfdisplaydoctitle=true,bookmarksnumbered=true}
\setcounter{secnumdepth}{0}
\usepackage{octavo}
"""

# Emphasis in Chinese is another typeface, not slanted type: dots below the characters, as EPUB and HTML have them,
# would be between the characters when the text is searched, copied or read aloud. Quotes of Latin titles are narrow.
# A paragraph begins with two empty characters and no gap, after a heading too (clreq 6.1).
_CHINESE = r"""
\linespread{1.25}\selectfont
\setlength{\parindent}{2em}\setlength{\parskip}{0pt plus 1pt}
\makeatletter\let\@afterindentfalse\@afterindenttrue\@afterindenttrue\makeatother
\titlespacing{\chapter}{0pt}{5ex plus 1.5ex}{2ex plus 0.5ex}
\titlespacing{\section}{0pt}{2.4ex plus 1ex minus .4ex}{1ex plus .2ex}
\renewcommand\octavolatin{\XeTeXcharclass"201C=0 \XeTeXcharclass"201D=0 }
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
_HEADS = {"zh": r"第 \thechapter{} 章"}


#: The faces look larger than their size says, beside Chinese too.
_SCALE = 0.92
_STYLES = {"Bold": "Bold", "Italic": "Italic", "BoldItalic": "Bold Italic"}
#: Frames of boxes: a bar for notices and cases, a whole frame for what is filled in.
_NOTICES = ["note", "hint", "seealso", "todo", "warning", "important", "danger", "caution", "attention", "error"]


def is_large(project: Project) -> bool:
    """Return whether *project* is set in large print."""
    return PAPERS[project.paper][1] == LARGE


def line(project: Project) -> int:
    """Return how many letters a line of *project* has."""
    return large_print.LINE if is_large(project) else LINE


def values(project: Project, language: Language) -> dict[str, object]:
    """Return the values of Sphinx's ``latex_*`` settings for *language*."""
    code = language.code
    paper, size = PAPERS[project.paper]
    chapter = _HEADS.get(code, r"\chaptertitlename{} \thechapter")
    side = "right" if language.is_right_to_left else "left"
    start, end = "RL" if language.is_right_to_left else "LR"
    words = {"chapterhead": chapter, "start": start, "end": end}
    definitions = _colours(project) + "".join(rf"\newcommand\octavo{name}{{{word}}}" for name, word in words.items())
    preamble = _PREAMBLE % {"tag": language.tag, "definitions": definitions}
    preamble += form_blanks.PREAMBLE + (_CHINESE if code == "zh" else "")
    if code in cjk.WRITTEN and not is_large(project):
        # Entries of a few characters leave most of a third of the line empty.
        preamble += "\\renewcommand\\octavocolumns{4}\n"
    if is_large(project):
        preamble += large_print.preamble(language)
    if code == "fr":
        # The text carries its own no-break spaces; babel-french would add a second one, in times like 06:00 too.
        setup = "AutoSpacePunctuation=false,StandardLists=true,SmallCapsFigTabCaptions=false,ShowOptions=false"
        preamble += f"\n\\frenchsetup{{{setup}}}\n"
    texts = _pseudo_captions() if pseudo_locale.is_pseudo(language) else _CAPTIONS.get(code) or babel.captions(language)
    captions = "".join(rf"\renewcommand{{\{name}}}{{{text}}}" for name, text in texts.items())
    if language.is_right_to_left:
        preamble += right_to_left.preamble(language, project.master)
    elif captions:
        preamble += rf"\addto\captionsenglish{{{captions}}}" + "\n"
    return {
        "latex_engine": "xelatex",
        # LaTeX's own class has no size over 12 points, and falls back to 10 without a warning.
        "latex_docclass": {"manual": "extreport"},
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
            "fontpkg": latin_fonts(),
            "fncychap": "",
            # The running head of the pages before the first chapter would be that of the contents.
            "tableofcontents": r"\sphinxtableofcontents\markboth{}{}",
            "fvset": r"\fvset{fontsize=\small}",
            "sphinxsetup": "hmargin={29mm,29mm},vmargin={25mm,28mm}," + _boxes(side),
            "preamble": preamble,
            # A figure that floats to the head of a page makes LaTeX print a table after it below the page's foot.
            "figure_align": "H",
        },
    }


def preamble(project: Project, language: Language, config: Config) -> str:
    """Return the preamble for the paper of *project*."""
    new = values(project, language) if project.house_style else merged(project, language, config)
    elements = new["latex_elements"]
    assert isinstance(elements, dict)
    return str(elements["preamble"])


def _colours(project: Project) -> str:
    """Return the definitions of all colours: those of paper and ink, and of each book by its position."""
    names = {name.capitalize(): value for name, value in tokens.tokens()[tokens.LIGHT].items()}
    names["Highlight"] = tokens.tokens()["highlight"]["colour"]
    for book in (None, *project.guides):
        shades, position = tokens.shades(project, book), project.position(book) if book else 0
        names |= {f"Guide{position}": shades.solid, f"GuideTint{position}": shades.tint}
        names |= {f"GuideSoft{position}": shades.soft}
    return "".join(f"\\definecolor{{Octavo{name}}}{{HTML}}{{{value[1:].upper()}}}\n" for name, value in names.items())


def latin_fonts() -> str:
    """Return the code that loads the Latin faces. Those of other scripts come with their packages."""
    styles = ",".join(f"{style}Font=* {name}" for style, name in _STYLES.items())
    code = ""
    for name, style in {"main": "serif", "sans": "sans"}.items():
        family = tokens.tokens()["faces"][style]["Latn"]["family"]
        code += rf"\set{name}font{{{family}}}[UprightFont=*,{styles},Scale={_SCALE}]" + "\n"
    return code + rf"\setmonofont{{{tokens.tokens()['faces']['mono']['Latn']['family']}}}[Scale=0.82]" + "\n"


def _boxes(side: str) -> str:
    """Return Sphinx's settings of boxes; *side* is where a line begins."""
    bar = f"border-width=0pt,border-{side}-width=3pt,border-radius=0pt,padding=8pt,box-shadow=none"
    frame = "border-width=0.8pt,border-radius=0pt,padding=8pt,box-shadow=none"
    kinds = dict.fromkeys(_NOTICES, bar) | {"tip": frame}
    return ",".join(f"div.{kind}_{setting}" for kind, style in kinds.items() for setting in style.split(","))


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
        "octavo.sty": jinja.read("latex/octavo.sty"),
        "octavo-large.sty": jinja.read("latex/octavo-large.sty"),
        "octavo.ist": _INDEX_STYLE % _COLLATIONS.get(language.code, language.tag),
    }
