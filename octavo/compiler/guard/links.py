"""Refuse links that the master's text does not have, by scheme and by host.

A link of the original may be kept as it is. Another address is published only if it is a plain web address (RFC 3986)
with a host in ASCII that the original links to in the same text, or that the project allows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.compiler.guard.deceit import deceits
from octavo.compiler.guard.pair import Context, Pair, Refusal
from octavo.compiler.guard.rst import views
from octavo.text.markup import inventory, plain_text

CODE = "guard-link"
#: No user name, no backslash, no Unicode: in those, browsers and Python see different hosts (WHATWG URL, 4.4). No port
#: either: another port may be another site.
_WEB = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9]+(?:[-.]+[a-z0-9]+)*)(?:[/?#][!-\[\]-~]*)?", re.IGNORECASE | re.ASCII
)

_ESCAPE = re.compile(r"\\(?=\S)")


def refused(pair: Pair) -> Iterator[Refusal]:
    """Yield a refusal for each link to another site, and for text that looks like an address."""
    dialect = pair.context.parsing.dialect
    master = inventory(pair.master, dialect)
    own = frozenset(master.links)
    hosts = frozenset(map(host_of, own)) | pair.context.allowed_hosts
    for view in views(pair.text):
        found = inventory(view, dialect)
        # Signs of markup that is none part words too, and are repaired.
        said = f"{found.said or _ESCAPE.sub('', view)}\n{plain_text(view)}"
        yield from deceits(master.all_titles, found.all_titles, f"{master.said}\n{pair.master}", said, hosts)
        for uri in dict.fromkeys(found.links):
            if uri not in own and not is_allowed(uri, hosts):
                yield Refusal(
                    CODE, f"It links to {uri[:120]!r}, where the original does not",
                    "Use the address of the original, or ask for the host to be added to allowed-hosts",
                )  # fmt: skip


def without_addresses(text: str, master: str, context: Context) -> str:
    """Return *text* with a backslash in words such as ``sr@latin``, which docutils takes for mail addresses.

    If *master* has such a word, it stays. A real address has a dot in its host.
    """
    if "@" not in text:
        return text
    dialect = context.parsing.dialect
    own = inventory(master, dialect).links
    for uri in inventory(text, dialect).links:
        address = uri.removeprefix("mailto:")
        if (
            uri != address
            and "." not in address.partition("@")[2]
            and uri not in own
            and f"mailto:{address}" not in text
        ):
            text = re.sub(rf"(?<!\w){re.escape(address)}(?!\w)", address.replace("@", r"\\@"), text)
    return text


def is_allowed(uri: str, hosts: frozenset[str]) -> bool:
    """Return whether *uri* is an HTTPS address on one of *hosts*."""
    match = _WEB.fullmatch(uri)
    return bool(match) and match["scheme"].lower() == "https" and match["host"].lower() in hosts  # type: ignore[index]


def host_of(uri: str) -> str:
    """Return the host of a plain web address; nothing for any other."""
    match = _WEB.fullmatch(uri)
    return match["host"].lower() if match else ""
