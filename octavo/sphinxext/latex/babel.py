r"""Load the language of a book with babel, where TeX lacks the package of that language.

Babel itself describes each language in a file (``babel-ru.ini``), with the words that LaTeX writes. The packages have
more: rules for spaces, and the hyphenation of the language.
"""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

from sphinx.builders.latex.util import ExtBabel

from octavo.project import Language

_CLASS = re.compile(r"(\\documentclass\[)([^\]]*)(\])")
_BABEL = r"\usepackage{babel}"
#: Names of babel's packages, and those of its descriptions, where they differ.
_DESCRIBED = {"ngerman": "german", "brazil": "brazilian", "vietnam": "vietnamese", "slovene": "slovenian"}
#: Names of words in babel's descriptions.
_WORDS = ("contents", "index", "part", "chapter", "bib", "figure", "table")
#: Options of classes that are no languages.
_OTHER = re.compile(r"\w*paper|\d+pt|\w*side|open\w+|english|french|ngermanb")


def with_language(text: str) -> str:
    """Return the LaTeX file *text*; a language without a package is described by babel."""
    head = _CLASS.search(text)
    if not head or _BABEL not in text:
        return text
    options = head[2].split(",")
    lacking = [name for name in options if name and not _OTHER.fullmatch(name) and not _place(f"{name}.ldf")]
    for name in lacking:
        described = _DESCRIBED.get(name, name)
        # Sphinx renames what is in \captionsngerman; the description has the names of the other word.
        same = "".join(
            rf"\expandafter\let\csname {part}{name}\expandafter\endcsname\csname {part}{described}\endcsname"
            for part in ("captions", "date", "extras", "noextras") if described != name
        )  # fmt: skip
        new = rf"\usepackage{{babel}}\babelprovide[import,main]{{{described}}}{same}"
        text = text.replace(_BABEL, new, 1)
        text = text.replace(head[0], f"{head[1]}{','.join(item for item in options if item != name)}{head[3]}", 1)
    return text


def captions(language: Language) -> dict[str, str]:
    """Return the words that LaTeX writes in a language that Sphinx gives no name, from babel's description."""
    name = f"babel-{language.code}.ini"
    if ExtBabel(language.locale).is_supported_language() or not (path := _place(name)):
        return {}
    described = Path(path).read_text(encoding="utf-8").partition("[captions]")[2].partition("\n[")[0]
    found = dict(re.findall(r"^(\w+) = (.+)$", described, re.MULTILINE))
    return {f"{word}name": found[word] for word in _WORDS if word in found}


@cache
def _place(file: str) -> str:
    return subprocess.run(["kpsewhich", file], capture_output=True, text=True, check=False).stdout.strip()
