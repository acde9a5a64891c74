"""Write compiled catalogs in the binary format of gettext."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polib
from babel.messages.plurals import get_plural

from octavo.catalogs.po import Message
from octavo.compiler.guard import INTERFACE
from octavo.files import write_if_changed
from octavo.project import Language, babel_locale
from octavo.ui.translations import theme_messages


def content(messages: Iterable[Message], language: Language) -> bytes:
    """Return the content of a compiled catalog. Equal messages give equal bytes."""
    made: Any = polib.POFile()  # type: ignore[no-untyped-call]  # polib has no types
    plural = get_plural(str(babel_locale(language.locale)))
    # Do not copy the catalog's own header: gettext evaluates its plural rule and trusts its charset.
    made.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Language": language.locale,
        "Plural-Forms": f"nplurals={plural.num_plurals}; plural={plural.plural_expr};",
    }
    for message in messages:
        texts: dict[str, object] = {"msgstr": message.msgstr}
        if message.msgid_plural is not None:
            texts = {"msgid_plural": message.msgid_plural, "msgstr_plural": dict(enumerate(message.msgstrs))}
        entry = polib.POEntry(  # type: ignore[no-untyped-call]
            msgid=message.msgid, msgctxt=message.msgctxt, **texts
        )
        made.append(entry)
    data: bytes = made.to_binary()
    return data


def write_theme_words(target: Path, language: Language) -> Path:
    """Write Octavo's words of themes to the folder where Sphinx looks for them."""
    path = target / f"{INTERFACE}.mo"
    if words := theme_messages(language):
        write_if_changed(path, content(words, language))
    return path


def remove_stale(folder: Path, current: Iterable[Path]) -> Iterator[Path]:
    """Delete the compiled catalogs in *folder* that are not among the *current* ones; yield each."""
    for path in sorted(set(folder.rglob("*.mo")) - set(current)):
        path.unlink()
        yield path
