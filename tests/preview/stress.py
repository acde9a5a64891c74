"""Save catalogs at random, some of them broken, while a browser is open; report stale pages and memory.

A requested page must show the present content of the disk; a page in the browser must show it soon.
"""

from __future__ import annotations

import random
import re
import shutil
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import unified_diff
from itertools import pairwise
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import State
from octavo.editions.live.session import folder
from octavo.preview.http import Server
from octavo.preview.supervisor import Preview, running
from octavo.project import Language, Project
from tests.preview.browser import Browser, chromium

#: Endings that make a catalog unreadable.
_BROKEN = ('\nmsgid "cut off', "\n<<<<<<< HEAD\n", '\nmsgid "a"\nmsgid "b"\n', "\nnonsense\n", "\n\0")


@dataclass(slots=True)
class Leaf:
    """A page and its expected content.

    :ivar text: the catalog as it was before the test
    :ivar shown: the word expected on the page: that of the last readable catalog
    :ivar title: the word in the page's title, which menus show
    """

    name: str
    path: Path
    text: str
    body: str
    head: str
    shown: str = ""
    title: str = ""
    is_broken: bool = False

    def saved(self, word: str, title: str) -> str:
        """Return the catalog with *word* in a message and *title* in the page's title."""
        text = self.text.replace(self.body, f'{self.body[:-1]} {word}"', 1) if word else self.text
        return text.replace(self.head, f'{self.head[:-1]} {title}"', 1) if title else text


@dataclass(slots=True)
class Report:
    """The results of a run.

    :ivar stale: pages that did not show the content of the disk
    :ivar memory: resident memory of the processes in MB after a save
    :ivar waits: seconds from a readable save to the page on screen
    """

    saves: int = 0
    broken: int = 0
    asked: int = 0
    stale: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[int, float]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    restarts: int = 0


def stress(
    project: Project, language: Language, saves: int, *, seed: int = 1, say: Callable[[str], None] = print
) -> Report:
    """Save *saves* times with an open browser, then compare every page with a fresh preview."""
    dice = random.Random(seed)
    leaves = [leaf for leaf in map(_leaf(project, language), sorted(project.catalogs(language).rglob("*.po"))) if leaf]
    report = Report()
    with running(project, [language]) as (preview, server), chromium() as browser:
        first = preview.workers[0].pid
        at = f"{language.tag}/"
        seen = dice.choice(leaves)
        browser(open=server.link(f"{at}{seen.name}.html"))
        for number in range(saves):
            if number % 9 == 8:
                seen = dice.choice(leaves)
                browser(open=server.link(f"{at}{seen.name}.html"))
            leaf = seen if dice.random() < 0.5 else dice.choice(leaves)
            start = time.time()
            _save(leaf, dice, number, report)
            # A request must return the present content of the disk.
            for asked in {leaf.name: leaf, (other := dice.choice(leaves)).name: other}.values():
                report.asked += 1
                if not _shows(_get(server, f"{at}{asked.name}.html"), asked):
                    report.stale.append(f"save {number}: {asked.name} lacks {asked.shown} {asked.title}")
            _look(browser, seen, leaf, report, number, start)
            if number % max(1, saves // 20) == 0 or number == saves - 1:
                report.memory.append((number, _memory(preview)))
                say(f"save {number}: {report.memory[-1][1]:.0f} MB, {len(report.stale)} stale")
        report.errors = browser(errors=1)
        report.restarts = int(preview.workers[0].pid != first)
        for leaf in leaves:
            leaf.path.write_text(leaf.saved(leaf.shown, leaf.title), encoding="utf-8")
        lived = {leaf.name: _get(server, f"{at}{leaf.name}.html") for leaf in leaves}
    shutil.rmtree(folder(project, language))
    with running(project, [language]) as (_, server):
        for leaf in leaves:
            anew = _get(server, f"{language.tag}/{leaf.name}.html").splitlines()
            differing = list(unified_diff(lived[leaf.name].splitlines(), anew, lineterm="", n=0))[2:]
            if differing:
                report.stale.append(f"{leaf.name} is not as in a preview that was started anew: {differing[:4]}")
    for leaf in leaves:
        leaf.path.write_text(leaf.text, encoding="utf-8")
    return report


def _leaf(project: Project, language: Language) -> Callable[[Path], Leaf | None]:
    def leaf_of(path: Path) -> Leaf | None:
        name = path.relative_to(project.catalogs(language)).with_suffix("").as_posix()
        source = project.source / f"{name}.rst"
        if not source.is_file():
            return None
        lines = source.read_text(encoding="utf-8").splitlines()
        heading = next((text for text, under in pairwise(lines) if text and under and set(under) <= {"="}), "")
        messages = [m for m in po.read(path) if m.state is State.TRANSLATED and m.msgstr.endswith((".", "。"))]
        title = next((m for m in po.read(path) if m.msgid == heading and m.msgstr), None)
        # Only a paragraph, not the content of a directive.
        paragraphs = [m for m in messages if any(line.startswith(m.msgid[:20]) for line in lines)]
        if not paragraphs or title is None:
            return None
        return Leaf(name, path, path.read_text(encoding="utf-8"), _last(paragraphs[0].lines()), _last(title.lines()))

    return leaf_of


def _last(lines: tuple[str, ...]) -> str:
    return lines[-1]


def _save(leaf: Leaf, dice: random.Random, number: int, report: Report) -> None:
    report.saves += 1
    word, title = f"Zz{number}z", leaf.title
    if dice.random() < 0.1:
        title = f"Tt{number}t"
    text = leaf.saved(word, title)
    kind = dice.random()
    if kind < 0.12:
        report.broken += 1
        leaf.is_broken = True
        leaf.path.write_text(text + dice.choice(_BROKEN), encoding="utf-8")
        return
    leaf.is_broken, leaf.shown, leaf.title = False, word, title
    if kind < 0.4:  # as Poedit and many others: a new file in the place of the old one
        other = leaf.path.with_name(f".{leaf.path.name}.new")
        other.write_text(text, encoding="utf-8")
        other.replace(leaf.path)
    elif kind < 0.55:  # slowly, in two parts
        with leaf.path.open("w", encoding="utf-8") as stream:
            stream.write(text[: len(text) // 2])
            stream.flush()
            time.sleep(0.01)
            stream.write(text[len(text) // 2 :])
    elif kind < 0.65:  # many times in a burst
        for step in range(5):
            leaf.path.write_text(leaf.saved(f"{word}{step}", title), encoding="utf-8")
        leaf.path.write_text(text, encoding="utf-8")
    else:
        leaf.path.write_text(text, encoding="utf-8")


def _look(browser: Browser, seen: Leaf, leaf: Leaf, report: Report, number: int, start: float) -> None:
    for word in filter(None, (seen.shown, seen.title)):
        painted = browser(wait=word, timeout=20000)
        if painted is None:
            report.stale.append(f"save {number}: the browser shows {seen.name} without {word}")
        elif seen is leaf and word == seen.shown and not seen.is_broken:
            report.waits.append(painted / 1000 - start)
    alert = "document.querySelector('octavo-preview')?.shadowRoot.querySelector('.alert').textContent"
    try:
        browser(until=f"Boolean({alert}) === {str(seen.is_broken).lower()}", timeout=20000)
    except AssertionError:
        report.stale.append(f"save {number}: {seen.name} broken={seen.is_broken}, but the alert says otherwise")


def _shows(html: str, leaf: Leaf) -> bool:
    return all(word in html for word in (leaf.shown, leaf.title))


def _get(server: Server, path: str) -> str:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(server.link(path), timeout=60) as answer:
        data: bytes = answer.read()
    # Every start has another token.
    return re.sub(r'"token": "[^"]*"', "", data.decode())


def _memory(preview: Preview) -> float:
    pages = (int(Path(f"/proc/{worker.pid}/statm").read_text().split()[1]) for worker in preview.workers)
    return sum(pages) * 4096 / 1e6
