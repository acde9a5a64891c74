r"""Replace translated names of terms and titles by the master's names, which Sphinx looks for.

A translator writes ``:term:`codage``` or ```Histoire`_`` with the word that the glossary or the title has in the
translation. Sphinx finds such a name by chance only, and another one of the same name may take it over. The compiler
writes the master's name behind it, ``:term:`codage <encoding>```, so that the words are the translator's and the target
is the master's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.catalogs import po
from octavo.catalogs.po import Message, State
from octavo.compiler.guard.context.parsing import TITLE
from octavo.compiler.guard.roles import POINTING
from octavo.errors import ContentError
from octavo.text.markup import Inventory, inventory, myst

if TYPE_CHECKING:
    from octavo.compiler.guard.pair import Context

#: Characters; a term or a title is not longer.
LONGEST = 200
#: Prefix of reverse lookups, from the master to the translation.
_BACK = "\0"
_MARKS = re.compile(r"[*`_]|\\ |\\(?=\W)")
_CLASSIFIER = re.compile(r"\s+:\s+")


def fold(text: str) -> str:
    """Return *text* as names are compared: without marks, case, kinds of spaces and kinds of apostrophes."""
    return " ".join(_MARKS.sub("", text).replace("’", "'").split()).casefold()


def head(text: str) -> str:
    """Return *text* folded, without what Sphinx takes for the classifiers of a term."""
    return fold(_CLASSIFIER.split(text)[0])


class Names:
    """Map translated names to the master's names. The catalogs are read at the first lookup.

    :ivar asked: the names that were looked up; a result that is stored depends on them
    """

    def __init__(self, paths: Callable[[], Iterable[Path]], messages: Iterable[Message] | None = None) -> None:
        self._paths = paths
        self._messages = messages
        self.asked: set[str] = set()

    @cached_property
    def _masters(self) -> dict[str, set[str]]:
        return self._maps[0]

    @cached_property
    def _maps(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        found: dict[str, set[str]] = {}
        back: dict[str, set[str]] = {}
        for message in self._read() if self._messages is None else self._messages:
            if message.state is State.TRANSLATED and max(len(message.msgid), len(message.msgstr)) <= LONGEST:
                for text in {fold(message.msgstr), head(message.msgstr)}:
                    master = head(message.msgid)
                    found.setdefault(text, set()).add(master)
                    back.setdefault(master, set()).add(text)
        return found, back

    def _read(self) -> Iterator[Message]:
        for path in self._paths():
            with suppress(ContentError):  # the compiler reports it
                yield from po.read(path)

    def masters(self, name: str) -> set[str]:
        """Return the master's texts, folded, whose translation is *name*."""
        self.asked.add(name)
        return self._masters.get(fold(name), set())

    def translations(self, master: str) -> set[str]:
        """Return the translations, folded, of the master's text *master*."""
        self.asked.add(_BACK + master)
        return self._maps[1].get(fold(master), set())

    def meanings(self, name: str) -> list[str]:
        """Return the sorted answer to the lookup *name* of :attr:`asked`."""
        is_back = name.startswith(_BACK)
        return sorted(self.translations(name.removeprefix(_BACK)) if is_back else self.masters(name))


NO_NAMES = Names(tuple)


def with_master_names(text: str, master: str, context: Context) -> str:
    """Return *text* with the master's names behind the translated names of terms and references."""
    if "`" not in text and "_" not in text:
        return text
    if context.is_markdown and not context.is_rest:
        return _with_terms(text, myst.inventory(master), myst.inventory(text), context.names, "{%s}`%s`")
    known, found = inventory(master, context.parsing.dialect), inventory(text, context.parsing.dialect)
    if context.is_markdown:
        return text
    text = _with_terms(text, known, found, context.names, ":%s:`%s`")
    if context.parsing.default_role in POINTING:
        text = _with_quoted(text, known, found, context.names)
    return _with_references(text, known, found, context.names)


def _with_terms(text: str, master: Inventory, found: Inventory, names: Names, form: str) -> str:
    targets = {role.target.lower() for role in master.roles if _is_term(role.name)}
    for role in found.roles if targets else ():
        if _is_term(role.name) and not role.title and role.target.lower() not in targets:
            meant = [target for target in sorted(targets) if fold(target) in names.masters(role.target)]
            if len(meant) == 1:
                text = text.replace(form % (role.name, role.text), form % (role.name, f"{role.text} <{meant[0]}>"))
    return text


def _is_term(name: str) -> bool:
    return name.rpartition(":")[2] == "term"


def _with_quoted(text: str, master: Inventory, found: Inventory, names: Names) -> str:
    """Return *text* with the master's target behind words in single backquotes, where these are a link.

    Words whose target cannot be known are only slanted.
    """
    left = [role.target for role in master.roles if not role.name]
    if not left:
        return text
    strangers: list[str] = []
    for role in found.roles:
        if not role.name and role.target in left:
            left.remove(role.target)
        elif not role.name and not role.title:
            strangers.append(role.text)
    for words in strangers:
        meant = left if len(strangers) == len(left) == 1 else [to for to in left if fold(to) in names.masters(words)]
        target = meant[0] if len(set(meant)) == 1 and not re.search(r"[<>`\\]", meant[0]) else ""
        if target:
            left.remove(target)
        put = f"`{words} <{target}>`" if target else f":{TITLE}:`{words}`"
        if match := re.search(rf"(?<![`:\w])`{re.escape(words)}`(?![`_:\w])", text):
            text = text[: match.start()] + put + text[match.end() :]
    return text


def _with_references(text: str, master: Inventory, found: Inventory, names: Names) -> str:
    orphans = [name for name in dict.fromkeys(master.references) if name and name not in found.references]
    strangers = [name for name in dict.fromkeys(found.references) if name and name not in master.references]
    for name in strangers:
        meant = [orphan for orphan in orphans if fold(orphan) in names.masters(name)]
        # One name for one: no other reference of the master can be meant.
        if not meant and len(strangers) == len(orphans) == 1:
            meant = orphans
        if len(meant) == 1 and not re.search(r"[<>`\\]", meant[0]):
            text = _renamed(text, name, meant[0])
    return text


def _renamed(text: str, name: str, master: str) -> str:
    def put(match: re.Match[str]) -> str:
        words = match["quoted"] or match["word"]
        return f"`{words} <{master}_>`_" if " ".join(words.split()).lower() == name else match[0]

    return re.sub(
        r"(?<![\w`:<])(?:`(?P<quoted>[^`<>\\:]{1,200})`|(?P<word>\w+(?:[-._+:]\w+)*?))_(?![\w`_>])", put, text
    )
