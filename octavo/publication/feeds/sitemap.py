"""Write ``sitemap.xml``, ``robots.txt`` and the page for an unknown address.

The sitemap follows sitemaps.org 0.9 and lists each page's alternates in other languages; ``robots.txt`` follows RFC
9309.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import urlparse

from lxml import etree

from octavo.project import Language, source_files
from octavo.project.dates import date_of
from octavo.publication.site import landing, own_pages
from octavo.ui import jinja
from octavo.ui.translations import translator
from octavo.workflow.language_build import LanguageBuilds

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
#: Files of a project that servers read at the root of a site only, such as those of ``sphinx.ext.githubpages``.
_OF_ROOT = (".nojekyll", "CNAME", "robots.txt")
#: Pages that only lead to other pages; search engines do not need them.
_HELPERS = frozenset({"search.html", "genindex.html"})


def write(builds: LanguageBuilds, languages: list[Language], site: Path) -> None:
    """Write the three files into *site*, which is otherwise complete.

    A file that the project itself has for the root of its site is taken from the master's edition.
    """
    project = builds.project
    robots = f"User-agent: *\nAllow: /\nSitemap: {project.base_url}/sitemap.xml\n"
    (site / "robots.txt").write_text(robots, encoding="utf-8")
    for file in [site / project.master.tag / name for name in _OF_ROOT]:
        if file.is_file():
            shutil.copyfile(file, site / file.name)
    found = [(language, translator(language), landing.shelf(builds, language, site)) for language in languages]
    # A server sends this page for any address, so its links must begin at the root of the host.
    values = {"project": project, "languages": found, "root": (root := urlparse(project.base_url).path)}
    parts = {
        own_pages.MISSING: jinja.render("site/missing.html", frame=own_pages.FRAGMENT, **values),
        own_pages.HEAD: "",
    }
    if not own_pages.move(project, site, own_pages.MISSING, site / "404.html", f"{root}/{project.master.tag}/", parts):
        text = jinja.render("site/missing.html", frame=own_pages.ROOT_FRAME, **values)
        (site / "404.html").write_text(text, encoding="utf-8")
    # Last: the page for an unknown address has left the folder of the language.
    (site / "sitemap.xml").write_bytes(sitemap(builds, languages, site))


def sitemap(builds: LanguageBuilds, languages: list[Language], site: Path) -> bytes:
    """Return the sitemap of all published pages with their alternates in other languages."""
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP, "xhtml": _XHTML})
    project = builds.project
    documents = {language: source_files.documents(builds[language].project) for language in languages}
    pages = {
        language: {
            name
            for name in _pages(site / language.tag)
            if (document := name.removesuffix(".html")) not in documents[language]
            or document in builds[language].linkable[language.locale]
        }
        for language in languages
    }
    for name in sorted(set().union(*pages.values())):
        translated = [language for language in languages if name in pages[language]]
        for language in translated:
            url = etree.SubElement(root, f"{{{_SITEMAP}}}url")
            etree.SubElement(url, f"{{{_SITEMAP}}}loc").text = f"{project.base_url}/{language.tag}/{name}"
            etree.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = date_of(builds[language].project).isoformat()
            default = project.master if project.master in translated else translated[0]
            for tag, alternate in [*((alternate.tag, alternate) for alternate in translated), ("x-default", default)]:
                address = f"{project.base_url}/{alternate.tag}/{name}"
                etree.SubElement(url, f"{{{_XHTML}}}link", rel="alternate", hreflang=tag, href=address)
    etree.indent(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _pages(folder: Path) -> list[str]:
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return [name for name in names if name not in _HELPERS and not name.startswith("_static/")]
