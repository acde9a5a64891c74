"""List the TeX that a translated formula may contain: macros, environments, and their classes.

Everything here only sets type. Nothing here reads or writes a file, defines or expands anything, changes what a
character means, loops, or reaches a program behind TeX. latex2mathml and amsmath know all of it.
"""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(f"\\{name}" for name in text.split())


#: Spaces. A translation may set other ones, as its language does.
SPACING = frozenset((r"\,", r"\:", r"\;", r"\!", r"\>", "\\ ")) | _names("quad qquad thinspace enspace")
#: Characters with a backslash before them.
ESCAPED = frozenset(rf"\{char}" for char in "{}%$#&_|")
#: Those of them that TeX knows between words.
ESCAPED_IN_TEXT = ESCAPED - {r"\|"}
LINE_BREAK = r"\\"
#: Macros of one argument that is text; a text of the formula, which is translated.
TEXTS = _names("text textrm textbf textit textsf texttt textnormal mbox")
_FONTS = _names("mathrm mathbf mathit mathsf mathtt mathbb mathcal mathfrak boldsymbol operatorname")
_ACCENTS = _names(
    "acute bar breve check ddot dot grave hat tilde vec overline underline overbrace underbrace widehat widetilde "
    "overrightarrow overleftarrow boxed substack phantom hphantom vphantom sqrt mathop mathrel mathbin pmod"
)
#: Macros and the number of their arguments.
ARGUMENTS = (
    dict.fromkeys(TEXTS | _FONTS | _ACCENTS | _names("xrightarrow xleftarrow"), 1)
    | dict.fromkeys(_names("frac dfrac tfrac cfrac binom dbinom tbinom overset underset stackrel"), 2)
)  # fmt: skip
#: Macros that take an optional argument in brackets.
OPTIONAL = _names("sqrt xrightarrow xleftarrow")
#: Macros that a delimiter follows, and the pairs that must close.
DELIMITED = _names("left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr")
DELIMITERS = frozenset("()[]|/.<>") | frozenset((r"\{", r"\}", r"\|")) | _names(
    "langle rangle lvert rvert lVert rVert lfloor rfloor lceil rceil vert Vert uparrow downarrow"
)  # fmt: skip
LARGE = _names("sum prod int iint iiint oint bigcup bigcap bigoplus bigotimes bigvee bigwedge coprod")
LIMITS = _names("lim max min sup inf limsup liminf det gcd Pr")
FUNCTIONS = _names("sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth log ln lg exp arg deg dim hom ker")
_GREEK = _names(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho "
    "sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
_SYMBOLS = _names(
    "times cdot div pm mp ast star circ bullet oplus otimes cap cup setminus wedge vee land lor neg lnot "
    "le leq leqslant ge geq geqslant ne neq equiv approx sim simeq cong propto ll gg prec succ perp parallel mid "
    "in notin ni subset subseteq supset supseteq subsetneq emptyset varnothing forall exists nexists "
    "to gets mapsto rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow longrightarrow "
    "longleftarrow Longrightarrow Longleftrightarrow implies iff uparrow downarrow nearrow searrow rightleftharpoons "
    "infty partial nabla angle triangle square prime ell hbar Re Im aleph therefore because "
    "dots ldots cdots vdots ddots dotsb dotsc colon "
    "bmod limits nolimits displaystyle textstyle scriptstyle hline nonumber notag not"
)
MACROS = (
    SPACING | ESCAPED | {LINE_BREAK} | frozenset(ARGUMENTS) | DELIMITED | DELIMITERS | LARGE | LIMITS | FUNCTIONS
    | _GREEK | _SYMBOLS
)  # fmt: skip
#: Macros that are more than one sign for TeX: as an argument, they need braces.
NO_ARGUMENT = (
    SPACING | LARGE | LIMITS | FUNCTIONS | frozenset("~")
    | _names(
        "Longrightarrow Longleftrightarrow longrightarrow longleftarrow implies iff bmod cong notin colon "
        "ldots cdots vdots ddots dots dotsb dotsc displaystyle textstyle scriptstyle nonumber notag"
    )
)  # fmt: skip
_MATRICES = ("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix")
#: Environments that a formula may contain.
ENVIRONMENTS = frozenset((*_MATRICES, "cases", "array", "split", "aligned", "gathered"))
#: Environments that are a formula of their own.
DISPLAYS = frozenset(
    f"{name}{star}" for name in ("equation", "align", "gather", "multline") for star in ("", "*")
)  # fmt: skip

#: Characters outside words, beside letters and figures.
SIGNS = frozenset("{}^_&~+-*/=<>()[]|.,:;!?'°·×−")
#: The classes of what is free: words and letters.
LETTERS = "letters"
GREATEST = "greatest and least"
DIVISION = "division"
#: Macros that a language may exchange: multiplication, inequalities, names of functions, upright letters and so on.
CLASSES: dict[str, str] = {
    name: kind
    for kind, names in {
        "multiplication": _names("times cdot") | {"×", "·"},
        "minus": frozenset("-−"),
        DIVISION: _names("div") | {"/"},
        "implication": _names("Rightarrow implies Longrightarrow"),
        "equivalence": _names("Leftrightarrow iff Longleftrightarrow"),
        "arrow": _names("to rightarrow longrightarrow"),
        "fraction": _names("frac dfrac tfrac"),
        "at most": _names("le leq leqslant"),
        "at least": _names("ge geq geqslant"),
        "not equal": _names("ne neq"),
        "epsilon": _names("epsilon varepsilon"),
        "phi": _names("phi varphi"),
        "theta": _names("theta vartheta"),
        "empty": _names("emptyset varnothing"),
        LETTERS: TEXTS | _names("mathrm mathit mathsf mathtt ell"),
        "bracket": frozenset("()[]"),
        GREATEST: LIMITS,
    }.items()
    for name in names
}
#: Signs that part decimals, thousands and members of a list, which each language does in its own way.
SEPARATORS = frozenset(".,;")
