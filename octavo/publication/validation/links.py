"""Check web pages and EPUBs for broken links and requests to other hosts.

A link that begins with the project's base URL is looked up in the editions that will be published there.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

from lxml import etree, html

from octavo.findings import Finding, Location, Severity
from octavo.project import PRINTED, Format, Project
from octavo.publication.validation.editions import SITE_PAGES, built_editions, site_pages

#: Elements for which a browser sends a request by itself.
_REQUESTS = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "audio": "src",
    "video": "src",
    "embed": "src",
}
#: Values of rel for which a browser sends no request.
_NO_REQUEST = frozenset({"alternate", "canonical", "next", "prev", "index", "search", "license", "author"})


def check(project: Project) -> Iterator[Finding]:
    """Yield every broken link and every request to another host, in editions and the pages around them."""
    site = {path: _ids(data) for path, data in _site(project).items()}
    for edition, folder in built_editions(project, Format.HTML):
        for path in sorted(folder.rglob("*.html")):
            current = f"{edition.language.tag}/{path.relative_to(folder).as_posix()}"
            yield from _page(project, path, current, path.read_bytes(), site)
    for language, path in site_pages(project):
        yield from _page(project, path, f"{language.tag}/{path.name}", path.read_bytes(), site)
    for _, path in built_editions(project, Format.EPUB):
        yield from _book(project, path, site)


def _site(project: Project) -> dict[str, bytes | None]:
    """Return the files of the site: pages with their bytes, other files with ``None``."""
    files: dict[str, bytes | None] = {}
    for edition, folder in built_editions(project, Format.HTML):
        for path in folder.rglob("*"):
            if path.is_file():
                data = path.read_bytes() if path.suffix == ".html" else None
                files[f"{edition.language.tag}/{path.relative_to(folder).as_posix()}"] = data
        for name in SITE_PAGES:
            # The edition has the page without its content.
            page = f"{edition.language.tag}/{project.own_page(name)}"
            published = project.site / page
            files[page] = published.read_bytes() if published.is_file() else b"<html></html>"
    for kind in (kind for kind in (Format.EPUB, *PRINTED, Format.ACCESSIBLE) if kind in project.formats):
        for edition, _ in built_editions(project, kind):
            files[f"downloads/{edition.language.tag}/{edition.book.slug}.{kind.value}"] = None
    return dict.fromkeys(_other_files(project)) | files


def _other_files(project: Project) -> Iterator[str]:
    """Yield the published files outside the editions: feeds, covers, badges, the start page."""
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
    project: Project, path: Path, current: str, data: bytes, site: Mapping[str, frozenset[str] | None]
) -> Iterator[Finding]:
    for element in html.fromstring(data).iter(etree.Element):
        place = Location(path, element.sourceline or 0)
        loaded = element.get(_REQUESTS.get(element.tag, "-"))
        if element.tag == "link" and not _NO_REQUEST & set((element.get("rel") or "").split()):
            loaded = element.get("href")
        if loaded and urlparse(loaded).netloc:
            yield Finding("link-outside-request", Severity.ERROR, place, f"the page loads {loaded}")
        target = loaded or (element.get("href") if element.tag in ("a", "link") else None)
        if target:
            yield from _target(project, place, current, target, site)


def _target(
    project: Project, place: Location, current: str, target: str, site: Mapping[str, frozenset[str] | None]
) -> Iterator[Finding]:
    base = f"{project.base_url}/"
    if target.startswith(base):
        target, current = target.removeprefix(base), ""
    if urlparse(target).scheme or target.startswith("//"):
        return
    address, fragment = urldefrag(target)
    file = (
        posixpath.normpath(posixpath.join(posixpath.dirname(current), unquote(address.partition("?")[0])))
        if address
        else current
    )
    if address.endswith("/") or address == "":
        file = posixpath.join(file, "index.html") if address else file
    if file not in site:
        yield Finding("link-broken", Severity.ERROR, place, f"the link {target} is broken", "Correct the link")
    elif fragment and site[file] is not None and unquote(fragment) not in (site[file] or ()):
        yield Finding("link-fragment", Severity.ERROR, place, f"the page {file} has no anchor #{fragment}")


def _book(project: Project, path: Path, site: Mapping[str, frozenset[str] | None]) -> Iterator[Finding]:
    """Yield broken links from an EPUB to the site; EPUBCheck checks links inside the EPUB."""
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.endswith(".xhtml"):
                for element in etree.fromstring(book.read(name)).iter("{*}a"):
                    target = element.get("href", "")
                    if target.startswith(project.base_url):
                        yield from _target(project, Location(path / name, element.sourceline or 0), "", target, site)
