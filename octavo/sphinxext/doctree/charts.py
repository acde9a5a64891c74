"""Draw figures of evidence as bar charts, from a small data file with its source.

``.. chart:: data/homes.csv`` reads a CSV file: the header is ``label,value``, each row is a bar. Comments begin with
``#``; one of them, ``# source: …``, is required. The chart is an SVG like any other figure: its words are messages of
the page, it has a description for screen readers, and all formats show it.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from octavo.errors import ContentError
from octavo.files import write_if_changed
from octavo.sphinxext.configuration import project_of
from octavo.ui import jinja, tokens

#: Folder of the drawn charts below the build folder.
FOLDER = "charts"
#: Width of a chart and of its bars' labels, and height of a bar with its gap, in user units. On a phone of 360 px, a
#: chart in a box has 289 px: at this width, its text is legible there.
WIDTH, LABELS, ROW, TOP = 416, 180, 44, 16
#: Room for the number at the end of the longest bar.
_NUMBER = 70


@dataclass(frozen=True, slots=True)
class Bar:
    """Represent one bar of a chart: its label and its value, as the data file writes it."""

    label: str
    value: str

    @property
    def number(self) -> float:
        """Return the value as a number."""
        return float(self.value)


def read(path: Path) -> list[Bar]:
    """Return the bars of the data file *path*.

    :raises ContentError: it is not a table of labels and numbers, or names no source
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ContentError(
            "chart-missing", "there is no such data file", remedy="Correct its name, or add the file", path=path
        ) from error
    if not any(line.lower().startswith("# source:") for line in lines):
        raise ContentError("chart-source", "the data have no source", remedy="Add a line “# source: …”", path=path)
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    bars: list[Bar] = []
    for (number, _), row in zip(numbered[1:], csv.reader(line for _, line in numbered[1:]), strict=True):
        try:
            label, value = (cell.strip() for cell in row)
            float(value)
        except ValueError as error:
            raise ContentError(
                "chart-row", "this row is not a label and a number", remedy="Write: label,12.5", path=path, line=number
            ) from error
        bars.append(Bar(label, value))
    if not bars:
        raise ContentError("chart-row", "the data have no row", remedy="Write: label,12.5", path=path)
    return bars


def draw(bars: list[Bar], title: str, colour: str, *, percent: bool = False) -> bytes:
    """Return the chart of *bars* as SVG. Bars begin at 0; the greatest value, or 100 per cent, fills the width.

    A bar of per cent is drawn on a pale track to 100.
    """
    greatest = 100.0 if percent else max(bar.number for bar in bars) or 1.0
    room = WIDTH - LABELS - _NUMBER
    rows = [
        {"bar": bar, "y": TOP + place * ROW, "length": round(room * bar.number / greatest, 1)}
        for place, bar in enumerate(bars)
    ]
    light = tokens.tokens()[tokens.LIGHT]
    return jinja.render(
        "chart.svg", rows=rows, title=title, percent=percent, colour=colour, ink=light["ink"], line=light["line"],
        track=tokens.mix(light["line"], light["paper"], 0.5), room=room, width=WIDTH, labels=LABELS,
        height=TOP + len(bars) * ROW + 4,
    ).encode()  # fmt: skip


class Chart(SphinxDirective):
    """Draw a data file as a chart. The content is the caption, which names the source."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[OptionSpec] = {  # type: ignore[misc,assignment]  # docutils declares None
        "name": directives.unchanged_required,
        "title": directives.unchanged_required,
        "alt": directives.unchanged_required,
        "percent": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Draw the chart, and return the figure that shows it."""
        relative, full = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(relative)
        docname = self.env.current_document.docname
        for option in ("title", "alt"):
            if option not in self.options:
                raise ExtensionError(f"{docname}:{self.lineno}: a chart needs the option “{option}”")
        project = project_of(self.env.app)
        book = project.guide_of(docname) or project.set_book
        data = draw(
            read(Path(full)),
            self.options["title"],
            tokens.shades(project, book).solid,
            percent="percent" in self.options,
        )
        target = project.build / FOLDER / Path(relative).with_suffix(".svg")
        write_if_changed(target, data)
        figure = nodes.figure()
        uri = "/" + Path(os.path.relpath(target, self.env.srcdir)).as_posix()
        image = nodes.image("", uri=uri, alt=self.options["alt"], octavo_data=relative)
        image.source, image.line = self.get_source_info()
        figure += [image, *self._caption()]
        self.set_source_info(figure)
        self.add_name(figure)
        return [figure]

    def _caption(self) -> list[nodes.Node]:
        parsed = self.parse_content_to_nodes()
        if len(parsed) != 1 or not isinstance(parsed[0], nodes.paragraph):
            page = self.env.current_document.docname
            raise ExtensionError(f"{page}:{self.lineno}: the content of a chart is one paragraph, its caption")
        paragraph = parsed[0]
        caption = nodes.caption(paragraph.rawsource, "", *paragraph.children)
        caption.source, caption.line = paragraph.source, paragraph.line
        return [caption]


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("chart", Chart)
