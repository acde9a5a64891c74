"""Mirror a theme's style sheet for pages from right to left.

Themes place columns, bars and margins by physical sides. Sides in selectors, images and fonts are not changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import tinycss2

#: First line of a mirrored style sheet, which must not be mirrored again.
MARK = "/*! mirrored by octavo */\n"
_SIDE = re.compile(r"\b(left|right)\b")
_OTHER = {"left": "right", "right": "left"}
#: Properties whose value contains a side.
_SIDED = frozenset({"float", "clear", "text-align", "text-align-last", "background-position", "transform-origin"})
#: Properties of four sides: top, right, bottom, left.
_FOUR = frozenset({"margin", "padding", "inset", "border-width", "border-style", "border-color"})
#: At-rules that contain other rules.
_NESTING = frozenset({"media", "supports", "layer"})


def mirror_css(text: str) -> str:
    """Return the mirrored style sheet *text*; return a mirrored one unchanged."""
    if text.startswith(MARK):
        return text
    rules = tinycss2.parse_stylesheet(text)
    return MARK + _rules(rules)


def _rules(rules: Sequence[Any]) -> str:
    return "".join(_rule(rule) for rule in rules if rule.type != "error")


def _rule(rule: Any) -> str:
    if rule.type == "qualified-rule":
        return f"{tinycss2.serialize(rule.prelude)}{{{_declarations(rule.content)}}}"
    if rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in _NESTING:
        inner = tinycss2.parse_rule_list(rule.content)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{_rules(inner)}}}"
    return str(rule.serialize())


def _declarations(content: Sequence[Any]) -> str:
    written = []
    for item in tinycss2.parse_blocks_contents(content):
        if item.type == "declaration":
            is_custom = item.name.startswith("--")  # a custom property of the theme keeps its name
            name = item.name if is_custom else _SIDE.sub(lambda match: _OTHER[match[1]], item.name)
            important = " !important" if item.important else ""
            written.append(f"{name}:{_value(item.lower_name, item.value)}{important};")
        elif item.type != "error":  # hacks for old browsers, which others ignore
            written.append(item.serialize())
    return "".join(written)


def _value(name: str, value: Sequence[Any]) -> str:
    text = str(tinycss2.serialize(value)).strip()
    if name in _SIDED:
        return _SIDE.sub(lambda match: _OTHER[match[1]], text)
    parts = [tinycss2.serialize([part]) for part in value if part.type not in ("whitespace", "comment")]
    if name in _FOUR and len(parts) == 4:
        return " ".join((parts[0], parts[3], parts[2], parts[1]))
    if name == "border-radius" and len(parts) == 4:
        return " ".join((parts[1], parts[0], parts[3], parts[2]))
    if name == "transform":
        # A horizontal translation changes its sign.
        return re.sub(r"(translate(?:X|3d)?\()\s*([^,)]+)", lambda match: match[1] + _negated(match[2].strip()), text)
    return text


def _negated(length: str) -> str:
    return length if length in ("0", "0px") else length[1:] if length.startswith("-") else f"-{length}"
