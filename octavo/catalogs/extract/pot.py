"""Doctrees, configuration and figures → templates, ``build/templates/**/*.pot``.

One template a document, and ``publication.pot`` for the texts of the configuration. References name files without
lines, and no date is written: a template changes only when its text does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.extract import sphinx_run
from octavo.catalogs.po import Catalog, Message
from octavo.project import Project
from octavo.text import markup

#: The domain of the publication's own texts: title, author, description and so on.
PUBLICATION = "publication"
#: The builder of ``octavo.sphinxext`` that writes what it extracted as JSON.
BUILDER = "octavo-messages"
EXTRACTED = "messages.json"
#: The comment for translators of a formula.
FORMULA = "Formula in TeX; translate the words in \\text{…}"
#: Comments for the translators of the publication's own texts, by key of the metadata.
_NOTES = {
    "title": "Title of the whole publication",
    "subtitle": "Subtitle of the whole publication",
    "author": "Who is named as author on covers and in metadata",
    "publisher": "Who is named as publisher",
    "description": "One sentence for search engines and book shops",
    "keywords": "Subjects, separated by commas; keep them as a comma-separated list",
    "copyright": "Copyright line, without the sign and the year",
}


@dataclass(frozen=True, slots=True)
class Extracted:
    """A text of the master that is to be translated.

    :ivar msgid: the text
    :ivar reference: the file it stands in, relative to the project
    :ivar note: what the author says to translators, or empty
    """

    msgid: str
    reference: str
    note: str = ""


def write_pot_files(project: Project) -> list[Path]:
    """Read the master and write all templates; return their paths in the readers' order."""
    output = project.build / "messages"
    sphinx_run.run_sphinx(project, project.master, BUILDER, output, log=project.logs / "templates.log")
    domains = {PUBLICATION: publication_texts(project)}
    for domain, rows in json.loads((output / EXTRACTED).read_text(encoding="utf-8")).items():
        domains.setdefault(project.domain_of(domain), []).extend(
            text for text in (Extracted(*row) for row in rows) if has_words(text.msgid)
        )
    paths = [write_pot(project, domain, texts) for domain, texts in domains.items()]
    for stale in set(project.templates.rglob("*.pot")) - set(paths):
        stale.unlink()
    return paths


def has_words(text: str) -> bool:
    """Whether *text* holds anything to translate: a number, or a role that is filled in by Sphinx, does not."""
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
    """Join *texts* into messages: one a msgid, in the order of the text, with all its references and notes."""
    found: dict[str, Message] = {}
    for text in texts:
        known = found.get(text.msgid, Message(text.msgid))
        found[text.msgid] = known.edited(
            references=tuple(dict.fromkeys((*known.references, text.reference))),
            extracted=tuple(dict.fromkeys((*known.extracted, *([text.note] if text.note else ())))),
        )
    return list(found.values())


def _header(project: Project) -> Message:
    return po.header(
        {
            "Project-Id-Version": project.texts["title"],
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
        }
    )
