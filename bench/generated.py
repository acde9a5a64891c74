"""Pages, words, languages and a seed → a project with catalogs, the same each time, for Octavo and plain Sphinx.

Run ``python bench/generated.py FOLDER``. FOLDER then holds a project of Octavo (``pyproject.toml``, ``conf.py``,
``source/``, ``locales/``) and, for plain Sphinx, ``plain/conf.py``, which knows nothing of Octavo::

    cd FOLDER
    octavo build                                                        # Octavo
    sphinx-build -c plain -D language=fr -b html source plain/html/fr   # plain Sphinx

Translations are word by word from made-up vocabularies: they keep the markup and look like French or Chinese to
whatever splits, sorts, indexes or sets words, and mean nothing.
"""

from __future__ import annotations

import argparse
import random
import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: The languages in the order in which a number of them is taken; the first is the master.
LOCALES = (
    "en", "fr", "zh_CN", "es", "de", "it", "pt", "nl", "pl", "sv", "da", "fi", "cs", "sk", "sl", "hr",
    "hu", "ro", "ca", "gl", "eu", "et", "lv", "lt", "nb", "is", "ga", "cy", "mt", "sq", "tr", "id",
)  # fmt: skip
#: Functions of the module of a technical guide.
FUNCTIONS = 120
#: Words of the guide for which every part of a page has its usual length: 90 pages of 1,111 words, 51 messages each.
USUAL = 100_000 / 90
CHAPTERS = 15
_SYLLABLES = {
    "en": "ta ning er con de ing re tion ly pro ment al school ter in ex com ple sh ow ar king ver ed un den work st",
    "fr": "té né er con dé tion ré mai ment al école ter in ex com ple ché ou ar que vert ée un den œuvre sû là être",
}
_HAN = (
    "学生教师课堂在线课程计划校时间工作家长设备网络小组内容具指南每页阅读问题回答星期庭支持健康我们他的是不了有这个人"
    "上来到大地为子中你说出会也得里后自以过天能多然没好起看想开新知方法成见公心样意本发"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the made-up project is.

    :ivar words: of the master text, about
    :ivar languages: how many of :data:`LOCALES`, the master included
    :ivar technical: whether it has what the documentation of programs has: code in each section, a module for autodoc,
        references to it, an index entry for each section, a large glossary, and a page of MyST in each part
    """

    pages: int = 90
    words: int = 100_000
    languages: int = 3
    seed: int = 1
    technical: bool = False

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages, the master first."""
        return LOCALES[: self.languages]


#: A text in all its languages, by the kind of its words: ``en``, ``fr`` or ``zh``.
Text = dict[str, str]


def kind(locale: str) -> str:
    """Return whose words *locale* borrows."""
    return {"en": "en", "zh_CN": "zh"}.get(locale, "fr")


@dataclass
class Page:
    """A document while it is written: its lines, and its messages in the order of the text."""

    name: str
    lines: list[str] = field(default_factory=list)
    messages: dict[str, Text] = field(default_factory=dict)
    suffix: str = ".rst"

    def say(self, text: Text) -> str:
        """Take *text* for a message and return it in the master language."""
        self.messages.setdefault(text["en"], text)
        return text["en"]

    def add(self, *lines: str) -> None:
        self.lines.extend(lines)

    def title(self, text: Text, mark: str) -> None:
        said = self.say(text)
        self.add(said, mark * len(said), "")


class Words:
    """A vocabulary whose words are as unevenly frequent as those of a language, and texts made of it."""

    def __init__(self, rng: random.Random, size: int = 2_500) -> None:
        self.rng = rng
        self.vocabulary = [self._word() for _ in range(size)]
        self.weights: list[float] = []
        total = 0.0
        for rank in range(size):
            total += 1 / (rank + 3)
            self.weights.append(total)

    def _word(self) -> Text:
        syllables = 1 + self.rng.choice((0, 1, 1, 2))
        found = {each: "".join(self.rng.choices(parts.split(), k=syllables)) for each, parts in _SYLLABLES.items()}
        return {**found, "zh": "".join(self.rng.choices(_HAN, k=1 + self.rng.choice((0, 1, 1))))}

    def some(self, count: int) -> Text:
        """Return *count* words without a full stop, as a title or a term has them."""
        words = self.rng.choices(self.vocabulary, cum_weights=self.weights, k=count)
        spaced = {each: " ".join(word[each] for word in words) for each in ("en", "fr")}
        return {**{each: text[0].upper() + text[1:] for each, text in spaced.items()}, "zh": _joined(words)}

    def sentence(self, count: int, inline: Sequence[Text] = ()) -> Text:
        """Return a sentence of *count* words with the pieces of *inline* markup among them."""
        parts = [self.some(max(2, count // (len(inline) + 1))) for _ in range(len(inline) + 1)]
        made = {"en": "", "fr": "", "zh": ""}
        for number, part in enumerate(parts):
            for each in made:
                made[each] += part[each] if number == 0 else _small(part[each])
                if number < len(inline):
                    made[each] += f" {inline[number][each]} "
        return {"en": made["en"] + ".", "fr": made["fr"] + ".", "zh": made["zh"] + "。"}

    def paragraph(self, count: int, inline: Sequence[Text] = ()) -> Text:
        """Return sentences of about *count* words together; the first bears the *inline* markup."""
        sentences: list[Text] = []
        while count > 0:
            length = min(count, self.rng.randint(12, 24))
            sentences.append(self.sentence(length, inline if not sentences else ()))
            count -= length
        return {
            each: ("" if each == "zh" else " ").join(sentence[each] for sentence in sentences)
            for each in ("en", "fr", "zh")
        }


def _joined(words: list[Text]) -> str:
    """Return Chinese *words* with a comma now and then."""
    return "，".join("".join(word["zh"] for word in words[start : start + 7]) for start in range(0, len(words), 7))


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


class Guide:
    """The pages, one after another; each knows the names of the others, to refer to them."""

    def __init__(self, shape: Shape) -> None:
        self.rng = random.Random(shape.seed)
        self.words = Words(self.rng)
        self.shape = shape
        self.names = [f"part-{number // CHAPTERS}/page-{number:03}" for number in range(shape.pages)]
        self.terms = [self.words.some(2) for _ in range(300 if shape.technical else 40)]
        if shape.technical:  # so many that some would be there twice
            self.terms = [_each(f"{{}} {number}", term) for number, term in enumerate(self.terms)]
        #: How many sections a page has, and how long its paragraphs are.
        each = shape.words / shape.pages
        self.sections = max(1, round(5 * each / USUAL))
        self.length = max(8, round((each - 15 * self.sections) / self.sections / 4.0))

    def all(self) -> Iterator[Page]:
        """Yield every document, the glossary and the contents last."""
        for number, name in enumerate(self.names):
            yield self.page(number, name)
        parts = list(dict.fromkeys(name.partition("/")[0] for name in self.names))
        for part in parts:
            page = Page(f"{part}/index")
            page.title(self.words.some(3), "=")
            page.add(page.say(self.words.paragraph(self.length)), "")
            page.add(".. toctree::", "   :maxdepth: 2", "")
            page.add(*(f"   {name.partition('/')[2]}" for name in self.names if name.startswith(f"{part}/")), "")
            if self.shape.technical:
                page.add("   notes", "")
                yield self.notes(f"{part}/notes")
            yield page
        if self.shape.technical:
            yield self.reference()
        yield self.glossary()
        page = Page("index")
        page.title(self.words.some(3), "=")
        page.add(page.say(self.words.paragraph(self.length)), "")
        for start in range(0, len(parts), 3):
            page.add(".. toctree::", "   :maxdepth: 2", f"   :caption: {page.say(self.words.some(2))}", "")
            page.add(*(f"   {part}/index" for part in parts[start : start + 3]), "")
        page.add(".. toctree::", "", "   glossary", *(("   api",) if self.shape.technical else ()), "")
        yield page

    def notes(self, name: str) -> Page:
        """Return a page of MyST."""
        page = Page(name, suffix=".md")
        page.add(f"# {page.say(self.words.some(3))}", "")
        for number in range(5):
            page.add(f"## {page.say(self.words.some(3))}", "", page.say(self.words.paragraph(self.length)), "")
            page.add("```python", *_code(number), "```", "")
        return page

    def reference(self) -> Page:
        """Return the page of a module, whose docstrings are messages."""
        page = Page("api")
        page.title(self.words.some(2), "=")
        page.add(".. automodule:: api", "   :members:", "")
        self.module = [page.say(self.words.sentence(12)) for _ in range(FUNCTIONS)]
        return page

    def glossary(self) -> Page:
        page = Page("glossary")
        page.title(self.words.some(1), "=")
        page.add(".. glossary::", "")
        for term in self.terms:
            page.add(f"   {page.say(term)}", f"      {page.say(self.words.sentence(12))}", "")
        return page

    def page(self, number: int, name: str) -> Page:
        page = Page(name)
        page.add(f".. _page-{number:03}:", "")
        page.title(self.words.some(4), "=")
        page.add(page.say(self.words.paragraph(self.length)), "")
        for section in range(self.sections):
            if section == 1:
                page.add(f".. _section-{number:03}:", "")
            if section % 4 == 0 or self.shape.technical:
                page.add(f".. index:: {page.say(self.words.some(2))}", "")
            page.title(self.words.some(4), "-")
            for _ in range(3):
                page.add(page.say(self.words.paragraph(self.length, self.inline())), "")
            page.add(*(f"- {page.say(self.words.sentence(8))}" for _ in range(3)), "")
            self.special(page, number, section)
            if self.shape.technical:
                name = f":py:func:`api.lesson_{self.rng.randrange(FUNCTIONS)}`"
                page.add(page.say(self.words.sentence(14, [dict.fromkeys(("en", "fr", "zh"), name)])), "")
                page.add(".. code-block:: python", "", *(f"   {line}" for line in _code(number)), "")
        return page

    def inline(self) -> list[Text]:
        """Return no, one or two pieces of inline markup, as often as a guide has them."""
        return [self.piece() for _ in range(self.rng.choice((0, 0, 0, 1, 1, 2)))]

    def piece(self) -> Text:
        shown = self.words.some(2)
        other = self.rng.randrange(len(self.names))
        terms = self.rng.choice(self.terms)
        made: tuple[Text, ...] = (
            _each("**{}**", shown),
            _each("*{}*", shown),
            _each("{}", dict.fromkeys(shown, f"``value-{other}``")),
            _each(f":ref:`{{}} <page-{other:03}>`", shown),
            _each(f":doc:`{{}} </{self.names[other]}>`", shown),
            _each("{}", dict.fromkeys(shown, f":ref:`page-{other:03}`")),
            _each(f"`{{}} <https://example.org/{other}>`__", shown),
            _each(f":term:`{{}} <{terms['en']}>`", terms) | {"en": f":term:`{terms['en']}`"},
        )
        return self.rng.choice(made)

    def special(self, page: Page, number: int, section: int) -> None:
        """Add what only some sections have: about three messages."""
        words = self.words
        match (number * self.sections + section) % 8:
            case 0:
                page.add(".. list-table::", "   :header-rows: 1", "")
                for _ in range(2):
                    page.add(f"   * - {page.say(words.some(2))}", f"     - {page.say(words.some(3))}")
                page.add("")
            case 1:
                page.add(".. note::", "", f"   {page.say(words.sentence(18))}", "")
                page.add(f"   {page.say(words.sentence(12, self.inline()))}", "")
            case 2:
                note = words.sentence(14)
                told = {each: f"{text} [#note-{section}]_" for each, text in note.items()}
                page.add(page.say(told), "", f".. [#note-{section}] {page.say(words.sentence(10))}", "")
            case 3:
                page.add(page.say(words.sentence(8)), "", ".. code-block:: python", "")
                page.add(f"   value = lesson({number})", "   print(value)  # shown", "")
            case 4:
                page.add(
                    f".. _figure-{number:03}:", "", ".. figure:: /picture.png", f"   :alt: {page.say(words.some(4))}"
                )
                page.add("   :width: 40%", "", f"   {page.say(words.sentence(7))}", "")
            case 5:
                for _ in range(2):
                    page.add(page.say(words.some(2)), f"   {page.say(words.sentence(14))}", "")
            case 6:
                page.add(f".. admonition:: {page.say(words.some(3))}", "")
                page.add(*(f"   #. {page.say(words.sentence(9))}" for _ in range(2)), "")
            case _:
                page.add(".. tip::", "", f"   {page.say(words.sentence(16))}", "")


def _code(number: int) -> list[str]:
    """Return a block of code of usual length."""
    lines = [f"def lesson_{number}(pupils, place={number}):", '    """Return the marks of all *pupils*."""']
    for step in range(4):
        lines += [
            f"    if place > {step}:",
            f"        marks = [pupil.mark + {step} for pupil in pupils]  # all of them",
        ]
    return [*lines, "    return dict(zip(pupils, marks))"]


def _each(form: str, text: Text) -> Text:
    return {each: form.format(shown) for each, shown in text.items()}


# --- files ----------------------------------------------------------------------------------------------


def write(folder: Path, shape: Shape) -> list[Page]:
    """Write the project into *folder*, and return its documents."""
    guide = Guide(shape)
    pages = list(guide.all())
    for page in pages:
        _put(folder / "source" / f"{page.name}{page.suffix}", "\n".join(page.lines))
        for locale in shape.locales[1:]:
            _put(folder / "locales" / locale / "LC_MESSAGES" / f"{page.name}.po", catalog(page, locale))
    (folder / "source" / "picture.png").write_bytes(_picture())
    for locale in shape.locales[1:]:
        said = {text: {"fr": text, "zh": text} for text in _METADATA.values()}
        _put(
            folder / "locales" / locale / "LC_MESSAGES" / "publication.po",
            catalog(Page("publication", [], said), locale),
        )
    listed = ", ".join(f'"{locale}"' for locale in shape.locales)
    suffixes = 'suffixes = [".rst", ".md"]\n' if shape.technical else ""
    _put(folder / "pyproject.toml", _PYPROJECT.format(listed=listed, suffixes=suffixes, **_METADATA))
    more = _TECHNICAL if shape.technical else ""
    _put(folder / "conf.py", _CONF + more)
    _put(folder / "plain" / "conf.py", PLAIN + more)
    if shape.technical:
        functions = (f'def lesson_{n}(pupils, place=1):\n    """{text}"""\n' for n, text in enumerate(guide.module))
        _put(folder / "api.py", "\n\n".join(functions))
    return pages


def catalog(page: Page, locale: str) -> str:
    """Return the text of *page*'s catalog, every message translated."""
    head = (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: generated\\n"\n"PO-Revision-Date: 2026-01-01 12:00+0000\\n"\n'
        f'"Language: {locale}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
    )
    place = f"#: source/{page.name}.rst\n"
    entries = (f'{place}msgid "{text}"\nmsgstr "{said[kind(locale)]}"\n' for text, said in page.messages.items())
    return "\n".join((head, *entries))


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _picture(width: int = 240, height: int = 120) -> bytes:
    """Return a PNG of plain colour (PNG specification, 11)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + bytes((31, 78, 121)) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


_METADATA = {
    "title": "A generated guide",
    "author": "Nobody",
    "publisher": "No press",
    "description": "A guide for measures.",
    "keywords": "measures, guides",
    "copyright": "Nobody at all",
}
_PYPROJECT = """[tool.octavo]
master = "en"
languages = [{listed}]
formats = ["html", "epub", "pdf"]
base-url = "https://generated.example.org"
theme = "furo"
{suffixes}books = [{{ slug = "guide", root = "index", set = true }}]

[tool.octavo.metadata]
title = "{title}"
author = "{author}"
publisher = "{publisher}"
description = "{description}"
keywords = "{keywords}"
copyright = "{copyright}"
"""
_CONF = 'extensions = ["octavo.sphinxext"]\nlanguage = "en"\nroot_doc = "index"\nnumfig = True\n'
_TECHNICAL = """import os, sys
sys.path[:0] = map(os.path.abspath, (".", ".."))
extensions = [*globals().get("extensions", ()), "sphinx.ext.autodoc", "sphinx.ext.viewcode", "myst_parser"]
"""
# What plain Sphinx needs to make every edition, PDFs in Chinese too, and nothing that would slow it down.
PLAIN = """project = "A generated guide"
author = "Nobody"
language = "en"
root_doc = "index"
numfig = True
html_theme = "furo"
locale_dirs = ["../locales"]
gettext_compact = False
gettext_additional_targets = ["index"]
latex_engine = "xelatex"
latex_use_xindy = False
latex_documents = [("index", "guide.tex", "A generated guide", "Nobody", "manual")]
latex_elements = {
    "fontpkg": r"\\setmainfont{TeX Gyre Termes}\\setsansfont{TeX Gyre Heros}\\setmonofont{TeX Gyre Cursor}",
}
epub_show_urls = "no"
"""


def main() -> int:
    """Write the project that is asked for, and say how large it came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    usual = Shape()
    parser.add_argument("--pages", type=int, default=usual.pages, help="of the master (%(default)s)")
    parser.add_argument("--words", type=int, default=usual.words, help="of the master, about (%(default)s)")
    parser.add_argument("--languages", type=int, default=usual.languages, help="the master included (%(default)s)")
    parser.add_argument("--seed", type=int, default=usual.seed, help="another one makes another guide (%(default)s)")
    parser.add_argument("--technical", action="store_true", help="like the documentation of a program")
    options = parser.parse_args()
    shape = Shape(options.pages, options.words, options.languages, options.seed, options.technical)
    pages = write(options.folder, shape)
    messages = sum(len(page.messages) for page in pages)
    words = sum(len(text.split()) for page in pages for text in page.messages)
    print(f"{len(pages)} documents, {words:,} words, {messages:,} messages, in {', '.join(shape.locales)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
