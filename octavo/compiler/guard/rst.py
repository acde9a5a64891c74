"""Refuse markup that the master's text does not have.

Sphinx may read a translation in two ways: whole, or, for an entry of a glossary, up to the first `` : ``
(sphinx.domains.std.split_term_classifiers). A text cut there can contain other markup than the whole, so the guard
looks at both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from octavo.compiler.guard import math
from octavo.compiler.guard.context.parsing import Parsing
from octavo.compiler.guard.pair import Pair, Refusal, surplus
from octavo.compiler.guard.roles import essence, is_formula, is_free
from octavo.text.markup import WORDS, Inventory, inventory

#: Blocks that a text may seem to be by its first characters ("1. Plan"), if the master's seems so too.
_HARMLESS_BLOCKS = frozenset(
    (
        "paragraph", "bullet_list", "enumerated_list", "list_item", "line_block", "line", "option_list",
        "option_list_item", "option_group", "option", "option_string", "option_argument", "description",
    )
)  # fmt: skip
_CLASSIFIER = re.compile(r"(?<! ) +: +")
_NOQA = re.compile(r"(?<!\\)#\s*noqa\s*\Z")
#: What Sphinx puts into the title of a numbered reference (sphinx.domains.std, build_reference_node for numref).
_PLACEHOLDER = re.compile(r"%s|\{name\}|\{number\}")
_DOMAIN = re.compile(r".*:")


def refused(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for each piece of added markup, in every way in which Sphinx may read the text."""
    if _NOQA.search(pair.text):
        yield Refusal("guard-syntax", "It ends in “# noqa”, which would hide a warning of Sphinx", "Delete “# noqa”")
    parsing = pair.context.parsing
    master = inventory(pair.master, parsing.dialect)
    for view in views(pair.text):
        found = inventory(view, parsing.dialect)
        if not (found is master is WORDS):
            yield from compared(master, found, parsing)
            if view == pair.text:  # docutils may warn about a text that was cut, and shows it unchanged
                yield from _complaints(master, found)


def views(text: str) -> list[str]:
    """Return the texts that Sphinx may parse where the translation is *text*."""
    return list(dict.fromkeys((text, _CLASSIFIER.split(text)[0])))


def compared(master: Inventory, found: Inventory, parsing: Parsing) -> Iterator[Refusal]:
    """Yield a refusal for each difference between the inventories that may not be published."""
    yield from _blocks(master, found)
    yield from _roles(master, found, parsing)
    yield from _names(master, found)


def _complaints(master: Inventory, found: Inventory) -> Iterator[Refusal]:
    for complaint in surplus(found.complaints, master.complaints):
        yield Refusal("guard-syntax", f"docutils says: {complaint.rstrip('.')}", "Correct the markup")


def _blocks(master: Inventory, found: Inventory) -> Iterator[Refusal]:
    alike = found.blocks == master.blocks and _HARMLESS_BLOCKS.issuperset(found.blocks)
    # An empty term before the first " : " produces no block.
    if found.blocks and not found.is_inline and not alike:
        yield Refusal(
            "guard-block", f"docutils reads it as {_block_name(found)}, not as running text",
            "Write one paragraph; put a backslash before a sign at its beginning that is meant to be read",
        )  # fmt: skip
    if found.announces_literal and not master.announces_literal:
        yield Refusal("guard-block", "It ends in “::”, which announces a block of code", "End it with one colon")


def _block_name(found: Inventory) -> str:
    name = next((block for block in found.blocks if block != "paragraph"), "paragraphs")
    return {"comment": "a directive or definition"}.get(name, name.replace("_", " "))


def _roles(master: Inventory, found: Inventory, parsing: Parsing) -> Iterator[Refusal]:
    yield from math.compared(_formulas(master, parsing), _formulas(found, parsing), is_free=parsing.free_formulas)
    kept = [essence(role, parsing) for role in master.roles]
    words = {role for role in kept if not role[1]}  # a translation may show words so more often
    used = (essence(role, parsing) for role in found.roles if not is_free(role, parsing))
    for role in surplus((role for role in used if role not in words), kept):
        name, target = role
        if name and name in {known.name for known in master.roles}:
            what = f"It uses :{name}: with “{target[:60]}”, which the original does not"
            remedy = f"Keep the text in <…>, or write :{name}:`your words <the original target>`"
        else:
            what = f"It uses the role :{name}:, which the original does not" if name else "It uses a single `backquote`"
            remedy = "Use only the roles of the original; double backquotes show code"
        yield Refusal("guard-role", what, remedy)
    for use in found.roles:
        rest = _PLACEHOLDER.sub("", use.title)
        if _DOMAIN.sub("", use.name) == "numref" and re.search(r"[%{}]", rest):
            yield Refusal(
                "guard-role", f"The title “{use.title[:60]}” of :numref: has a placeholder that it cannot have",
                "Use only %s, {number} and {name}",
            )  # fmt: skip


def _formulas(found: Inventory, parsing: Parsing) -> list[str]:
    return [role.text for role in found.roles if is_formula(role, parsing)]


def _names(master: Inventory, found: Inventory) -> Iterator[Refusal]:
    for label in surplus(found.footnotes, master.footnotes):
        yield Refusal(
            "guard-footnote", f"It refers to the footnote [{label}]_ more often than the original", "Take it out"
        )
    for label in surplus(master.footnotes, found.footnotes):
        yield Refusal(
            "guard-footnote", f"The footnote [{label}]_ is missing; the others would be numbered differently",
            f"Put [{label}]_ where your sentence needs it",
        )  # fmt: skip
    for label in surplus(found.citations, master.citations):
        yield Refusal(
            "guard-footnote", f"It cites [{label}]_, which the original does not", "Cite what the original cites"
        )
    for name in surplus(found.substitutions, master.substitutions):
        yield Refusal("guard-reference", f"It uses the substitution |{name[:60]}|", "Use those of the original only")
    for name in surplus(found.references, master.references):
        shown = f"“{name[:60]}”" if name else "a nameless target"
        yield Refusal(
            "guard-reference", f"It refers to {shown}, which the original does not",
            "Keep the reference of the original: `your words <original name_>`_",
        )  # fmt: skip
    missing = Counter(master.references)[""] - Counter(found.references)[""]
    if missing > 0:
        yield Refusal(
            "guard-reference", "A nameless reference (`…`__) is missing; later ones would lead elsewhere", "Restore it"
        )
    for name in surplus(found.targets, master.targets):
        yield Refusal("guard-reference", f"It defines a target of its own, “{name[:60]}”", "Delete _` and `")
