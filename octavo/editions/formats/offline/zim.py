"""Write the web site of a language as a ZIM, the format of the reader Kiwix, with a full-text index.

The same edition gives the same bytes: libzim and Xapian write random identifiers, which are replaced afterwards.
"""

from __future__ import annotations

import hashlib
import io
import mimetypes
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from babel.core import get_global
from PIL import Image

from octavo.editions import titles
from octavo.editions.formats import cover
from octavo.editions.formats.offline import files
from octavo.errors import needs_extra
from octavo.files import write_atomically
from octavo.project import Language, Project, babel_locale
from octavo.project.dates import date_of

MAIN = "index.html"
#: Limits of the metadata of an archive, in characters; side of its picture in pixels.
_TITLE, _DESCRIPTION, _PICTURE = 30, 80, 48
#: Places of the identifier of a ZIM in its header, and of that of a database of Xapian behind its mark.
_UUID = slice(8, 24)
_XAPIAN, _UUID_SIZE, _MD5_SIZE = re.compile(rb"\x0f\x0dXapian Glass..", re.DOTALL), 16, 16
#: Languages with two codes of three letters: the one of ISO 639-3.
_CODES = {"ar": "ara", "cs": "ces", "cy": "cym", "de": "deu", "el": "ell", "eu": "eus", "fa": "fas", "fr": "fra",
          "hy": "hye", "is": "isl", "ka": "kat", "mk": "mkd", "ms": "msa", "my": "mya", "nl": "nld", "ro": "ron",
          "sk": "slk", "sq": "sqi", "sw": "swa", "zh": "zho"}  # fmt: skip
_HEADING = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def is_installed() -> bool:
    """Return whether the package that writes a ZIM is installed."""
    return find_spec("libzim") is not None


def write(project: Project, language: Language, folder: Path, target: Path) -> None:
    """Write the edition in *folder* to *target*.

    :raises OctavoError: libzim is not installed
    """
    with needs_extra("zim", "A ZIM for Kiwix"):
        from libzim.writer import Creator
    draft = target.with_name(f".{target.name}.draft")
    draft.unlink(missing_ok=True)
    code = _code(language)
    try:
        creator = Creator(draft).config_indexing(True, code).config_nbworkers(1)
        creator.set_mainpath(MAIN)
        with _silence(), creator:
            for item in _items(project, language, folder):
                creator.add_item(item)
            for name, value in _metadata(project, language, code).items():
                creator.add_metadata(name, value)
            creator.add_illustration(_PICTURE, _picture(project, language))
        data = draft.read_bytes()
    finally:
        draft.unlink(missing_ok=True)
    write_atomically(target, _reproducible(data, f"{project.base_url}/{language.tag}/"))


@contextmanager
def _silence() -> Iterator[None]:
    """Hide what libzim prints to the standard output, in this process only."""
    out = os.dup(1)
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 1)
            yield
    finally:
        os.dup2(out, 1)
        os.close(out)


def _items(project: Project, language: Language, folder: Path) -> Iterator[Any]:
    from libzim.writer import Hint, Item, StringProvider

    class File(Item):  # type: ignore[misc]  # libzim has no types
        """Represent a file of the edition."""

        def __init__(self, name: str, data: bytes) -> None:
            super().__init__()
            self.name, self.data = name, data
            self.is_page = name.endswith(".html")

        def get_path(self) -> str:
            return self.name

        def get_title(self) -> str:
            found = _HEADING.search(self.data.decode("utf-8")) if self.is_page else None
            return unescape(found[1]).strip() if found else ""

        def get_mimetype(self) -> str:
            return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

        def get_contentprovider(self) -> Any:
            return StringProvider(self.data or b"\n")  # an empty file would be an error

        def get_hints(self) -> dict[Any, bool]:
            return {Hint.FRONT_ARTICLE: self.is_page, Hint.COMPRESS: not self.name.endswith((".png", ".jpg", ".woff2"))}

    for name, data in files.read(project, language, folder):
        yield File(name, data)


def _metadata(project: Project, language: Language, code: str) -> dict[str, str]:
    texts = titles.texts(project, language)
    return {
        "Name": f"{urlparse(project.base_url).hostname}_{language.tag}",
        "Title": _shortened(texts["title"], _TITLE),
        "Description": _shortened(texts.get("description", "") or texts["title"], _DESCRIPTION),
        "Language": code,
        "Creator": texts.get("author", "") or texts["title"],
        "Publisher": texts.get("publisher", "") or texts.get("author", "") or texts["title"],
        "Date": date_of(project).isoformat(),
        "License": texts.get("copyright", ""),
        "Source": f"{project.base_url}/{language.tag}/",
    }


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut.rpartition(" ")[0] if " " in cut[most // 2 :] else cut) + "…"


def _code(language: Language) -> str:
    """Return the code of three letters of *language*."""
    short = babel_locale(language.locale).language
    longer = (code for code, value in get_global("language_aliases").items() if value == short and len(code) == 3)
    return _CODES.get(short) or min(longer, default=short)


def _picture(project: Project, language: Language) -> bytes:
    texts = titles.texts(project, language)
    with Image.open(io.BytesIO(cover.png(project, language, texts["title"], texts, None))) as image:
        square = image.convert("RGB").crop((0, 0, image.width, image.width)).resize((_PICTURE, _PICTURE))
    data = io.BytesIO()
    square.save(data, "PNG", optimize=True)
    return data.getvalue()


def _reproducible(data: bytes, name: str) -> bytes:
    """Return the archive *data* with identifiers made of its address and content, and a new checksum."""
    changed = bytearray(data)
    places = [slice(match.end(), match.end() + _UUID_SIZE) for match in _XAPIAN.finditer(data)]
    for place in (_UUID, *places):
        changed[place] = bytes(_UUID_SIZE)
    content = hashlib.sha256(changed[:-_MD5_SIZE]).hexdigest()
    for number, place in enumerate((_UUID, *places)):
        changed[place] = uuid.uuid5(uuid.NAMESPACE_URL, f"{name}#{number}-{content}").bytes
    changed[-_MD5_SIZE:] = hashlib.md5(changed[:-_MD5_SIZE], usedforsecurity=False).digest()
    return bytes(changed)
