"""The command ``octavo compare``: Sphinx without Octavo, and Octavo, build the same project."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from octavo.catalogs import po
from octavo.findings import Finding, Location, Severity
from octavo.project import Language, Project
from octavo.publication.comparison import UNKNOWN, Comparison, Missing, Side, _Reasons
from octavo.publication.comparison.pages import lost_links

CONF = """project = "Boats"
extensions = []
html_theme = "alabaster"
locale_dirs = ["locale", "shared"]
gettext_additional_targets = ["literal-block", "raw", "index", "image"]
"""
PAGE = """Boats
=====

A boat floats.

.. versionadded:: 2
   It sails.

.. raw:: html

   <p class="note">Read this first</p>

.. code-block:: python

   print("boat")

.. image:: boat.png
   :alt: A red boat

See the :doc:`harbour <harbour>`.

.. toctree::
   :caption: More boats

   harbour
"""
FRENCH = {
    "Boats": "Bateaux",
    "A boat floats.": "Un bateau flotte.",
    "It sails.": "Il navigue.",
    '<p class="note">Read this first</p>': '<p class="note">À lire d’abord</p>',
    'print("boat")': 'print("bateau")',
    "A red boat": "Un bateau rouge",
    ".. image:: boat.png": ".. image:: bateau.png",
    "More boats": "D’autres bateaux",
    "See the :doc:`harbour <harbour>`.": "Voyez le :doc:`port <harbour>`.",
}


def project(folder: Path, french: dict[str, str]) -> Path:
    docs = folder / "docs"
    docs.mkdir()
    (docs / "conf.py").write_text(CONF, encoding="utf-8")
    (docs / "index.rst").write_text(PAGE, encoding="utf-8")
    (docs / "harbour.rst").write_text("Harbour\n=======\n\nBoats rest.\n", encoding="utf-8")
    for name in ("boat", "bateau"):
        (docs / f"{name}.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    catalog(docs / "locale/fr/LC_MESSAGES/index.po", french)
    catalog(docs / "shared/fr/LC_MESSAGES/harbour.po", {"Boats rest.": "Les bateaux dorment."})
    octavo(folder, "init")
    return folder


def catalog(path: Path, messages: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = {"": "Content-Type: text/plain; charset=UTF-8\n", **messages}
    path.write_text(
        "\n".join(f"msgid {json.dumps(k, ensure_ascii=False)}\nmsgstr {json.dumps(v, ensure_ascii=False)}\n"
                  for k, v in entries.items()), encoding="utf-8",
    )  # fmt: skip


def octavo(folder: Path, *arguments: str, status: int = 0) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "octavo", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert run.returncode == status, run.stdout + run.stderr
    return run.stdout


def compared(folder: Path, status: int = 0) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(octavo(folder, "compare", "fr", "--json", status=status))[0]
    return row


@pytest.mark.slow
def test_everything_that_sphinx_translates_is_translated_before_and_after_the_first_update(tmp_path: Path) -> None:
    folder = project(tmp_path, FRENCH)
    before = compared(folder)
    assert (before["missing"], before["pages"], before["links"], before["unexplained"]) == ([], [], [], 0)
    assert before["plain"]["messages"] == before["octavo"]["messages"] == 9
    octavo(folder, "update")
    assert compared(folder)["missing"] == []
    page = (folder / "build/octavo/editions/fr/html/index.html").read_text(encoding="utf-8")
    assert "bateau&quot;" in page or 'bateau"' in page
    assert "À lire d’abord" in page
    assert 'alt="Un bateau rouge" src="_images/bateau.png"' in page
    assert "Les bateaux dorment." in (folder / "build/octavo/editions/fr/html/harbour.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_refused_message_is_named_with_the_finding(tmp_path: Path) -> None:
    bad = {
        "A boat floats.": "Un bateau flotte : https://evil.example/.",
        "It sails.": "Il `navigue <https://other.example/>`_.",
        '<p class="note">Read this first</p>': '<p class="note"><script>x</script></p>',
    }
    row = compared(project(tmp_path, FRENCH | bad))
    reasons = {item["text"]: item["reason"] for item in row["missing"]}
    assert "[guard-link]" in reasons["Un bateau flotte : https://evil.example/."]
    assert any("guard-plain" in reason for reason in reasons.values())
    assert len(reasons) == 2
    # The link that is gone belongs to the refused message, the other one to a message that is shown without it.
    links = {item["text"]: item["reason"] for item in row["links"]}
    assert links.keys() == {"https://evil.example/", "https://other.example/"}
    assert all("[guard-link]" in reason or "[guard-" in reason for reason in links.values())
    assert row["unexplained"] == 0
    page = (tmp_path / "build/octavo/editions/fr/html/index.html").read_text(encoding="utf-8")
    assert "Il navigue." in page


@pytest.mark.slow
def test_a_catalog_that_cannot_be_read_is_named_and_its_page_stays_in_english(tmp_path: Path) -> None:
    folder = project(tmp_path, FRENCH)
    path = folder / "docs/locale/fr/LC_MESSAGES/index.po"
    path.write_text(path.read_text(encoding="utf-8") + "\n<<<<<<< HEAD\n", encoding="utf-8")
    octavo(folder, "publish", "-f", "html")
    page = (folder / "build/octavo/site/fr/index.html").read_text(encoding="utf-8")
    assert "A boat floats." in page
    # A site without an address has a cover on its landing page only.
    assert "og:image" not in page
    assert not (folder / "build/octavo/editions/fr/html/_covers").exists()
    assert (folder / "build/octavo/site/en/_covers").is_dir()
    assert "-small.png" in (folder / "build/octavo/site/index.html").read_text(encoding="utf-8")
    harbour = (folder / "build/octavo/site/fr/harbour.html").read_text(encoding="utf-8")
    assert "Les bateaux dorment." in harbour
    assert "100" not in octavo(folder, "status", "--csv").split("fr,")[1].split(",")[1]
    assert "[catalog-conflict]" in octavo(folder, "check", "fr", status=1)
    octavo(folder, "publish", "-f", "html", "--strict", status=1)


@pytest.mark.slow
def test_a_message_that_is_cut_off_is_named_and_costs_its_page_no_other_message(tmp_path: Path) -> None:
    folder = project(tmp_path, FRENCH)
    path = folder / "docs/locale/fr/LC_MESSAGES/index.po"
    path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "A"\nmsgstr "B\n', encoding="utf-8")
    octavo(folder, "build", "-f", "html")
    page = (folder / "build/octavo/editions/fr/html/index.html").read_text(encoding="utf-8")
    assert "Un bateau flotte." in page
    assert "the file may be cut off here" in octavo(folder, "check", "fr", status=1)


@pytest.mark.slow
def test_a_link_that_a_translation_lacks_is_explained(tmp_path: Path) -> None:
    folder = project(tmp_path, FRENCH)
    page = folder / "docs/port/quay.rst"
    page.parent.mkdir()
    page.write_text(":orphan:\n\nQuay\n====\n\nBoats are at https://a.example/ now.\n", encoding="utf-8")
    (folder / "docs/conf.py").write_text(CONF.replace("gettext_compact = False\n", ""), encoding="utf-8")
    # Sphinx reads no catalog of this name; “octavo update” takes its translations over.
    catalog(
        folder / "docs/locale/fr/LC_MESSAGES/docs-port.po",
        {"Boats are at https://a.example/ now.": "Les bateaux sont là."},
    )
    octavo(folder, "update")
    row = compared(folder)
    assert [(item["text"], "[markup-link-missing]" in item["reason"]) for item in row["links"]] == [
        ("https://a.example/", True)
    ]
    assert row["unexplained"] == 0


@pytest.mark.slow
def test_a_page_keeps_the_links_of_its_theme(tmp_path: Path) -> None:
    folder = project(tmp_path, FRENCH)
    conf = folder / "docs/conf.py"
    own = """html_theme = "furo"
html_theme_options = {
    "source_repository": "https://github.com/ada/boats/", "source_branch": "main", "source_directory": "docs/",
    "footer_icons": [{"name": "Code", "url": "https://icon.example/", "html": "C", "class": ""}],
}"""
    conf.write_text(conf.read_text(encoding="utf-8").replace('html_theme = "alabaster"', own), encoding="utf-8")
    (folder / "pyproject.toml").unlink()
    octavo(folder, "init")
    assert compared(folder)["links"] == []
    page = (folder / "build/octavo/editions/fr/html/harbour.html").read_text(encoding="utf-8")
    assert all(link in page for link in ("https://github.com/ada/boats/", "https://icon.example/", "harbour.rst"))


def test_a_finding_explains_a_lost_link_only_on_a_page_that_has_its_message(tmp_path: Path, small: Project) -> None:
    """A catalog may be that of the whole project."""
    whole = replace(small, compact="all")
    language = Language("fr")
    path = whole.catalogs(language) / "all.po"
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        '#: source/one/index.rst:4\nmsgid "A boat."\nmsgstr "Un `bateau <https://evil.example/>`_."\n',
        encoding="utf-8",
    )
    line = list(po.read(path))[-1].msgstr_line
    found = Finding("guard-link", Severity.ERROR, Location(path, line), "It links elsewhere", "Copy it")
    reasons = _Reasons(whole, language, [found], "")
    assert reasons.of_link("one/index.html", "https://evil.example/") == "It links elsewhere [guard-link]"
    assert reasons.of_link("two/index.html", "https://evil.example/") == UNKNOWN


def test_what_no_finding_names_is_unexplained() -> None:
    side = Side(1, 1, 0, 1, 0.0)
    named = Missing("index", "Un", "It links … [guard-link]")
    links = (Missing("a.html", "https://a.example/", "It … [guard-link]"), Missing("b.html", "c.html", UNKNOWN))
    result = Comparison(Language("fr"), side, side, (named, Missing("two", "Deux", UNKNOWN)), ("gone.html",), links)
    assert result.unexplained == 3


def test_lost_links_are_those_of_pages_that_both_have() -> None:
    plain = {"a.html": frozenset(("b.html", "https://a.example/")), "gone.html": frozenset(("a.html",))}
    assert list(lost_links(plain, {"a.html": frozenset(("b.html", "new.html"))})) == [("a.html", "https://a.example/")]
