"""Milliseconds of a translator in ``octavo preview``: opening a message, help while typing, saving to the new sentence.

``python bench/translating.py FOLDER`` takes a project with French catalogs, such as ``bench/generated.py`` makes up,
and edits messages of its largest page in Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from octavo.catalogs import po as catalog
from octavo.catalogs.po import Message, State
from octavo.catalogs.po.message_class import message_class
from octavo.preview.supervisor import running
from octavo.project import Project, load
from tests.preview.browser import Browser, chromium

LOCALE = "fr"
#: Seconds between two messages: what runs behind the page is done then.
PAUSE = 0.5
SHADOW = "document.querySelector('octavo-preview').shadowRoot"
BOX = f"{SHADOW}.querySelector('#box-0')"
#: Add a character to the box, and wait for its findings.
HELP = f"""new Promise((done) => {{
  const start = performance.now();
  {SHADOW}.querySelector(".view.message").addEventListener("octavo-checked", () => done(performance.now() - start), {{ once: true }});
  {BOX}.setRangeText(".", {BOX}.value.length, {BOX}.value.length, "end");
  {BOX}.dispatchEvent(new Event("input", {{ bubbles: true }}));
}})"""  # noqa: E501  # a script


def largest(project: Project) -> Path:
    """Return the largest catalog."""
    folder = project.catalogs(project.language(LOCALE))
    return max(folder.rglob("*.po"), key=lambda path: (path.stat().st_size, path))


def measure(browser: Browser, messages: Sequence[Message]) -> tuple[list[float], list[float], list[float]]:
    """Return the milliseconds of opening, of help and of saving."""
    opened, helped, saved = [], [], []
    for number, message in enumerate(messages):
        start = time.time()
        browser(click=f".{message_class(message.msgid)}")
        shown = f"{SHADOW}.querySelector('.master').textContent.startsWith({message.msgid[:30]!r})"
        browser(until=f"{shown} && {SHADOW}.activeElement === {BOX}", timeout=20000)
        opened.append((time.time() - start) * 1000)
        helped += [browser(ask=HELP) for _ in range(3)]
        word = f"mot{number}z"
        browser(press="Control+End")
        browser(type=f" {word}")
        start = time.time()
        browser(press="Control+s")
        painted = browser(wait=word, timeout=60000)
        saved.append(painted - start * 1000 if painted else float("inf"))
        time.sleep(PAUSE)
    return opened, helped, saved


def said(name: str, found: Sequence[float]) -> str:
    """Return median and 95th percentile in words."""
    ordered = sorted(found)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{name:42} median {statistics.median(ordered):5.0f} ms   95 % within {late:5.0f} ms   of {len(found)}"


def main() -> None:
    """Measure a copy of the project."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--messages", type=int, default=30)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = load(Path(shutil.copytree(given.folder, Path(folder, "project"))))
        path, language = largest(project), project.language(LOCALE)
        page = path.relative_to(project.catalogs(language)).with_suffix("").as_posix()
        messages = [m for m in catalog.read(path) if m.state is State.TRANSLATED and len(m.msgid) > 60 and m.raw]
        before = catalog.read(path)
        with running(project, [language]) as (_, server), chromium() as browser:
            browser(open=server.link(f"{language.tag}/{page}.html"))
            browser(until="document.querySelector('octavo-preview[data-ready]') !== null", timeout=120000)
            # All messages are judged once after the start.
            time.sleep(30)
            opened, helped, saved = measure(browser, messages[: given.messages])
        changed = sum(one != other for one, other in zip(before, catalog.read(path), strict=True))
    print(said("click to the box with the cursor", opened))
    print(said("key to its findings (60 ms of it waiting)", helped))
    print(said("save to the new sentence on the page", saved))
    print(f"{len(saved)} edits changed {changed} messages")


if __name__ == "__main__":
    main()
