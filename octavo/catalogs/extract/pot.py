"""Write the templates ``build/templates/**/*.pot`` from doctrees, configuration and figures.

Each document has one template. ``publication.pot`` has the texts of the configuration, and ``sphinx.pot`` the strings
in the HTML templates of the project. References name files without lines, and no date is written: a template changes
only when its text does.

A text that Sphinx extracts and nobody is asked to translate (a number, a text of the class ``notranslate`` or of a page
that stays as it is) is in the template as obsolete: a catalog that has a translation of it keeps it in use.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from octavo.catalogs import po
from octavo.catalogs.extract import inputs, sphinx_run
from octavo.catalogs.po import Catalog, Message
from octavo.findings import Finding, Location, Severity
from octavo.project import Project
from octavo.project.configuration import conf_folders, conf_literals
from octavo.text import markup

#: The domain of the publication's own texts: title, author, description and so on.
PUBLICATION = "publication"
#: The builder of ``octavo.sphinxext`` that writes what it extracted as JSON.
BUILDER = "octavo-messages"
EXTRACTED = inputs.EXTRACTED
#: Comments for translators: of a literal block, and of a formula.
LITERAL = "Text as it is typed, such as code"
FORMULA = "Formula in TeX; translate the words in \\text{…}"
#: Keys of :data:`EXTRACTED`: messages by document, of HTML templates and of conf.py; values of conf.py without effect.
PAGES, INTERFACE, CONFIGURATION, UNFOLLOWED = "pages", "interface", "configuration", "unfollowed"
#: Key of :data:`EXTRACTED` for the files on which documents depend.
DEPENDENCIES = "dependencies"
#: Key of :data:`EXTRACTED` for further folders of catalogs in conf.py, relative to the project.
FOLDERS = "folders"
#: The domain in which Sphinx looks for the strings of HTML templates.
SPHINX = "sphinx"
#: The value of ``conf.py`` that has more kinds of text translated, and the names in it for those that are code.
_TARGETS, _CODE = "gettext_additional_targets", frozenset({"literal-block", "doctest-block"})
#: Comments for the translators of the publication's own texts, by key of the metadata.
_NOTES = {
    "title": "Title of the whole publication",
    "short-title": "Short title for the head of web pages, at most 25 letters",
    "subtitle": "Subtitle of the whole publication",
    "author": "Who is named as author on covers and in metadata",
    "publisher": "Who is named as publisher",
    "description": "One sentence for search engines and book shops",
    "keywords": "Subjects, separated by commas; keep them as a comma-separated list",
    "copyright": "Copyright line, without the sign and the year",
    "edition": "Edition, on covers and in citations; no full stop",
    "notice": "One sentence on covers and title pages about who made this edition",
    "motto": "Motto on covers",
    "motto-source": "Where the motto comes from, on covers",
    "licence": "Name of the licence in citations",
}


@dataclass(frozen=True, slots=True)
class Extracted:
    """Represent a text of the master that is to be translated.

    :ivar msgid: the text
    :ivar reference: the file that contains it, relative to the project
    :ivar note: what the author says to translators, or empty
    :ivar is_wanted: whether translators are asked for it; if not, a translation that is there stays
    """

    msgid: str
    reference: str
    note: str = ""
    is_wanted: bool = True


def write_pot_files(project: Project) -> list[Path]:
    """Read the master and write all templates, unless nothing changed since; return their paths by name."""
    output = project.build / "messages"
    if inputs.is_unchanged(project):
        return sorted(project.templates.rglob("*.pot"))
    with inputs.reads() as noted:
        # Sphinx reads a master that is to be translated with other transforms than one that is to be published.
        sphinx_run.run_sphinx(
            project, project.master, BUILDER, output, log=project.logs / "templates.log", doctreedir=output / "doctrees"
        )
    extracted = json.loads((output / EXTRACTED).read_text(encoding="utf-8"))
    texts = publication_texts(project)
    known = {text.msgid for text in texts}
    texts += (text for row in extracted[CONFIGURATION] if (text := Extracted(*row)).msgid not in known)
    domains = {PUBLICATION: texts}
    for document, rows in extracted[PAGES].items():
        is_translated = project.is_translated(document)
        found = (asked(project, Extracted(*row)) for row in rows)
        domains.setdefault(project.domain_of(document), []).extend(
            text if is_translated else replace(text, is_wanted=False) for text in found
        )
    if rows := extracted[INTERFACE]:
        domains.setdefault(SPHINX, []).extend(Extracted(*row) for row in rows)
    paths = [write_pot(project, domain, texts) for domain, texts in domains.items()]
    for stale in set(project.templates.rglob("*.pot")) - set(paths):
        stale.unlink()
    inputs.record(project, noted, extracted[DEPENDENCIES])
    return sorted(paths)


def is_known(project: Project) -> bool:
    """Return whether it is known which texts are code, and which folders of catalogs ``conf.py`` names.

    The templates say it if they were written once; they may be older than the text. Most ``conf.py`` say it in plain
    text: Sphinx has no code translated then.
    """
    if (project.build / "messages" / EXTRACTED).is_file():
        return True
    if _plain_folders(project) is None or not conf_literals.is_plain(project.configuration, _TARGETS):
        return False
    targets = conf_literals.read(project.configuration).get(_TARGETS, [])
    return isinstance(targets, list | tuple) and not _CODE.intersection(map(str, targets))


#: A value of ``conf.py`` that Octavo does not follow: its name, the problem and the remedy.
NO_FUZZY = (
    "gettext_allow_fuzzy_translations", "fuzzy translations are not published",
    "Take the fuzzy flag away from those that are right",
)  # fmt: skip


def unfollowed(project: Project) -> list[Finding]:
    """Return the values of ``conf.py`` that Octavo does not follow, as of the last time that templates were written."""
    conf = project.configuration
    lines = conf.read_text(encoding="utf-8", errors="replace").splitlines() if conf.is_file() else []
    found = []
    extracted = _extracted(project)
    shows_fuzzy = not extracted and conf_literals.read(conf).get(NO_FUZZY[0])
    for name, what, remedy in (NO_FUZZY,) if shows_fuzzy else extracted.get(UNFOLLOWED, ()):
        line = next((number for number, text in enumerate(lines, 1) if re.match(rf"{re.escape(name)}\b", text)), 0)
        found.append(
            Finding("conf-value", Severity.NOTE, Location(conf, line), f"{name} does not count: {what}", remedy)
        )
    return found


def other_catalogs(project: Project) -> list[Path]:
    """Return the further folders of catalogs in ``conf.py``, as of the last time that templates were written."""
    extracted = _extracted(project)
    if not extracted and not project.house_style:
        return list(folders(project, _plain_folders(project)).values())
    return [project.root / folder for folder in extracted.get(FOLDERS, ())]


def _plain_folders(project: Project) -> list[str] | None:
    """Return ``locale_dirs`` of ``conf.py``; ``None`` if only Sphinx can tell."""
    count = conf_literals.mentions(project.configuration, "locale_dirs")
    return conf_folders.read(project.configuration, "locale_dirs") if count == 1 else None if count else []


def folders(project: Project, locale_dirs: object) -> dict[str, Path]:
    """Return the folders of *locale_dirs* that have catalogs and are not that of *project*, as they are given."""
    named = locale_dirs if isinstance(locale_dirs, list | tuple) else ()
    found = {str(name): Path(os.path.normpath(project.source / name)) for name in named}
    return {n: path for n, path in found.items() if path != project.locales and any(path.glob("*/LC_MESSAGES"))}


def _extracted(project: Project) -> dict[str, list[Any]]:
    file = project.build / "messages" / EXTRACTED
    return _load(file, file.stat().st_mtime_ns) if file.is_file() else {}


@lru_cache(maxsize=2)
def _load(file: Path, _time: int) -> dict[str, list[Any]]:
    loaded: dict[str, list[Any]] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def asked(project: Project, text: Extracted) -> Extracted:
    """Return *text*; a number or a bare role is not asked for in Octavo's own style."""
    return replace(text, is_wanted=False) if project.house_style and not has_words(text.msgid) else text


def has_words(text: str) -> bool:
    """Return whether *text* has anything to translate: a number, or a role that is filled in by Sphinx, does not."""
    return any(char.isalpha() for char in markup.plain_text(text))


def publication_texts(project: Project) -> list[Extracted]:
    """Return the publication's own texts that are to be translated."""
    return [Extracted(text, "pyproject.toml", _NOTES.get(key, "")) for key, text in project.metadata]


def write_pot(project: Project, domain: str, texts: Iterable[Extracted]) -> Path:
    """Write the template of *domain* and return its path."""
    path = project.templates / f"{domain}.pot"
    po.write(Catalog(path, (_header(project), *messages(texts))))
    return path


def messages(texts: Iterable[Extracted]) -> list[Message]:
    """Join *texts* into messages: one a msgid, in the order of the text, with all its references and notes.

    Those that nobody is asked for come last, as obsolete.
    """
    found: dict[str, Message] = {}
    others: dict[str, Message] = {}
    for text in texts:
        if not text.is_wanted:
            others[text.msgid] = Message(text.msgid, obsolete=True)
            continue
        known = found.get(text.msgid, Message(text.msgid))
        found[text.msgid] = known.edited(
            references=tuple(dict.fromkeys((*known.references, text.reference))),
            extracted=tuple(dict.fromkeys((*known.extracted, *([text.note] if text.note else ())))),
        )
    return [*found.values(), *(message for msgid, message in others.items() if msgid not in found)]


def _header(project: Project) -> Message:
    return po.header(
        {
            "Project-Id-Version": project.texts["title"],
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
        }
    )
