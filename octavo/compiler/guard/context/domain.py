"""Build the ``Context`` of a catalog: all that the guard needs to know about its messages."""

from __future__ import annotations

import re
import time
from functools import lru_cache
from pathlib import Path

from octavo.cache import project_cache
from octavo.cache.hashing import file_hash
from octavo.catalogs import po
from octavo.catalogs.extract.pot import LITERAL
from octavo.compiler.guard.context.names import Names
from octavo.compiler.guard.context.parsing import MARKDOWN, parsers_of, parsing_of
from octavo.compiler.guard.context.parsing import REST as REST_PARSER
from octavo.compiler.guard.math.formulas import formulas
from octavo.compiler.guard.myst import parser as markdown
from octavo.compiler.guard.pair import Context
from octavo.errors import ContentError
from octavo.project import Language, Project, domains, file_of_document
from octavo.project import files as source_files
from octavo.project.configuration import conf_literals

#: The domain of the publication's own texts, which are no reStructuredText.
PUBLICATION = "publication"
#: The domain of the words of Sphinx's themes and of the project's HTML templates.
INTERFACE = "sphinx"
#: Suffixes of reStructuredText; any other file is MyST's.
REST = frozenset((".rst", ".txt"))
_CODE = re.compile(
    r"(?:>>>|\$) |(?:import|from) [\w.]+(?: import .+)?$|[\w.\[\]]+ [-+*/]?= \S+$|[A-Za-z_][\w.]*\(.*\);?$"
)
#: What a page has from other files of the text: included text, figures with words.
_FROM_FILES = re.compile(r"include|\.svg|only::", re.IGNORECASE)
#: What a page has from elsewhere: docstrings and results of programs.
_FROM_ELSEWHERE = re.compile(r"auto|breathe|doxygen|\.ipynb|nbgallery|ifconfig", re.IGNORECASE)
_UP = re.compile(r"(?:\.\./)+")


def context_for(project: Project, locale: str, domain: str, names: Names | None = None) -> Context:
    """Return what the guard needs to know about the messages of *domain* in the language *locale*.

    :param names: how the language calls the master's terms, if its catalogs were read already
    """
    is_interface, is_plain = domain == INTERFACE, domain == PUBLICATION
    files = [] if is_interface or is_plain else _files(project, domain)
    parsers = {parser for path in files for parser in parsers_of(project, path.suffix)}
    is_markdown = MARKDOWN in parsers
    rest_only, markdown_only = _of_one_markup(project, domain) if len(parsers) > 1 else (frozenset(), frozenset())
    return Context(
        locale,
        frozenset(map(str.lower, project.allowed_hosts)),
        is_plain=is_plain,
        is_markdown=is_markdown,
        is_rest=is_plain or REST_PARSER in parsers or not parsers,
        is_interface=is_interface,
        parsing=parsing_of(project),
        known=_known(project, domain, files),
        literals=frozenset() if is_interface or is_plain else _literals(project, locale, domain),
        rest_only=rest_only,
        markdown_only=markdown_only,
        names=names or _names(project, locale),
        links=_links(files) if is_markdown else (),
        is_typeset=project.is_typeset(locale),
        house_style=project.house_style,
        formulas=formulas((path, MARKDOWN in parsers_of(project, path.suffix)) for path in files),
    )


def _files(project: Project, domain: str) -> list[Path]:
    """Return the files whose text is in the catalog *domain*."""
    documents = [domain] if project.compact is False else domains(project).get(domain, [])
    return [path for document in documents if (path := file_of_document(project, document))]


def _known(project: Project, domain: str, files: list[Path]) -> frozenset[str] | None:
    """Return the texts of *domain* that the master has, as its template says.

    ``None`` where there is no template, or one that is older than the text: it would lack what is new. Sphinx asks for
    no other text than the master's then, see :mod:`octavo.sphinxext.doctree.translation_filter`.
    """
    if domain == PUBLICATION:
        # Titles of conf.py are in the template, or literal values in conf.py if there is no template yet.
        values = (value for value in conf_literals.read(project.configuration).values() if isinstance(value, str))
        template = project.templates / f"{domain}.pot"
        extracted = (_texts(template, file_hash(template)) or {}) if template.is_file() else {}
        return frozenset((*(text for _, text in project.metadata), *values, *extracted))
    path = project.templates / f"{domain}.pot"
    # Catalogs of an adopted project may be older than its text; what nobody asks for does no harm.
    if domain == INTERFACE or not project.house_style or not path.is_file():
        return None
    written = path.stat().st_mtime_ns
    shown = [_shown(file, file_hash(file), len(file.relative_to(project.source).parts) - 1) for file in files]
    if any(is_from_elsewhere for _, is_from_elsewhere in shown):
        return None
    has_more = any(is_from_files for is_from_files, _ in shown)
    if (_newest(project, written) if has_more else max(map(_changed, [project.configuration, *files]))) > written:
        return None
    texts = _texts(path, file_hash(path))
    return frozenset(texts) if texts is not None else None


def _literals(project: Project, locale: str, domain: str) -> frozenset[str]:
    """Return the literal blocks of *domain*, as its template says; an old one may lack some.

    Without a template, they are the texts of several lines in its catalog.
    """
    path = project.templates / f"{domain}.pot"
    if path.is_file():
        return _literals_of_template(path, file_hash(path))
    catalog = project.catalogs(Language(locale)) / f"{domain}.po"
    return _code_of_catalog(catalog, file_hash(catalog)) if catalog.is_file() else frozenset()


@lru_cache(maxsize=4096)
def _literals_of_template(path: Path, content_hash: str) -> frozenset[str]:
    """Return the literal blocks of the template at *path*. Most have none, and each build asks for those of all."""
    if LITERAL.encode() not in path.read_bytes():
        return frozenset()
    return frozenset(text for text, notes in (_texts(path, content_hash) or {}).items() if LITERAL in notes)


@lru_cache(maxsize=4096)
def _code_of_catalog(path: Path, _content_hash: str) -> frozenset[str]:
    """Return the texts of the catalog at *path* that look like code, without reading all of it."""
    try:
        return frozenset(text for text, _ in po.skim_translated(path.read_bytes(), path) if is_code(text))
    except ContentError:
        return frozenset()


def is_code(text: str) -> bool:
    """Return whether Sphinx extracted *text* from a literal block: it joins the lines of all other texts.

    One line is code if it looks like a session, an import, an assignment or a call.
    """
    return "\n" in text.strip() or bool(_CODE.match(text))


@lru_cache(maxsize=4096)
def _shown(path: Path, _content_hash: str, depth: int) -> tuple[bool, bool]:
    """Return whether the page at *path* may show text of other files, and whether these may be outside of the text.

    :param depth: the number of folders around the page; a path that goes up further leads out
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    leads_out = any(len(up) // 3 > depth for up in _UP.findall(text))
    return bool(_FROM_FILES.search(text)), leads_out or bool(_FROM_ELSEWHERE.search(text))


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


def _newest(project: Project, written: int) -> int:
    """Return when the last of all files of the text changed; looked up again for a template that is newer."""
    store = project_cache.cache_of(project)
    if written > store.get("newest", (0, 0))[0]:
        store["newest"] = (time.time_ns(), max(map(_changed, [project.configuration, *source_files(project)])))
    newest: int = store["newest"][1]
    return newest


def _of_one_markup(project: Project, domain: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the messages that only pages of reStructuredText have, and those that only pages of Markdown have.

    The template tells. A catalog does not: its translator wrote it. :mod:`octavo.sphinxext.doctree.translation_filter`
    reads the page itself.
    """
    path = project.templates / f"{domain}.pot"
    found: dict[str, set[str]] = {REST_PARSER: set(), MARKDOWN: set()}
    for text, suffixes in (_suffixes(path, file_hash(path)) if path.is_file() else {}).items():
        parsers = {parser for suffix in suffixes for parser in parsers_of(project, suffix)}
        if len(parsers) == 1:
            found[parsers.pop()].add(text)
    return frozenset(found[REST_PARSER]), frozenset(found[MARKDOWN])


@lru_cache(maxsize=4096)
def _suffixes(path: Path, _content_hash: str) -> dict[str, frozenset[str]]:
    """Return the texts of the template at *path* with the suffixes of their pages."""
    try:
        messages = po.read(path).messages
    except ContentError:
        return {}
    return {message.msgid: frozenset(Path(name).suffix for name in message.references) for message in messages}


@lru_cache(maxsize=4096)
def _texts(path: Path, _content_hash: str) -> dict[str, tuple[str, ...]] | None:
    """Return the texts of the template at *path* with the notes to their translators."""
    try:
        # The obsolete ones are texts that Sphinx extracts and nobody is asked for, such as numbers.
        return {message.msgid: message.extracted for message in po.read(path).messages}
    except ContentError:
        return None


def _names(project: Project, locale: str) -> Names:
    """Return the names of *locale*: one value while the project is the same, so that catalogs are read once."""
    store = project_cache.cache_of(project).setdefault("names", {})
    folder = project.catalogs(Language(locale))
    stamp = folder.stat().st_mtime_ns if folder.is_dir() else 0
    if store.get(locale, (None,))[0] != stamp:
        store[locale] = (stamp, Names(lambda: sorted(folder.rglob("*.po"))))
    names: Names = store[locale][1]
    return names


def _links(files: list[Path]) -> tuple[tuple[str, str], ...]:
    found = [pair for path in files for pair in _defined(path, file_hash(path))]
    labels = [label for label, _ in found]
    # A label that two pages of a compact catalog define is none of the message's.
    return tuple(dict.fromkeys(pair for pair in found if labels.count(pair[0]) == 1))


@lru_cache(maxsize=4096)
def _defined(path: Path, _content_hash: str) -> tuple[tuple[str, str], ...]:
    return tuple(markdown.definitions(path.read_text(encoding="utf-8", errors="replace")))
