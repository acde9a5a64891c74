"""Build a project that uses everything from a hostile catalog, and find what it did. Each sink has its oracle."""

from __future__ import annotations

import gettext
import io
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tinycss2
from lxml import etree, html

from octavo.catalogs import po
from octavo.catalogs.extract import pot, sphinx_run
from octavo.catalogs.po import Catalog, Message
from octavo.compiler import compilation
from octavo.editions.formats import program_limits
from octavo.editions.formats.pdf import typeset
from octavo.errors import OctavoError
from octavo.project import load
from octavo.workflow.language_build import resolve
from tests.fuzz.grammar import MARK

EVERYTHING = Path(__file__).parents[1] / "catalogs/extract/everything"
SECRET = "canary-e1f7-of-the-build-host"  # noqa: S105  # no password
LOCALE = "fr"
#: A message: its catalog and its text.
Slot = tuple[str, str]
_CONFIGURATION = f"""\
[tool.octavo]
master = "en"
languages = ["en", "{LOCALE}"]
source = "docs"
configuration = "docs"
catalogs = "locale"
compact = false
suffixes = [".rst", ".md", ".txt"]
theme = "alabaster"
books = [{{slug = "everything", root = "contents", set = true}}]
metadata = {{title = "Everything", author = "The writers", description = "All of it"}}
"""
_MATH = """
Formulas
========

Energy :math:`E = mc^2` and :math:`x_{\\text{all}}`.

.. math:: v_{\\text{avg}} = \\frac{s}{t}

.. math::

   2x + 3 &= \\text{seven} \\\\
   x &= 2

.. code:: sh

   echo "one"

A last plain paragraph.
"""
_TEXT = """\
# A text

A plain paragraph of Markdown.

Prices $5 and $x + y$ here.

$$
a_{\\text{b}} = 1
$$

- An item
"""
#: Words of Sphinx's own pages, which an adopted project may have in a catalog of its own.
_THEME = (
    "Search",
    "Index",
    "Next topic",
    "Navigation",
    "Quick search",
    "Permalink to this heading",
    "&copy; %(copyright)s.",
)
_PLAIN = re.compile(r"[A-Z][A-Za-z ,]{12,60}\.")
_DANGEROUS = re.compile(
    r"[\s\x00-\x1f]*(?:j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|vbscript|data|file)\s*:", re.IGNORECASE
)
_LOADING = frozenset(
    ("script", "iframe", "object", "embed", "base", "style", "form", "link", "frame", "applet", "portal")
)
_TEX_COMMAND = re.compile(
    r"(?<!\\)\\(?:input|include|write|immediate|openin|openout|read|catcode|csname|directlua|special|def|loop|verbatiminput|"
    rf"lstinputlisting|includegraphics|href|url)\b[^\n]{{0,60}}(?:{MARK}|octavo-outside)"
)
_EXPECTED = re.compile(r"(?:^|/)(?:git|dot|tar)$")
#: What Octavo asks fontconfig: the fonts that have some characters, and the characters or styles of a family.
_FONT_QUERIES = re.compile(
    r"--format %\{(?:family\[0\]|style\[0\])\}\n :(?:charset=[0-9a-f]+(?: [0-9a-f]+)*|family=[\w +.-]+)"
    r"|--format %\{charset\}  :(?:lang=[\w-]+|family=[\w +.-]+:style=Regular)",
    re.ASCII,
)


@dataclass
class Recorder:
    """Records what this process does while it is on: files opened outside, programs, connections.

    Python cannot remove an audit hook, so there is one for all runs.
    """

    allowed: tuple[str, ...] = ()
    is_on: bool = False
    found: list[str] = field(default_factory=list)

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note an event of the interpreter."""
        if not self.is_on:
            return
        if event == "open" and isinstance(arguments[0], str | bytes):
            name = arguments[0].decode(errors="replace") if isinstance(arguments[0], bytes) else arguments[0]
            flags = arguments[2] if isinstance(arguments[2], int) else 0
            if "octavo-outside" in name:
                self.found.append(f"opened {name}")
            elif flags & 3 and name.startswith("/") and not name.startswith(self.allowed):
                self.found.append(f"wrote {name}")
        elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "socket.connect"):
            program = str(arguments[0] or arguments[1][0])
            is_cover = (
                program == "/bin/sh" and arguments[1][2] == program_limits.LIMITS and arguments[1][7] == "rsvg-convert"
            )
            if event == "socket.connect" or not (is_cover or _is_expected(program, arguments)):
                self.found.append(f"{event} {str(arguments[:2])[:200]}")


def _is_expected(program: str, arguments: tuple[Any, ...]) -> bool:
    """Return whether every build may start *program*; fc-list only with the arguments that Octavo gives it."""
    if program == "fc-list":
        return _FONT_QUERIES.fullmatch(" ".join(map(str, arguments[1][1:]))) is not None
    return _EXPECTED.search(program) is not None


RECORDER = Recorder()
sys.addaudithook(RECORDER.hook)


class Bench:
    """A project in which catalogs are tried.

    :ivar slots: the messages of the master that have a place in the catalogs
    """

    def __init__(self, root: Path) -> None:
        self.outside = root / "octavo-outside"
        self.outside.mkdir(parents=True)
        self.secret = self.outside / "secret.txt"
        self.secret.write_text(f"{SECRET}\n", encoding="utf-8")
        self.root = root / "project"
        shutil.copytree(EVERYTHING, self.root / "docs")
        (self.root / "pyproject.toml").write_text(_CONFIGURATION, encoding="utf-8")
        (self.root / "docs/formulas.rst").write_text(_MATH, encoding="utf-8")
        (self.root / "docs/words.txt").write_text(_TEXT, encoding="utf-8")
        conf = self.root / "docs/conf.py"
        more = (
            'source_suffix = {".rst": "restructuredtext", ".md": "markdown", ".txt": "markdown"}\n'
            'exclude_patterns += ["part.txt"]\n'
            'rst_prolog = ".. role:: raw-html(raw)\\n   :format: html\\n"\n'
        )
        conf.write_text(conf.read_text(encoding="utf-8") + more, encoding="utf-8")
        contents = self.root / "docs/contents.rst"
        text = contents.read_text(encoding="utf-8").replace(
            "own <blocks>\n", "own <blocks>\n   formulas\n   words\n", 1
        )
        contents.write_text(text, encoding="utf-8")
        self.project = load(self.root)
        self.language = self.project.language(LOCALE)
        pot.write_pot_files(self.project)
        templates = self.project.templates
        self.slots: list[Slot] = [
            (path.relative_to(templates).with_suffix("").as_posix(), message.msgid)
            for path in sorted(templates.rglob("*.pot"))
            for message in po.read(path)
            if not message.is_header
        ] + [("sphinx", word) for word in _THEME]
        self.source = self._listing()
        self.shown: set[Slot] = {slot for slot in self.slots if _PLAIN.fullmatch(slot[1])}
        missing = self.faults({}, {})
        self.shown = {
            slot for slot in self.shown if not any(fault.endswith(f"changed: {slot[1]}") for fault in missing)
        }
        assert self.shown
        assert self.faults({}, {}) == []

    def _listing(self) -> set[Path]:
        folders = (self.root / "docs", self.outside, self.root / "locale")
        found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
        return {path for path in found if path.suffix not in (".po", ".pyc")}

    def faults(
        self, attacks: Mapping[Slot, str], extra: Mapping[Slot, Message], *, with_pdf: bool = False
    ) -> list[str]:
        """Build with the translations *attacks* and the messages *extra*, and return what was wrong."""
        honest = self._write(attacks, extra)
        RECORDER.allowed, RECORDER.found = (f"{self.root}/build", tempfile.gettempdir(), "/dev/"), []
        RECORDER.is_on = True
        try:
            self._build()
        except OctavoError as error:
            return [f"the build stopped: {error.sentence[:300]}"]
        finally:
            RECORDER.is_on = False
        found = list(dict.fromkeys(RECORDER.found))
        if with_pdf:
            found += self._typeset()
        if self._listing() != self.source:
            found.append(f"files outside the build folder: {self._listing() ^ self.source}")
        return [*found, *self._written(), *self._changed(honest)]

    def _write(self, attacks: Mapping[Slot, str], extra: Mapping[Slot, Message]) -> list[Slot]:
        """Write the catalogs; return the messages that have an honest translation."""
        folder = self.project.catalogs(self.language)
        shutil.rmtree(folder, ignore_errors=True)
        catalogs: dict[str, list[Message]] = {}
        honest = []
        for domain, msgid in self.slots:
            text = attacks.get((domain, msgid), "")
            if not text and (domain, msgid) in self.shown:
                text = f"Honnête {msgid}"
                honest.append((domain, msgid))
            catalogs.setdefault(domain, []).append(extra.get((domain, msgid)) or Message(msgid, (text,)))
        for (domain, msgid), message in extra.items():
            if (domain, msgid) not in self.slots:
                catalogs.setdefault(domain, []).append(message)
        header = Message("", ("Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n>1;\n",))
        for domain, messages in catalogs.items():
            unique = {(m.msgctxt, m.msgid): m for m in messages}
            po.write(Catalog(folder / f"{domain}.po", (header, *unique.values())))
        return honest

    def _build(self) -> None:
        compilation.compile_catalogs(self.project, self.language)
        build = resolve(self.project)[self.language]
        self.output = self.project.build / "fuzzed"
        shutil.rmtree(self.output, ignore_errors=True)
        # Python keeps the first catalog that it reads at a path.
        vars(gettext)["_translations"].clear()
        for builder in ("html", "octavo-epub", "octavo-latex"):
            sphinx_run.run_sphinx(
                self.project, self.language, builder, self.output / builder, log=self.project.build / f"{builder}.log",
                settings={"octavo_compile": "0", "octavo_build": build},
            )  # fmt: skip

    def _typeset(self) -> Iterator[str]:
        """Typeset the books, and yield the errors, and each file outside that TeX opened."""
        for source in sorted((self.output / "octavo-latex").rglob("*.tex")):
            # What Sphinx writes for a graph where Graphviz is not installed.
            text = source.read_text(encoding="utf-8").replace(r"\sphinxincludegraphics[]{None}", "")
            source.write_text(text, encoding="utf-8")
            done = typeset.typeset(source, {"SOURCE_DATE_EPOCH": "0"})
            if done.complaint:
                yield f"{source.name} cannot be typeset: {done.complaint}"
            files = source.with_suffix(".fls")
            for line in files.read_text(encoding="utf-8", errors="replace").splitlines() if files.is_file() else ():
                if "octavo-outside" in line or MARK in line:
                    yield f"{source.name}: TeX opened {line}"

    # --- oracles ----------------------------------------------------------------------------------------

    def _written(self) -> Iterator[str]:
        for path in sorted(self.output.rglob("*")):
            if path.is_file():
                data = path.read_bytes()
                if path.suffix == ".epub":
                    with zipfile.ZipFile(io.BytesIO(data)) as book:
                        for name in book.namelist():
                            yield from _faults_of(name, book.read(name))
                else:
                    yield from _faults_of(path.name, data)

    def _changed(self, honest: list[Slot]) -> Iterator[str]:
        pages: dict[str, str] = {}
        for domain, msgid in honest:
            path = self.output / "html" / f"{domain}.html"
            if path.is_file():
                if domain not in pages:
                    pages[domain] = " ".join(html.fromstring(path.read_bytes()).text_content().split())
                if f"Honnête {msgid}" not in pages[domain]:
                    yield f"another message of {domain} changed: {msgid}"


def _faults_of(name: str, data: bytes) -> Iterator[str]:
    """Yield what is wrong in a file that a reader gets."""
    if SECRET.encode() in data:
        yield f"{name} contains the secret file"
    suffix = Path(name).suffix
    if suffix == ".html":
        yield from (f"{name}: {text}" for text in _elements(html.fromstring(data)))
    elif suffix in (".xhtml", ".opf", ".ncx", ".svg", ".xml"):
        try:
            root = etree.fromstring(data)
        except etree.XMLSyntaxError as error:
            yield f"{name} is not well-formed: {error.msg}"
        else:
            yield from (f"{name}: {text}" for text in _elements(root))
    elif suffix == ".tex":
        yield from (f"{name}: {match.group()[:80]}" for match in _TEX_COMMAND.finditer(data.decode()))


def without_strings(css: str) -> str:
    """Return *css* without its strings, as a parser of CSS reads it: they are text, whatever they say."""
    return tinycss2.serialize(
        [token for token in _flat(tinycss2.parse_component_value_list(css)) if token.type != "string"]
    )


def strings(css: str) -> list[str]:
    """Return the strings of *css* as readers see them."""
    return [token.value for token in _flat(tinycss2.parse_component_value_list(css)) if token.type == "string"]


def _flat(tokens: Iterable[Any]) -> Iterator[Any]:
    for token in tokens:
        if getattr(token, "content", None) is not None:
            yield from _flat(token.content)
        else:
            yield token


def _elements(root: Any) -> Iterator[str]:
    for element in root.iter(etree.Element):
        tag = str(element.tag).rpartition("}")[2].lower()
        text = element.text or ""
        if tag in ("script", "style") and MARK in (text if tag == "script" else without_strings(text)):
            yield f"<{tag}> contains “{text[:80]}”"
        for key, value in element.attrib.items():
            attribute = key.rpartition("}")[2].lower()
            if attribute.startswith("on") and MARK in value:
                yield f"<{tag} {attribute}={value[:60]!r}>"
            elif attribute in (
                "href",
                "src",
                "action",
                "formaction",
                "data",
                "poster",
                "xlink:href",
                "srcdoc",
                "style",
            ):
                is_loaded = tag in _LOADING or attribute in ("src", "srcdoc", "style", "poster")
                if MARK in value and (_DANGEROUS.match(value) or is_loaded or re.match(r"\s*(?:\w+:)?[/\\]{2}", value)):
                    yield f"<{tag} {attribute}={value[:60]!r}>"
