"""The tools that translators use take what a merge wrote: gettext, sphinx-intl, and polib (which Weblate uses)."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from octavo.catalogs import merge, po
from octavo.catalogs.extract import pot
from octavo.catalogs.po import Catalog, State
from octavo.project import Project
from tests.catalogs.merge.conftest import Tree
from tests.catalogs.merge.history import Master, review, translate


def msgfmt(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["msgfmt", "-c", "-o", "/dev/null", path], capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_catalogs_of_any_history_pass_msgfmt(tree: Tree) -> None:
    """gettext's own check, with its header and duplicate rules, takes every catalog and the retired text."""
    if not shutil.which("msgfmt"):
        pytest.skip("gettext is not installed")
    rng = random.Random(11)
    master = Master.of_size(rng, 4, 6)
    for _ in range(12):
        tree.update_pages(master.templates)
        translate(tree, rng)
        review(tree, rng)
        for _ in range(6):
            master.step()
    tree.update_pages(master.templates)
    paths = sorted(tree.project.locales.rglob("*.po"))
    assert tree.retired(), "the history retires something"
    for path in paths:
        assert msgfmt(path).returncode == 0, (path, msgfmt(path).stderr)


def test_a_new_catalog_names_its_language_and_plural_forms(tree: Tree) -> None:
    tree.update(a=["One"])
    headers = tree.read("a").headers
    assert (headers["Language"], headers["Language-Team"]) == ("fr", "French")
    assert headers["Plural-Forms"] == "nplurals=2; plural=(n > 1);"
    assert headers["Content-Type"] == "text/plain; charset=UTF-8"
    assert not any("Date" in name for name in headers if name != "PO-Revision-Date")


def test_polib_reads_the_messages_that_we_wrote(tree: Tree) -> None:
    rng = random.Random(5)
    master = Master.of_size(rng, 2, 6)
    tree.update_pages(master.templates)
    translate(tree, rng)
    master.edit()
    master.delete()
    tree.update_pages(master.templates)
    for domain in master.pages:
        entries = polib.pofile(str(tree.folder / f"{domain}.po"))
        ours = [m for m in tree.read(domain).messages if not m.is_header]
        assert [(e.msgid, e.msgstr, e.obsolete, e.previous_msgid or None) for e in entries] == [
            (m.msgid, m.msgstr, m.obsolete, m.previous_msgid) for m in ours
        ]


@pytest.mark.slow
def test_sphinx_intl_goes_on_working_on_the_same_tree(small: Project) -> None:
    """``sphinx-intl`` update, stat and build work on templates and catalogs of ours, and the next update on theirs."""
    pot.write_pot_files(small)
    wanted = merge.read_templates(small)
    french = small.language("fr")
    removed = small.catalogs(french) / "old.po"
    shutil.copy(small.catalogs(french) / "index.po", removed)
    removed.write_text(removed.read_text(encoding="utf-8") + '\nmsgid "Gone"\nmsgstr "Parti"\n', encoding="utf-8")
    merge.merge_all(small, french, wanted)
    before = {path: path.read_bytes() for path in small.locales.rglob("*.po")}

    assert "update" not in _sphinx_intl(small, "update", "-p", str(small.templates)).lower().split()
    assert {path: path.read_bytes() for path in small.locales.rglob("*.po")} == before
    stat = _sphinx_intl(small, "stat")
    assert "retired.po: 0 translated, 0 fuzzy, 0 untranslated" in stat
    assert "one/chapter.po: " in stat
    _sphinx_intl(small, "build", "-o", str(small.root / "mo"))
    assert (small.root / "mo/fr/LC_MESSAGES/one/chapter.mo").stat().st_size > 100

    # Theirs rewrites a catalog when its texts change; ours brings references, notes and previous msgids back.
    path = small.catalogs(french) / "one/chapter.po"
    before_texts = _texts(po.read(path))
    path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "Extra"\nmsgstr "En plus"\n', encoding="utf-8")
    assert "chapter.po" in _sphinx_intl(small, "update", "-p", str(small.templates))
    merge.merge_all(small, french, wanted)
    assert merge.merge_all(small, french, wanted).written == ()
    assert set(before_texts) <= set(_texts(po.read(path)))


def _texts(content: Catalog) -> list[tuple[str, str, State]]:
    return [(message.msgid, message.msgstr, message.state) for message in content]


def _sphinx_intl(project: Project, *arguments: str) -> str:
    result = subprocess.run(
        [Path(sys.executable).with_name("sphinx-intl"), *arguments, "-d", project.locales, "-l", "fr"],
        cwd=project.root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return result.stdout
