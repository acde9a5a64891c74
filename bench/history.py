"""A repository of 500 commits → seconds that the history of coverage takes, the first time and after.

Run ``python bench/history.py``. The repository is made up (by ``git fast-import``): each commit changes a page of the
master, or some messages in catalogs of a language. What is timed is the command ``octavo status --history --json``,
with a ``build/`` that knows nothing, and again with what the first run left there.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import Catalog, Message

LOCALES = ("fr", "zh_CN", "ar", "es", "de")
SEED = 1
DAY = 86_400
START = 1_600_000_000
#: Seconds that are asked for: the first time, and after.
FIRST, AFTER = 10.0, 1.0


def main() -> int:
    """Print the table; return 1 if a time is not what is asked."""
    options = _options()
    first, after = [], []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        prepare(root, options.commits, options.pages, options.messages)
        print(f"{options.commits} commits, {len(LOCALES)} languages × {options.pages} catalogs × {options.messages}")
        for _ in range(options.turns):
            shutil.rmtree(root / "build", ignore_errors=True)
            first.append(_timed(root))
            after.append(_timed(root))
    print(f"{'':12}{'median s':>10}   least to most")
    for name, times in (("first time", first), ("after", after)):
        print(f"{name:12}{statistics.median(times):10.2f}   {min(times):.2f} to {max(times):.2f}")
    return 0 if statistics.median(first) < FIRST and statistics.median(after) < AFTER else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commits", type=int, default=500, help="in the repository (%(default)s)")
    parser.add_argument("--pages", type=int, default=60, help="of the master (%(default)s)")
    parser.add_argument("--messages", type=int, default=50, help="of each page (%(default)s)")
    parser.add_argument("--turns", type=int, default=3, help="how often each is run (%(default)s)")
    return parser.parse_args()


def _timed(root: Path) -> float:
    command = (sys.executable, "-m", "octavo", "status", "--history", "--json")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    start = time.perf_counter()
    subprocess.run(command, cwd=root, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def prepare(root: Path, commits: int, pages: int, messages: int) -> None:
    """Make the repository: the first commit holds everything, each of the others changes some of it."""
    rng = random.Random(SEED)
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    stream = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=root, stdin=subprocess.PIPE)
    assert stream.stdin is not None
    for number, files in zip(range(commits), _days(rng, pages, messages), strict=False):
        when = f"Bench <bench@example.org> {START + number * DAY} +0000"
        stream.stdin.write(f"commit refs/heads/main\ncommitter {when}\ndata 3\nday\n".encode())
        for path, text in files.items():
            data = text.encode()
            stream.stdin.write(f"M 644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n")
    stream.stdin.close()
    if stream.wait():
        raise SystemExit("git fast-import failed")
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=root, check=True)


def _days(rng: random.Random, pages: int, messages: int) -> Iterator[dict[str, str]]:
    """Yield the files that each commit changes."""
    names = ["index", *(f"guide-{n % 5}/{'index' if n < 5 else f'page-{n}'}" for n in range(pages - 1))]
    books = ", ".join(f'{{ slug = "guide-{n}", root = "guide-{n}/index" }}' for n in range(5))
    listed = ", ".join(f'"{locale}"' for locale in ("en", *LOCALES))
    config = (
        f'[tool.octavo]\nmaster = "en"\nlanguages = [{listed}]\nbase-url = "https://example.org"\n'
        f'books = [{{ slug = "set", root = "index", set = true }}, {books}]\n[tool.octavo.metadata]\ntitle = "Bench"\n'
    )
    texts = {name: [_sentence(rng) for _ in range(messages)] for name in names}
    held = {(locale, name): [Message(text) for text in texts[name]] for locale in LOCALES for name in names}
    first = {"pyproject.toml": config, ".gitignore": "build/\n"}
    first |= {f"source/{name}.rst": _page(name, found) for name, found in texts.items()}
    yield first | {f"locales/{locale}/LC_MESSAGES/{name}.po": _catalog(found) for (locale, name), found in held.items()}
    while True:
        if rng.random() < 0.2:
            name, place = rng.choice(names), rng.randrange(messages)
            texts[name][place] = _sentence(rng)
            files = {f"source/{name}.rst": _page(name, texts[name])}
            for locale in LOCALES:
                # As octavo update leaves it: the translation is kept, and fuzzy.
                old = held[locale, name][place]
                held[locale, name][place] = replace(old, msgid=texts[name][place], flags=("fuzzy",))
                files[f"locales/{locale}/LC_MESSAGES/{name}.po"] = _catalog(held[locale, name])
            yield files
            continue
        locale, files = rng.choice(LOCALES), {}
        for name in rng.sample(names, rng.randint(1, 4)):
            for place in rng.sample(range(messages), min(messages, 12)):
                message = held[locale, name][place]
                held[locale, name][place] = Message(message.msgid, (message.msgid.upper(),))
            files[f"locales/{locale}/LC_MESSAGES/{name}.po"] = _catalog(held[locale, name])
        yield files


def _sentence(rng: random.Random) -> str:
    words = ("".join(rng.choices("abcdefghilmnoprstu", k=rng.randint(2, 10))) for _ in range(rng.randint(4, 24)))
    return " ".join(words).capitalize() + "."


def _page(name: str, texts: list[str]) -> str:
    return f"{name}\n{'=' * len(name)}\n\n" + "\n\n".join(texts) + "\n"


def _catalog(messages: list[Message]) -> str:
    header = po.header({"Content-Type": "text/plain; charset=UTF-8"})
    return Catalog(Path("catalog.po"), (header, *messages)).text()


if __name__ == "__main__":
    sys.exit(main())
