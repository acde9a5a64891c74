"""Three versions of a text in three languages, published side by side."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from octavo.errors import OctavoError
from octavo.project import load
from octavo.publication import versions

CONF = 'project = "Boats"\nextensions = []\nhtml_theme = "alabaster"\n'
WORDS = {"fr": {"Boats": "Bateaux", "Sails": "Voiles"}, "de": {"Boats": "Boote", "Sails": "Segel"}}


def write(folder: Path, pages: dict[str, str]) -> None:
    docs = folder / "docs"
    docs.mkdir(exist_ok=True)
    (docs / "conf.py").write_text(CONF, encoding="utf-8")
    tree = "".join(f"   {name}\n" for name in pages if name != "index")
    for name, title in pages.items():
        text = f"{title}\n{'=' * len(title)}\n" + (f"\n.. toctree::\n\n{tree}" if name == "index" else "")
        (docs / f"{name}.rst").write_text(text, encoding="utf-8")
        for locale, words in WORDS.items():
            path = docs / "locales" / locale / "LC_MESSAGES" / f"{name}.po"
            path.parent.mkdir(parents=True, exist_ok=True)
            head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
            path.write_text(f'{head}\nmsgid "{title}"\nmsgstr "{words[title]}"\n', encoding="utf-8")


def run(folder: Path, *command: str) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    if command[0] == "git":
        command = ("git", *identity, *command[1:])
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def commit(folder: Path, tag: str) -> None:
    run(folder, "git", "add", "-A")
    run(folder, "git", "commit", "-qm", tag)
    run(folder, "git", "tag", tag)


def links(page: Path) -> dict[str, str]:
    nav = re.search(r'<nav class="octavo-versions".*?</nav>', page.read_text(encoding="utf-8"), re.DOTALL)
    assert nav, page
    found = dict(re.findall(r'<a href="([^"]+)">([^<]+)</a>', nav.group()))
    return {ref: (page.parent / href).resolve().as_posix() for href, ref in found.items()}


@pytest.mark.slow
def test_each_page_leads_to_itself_in_the_other_versions_and_languages(tmp_path: Path) -> None:
    folder = tmp_path / "boats"
    folder.mkdir()
    run(folder, "git", "init", "-q", "-b", "main")
    write(folder, {"index": "Boats"})
    commit(folder, "1.0")  # before Octavo
    run(folder, sys.executable, "-m", "octavo", "init")
    (folder / ".gitignore").write_text("build/\n", encoding="utf-8")
    write(folder, {"index": "Boats", "sails": "Sails"})
    conf = folder / "docs/conf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace("[]", '["octavo.sphinxext"]'), encoding="utf-8")
    commit(folder, "2.0")
    table = folder / "pyproject.toml"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("[tool.octavo]\n", '[tool.octavo]\nversions = ["main", "2.0", "1.0"]\n'), "utf-8")
    run(folder, "git", "commit", "-qam", "versions")
    run(folder, sys.executable, "-m", "octavo", "publish", "--versions", "-f", "html")
    site = folder / "build/octavo/versions/site"
    for version in ("main", "2.0", "1.0"):
        for tag, title in (("en", "Boats"), ("fr", "Bateaux"), ("de", "Boote")):
            page = site / version / tag / "index.html"
            assert f"<h1>{title}" in page.read_text(encoding="utf-8")
            others = {"main", "2.0", "1.0"} - {version}
            assert links(page) == {other: (site / other / tag / "index.html").as_posix() for other in others}
            languages = re.findall(r'href="\.\./(fr|de|en)/index\.html"', page.read_text(encoding="utf-8"))
            assert set(languages) | {tag} == {"en", "fr", "de"}
    # A page that the other version does not have leads to the first page of its language.
    sails = links(site / "2.0/fr/sails.html")
    assert sails["main"] == (site / "main/fr/sails.html").as_posix()
    assert sails["1.0"] == (site / "1.0/fr/index.html").as_posix()
    assert 'url=main/"' in (site / "index.html").read_text(encoding="utf-8")
    canonical = (site / "2.0/fr/index.html").read_text(encoding="utf-8")
    assert 'href="https://example.org/2.0/fr/' in canonical
    with pytest.raises(OctavoError, match="unknown-version"):
        versions._cloned(load(folder), "3.0")


def test_a_branch_with_slashes_has_one_folder() -> None:
    assert versions.folder_name("release/1.0") == "release-1.0"
