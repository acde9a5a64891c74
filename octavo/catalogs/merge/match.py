"""Match texts that pages lost with texts that they gained: find earlier versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from octavo.catalogs.memory import NEAREST, FuzzyIndex, Key, essence
from octavo.catalogs.po import Message

#: Texts of one page that are less like each other than this (of 100) are no versions of one text.
SAME_PAGE = 60.0
#: The score for the same place between the same neighbours.
_SAME_PLACE = 10.0
#: A slight edit is found whatever its likeness: a title in capitals has no letter in common with itself in small ones.
_SLIGHT = 200.0


@dataclass(frozen=True, slots=True)
class Placed:
    """Store a message, and how many messages that the page kept come before it."""

    message: Message
    place: int


def placed(messages: Iterable[Message], kept: Set[Key]) -> Iterator[Placed]:
    """Yield the *messages* of a page that are not *kept*, with their places."""
    place = 0
    for message in messages:
        if message.key in kept:
            place += 1
        else:
            yield Placed(message, place)


class Lost:
    """Find messages whose text the master no longer has, by similar texts."""

    def __init__(self, lost: Sequence[Message]) -> None:
        self._lost = lost
        self._texts = FuzzyIndex()
        self._slight: dict[str, int] = {}
        for number, message in enumerate(lost):
            self._texts.add(message.msgid)
            self._slight.setdefault(essence(message.msgid), number)

    def like(self, text: str, least: float) -> Iterator[tuple[int, float]]:
        """Yield the numbers of messages of which *text* can be a version, and how likely, from *least*."""
        if not self._lost:
            return
        slight = self._slight.get(essence(text))
        if slight is not None and essence(text):
            yield slight, _SLIGHT
        yield from self._texts.near(text, least)

    def version_of(self, text: str) -> Message | None:
        """Return the message, of any page, of which *text* is most likely a version."""
        found = max(self.like(text, NEAREST), key=lambda pair: (pair[1], -pair[0]), default=None)
        return self._lost[found[0]] if found else None


def on_page(lost: Sequence[Placed], gained: Sequence[Placed]) -> dict[Key, Message]:
    """Return the messages of *lost* by the key of the text of *gained* that is a later version of each.

    Take the most likely pairs first, each message once. Texts that are left then share a message: a paragraph that
    was split gives its translation to both halves.
    """
    all_lost = Lost([item.message for item in lost])
    pairs = sorted(
        (-likeness - _SAME_PLACE * (lost[number].place == new.place), index, number)
        for index, new in enumerate(gained)
        for number, likeness in all_lost.like(new.message.msgid, SAME_PAGE)
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, index, number in pairs:
        if index not in found and number not in taken:
            found[index] = number
            taken.add(number)
    for _, index, number in pairs:
        found.setdefault(index, number)
    return {gained[index].message.key: lost[number].message for index, number in found.items()}
