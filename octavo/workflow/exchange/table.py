"""Convert units to the rows of a spreadsheet and back: a row of column names, then one row a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from octavo.catalogs.po import State
from octavo.errors import ContentError
from octavo.workflow.exchange.units import Table, Unit, base_of, digest, number_of

#: The names of the columns besides the two columns of text, in the order of the exported file.
PAGE, CONTEXT, FORM, STATE, NOTE, IDENTIFIER = "page", "context", "form", "state", "note", "id"
#: The names of the two columns of text: ``source (en)``, ``translation (fr)``.
_LANGUAGE_COLUMN = re.compile(r"(source|translation) \(([A-Za-z0-9-]+)\)")


def to_rows(table: Table) -> Iterator[list[str]]:
    """Yield the names of the columns, then a row for each unit."""
    yield [
        PAGE, f"source ({table.master})", f"translation ({table.language})", STATE, NOTE, CONTEXT, FORM, IDENTIFIER
    ]  # fmt: skip
    for unit in table.units:
        note = "\n".join(filter(None, (unit.note, unit.previous and f"The translation was made for: {unit.previous}")))
        context = "" if unit.context is None else f"={unit.context}"
        yield [unit.domain, unit.source, unit.target, unit.state.value, note, context, str(unit.form), unit.identifier]


def from_rows(rows: Iterable[Sequence[str]], path: Path) -> Table:
    """Return the units of *rows*, which were read from *path*. The columns may have any order.

    :raises ContentError: a required column or cell is missing, or the form is no number
    """
    lines = iter(rows)
    names = [str(name).strip() for name in next(lines, ())]
    languages = {match.group(1): (match.group(2), names.index(match.group())) for match in _headed(names)}
    missing = [name for name in ("source", "translation") if name not in languages]
    missing += [name for name in (PAGE, IDENTIFIER) if name not in names]
    if missing:
        raise ContentError(
            "exchange-columns", f"the table lacks the columns {', '.join(missing)}",
            remedy="Keep the first row as “octavo export” wrote it", path=path, line=1,
        )  # fmt: skip
    (master, source), (language, translation) = languages["source"], languages["translation"]
    units = []
    needed = 1 + max(source, translation, names.index(PAGE), names.index(IDENTIFIER))
    for number, row in enumerate(lines, 2):
        if not any(row):
            continue
        if len(row) < needed:
            raise _wrong(f"the row has {len(row)} of {needed} cells", path, number)
        if not row[source]:
            continue
        cells = dict(zip(names, row, strict=False))
        target, base = row[translation], base_of(cells[IDENTIFIER])
        context, form = cells.get(CONTEXT, ""), number_of(cells.get(FORM) or "0")
        if form is None:
            raise _wrong(f"“{cells[FORM][:20]}” is not the number of a plural form", path, number)
        units.append(
            Unit(
                cells[PAGE], row[source], target, _state(target, base, cells.get(STATE, "")),
                context[1:] if context.startswith("=") else None, form, base, line=number,
            )
        )  # fmt: skip
    return Table(master, language, tuple(units))


def _wrong(what: str, path: Path, line: int) -> ContentError:
    return ContentError(
        "exchange-syntax", what, remedy="Restore the row as “octavo export” wrote it", path=path, line=line
    )


def _state(target: str, base: str, given: str) -> State:
    """Return the state of *target*. An edited target is translated, even if its row gives another state."""
    if not target:
        return State.UNTRANSLATED
    return State.FUZZY if given == State.FUZZY.value and digest(target) == base else State.TRANSLATED


def _headed(names: Sequence[str]) -> Iterator[re.Match[str]]:
    return (match for name in names if (match := _LANGUAGE_COLUMN.fullmatch(name)))
