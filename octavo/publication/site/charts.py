"""Draw a line chart as an SVG element with real text and the colours of its page."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence

from octavo.ui import jinja

#: Number of line colours, which the site's style sheet defines, and the dash patterns. Each line gets one of both, so
#: that overlapping lines stay visible and lines can be told apart without colour.
COLOURS = 5
DASHES = ((), (6, 3), (2, 2), (8, 3, 2, 3))
#: Number of days labelled below the chart.
_LABELLED = 3
#: Edges of the area with the lines, in the coordinates of the template.
_LEFT, _RIGHT, _TOP, _BOTTOM = 75, 553, 14, 242


def over_time(
    days: Sequence[datetime.date],
    lines: Sequence[Sequence[float]],
    *,
    name: str,
    title: str,
    description: str,
    day: Callable[[datetime.date], str],
    percent: Callable[[float], str],
    right_to_left: bool,
) -> str:
    """Return the chart of *lines*, each with a percentage for each of *days*, as an ``svg`` element.

    :param name: the prefix of all ids in the chart
    :param day: formats a day for the axis; *percent* formats a percentage
    :param right_to_left: whether the page's text runs from right to left; the time axis always runs from left to right
    """
    first, last = days[0].toordinal(), days[-1].toordinal()
    # Draw the last value a little further; a step on the last day would otherwise be only a vertical stroke.
    end = last + max((last - first) / 40, 1 if len(days) == 1 else 0)

    def x(date: datetime.date) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (date.toordinal() - first) / (end - first), 2)

    def y(value: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * value / 100, 2)

    labelled = _spread(first, last)
    # SVG 2, 11.10.1: a right-to-left text starts at its right end. The first and the last must not be cut off.
    ends = ("end", "start") if right_to_left else ("start", "end")
    anchors = [ends[0], *["middle"] * (len(labelled) - 2), ends[1]] if len(labelled) > 1 else ["middle"]
    return jinja.render(
        "site/chart.svg",
        prefix=name,
        title=title,
        description=description,
        left=_LEFT,
        right=_RIGHT,
        top=_TOP,
        bottom=_BOTTOM,
        value_anchor=ends[1],
        values=[(y(value), percent(value)) for value in (0, 25, 50, 75, 100)],
        days=[(x(date), anchor, day(date)) for date, anchor in zip(labelled, anchors, strict=True)],
        lines=[f"M{_LEFT} {y(line[0])}" + _steps(map(x, days), map(y, line)) + f"H{_RIGHT}" for line in lines],
        colours=COLOURS,
        dashes=DASHES,
    )


def _steps(xs: Iterable[float], ys: Iterable[float]) -> str:
    return "".join(f"H{x}V{y}" for x, y in zip(xs, ys, strict=True))


def _spread(first: int, last: int) -> list[datetime.date]:
    """Return the days to label: the first, the last, and some evenly between them."""
    count = min(_LABELLED, last - first + 1)
    places = [first + round((last - first) * step / max(count - 1, 1)) for step in range(count)]
    return [datetime.date.fromordinal(place) for place in places]
