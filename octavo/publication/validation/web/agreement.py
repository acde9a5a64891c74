"""Compare each HTML edition with the master's: pages, anchors, images, tables, downloads, footnotes, length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import html

from octavo.findings import Finding, Location, Severity
from octavo.project import Edition, Format, Project
from octavo.publication.validation.editions import built_editions, parse

#: Elements that are counted on each page, as XPath.
_COUNTED = {
    "headings": "//h1 | //h2 | //h3",
    "images": "//img",
    "tables": "//table",
    "downloads": "//a[contains(@href, 'checklists/')]",
    "footnotes": "//aside[contains(@class, 'footnote')]",
    "formulas": "//*[local-name() = 'math']",
}
#: Plausible length of a translated page, relative to the master's page (wide on purpose).
_RATIO = (0.4, 2.5)


def check(project: Project) -> Iterator[Finding]:
    """Yield every difference between an HTML edition and the master's."""
    editions = list(built_editions(project, Format.HTML))
    masters = [folder for edition, folder in editions if edition.language == project.master]
    if not masters:
        return
    master = {path.relative_to(masters[0]): path for path in masters[0].rglob("*.html")}
    for edition, folder in editions:
        if edition.language != project.master:
            yield from _compare(master, edition, folder)


def _compare(master: dict[Path, Path], edition: Edition, folder: Path) -> Iterator[Finding]:
    translated = {path.relative_to(folder): path for path in folder.rglob("*.html")}
    for name in sorted(set(master) ^ set(translated)):
        difference = "lacks the page" if name in master else "has a page that the master lacks"
        yield Finding(
            "agreement-page", Severity.ERROR, Location(folder / name), f"{edition.language.locale} {difference}"
        )
    for name in sorted(set(master) & set(translated)):
        yield from _compare_pages(master[name], translated[name])


def _compare_pages(master: Path, translated: Path) -> Iterator[Finding]:
    first, second = parse(master), parse(translated)
    place = Location(translated)
    for kind, path in _COUNTED.items():
        expected, count = len(first.xpath(path)), len(second.xpath(path))
        # An index has a heading for each letter, and alphabets differ.
        if expected != count and translated.name != "genindex.html":
            yield Finding("agreement-count", Severity.ERROR, place, f"{count} {kind}, and {expected} in the master")
    labels = _labels(first)
    for label in sorted((labels - _labels(second)).elements()):
        yield Finding("agreement-place", Severity.ERROR, place, f"the anchor #{label} of the master is missing")
    lengths = [len("".join(root.itertext()).split()) or 1 for root in (first, second)]
    characters = sum("\u3400" <= char <= "\u9fff" for char in "".join(second.itertext()))
    # A Chinese word has about 1.6 characters.
    ratio = max(lengths[1], characters / 1.6) / lengths[0]
    if not _RATIO[0] <= ratio <= _RATIO[1]:
        yield Finding("agreement-length", Severity.WARNING, place, f"{ratio:.1f} times as long as the master's page")


def _labels(root: html.HtmlElement) -> Counter[str]:
    """Return the ids that come from labels in the master, which are the same in every language."""
    ids = (str(value) for value in root.xpath("//section/@id | //span/@id | //figure/@id | //table/@id"))
    computed = ("id", "index-", "term-", "letter-")
    return Counter(value for value in ids if "-" in value and not value.startswith(computed))
