"""Read the reviews of a message that still apply to its text and translation, and record new ones.

A review is a translator comment, so every tool keeps it: ``# octavo: reviewed 2026-11-24 by Ada (4f1c09ab)``. The code
at its end is the digest of what was read, :func:`code`. Once the msgid or the msgstr is another, the review is still in
the history of the catalog but no longer counts.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from octavo.catalogs.po.messages import Catalog, Message, State
from octavo.catalogs.po.reader import read
from octavo.catalogs.po.writer import replace_read, until_unchanged
from octavo.errors import OctavoError, did_you_mean
from octavo.files import name_below
from octavo.project import Language, Project

_COMMENT = re.compile(r"octavo: reviewed ([0-9]{4}-[0-9]{2}-[0-9]{2}) by (\S.*) \(([0-9a-f]{8})\)")
_BEGINNING = "octavo: reviewed"
#: What begins a line of a message's other comments (gettext manual, "The Format of PO Files").
_MARKED = re.compile(r"#[.:,|~]")
_PLACE = re.compile(r"(?P<name>.+?)(?:\.po)?(?::(?P<line>\d+)|#(?P<code>[0-9a-f]{8}))?")


@dataclass(frozen=True, slots=True)
class Review:
    """Represent a review: somebody read a message and agreed.

    :ivar code: the :func:`code` of the message as it was then
    """

    date: str
    name: str
    code: str

    @property
    def comment(self) -> str:
        """Return the translator comment that records it."""
        return f"octavo: reviewed {self.date} by {self.name} ({self.code})"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Store the result of recording reviews.

    :ivar messages: newly reviewed
    :ivar left: not translated yet, so nothing to review
    :ivar written: the catalogs that changed
    """

    messages: int
    left: int
    written: tuple[Path, ...]


def code(message: Message) -> str:
    """Return eight hexadecimal digits that change with the msgid or the msgstr (SHA-256, shortened)."""
    texts = json.dumps([message.msgctxt, message.msgid, message.msgid_plural, *message.msgstrs])
    return hashlib.sha256(texts.encode()).hexdigest()[:8]


def reviews(message: Message) -> list[Review]:
    """Return the reviews of *message* that count: of the text and the translation that it has now."""
    if message.state is not State.TRANSLATED:
        return []
    now = code(message)
    return [review for review in map(_review, message.comments) if review is not None and review.code == now]


def is_reviewed(message: Message) -> bool:
    """Return whether *message* is translated, and somebody reviewed this translation."""
    return bool(reviews(message))


def is_review(comment: str) -> bool:
    """Return whether a translator comment records a review, one that counts or not."""
    return _review(comment) is not None


def malformed(message: Message) -> list[str]:
    """Return the comments of *message* that look like reviews and are none, so that they do not count."""
    found = (comment.strip() for comment in message.comments)
    return [comment for comment in found if comment.startswith(_BEGINNING) and not is_review(comment)]


def reviewed(message: Message, name: str, date: datetime.date) -> Message:
    """Return *message* with the review of *name*, in place of all that no longer count; its other lines stay."""
    counting = reviews(message)
    if any(review.name == name for review in counting):
        return message
    kept = [item for item in message.comments if not is_review(item) or _review(item) in counting]
    comments = (*kept, Review(date.isoformat(), name, code(message)).comment)
    return replace(message, comments=comments, raw=_with_comments(message.raw, comments))


def record(project: Project, language: Language, places: Iterable[str], name: str, date: datetime.date) -> Recorded:
    """Record in the catalogs of *language* that *name* reviewed the messages at *places*.

    A place is a catalog or its page, ``students/index``; a folder of them; ``page:line``, a line of the message in its
    catalog; or ``page#code``, the code that a proof shows, which is found only while the message is what was read.

    :raises OctavoError: the name cannot be recorded, or there is no such catalog or message; nothing was written
    """
    check_name(name)
    folder = project.catalogs(language)
    # By code and not by place: if a catalog is saved meanwhile, only what was read before counts as reviewed.
    chosen: dict[Path, set[str]] = {}
    contents: dict[Path, Catalog] = {}
    left = 0
    for place in places:
        for path, wanted in _found(project, folder, place):
            content = contents.setdefault(path, read(path))
            numbers = list(_numbers(content, wanted, place))
            ready = [content.messages[n] for n in numbers if content.messages[n].state is State.TRANSLATED]
            left += len(numbers) - len(ready)
            chosen.setdefault(path, set()).update(map(code, ready))
    counts = {path: until_unchanged(partial(_record, path, codes, name, date)) for path, codes in chosen.items()}
    return Recorded(sum(counts.values()), left, tuple(path for path, count in counts.items() if count))


def _record(path: Path, codes: set[str], name: str, date: datetime.date) -> int:
    """Record the review of the messages with *codes* in the catalog at *path*; return how many were not reviewed."""
    content = read(path)
    messages = tuple(
        reviewed(message, name, date) if message.state is State.TRANSLATED and code(message) in codes else message
        for message in content.messages
    )  # fmt: skip
    replace_read(replace(content, messages=messages), content)
    return sum(new is not old for new, old in zip(messages, content.messages, strict=True))


def _review(comment: str) -> Review | None:
    match = _COMMENT.fullmatch(comment.strip())
    return Review(*match.groups()) if match and _is_date(match[1]) else None


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _with_comments(raw: tuple[str, ...], comments: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines of a message with other comments; how its texts are wrapped stays."""
    if not raw:
        return ()
    others = [line for line in raw if not line.startswith("#") or _MARKED.match(line)]
    return (*(f"# {comment}".rstrip() for comment in comments), *others)


def check_name(name: str) -> None:
    """Check that *name* can be recorded in one line of a catalog.

    :raises OctavoError: it cannot
    """
    # A name ends up in one line of a catalog.
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise OctavoError(
            "review-name", f"“{name}” is no name", remedy="Give the reviewer's name on one line, --by NAME"
        )


def _found(project: Project, folder: Path, place: str) -> Iterator[tuple[Path, re.Match[str]]]:
    """Yield the catalogs that *place* names, as a file or as a page."""
    match = _PLACE.fullmatch(place)
    name = match["name"] if match else place
    absolute = (Path.cwd() / name).resolve()
    if absolute.is_relative_to(folder.resolve()):
        name = absolute.relative_to(folder.resolve()).as_posix()
    found = {path: name_below(folder, path) for path in sorted(folder.rglob("*.po"))}
    pages = [path for path, page in found.items() if page == name.strip("/")]
    paths = pages or [path for path in found if path.relative_to(folder).is_relative_to(name.strip("/"))]
    if not match or not paths or ((match["line"] or match["code"]) and len(paths) > 1):
        raise OctavoError(
            "unknown-page", f"there is no catalog of “{name}” in {folder.relative_to(project.root).as_posix()}",
            remedy=f"{did_you_mean(name, found.values())}Name a page of {project.source_folder}/ without its suffix, "
            "its catalog, or a folder of them",
        )  # fmt: skip
    yield from ((path, match) for path in paths)


def _numbers(content: Catalog, wanted: re.Match[str], place: str) -> Iterator[int]:
    """Yield the numbers of the messages in use that *place* names in its catalog."""
    usable = [n for n, message in enumerate(content.messages) if not message.is_header and not message.obsolete]
    if wanted["line"]:
        # A message reaches to where the next begins.
        before = [n for n, message in enumerate(content.messages) if message.line <= int(wanted["line"])]
        found = [n for n in before[-1:] if n in usable]
    elif wanted["code"]:
        found = [n for n in usable if code(content.messages[n]) == wanted["code"]]
    else:
        found = usable
    alone = wanted["line"] or wanted["code"]
    if alone and not any(content.messages[n].state is State.TRANSLATED for n in found):
        raise OctavoError(
            "review-place", f"there is no translated message at “{place}”",
            remedy="Translate it and take its fuzzy flag away; if it changed since your proof, make a new one",
            path=content.path,
        )  # fmt: skip
    yield from found
