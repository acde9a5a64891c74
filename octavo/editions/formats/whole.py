"""Check that a file which another program wrote is whole: a full disk, or a kill, can cut it off without an error."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from pathlib import Path

#: The marks at the beginning and near the end of a PDF (ISO 32000-2, 7.5.2 and 7.5.5).
_PDF_BEGIN, _PDF_END = b"%PDF-", b"%%EOF"
_PDF_TAIL = 1024
#: By suffix of its name, the folder of a piece of Pagefind's index.
_PIECES = {"pf_fragment": "fragment", "pf_index": "index", "pf_filter": "filter"}


def is_pdf(data: bytes) -> bool:
    """Whether *data* has the beginning and the end of a PDF."""
    return data.startswith(_PDF_BEGIN) and _PDF_END in data[-_PDF_TAIL:]


def search_index_fault(folder: Path) -> str:
    """Return what is wrong with Pagefind's index in *folder*, or the empty string."""
    try:
        _check_search_index(folder)
    except _FaultError as fault:
        return str(fault)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return f"a file of the index cannot be read: {error!r}"
    return ""


class _FaultError(Exception):
    """The message says what is wrong."""


def _check_search_index(folder: Path) -> None:
    for script in ("pagefind.js", "pagefind-worker.js"):
        if not (folder / script).read_bytes().rstrip().endswith((b"}", b";")):
            raise _FaultError(f"{script} is cut off")
    languages = json.loads((folder / "pagefind-entry.json").read_bytes())["languages"]
    if not languages:
        raise _FaultError("it has no language")
    for entry in languages.values():
        _read(folder / f"wasm.{entry['wasm'] or 'unknown'}.pagefind")
        names = _names(_read(folder / f"pagefind.{entry['hash']}.pf_meta"), entry["hash"].rpartition("_")[0])
        found = {name: _pieces(folder, name) for name in names}
        if lost := [name for name, pieces in found.items() if not pieces]:
            raise _FaultError(f"{min(lost)} is missing")
        pages = sum(piece.suffix == ".pf_fragment" for pieces in found.values() for piece in pieces)
        if pages < entry["page_count"]:
            raise _FaultError(f"it has {pages} of {entry['page_count']} pages")
    for path in folder.rglob("*"):
        if path.suffix in (".pagefind", ".pf_meta", *(f".{suffix}" for suffix in _PIECES)):
            _read(path)


def _read(path: Path) -> bytes:
    try:
        data = gzip.decompress(path.read_bytes())
    except (gzip.BadGzipFile, EOFError, zlib.error):
        data = b""  # as an empty file, which is no error of gzip
    if not data:
        raise _FaultError(f"{path.name} is cut off")
    return data


def _names(meta: bytes, language: str) -> set[str]:
    """Return the names of the pieces that *meta*, the table of contents of an index, lists."""
    return {name.decode() for name in re.findall(rb"%s_[0-9a-f]+" % re.escape(language.encode()), meta)}


def _pieces(folder: Path, name: str) -> list[Path]:
    paths = (folder / place / f"{name}.{suffix}" for suffix, place in _PIECES.items())
    return [path for path in paths if path.is_file()]
