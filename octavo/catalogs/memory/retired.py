"""``locales/<language>/retired.po`` ↔ the text that no catalog of a page holds any more, all of it obsolete.

The file lies beside ``LC_MESSAGES``, not in it: Sphinx looks for catalogs in ``LC_MESSAGES`` only, and ``sphinx-intl
build`` and ``stat``, which do walk over it, find no message in use. It is an ordinary catalog, so Poedit shows it.

gettext refuses the same msgid twice in a file, even where obsolete. A text that was translated in two ways is kept
under the name of its page as msgctxt.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.memory.entries import Key, made_pair
from octavo.catalogs.po import Catalog, Message
from octavo.project import Language, Project

#: How notes to translators call it.
ORIGIN = "retired"


def retired_path(project: Project, language: Language) -> Path:
    """Return where the text of *language*'s removed pages is kept."""
    return project.locales / language.locale / "retired.po"


def read_retired(project: Project, language: Language) -> Catalog:
    """Return the catalog of retired text, without messages if there is none."""
    path = retired_path(project, language)
    return po.read(path) if path.is_file() else Catalog(path)


def with_retired(messages: Iterable[Message], added: Iterable[tuple[str, Message]]) -> list[Message]:
    """Return *messages* of the retired text with those *added* (domain, message); every key and pair once."""
    kept: dict[Key, Message] = {message.key: message for message in messages}
    pairs = set(map(made_pair, kept.values()))
    for domain, message in added:
        if made_pair(message) in pairs:
            continue
        pairs.add(made_pair(message))
        kept_as = as_obsolete(message)
        names = (domain if number == 1 else f"{domain} {number}" for number in count(1))
        while kept_as.key in kept:
            kept_as = kept_as.edited(msgctxt=next(names))
        kept[kept_as.key] = kept_as
    return list(kept.values())


def as_obsolete(message: Message) -> Message:
    """Return *message* as one whose text the master no longer has."""
    return message if message.obsolete else message.edited(obsolete=True, references=(), extracted=())
