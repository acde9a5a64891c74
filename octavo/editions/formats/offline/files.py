"""Read the files of an HTML edition for a copy that is opened without its server."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote, urljoin

from octavo.project import Language, Project

#: Files and folders of an edition that readers do not need.
_LEFT_OUT = (
    ".buildinfo",
    ".doctrees",
    "_sources",
    "objects.inv",
    "opensearch.xml",
    "_static/opensearch.xml",
    "sw.js",
    "octavo-landing",
    "octavo-missing",
)
#: Pages that the publication fills: a copy has none, and leads to those of the web site.
_FILLED = ("downloads", "news", "coverage")
_LINK = re.compile(r'(<a\b[^>]*?\shref=")([^"#:]+)((?:#[^"]*)?")')


def read(project: Project, language: Language, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file of the edition in *folder*, sorted.

    A link to a page that the copy does not contain, such as the same page in another language, leads to the web site.
    """
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    filled = {project.own_page(name) for name in _FILLED}
    names = [name for name in names if not name.startswith(_LEFT_OUT) and name not in filled]
    known = frozenset(names)
    site = f"{project.base_url}/{language.tag}/"
    for name in names:
        data = (folder / name).read_bytes()
        if name.endswith(".html"):
            data = _with_links(data.decode("utf-8"), name, known, site).encode("utf-8")
        yield name, data


def _with_links(page: str, name: str, known: frozenset[str], site: str) -> str:
    def link(match: re.Match[str]) -> str:
        target = unescape(match[2])
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(target.partition("?")[0])))
        if path in known or target.startswith("/"):
            return match[0]
        return f"{match[1]}{escape(urljoin(site + name, target))}{match[3]}"

    return _LINK.sub(link, page)
