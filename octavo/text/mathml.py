"""Convert formulas from TeX to MathML in which no character of a text is read as markup.

latex2mathml writes the words of a formula into its result as they are, so that they could become elements. Its tree is
written here instead: text is escaped, and only elements and attributes of MathML Core are left.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import Converter

_REFERENCE = re.compile(r"&#x([0-9A-Fa-f]{1,6});")
#: latex2mathml knows amsmath's inner environments by these names only.
_ENVIRONMENTS = {"aligned": "split", "gathered": "matrix", "gather": "matrix", "gather*": "matrix",
                 "multline": "matrix", "multline*": "matrix"}  # fmt: skip
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([a-z]+\*?)\}")
_ROWS = re.compile(r"(?<!\\)(?:\\\\)*&|\\\\")
#: Commands that only number or name a formula, and that latex2mathml would print.
_NUMBERING = re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])|\\label\s*\{[^{}]*\}")
_UNKNOWN = {r"\arg": r"\operatorname{arg}"}
_UNKNOWN_MACRO = re.compile(r"\\arg(?![A-Za-z])")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _names(
    "math mrow mi mn mo mtext mspace ms mfrac msqrt mroot mstyle merror mpadded mphantom menclose msub "
    "msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd mlabeledtr"
)
ATTRIBUTES = _names(
    "xmlns display displaystyle scriptlevel mathvariant mathcolor mathbackground mathsize stretchy fence "
    "form separator largeop movablelimits lspace rspace minsize maxsize symmetric accent accentunder "
    "linethickness width height depth voffset notation linebreak columnalign rowalign columnspacing "
    "rowspacing columnlines rowlines bevelled columnspan rowspan fontfamily alttext align"
)


class FormulaError(ValueError):
    """A formula that latex2mathml cannot convert; the sentence says why."""


def mathml(tex: str, display: str) -> str:
    """Return the formula *tex* as MathML, with its signs as alternative text for readers that know no MathML.

    :raises FormulaError: it cannot be converted
    """
    try:
        root = Converter(display=display).convert_to_element(_known(tex, display))
    except Exception as error:  # latex2mathml raises its own exceptions, and IndexError and others for odd input
        raise FormulaError(type(error).__name__.removesuffix("Error") or "unknown") from error
    for element in root.iter():
        _clean(element)
    root.set("alttext", " ".join(_linear(root).split()))
    return tostring(root, encoding="unicode")


def _linear(element: Element) -> str:
    """Return the formula in one line, which can be read aloud: “(a+b)/2”, “√(x)”, “x_i^2”."""
    kids = [_linear(child) for child in element]
    kids += [""] * (3 - len(kids))
    first, second, third = kids[:3]
    written = {
        "mfrac": f"{_grouped(first)}/{_grouped(second)}",
        "msqrt": f"√({''.join(kids)})",
        "mroot": f"√[{second}]({first})",
        "msup": f"{_grouped(first)}{second if second in _PRIMES else f'^{_grouped(second)}'}",
        "msub": f"{first}_{_grouped(second)}",
        "msubsup": f"{first}_{_grouped(second)}^{_grouped(third)}",
        "mtr": ", ".join(filter(None, kids)),
        "mtable": "; ".join(filter(None, kids)),
    }
    if element.tag == "mo" and element.text in _SPACED:
        return f" {element.text} "
    kind = {"mover": "msup", "munder": "msub", "munderover": "msubsup"}.get(element.tag, element.tag)
    return written.get(kind) or f"{element.text or ''}{''.join(kids)}"


#: Signs with a space on both sides.
_SPACED = frozenset("=×<>≤≥≈→")
#: Signs that are raised without being powers.
_PRIMES = frozenset("′″‴'∗*°")


def _grouped(text: str) -> str:
    """Return *text* in brackets, unless it is one number or one name."""
    return text if re.fullmatch(r"[\w.,]*|.", text) else f"({text})"


def _known(tex: str, display: str) -> str:
    """Return *tex* with the environments that latex2mathml knows; a display of several rows is in one of Sphinx's."""
    tex = _UNKNOWN_MACRO.sub(lambda match: _UNKNOWN[match[0]], _NUMBERING.sub("", tex))
    known = _ENVIRONMENT.sub(lambda match: rf"\{match[1]}{{{_ENVIRONMENTS.get(match[2], match[2])}}}", tex)
    if display == "block" and r"\begin" not in known and _ROWS.search(known):
        return rf"\begin{{split}}{known}\end{{split}}"
    return known


def _clean(element: Element) -> None:
    if element.tag not in ELEMENTS:
        element.tag = "mrow"
    for name in set(element.attrib) - ATTRIBUTES:
        del element.attrib[name]
    for name, value in element.attrib.items():
        element.set(name, _REFERENCE.sub(_character, value))
    element.text = _REFERENCE.sub(_character, element.text) if element.text else element.text
    element.tail = _REFERENCE.sub(_character, element.tail) if element.tail else element.tail


def _character(match: re.Match[str]) -> str:
    """Return the character of a reference, where XML allows it."""
    number = int(match[1], 16)
    is_allowed = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or number >= 0x10000
    return chr(number) if is_allowed and number <= 0x10FFFF else "\ufffd"
