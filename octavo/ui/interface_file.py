"""Write the catalog in which a project translates the words around its text: those of Octavo and of themes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from octavo.catalogs import po
from octavo.catalogs.po import Catalog, Message, State
from octavo.project import Language, Project
from octavo.project.interface_words import is_safe
from octavo.ui.translations import OWN, THEMES, listed, theme_messages, translator


@dataclass(frozen=True, slots=True)
class Written:
    """Represent the catalog that was written.

    :ivar refused: words whose translation lacks a mark or a place of the text, or has others
    """

    path: Path
    total: int
    translated: int
    refused: tuple[str, ...]


def update(project: Project, language: Language) -> Written:
    """Write the catalog of *language* with all words; keep what is translated, and begin with what Octavo knows."""
    path = project.interface_words(language)
    before = {message.msgid: message for message in po.read(path).whole()} if path.is_file() else {}
    known = _known(language)
    words = {m.msgid: m for m in (*_described(OWN, "Octavo"), *_described(THEMES, ""))}
    messages = [before.get(text) or m.edited(msgstrs=(known.get(text, ""),)) for text, m in words.items()]
    header = po.header({
        "Language": language.locale, "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }, ["Words around the text: menus, notices, covers. Keep {places} and <marks> as they are."])  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    po.write(Catalog(path, (header, *messages)))
    done = [message for message in messages if message.state is State.TRANSLATED]
    refused = tuple(m.msgid for m in done if not is_safe(m.msgid, m.msgstr))
    return Written(path, len(messages), len(done) - len(refused), refused)


def _described(name: str, place: str) -> list[Message]:
    return [m.edited(extracted=(place,) if place else m.extracted, comments=()) for m in listed(name)]


def _known(language: Language) -> dict[str, str]:
    """Return the words that Octavo or Sphinx has in *language*, without those that have other places or marks."""
    word = translator(language)
    own = {m.msgid: word(m.msgid) for m in (*listed(OWN), *listed(THEMES))}
    found = {text: translation for text, translation in own.items() if translation != text}
    found |= {message.msgid: message.msgstr for message in theme_messages(language)}
    return {text: translation for text, translation in found.items() if is_safe(text, translation)}
