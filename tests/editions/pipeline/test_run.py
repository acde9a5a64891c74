"""Real builds of a small project: one read a language feeds every edition, and a fault stops only what it must."""

from __future__ import annotations

import gc
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from octavo.editions import executors
from octavo.editions.formats.pdf import latex as pdf
from octavo.project import Project
from tests.conftest import ROOT, copy_project

pytestmark = pytest.mark.slow
needs_tex = pytest.mark.skipif(bool(pdf.missing_programs()), reason="TeX is not installed")


def octavo(project: Project, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    # The tests' own CI must not make every run strict.
    variables = {name: value for name, value in os.environ.items() if name != "CI"}
    variables |= {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1700000000", **environment}
    command = [sys.executable, "-m", "octavo", *arguments]
    return subprocess.run(command, cwd=project.root, env=variables, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small project, published."""
    project = copy_project("small", tmp_path_factory.mktemp("built"))
    result = octavo(project, "publish")
    assert result.returncode == 0, result.stdout + result.stderr
    return project


def page(project: Project, path: str) -> html.HtmlElement:
    return html.parse(project.site / path).getroot()


def epub(project: Project, path: str) -> dict[str, bytes]:
    with zipfile.ZipFile(project.site / "downloads" / path) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_all_editions_are_published(built: Project) -> None:
    manifest = json.loads((built.site / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["editions"]) == 3 + 9 + 9
    assert all((built.site / entry["path"]).is_file() for entry in manifest["editions"])


def test_a_second_run_makes_nothing_and_changes_no_file(built: Project) -> None:
    before = {p: p.stat().st_mtime_ns for p in built.site.resolve().rglob("*")}
    result = octavo(built, "publish")
    assert result.returncode == 0
    assert "unchanged" in result.stderr
    assert " s (" not in result.stderr, "no task was carried out"
    assert {p: p.stat().st_mtime_ns for p in built.site.resolve().rglob("*")} == before


def test_pages_say_their_language_and_link_to_the_same_page_in_the_others(built: Project) -> None:
    root = page(built, "zh-CN/one/index.html")
    assert root.get("lang") == "zh-CN"
    links = {a.get("hreflang"): a.get("href") for a in root.xpath("//nav[@class='octavo-languages']//a[@hreflang]")}
    assert links == {"en": "../../en/one/index.html", "fr": "../../fr/one/index.html"}
    alternates = {link.get("hreflang") for link in root.xpath("//link[@rel='alternate']")}
    assert alternates == {"en", "zh-CN", "fr", "x-default"}
    assert root.xpath("//link[@rel='canonical']/@href") == ["https://small.example.org/zh-CN/one/index.html"]


def test_typography_is_made_on_the_way(built: Project) -> None:
    french = page(built, "fr/index.html").text_content()
    assert "Bienvenue\u202f!" in french
    chinese = page(built, "zh-CN/one/index.html").text_content()
    assert "节省你的带宽。" in chinese
    assert "更多内容参见第二本指南。" in chinese
    assert "\\" not in chinese


def test_metadata_is_translated_like_all_other_text(built: Project) -> None:
    assert "两本小指南" in page(built, "zh-CN/index.html").findtext(".//title")
    package = etree.fromstring(epub(built, "fr/one.epub")["EPUB/package.opf"])
    values = {etree.QName(node).localname: node.text for node in package[0]}
    assert values["title"] == "Premier guide"
    assert values["creator"] == "Personne"
    assert values["language"] == "fr"


def test_the_words_of_a_figure_are_translated_and_wrapped(built: Project) -> None:
    figure = next(data for name, data in epub(built, "fr/one.epub").items() if name.endswith("plan.svg"))
    root = etree.fromstring(figure)
    assert " ".join(span.text for span in root.iter("{*}tspan")) == "Lisez l’objectif de la leçon 1"


def test_a_book_ends_with_the_terms_it_uses_and_no_other(built: Project) -> None:
    text = epub(built, "fr/one.epub")["EPUB/glossary.xhtml"].decode()
    assert "bande passante" in text
    assert "réseau" in text, "a definition that is shown refers to it"
    assert "hors ligne" not in text
    assert "inutile" in epub(built, "fr/set.epub")["EPUB/glossary.xhtml"].decode()


def test_a_link_to_another_guide_becomes_its_web_address(built: Project) -> None:
    text = epub(built, "fr/one.epub")["EPUB/one/index.xhtml"].decode()
    assert 'href="https://small.example.org/fr/two/index.html"' in text
    assert 'href="../two/index.xhtml"' in epub(built, "fr/set.epub")["EPUB/one/index.xhtml"].decode()


def test_figures_are_numbered_from_one_in_each_book(built: Project) -> None:
    assert "Fig. 1" in epub(built, "en/one.epub")["EPUB/one/index.xhtml"].decode()
    assert re.search(r"Table 1\b", epub(built, "en/two.epub")["EPUB/two/index.xhtml"].decode())


def test_a_checklist_is_one_page_that_its_page_links_to(built: Project) -> None:
    link = page(built, "fr/one/chapter.html").xpath("//a[contains(@href, 'checklists/')]/@href")
    assert link == ["../checklists/checklist-one.pdf"]
    assert (built.site / "fr/checklists/checklist-one.pdf").is_file()


def test_epubs_are_the_same_bytes_when_made_again(built: Project, tmp_path: Path) -> None:
    other = copy_project("small", tmp_path)
    assert octavo(other, "build", "-f", "epub").returncode == 0
    for language in ("en", "fr", "zh_CN"):
        for book in ("set", "one", "two"):
            name = f"editions/{language}/{book}.epub"
            assert (built.build / name).read_bytes() == (other.build / name).read_bytes(), name


def test_epubcheck_finds_nothing(built: Project) -> None:
    from octavo.publication.validation.epub import epubcheck

    assert list(epubcheck.check(built)) == []


def test_our_own_gates_and_the_links_find_nothing(built: Project) -> None:
    from octavo.publication.validation import gates, links
    from octavo.publication.validation.web import agreement

    assert [*gates.check(built), *links.check(built), *agreement.check(built)] == []


@needs_tex
def test_pdfs_have_no_missing_glyph_and_all_fonts(built: Project) -> None:
    from octavo.publication.validation.pdf import fonts, latex

    assert [*fonts.check(built), *latex.check(built)] == []


def test_a_page_shows_the_way_to_it(built: Project) -> None:
    way = page(built, "fr/one/chapter.html").find_class("octavo-way")[0]
    links = [(a.text_content(), a.get("href")) for a in way.iter("a")]
    assert links == [("Accueil", "../index.html"), ("Premier guide", "index.html")]
    assert way.xpath(".//li[@aria-current='page']")[0].text_content() == "Chapitre"
    assert (
        page(built, "fr/one/chapter.html").find_class("octavo-place")[0].text_content()
        == "Chapitre 1 sur 1 · 1\xa0min\xa0de\xa0lecture"
    )
    assert page(built, "fr/index.html").find_class("octavo-way") == []


def test_nothing_is_marked_where_everything_is_translated(built: Project) -> None:
    for language in ("fr", "zh-CN"):
        for path in (built.site / language).rglob("*.html"):
            marked = html.parse(path).getroot().find_class("octavo-untranslated")
            assert [node.text_content() for node in marked if "notranslate" not in node.get("class")] == [], path


def test_what_is_not_translated_is_marked_as_the_masters_language(small: Project) -> None:
    path = small.catalogs(small.language("fr")) / "one/index.po"
    text = path.read_text(encoding="utf-8").replace('msgstr "C’est du **gras**, n’est-ce pas ?"', 'msgstr ""')
    path.write_text(text.replace('msgstr "Premier guide"', 'msgstr ""'), encoding="utf-8")
    assert octavo(small, "build", "fr", "-f", "html", "-f", "epub").returncode == 0
    root = html.parse(small.build / "editions/fr/html/one/index.html").getroot()
    marked = {node.text_content().strip("¶ ") for node in root.xpath("//*[@lang='en'][not(self::a)]")}
    assert "This is bold, isn’t it?" in marked
    assert not any("Économisez" in text for text in marked)
    with zipfile.ZipFile(small.build / "editions/fr/one.epub") as book:
        page = etree.fromstring(book.read("EPUB/one/index.xhtml"))
    assert "This is bold, isn’t it?" in {
        "".join(node.itertext()) for node in page.iter("{*}p") if node.get("lang") == "en"
    }


def test_a_plain_sphinx_build_goes_through_the_compiler(small: Project, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-c",
        ".",
        "-D",
        "language=fr",
        "-b",
        "html",
        "source",
        str(tmp_path / "out"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(command, cwd=small.root, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "Bienvenue\u202f!" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert not list(small.locales.rglob("*.mo")), "no .mo in the source tree"


BROKEN = {
    "syntax": lambda text: text.replace('msgstr "Bienvenue', "msgstr Bienvenue"),
    "conflict": lambda text: text.replace('msgid "Welcome."', '<<<<<<< ours\nmsgid "Welcome."'),
    "charset": lambda text: text.replace("charset=UTF-8", "charset=ISO-8859-1"),
    "cut": lambda text: text[: text.index('"Bienvenue') + 5],
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_catalog_is_one_sentence_and_the_last_publication_stands(
    built: Project, tmp_path: Path, fault: str
) -> None:
    shutil.copytree(built.root, tmp_path / "small", symlinks=True)
    project = copy_of(built, tmp_path / "small")
    before = {p.relative_to(project.site): p.read_bytes() for p in project.site.rglob("*") if p.is_file()}
    catalog = project.locales / "fr/LC_MESSAGES/index.po"
    catalog.write_text(BROKEN[fault](catalog.read_text(encoding="utf-8")), encoding="utf-8")
    result = octavo(project, "publish")
    assert result.returncode in (1, 2)
    sentences = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(sentences) == 1, result.stderr
    assert re.search(r"index\.po:\d+: .+\. .+\. \[catalog-[a-z]+\]$", sentences[0])
    assert "Traceback" not in result.stdout + result.stderr
    assert {p.relative_to(project.site): p.read_bytes() for p in project.site.rglob("*") if p.is_file()} == before


def copy_of(project: Project, root: Path) -> Project:
    from octavo.project import load

    return load(root)


def test_a_missing_image_is_a_sentence_with_its_line(small: Project) -> None:
    (small.source / "one/plan.svg").unlink()
    result = octavo(small, "build", "en", "-f", "html")
    assert result.returncode == 1
    assert re.search(r"index\.rst:\d+: there is no image “one/plan\.svg”", result.stderr)
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "de"], "no language “de”"),
        (["build", "-b", "three"], "no book “three”"),
        (["build", "-f", "docx"], "docx"),
        (["bild"], "bild"),
    ],
)
def test_a_wrong_call_is_a_sentence_and_status_2(small: Project, arguments: list[str], words: str) -> None:
    result = octavo(small, *arguments)
    assert result.returncode == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_without_tex_the_rest_is_made_and_strict_says_no(small: Project, tmp_path: Path) -> None:
    """PDFs are left out with one plain line; under --strict that is an error."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("rsvg-convert", "git"):
        path = shutil.which(name)
        if path:
            (programs / name).symlink_to(path)
    result = octavo(small, "publish", PATH=str(programs))
    assert result.returncode == 0, result.stderr
    assert "PDFs were left out" in result.stderr
    assert (small.site / "downloads/fr/one.epub").is_file()
    assert octavo(small, "publish", "--strict", PATH=str(programs)).returncode == 2
    (programs / "rsvg-convert").unlink(missing_ok=True)
    shutil.rmtree(small.build)
    result = octavo(small, "publish", PATH=str(programs))
    assert result.returncode == 0, result.stderr
    assert "Formats with a cover (epub) were left out" in " ".join(result.stderr.split())
    assert (small.site / "fr/index.html").is_file()
    assert not (small.site / "downloads/fr/one.epub").exists()


def test_an_interrupt_ends_all_children_and_leaves_the_last_publication(built: Project, tmp_path: Path) -> None:
    shutil.copytree(built.root, tmp_path / "small", symlinks=True)
    project = copy_of(built, tmp_path / "small")
    site = {p: p.read_bytes() for p in project.site.rglob("*") if p.is_file()}
    index = project.source / "index.rst"
    index.write_text(index.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "octavo", "publish", "--no-strict"], cwd=project.root, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    time.sleep(4)
    process.send_signal(signal.SIGINT)
    _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in stderr
    time.sleep(1)
    rows = subprocess.run(["ps", "axo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    own = [row.split(None, 2) for row in rows.splitlines() if row.split()[0] == str(process.pid)]
    # A zombie is dead; it waits only for whoever inherited it.
    alive = [row for row in own if not row[1].startswith("Z")]
    assert alive == [], "children are still running"
    assert {p: p.read_bytes() for p in project.site.rglob("*") if p.is_file()} == site


@pytest.mark.parametrize("seed", range(4))
def test_a_kill_at_any_moment_leaves_a_whole_site_and_the_next_run_needs_no_help(
    built: Project, tmp_path: Path, seed: int
) -> None:
    shutil.copytree(built.root, tmp_path / "small", symlinks=True)
    project = copy_of(built, tmp_path / "small")
    before = {p.name: p.read_bytes() for p in project.site.rglob("manifest.json")}
    for name in ("fr/made.json",):
        (project.build / "editions" / name).unlink()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1700000000"}
    process = subprocess.Popen(
        [sys.executable, "-m", "octavo", "publish", "--no-strict"], cwd=project.root, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    time.sleep(0.7 + 1.3 * seed)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert {p.name: p.read_bytes() for p in project.site.rglob("manifest.json")} == before
    assert octavo(project, "publish").returncode == 0


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


CHANGES = {
    "a title in a catalog": (
        "locales/fr/LC_MESSAGES/one/chapter.po",
        lambda text: re.sub('"Cha[^"]*"', '"Nouveau titre"', text),
    ),
    "a paragraph in a catalog": ("locales/fr/LC_MESSAGES/index.po", lambda text: text.replace("Bienvenue", "Salut")),
    "a page of the master": ("source/one/chapter.rst", lambda text: f"{text}\nMore.\n"),
    "the description of a chapter": (
        "source/one/chapter.rst",
        lambda text: f".. meta::\n   :description: All of it.\n\n{text}",
    ),
    "a title of the master": ("source/index.rst", lambda text: text.replace("Two small guides", "Two  guides")),
    "a figure": ("source/one/plan.svg", lambda text: text.replace("<svg ", "<svg data-x='1' ", 1)),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_change_gives_what_a_clean_build_gives(tmp_path: Path, change: str) -> None:
    """Pages, menus of other pages, index and books: nothing old is left, and nothing is missing."""
    name, edit = CHANGES[change]
    sites = []
    for folder in ("first", "second"):
        project = copy_project("small", tmp_path / folder)
        if folder == "first":
            assert octavo(project, "build", "fr", "-f", "html", "-f", "epub").returncode == 0
            time.sleep(0.01)
        path = project.root / name
        before = path.read_text(encoding="utf-8")
        path.write_text(edit(before), encoding="utf-8")
        assert path.read_text(encoding="utf-8") != before
        assert octavo(project, "build", "fr", "-f", "html", "-f", "epub").returncode == 0
        made = files(project.build / "editions/fr")
        sites.append({key: data for key, data in made.items() if ".buildinfo" not in key and key != "made.json"})
    incremental, clean = sites
    assert incremental.keys() == clean.keys()
    assert [key for key in clean if clean[key] != incremental[key]] == []


def test_a_catalog_that_comes_and_goes_changes_its_page(small: Project) -> None:
    path = small.catalogs(small.language("fr")) / "two/index.po"
    text = path.read_text(encoding="utf-8")
    seen = []
    for content in (None, text, None):
        path.write_text(content, encoding="utf-8") if content else path.unlink()
        assert octavo(small, "build", "fr", "-f", "html").returncode == 0
        page = html.parse(small.build / "editions/fr/html/two/index.html").getroot()
        seen.append(page.findtext(".//h1"))
    assert seen[0] == seen[2] == "Guide two" != seen[1]


KEPT = """
def setup(app):
    def note(app, env):
        kept = len(env._write_doc_doctree_cache) + len(env._pickled_doctree_cache)
        (app.outdir / "kept.txt").write_text(f"{kept} of {len(env.all_docs)}")
    app.connect("env-updated", note)
"""


def test_no_doctree_is_kept_in_memory_until_its_page_is_written(small: Project) -> None:
    conf = small.configuration.read_text(encoding="utf-8")
    small.configuration.write_text(f"{conf}\n{KEPT}", encoding="utf-8")
    assert octavo(small, "build", "fr", "-f", "html").returncode == 0
    kept, count = (small.build / "editions/fr/html/kept.txt").read_text(encoding="utf-8").split(" of ")
    assert (kept, int(count) > 3) == ("0", True)


EARLY = """
def setup(app):
    def write(app, config):
        folder = app.outdir / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "early.js").write_text("1")
        app.add_js_file("early.js")
    app.connect("config-inited", write)
"""


def test_files_that_extensions_write_early_are_in_every_build(small: Project) -> None:
    """The extension of sphinx-rtd-theme's jQuery writes it before Sphinx reads a page."""
    folder, page = small.build / "editions/fr/html", small.source / "one/chapter.rst"
    conf = small.configuration.read_text(encoding="utf-8")
    early = folder / "_static/early.js"
    texts = []
    for title in ("Guide", "Guide two"):  # from nothing, and all pages again
        small.configuration.write_text(f"{conf}\n# {title}\n{EARLY}", encoding="utf-8")
        assert octavo(small, "build", "fr", "-f", "html").returncode == 0
        assert early.read_text(encoding="utf-8") == "1"
        texts.append((folder / "index.html").read_text(encoding="utf-8"))
    assert texts[0] == texts[1]
    assert "_static/early.js?v=" in texts[0]
    # What no run writes any more is deleted all the same.
    page.unlink()
    small.configuration.write_text(conf, encoding="utf-8")
    assert octavo(small, "build", "fr", "-f", "html").returncode == 0
    assert not early.exists()
    assert not (folder / "one/chapter.html").exists()


def _process() -> tuple[bool, int]:
    return "sphinx.domains.cpp" in sys.modules, gc.get_freeze_count()


@pytest.mark.slow
def test_a_task_finds_everything_imported_and_seldom_looks_for_garbage() -> None:
    with executors.local_executor(1) as executor:
        is_imported, set_aside = executor.submit(_process).result()
        # A function of Python: what pytest's own configuration sets comes with those of this file.
        thresholds = executor.submit(gc.get_threshold).result()
    assert is_imported
    assert set_aside > 50_000
    assert thresholds == executors.GC_THRESHOLDS
