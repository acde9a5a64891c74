"""The pages of an edition, held by Pagefind → its search index, again and again as some of them change.

Pagefind's command reads all pages for each index. Its service (``--service``) keeps what it read: it is told which
pages changed and writes the same index. It is spoken to in JSON, in base64, with a comma after each message
(pagefind/service). It answers a moment before the last files are on the disk: they are looked at until they are whole.
"""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from octavo import answers
from octavo.editions import html
from octavo.errors import OctavoError

#: What stands in a page that is searched.
_SEARCHED = "data-pagefind-body"
#: Where pieces lie that are named by their content.
_PIECES = ("fragment", "index", "filter")
#: What leads to all of them.
_ENTRY = "pagefind-entry.json"
#: Seconds until files must be on the disk that Pagefind says it wrote, and between two looks at them.
_PATIENCE, _PACE = 10.0, 0.001


class Held:
    """The pages of the edition in *folder*, as Pagefind holds them; an OctavoError says that it stopped."""

    def __init__(self, folder: Path) -> None:
        """Let Pagefind read all pages."""
        self.folder = folder
        self._is_writing = False
        self._sizes: dict[str, int] = {}
        self._process = subprocess.Popen(
            [str(html.program()), "--service"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        self._number = self._ask(type="NewIndex", config={})["index_id"]
        self._ask(type="AddDir", index_id=self._number, path=str(folder))

    def begin(self, pages: Mapping[str, str]) -> None:
        """Replace *pages*, given by their path in the edition, and let Pagefind write the index: it takes a while.

        Nothing is written if there are none.
        """
        for path, text in pages.items():
            self._ask(type="AddFile", index_id=self._number, file_path=path, url=None, file_contents=text)
        if pages:
            self._sizes = _sizes(self.folder / html.FOLDER)
            self._say(type="WriteFiles", index_id=self._number, output_path=str(self.folder / html.FOLDER))
            self._is_writing = True

    def finish(self) -> None:
        """Wait for what was begun, and remove what the index does not hold any more."""
        if self._is_writing:
            self._is_writing = False
            self._hear()
            self._settle()
            _remove_stale(self.folder / html.FOLDER)
            html.without_interface(self.folder)

    def _settle(self) -> None:
        """Wait until all files of the index are whole."""
        end = time.monotonic() + _PATIENCE
        while path := next(unfinished(self.folder / html.FOLDER, self._sizes), None):
            if time.monotonic() > end:
                raise OctavoError("search-index", "Pagefind left a file in pieces", remedy="Build again", path=path)
            time.sleep(_PACE)

    def close(self) -> None:
        """End Pagefind."""
        self._process.kill()
        self._process.communicate()

    def _ask(self, **payload: Any) -> dict[str, Any]:
        self._say(**payload)
        return self._hear()

    def _say(self, **payload: Any) -> None:
        assert self._process.stdin is not None
        message = json.dumps({"message_id": 1, "payload": payload}).encode()
        with suppress(BrokenPipeError):  # that it ended shows when it is heard
            self._process.stdin.write(base64.b64encode(message) + b",")
            self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        parts: list[bytes] = []
        while not parts or not parts[-1].endswith(b","):
            part = self._process.stdout.read1()  # type: ignore[attr-defined]  # a buffered reader, as none else is asked for
            if not part:
                raise OctavoError("search-index", "Pagefind stopped", remedy="Build again")
            parts.append(part)
        said: dict[str, Any] = json.loads(base64.b64decode(b"".join(parts)[:-1]))["payload"]
        if said["type"] == "Error":
            raise OctavoError("search-index", f"Pagefind says: {said['message']}", remedy="Build again")
        return said


def unfinished(folder: Path, sizes: Mapping[str, int]) -> Iterator[Path]:
    """Yield the files of the index in *folder* that are not whole.

    :param sizes: of the files before: those are named by their content, or the same in every index
    """
    for name, size in _sizes(folder).items():
        path = Path(name)
        if name in sizes and path.name != _ENTRY:
            if size != sizes[name]:
                yield path
        elif path.name not in html.UNUSED and not _is_whole(path):
            yield path


def _sizes(folder: Path) -> dict[str, int]:
    return {path: size for path, _, size, _ in answers.signs(str(folder))}


def _is_whole(path: Path) -> bool:
    """Whether the JSON or the compressed file at *path* has its end; gzip's has a checksum (RFC 1952, 2.3.1)."""
    try:
        data = path.read_bytes()
        if path.suffix == ".json":
            json.loads(data)
        elif path.suffix.startswith(".pf_"):
            gzip.decompress(data)
        return bool(data)
    except (ValueError, EOFError, OSError, zlib.error):
        return False


def is_searched(text: str) -> bool:
    """Whether the page *text* is one that the index holds."""
    return _SEARCHED in text


def _remove_stale(folder: Path) -> None:
    """Remove the pieces that no page and no word leads to: Pagefind leaves those of older texts."""
    languages = json.loads((folder / _ENTRY).read_text(encoding="utf-8"))["languages"].values()
    metas = {folder / f"pagefind.{language['hash']}.pf_meta" for language in languages}
    programs = {folder / f"wasm.{name}.pagefind" for name in ("unknown", *(language["wasm"] for language in languages))}
    stale = {*folder.glob("*.pf_meta"), *folder.glob("wasm.*")} - metas - programs
    known = b"".join(gzip.decompress(path.read_bytes()) for path in metas)
    pieces = (path for name in _PIECES for path in (folder / name).glob("*"))
    for path in stale.union(path for path in pieces if _as_text(path.name.partition(".")[0]) not in known):
        path.unlink()


def _as_text(name: str) -> bytes:
    """Return *name* as CBOR has it: after its length (RFC 8949, 3.1)."""
    data = name.encode()
    return (bytes([0x60 + len(data)]) if len(data) < 24 else bytes([0x78, len(data)])) + data
