"""Contents of the master (its toctrees) → its documents in the order in which a reader meets them.

Read from the text, not from Sphinx, so that ``octavo status`` and ``octavo todo`` never wait for a build. What stands
in no toctree that can be read so comes last, by name.
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
    """Return *domains* in the order of the contents: the publication's own texts, the documents, what is left."""
    wanted = sorted(domains)
    # The first document of a catalog counts, where it holds more.
    found = list(dict.fromkeys(map(project.domain_of, _contents(project))))
    ranks = {name: rank for rank, name in enumerate(found)}
    return sorted(wanted, key=lambda name: (ranks.get(name, len(ranks) if "/" in name else -1), name))


def _contents(project: Project) -> Iterator[str]:
    """Yield all documents that the root's toctrees hold, each followed by those that its own hold."""
    names = sorted(every(project))
    whole = project.set_book or project.books[0]
    waiting, seen = [whole.root], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen and name in names:
            seen.add(name)
            yield name
            waiting.extend(reversed(list(_entries(project, name, names))))


def _entries(project: Project, document: str, names: list[str]) -> Iterator[str]:
    """Yield the documents that the toctrees of *document* name; a pattern stands for those of *names* it fits."""
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
