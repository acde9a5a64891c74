"""A theme's style sheet → the same for pages from right to left: what was on the left is on the right.

Themes place their columns, bars and margins by physical sides. Sides in selectors, in images and in fonts stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import tinycss2

#: Stands at the head of a style sheet that was mirrored: doing it twice would undo it.
MARK = "/*! mirrored by octavo */\n"
_SIDE = re.compile(r"\b(left|right)\b")
_OTHER = {"left": "right", "right": "left"}
#: Properties whose value names a side.
_SIDED = frozenset({"float", "clear", "text-align", "text-align-last", "background-position", "transform-origin"})
#: Properties of four sides: top, right, bottom, left.
_FOUR = frozenset({"margin", "padding", "inset", "border-width", "border-style", "border-color"})
#: Rules that hold other rules.
_NESTING = frozenset({"media", "supports", "layer"})


def mirror_css(text: str) -> str:
    """Return the style sheet *text* mirrored; one that is, as it is."""
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
            own = item.name.startswith("--")  # a property that a theme made up, and asks for by this name
            name = item.name if own else _SIDE.sub(lambda match: _OTHER[match[1]], item.name)
            important = " !important" if item.important else ""
            written.append(f"{name}:{_value(item.lower_name, item.value)}{important};")
        elif item.type != "error":  # hacks for browsers of old, which no other reads
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
        # A shift along the line goes the other way.
        return re.sub(r"(translate(?:X|3d)?\()\s*([^,)]+)", lambda match: match[1] + _negated(match[2].strip()), text)
    return text


def _negated(length: str) -> str:
    return length if length in ("0", "0px") else length[1:] if length.startswith("-") else f"-{length}"
