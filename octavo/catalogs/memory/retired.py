"""Read and extend ``locales/<language>/retired.po``, which stores the translations of removed text.

All its messages are obsolete. The file is beside ``LC_MESSAGES``, not in it, because Sphinx reads catalogs only in
``LC_MESSAGES``; ``sphinx-intl build`` and ``stat`` find no active message in it. It is an ordinary catalog for Poedit.

gettext refuses a msgid twice in a file, even if obsolete. A second translation of a text is stored with the name of its
page as msgctxt.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.memory.entries import Key, made_pair
from octavo.catalogs.po import Catalog, Message
from octavo.project import Language, Project

#: Its name in notes to translators.
ORIGIN = "retired"


def retired_path(project: Project, language: Language) -> Path:
    """Return the path of *language*'s retired text."""
    return project.locales / language.locale / "retired.po"


def read_retired(project: Project, language: Language) -> Catalog:
    """Return the catalog of retired text, or an empty catalog if there is none.

    :raises ContentError: it cannot be read, or not whole
    """
    path = retired_path(project, language)
    return po.read(path).whole() if path.is_file() else Catalog(path)


def with_retired(messages: Iterable[Message], added: Iterable[tuple[str, Message]]) -> list[Message]:
    """Return *messages* and those *added* (domain, message), without duplicate keys and translations."""
    retired: dict[Key, Message] = {message.key: message for message in messages}
    pairs = set(map(made_pair, retired.values()))
    for domain, message in added:
        if made_pair(message) in pairs:
            continue
        pairs.add(made_pair(message))
        obsolete = as_obsolete(message)
        names = (domain if number == 1 else f"{domain} {number}" for number in count(1))
        while obsolete.key in retired:
            obsolete = obsolete.edited(msgctxt=next(names))
        retired[obsolete.key] = obsolete
    return list(retired.values())


def as_obsolete(message: Message) -> Message:
    """Return *message* as an obsolete message."""
    if message.obsolete and not message.is_repeat:
        return message
    return message.edited(obsolete=True, references=(), extracted=())
