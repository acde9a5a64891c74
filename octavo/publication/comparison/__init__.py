"""Compare what readers see: the pages of plain Sphinx, with no Octavo in it, and those of Octavo, in one language.

Plain Sphinx builds with the project's own ``conf.py`` and catalogs. Both keep their doctrees, in which Sphinx marks
each element that it translated.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from octavo.catalogs import po
from octavo.catalogs.extract import pot, sphinx_run
from octavo.catalogs.po import Message, State
from octavo.compiler.sources import other_folders, with_others
from octavo.editions import pipeline, titles
from octavo.editions.pipeline import plan, scheduling
from octavo.errors import ContentError, OctavoError
from octavo.findings import Finding
from octavo.project import Format, Language, Project
from octavo.publication.comparison.doctrees import Shown, normalised, read
from octavo.publication.comparison.pages import lost_links, pages
from octavo.text.markup import plain_text

#: The program that runs Sphinx; only some packages may import it.
PROGRAM = "octavo.sphinxext.programs.plain_build"
#: The reason of a message that no finding names.
UNKNOWN = "unknown"
#: A warning of the extension about a translation that it does not show.
_REFUSED = re.compile(r"^(.+?):(\d+): WARNING: (?:.*: )?(guard-[a-z-]+: .*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Missing:
    """Represent a message that plain Sphinx shows translated and Octavo does not.

    :ivar page: the document, or ``sphinx`` for the words of the pages themselves
    :ivar text: the text that plain Sphinx shows
    :ivar reason: the finding that refused it, or ``unknown``
    """

    page: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Side:
    """Count the results of one of the two."""

    pages: int
    messages: int
    warnings: int
    links: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Store both sides of a language, and what only plain Sphinx has."""

    language: Language
    plain: Side
    octavo: Side
    missing: tuple[Missing, ...]
    pages: tuple[str, ...]
    links: tuple[Missing, ...]

    @property
    def unexplained(self) -> int:
        """Return the number of differences that no finding names."""
        return sum(item.reason == UNKNOWN for item in (*self.missing, *self.links)) + len(self.pages)


def compare(project: Project, language: Language) -> Comparison:
    """Build the web pages of *language* with plain Sphinx and with Octavo, and compare them.

    :raises OctavoError: one of them cannot be built
    """
    result = pipeline.build(project, [language.locale], [Format.HTML.value])
    if error := next((item.error for item in result.made if item.error), ""):
        raise OctavoError(
            "compare-octavo", f"the pages in {language.locale} were not built: {error}", remedy="Fix that"
        )
    text = result.builds[language].project
    folder = project.build / "compare" / language.locale
    seconds, words = _run_plain(text, language, folder)
    edition = next(item for item in project.editions() if item.format is Format.HTML and item.language == language)
    html = plan.output_path(text, edition)
    log = project.logs / f"{language.locale}-{Format.HTML.value}.log"
    log_text = log.read_text(encoding="utf-8") if log.is_file() else ""
    before = read(folder / "doctrees")
    after = read(sphinx_run.doctree_folder(text, language))
    reasons = _Reasons(text, language, result.findings, log_text)
    missing = [item for page, items in before.items() for item in _missing(page, items, after.get(page, ()), reasons)]
    missing += _missing_words(text, language, words, reasons)
    theirs, ours = pages(folder / "html"), pages(html)
    lost = tuple(Missing(page, link, reasons.of_link(page, link)) for page, link in lost_links(theirs, ours))
    plain_log = (folder / "log").read_text(encoding="utf-8")
    return Comparison(
        language,
        _side(theirs, reasons.count(before), plain_log, seconds),
        _side(ours, reasons.count(after), log_text, scheduling.load_durations(project).get(log.stem, 0.0)),
        tuple(missing), tuple(sorted(theirs.keys() - ours.keys())), lost,
    )  # fmt: skip


def _run_plain(project: Project, language: Language, folder: Path) -> tuple[float, dict[str, str]]:
    places = (project.source, project.configuration.parent, language.locale, folder)
    command = [sys.executable, "-m", PROGRAM, *map(str, places)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        raise OctavoError(
            "compare-plain", f"Sphinx without Octavo does not build {language.locale}: {lines[-1] if lines else ''}",
            remedy="Build it with sphinx-build first", path=project.configuration,
        )  # fmt: skip
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    return result["seconds"], result["words"]


def _side(found: Mapping[str, frozenset[str]], messages: int, log: str, time: float) -> Side:
    return Side(len(found), messages, log.count("WARNING: "), sum(map(len, found.values())), time)


def _missing(page: str, plain: Iterable[Shown], octavo: Iterable[Shown], reasons: _Reasons) -> Iterator[Missing]:
    """Yield the translated texts of *plain* for which *octavo* shows neither that text nor another translation."""
    plain, octavo = tuple(plain), tuple(octavo)
    texts = {item.key for item in octavo}
    translated = {item.original for item in octavo if item.is_translated}
    seen: set[str] = set()
    for item in plain:
        if item.is_translated and item.key not in texts and item.original not in translated:
            seen |= {item.original, item.key}
            yield Missing(page, item.text, reasons.of(page, item))
    # Sphinx marks no alternative texts, index entries, titles in menus, and no words inside of other elements.
    known, theirs, ours = reasons.translations(page), _whole(plain), _whole(octavo)
    for original in known.keys() - seen - translated:
        word = known[original]
        if normalised(word) not in seen and normalised(word) in theirs and normalised(word) not in ours:
            yield Missing(page, word, reasons.of(page, Shown(original, word, True)))


def _whole(items: Iterable[Shown]) -> str:
    return "\n".join(item.key for item in items)


def _missing_words(
    project: Project, language: Language, words: Mapping[str, str], reasons: _Reasons
) -> Iterator[Missing]:
    """Yield the words of the project's own ``sphinx.po`` that Octavo's pages do not have."""
    ours = titles.translations(project.compiled_catalogs(language) / "sphinx.mo")
    for text, word in words.items():
        if normalised(ours.gettext(text)) != normalised(word):
            yield Missing("sphinx", word, reasons.of("sphinx", Shown(normalised(text), word, True)))


class _Reasons:
    """Find the reasons why Octavo does not show messages: findings of the compiler, warnings of the extension."""

    def __init__(self, project: Project, language: Language, findings: Iterable[Finding], log: str) -> None:
        self.project = project
        self.folder = project.catalogs(language)
        self.findings: dict[tuple[Path, int], Finding] = {}
        for finding in findings:
            self.findings.setdefault((finding.location.path, finding.location.line), finding)
        self.warnings = {(path, int(line)): reason for path, line, reason in _REFUSED.findall(log)}
        self.others = other_folders(project, language)
        self.catalogs: dict[Path, tuple[Message, ...]] = {}

    def of(self, page: str, item: Shown) -> str:
        """Return the reason for *item* of *page*, or ``unknown``."""
        if reason := self.warnings.get((item.source, item.line)):
            return str(reason)
        for path, message in self._messages(page):
            is_it = normalised(message.msgid) == item.original or normalised(message.msgstr) == item.key
            if is_it and message.is_fuzzy:
                return f"{pot.NO_FUZZY[1]} [conf-value]"
            if is_it and (finding := self.findings.get((path, message.msgstr_line or message.line))):
                return _sentence(finding)
        path = self._paths(page)[0]
        unread = (found for (where, _), found in self.findings.items() if where == path)
        return next((_sentence(found) for found in unread if found.code.startswith("catalog-")), UNKNOWN)

    def of_link(self, page: str, link: str) -> str:
        """Return the reason why the web page *page* lacks *link*, or ``unknown``."""
        # Octavo may show a translation that plain Sphinx does not find.
        for _, message in self._messages(page.removesuffix(".html")):
            if message.state is State.TRANSLATED and link in message.msgid and link not in message.msgstr:
                return "The translation does not have it [markup-link-missing]"
        for path, message in self._messages(page.removesuffix(".html")):
            finding = self.findings.get((path, message.msgstr_line or message.line))
            if finding and finding.code.startswith("guard-") and self._is_of(message, page.removesuffix(".html")):
                return _sentence(finding)
        return UNKNOWN

    def _is_of(self, message: Message, page: str) -> bool:
        """Return whether *page* has *message*, as far as its catalog tells; a catalog may be that of many pages."""
        if self.project.domain_of(page) == page or not message.references:
            return True
        files = (reference.rpartition(":")[0] or reference for reference in message.references)
        return any(f"/{PurePath(file).with_suffix('')}".endswith(f"/{page}") for file in files)

    def translations(self, page: str) -> dict[str, str]:
        """Return the words of the translations of *page* by their master's text, which is normalised."""
        return {
            normalised(message.msgid): plain_text(message.msgstr)
            for _, message in self._messages(page)
            if message.state is State.TRANSLATED and message.msgstr != message.msgid
        }

    def count(self, shown: Mapping[str, tuple[Shown, ...]]) -> int:
        """Return the number of messages whose translations are on the pages *shown*."""
        number = 0
        for page, items in shown.items():
            whole, translated = _whole(items), {item.original for item in items if item.is_translated}
            known = self.translations(page)
            found = {text for text, word in known.items() if text in translated or normalised(word) in whole}
            number += len(found)
        return number

    def _paths(self, page: str) -> list[Path]:
        domain = self.project.domain_of(page)
        return with_others(self.folder / f"{domain}.po", domain, self.others)

    def _messages(self, page: str) -> list[tuple[Path, Message]]:
        """Return the messages of *page* with their catalogs; none of a catalog that cannot be read."""
        found = []
        for path in self._paths(page):
            if path not in self.catalogs:
                try:
                    self.catalogs[path] = tuple(po.read(path)) if path.is_file() else ()
                except ContentError:
                    self.catalogs[path] = ()
            found += [(path, message) for message in self.catalogs[path]]
        return found


def _sentence(finding: Finding) -> str:
    return f"{finding.message} [{finding.code}]"
