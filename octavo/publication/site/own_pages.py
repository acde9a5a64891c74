"""Put the content of Octavo's own pages between the header and footer that Sphinx wrote.

Sphinx writes each page in the layout of the theme, with comments where the content belongs. Without a web edition there
is no such page; then a plain frame is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from octavo.project import Language, Project

#: Templates of the frame: the content alone for a page that Sphinx wrote, or a plain page.
FRAGMENT, FRAME = "site/fragment.html", "site/frame.html"
#: The plain page at the root of the site, which is one for all languages.
ROOT_FRAME = "site/root-frame.html"
#: Names of contents: of the head of a page, and of the two pages at the root of the site.
HEAD, LANDING, MISSING = "head", "landing", "missing"
#: Addresses in a page: those that are relative change when the page moves.
_ADDRESS = re.compile(r'(?P<before>\s(?:href|src|action|data-content_root)=")(?P<address>[^"]*)"')
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:|/|#)", re.IGNORECASE)


def mark(name: str) -> str:
    """Return the comment that marks the place of the content *name*."""
    return f"<!--octavo:{name}-->"


def write(
    project: Project, language: Language, name: str, site: Path, content: Callable[[str], str], head: str = ""
) -> None:
    """Write Octavo's own page *name*: *content* returns it in the given frame."""
    page = site / language.tag / project.own_page(name)
    page.parent.mkdir(parents=True, exist_ok=True)
    if not fill(page, {name: content(FRAGMENT), HEAD: head}):
        page.write_text(content(FRAME), encoding="utf-8")


def fill(page: Path, parts: dict[str, str]) -> bool:
    """Put the *parts* into *page* in place of their comments. Return whether the page has such a place."""
    if not page.is_file():
        return False
    text = page.read_text(encoding="utf-8")
    if not any(mark(name) in text for name in parts):
        return False
    for name, part in parts.items():
        text = text.replace(mark(name), part)
    page.write_text(text, encoding="utf-8")
    return True


def move(project: Project, site: Path, name: str, target: Path, prefix: str, parts: dict[str, str]) -> bool:
    """Move the master's page ``octavo-<name>`` to *target*; its relative links then begin with *prefix*."""
    page = site / project.master.tag / f"octavo-{name}.html"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    for language in project.languages:
        (site / language.tag / page.name).unlink(missing_ok=True)
    if not text:
        return False
    text = _ADDRESS.sub(lambda match: _moved(match, prefix), text)
    text = text.replace(f"{project.base_url}/{project.master.tag}/{page.name}", f"{project.base_url}/")
    for key, part in parts.items():
        text = text.replace(mark(key), part)
    target.write_text(text, encoding="utf-8")
    return True


def _moved(match: re.Match[str], prefix: str) -> str:
    address = match["address"]
    if not address or _SCHEME.match(address):
        return match[0]
    # A link to another language leaves the folder again.
    moved = f"{prefix}{address}"
    while (short := re.sub(r"(^|/)(?!\.\.?/)[^/]+/\.\./", r"\1", moved)) != moved:
        moved = short
    return f'{match["before"]}{moved or "./"}"'
