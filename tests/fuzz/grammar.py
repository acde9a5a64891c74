"""Hostile translations: a message of the master, changed by pieces of the languages that may read it later."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

#: Stands in every piece that would run, load or show something if it were read as more than text.
MARK = "pwnd7"

#: Pieces that a program would read: reStructuredText, Markdown, HTML, TeX and addresses.
_HOSTILE = [
    line
    for line in Path(__file__).with_name("pieces.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("# ")
]
#: Signs that a program could take for others, or not see.
_SIGNS = "\u202e\u2066\u200b\u00ad\ufe00\U000e0041\x1b\x7f\u2028\r\t\u00a0\u0301\ufeff\x0c\x85ﷺ＜｀；\ufffe"
_WORDS = "Bonjour|le monde|7|l’été|中文|שלום|=1+1|@|«|»|.|,|:|;|!|?|-|–|/|(|)|[|]|é"


def atoms(outside: str) -> st.SearchStrategy[str]:
    """Return pieces of every language; a question mark in them stands for the file *outside*."""
    filled = [
        item.replace("\\n", "\n").replace("@", MARK).replace("?", path)
        for item in _HOSTILE
        for path in ((outside, "../../octavo-outside/secret.txt") if "?" in item else ("",))
    ]
    return st.sampled_from([*filled, *_SIGNS, *(item.replace("@", MARK) for item in _WORDS.split("|"))])


@st.composite
def translations(draw: st.DrawFn, master: str, pieces: st.SearchStrategy[str]) -> str:
    """Return the message *master* with pieces put into it, in place of a part of it, or around it."""
    text = master
    for _ in range(draw(st.integers(1, 3))):
        piece = draw(st.sampled_from(["", " ", "\n", "\n\n", "\\ "])).join(
            draw(st.lists(pieces, min_size=1, max_size=3))
        )
        start = draw(st.integers(0, len(text)))
        way = draw(st.sampled_from(["insert", "replace", "append", "prepend", "alone", "words"]))
        if way == "insert":
            text = text[:start] + piece + text[start:]
        elif way == "replace":
            text = text[:start] + piece + text[draw(st.integers(start, len(text))) :]
        elif way == "words":  # the most honest looking one: a word of the master is another
            words = text.split(" ")
            words[draw(st.integers(0, len(words) - 1))] = piece
            text = " ".join(words)
        else:
            text = {"append": f"{text} {piece}", "prepend": f"{piece} {text}", "alone": piece}[way]
    return text[:2_000]
