"""Refuse links whose words name another address, and addresses in words.

A link's target may be right and its words wrong: they name another address, or are those of another link. Text that
looks like an address becomes a link in mail programs, in viewers of PDF and with MyST's ``linkify``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from octavo.compiler.guard.pair import Refusal

CODE = "guard-link"
#: Text that looks like an address to a reader or a viewer, with any sign that looks like a colon or a slash.
_ADDRESS = re.compile(r"(?<![a-z0-9])(?:https?|ftp)\s?[:：∶ː꞉﹕]\s?[/⁄∕／⧸]{2}\s?([^\s<>/⁄∕／⧸?#]+)", re.IGNORECASE)
#: What every address has. The patterns of addresses are slow, and few texts have it.
_SLASHES = re.compile(r"[/⁄∕／⧸]{2}")
_JOINT = re.compile(r"[.。．｡․][\w.-]")
_STOPS = re.compile(r"[。．｡․‧]")
_HOST = re.compile(r"[^\W_](?:[\w-]{0,62}[^\W_])?(?:[.。．｡․‧][^\W_](?:[\w-]{0,62}[^\W_])?){1,8}")
#: Ends of names that make an address of them; a file name ends otherwise.
_TOP = re.compile(
    r"\w{2}\.(?:[a-z]{2}|com|org|net|edu|gov|int|info|biz|app|dev|io|xyz|online|site|shop|top|live|club|example|test)\Z"
)
_NO_SITE = re.compile(r"\.(?:py|js|md|rs|sh|pl|so|cc|ps|ai|in|is|it|do|cs|vb|ml|hs|kt|go)\Z")
#: Mail programs and PDF viewers turn this into a link by themselves.
_WWW = re.compile(r"\bwww\.[\w.-]+", re.IGNORECASE)
_HOST_LIKE = re.compile(r"[^\W_][\w-]{0,62}(?:[.。．｡․][\w-]{1,63}){1,8}")
#: Letters of another script that could look like the end of an address, such as “сом”.
_LONGEST_COUNTERFEIT = 4
#: Scripts with letters that look Latin (Unicode Technical Standard 39, confusables).
_CONFUSABLE = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "FULLWIDTH LATIN", "MATHEMATICAL")


def deceits(
    master_titles: Iterable[tuple[str, str]], titles: Iterable[tuple[str, str]], master_said: str, said: str,
    hosts: frozenset[str],
) -> Iterator[Refusal]:  # fmt: skip
    """Yield a refusal for the words of each link that name another address or are another link's, and for addresses.

    :param hosts: the hosts of the master's links, and those that are allowed
    """
    master_titles = list(master_titles)
    words_of = {_folded(words): uri for words, uri in master_titles}
    all_master = " ".join([master_said, *(words for words, _ in master_titles)])
    for words, uri in titles:
        for name in hosts_in(words):
            if name not in uri.lower() and name not in all_master.lower():
                yield Refusal(
                    CODE, f"The words of the link name {name[:80]!r}, but it leads to {uri[:120]!r}",
                    "Let the words say where the link leads",
                )  # fmt: skip
        other = words_of.get(_folded(words), uri)
        if other != uri and uri in words_of.values() and (words, uri) not in master_titles:
            yield Refusal(
                CODE, f"“{words[:60]}” leads to {uri[:120]!r}; in the original it leads to {other[:120]!r}",
                "Put the address behind the words that it belongs to",
            )  # fmt: skip
    addresses = list(_ADDRESS.finditer(said)) if _SLASHES.search(said) else []
    shown = hosts | {_host(match) for match in _ADDRESS.finditer(all_master)} if addresses else hosts
    for match in addresses:
        if _host(match) not in shown and match[0] not in all_master:
            yield Refusal(
                CODE, f"It shows the address {match[0][:80]!r}, which the original does not",
                "Use the address of the original, or ask for the host to be added to allowed-hosts",
            )  # fmt: skip
    if not _JOINT.search(said):
        return
    for name in dict.fromkeys(_WWW.findall(said)):
        if name.rstrip(".-") not in all_master and name.rstrip(".-").lower() not in hosts:
            yield Refusal(CODE, f"It names the site {name[:80]!r}, which the original does not", "Take it out")
    for name in dict.fromkeys(_HOST_LIKE.findall(said)):
        if name not in all_master and _is_homograph(name):
            yield Refusal(CODE, f"The address {name[:80]!r} mixes letters of two scripts", "Type the address again")


def _host(address: re.Match[str]) -> str:
    return _ascii(address[1]).partition(":")[0].rstrip(".,;!)`'\"")


def _ascii(name: str) -> str:
    return _STOPS.sub(".", unicodedata.normalize("NFKC", name)).lower()


def hosts_in(words: str) -> Iterator[str]:
    """Yield the parts of *words* that look like a host, in lower case, with ASCII full stops."""
    for match in _HOST.finditer(words):
        name = _ascii(match[0])
        if _TOP.search(name) and not _NO_SITE.search(name) and not name.replace(".", "").isdigit():
            yield name


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _is_homograph(name: str) -> bool:
    """Return whether *name* mixes scripts as an address would to look like another; ``sys.имя`` is none."""
    labels = re.split(r"[.。．｡․]", name)
    if not _is_mixed(name) or any("_" in label for label in labels[-2:]):
        return False
    last = labels[-1]
    return any(map(_is_mixed, labels)) or last.isascii() or len(last) <= _LONGEST_COUNTERFEIT


def _is_mixed(name: str) -> bool:
    scripts = {unicodedata.name(char, "").startswith(_CONFUSABLE) for char in name if char.isalpha()}
    return scripts == {True, False} and any(char.isascii() and char.isalpha() for char in name)
