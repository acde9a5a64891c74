"""A catalog is compiled again when anything changed that it is compiled from, and only then."""

import shutil
from dataclasses import fields, replace
from gettext import GNUTranslations
from pathlib import Path

import pytest

from octavo.catalogs.po import Message
from octavo.compiler import cache, compilation
from octavo.compiler.guard import Context
from octavo.compiler.message_cache import Decision
from octavo.project import load

PROJECT = Path(__file__).parents[1] / "projects" / "small"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT, tmp_path / "small", ignore=shutil.ignore_patterns("build"))
    return tmp_path / "small"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the catalogs that are read."""
    names: list[str] = []
    real = compilation.po.read

    def noted(path: Path, *given):
        names.append(path.stem)
        return real(path, *given)

    monkeypatch.setattr(compilation.po, "read", noted)
    return names


def test_what_did_not_change_is_not_compiled_and_the_result_is_the_same(root: Path, read: list[str]) -> None:
    project = load(root)
    french = project.language("fr")
    first = compilation.compile_catalogs(project, french)
    assert "chapter" in read
    read.clear()
    again = compilation.compile_catalogs(project, french)
    assert read == []
    assert again == replace(first, changed=())


def test_a_changed_catalog_is_compiled_alone(root: Path, read: list[str]) -> None:
    project = load(root)
    french = project.language("fr")
    compilation.compile_catalogs(project, french)
    path = root / "locales" / "fr" / "LC_MESSAGES" / "one" / "chapter.po"
    path.write_text(path.read_text("utf-8").replace("Commencez.", "Allez-y."), "utf-8")
    read.clear()
    assert [item.stem for item in compilation.compile_catalogs(project, french).changed] == ["chapter"]
    # Without a template, its literal blocks are found in the catalog too, which is only skimmed for them.
    assert read == ["chapter"]


@pytest.mark.parametrize("house_style", [True, False])
def test_only_changed_messages_are_judged_again_and_the_result_is_that_of_a_clean_run(
    root: Path, monkeypatch: pytest.MonkeyPatch, house_style: bool
) -> None:
    """Refused or repaired messages, and one that is typeset, are beside the changed one, which moves their lines."""
    project = replace(load(root), house_style=house_style)
    french = project.language("fr")
    path = root / "locales" / "fr" / "LC_MESSAGES" / "one" / "chapter.po"
    pairs = [
        ("Begin.", "Commencez."),
        ("See :doc:`index`.", "Voir « :doc:`index` » : ici !"),
        ("A **bold** word.", "Un mot **gras**."),
        ("Do not run it.", "`Non <javascript:alert(1)>`_"),
        ("Read *all* of it.", "Lisez *tout !"),
    ]
    path.write_text(catalog(*pairs), "utf-8")
    judged: list[str] = []
    decide = compilation._decide

    def noted(message: Message, context: Context) -> Decision:
        judged.append(message.msgid)
        return decide(message, context)

    monkeypatch.setattr(compilation, "_decide", noted)
    first = compilation.compile_catalogs(project, french)
    assert judged.count("Read *all* of it.") == 1
    assert first.refused == (2 if house_style else 0), "an adopted project has both repaired"
    judged.clear()
    pairs[0] = ("Begin.", 'Commencez,\\n"\n"et finissez.')
    path.write_text(catalog(*pairs), "utf-8")
    found = compilation.compile_catalogs(project, french)
    assert judged == ["Begin."]
    binary = (project.compiled_catalogs(french) / "one/chapter.mo").read_bytes()
    shutil.rmtree(project.build)
    clean = compilation.compile_catalogs(project, french)
    assert len(judged) > 5
    assert found == replace(clean, changed=found.changed)
    assert binary == (project.compiled_catalogs(french) / "one/chapter.mo").read_bytes()
    # Other settings of the guard judge all of them.
    judged.clear()
    compilation.compile_catalogs(replace(project, allowed_hosts=frozenset({"example.org"})), french)
    assert {text for text, _ in pairs} <= set(judged)


def test_a_compiled_catalog_that_somebody_touched_is_made_again(root: Path) -> None:
    project = load(root)
    french = project.language("fr")
    compilation.compile_catalogs(project, french)
    binary = project.compiled_catalogs(french) / "one" / "chapter.mo"
    data = binary.read_bytes()
    binary.write_bytes(b"something else")
    compilation.compile_catalogs(project, french)
    assert binary.read_bytes() == data


def test_what_was_refused_is_reported_again_without_being_compiled(root: Path, read: list[str]) -> None:
    project = load(root)
    french = project.language("fr")
    path = root / "locales" / "fr" / "LC_MESSAGES" / "one" / "chapter.po"
    path.write_text(path.read_text("utf-8").replace("Commencez.", "`Commencez <javascript:alert(1)>`_"), "utf-8")
    first = compilation.compile_catalogs(project, french)
    assert (len(first.findings), first.refused) == (1, 1)
    read.clear()
    again = compilation.compile_catalogs(project, french)
    assert read == []
    assert again == replace(first, changed=())


def test_a_host_that_is_allowed_no_longer_is_looked_at_again(root: Path, read: list[str]) -> None:
    project = load(root)
    french = project.language("fr")
    compilation.compile_catalogs(replace(project, allowed_hosts=frozenset({"example.org"})), french)
    read.clear()
    compilation.compile_catalogs(project, french)
    assert "chapter" in read


def test_a_page_is_compiled_again_if_a_term_has_another_name_in_its_language(root: Path) -> None:
    """The term's name is in the catalog of the glossary, and the page uses it: :term:`codage`."""
    for name, text in {
        "source/page.rst": "Page\n====\n\nAn :term:`encoding` or a :term:`codec`.\n",
        "source/words.rst": "Words\n=====\n\n.. glossary::\n\n   encoding\n      One.\n\n   codec\n      Two.\n",
        "locales/fr/LC_MESSAGES/page.po": catalog(
            ("An :term:`encoding` or a :term:`codec`.", "Un :term:`alpha` ou un :term:`beta`.")
        ),
        "locales/fr/LC_MESSAGES/words.po": catalog(("encoding", "alpha"), ("codec", "beta")),
    }.items():
        (root / name).write_text(text, "utf-8")
    assert compiled_page(root) == "Un :term:`alpha <encoding>` ou un :term:`beta <codec>`."
    words = root / "locales/fr/LC_MESSAGES/words.po"
    words.write_text(catalog(("encoding", "beta"), ("codec", "alpha")), "utf-8")
    assert compiled_page(root) == "Un :term:`alpha <codec>` ou un :term:`beta <encoding>`."


@pytest.mark.parametrize("name", sorted({item.name for item in fields(Context)} - {"names", "parsing"}))
def test_each_setting_of_the_guard_counts(name: str) -> None:
    context = Context("fr")
    value = getattr(context, name)
    other = not value if isinstance(value, bool) else (("a", "b"),) if value == () else frozenset({"a"})
    changed = replace(context, **{name: "de" if name == "locale" else other})
    assert cache.input_hash([], changed) != cache.input_hash([], context)


def test_no_known_texts_are_not_the_same_as_no_template() -> None:
    assert cache.input_hash([], Context("fr", known=frozenset())) != cache.input_hash([], Context("fr", known=None))


def catalog(*pairs: tuple[str, str]) -> str:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    return head + "".join(f'\nmsgid "{text}"\nmsgstr "{translation}"\n' for text, translation in pairs)


def compiled_page(root: Path) -> str:
    project = load(root)
    french = project.language("fr")
    compilation.compile_catalogs(project, french)
    with (project.compiled_catalogs(french) / "page.mo").open("rb") as file:
        return GNUTranslations(file).gettext("An :term:`encoding` or a :term:`codec`.")
