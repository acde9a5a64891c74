"""Read the bytes of a catalog and decode them: an ordinary file of bounded size in UTF-8."""

from __future__ import annotations

import codecs
import re
import stat
from pathlib import Path

from octavo.errors import ContentError

#: Bytes; a guide of 100,000 words has 2 MB in all its catalogs.
LARGEST = 16 * 1024 * 1024


def data_of(path: Path) -> bytes:
    """Return the bytes of the catalog at *path*.

    :raises ContentError: it cannot be opened, is no ordinary file, or is larger than any catalog
    """
    try:
        told = path.lstat()  # a message of an error could quote the file to which a link leads
        if not stat.S_ISREG(told.st_mode):
            raise ContentError(
                "catalog-link",
                "the catalog is a link or no ordinary file",
                remedy="Put the file itself there",
                path=path,
            )
        if told.st_size > LARGEST:
            raise ContentError(
                "catalog-size", f"the catalog has more than {LARGEST // 1024 // 1024} MB",
                remedy="Restore it from version control", path=path,
            )  # fmt: skip
        return path.read_bytes()
    except OSError as error:
        raise ContentError(
            "catalog-unreadable", f"the catalog cannot be opened: {error.strerror}",
            remedy="Check that the file is there and that you may read it", path=path,
        ) from error  # fmt: skip


def decode(data: bytes, path: Path) -> str:
    """Return the text of *data*, the bytes of the catalog at *path*.

    :raises ContentError: they are no UTF-8
    """
    # codecs.BOM_UTF8 is what Windows editors put first; gettext itself refuses it, we need not.
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise ContentError(
            "catalog-charset", "the catalog contains a NUL byte (UTF-16, or a damaged file)",
            remedy="Save it as UTF-8 in your editor, or take the last good copy from version control",
            path=path, line=line,
        )  # fmt: skip
    # A comment declares nothing.
    declared = re.search(rb"^(?!#).*?charset=([A-Za-z0-9_.:-]+)", data[:4096], re.MULTILINE)
    name = declared.group(1).decode("ascii") if declared else "UTF-8"
    place = data[: declared.start(1)].count(b"\n") + 1 if declared else None
    # Only UTF-8: Poedit, Weblate and Sphinx write it, and other charsets can smuggle characters past the checks.
    if name.lower().replace("_", "-") not in ("utf-8", "utf8", "us-ascii", "ascii", "charset"):
        raise ContentError(
            "catalog-charset", f"the catalog declares the charset “{name}”; only UTF-8 is read",
            remedy="Save it as UTF-8 (in Poedit: Catalog, Properties, Charset) and declare charset=UTF-8",
            path=path, line=place,
        )  # fmt: skip
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ContentError(
            "catalog-charset", f"byte {data[error.start]:#04x} is not UTF-8",
            remedy="Open the file in the charset it was saved in and save it as UTF-8",
            path=path, line=line,
        ) from error  # fmt: skip
