"""Catalogs that are not Octavo's, and translations that nobody is asked for: neither is lost."""

from __future__ import annotations

from dataclasses import replace

from octavo.catalogs import po
from octavo.catalogs.extract import pot
from octavo.catalogs.extract.pot import Extracted
from octavo.catalogs.po import Catalog, Message
from octavo.project import Project
from octavo.project import git as repository
from tests.catalogs.merge.conftest import HEADER, Tree
from tests.conftest import Repository


def put(tree: Tree, name: str, *messages: Message) -> bytes:
    path = tree.folder / f"{name}.po"
    po.write(Catalog(path, (HEADER, *messages)))
    return path.read_bytes()


def test_the_catalog_of_an_application_is_left_alone(tree: Tree) -> None:
    tree.put("a", Message("One", ("Un",)))
    before = put(tree, "django", Message("Log in", ("Entrer",), references=("app/views.py:7",)))
    done = tree.update(a=["One"])
    assert (tree.folder / "django.po").read_bytes() == before
    assert (done.removed, tree.retired()) == ((), ())


def test_a_catalog_that_names_no_file_is_left_alone(tree: Tree) -> None:
    before = put(tree, "words", Message("Log in", ("Entrer",)))
    tree.update(a=["One"])
    assert (tree.folder / "words.po").read_bytes() == before


def test_a_catalog_of_another_that_cannot_be_read_stops_nothing(tree: Tree) -> None:
    path = tree.folder / "other.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('msgid "cut off\n', encoding="utf-8")
    tree.update(a=["One"])
    assert path.read_text(encoding="utf-8") == 'msgid "cut off\n'


def test_the_catalog_of_a_removed_page_is_named_when_it_goes(tree: Tree) -> None:
    path = tree.put("old", Message("Gone", ("Parti",)))
    done = tree.update(a=["One"])
    assert done.removed == (path,) and not path.exists()
    assert [message.msgstr for message in tree.retired()] == ["Parti"]


def test_a_page_is_known_by_the_references_that_sphinx_writes(tree: Tree) -> None:
    put(tree, "two/old", Message("Gone", ("Parti",), references=("../../docs/two/old.rst:12",)))
    assert [path.name for path in tree.update(a=["One"]).removed] == ["old.po"]


def test_a_page_is_known_by_the_history_of_its_file(tree: Tree, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(repository, "was_known", lambda root, paths: asked.extend(paths) or True)
    put(tree, "old", Message("Gone", ("Parti",)))
    assert [path.name for path in tree.update(a=["One"]).removed] == ["old.po"]
    assert asked == ["source/old.md", "source/old.rst"]


def test_sphinxs_own_words_stay_whether_a_template_has_them_or_not(tree: Tree) -> None:
    before = put(tree, "sphinx", Message("Next topic", ("Suite",)))
    tree.update(a=["One"])
    assert (tree.folder / "sphinx.po").read_bytes() == before
    tree.update(a=["One"], sphinx=["Words of a template"])
    assert {m.msgid: m.msgstr for m in tree.read("sphinx")} == {"Words of a template": "", "Next topic": "Suite"}
    assert tree.update(a=["One"], sphinx=["Words of a template"]).written == ()


def test_a_text_that_nobody_is_asked_for_keeps_its_translation(tree: Tree) -> None:
    tree.put("a", Message("One", ("Un",)), Message("7", ("٧",)), Message("8", ("",)))
    known = Message("7", obsolete=True)
    tree.update(a=["One", known, Message("8", obsolete=True)])
    assert [(m.msgid, m.msgstr) for m in tree.read("a")] == [("One", "Un"), ("7", "٧")]
    assert tree.update(a=["One", known]).written == ()


def test_numbers_are_asked_for_in_adopted_projects_only(tree: Tree) -> None:
    texts = [Extracted("One", "a.rst"), Extracted("7", "a.rst"), Extracted("Two", "a.rst", is_wanted=False)]
    for style, wanted in ((True, ["One"]), (False, ["One", "7"])):
        project = replace(tree.project, house_style=style)
        made = pot.messages(pot.asked(project, text) for text in texts)
        assert [message.msgid for message in made if not message.obsolete] == wanted


def test_a_text_that_is_asked_for_once_is_asked_for() -> None:
    made = pot.messages([Extracted("One", "a.rst", is_wanted=False), Extracted("One", "b.rst")])
    assert [(message.msgid, message.obsolete) for message in made] == [("One", False)]


def test_git_tells_whether_a_file_was_ever_there(small: Project) -> None:
    assert not repository.was_known(small.root, ["source/index.rst"])
    git = Repository(small)
    git.commit()
    (small.source / "index.rst").unlink()
    git.commit()
    assert repository.was_known(small.root, ["source/index.md", "source/index.rst"])
    assert not repository.was_known(small.root, ["source/never.rst"])
