"""Whatever was edited, what is built on top of an earlier build is what a clean build makes, byte for byte.

A longer run: ``OCTAVO_EDITS=200 OCTAVO_SEED=7 pytest tests/editions/pipeline/test_incremental.py``. PDFs of both kinds
are built too with ``OCTAVO_PDF=1``; without it, LaTeX files and EPUBs, which PDFs are made from, are compared.
"""

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.cache import store
from octavo.compiler import compilation
from octavo.editions import executors
from octavo.editions.pipeline import plan, run
from octavo.project import load
from octavo.workflow.language_build import resolve

sys.path.insert(0, str(Path(__file__).parents[3] / "bench"))
import generated

EDITS = int(os.environ.get("OCTAVO_EDITS", "6"))
SEED = int(os.environ.get("OCTAVO_SEED", "1"))
WITH_PDF = bool(os.environ.get("OCTAVO_PDF"))
LOCALE = "fr"
#: A set, two guides, and pages that only the set has.
BOOKS = """books = [
  { slug = "guide", root = "index", set = true },
  { slug = "zero", root = "part-0/index" },
  { slug = "one", root = "part-1/index" },
]
back-matter = ["glossary"]"""


class Edits:
    """Random edits of the project in *root*."""

    def __init__(self, root: Path, rng: random.Random) -> None:
        self.root, self.rng, self.number = root, rng, 0
        self.kinds: list[Callable[[], str]] = [
            self.translation, self.translation, self.untranslate, self.paragraph, self.title, self.add_page,
            self.remove_page, self.label, self.term, self.index_entry, self.figure, self.reorder, self.link, self.touch,
            self.picture, self.publication, self.remove_file,
        ]  # fmt: skip

    def one(self) -> str:
        """Make one, and say which."""
        self.number += 1
        return self.rng.choice(self.kinds)()

    def pages(self) -> list[Path]:
        return sorted((self.root / "source").glob("part-*/page-*.rst"))

    def page(self) -> Path:
        return self.rng.choice(self.pages())

    def catalog(self) -> Path:
        return self.rng.choice(sorted((self.root / "locales" / LOCALE / "LC_MESSAGES").rglob("*.po")))

    def change(self, path: Path, pattern: str, new: str) -> str:
        """Replace one of the places where *pattern* is found in *path*."""
        text = path.read_text(encoding="utf-8")
        found = list(re.finditer(pattern, text, re.MULTILINE))
        if found:
            place = self.rng.choice(found)
            path.write_text(text[: place.start()] + place.expand(new) + text[place.end() :], encoding="utf-8")
        return f"{path.relative_to(self.root)}: {pattern} → {new} ({len(found)})"

    def translation(self) -> str:
        return self.change(self.catalog(), r'^msgstr "(\S.*?)(\.?)"$', rf'msgstr "\1 mot{self.number}\2"')

    def untranslate(self) -> str:
        return self.change(self.catalog(), r'^msgstr ".+[^n]"$', 'msgstr ""')

    def paragraph(self) -> str:
        return self.change(self.page(), r"^(\w[^\n]{60,})\.$", rf"\1 word{self.number}.")

    def title(self) -> str:
        line = "-" * 60
        return self.change(self.page(), r"^(\w[^\n]*)\n[-]{5,}$", rf"\1 t{self.number}\n{line}")

    def add_page(self) -> str:
        path = self.root / "source" / "part-0" / f"page-9{self.number:02}.rst"
        path.write_text(
            f".. _page-9{self.number:02}:\n\nNew page {self.number}\n==============\n\nSee :doc:`/index`.\n"
        )
        index = self.root / "source" / "part-0" / "index.rst"
        return self.change(index, r"^(   page-\d+)$", rf"\1\n   {path.stem}")

    def remove_page(self) -> str:
        if len(self.pages()) < 4:
            return self.paragraph()
        path = self.page()
        path.unlink()
        return self.change(self.root / "source" / "part-0" / "index.rst", rf"^   {path.stem}\n", "")

    def label(self) -> str:
        return self.change(self.page(), r"^(\w[^\n]*)\n([=-]{5,})$", rf".. _new-{self.number}:\n\n\1\n\2")

    def term(self) -> str:
        return self.change(
            self.root / "source" / "glossary.rst", r"^   (\w[\w ]+)$", rf"   \1\n   other word {self.number}"
        )

    def index_entry(self) -> str:
        return self.change(self.page(), r"^\n(\w[^\n]{60,})$", rf"\n.. index:: entry {self.number}\n\n\1")

    def figure(self) -> str:
        figure = f".. _extra-{self.number}:\n\n.. figure:: /picture.png\n\n   Picture {self.number}"
        return self.change(self.page(), r"^\n(\w[^\n]{60,})$", rf"\n{figure}\n\n\1 :numref:`extra-{self.number}`")

    def reorder(self) -> str:
        return self.change(self.root / "source" / "part-0" / "index.rst", r"^(   page-\d+)\n(   page-\d+)$", r"\2\n\1")

    def link(self) -> str:
        target = self.rng.choice([*self.pages(), self.root / "source" / "part-0" / "page-404.rst"]).stem
        return self.change(self.page(), r"^(\w[^\n]{60,})\.$", rf"\1 :doc:`{target}`.")

    def touch(self) -> str:
        """Give a changed text the date of long ago, as unpacking an archive does."""
        path = self.page()
        said = self.change(path, r"^(\w[^\n]{60,})\.$", rf"\1 old{self.number}.")
        os.utime(path, (1_000_000_000, 1_000_000_000))
        return f"{said}, long ago"

    def picture(self) -> str:
        """Change the bytes of a picture, which no text shows."""
        path = self.root / "source" / "picture.png"
        path.write_bytes(path.read_bytes() + str(self.number).encode())
        return "picture"

    def publication(self) -> str:
        catalog = self.root / "locales" / LOCALE / "LC_MESSAGES" / "publication.po"
        return self.change(catalog, r'^msgstr "(A gen.*)"$', rf'msgstr "\1 {self.number}"')

    def remove_file(self) -> str:
        """Delete a built file."""
        built = [*(self.root / "build" / "editions").rglob("*.epub"), *(self.root / "build" / "latex").rglob("*.tex")]
        path = self.rng.choice(sorted(path for path in built if path.parent.suffix != ".job"))
        path.unlink()
        return f"{path.relative_to(self.root)} deleted"


def made(root: Path) -> set[str]:
    """Build the editions of all languages of the project in *root*; return the names of those that were not as before.

    Without PDFs, the LaTeX files are written as the first step towards them.
    """
    project = load(root)
    for language in project.translations:
        compilation.compile_catalogs(project, language)
    builds = resolve(project, languages=project.languages)
    todo = plan.make_plan(builds, run.select_editions(project))
    if not WITH_PDF:
        todo = replace(todo, tasks=tuple(task for task in todo.tasks if "pdf" not in task.kind))
    with executors.local_executor() as executor:
        results = run.run_plan(builds, todo, executor) if todo.tasks else []
    assert not [item.error for item in results if item.error]
    return {item.edition.name for item in results if item.seconds}


def generate(root: Path) -> None:
    """Write the project that is edited: six pages in two guides of a set, in two languages."""
    generated.write(root, generated.Shape(pages=6, words=1_800, languages=2, seed=SEED))
    file = root / "pyproject.toml"
    text = file.read_text(encoding="utf-8").replace('"pdf"]', '"pdf", "accessible.pdf"]')
    file.write_text(re.sub(r"^books = .*$", BOOKS, text, flags=re.MULTILINE), encoding="utf-8")


def files(root: Path) -> dict[str, bytes]:
    folder = root / "build"
    made = [path for path in (folder / "editions").rglob("*") if path.is_file() and path.name != "made.json"]
    made += (folder / "latex").glob("*/*")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(made) if path.is_file()}


@pytest.mark.slow
def test_a_build_on_top_of_another_is_a_clean_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root, clean = tmp_path / "root", tmp_path / "clean"
    monkeypatch.setattr(generated, "CHAPTERS", 3)
    generate(root)
    edits = Edits(root, random.Random(SEED))
    made(root)
    told = []
    for _ in range(EDITS):
        for _ in range(edits.rng.choice((1, 1, 2))):
            told.append(edits.one())
        made(root)
        shutil.rmtree(clean, ignore_errors=True)
        shutil.copytree(root, clean, ignore=shutil.ignore_patterns("build"))
        made(clean)
        found, expected = files(root), files(clean)
        assert found.keys() == expected.keys(), told
        different = [name for name in found if found[name] != expected[name]]
        assert not different, (different, told)


@pytest.mark.slow
def test_only_the_books_that_contain_a_page_are_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setattr(generated, "CHAPTERS", 3)
    generate(tmp_path)
    alone = tmp_path / "source" / "alone.rst"
    alone.write_text(":orphan:\n\nIn no guide\n===========\n\nSome words.\n", encoding="utf-8")
    made(tmp_path)
    latex = tmp_path / "build" / "latex" / LOCALE

    def written(path: Path, pattern: str, new: str) -> tuple[set[str], set[str]]:
        before = {file: file.stat().st_mtime_ns for file in latex.glob("*.tex")}
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(pattern, new, text, count=1, flags=re.MULTILINE), encoding="utf-8")
        names = made(tmp_path)
        return names, {file.stem for file, time in before.items() if file.stat().st_mtime_ns != time}

    catalog = tmp_path / "locales" / LOCALE / "LC_MESSAGES" / "part-1" / "page-004.po"
    changed = written(catalog, r'^msgstr "(\S.{60,})\."$', r'msgstr "\1 davantage."')
    assert changed == ({"fr/guide.html", "fr/guide.epub", "fr/one.epub"}, {"guide", "one"})
    changed = written(alone, "Some words", "Other words")
    assert changed == ({"en/guide.html", "fr/guide.html"}, set())


@pytest.mark.slow
def test_one_translated_message_writes_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    generated.write(tmp_path, generated.Shape(pages=6, words=1_800, languages=2, seed=SEED))
    made(tmp_path)
    folder = tmp_path / "build" / "editions" / LOCALE / "html"
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")}
    catalog = tmp_path / "locales" / LOCALE / "LC_MESSAGES" / "part-0" / "page-002.po"
    text = catalog.read_text(encoding="utf-8")
    longest = max(re.findall(r'^msgstr "(.*)\."$', text, re.MULTILINE), key=len)
    catalog.write_text(text.replace(longest, f"{longest} davantage"), encoding="utf-8")
    made(tmp_path)
    written = {path.relative_to(folder).as_posix() for path in before if path.stat().st_mtime_ns != before[path]}
    # With the page: those that list it in their contents, as Sphinx does, and the index of all pages.
    assert written == {"part-0/page-002.html", "part-0/index.html", "genindex.html"}
    assert "davantage" in (folder / "part-0" / "page-002.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_build_of_one_language_goes_on_from_one_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They run in different processes, where other modules were imported before; no page shows it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    generated.write(tmp_path, generated.Shape(pages=6, words=1_800, languages=2, seed=SEED))
    known = []
    for arguments in (["-f", "html"], [LOCALE, "-f", "html"]):
        path = tmp_path / "locales" / LOCALE / "LC_MESSAGES" / "part-0" / "page-002.po"
        path.write_text(path.read_text("utf-8").replace('."\n', f' {len(known)}."\n', 1), "utf-8")
        subprocess.run([sys.executable, "-m", "octavo", "build", *arguments], cwd=tmp_path, check=True)
        known.append(store.load(tmp_path / "build" / "doctrees" / LOCALE / "html.json"))
    assert known[0]["others"] == known[1]["others"]
    assert known[0]["pages"] != known[1]["pages"]
