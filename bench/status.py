"""40 languages × 100 catalogs → seconds that ``octavo status`` and ``sphinx-intl stat`` take to count them.

Run ``python bench/status.py``. Both run as commands, in turns, so that a busy machine is as busy for both; what is
compared is the time of the processor (user and system), and the wall's time is shown beside it. The first time of
``octavo status`` knows nothing; the unchanged one finds ``build/coverage/`` as the one before left it.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from babel import localedata

from octavo.catalogs import po
from octavo.catalogs.po import Catalog, Message

LOCALES = [name for name in sorted(localedata.locale_identifiers()) if len(name) == 2 and name != "en"][:40]
SEED = 1
#: What is asked: not slower the first time, and under a tenth where nothing changed.
FIRST, UNCHANGED = 1.0, 0.1


@dataclass(frozen=True)
class Time:
    """Seconds of a command."""

    cpu: float
    wall: float


def main() -> int:
    """Print the table; return 1 if a ratio is not what is asked."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        messages = prepare(root, LOCALES[: options.languages], options.catalogs, options.messages)
        print(f"{options.languages} languages × {options.catalogs} catalogs, {messages:,} messages")
        ours, again, theirs = _measure(root, options.turns)
    rows = [("octavo status, first time", ours), ("octavo status, unchanged", again), ("sphinx-intl stat", theirs)]
    print(f"{'':28}{'cpu s':>8}{'wall s':>8}   ratio of cpu (least to most)")
    for name, times in rows:
        ratios = [time.cpu / other.cpu for time, other in zip(times, theirs, strict=True)]
        shown = f"{statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})"
        cpu, wall = (statistics.median(getattr(time, kind) for time in times) for kind in ("cpu", "wall"))
        print(f"{name:28}{cpu:8.2f}{wall:8.2f}   {shown}")
    first, unchanged = (
        statistics.median(a.cpu / b.cpu for a, b in zip(times, theirs, strict=True)) for times in (ours, again)
    )
    return 0 if first <= FIRST and unchanged < UNCHANGED else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--languages", type=int, default=len(LOCALES), help="how many (%(default)s)")
    parser.add_argument("--catalogs", type=int, default=100, help="of each language (%(default)s)")
    parser.add_argument("--messages", type=int, default=50, help="of each catalog (%(default)s)")
    parser.add_argument("--turns", type=int, default=5, help="how often each is run (%(default)s)")
    return parser.parse_args()


def _measure(root: Path, turns: int) -> tuple[list[Time], list[Time], list[Time]]:
    ours, again, theirs = [], [], []
    status = (sys.executable, "-m", "octavo", "status", "--json")
    stat = (str(Path(sys.executable).parent / "sphinx-intl"), "stat", "-d", "locales")
    time.sleep(3)  # a catalog that was written this moment is not remembered
    for _ in range(turns):
        shutil.rmtree(root / "build" / "coverage", ignore_errors=True)
        ours.append(_timed(status, root))
        again.append(_timed(status, root))
        theirs.append(_timed(stat, root))
    return ours, again, theirs


def _timed(command: Sequence[str], root: Path) -> Time:
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    # sphinx-intl stat ends with 1 whatever it counts.
    result = subprocess.run(command, cwd=root, check=False, capture_output=True, env=environment)
    if b"Traceback" in result.stderr or not result.stdout:
        raise SystemExit(result.stderr.decode())
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Time(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def prepare(root: Path, locales: Sequence[str], catalogs: int, messages: int) -> int:
    """Make a project under git whose catalogs are translated in part; return the number of their messages."""
    rng = random.Random(SEED)
    listed = ", ".join(f'"{locale}"' for locale in ("en", *locales))
    books = ", ".join(f'{{ slug = "book-{n}", root = "book-{n}/index" }}' for n in range(5))
    (root / "pyproject.toml").write_text(
        f'[tool.octavo]\nmaster = "en"\nlanguages = [{listed}]\nbase-url = "https://example.org"\n'
        f'books = [{{ slug = "set", root = "index", set = true }}, {books}]\n'
        '[tool.octavo.metadata]\ntitle = "Bench"\n',
        encoding="utf-8",
    )
    names = ["index", *(f"book-{n % 5}/{'index' if n < 5 else f'page-{n}'}" for n in range(catalogs - 1))]
    texts = {name: [_sentence(rng, name) for _ in range(messages)] for name in names}
    for name in names:
        path = root / f"source/{name}.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n{'=' * len(name)}\n\n" + "\n\n".join(texts[name]) + "\n", encoding="utf-8")
    header = po.header({"Content-Type": "text/plain; charset=UTF-8"})
    for locale in locales:
        for name, found in texts.items():
            path = root / f"locales/{locale}/LC_MESSAGES/{name}.po"
            po.write(Catalog(path, (header, *(_message(text, name, rng) for text in found))))
    (root / ".gitignore").write_text("build/\n", encoding="utf-8")
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "start")):
        who = ("-c", "user.name=Bench", "-c", "user.email=bench@example.org", "-c", "gc.auto=0")
        subprocess.run(["git", *who, *arguments], cwd=root, check=True)
    return messages * len(names) * len(locales)


def _sentence(rng: random.Random, name: str) -> str:
    words = ("".join(rng.choices("abcdefghilmnoprstu", k=rng.randint(2, 10))) for _ in range(rng.randint(4, 24)))
    return " ".join(words).capitalize() + f" :doc:`/{name}`."


def _message(text: str, name: str, rng: random.Random) -> Message:
    """Return the message of *text*: of ten, eight are translated, one is fuzzy, one is not translated."""
    state = rng.random()
    message = Message(text, ("" if state < 0.1 else text.swapcase(),), references=(f"source/{name}.rst",))
    return message.edited(flags=("fuzzy",)) if 0.1 <= state < 0.2 else message


if __name__ == "__main__":
    sys.exit(main())
