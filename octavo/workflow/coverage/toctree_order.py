"""Sort the documents of the master in the order of its toctrees.

The toctrees are read from the text, not by Sphinx, so ``octavo status`` and ``octavo todo`` never wait for a build.
Documents found in no toctree come last, sorted by name.
"""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Iterable, Iterator

from octavo.project import Project, file_of_document
from octavo.project import documents as every

_TOCTREE = re.compile(
    r"^( *)\.\. toctree::[^\n]*\n((?:\1 +[^\n]*\n|[ \t]*\n)*)|^[`:]{3,}\{toctree\}[^\n]*\n((?:(?![`:]{3})[^\n]*\n)*)",
    re.MULTILINE,
)
_TITLED = re.compile(r".*<([^<>]+)>")


def in_reading_order(project: Project, domains: Iterable[str]) -> list[str]:
    """Return *domains* in order: the publication's own texts, the documents of the toctrees, then all others."""
    wanted = sorted(domains)
    # If a catalog has several documents, its first one decides.
    found = list(dict.fromkeys(map(project.domain_of, _contents(project))))
    ranks = {name: rank for rank, name in enumerate(found)}
    return sorted(wanted, key=lambda name: (ranks.get(name, len(ranks) if "/" in name else -1), name))


def _contents(project: Project) -> Iterator[str]:
    """Yield all documents of the root's toctrees, each followed by the documents of its own toctrees."""
    names = sorted(every(project))
    whole = project.main_book
    waiting, seen = [whole.root], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen and name in names:
            seen.add(name)
            yield name
            waiting.extend(reversed(list(_entries(project, name, names))))


def _entries(project: Project, document: str, names: list[str]) -> Iterator[str]:
    """Yield the documents that the toctrees of *document* name. A pattern yields the *names* that it matches."""
    file = file_of_document(project, document)
    text = (file.read_text(encoding="utf-8", errors="replace") if file else "") + "\n"
    for toctree in _TOCTREE.finditer(text):
        for line in map(str.strip, (toctree[2] or toctree[3] or "").splitlines()):
            if not line or line.startswith(":"):
                continue
            titled = _TITLED.fullmatch(line)
            entry = titled[1] if titled else line
            path = posixpath.normpath(posixpath.join("/", posixpath.dirname(document), entry)).lstrip("/")
            yield from fnmatch.filter(names, _without(path, project.suffixes))


def _without(path: str, suffixes: tuple[str, ...]) -> str:
    return next((path.removesuffix(suffix) for suffix in suffixes if path.endswith(suffix)), path)
