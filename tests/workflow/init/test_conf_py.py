"""conf.py is the owner's: its values count as Sphinx has them, and what cannot be followed is named."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from octavo.errors import OctavoError
from octavo.project import load
from octavo.workflow import init
from tests.workflow.init import tiny
from tests.workflow.init.shapes import catalog

# Each runs the conf.py of a project in a process of its own, with Sphinx.
pytestmark = pytest.mark.slow

TITLES = """copyright = '2001-%Y, The club'
html_title = 'The manual'
epub_title = 'The manual for readers'
epub_author = 'The club'
"""
OVERRULED = """gettext_allow_fuzzy_translations = True
gettext_compact = 'one'
language = 'en_GB'
locale_dirs = ['locales', 'theirs']
"""
SUFFIX = "def setup(app):\n    app.add_source_suffix('.txt', 'restructuredtext')\n"


def test_suffixes_are_those_of_the_running_application(tmp_path: Path) -> None:
    conf = f"import sys\nsys.path.insert(0, {str(tmp_path / 'docs')!r})\nextensions = ['ours']\n"
    root = tiny.make(tmp_path, conf, docs__ours_DOT_py=SUFFIX)
    assert init.plan_init(root).found.suffixes == (".rst", ".txt")


def test_looking_at_a_project_writes_nothing_into_it(tmp_path: Path) -> None:
    """An extension that makes pages as soon as there is a builder, as autosummary and galleries do."""
    makes = (
        "from pathlib import Path\n\n\ndef setup(app):\n    app.connect('builder-inited', make)\n\n\ndef make(app):\n"
    )
    root = tiny.make(tmp_path, makes + "    Path(app.srcdir, 'made.rst').touch()\n")
    init.plan_init(root)
    assert not (root / "docs/made.rst").exists()


def test_an_extension_that_is_not_installed_stops_nothing_yet(tmp_path: Path) -> None:
    root = tiny.make(tmp_path, "extensions = ['nothing_of_this_name']\n")
    assert init.plan_init(root).found.suffixes == (".rst",)


def test_several_folders_of_catalogs_are_read_and_the_first_one_wins(tmp_path: Path) -> None:
    files = {
        "shared__locale__de__LC_MESSAGES__index_DOT_po": catalog(*tiny.PAIRS["de"]),
        "shared__locale__fr__LC_MESSAGES__index_DOT_po": catalog(("Hello", "Salut")),
        "shared__locale__fr__LC_MESSAGES__two_DOT_po": catalog(("Two", "Deux")),
    }
    conf = "locale_dirs = ['locales', '../shared/locale']\n"
    root = tiny.make(tmp_path, conf, docs__two_DOT_rst=":orphan:\n\nTwo\n===\n", **files)
    tiny.run(root, "octavo", "init")
    assert [language.locale for language in load(root).languages] == ["en", "de", "fr"]
    said = tiny.run(root, "octavo", "update")
    assert "locale_dirs does not count: “octavo update” copies what “../shared/locale” has" in said
    made = {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "docs/locales").rglob("*.po")}
    assert {name for name in made if "publication" not in name} == {
        f"docs/locales/{locale}/LC_MESSAGES/{page}.po" for locale in ("de", "fr") for page in ("index", "two")
    }
    tiny.run(root, "octavo", "build", "-f", "html")
    assert "Bonjour" in tiny.page(root, "fr") and "Salut" not in tiny.page(root, "fr")
    assert "Deux" in tiny.page(root, "fr", "two") and "Hallo" in tiny.page(root, "de")
    tiny.run(root, "octavo", "update")
    assert made == {
        path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "docs/locales").rglob("*.po")
    }


def test_a_fuzzy_translation_that_plain_sphinx_shows_is_named_before_the_first_update(tmp_path: Path) -> None:
    root = tiny.make(tmp_path, "gettext_allow_fuzzy_translations = True\n")
    path = root / "docs/locales/fr/LC_MESSAGES/index.po"
    path.write_text(
        path.read_text(encoding="utf-8").replace('msgid "Hello', '#, fuzzy\nmsgid "Hello'), encoding="utf-8"
    )
    tiny.run(root, "octavo", "init")
    assert "fuzzy translations are not published" in tiny.run(root, "octavo", "check")
    assert "fuzzy translations are not published [conf-value]" in tiny.run(root, "octavo", "compare", "fr")


def test_the_text_can_be_elsewhere(tmp_path: Path) -> None:
    root = tiny.make(tmp_path, docs__other_DOT_txt="")
    (root / "conf").mkdir()
    (root / "docs/conf.py").rename(root / "conf/conf.py")
    (root / "docs").rename(root / "manual")
    with pytest.raises(OctavoError, match="--source"):
        init.plan_init(root)
    done = init.plan_init(root, source=root / "manual")
    init.apply_init(done)
    project = load(root)
    assert (project.source_folder, project.configuration_folder, project.catalogs_folder) == (
        "manual", "conf", "manual/locales",
    )  # fmt: skip
    assert [language.locale for language in project.languages] == ["en", "fr"]
    with pytest.raises(OctavoError, match="nowhere"):
        init.plan_init(root, source=root / "nowhere")


def test_an_extension_that_moves_the_text_is_the_reason(tmp_path: Path) -> None:
    moved = "from pathlib import Path\n\n\ndef setup(app):\n    app.srcdir = Path(app.srcdir, 'deep')\n"
    root = tiny.make(tmp_path, moved)
    (root / "docs/index.rst").rename(root / "index.txt")
    with pytest.raises(OctavoError, match=r"an extension moves the text to .*deep"):
        init.plan_init(root)


def test_of_two_folders_for_one_language_tag_one_is_left_aside(tmp_path: Path) -> None:
    root = tiny.make(tmp_path, locales=("sr@latin", "sr_Latn", "ca@valencia", "lzh"))
    found = init.plan_init(root).found
    assert found.languages == ("en", "ca@valencia", "sr@latin")
    assert found.aside == ("lzh", "sr_Latn")


def test_titles_of_conf_py_are_shown_and_can_be_translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1100000000")
    root = tiny.make(tmp_path, TITLES)
    tiny.run(root, "octavo", "init")
    tiny.run(root, "octavo", "update")
    words = root / "docs/locales/fr/LC_MESSAGES/publication.po"
    text = words.read_text(encoding="utf-8")
    for msgid, msgstr in (("The manual", "Le manuel"), ("The manual for readers", "Le livre"), ("The club", "Le club")):
        assert f'msgid "{msgid}"\nmsgstr ""' in text
        text = text.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{msgstr}"')
    words.write_text(text, encoding="utf-8")
    tiny.run(root, "octavo", "build")
    for locale, title, book, author in (
        ("en", "The manual", "The manual for readers", "The club"), ("fr", "Le manuel", "Le livre", "Le club"),
    ):  # fmt: skip
        assert f"{title}</title>" in tiny.page(root, locale) and "2001-2004, The club" in tiny.page(root, locale)
        (path,) = root.glob(f"build/octavo/editions/{locale}/*.epub")
        with zipfile.ZipFile(path) as epub:
            package = next(epub.read(name).decode() for name in epub.namelist() if name.endswith(".opf"))
        assert f">{book}</dc:title>" in package and f">{author}</dc:creator>" in package
        assert "2001-2004, The club</dc:rights>" in package


def test_a_value_that_does_not_count_is_named_by_update_and_check(tmp_path: Path) -> None:
    root = tiny.make(tmp_path)
    tiny.run(root, "octavo", "init")
    assert "does not count" not in tiny.run(root, "octavo", "update")
    assert "no findings" in tiny.run(root, "octavo", "check")
    other = root / "docs/theirs/fr/LC_MESSAGES/index.po"
    other.parent.mkdir(parents=True)
    other.write_text(catalog(), encoding="utf-8")
    conf = root / "docs/conf.py"
    conf.write_text(f"{conf.read_text(encoding='utf-8')}\n{OVERRULED}\n{SUFFIX}", encoding="utf-8")
    names = ("gettext_allow_fuzzy_translations", "gettext_compact", "language", "locale_dirs", "source_suffix")
    for command in ("update", "check"):
        said = tiny.run(root, "octavo", command)
        for name in names:
            assert f"{name} does not count: " in said, command
        line = conf.read_text(encoding="utf-8").splitlines().index("gettext_allow_fuzzy_translations = True") + 1
        assert f"docs/conf.py:{line}: note: gettext_allow_fuzzy_translations" in said


def test_a_document_in_the_folder_of_the_catalogs_is_a_page_of_an_adopted_project(tmp_path: Path) -> None:
    root = tiny.make(tmp_path, docs__locales__about_DOT_rst=":orphan:\n\nAbout\n=====\n")
    tiny.run(root, "octavo", "init")
    tiny.run(root, "octavo", "update")
    assert (root / "build/octavo/templates/locales/about.pot").is_file()
