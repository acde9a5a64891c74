r"""Repair slips in the markup of translations that plain Sphinx would show, for adopted projects.

A space too many in ````literal ````, none before the address of a link, or a sign of markup that nothing closes: plain
Sphinx shows the translation with its signs. First the commonest slips are corrected. Then the text is built anew from
what docutils reads in it: markup of the master stays, and other markup is shown as its words. Each repaired text passes
the guard like any other, so that a repair cannot add anything that the master does not have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from octavo.compiler.guard.context.parsing import Parsing
from octavo.compiler.guard.roles import CODE, essence, is_free
from octavo.text.markup import Inventory, Role, inventory
from octavo.text.markup.pieces import Piece, pieces

_LITERAL = re.compile(r"``[ \u00a0]*([^`]*?[^`\s])[ \u00a0]*``")
_ADDRESS = re.compile(r"(`[^`<>]*[^`<>\s])<([^<>`\s]+)>(`__?)")
_BEFORE = re.compile(r"(\w)(``(?![\s,.;:!?)])[^`]+``|`(?![\s,.;:!?)])[^`]+`__?(?!\w))")
#: An address that goes on with letters of another script, as in Chinese text.
_AFTER = re.compile(r"(https?://[!-[\]-~]*[\w/])(?:\\ )?(?=[^\x00-\x7f\s])", re.ASCII)
#: A space before the sign that makes a reference.
_LOOSE = re.compile(r"(>`|\[[#*\w-]+\]) (__?)(?![^\W_])")
#: What a translator writes, and what he meant. Full-width signs are those of Chinese and Japanese keyboards.
_SLIPS = (
    (_LITERAL, r"``\1``"),
    (_ADDRESS, r"\1 <\2>\3"),
    (_AFTER, r"\1 "),
    (_LOOSE, r"\1\2"),
    (re.compile(r"\[＃(?=[\w-]+\]_)"), "[#"),
    (re.compile(r"(?:：([a-z:+-]+)[：:]|:([a-z:+-]+)：)(?=`)"), r"\\ :\1\2:"),
    (re.compile(r"(?<![`\w:])`([^`<>\s][^`<>]{0,60})``(?!`)"), r"``\1``"),
    (re.compile(r"(:[a-z:+-]+:) (?=`)"), r"\1"),
    (re.compile(r"::\Z"), ":"),
)
#: Signs that docutils could take for markup.
_SIGNS = re.compile(r"[\\*`|]|_(?![^\W_])|(?<![^\W_])_|(?<=[A-Za-z]):(?=\S)|(?<= ):(?= )|(?<=\w)@(?=\w)")
#: A name in code, of which a role shows the last part.
_LAST = re.compile(r"~[\w.]*\.(?=\w)")
#: Signs that docutils accepts after markup.
_AFTER_MARKUP = "'\")]}>-/:.,;!?"
_POINTING = frozenset(("doc", "ref", "term"))
_NAMELESS = ("references", "")

Key = tuple[str, object]


def repaired(text: str, master: str, parsing: Parsing, reasons: Callable[[str], list[str]]) -> str | None:
    """Return *text* as it may be published, or ``None``.

    :param master: the master's text, whose roles and links stay
    :param reasons: returns why a text may not be published; no reasons if it may
    """
    known = inventory(master, parsing.dialect)
    for candidate in _candidates(text, known, parsing):
        if candidate != text and not reasons(candidate):
            return candidate
    return None


def _candidates(text: str, master: Inventory, parsing: Parsing) -> Iterator[str]:
    typed = text
    for pattern, replacement in _SLIPS:
        if (better := pattern.sub(replacement, text)) != text:
            text = better
            yield text
    # Latin, Greek and Cyrillic words have a space before what follows, Chinese ones have none.
    text = _BEFORE.sub(lambda found: f"{found[1]}{' ' if ord(found[1]) < 0x0590 else chr(92) + ' '}{found[2]}", text)
    yield text
    if not inventory(text, parsing.dialect).is_inline:
        text = f"\\{text}"  # it is no list and no session of Python
        yield text
    # What looks like a slip may be none, so the text as it was typed comes after the corrected one.
    for keeps_titles in (True, False):
        for source in dict.fromkeys((text, typed)):
            yield _rebuilt(source, master, parsing, keeps_titles=keeps_titles)
    # A word that touches a name of code or of a site would be read as a part of it.
    yield text.replace("\\ ", " ")


# --- building anew --------------------------------------------------------------------------------------


def _rebuilt(text: str, master: Inventory, parsing: Parsing, *, keeps_titles: bool) -> str:
    """Return *text* with the markup that *master* has, and with the words of all other markup."""
    parts = pieces(text, parsing.dialect)
    left = Counter(_keys(master, parsing))
    roles = list(master.roles)
    kept: dict[int, str] = {}
    for number, part in enumerate(parts):
        keys = Counter(_keys(part.found, parsing))
        has_title = part.found.titles or any(role.title for role in part.found.roles)
        is_own = set(part.found.links) <= set(master.links) and (keeps_titles or not has_title)
        if part.source and is_own and keys <= left:
            left -= keys
            kept[number] = part.source
            for role in part.found.roles:
                own = next((item for item in roles if essence(item, parsing) == essence(role, parsing)), None)
                if own:
                    roles.remove(own)
    others = {number: part for number, part in enumerate(parts) if part.source and number not in kept}
    end = _restore_names(kept, others, parts, left, master)
    shown = []
    for number, part in enumerate(parts):
        found = part.found
        if number in kept:
            shown.append((True, kept[number]))
        elif any(uri.startswith("mailto:") for uri in found.links) or any(_is_code(it, parsing) for it in found.roles):
            return ""  # a foreign address, or text that is no words
        else:
            new = _role(found.roles[0], roles, others, master, parsing) if found.roles and keeps_titles else None
            shown.append(new or (False, _escaped(_words(part))))
    better = _joined([*shown, *((True, piece) for piece in end)])
    return better if inventory(better, parsing.dialect).is_inline else f"\\{better}"


def _restore_names(
    kept: dict[int, str], others: dict[int, Piece], parts: list[Piece], left: Counter[Key], master: Inventory
) -> list[str]:
    """Restore the references and footnotes of *master* that are sure, and those whose loss would change others.

    :returns: what has no place in the text and comes after its end
    """
    missing = [label for (kind, label), count in left.items() if kind == "footnotes" for _ in range(count)]
    # A reference whose name was translated; of several, nobody knows which is which.
    named = [name for (kind, name), count in left.items() if kind == "references" and name for _ in range(count)]
    renamed = [number for number, part in others.items() if any(part.found.references)]
    if len(named) == len(renamed) == 1:
        kept[renamed[0]] = f"`{_escaped(_words(parts[renamed[0]]))} <{named[0]}_>`_"
    strangers = [number for number, part in others.items() if part.found.footnotes]
    if len(strangers) == len(missing) == 1:
        kept[strangers[0]] = f"[{missing.pop()}]_"
    end = [f"[{label}]_" for label in missing]
    for start, stop in (("`", ">`__"), ("`", "`_"), ("`", "`")):
        found = [
            number for number, part in others.items()
            if part.source.startswith(start) and part.source.endswith(stop) and not part.source.startswith("``")
        ]  # fmt: skip
        if left[_NAMELESS] and len(found) == left[_NAMELESS]:
            return kept.update({number: f"`{_escaped(_words(parts[number]))}`__" for number in found}) or end
    if left[_NAMELESS]:
        # Which ones are missing cannot be known, so all come after the text.
        for number in [number for number in kept if "" in parts[number].found.references]:
            del kept[number]
        end += ["`↗`__"] * master.references.count("")
    return end


def _keys(found: Inventory, parsing: Parsing) -> Iterator[Key]:
    """Yield what a translation may not have more often than the master."""
    yield from (("roles", essence(role, parsing)) for role in found.roles if not is_free(role, parsing))
    for kind in ("references", "targets", "footnotes", "citations", "substitutions"):
        yield from ((kind, name) for name in getattr(found, kind))


def _is_code(role: Role, parsing: Parsing) -> bool:
    return bool(role.name) and (role.name in CODE or role.name in parsing.code)


def _role(
    role: Role, left: list[Role], others: dict[int, Piece], master: Inventory, parsing: Parsing
) -> tuple[bool, str] | None:
    """Return the markup that *role* was meant to be: a role of the master with its target, or code."""
    same = [item for item in left if item.name != role.name and item.target == role.target]
    if len(same) == 1 and not _is_code(same[0], parsing):
        left.remove(same[0])
        return True, f":{same[0].name}:`{role.text}`" if same[0].name else f"`{role.text}`"
    ours = [item for item in left if item.name == role.name and item.name.rpartition(":")[2] in _POINTING]
    theirs = [item for part in others.values() for item in part.found.roles if item.name == role.name]
    if len(ours) == len(theirs) == 1:
        left.remove(ours[0])
        return True, f":{role.name}:`{_escaped(role.title or role.text)} <{ours[0].target}>`"
    if not role.name and not role.title and master.literals and role.text == role.text.strip():
        return True, f"``{role.text}``"
    return None


def _words(part: Piece) -> str:
    if not part.found.roles:
        return part.words
    role = part.found.roles[0]
    words = role.title if role.title and role.target else part.words
    return _LAST.sub("", words).removeprefix("!").removeprefix("~")


def _escaped(words: str) -> str:
    return _SIGNS.sub(lambda found: f"\\{found[0]}", words)


def _joined(shown: list[tuple[bool, str]]) -> str:
    """Return the parts as one text, with a boundary where markup has no space beside it."""
    text = ""
    was_markup = False
    for is_markup, part in shown:
        is_apart = not text or not part or text[-1].isspace() or part[0].isspace()
        if not is_apart and (is_markup or (was_markup and part[0] not in _AFTER_MARKUP)):
            text += "\\ "
        text += part
        was_markup = is_markup if part else was_markup
    return text
