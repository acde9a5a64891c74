"""Write results of measures into ``docs/explanation/performance.md``: the table and the chart, between their marks."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

_DOCTYPE = re.compile(r"<!DOCTYPE[^>]*>\s*")
_UNITS = {"seconds": "s", "processor": "s", "memory": "MB"}


@dataclass(frozen=True, slots=True)
class Result:
    """What a measure found; *plain* and *ours* are medians, and so is *ratio*.

    :ivar asked: the ratio that is asked for; at least, of memory at most; 0 where none is
    :ivar value: what counts: ``seconds``, ``processor`` or ``memory``
    """

    subject: str
    measure: str
    title: str
    asked: float
    value: str
    plain: float
    ours: float
    ratio: float
    least: float
    most: float
    rounds: int
    date: str
    machine: str

    @property
    def is_enough(self) -> bool:
        """Whether the ratio is what is asked, if anything is."""
        return not self.asked or (self.ratio <= self.asked if self.value == "memory" else self.ratio >= self.asked)

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        unit, sign = _UNITS[self.value], "≤" if self.value == "memory" else "≥"
        spread = f"{self.ratio:.2f} ({self.least:.2f} to {self.most:.2f})"
        numbers = (f"{number:.{0 if unit == 'MB' else 2}f} {unit}" for number in (self.plain, self.ours))
        return self.title, *numbers, spread, f"{sign} {self.asked:g}" if self.asked else ""


def kept(file: Path, results: Sequence[Result]) -> list[Result]:
    """Put *results* in the place of what earlier runs kept in *file*, and return all that is there now."""
    found: dict[tuple[str, str], Result] = {}
    if file.is_file():
        found = {(item["subject"], item["measure"]): Result(**item) for item in json.loads(file.read_text("utf-8"))}
    found |= {(item.subject, item.measure): item for item in results}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([asdict(item) for item in found.values()], indent=1), encoding="utf-8")
    return list(found.values())


def table(results: Sequence[Result]) -> str:
    """Return a Markdown table for each subject."""
    parts = []
    for subject in dict.fromkeys(item.subject for item in results):
        rows = [item for item in results if item.subject == subject]
        lines = [
            f"**{subject}**",
            "",
            "| | plain Sphinx | Octavo | ratio (spread) | asked |",
            "| --- | --: | --: | --: | --: |",
        ]
        lines += ["| " + " | ".join(item.cells) + " |" for item in rows]
        days = sorted({item.date for item in rows})
        dates = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
        rounds = " or ".join(str(number) for number in sorted({item.rounds for item in rows}))
        lines += ["", f"Measured {dates}, {rounds} round{'' if rounds == '1' else 's'}: {rows[-1].machine}."]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def write(page: Path, results: Sequence[Result]) -> None:
    """Put the table into *page* between its marks, and the chart beside it in ``pictures/speed.svg``."""
    put(page, "speed", f"![Ratios of the measures](pictures/speed.svg)\n\n{table(results)}")
    chart(page.parent / "pictures" / "speed.svg", results)


def put(page: Path, mark: str, text: str) -> None:
    """Put *text* into *page* between ``<!-- MARK -->`` and ``<!-- /MARK -->``."""
    before = page.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.DOTALL)
    if not pattern.search(before):
        raise SystemExit(f"{page} has no place for it: <!-- {mark} --> and <!-- /{mark} -->")
    page.write_text(pattern.sub(lambda found: f"{found[1]}\n{text}\n\n{found[2]}", before), encoding="utf-8")


def chart(file: Path, results: Sequence[Result]) -> None:
    """Draw a bar for each measure of time: how many times faster, with its spread and what is asked."""
    rows = [item for item in results if item.value != "memory"]
    figure, axes = drawing(9, 0.9 + 0.42 * len(rows))
    places = range(len(rows))
    errors = [[item.ratio - item.least for item in rows], [item.most - item.ratio for item in rows]]
    # A bar begins where nothing is gained: to its left it is slower.
    axes.axvline(1, color="#777777", linewidth=0.8)
    widths = [item.ratio - 1 for item in rows]
    axes.barh(places, widths, left=1, xerr=errors, color="#3b82c4", ecolor="#777777", height=0.6)
    asked = [(item.asked, place) for place, item in enumerate(rows) if item.asked]
    axes.scatter(*zip(*asked, strict=True), marker="|", s=260, color="#d97706", label="asked for", zorder=3)
    short = [f"{item.title} — {'guide' if item.subject.startswith('Gen') else 'publication'}" for item in rows]
    axes.set_yticks(places, short)
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xticks([1, 2, 3, 5, 10, 20, 50, 100], ["1", "2", "3", "5", "10", "20", "50", "100"])
    axes.set_xlabel("times faster than plain Sphinx (logarithmic)")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), frameon=False, labelcolor="#777777")
    save(figure, file)


def drawing(width: float, height: float) -> tuple[Any, Any]:
    """Return a figure and its axes in inches, in a grey that is read on white and on black alike."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    mpl.rcdefaults()
    grey: dict[Any, Any] = dict.fromkeys(("axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), "#777777")
    mpl.rcParams.update({**grey, "svg.fonttype": "none", "svg.hashsalt": "octavo", "font.size": 9,
                         "axes.spines.top": False, "axes.spines.right": False})  # fmt: skip
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasSVG(figure)
    return figure, figure.add_subplot()


def save(figure: Any, file: Path) -> None:
    """Write *figure* as SVG; the same figures are the same bytes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    figure.savefig(text, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    # The handbook takes no figure that may name entities.
    file.write_text(_DOCTYPE.sub("", text.getvalue(), count=1), encoding="utf-8")
