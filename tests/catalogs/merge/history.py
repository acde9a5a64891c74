"""A random number generator → a master that authors edit and catalogs that translators edit, step by step."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from octavo.catalogs import po
from octavo.catalogs.po import FUZZY, Message
from tests.catalogs.merge.conftest import Pages, Tree

WORDS = [
    "teacher",
    "pupil",
    "lesson",
    "question",
    "phone",
    "video",
    "text",
    "paper",
    "week",
    "exam",
    "family",
    "group",
    "answer",
    "page",
    "note",
    "plan",
    "screen",
    "quiet",
    "slow",
    "open",
    "write",
    "read",
    "send",
    "call",
    "ask",
    "keep",
    "choose",
    "find",
    "help",
    "record",
    "before",
    "after",
    "with",
    "without",
    "near",
    "every",
    "simple",
]


@dataclass
class Master:
    """Pages of texts; what was deleted may be restored."""

    rng: random.Random
    pages: Pages = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    made: int = 0

    @classmethod
    def of_size(cls, rng: random.Random, pages: int, texts: int) -> Master:
        master = cls(rng)
        for number in range(pages):
            master.pages[f"p{number}"] = [master.sentence() for _ in range(texts)]
        return master

    def sentence(self) -> str:
        self.made += 1
        words = self.rng.choices(WORDS, k=self.rng.randint(3, 18))
        address = self.rng.choice(["", "", "", f" See https://example.org/{self.made}."])
        return " ".join(words).capitalize() + "." + address

    def step(self) -> str:
        """Make one edit and return its name."""
        steps: list[Callable[[], None]] = [
            self.edit, self.edit, self.touch, self.move, self.split, self.rename, self.delete, self.restore, self.add,
        ]  # fmt: skip
        step = self.rng.choice(steps)
        step()
        return step.__name__

    def place(self) -> tuple[str, int] | None:
        filled = [name for name, texts in self.pages.items() if texts]
        if not filled:
            return None
        name = self.rng.choice(filled)
        return name, self.rng.randrange(len(self.pages[name]))

    def edit(self) -> None:
        if place := self.place():
            name, i = place
            words = self.pages[name][i].split()
            words[self.rng.randrange(len(words))] = self.rng.choice(WORDS)
            self.pages[name][i] = " ".join(words)

    def touch(self) -> None:
        """A slight edit: case, the final stop, an address."""
        if place := self.place():
            name, i = place
            text = self.pages[name][i]
            self.pages[name][i] = self.rng.choice(
                [text.upper(), text.rstrip(".") + "!", text.replace("example.org/", f"example.com/{self.made}/")]
            )

    def move(self) -> None:
        if place := self.place():
            name, i = place
            target = self.pages[self.rng.choice(list(self.pages))]
            target.insert(self.rng.randint(0, len(target)), self.pages[name].pop(i))

    def split(self) -> None:
        if place := self.place():
            name, i = place
            self.made += 1
            self.pages[f"p{self.made}"] = self.pages[name][i:]
            del self.pages[name][i:]

    def rename(self) -> None:
        self.made += 1
        name = self.rng.choice(list(self.pages))
        self.pages[f"p{self.made}"] = self.pages.pop(name)

    def delete(self) -> None:
        if self.rng.random() < 0.3 and len(self.pages) > 1:
            self.deleted += self.pages.pop(self.rng.choice(list(self.pages)))
        elif place := self.place():
            self.deleted.append(self.pages[place[0]].pop(place[1]))

    def restore(self) -> None:
        if self.deleted:
            text = self.deleted.pop(self.rng.randrange(len(self.deleted)))
            self.pages[self.rng.choice(list(self.pages))].append(text)

    def add(self) -> None:
        self.pages[self.rng.choice(list(self.pages))].append(self.sentence())

    @property
    def templates(self) -> dict[str, list[str | Message]]:
        return {name: list(texts) for name, texts in self.pages.items()}


def translate(tree: Tree, rng: random.Random, share: float = 1.0) -> None:
    """Translate the empty messages of all catalogs, all or a *share* of them; each text in its own words."""
    _each(tree, lambda m: m.edited(msgstrs=(f"T{rng.randrange(10**9)} {m.msgid}",))
          if not m.msgstr and rng.random() < share else m)  # fmt: skip


def review(tree: Tree, rng: random.Random) -> None:
    """Review some fuzzy messages: as they are, or in other words; and mark some others for review."""

    def reviewed(message: Message) -> Message:
        chance = rng.random()
        if not message.is_fuzzy:
            return message.with_flag(FUZZY, True) if chance < 0.05 and message.msgstr else message
        if chance < 0.3:
            return message.with_flag(FUZZY, False)
        if chance < 0.6:
            return message.edited(msgstrs=(f"R{rng.randrange(10**9)}",), flags=(), previous=(None, None, None))
        return message

    _each(tree, reviewed)


def _each(tree: Tree, change: Callable[[Message], Message]) -> None:
    for path in sorted(tree.folder.rglob("*.po")):
        content = po.read(path)
        messages = tuple(m if m.is_header or m.obsolete else change(m) for m in content.messages)
        po.write(po.Catalog(path, messages, content.trailing))
