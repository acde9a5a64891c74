"""Decide whether a request comes from this machine, and whether one of the preview's own pages sent it."""

from __future__ import annotations

import hmac
from email.message import Message

#: Host names of this machine.
_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
#: The header with the token of this start. A page of another origin cannot send it without being asked first.
TOKEN_HEADER = "Octavo-Token"  # noqa: S105  # the name of a header


def is_here(host: str) -> bool:
    """Return whether the ``Host`` header *host* is a name of this machine."""
    name, colon, port = host.rpartition(":")
    if not colon or host.endswith("]"):
        name, port = host, ""
    return name.lower() in _HOSTS and (not port or port.isdecimal())


def may_edit(headers: Message, token: str) -> bool:
    """Return whether a request with *headers* comes from a page of this preview that has its *token*.

    Another site fails three times: by its origin, by the kind of content that a form cannot send, and by the token.
    """
    host = headers.get("Host", "")
    origin = headers.get("Origin", f"http://{host}")
    site = headers.get("Sec-Fetch-Site", "same-origin")
    sent = headers.get(TOKEN_HEADER, "").encode("utf-8", "surrogateescape")
    return (
        is_here(host)
        and origin.lower() == f"http://{host}".lower()
        and site == "same-origin"
        and headers.get_content_type() == "application/json"
        and hmac.compare_digest(sent, token.encode())
    )
