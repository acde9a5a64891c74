"""Numbers of languages, of pages, and of messages of one page → time and peak memory of a build of web pages.

Run ``python bench/curves.py``; ``--languages 1 2 4`` and ``--pages 50 100`` take fewer sizes, ``--words`` fewer words.
Each size is built from nothing, as ``octavo build -f html`` does it. The last columns say what one language or page
more cost since the size before: the same in each row where growth is linear.
"""

from __future__ import annotations

import argparse
import datetime
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import generated
import performance
from speed import BIN, ROOT, machine
from timed import Cost, cost

LANGUAGES = (1, 2, 4, 8, 16, 32)
PAGES = (50, 100, 200, 400, 800)
MESSAGES = (100, 1_000, 5_000, 20_000)
#: Words of a message, on the average.
_WORDS = 22


@dataclass(frozen=True, slots=True)
class Point:
    """A size and what it cost."""

    size: int
    cost: Cost


def curve(name: str, sizes: Sequence[int], shapes: Sequence[generated.Shape], folder: Path) -> list[Point]:
    """Build a guide of each shape, and return the cost of each."""
    points = []
    for size, shape in zip(sizes, shapes, strict=True):
        shutil.rmtree(folder, ignore_errors=True)
        pages = generated.write(folder, shape)
        longest = max(len(page.messages) for page in pages)
        command = (str(BIN / "octavo"), "build", "-f", "html")
        found = cost([command], folder, {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1780000000"})
        points.append(Point(longest if name == "messages" else size, found))
        print(
            f"  {points[-1].size}: {found.seconds:.1f} s, processor {found.processor:.1f} s, {found.memory:.0f} MB",
            flush=True,
        )
    return points


def table(name: str, points: Sequence[Point]) -> str:
    """Return a Markdown table of *points*, with what each step cost for one more."""
    heads = (name, "seconds", "processor", "peak memory of a process", "processor for one more", "memory for one more")
    lines = [f"| {' | '.join(heads)} |", "| --: | --: | --: | --: | --: | --: |"]
    for before, point in zip((None, *points), points, strict=False):
        more = ("", "")
        if before:
            step = point.size - before.size
            more = (
                f"{(point.cost.processor - before.cost.processor) / step:.3f} s",
                f"{(point.cost.memory - before.cost.memory) / step:.2f} MB",
            )
        lines.append(
            f"| {point.size} | {point.cost.seconds:.1f} | {point.cost.processor:.1f} | {point.cost.memory:.0f} MB "
            f"| {more[0]} | {more[1]} |"
        )
    return "\n".join(lines)


def chart(file: Path, name: str, points: Sequence[Point]) -> None:
    """Draw the processor's time and the memory over the size."""
    figure, axes = performance.drawing(6, 3.2)
    sizes = [point.size for point in points]
    axes.plot(sizes, [point.cost.processor for point in points], "o-", color="#3b82c4")
    axes.set_xlabel(name)
    axes.set_ylabel("processor, seconds (line)")
    axes.set_ylim(bottom=0)
    other = axes.twinx()
    other.plot(sizes, [point.cost.memory for point in points], "s--", color="#d97706")
    other.set_ylabel("peak memory of a process, MB (dashes)")
    other.set_ylim(bottom=0)
    performance.save(figure, file)


def main() -> int:
    """Measure, print the tables, and put them into the page that was named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--languages", type=int, nargs="*", default=LANGUAGES, help="the numbers (%(default)s)")
    parser.add_argument("--pages", type=int, nargs="*", default=PAGES, help="the numbers (%(default)s)")
    parser.add_argument("--messages", type=int, nargs="*", default=MESSAGES, help="the numbers, about (%(default)s)")
    parser.add_argument("--words", type=int, default=400, help="of each page (%(default)s)")
    parser.add_argument("--each", type=int, default=50, help="pages of each language, where those vary (%(default)s)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put tables and charts into this page")
    options = parser.parse_args()
    parts = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "guide"
        both = (
            ("languages", options.languages,
             [generated.Shape(options.each, options.each * options.words, number) for number in options.languages]),
            ("pages", options.pages,
             [generated.Shape(number, number * options.words, 2) for number in options.pages]),
            ("messages", options.messages,
             [generated.Shape(1, number * _WORDS, 2) for number in options.messages]),
        )  # fmt: skip
        for name, sizes, shapes in both:
            if not sizes:
                continue
            print(name, flush=True)
            points = curve(name, sizes, shapes, folder)
            parts.append(table(name, points))
            if options.write:
                picture = f"curve-{name}.svg"
                chart(options.write.parent / "pictures" / picture, name, points)
                parts.append(f"![Time and memory by number of {name}](pictures/{picture})")
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    parts.append(
        f"Measured {day}, {options.words} words a page; {options.each} pages where languages vary, two languages where "
        f"pages or messages vary: {machine()}."
    )
    text = "\n\n".join(parts)
    print(text)
    if options.write:
        performance.put(options.write, "curves", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
