"""Web pages and EPUBs → links that lead nowhere, and requests to other hosts.

A link to the project's own address is followed in the edition that will stand there.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

from lxml import etree, html

from octavo.findings import Finding, Location, Severity
from octavo.project import Format, Project
from octavo.publication.validation.editions import AROUND, around, made

#: Elements that make a browser ask a host without the reader's doing.
_LOADED = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "audio": "src",
    "video": "src",
    "embed": "src",
}
#: Values of rel that only name a page.
_NAMING = frozenset({"alternate", "canonical", "next", "prev", "index", "search", "license", "author"})


def check(project: Project) -> Iterator[Finding]:
    """Yield every broken link and outside request of the HTML and EPUB editions, and of the pages around them."""
    site = {path: _ids(data) for path, data in _site(project).items()}
    for edition, folder in made(project, Format.HTML):
        for path in sorted(folder.rglob("*.html")):
            here = f"{edition.language.tag}/{path.relative_to(folder).as_posix()}"
            yield from _page(project, path, here, path.read_bytes(), site)
    for language, path in around(project):
        yield from _page(project, path, f"{language.tag}/{path.name}", path.read_bytes(), site)
    for _, path in made(project, Format.EPUB):
        yield from _book(project, path, site)


def _site(project: Project) -> dict[str, bytes | None]:
    """Return what will stand on the web: pages with their bytes, other files with ``None``."""
    found: dict[str, bytes | None] = {}
    for edition, folder in made(project, Format.HTML):
        for path in folder.rglob("*"):
            if path.is_file():
                data = path.read_bytes() if path.suffix == ".html" else None
                found[f"{edition.language.tag}/{path.relative_to(folder).as_posix()}"] = data
        for name in AROUND:
            found[f"{edition.language.tag}/{project.own_page(name)}"] = b"<html></html>"
    for kind in (Format.EPUB, Format.PDF, Format.ACCESSIBLE):
        for edition, _ in made(project, kind):
            found[f"downloads/{edition.language.tag}/{edition.book.slug}.{kind.value}"] = None
    return dict.fromkeys(_beside(project)) | found


def _beside(project: Project) -> Iterator[str]:
    """Yield what the published site has beside its editions: feeds, covers, badges, the start page."""
    site, tags = project.site.resolve(), {language.tag for language in project.languages}
    for path in site.rglob("*") if site.is_dir() else ():
        name = path.relative_to(site)
        if path.is_file() and name.parts[0] not in tags:
            yield name.as_posix()


def _ids(data: bytes | None) -> frozenset[str] | None:
    if data is None:
        return None
    return frozenset(str(value) for value in html.fromstring(data).xpath("//@id | //a/@name"))


def _page(
    project: Project, path: Path, here: str, data: bytes, site: Mapping[str, frozenset[str] | None]
) -> Iterator[Finding]:
    for element in html.fromstring(data).iter(etree.Element):
        place = Location(path, element.sourceline or 0)
        loaded = element.get(_LOADED.get(element.tag, "-"))
        if element.tag == "link" and not _NAMING & set((element.get("rel") or "").split()):
            loaded = element.get("href")
        if loaded and urlparse(loaded).netloc:
            yield Finding("link-outside-request", Severity.ERROR, place, f"the page loads {loaded}")
        target = loaded or (element.get("href") if element.tag in ("a", "link") else None)
        if target:
            yield from _target(project, place, here, target, site)


def _target(
    project: Project, place: Location, here: str, target: str, site: Mapping[str, frozenset[str] | None]
) -> Iterator[Finding]:
    own = f"{project.base_url}/"
    if target.startswith(own):
        target, here = target.removeprefix(own), ""
    if urlparse(target).scheme or target.startswith("//"):
        return
    address, fragment = urldefrag(target)
    file = (
        posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(address.partition("?")[0])))
        if address
        else here
    )
    if address.endswith("/") or address == "":
        file = posixpath.join(file, "index.html") if address else file
    if file not in site:
        yield Finding("link-broken", Severity.ERROR, place, f"the link {target} leads nowhere", "Correct the link")
    elif fragment and site[file] is not None and unquote(fragment) not in (site[file] or ()):
        yield Finding("link-fragment", Severity.ERROR, place, f"the page {file} has no place #{fragment}")


def _book(project: Project, path: Path, site: Mapping[str, frozenset[str] | None]) -> Iterator[Finding]:
    """Links inside a book are EPUBCheck's; those that leave it must lead to a page of the site."""
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.endswith(".xhtml"):
                for element in etree.fromstring(book.read(name)).iter("{*}a"):
                    target = element.get("href", "")
                    if target.startswith(project.base_url):
                        yield from _target(project, Location(path / name, element.sourceline or 0), "", target, site)
