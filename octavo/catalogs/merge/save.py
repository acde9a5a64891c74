"""Write merged catalogs. Whenever the process is killed, each file is whole and each translation is in one of them.

A text that moves from one page to another is for a moment in neither file if the one that loses it is written first.
So everything that any file is about to lose goes into the retired text before, and what is safe elsewhere leaves it
after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.memory import TextPair, made_pair
from octavo.catalogs.memory.retired import with_retired
from octavo.catalogs.po import Catalog, Message
from octavo.files import check_unchanged


def store(
    folder: Path, old: Mapping[str, Catalog], merged: Mapping[str, Catalog], retired: Catalog, header: Message
) -> list[Path]:
    """Write *merged*, remove the catalogs of *old* that it lacks, keep their text in *retired*.

    Return the files that changed, were made or were removed.

    :raises FileChangedError: a catalog was saved since it was read; read all of them again
    """
    _check_unchanged(old, merged, retired)
    gone = [content for domain, content in old.items() if domain not in merged]
    both = _write_retired(retired, _in_danger(old, merged, retired), header)
    written = [made.path for domain, made in merged.items() if po.replace_read(made, old.get(domain))]
    for content in gone:
        check_unchanged(content.path, content.data)
        _remove(content.path, folder)
        written.append(content.path)
    final = _finally_retired(old, merged, retired)
    _write_retired(both, final, header)
    if final != [message for message in retired.messages if not message.is_header]:
        written.append(retired.path)
    return written


def _in_danger(old: Mapping[str, Catalog], merged: Mapping[str, Catalog], retired: Catalog) -> list[Message]:
    """Return the retired messages and all those that the new version of their own file lacks."""
    lost: list[tuple[str, Message]] = []
    for domain, content in old.items():
        kept = _pairs(merged[domain].messages) if domain in merged else set()
        lost += ((domain, message) for message in _translated(content) if made_pair(message) not in kept)
    return with_retired(_texts(retired), lost)


def _finally_retired(old: Mapping[str, Catalog], merged: Mapping[str, Catalog], retired: Catalog) -> list[Message]:
    """Return the retired messages that did not come back, and those that are in no merged catalog."""
    everything = [message for made in merged.values() for message in made.messages]
    kept = _pairs(everything)
    in_place = {(message.msgid, message.msgstrs) for message in everything}
    # A translation that was only suggested for another text may be overwritten there: it stays retired as well.
    staying = [
        message
        for message in _texts(retired)
        if made_pair(message) not in (kept if (message.msgid, message.msgstrs) in in_place else in_place)
    ]
    lost = ((domain, message) for domain, content in old.items() for message in _translated(content))
    return with_retired(staying, ((domain, message) for domain, message in lost if made_pair(message) not in kept))


def _pairs(messages: Iterable[Message]) -> set[TextPair]:
    """Return the translations in *messages*, with their own text and with the text that they were made for."""
    return {pair for m in messages if any(m.msgstrs) for pair in ((m.msgid, m.msgstrs), made_pair(m))}


def _translated(content: Catalog) -> Iterator[Message]:
    return (message for message in _texts(content) if any(message.msgstrs))


def _texts(content: Catalog) -> Iterator[Message]:
    return (message for message in content.messages if not message.is_header)


def _check_unchanged(old: Mapping[str, Catalog], merged: Mapping[str, Catalog], retired: Catalog) -> None:
    """Check all files before the first is written, so that an interrupted run rarely has to be repeated."""
    for domain in old.keys() | merged.keys():
        known = old.get(domain)
        path = known.path if known else merged[domain].path
        check_unchanged(path, known.data if known else None)
    check_unchanged(retired.path, retired.data)


def _write_retired(retired: Catalog, messages: list[Message], header: Message) -> Catalog:
    """Let the file of *retired* contain *messages*, and return it as it is now."""
    if not messages:
        check_unchanged(retired.path, retired.data)
        retired.path.unlink(missing_ok=True)
        return Catalog(retired.path)
    made = Catalog(retired.path, (retired.header_message or header, *messages), retired.trailing)
    po.replace_read(made, retired)
    return replace(made, data=made.text().encode())


def _remove(path: Path, folder: Path) -> None:
    """Remove the file at *path*, and its folders up to *folder* if nothing else is in them."""
    path.unlink()
    for parent in path.parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()
