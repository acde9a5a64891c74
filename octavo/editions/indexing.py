"""The pages of an edition, held by Pagefind → its search index, again and again as some of them change.

Pagefind's command reads all pages for each index. Its service (``--service``) keeps what it read: it is told which
pages changed and writes the same index. It is spoken to in JSON, in base64, with a comma after each message
(pagefind/service).
"""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from octavo.editions import html
from octavo.errors import OctavoError

#: What stands in a page that is searched.
_SEARCHED = "data-pagefind-body"
#: Where pieces lie that are named by their content.
_PIECES = ("fragment", "index", "filter")


class Held:
    """The pages of the edition in *folder*, as Pagefind holds them; an OctavoError says that it stopped."""

    def __init__(self, folder: Path) -> None:
        """Let Pagefind read all pages."""
        self.folder = folder
        self._is_writing = False
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
            self._say(type="WriteFiles", index_id=self._number, output_path=str(self.folder / html.FOLDER))
            self._is_writing = True

    def finish(self) -> None:
        """Wait for what was begun, and remove what the index does not hold any more."""
        if self._is_writing:
            self._is_writing = False
            self._hear()
            _remove_stale(self.folder / html.FOLDER)
            html.without_interface(self.folder)

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


def is_searched(text: str) -> bool:
    """Whether the page *text* is one that the index holds."""
    return _SEARCHED in text


def _remove_stale(folder: Path) -> None:
    """Remove the pieces that no page and no word leads to: Pagefind leaves those of older texts."""
    languages = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))["languages"].values()
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
