"""Convert catalogs to the files of translation tools and back: XLIFF 1.2, TMX 1.4, CSV and XLSX, one file a language.

translate-toolkit's ``po2xliff`` is not used: it writes XLIFF 1.1, loses the context of messages and exports the
catalog's header as a text. The tests read Octavo's files with the programs of translate-toolkit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from octavo.errors import OctavoError
from octavo.files import write_atomically
from octavo.project import Language, Project
from octavo.workflow.exchange import csv, tmx, xliff, xlsx
from octavo.workflow.exchange.importer import ImportResult, import_units
from octavo.workflow.exchange.units import Table, Unit, units

__all__ = ["FORMATS", "ImportResult", "Table", "Unit", "import_units", "read", "units", "write"]

#: By suffix, the functions that write and read the content of a file.
FORMATS: dict[str, tuple[Callable[[Table], bytes], Callable[[bytes, Path], Table]]] = {
    ".xlf": (xliff.write, xliff.read),
    ".tmx": (tmx.write, tmx.read),
    ".csv": (csv.write, csv.read),
    ".xlsx": (xlsx.write, xlsx.read),
}
_ALIASES = {".xliff": ".xlf"}


def write(path: Path, master: Language, language: Language, rows: Sequence[Unit]) -> None:
    """Write *rows* atomically to *path* in the format of its suffix."""
    to_bytes, _ = _format(path)
    write_atomically(path, to_bytes(Table(master.tag, language.tag, tuple(rows))))


def read(project: Project, path: Path, language: Language) -> list[Unit]:
    """Return the units of the file at *path*, which must be translations of the project's master into *language*.

    :raises OctavoError: the file cannot be opened or read, or is of another language
    """
    _, from_bytes = _format(path)
    try:
        if path.exists() and not path.is_file():
            raise OctavoError(
                "exchange-unreadable", "it is no ordinary file", remedy="Name the file that your tool wrote", path=path
            )
        data = path.read_bytes()
    except OSError as error:
        raise OctavoError(
            "exchange-unreadable", f"the file cannot be opened: {error.strerror}", remedy="Check its name", path=path
        ) from error
    table = from_bytes(data, path)
    if not table.is_of(language.tag):
        raise OctavoError(
            "exchange-language",
            f"the file is of the language “{table.language}”, not of {language.tag}",
            remedy="Name its own language, or take the right file", path=path,
        )  # fmt: skip
    if not table.is_from(project.master.tag):
        raise OctavoError(
            "exchange-language",
            f"the file translates from “{table.master}”, and the master is in {project.master.tag}",
            remedy="Take a file that “octavo export” wrote in this project", path=path,
        )  # fmt: skip
    return list(table.units)


def _format(path: Path) -> tuple[Callable[[Table], bytes], Callable[[bytes, Path], Table]]:
    suffix = path.suffix.lower()
    suffix = _ALIASES.get(suffix, suffix)
    if suffix not in FORMATS:
        raise OctavoError(
            "exchange-format", f"“{path.name}” is of no format that is exchanged",
            remedy=f"Use one of: {', '.join((*FORMATS, *_ALIASES))}", path=path,
        )  # fmt: skip
    return FORMATS[suffix]
