"""octavo init: what it finds, the lines that it adds, and what it says before changing anything."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from octavo.editions.formats.pdf import latex
from octavo.errors import OctavoError
from octavo.project import Format, Project
from octavo.workflow import init
from octavo.workflow.init import snippets
from tests.workflow.init import shapes

EVERY = pytest.mark.parametrize("shape", shapes.SHAPES, ids=[shape.name for shape in shapes.SHAPES])


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def octavo(folder: Path, *arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "octavo", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("extensions = []\n", 'extensions = ["octavo.sphinxext"]\n'),
        ("extensions = ['a', 'é']  # ours\n", "extensions = ['a', 'é', \"octavo.sphinxext\"]  # ours\n"),
        (
            "# é\nextensions = [\n    # first\n    'a',  # one\n]\n",
            "# é\nextensions = [\n    # first\n    \"octavo.sphinxext\",\n    'a',  # one\n]\n",
        ),
        ("extensions = ['a']\r\nx = 1\r\n", "extensions = ['a', \"octavo.sphinxext\"]\r\nx = 1\r\n"),
        ("project = 'x'", "project = 'x'\n\nextensions = [\"octavo.sphinxext\"]\n"),
        ("extensions: list[str] = ['a',\n 'b']\n", "extensions: list[str] = [\"octavo.sphinxext\", 'a',\n 'b']\n"),
        (
            "extensions = ['a']\nextensions += ['b']\n",
            "extensions = ['a', \"octavo.sphinxext\"]\nextensions += ['b']\n",
        ),
        ("extensions = ['a'] + more\n", None),
        ("extensions = list(more)\n", None),
        ("if x:\n    extensions = ['a']\nelse:\n    extensions = ['b']\n", None),
        ("from shared import *\n", None),
    ],
)
def test_the_extension_is_added_to_the_list_and_the_rest_of_conf_py_stays(before: str, after: str | None) -> None:
    assert snippets.with_extension(before) == after


def test_the_table_is_added_and_every_byte_before_it_stays() -> None:
    text = "# é\r\n[tool.x]\r\na = 1 # b"
    added = snippets.with_table(text, {"master": "en", "books": [{"slug": "a", "root": "index", "set": True}]})
    assert added.startswith(text + "\r\n\r\n[tool.octavo]\r\n")
    assert added.count("\n") == added.count("\r\n")


def test_a_title_becomes_the_name_of_a_file() -> None:
    assert [snippets.slug(title) for title in ("My Gadget 2.0", "Élan", "小")] == ["my-gadget-2-0", "elan", "book"]


@pytest.mark.slow
@EVERY
def test_what_is_found_is_what_is_there_and_only_the_announced_lines_change(shape, tmp_path: Path) -> None:
    root = shapes.make(shape, tmp_path)
    before = tree(root)
    shown = octavo(root, "init", "--dry-run").stdout
    assert tree(root) == before
    told = json.loads(octavo(root, "init", "--json").stdout)
    assert told["found"]["compact"] == shape.compact
    assert told["found"]["languages"] == ["en", shape.locale]
    assert told["found"]["theme"] == shape.name
    assert "".join(change["diff"] for change in told["changes"]) == shown
    after = tree(root)
    assert {name for name in after if after[name] != before.get(name)} == {"pyproject.toml", shape.conf}
    for name in ("pyproject.toml", shape.conf):
        old, new = (held.get(name, b"").decode().splitlines() for held in (before, after))
        # Nothing goes but the line that the extension is added to.
        assert sum((Counter(old) - Counter(new)).values()) <= 1
    assert "Nothing changes" in octavo(root, "init").stderr
    assert tree(root) == after


@pytest.mark.slow
@EVERY
def test_any_theme_gets_a_right_site_in_all_languages_and_books(shape, tmp_path: Path) -> None:
    root = shapes.make(shape, tmp_path)
    octavo(root, "init")
    before = tree(root)
    octavo(root, "update")
    catalogs = {name for name, data in tree(root).items() if before.get(name) != data and not name.startswith("build/")}
    assert all(name.endswith(".po") for name in catalogs)
    before = tree(root)
    octavo(root, "publish")
    left = {
        name: data for name, data in tree(root).items() if not name.startswith("build/") and "__pycache__" not in name
    }
    assert left == {name: data for name, data in before.items() if not name.startswith("build/")}
    site = root / "build" / "octavo" / "site"
    tag = shape.locale.replace("_", "-")
    english, other = ((site / folder / f"{shape.page}.html").read_text(encoding="utf-8") for folder in ("en", tag))
    assert shape.translation[0] in english
    assert shape.translation[1] in other
    up = "../" * (shape.page.count("/") + 1)
    assert f'href="{up}{tag}/{shape.page}.html"' in english, "the switcher leads to the other language"
    assert f'href="{up}en/{shape.page}.html"' in other
    assert f'<html lang="{tag}"' in other or f'lang="{tag}"' in other.partition("<body")[0]
    assert "octavo.css" in other
    assert "cannot be mended" not in (root / "build/octavo/logs" / f"{shape.locale}-html.log").read_text(
        encoding="utf-8"
    )
    (epub,) = root.glob(f"build/octavo/editions/{shape.locale}/*.epub")
    with zipfile.ZipFile(epub) as book:
        pages = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    assert shape.translation[1] in pages


def test_a_format_that_the_project_does_not_make_is_an_error_and_not_nothing(small: Project) -> None:
    assert small.format("pdf") is Format.PDF
    with pytest.raises(OctavoError, match="unknown-format"):
        small.format("accessible.pdf")


@pytest.mark.slow
def test_any_fault_of_an_extension_is_a_sentence_and_nothing_is_published(tmp_path: Path) -> None:
    """Here one that no class of Sphinx wraps: it is raised while a page is written."""
    root = shapes.make(shapes.SHAPES[0], tmp_path)
    conf = root / shapes.SHAPES[0].conf
    fault = "def fault(*_):\n    raise SyntaxError('of an extension')\n"
    setup = "def setup(app):\n    app.add_node(nodes.strong, True, html=(fault, None))\n"
    text = conf.read_text(encoding="utf-8")
    conf.write_text(f"{text}\nfrom docutils import nodes\n\n\n{fault}\n\n{setup}", encoding="utf-8")
    octavo(root, "init")
    done = octavo(root, "publish", "-f", "html", status=1)
    said = " ".join((done.stdout + done.stderr).split())
    assert "[sphinx-failed]" in said and "of an extension" in said and "Traceback" not in said
    assert "Nothing was published." in said, "there is no last publication that could stand"
    conf.write_text(f"{text}\nextensions = ['no_such_extension']\n", encoding="utf-8")
    done = octavo(root, "publish", "-f", "html", status=2)
    assert "[sphinx-failed]" in done.stdout + done.stderr and "no_such_extension" in done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
def test_a_pdf_is_made_of_a_translation_with_the_settings_of_the_project(tmp_path: Path) -> None:
    """The shape with a preamble of its own."""
    shape = next(shape for shape in shapes.SHAPES if shape.name == "alabaster")
    root = shapes.make(shape, tmp_path)
    octavo(root, "init")
    assert "[unknown-format]" in octavo(root, "build", "-f", "pdf", status=2).stderr
    file = root / "pyproject.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"epub"]', '"epub", "pdf"]'), encoding="utf-8")
    octavo(root, "build", "-f", "pdf", shape.locale)
    (book,) = root.glob(f"build/octavo/editions/{shape.locale}/*.pdf")
    said = subprocess.run(["pdftotext", book, "-"], capture_output=True, text=True, check=True).stdout
    assert shape.translation[1] in said
    (source,) = root.glob(f"build/octavo/latex/{shape.locale}/*.tex")
    assert "% ours" in source.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "init-no-conf"),
        ({"a/conf.py": "", "b/conf.py": ""}, "init-many-conf"),
        ({"conf.py": "import nothing_of_this_name\n", "index.rst": "A\n=\n"}, "init-conf-broken"),
        ({"conf.py": "project = (\n", "index.rst": "A\n=\n"}, "init-conf-broken"),
        ({"conf.py": "raise SystemExit(3)\n", "index.rst": "A\n=\n"}, "init-conf-broken"),
        ({"conf.py": "project = 'A'\n"}, "init-no-root"),
        ({"conf.py": "needs_sphinx = '99.0'\n", "index.rst": "A\n=\n"}, "init-sphinx-version"),
        ({"conf.py": "", "index.rst": "A\n=\n", "pyproject.toml": "[tool"}, "config-syntax"),
        ({"conf.py": "", "index.rst": "A\n=\n", "pyproject.toml": "tool = {a = 1}\n"}, "init-toml"),
        ({"docs/conf.py": "locale_dirs = ['../../x']\n", "docs/index.rst": "A\n=\n"}, "init-catalogs-outside"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_changes(files: dict[str, str], code: str, tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    with pytest.raises(OctavoError) as caught:
        init.plan_init(root)
    assert caught.value.code == code
    assert "\n" not in caught.value.sentence
    assert {name: data.decode() for name, data in tree(root).items() if "__pycache__" not in name} == files


@pytest.mark.slow
def test_catalogs_that_cannot_be_read_are_named_all_at_once(tmp_path: Path) -> None:
    root = shapes.make(shapes.SHAPES[0], tmp_path)
    path = root / "docs/locale/fr/LC_MESSAGES/index.po"
    path.write_bytes(path.read_bytes().replace(b"Un gadget", "Un gadget é".encode("latin-1")))
    cut = root / "docs/locale/de/LC_MESSAGES/index.po"
    of_master = root / "docs/locale/en/LC_MESSAGES/index.po"
    for broken in (cut, of_master):
        broken.parent.mkdir(parents=True)
        broken.write_text('msgid "cut off\n', encoding="utf-8")
    found = init.plan_init(root).found
    assert [error.path for error in found.broken] == [cut, path], "nobody publishes catalogs of the master's language"
    assert found.languages == ("en", "de", "fr")
