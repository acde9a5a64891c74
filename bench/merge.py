"""55,000 messages, 1,900 of them edited → seconds that ``octavo update`` and ``pot2po`` take to merge them.

Run ``python bench/merge.py``. pot2po is found on PATH or in the variable POT2PO; it should have RapidFuzz beside it
(``pip install translate-toolkit rapidfuzz`` in an environment of its own: it is GPL, and no part of this project).
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

from octavo.catalogs import merge, po
from octavo.catalogs.po import Catalog, Message
from octavo.project import Project, from_table

MESSAGES = 55_000
PAGES = 400
EDITED = 1_900
SEED = 1
TURNS = 3


def main() -> int:
    """Print the best time of each and the ratio; they run in turns, so that a busy machine is as busy for both."""
    pot2po = os.environ.get("POT2PO") or shutil.which("pot2po")
    ours: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        project = _prepare(root)
        catalogs = project.catalogs(project.language("fr"))
        for _ in range(TURNS):
            shutil.rmtree(catalogs, ignore_errors=True)
            shutil.copytree(root / "before", catalogs)
            ours.append(_timed(lambda: _octavo(project)))
            if pot2po:
                shutil.rmtree(root / "pot2po", ignore_errors=True)
                theirs.append(_timed(lambda: _pot2po(pot2po, root)))
        print(f"octavo: {min(ours):6.2f} s, {_statistics(catalogs)}")
        print(f"octavo, nothing to do: {_timed(lambda: _octavo(project)):6.2f} s")
        if not theirs:
            print("pot2po is not installed: no comparison", file=sys.stderr)
            return 0
        print(f"pot2po: {min(theirs):6.2f} s, {_statistics(root / 'pot2po')}")
    print(f"ratio: {min(ours) / min(theirs):.2f}")
    return 0 if min(ours) <= min(theirs) else 1


def _prepare(root: Path) -> Project:
    """Make a project with translated catalogs, and templates in which some messages were edited."""
    (root / "source").mkdir()
    (root / "source/index.rst").write_text("Title\n=====\n", encoding="utf-8")
    table = {
        "master": "en", "languages": ["en", "fr"], "base-url": "https://example.org",
        "books": [{"slug": "set", "root": "index"}], "metadata": {"title": "Bench"},
    }  # fmt: skip
    project = from_table(root, table)
    rng = random.Random(SEED)  # no secret, and the same every time
    texts = _texts(rng)
    edited = set(rng.sample(range(MESSAGES), EDITED))
    header = po.header({"Language": "fr", "Content-Type": "text/plain; charset=UTF-8"})
    for page in range(PAGES):
        name = f"book-{page % 5}/page-{page}"
        numbers = range(page, MESSAGES, PAGES)
        reference = (f"source/{name}.rst",)
        old = [Message(texts[i], (texts[i].swapcase(),), references=reference) for i in numbers]
        wanted = [Message(_edit(texts[i], rng) if i in edited else texts[i], references=reference) for i in numbers]
        po.write(Catalog(project.catalogs(project.language("fr")) / f"{name}.po", (header, *old)))
        po.write(Catalog(project.templates / f"{name}.pot", (header, *wanted)))
    (project.locales / "fr/LC_MESSAGES").rename(root / "before")
    return project


def _texts(rng: random.Random) -> list[str]:
    """Return sentences whose words are as frequent as in a language: the n-th as 1/n (Zipf)."""
    words = ["".join(rng.choices("abcdefghilmnoprstu", k=rng.randint(2, 10))) for _ in range(9000)]
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    found: dict[str, None] = {}
    while len(found) < MESSAGES:
        drawn = (words[bisect(weights, rng.random() * weights[-1])] for _ in range(rng.randint(2, 28)))
        found[" ".join(drawn).capitalize() + "."] = None
    return list(found)


def _edit(text: str, rng: random.Random) -> str:
    words = text.split()
    for _ in range(rng.randint(1, 2)):
        words[rng.randrange(len(words))] = f"new{rng.randint(0, 999)}"
    return " ".join(words)


def _octavo(project: Project) -> None:
    merge.merge_all(project, project.language("fr"), merge.read_templates(project))


def _pot2po(program: str, root: Path) -> None:
    before, templates, after = (str(root / name) for name in ("before", "build/templates", "pot2po"))
    command = [program, "--progress=none", "--similarity=70", "-t", before, templates, after]
    subprocess.run(command, check=True, capture_output=True)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _statistics(folder: Path) -> str:
    fuzzy = previous = 0
    for path in folder.rglob("*.po"):
        for message in po.read(path):
            fuzzy += message.is_fuzzy
            previous += message.is_fuzzy and message.previous_msgid is not None
    return f"{fuzzy} fuzzy, {previous} of them with their previous msgid"


if __name__ == "__main__":
    sys.exit(main())
