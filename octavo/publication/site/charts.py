"""Draw a line chart as an SVG element with real text and the colours of its page.

matplotlib draws the chart. Its SVG is then adapted: the style sheet and the date are removed, and colours become CSS
variables, so that one drawing suits the light and the dark scheme. Equal figures give equal bytes.
"""

from __future__ import annotations

import datetime
import io
import os
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import etree

from octavo.errors import needs_extra

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
#: Number of line colours, which the site's style sheet defines, and the dash patterns. Each line gets one of both, so
#: that overlapping lines stay visible and lines can be told apart without colour.
COLOURS = 5
DASHES = ((), (6, 3), (2, 2), (8, 3, 2, 3))
#: Number of days labelled below the chart.
_LABELLED = 3
#: Placeholder colours for matplotlib; the last byte of a line's colour is the line's number.
_INK, _GRID, _LINE = "#010101", "#020202", "#0300{:02x}"


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
    cache: Path,
) -> str:
    """Return the chart of *lines*, each with a percentage for each of *days*, as an ``svg`` element.

    :param name: the prefix of all ids in the chart
    :param day: formats a day for the axis; *percent* formats a percentage
    :param right_to_left: whether the page's text runs from right to left; the time axis always runs from left to right
    :param cache: a folder for matplotlib's font cache
    """
    # By default matplotlib writes to the user's home, and warns if it cannot.
    os.environ.setdefault("MPLCONFIGDIR", str(cache))
    with needs_extra("charts", "The chart of the coverage page"):
        import matplotlib as mpl  # takes half a second to import
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

    with mpl.rc_context(), warnings.catch_warnings():
        # matplotlib's font lacks letters of some languages; the reader's device has them.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": name, "path.simplify": False,
                             "text.parse_math": False, "axes.spines.top": False, "axes.spines.right": False,
                             "axes.edgecolor": _INK, "xtick.color": _INK, "ytick.color": _INK})  # fmt: skip
        figure = Figure(figsize=(8, 4))
        FigureCanvasSVG(figure)
        axes = figure.add_axes((0.13, 0.16, 0.83, 0.79))
        places = [item.toordinal() for item in days]
        # Draw the last value a little further; a step on the last day would otherwise be only a vertical stroke.
        end = places[-1] + max((places[-1] - places[0]) / 40, 1 if len(days) == 1 else 0)
        for number, line in enumerate(lines):
            axes.plot(
                [*places, end], [*line, line[-1]], color=_LINE.format(number % COLOURS), linewidth=2.2, clip_on=False,
                drawstyle="steps-post",
                dashes=DASHES[number % len(DASHES)] or (None, None),
            )  # fmt: skip
        axes.set_ylim(0, 100)
        axes.set_yticks([0, 25, 50, 75, 100], [percent(value) for value in (0, 25, 50, 75, 100)])
        axes.set_xlim(places[0], end)
        axes.tick_params(axis="x", pad=9)
        labelled = _spread(places)
        labels = axes.set_xticks(labelled, [day(datetime.date.fromordinal(place)) for place in labelled])
        if len(labelled) > 1:  # otherwise the first and the last would be cut off
            labels[0].label1.set_horizontalalignment("left")
            labels[-1].label1.set_horizontalalignment("right")
        axes.grid(axis="y", color=_GRID, linewidth=1)
        axes.set_axisbelow(True)
        data = io.BytesIO()
        figure.savefig(data, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _embeddable(data.getvalue(), name, title, description, right_to_left=right_to_left)


def _spread(places: Sequence[int]) -> list[int]:
    """Return the days to label: the first, the last, and some evenly between them."""
    first, last = places[0], places[-1]
    count = min(_LABELLED, last - first + 1)
    return [first + round((last - first) * step / max(count - 1, 1)) for step in range(count)]


def _embeddable(data: bytes, name: str, title: str, description: str, *, right_to_left: bool) -> str:
    """Return matplotlib's drawing as an element that can be embedded in a page."""
    root = etree.fromstring(data)
    for tag in ("metadata", "style"):  # its style sheet would apply to the whole page
        for element in list(root.iter(f"{{{_SVG}}}{tag}")):
            element.getparent().remove(element)
    etree.strip_tags(root, etree.Comment)
    names: dict[str, str] = {}
    for element in root.iter(etree.Element):
        if identifier := element.get("id"):
            names[identifier] = f"{name}-{len(names)}"
            element.set("id", names[identifier])
    for element in root.iter(etree.Element):
        for attribute, value in element.attrib.items():
            element.set(attribute, _page_value(value, names))
        if element.tag == f"{{{_SVG}}}text":
            _inherit_font(element, right_to_left=right_to_left)
        if address := element.attrib.pop(f"{{{_XLINK}}}href", None):
            element.set("href", address)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    root.attrib.update(
        {"class": "chart", "role": "img", "aria-labelledby": f"{name}-title {name}-desc", "stroke-linejoin": "round"}
    )
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = etree.Element(f"{{{_SVG}}}{tag}", id=f"{name}-{tag}")
        element.text = text
        root.insert(place, element)
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _page_value(value: str, names: dict[str, str]) -> str:
    """Return the attribute *value* with CSS variables as colours and with the new ids."""
    value = value.replace(_INK, "currentColor").replace(_GRID, "var(--line)")
    for number in range(COLOURS):
        value = value.replace(_LINE.format(number), f"var(--series-{number})")
    for old, new in names.items():
        if value == f"#{old}":
            return f"#{new}"
        value = value.replace(f"url(#{old})", f"url(#{new})")
    return value


def _inherit_font(text: etree._Element, *, right_to_left: bool) -> None:
    """Let the page choose the font of *text*; keep its position and anchor."""
    style = dict(part.strip().split(": ", 1) for part in text.attrib.pop("style", "").split(";") if ": " in part)
    anchor = style.get("text-anchor", "start")
    # SVG 2, 11.10.1: a right-to-left text starts at its right end.
    text.set("text-anchor", {"start": "end", "end": "start"}.get(anchor, anchor) if right_to_left else anchor)
    text.attrib.pop("transform", None)  # a rotation by 0 degrees
    text.set("fill", "currentColor")
