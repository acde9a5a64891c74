"""From catalogs that anybody may have written to compiled catalogs that Sphinx may read."""

import contextlib
import gettext
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from octavo.catalogs import po
from octavo.catalogs.po import Message, catalog_file
from octavo.compiler import compilation
from octavo.compiler.compilation import compile_catalogs, refusals
from octavo.compiler.guard import context_for
from octavo.errors import ContentError
from octavo.findings import Severity
from octavo.project import Language, Project, from_table
from octavo.ui.translations import theme_messages
from tests.conftest import examples

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
TABLE = {
    "master": "en",
    "languages": ["en", "fr", "zh_CN"],
    "books": [{"slug": "set", "root": "index", "set": True}],
    "base-url": "https://octavo.example",
    "metadata": {"title": "Guidance"},
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path)


def make_project(root: Path) -> Project:
    for name in ("index", "guide/chapter"):
        path = root / "source" / f"{name}.rst"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Title\n=====\n\nText.\n", encoding="utf-8")
    return from_table(root, TABLE)


def put(project: Project, domain: str, text: str, locale: str = "fr", header: str = HEADER) -> Path:
    path = project.catalogs(project.language(locale)) / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + text, encoding="utf-8")
    return path


def entry(msgid: str, msgstr: str, flags: str = "") -> str:
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for text in (msgid, msgstr))
    return '{}msgid "{}"\nmsgstr "{}"\n\n'.format(f"#, {flags}\n" if flags else "", *quoted)


def run(project: Project, locale: str = "fr", **options: bool) -> compilation.Compilation:
    return compile_catalogs(project, project.language(locale), **options)


def published(project: Project, domain: str = "index", locale: str = "fr") -> dict[str, str]:
    path = project.compiled_catalogs(project.language(locale)) / f"{domain}.mo"
    return {item.msgid: item.msgstr for item in polib.mofile(str(path))} if path.is_file() else {}


# --- what is written ----------------------------------------------------------------------------------


def test_only_translated_messages_are_written(project):
    put(
        project,
        "index",
        entry("One", "Un") + entry("Two", "") + entry("Three", "Trois", "fuzzy") + '#~ msgid "x"\n#~ msgstr "y"\n',
    )
    assert run(project).written == 1
    assert published(project) == {"One": "Un"}


def test_a_refused_message_keeps_the_english_and_is_a_finding_at_its_msgstr(project):
    path = put(project, "guide/chapter", entry("One", "Un") + entry("Two", ".. raw:: html") + entry("Three", "Trois"))
    result = run(project)
    assert published(project, "guide/chapter") == {"One": "Un", "Three": "Trois"}
    (finding,) = result.findings
    assert (finding.code, finding.location.path) == ("guard-block", path)
    assert "raw" in path.read_text(encoding="utf-8").splitlines()[finding.location.line - 1]
    assert result.refused == 1


def test_text_is_typeset_and_gets_its_boundaries(project):
    put(project, "index", entry("A **most** important word", "是**重要**的词"), "zh_CN")
    run(project, "zh_CN")
    assert published(project, locale="zh_CN") == {"A **most** important word": r"是\ **重要**\ 的词"}


def test_the_catalog_of_the_translator_is_never_touched(project):
    path = put(project, "index", entry("A *word*", "Un *mot* !"))
    before = path.read_bytes()
    run(project)
    assert path.read_bytes() == before


def test_strict_refuses_as_a_whole_and_leaves_what_was_there(project):
    put(project, "index", entry("One", "Un"))
    run(project)
    put(project, "index", entry("One", "Une") + entry("Two", "|release|"))
    with pytest.raises(ContentError) as caught:
        run(project, strict=True)
    assert caught.value.exit_status == 1
    assert caught.value.line == 8
    assert published(project) == {"One": "Un"}


def test_an_unreadable_catalog_stops_everything_before_anything_is_written(project):
    put(project, "guide/chapter", entry("One", "Un"))
    put(project, "index", 'msgid "broken\n')
    with pytest.raises(ContentError):
        run(project)
    assert not project.compiled.exists()


def test_nothing_is_written_twice(project):
    put(project, "index", entry("One", "Un"))
    first = run(project)
    assert [path.name for path in first.changed] == ["index.mo"]
    stamp = first.changed[0].stat().st_mtime_ns
    second = run(project)
    assert second.changed == ()
    assert first.changed[0].stat().st_mtime_ns == stamp


def test_the_compiled_catalog_of_a_catalog_that_is_gone_is_removed(project):
    path = put(project, "guide/chapter", entry("One", "Un"))
    run(project)
    path.unlink()
    assert [item.name for item in run(project).removed] == ["chapter.mo"]
    assert published(project, "guide/chapter") == {}


def test_a_catalog_whose_last_translation_went_leaves_no_compiled_catalog(project):
    put(project, "index", entry("One", "Un"))
    run(project)
    put(project, "index", entry("One", ""))
    assert [item.name for item in run(project).removed] == ["index.mo"]


def test_the_same_messages_make_the_same_bytes(project):
    put(project, "index", entry("One", "Un") + entry("Two", "Deux"))
    (path,) = run(project).changed
    before = path.read_bytes()
    put(project, "index", entry("Two", "Deux") + entry("One", "Un"))
    run(project)
    assert path.read_bytes() == before


# --- files that are traps -----------------------------------------------------------------------------


def test_the_header_is_ours(project):
    """gettext evaluates Plural-Forms and obeys the charset; the interface could show the rest."""
    hostile = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        "\"Plural-Forms: nplurals=2; plural=__import__('os').system('touch x');\\n\"\n"
        '"X-Evil: <script>\\n"\n\n'
    )
    put(project, "index", entry("One", "Un"), header=hostile)
    run(project)
    with (project.compiled_catalogs(project.language("fr")) / "index.mo").open("rb") as stream:
        catalog = gettext.GNUTranslations(stream)
    assert catalog.info() == {
        "content-type": "text/plain; charset=UTF-8",
        "language": "fr",
        "plural-forms": "nplurals=2; plural=(n > 1);",
    }


@pytest.mark.parametrize(
    "data",
    [
        HEADER.replace("UTF-8", "UTF-7").encode() + entry("a", "+ADw-script+AD4-").encode(),
        HEADER.replace("UTF-8", "utf-16").encode("utf-16"),
        HEADER.encode() + b'msgid "a"\nmsgstr "\xff\xfe"\n',
        HEADER.encode() + b'msgid "a"\nmsgstr "b\0c"\n',
        HEADER.encode() + b'msgid "a"\nmsgstr "b\\000c"\n',
    ],
    ids=["utf-7", "utf-16", "not utf-8", "nul byte", "escaped nul"],
)
def test_charset_tricks_are_one_sentence(project, data):
    path = put(project, "index", "")
    path.write_bytes(data)
    with pytest.raises(ContentError) as caught:
        run(project)
    assert str(path) in caught.value.sentence


def test_a_catalog_that_is_a_link_is_refused_unread(project, tmp_path):
    """Or an error message could quote a file of the build host."""
    secret = tmp_path / "secret"
    secret.write_text("password", encoding="utf-8")
    path = put(project, "index", "")
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(ContentError) as caught:
        run(project)
    assert caught.value.code == "catalog-link"
    assert "password" not in caught.value.sentence


def test_a_folder_that_is_a_link_is_no_way_in(project, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "chapter.po").write_text(HEADER + entry("One", "Un"), encoding="utf-8")
    folder = project.catalogs(project.language("fr"))
    folder.mkdir(parents=True)
    (folder / "guide").symlink_to(outside)
    with contextlib.suppress(ContentError):
        run(project)
    assert published(project, "guide/chapter") == {}


def test_a_huge_catalog_is_refused_unread(project, monkeypatch):
    monkeypatch.setattr(catalog_file, "LARGEST", 10)
    put(project, "index", entry("One", "Un"))
    with pytest.raises(ContentError) as caught:
        run(project)
    assert caught.value.code == "catalog-size"


@pytest.mark.parametrize("domain", ["nowhere", "guide"])
def test_a_catalog_of_no_document_is_not_published(project, domain):
    put(project, domain, entry("Search", "<script>alert(1)</script>"))
    result = run(project)
    assert [finding.code for finding in result.findings] == ["catalog-unknown"]
    assert published(project, domain) == {}


def test_the_projects_words_of_the_interface_are_guarded_and_join_those_of_themes(project):
    """Themes print them as HTML: a script is refused; the other words come before the package's own."""
    put(project, "sphinx", entry("Search", "<script>alert(1)</script>") + entry("Fig. %s", "Illustration %s"))
    result = run(project)
    assert {finding.code for finding in result.findings} == {"guard-plain"}
    own = {m.msgid: m.msgstr for m in theme_messages(Language("fr"))}
    assert published(project, "sphinx") == own | {"Fig. %s": "Illustration %s"}
    put(project, "sphinx", entry("Search", "<script>alert(1)</script>"))
    run(project)
    assert published(project, "sphinx") == own


def test_the_publications_own_texts_are_plain(project):
    put(project, "publication", entry("Guidance", r"\input{/etc/passwd}") + entry("Author", "Auteur"))
    result = run(project)
    assert published(project, "publication") == {}
    # The second one is no text of the configuration.
    assert [finding.code for finding in result.findings] == ["guard-plain"] * 3 + ["guard-form"]


def test_allowed_hosts_are_those_of_the_project(project):
    from dataclasses import replace

    put(project, "index", entry("See https://a.org/", "Voyez https://fr.example/"))
    assert run(project).written == 0
    assert (
        compile_catalogs(replace(project, allowed_hosts=frozenset({"fr.example"})), project.language("fr")).written == 1
    )


def test_words_of_a_figure_stay_words(project):
    """Entities, elements and scripts in a translation are text in the figure, whatever the guard lets through."""
    from lxml import etree

    from octavo.catalogs.extract import figures

    path = project.source / "plan.svg"
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text x="1" y="1">Plan</text></svg>', encoding="utf-8")
    evil = '&lol; <script>alert(1)</script> <!ENTITY lol "lol"> ]]> <image href="file:///etc/passwd"/>'
    put(project, "index", entry("Plan", evil))
    run(project)
    words = published(project).get("Plan", evil)
    svg = etree.fromstring(figures.localise(path, project.language("fr"), lambda text: words))
    assert {etree.QName(element).localname for element in svg.iter()} <= {"svg", "text", "tspan"}
    assert "&lol;" in "".join(svg.itertext())


SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>Plan</text><text>12</text></svg>'


@pytest.mark.parametrize("shown", [".. include:: more.inc", ".. image:: plan.svg", ".. only:: html\n\n   Words."])
def test_only_messages_of_the_template_are_compiled_on_a_page_that_shows_other_files(project, shown):
    """An included text, a figure or a condition may have texts that the page itself lacks: the template has them."""
    page, figure, more = (project.source / name for name in ("index.rst", "plan.svg", "more.inc"))
    page.write_text(f"Title\n=====\n\n{shown}\n", encoding="utf-8")
    figure.write_text(SVG, encoding="utf-8")
    more.write_text("Included.\n", encoding="utf-8")
    template = po.Catalog(project.templates / "index.pot", (Message("Plan"), Message("12", obsolete=True)))
    template.path.parent.mkdir(parents=True)
    po.write(template)
    put(project, "index", "".join(entry(text, "X") for text in ("Plan", "12", "Nobody has this.")))
    result = run(project)
    assert published(project) == {"Plan": "X", "12": "X"}
    assert [finding.code for finding in result.findings] == ["guard-form"]
    # An older template may lack what is new in the other file.
    later = template.path.stat().st_mtime + 5
    os.utime(more, (later, later))
    assert run(from_table(project.root, TABLE)).findings == ()
    assert "Nobody has this." in published(project)


@pytest.mark.parametrize("shown", [".. include:: ../README.rst", ".. automodule:: os"])
def test_a_page_with_text_from_elsewhere_takes_any_message(project, shown):
    """Nothing tells whether the template has it all; Sphinx asks for the texts of the page only."""
    (project.source / "index.rst").write_text(f"Title\n=====\n\n{shown}\n", encoding="utf-8")
    project.templates.mkdir(parents=True)
    po.write(po.Catalog(project.templates / "index.pot", (Message("Plan"),)))
    put(project, "index", entry("Elsewhere.", "X"))
    assert run(project).findings == ()


def test_a_number_in_a_figure_is_no_text_for_translators(project):
    from octavo.catalogs.extract import figures

    path = project.source / "plan.svg"
    path.write_text(SVG, encoding="utf-8")
    french = project.language("fr")
    for made in (figures.localise(path, french, lambda text: "X"), figures.translated(path, french, lambda text: "X")):
        assert b"12" in made
        assert b"Plan" not in made


# --- always -------------------------------------------------------------------------------------------

PIECES = [
    ".. role:: x(raw)", ":x:`<b>`", "`t <javascript:x>`_", ":download:`/etc/hostname`", "|a|", "name_", "*", "**", "`",
    "``", "\\", " : ", "::", "#noqa", "\u202e", "\n", "- ", "mot", "重要", "。", " ", ":doc:`/a`", "https://a.org/x",
]  # fmt: skip
fuzz_text = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)


@given(st.lists(st.tuples(st.sampled_from(["Words", "See :doc:`/a`", "At https://a.org/"]), fuzz_text), max_size=3))
@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_message_that_is_published_satisfies_the_guard(project, messages):
    put(project, "index", "".join(entry(msgid, msgstr) for msgid, msgstr in dict(messages).items()))
    context = context_for(project, "fr", "index")
    result = run(project)
    for msgid, msgstr in published(project).items():
        assert refusals(Message(msgid, (msgstr,)), context) == []
    assert len(published(project)) + result.refused == len(dict(messages))


@given(st.binary(max_size=60) | fuzz_text.map(lambda text: f'msgid "a"\nmsgstr "{text}"\n'.encode(errors="ignore")))
@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_compiled_or_is_one_sentence(project, data):
    path = put(project, "index", "")
    path.write_bytes(HEADER.encode() + data)
    try:
        run(project)
    except ContentError as error:
        assert "\n" not in error.sentence


# --- end to end ---------------------------------------------------------------------------------------

PAGE = """\
Title
=====

First paragraph.

Second paragraph.

Third paragraph.

Fourth paragraph.

.. glossary::

   term
      Its meaning.

.. index:: entry
"""
HOSTILE = {
    "First paragraph.": ".. role:: evil(raw)\n   :format: html\n",
    "Second paragraph.": ":evil:`<script>alert('harm')</script>`",
    "Third paragraph.": "`harm <javascript:alert(1)>`_",
    "Fourth paragraph.": ":download:`harm <../../secret.txt>`",
    "Its meaning.": ".. include:: ../../secret.txt",
    "Title": "|release| ``a :evil:`<script>harm</script>` : b``",
}
#: Words of Sphinx's own interface: they come from the catalog "sphinx", and pages print them as they are.
INTERFACE = {"Navigation": "<script>alert('harm in the interface')</script>"}


@pytest.mark.slow
@pytest.mark.parametrize("guarded", [False, True], ids=["guard off", "guard on"])
def test_a_hostile_catalog_harms_only_without_the_guard(tmp_path, guarded, monkeypatch):
    """The same catalogs, compiled with and without the guard, built by Sphinx."""
    project = make_project(tmp_path)
    (project.source / "index.rst").write_text(PAGE, encoding="utf-8")
    (project.root.parent / "secret.txt").write_text("the secret", encoding="utf-8")
    (project.root / "conf.py").write_text(
        "language = 'fr'\nlocale_dirs = ['../build/catalogs/fr']\n"
        "gettext_compact = False\nexclude_patterns = ['guide']\n",
        encoding="utf-8",
    )
    put(project, "index", "".join(entry(*pair) for pair in HOSTILE.items()))
    put(project, "sphinx", "".join(entry(*pair) for pair in INTERFACE.items()))
    if not guarded:
        monkeypatch.setattr(compilation, "refusals", lambda message, context: [])
    result = run(project)
    out = project.build / "html"
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-b",
        "html",
        "-c",
        str(project.root),
        str(project.source),
        str(out),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    page = (out / "index.html").read_text(encoding="utf-8")
    copies = list(out.rglob("secret.txt"))
    if guarded:
        assert result.refused == len(HOSTILE) + len(INTERFACE)
        assert "harm" not in page
        assert copies == []
        assert "Third paragraph." in page
    else:
        assert "<script>alert('harm')</script>" in page
        assert 'href="javascript:alert(1)"' in page
        assert "<script>alert('harm in the interface')</script>" in page
        assert [path.read_text(encoding="utf-8") for path in copies] == ["the secret"]


@pytest.mark.slow
def test_a_page_of_random_hostile_translations_builds_clean(tmp_path):
    """Compiled and built: no script, no foreign link, no copied file, no warning, whatever the catalog says."""
    import random

    dice = random.Random(20200603)  # a fixed seed, no secret
    pieces = [*PIECES, "<script>", "`<i>`:raw:", "https://evil.example/", ".. include:: /etc/hostname", "[1]_", "_`t`"]
    masters = [f"Paragraph {number} of the page." for number in range(300)]
    project = make_project(tmp_path)
    (project.source / "guide" / "chapter.rst").unlink()
    (project.source / "index.rst").write_text("Title\n=====\n\n" + "\n\n".join(masters) + "\n", encoding="utf-8")
    (project.root / "conf.py").write_text(
        "language = 'fr'\nlocale_dirs = ['../build/catalogs/fr']\ngettext_compact = False\n", encoding="utf-8"
    )
    translations = ["".join(dice.choices(pieces, k=dice.randint(1, 5))) for _ in masters]
    put(project, "index", "".join(map(entry, masters, translations)))
    result = run(project)
    assert 20 < result.written < len(masters)
    out = project.build / "html"
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", "-c", str(project.root)]
    subprocess.run([*command, str(project.source), str(out)], check=True, capture_output=True, timeout=120)
    page = (out / "index.html").read_text(encoding="utf-8")
    body = page[page.index('<div class="body"') : page.index('<div class="sphinxsidebar"')]
    assert "<script" not in body
    assert not re.search(r"""=\s*["']?\s*javascript:""", body, re.IGNORECASE)  # as words it is harmless
    assert 'href="http' not in body
    assert not (out / "_downloads").exists()


@pytest.mark.parametrize(
    ("slip", "severity"),
    [
        (entry("Two", "Deux") + entry("Two", "Second"), Severity.WARNING),
        ('msgid "Two"\nmsgstr "Deux\n\n', Severity.WARNING),
        ('msgid "Two"\nmsgstr "Deux"\n\nmsgid "Three"\nmsgstr "Trois" oops\n\n', Severity.ERROR),
    ],
)
def test_a_slip_costs_an_adopted_project_no_page_and_blocks_one_of_its_own(
    project: Project, slip: str, severity: Severity
) -> None:
    path = put(project, "index", entry("One", "Un") + slip + entry("Last", "Dernier"))
    with pytest.raises(ContentError):
        run(project)
    adopted = replace(project, house_style=False)
    done = run(adopted)
    (found,) = done.findings
    assert (found.location.path, found.severity, done.written) == (path, severity, 3)
    assert [published(adopted)[word] for word in ("One", "Two", "Last")] == ["Un", "Deux", "Dernier"]
    assert run(adopted).findings == done.findings


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Un\tmot", "Un mot"),
        ("Un mot\n", "Un mot"),
        ("Un\nmot", "Un mot"),
        ("Un\x85mot", "Un mot"),
        ("Un \n\n mot", "Un mot"),
    ],
)
def test_tabs_and_line_ends_are_spaces_in_an_adopted_project_as_in_browsers(
    project: Project, typed: str, shown: str
) -> None:
    put(project, "index", entry("A word", typed))
    assert run(project).refused
    adopted = replace(project, house_style=False)
    assert (run(adopted).findings, published(adopted)) == ((), {"A word": shown})


def test_a_line_end_begins_no_block_in_an_adopted_project(project: Project) -> None:
    put(project, "index", entry("A word", "Un mot\n\n.. raw:: html\n\n   <script>"))
    adopted = replace(project, house_style=False)
    run(adopted)
    assert all("\n" not in text for text in published(adopted).values())
