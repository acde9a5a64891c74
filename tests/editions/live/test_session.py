"""A live session without the preview: what is saved is read again and written, and nothing else is.

Each test runs it in a process of its own, because Sphinx has global state.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from octavo.editions.live.session import folder
from octavo.project import Project

pytestmark = pytest.mark.slow

_START = """
from pathlib import Path

from octavo.editions.live.session import LiveSession
from octavo.project import load

project = load(Path.cwd())
french = project.language("fr")
catalog = project.catalogs(french) / "one/index.po"
read = []
session = LiveSession(project, french, ["fr"], lambda done, todo: read.append(todo))


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
"""


def run(project: Project, script: str) -> None:
    """Run *script* in a process with a live session of the French pages of *project*."""
    done = subprocess.run(
        [sys.executable, "-c", _START + script], cwd=project.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_saved_catalog_is_read_again_and_its_title_is_on_other_pages(small: Project) -> None:
    run(
        small,
        """
assert "Premier guide" in session.page("one/index") and "Premier guide" in session.page("two/index")
assert session.refresh() == type(session.refresh())(), "nothing was saved"
replace(catalog, "Premier guide", "Guide renommé")
changes = session.refresh()
assert (changes.documents, changes.catalogs) == (("one/index",), ("one/index",))
assert changes.is_news and not changes.must_restart
for name in ("one/index", "two/index", "genindex"):
    assert "Guide renommé" in session.page(name) and "Premier guide" not in session.page(name)
""",
    )


def test_a_save_that_changes_no_menu_keeps_it_and_compares_no_other_catalog(small: Project) -> None:
    run(
        small,
        """
from octavo.sphinxext import catalog_dependencies
from octavo.sphinxext.fastpaths import navigation

session.page("one/index")
compared, digest = [], catalog_dependencies._digest
catalog_dependencies._digest = lambda app, name: compared.append(name) or digest(app, name)
menu, _ = navigation._trees[session._builder]
replace(catalog, "Le plan.", "Le plan du guide.")
session.refresh()
assert "Le plan du guide." in session.page("one/index")
assert navigation._trees[session._builder][0] is menu
assert set(compared) == {"one/index"}
replace(catalog, "Premier guide", "Guide renommé")
session.refresh()
assert "Guide renommé" in session.page("two/index")
assert navigation._trees[session._builder][0] is not menu
""",
    )


def test_a_saved_text_is_read_again_and_a_removed_one_is_no_page(small: Project) -> None:
    run(
        small,
        """
source = project.source / "one/new.rst"
assert session.page("one/new") is None
source.write_text("New page\\n========\\n\\nFirst.\\n")
assert session.refresh().documents == ("one/new",)
assert "First." in session.page("one/new")
replace(source, "First.", "Second.")
session.refresh()
assert "Second." in session.page("one/new")
source.unlink()
session.refresh()
assert session.page("one/new") is None
""",
    )


def test_a_catalog_that_cannot_be_read_leaves_the_page_as_it_is(small: Project) -> None:
    run(
        small,
        """
session.page("one/index")
whole = catalog.read_text("utf-8")
catalog.write_text(whole + '\\nmsgid "cut off', "utf-8")
changes = session.refresh()
assert (changes.documents, changes.catalogs) == ((), ("one/index",))
assert list(session.catalog_errors) == [catalog]
assert "Premier guide" in session.page("one/index")
catalog.write_text(whole.replace("Premier guide", "Guide réparé"), "utf-8")
session.refresh()
assert not session.catalog_errors and "Guide réparé" in session.page("one/index")
""",
    )


def test_a_page_that_cannot_be_written_is_shown_as_it_was_and_says_why(small: Project) -> None:
    run(
        small,
        """
faults = []
session._app.connect("html-page-context", lambda *_: [int(text) for text in faults] and None)
before = session.page("one/index")
replace(catalog, "Premier guide", "Guide renommé")
session.refresh()
faults.append("no number")
assert session.page("one/index") == before
assert "no number" in session.write_errors["one/index"]
faults.clear()
assert "Guide renommé" in session.page("one/index")
assert not session.write_errors
""",
    )


def test_the_next_session_reads_only_what_changed_and_writes_below_its_folder(small: Project) -> None:
    def files() -> set[Path]:
        return {path for path in small.root.rglob("*") if path.is_file() and "__pycache__" not in path.parts}

    before = files()
    run(small, "assert read\nsession.close()\n")
    french = small.language("fr")
    assert {path for path in files() - before if not path.is_relative_to(folder(small, french))} == set()
    run(small, "assert not read\nassert 'Premier guide' in session.page('one/index')\n")


def test_a_picture_that_is_replaced_by_an_older_one_is_shown(small: Project) -> None:
    """Time alone does not tell: a picture may come back from version control."""
    (small.source / "one/photo.png").write_bytes(b"first")
    page = small.source / "one/index.rst"
    page.write_text(page.read_text("utf-8") + "\n.. image:: photo.png\n   :alt: A photo\n", "utf-8")
    run(
        small,
        """
import os

assert "photo.png" in session.page("one/index")
shown = session.output / "_images/photo.png"
assert shown.read_bytes() == b"first"
picture = project.source / "one/photo.png"
picture.write_bytes(b"other")
os.utime(picture, (1, 1))
session.refresh()
session.page("one/index")
assert shown.read_bytes() == b"other"
""",
    )


def test_a_reference_to_a_figure_has_its_number(small: Project) -> None:
    """French writes it without a capital within a sentence."""
    run(
        small,
        """
assert ">figure 1<" in session.page("one/chapter")
""",
    )
