"""Decide who may read the preview. Other users of this machine can reach its port, and may not.

The address that ``octavo preview`` opens contains a key. The answer to it is a cookie, which every other request needs.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

#: The name of the parameter in the address, and the length of its value.
PARAMETER = "key"
_LENGTH = 32


def key_of(folder: Path) -> str:
    """Return the key of the previews that write to *folder*. Pages that are open stay valid in the next preview.

    :raises OSError: it cannot be stored
    """
    path = folder / ".key"
    key = _stored(path)
    if key is None:
        path.unlink(missing_ok=True)
        key = secrets.token_urlsafe(_LENGTH * 3 // 4)
        with _private(path) as handle:
            os.write(handle, key.encode())
    return key


def cookie_name(port: int) -> str:
    """Return the name of the cookie; a browser gives one cookie to all ports of a machine."""
    return f"octavo-preview-{port}"


def is_allowed(cookies: str, port: int, key: str) -> bool:
    """Return whether the header *cookies* contains the key."""
    pairs = (part.strip().partition("=") for part in cookies.split(";"))
    return any(name == cookie_name(port) and is_key(value, key) for name, _, value in pairs)


def is_key(text: str, key: str) -> bool:
    """Return whether *text* is *key*, in a time that says nothing about it."""
    return secrets.compare_digest(text.encode(), key.encode())


@contextmanager
def opener(folder: Path, link: str) -> Iterator[str]:
    """Give the address of a file in *folder* that leads to *link*.

    Other users see the address with which a browser is started, and cannot read the file.
    """
    path = folder / "open.html"
    path.unlink(missing_ok=True)
    with _private(path) as handle:
        os.write(handle, f'<meta http-equiv="refresh" content="0; url={escape(link)}">'.encode())
    try:
        yield path.as_uri()
    finally:
        path.unlink(missing_ok=True)


def _stored(path: Path) -> str | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        status = os.fstat(handle)
        is_ours = stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o077
        text = os.read(handle, _LENGTH + 1).decode(errors="replace") if is_ours else ""
    finally:
        os.close(handle)
    return text if len(text) == _LENGTH and text.isascii() else None


@contextmanager
def _private(path: Path) -> Iterator[int]:
    """Give the handle of a new file that only this user may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)
