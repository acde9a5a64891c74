"""The last look inside Sphinx: what the compiler could not know does not get into a page."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.catalogs import po
from octavo.catalogs.extract import pot, sphinx_run
from octavo.catalogs.po import Message
from octavo.compiler.compilation import compile_catalogs
from octavo.compiler.guard import context_for, kinds
from octavo.compiler.guard.kinds import RULES, Kind
from octavo.project import Language, Project, from_table

#: Nearly every test is a build with Sphinx.
pytestmark = pytest.mark.slow
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def make(root: Path, files: dict[str, str], suffixes: tuple[str, ...] = (".rst",), conf: str = "") -> Project:
    files = {"conf.py": f'extensions = ["octavo.sphinxext"]\n{conf}', **files}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return from_table(
        root,
        {
            "master": "en", "languages": ["en", "fr"], "books": [{"slug": "book", "root": "index"}],
            "suffixes": list(suffixes), "source": ".", "build": "build", "metadata": {"title": "T"},
            "theme": "alabaster",
            "house-style": False,
        },
    )  # fmt: skip


def put(project: Project, domain: str, messages: dict[str, str]) -> None:
    path = project.catalogs(project.language("fr")) / f"{domain}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    quoted = (
        (text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for text in pair)
        for pair in messages.items()
    )
    path.write_text(HEADER + "".join('msgid "{}"\nmsgstr "{}"\n\n'.format(*pair) for pair in quoted), encoding="utf-8")


def build(project: Project, domain: str = "index") -> tuple[str, tuple[str, ...]]:
    """Return the page of *domain* in French, and what Sphinx warned about."""
    language = project.language("fr")
    compile_catalogs(project, language)
    out = project.build / "out"
    ran = sphinx_run.run_sphinx(project, language, "html", out, log=project.logs / "log")
    return (out / f"{domain}.html").read_text(encoding="utf-8"), ran.warnings


def test_text_marked_not_to_be_translated_stays(tmp_path: Path) -> None:
    kept = ".. container:: notranslate\n\n   Keep this.\n\n   .. image:: a.png\n      :alt: Keep that\n"
    kept += "\n.. rst-class:: notranslate\n\nKeep it too.\n"
    page = f"Title\n=====\n\n{kept}\nFree.\n"
    project = make(tmp_path, {"index.rst": page, "a.png": ""})
    texts = {"Keep this.": "Ceci part.", "Keep that": "Cela part", "Keep it too.": "Cela aussi.", "Free.": "Libre."}
    put(project, "index", texts)
    html, _ = build(project)
    assert "Keep this." in html
    assert "Keep it too." in html
    assert 'alt="Keep that"' in html
    assert "Libre." in html
    assert "Ceci part" not in html
    assert "Cela part" not in html


@pytest.mark.parametrize(("block", "is_kept"), [("raw:: html", True), ("code", False)])
def test_a_block_that_a_program_reads_has_rules_of_its_own(tmp_path: Path, block: str, is_kept: bool) -> None:
    """The compiler sees text without markup in all of them."""
    directive = block if "::" in block else f"{block}::"
    page = f"Title\n=====\n\n.. {directive}\n\n   one two\n"
    targets = 'gettext_additional_targets = ["literal-block", "raw"]\n'
    project = make(tmp_path, {"index.rst": page}, conf=targets)
    put(project, "index", {"one two": "un deux"})
    language = project.language("fr")
    compile_catalogs(project, language)
    settings = {"gettext_additional_targets": "literal-block,raw"}
    out = project.build / "out"
    ran = sphinx_run.run_sphinx(project, language, "html", out, log=project.logs / "log", settings=settings)
    text = re.sub("<[^>]*>", "", (out / "index.html").read_text(encoding="utf-8"))
    assert ("un deux" not in text) == is_kept
    assert any("guard-kind" in line for line in ran.warnings) == is_kept


def test_a_message_that_was_judged_by_another_markup_is_judged_again(tmp_path: Path) -> None:
    """The template is older than the page: it says that only a page of reStructuredText has the text."""
    files = {
        "index.rst": "Title\n=====\n\nOne word.\n\n.. toctree::\n\n   notes\n",
        "notes.md": "# Notes\n\nOne word.\n",
    }
    made = make(tmp_path, files, (".rst", ".md"), conf='extensions += ["myst_parser"]\n')
    project = replace(made, compact="all")
    po.write(
        po.Catalog(project.templates / "all.pot", (po.header({}), Message("One word.", references=("index.rst",))))
    )
    put(project, "all", {"One word.": "Un ![mot](y.png)."})
    html, warnings = build(project)
    assert "Un ![mot](y.png)." in html
    notes = (project.build / "out/notes.html").read_text(encoding="utf-8")
    assert "One word." in notes
    assert "y.png" not in notes
    assert any("notes.md" in line and "guard-" in line for line in warnings)


@pytest.mark.parametrize("is_marked", [True, False])
def test_a_block_of_mathematics_that_is_marked_not_to_be_translated_stays(tmp_path: Path, is_marked: bool) -> None:
    """The filter comes first: a formula that it leaves is not translated after it."""
    options = "   :class: notranslate\n" if is_marked else ""
    page = f"Title\n=====\n\n.. math::\n{options}\n   a_1 = b\n"
    project = make(tmp_path, {"index.rst": page})
    put(project, "index", {"a_1 = b": "c_1 = d"})
    html, _ = build(project)
    text = re.sub(r"<annotation.*?</annotation>|<[^>]*>|\s", "", html)
    assert ("a1=b" in text) == is_marked
    assert ("c1=d" in text) != is_marked


def test_a_kind_without_rules_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(RULES) == set(Kind)
    monkeypatch.delitem(RULES, Kind.TITLE)
    for kind in (Kind.TITLE, "own_fixed_block"):
        (refusal,) = kinds.refusals(kind, "One", "Un")
        assert (getattr(kind, "value", kind) in refusal.message, refusal.code) == (True, "guard-kind")


def test_a_block_of_an_extension_is_refused_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extension = (
        "from docutils import nodes\nfrom docutils.parsers.rst import Directive\n"
        "class own_block(nodes.General, nodes.FixedTextElement): pass\n"
        "class Own(Directive):\n    has_content = True\n    def run(self):\n"
        "        node = own_block('\\n'.join(self.content), '\\n'.join(self.content))\n"
        "        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)\n        return [node]\n"
        "def setup(app):\n    app.add_directive('own', Own)\n"
        "    visit = lambda writer, node: writer.body.append('<pre>')\n"
        "    app.add_node(own_block, html=(visit, lambda writer, node: writer.body.append('</pre>')))\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    files = {"index.rst": "T\n=\n\n.. own::\n\n   one two\n", "own_blocks.py": extension}
    project = make(tmp_path, files, conf='extensions += ["own_blocks"]\n')
    put(project, "index", {"one two": "un deux"})
    html, warnings = build(project)
    assert "un deux" not in html
    assert any("own_block" in line and "guard-kind" in line for line in warnings)


def test_a_translated_term_takes_no_links_of_another_term(tmp_path: Path) -> None:
    pages = {
        "index.rst": "T\n=\n\n.. toctree::\n\n   one\n   two\n\nA :term:`banana`.\n",
        "one.rst": "One\n===\n\n.. glossary::\n\n   banana\n      Yellow.\n",
        "two.rst": "Two\n===\n\n.. glossary::\n\n   apple\n      Red.\n",
    }
    project = make(tmp_path, pages)
    put(project, "two", {"apple": "banana"})
    html, _ = build(project)
    assert "one.html#term-banana" in html
    assert "two.html#term" not in html


def test_a_translated_title_takes_no_name_to_which_its_page_refers(tmp_path: Path) -> None:
    page = "T\n=\n\nSee Install_ or Other_.\n\nInstall\n-------\n\nText.\n\nOther\n-----\n\nText.\n"
    project = make(tmp_path, {"index.rst": page})
    put(project, "index", {"Other": "Install", "Install": "Installer"})
    html, warnings = build(project)
    assert '<a class="reference internal" href="#install"' in html
    assert '<a class="reference internal" href="#other"' in html
    assert any("guard-reference" in line for line in warnings)


# --- one parser ---------------------------------------------------------------------------------------

LOOSE = "[restructuredtext parser]\ncharacter_level_inline_markup: on\n"


def test_the_guard_parses_as_docutils_conf_says(tmp_path: Path) -> None:
    """With markup between any two characters, a role hides where the usual parser sees words."""
    project = make(tmp_path, {"index.rst": "T\n=\n\nText.\n", "docutils.conf": LOOSE, "secret.txt": "the secret"})
    put(project, "index", {"Text.": "重要x:download:`秘密 <secret.txt>`x"})
    assert context_for(project, "fr", "index").parsing.dialect.character_level
    html, _ = build(project)
    # An adopted project shows a role that the master does not have as its words.
    assert "重要x秘密x" in html
    assert "secret.txt" not in html
    assert not list((project.build / "out").rglob("secret.txt"))


@pytest.mark.parametrize("name", ["pep_references", "rfc_references"])
def test_a_link_that_docutils_conf_asks_for_is_a_link(tmp_path: Path, name: str) -> None:
    project = make(tmp_path, {"index.rst": "T\n=\n\nText.\n", "docutils.conf": f"[general]\n{name}: yes\n"})
    put(project, "index", {"Text.": "PEP 8, RFC 2119"})
    html, _ = build(project)
    assert "Text." in html


def test_settings_that_the_guard_cannot_know_are_judged_again_where_they_are_known(tmp_path: Path) -> None:
    conf = (
        "def late(app, config):\n    setattr(config, 'default' + '_role', 'math')\n"
        "def setup(app):\n    app.connect('config-inited', late)\n"
    )
    project = make(tmp_path, {"index.rst": "T\n=\n\nUse `this`.\n\nText.\n"}, conf=conf)
    put(project, "index", {"Use `this`.": "Utilisez `\\input{/etc/passwd}`.", "Text.": "Texte."})
    html, warnings = build(project)
    assert "passwd" not in html
    assert "Texte." in html
    assert any("guard-role" in line or "math" in line for line in warnings)


MARKDOWN_PAGE = {"index.md": "# Title\n\nText.\n\nVersion {{ name }}.\n\nOther.\n"}
MARKDOWN_BASE = 'extensions = ["myst_parser"]\nmyst_enable_extensions = ["substitution"]\n'
VERSION = 'myst_substitutions = {"name": "9"}\n'


@pytest.mark.parametrize(
    "conf",
    [
        "from base import *\n",
        'extensions += ["myst_parser"]\nmyst_enable_extensions = []\nmyst_enable_extensions.append("substitution")\n',
        'extensions += ["myst_parser"]\nmyst_enable_extensions = []\n'
        'if True:\n    myst_enable_extensions = ["substitution"]\n',
        'extensions += ["myst_parser"]\ndef setup(app):\n'
        '    setattr(app.config, "myst_enable_" + "extensions", ["substitution"])\n',
    ],
)
def test_a_page_is_translated_wherever_its_settings_come_from(tmp_path: Path, conf: str) -> None:
    stolen = tmp_path / "stolen"
    (tmp_path / "base.py").write_text(MARKDOWN_BASE, encoding="utf-8")
    place = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\n"
    project = make(tmp_path, MARKDOWN_PAGE, (".md",), conf=place + conf + VERSION)
    jinja = f"{{{{ cycler.__init__.__globals__.os.system('touch {stolen}') }}}}"
    put(
        project,
        "index",
        {"Text.": "Texte.", "Version {{ name }}.": "La version {{ name }}.", "Other.": f"Autre {jinja}."},
    )
    html, warnings = build(project)
    assert "Texte." in html
    assert "La version 9." in html
    assert "Other." in html
    assert not stolen.exists()
    assert not any("guard-parsing" in line for line in warnings)


TXT = {"index.txt": "# Title\n\nText.\n\nVersion {{ name }}.\n"}
TXT_CONF = """\
extensions += ["myst_parser"]
source_suffix = {".txt": "markdown"}
myst_enable_extensions = ["substitution"]
myst_substitutions = {"name": "9"}
"""


def test_a_txt_master_that_is_markdown_is_judged_as_markdown(tmp_path: Path) -> None:
    project = make(tmp_path, TXT, (".txt",), TXT_CONF)
    stolen = tmp_path / "stolen"
    jinja = f"{{{{ cycler.__init__.__globals__.os.system('touch {stolen}') }}}}"
    put(project, "index", {"Text.": "<script>alert(1)</script>", "Version {{ name }}.": f"Version {jinja}."})
    html, _ = build(project)
    assert "<script>alert(1)" not in html
    assert "Version 9." in html
    assert not stolen.exists()


def test_a_suffix_that_an_extension_gives_another_parser_is_noticed(tmp_path: Path) -> None:
    """conf.py names no parser: the guard takes the file for reStructuredText, and Sphinx reads it as Markdown."""
    conf = (
        'extensions += ["myst_parser"]\n'
        'def setup(app):\n    getattr(app, "add_source" + "_suffix")(".txt", "markdown")\n'
    )
    project = make(tmp_path, TXT, (".txt",), conf)
    put(project, "index", {"Text.": "Un <b onclick=alert(1)>mot</b>"})
    html, warnings = build(project)
    assert "onclick" not in html
    assert any("guard-parsing" in line for line in warnings)


# --- words of the interface ---------------------------------------------------------------------------


@pytest.mark.parametrize("is_plain", [True, False], ids=["sphinx-build", "octavo"])
def test_an_unchecked_word_of_the_interface_reaches_no_page(tmp_path: Path, is_plain: bool) -> None:
    """Sphinx reads sphinx.po from the locale_dirs of conf.py before it loads any extension."""
    conf = 'locale_dirs = ["locales"]\nlanguage = "fr"\ntemplates_path = ["_templates"]\n'
    layout = '{% extends "!layout.html" %}{% block footer %}<p>{% trans %}Our own words{% endtrans %}</p>{% endblock %}'
    project = make(tmp_path, {"index.rst": "T\n=\n\nText.\n", "_templates/layout.html": layout}, conf=conf)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.octavo]\nmaster = "en"\nlanguages = ["en", "fr"]\nbooks = [{slug = "book", root = "index"}]\n'
        'source = "."\n'
        'metadata = {title = "T"}\nsuffixes = [".rst"]\nhouse-style = false\ntheme = "alabaster"\n',
        encoding="utf-8",
    )
    put(project, "sphinx", {"Navigation": "Navigation<script>alert(1)</script>", "Our own words": "Nos mots d'ici"})
    put(project, "index", {"Text.": "Texte."})
    if is_plain:
        out = tmp_path / "out"
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(tmp_path), str(out)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        html = (out / "index.html").read_text(encoding="utf-8")
    else:
        html, _ = build(project)
    assert "alert(1)" not in html
    assert "Nos mots d’ici" in html
    assert "Texte." in html


CODE = "Title\n=====\n\n::\n\n   hello(*words)\n\nhello(*words)\n"
CODE_TARGET = {"gettext_additional_targets": "literal-block"}


def test_the_template_says_what_is_a_literal_block(tmp_path: Path) -> None:
    project = make(tmp_path, {"index.rst": CODE})
    out = project.build / "messages"
    sphinx_run.run_sphinx(
        project, project.master, pot.BUILDER, out, log=project.logs / "log", settings=CODE_TARGET
    )  # fmt: skip
    assert (out / pot.EXTRACTED).read_text(encoding="utf-8").count(pot.LITERAL) == 1


def test_code_is_translated_as_it_is_typed_and_the_same_text_elsewhere_is_judged_as_text(tmp_path: Path) -> None:
    """The template says that a text is a literal block somewhere; the filter knows where it is not."""
    project = make(tmp_path, {"index.rst": CODE})
    pot.write_pot(project, "index", [pot.Extracted("hello(*words)", "index.rst", pot.LITERAL)])
    put(project, "index", {"hello(*words)": "`bonjour`_ |mots|"})
    language, out = project.language("fr"), project.build / "out"
    assert not compile_catalogs(project, language).refused
    ran = sphinx_run.run_sphinx(project, language, "html", out, log=project.logs / "log", settings=CODE_TARGET)
    html = (out / "index.html").read_text(encoding="utf-8")
    assert "`bonjour`_ |mots|\n</pre>" in re.sub("<(?!/pre)[^>]*>", "", html)
    assert "hello(*words)" in re.sub("<[^>]*>", "", html)
    assert html.count("bonjour") == 1
    assert any("guard-reference" in line for line in ran.warnings)


def test_a_notebook_is_judged_as_what_its_extension_writes(tmp_path: Path) -> None:
    from octavo.compiler.guard.context.parsing import MARKDOWN, REST, parsers_of

    for extension, parser in (("nbsphinx", REST), ("myst_nb", MARKDOWN)):
        project = Project(tmp_path / extension, Language("en"), (), (), (), "")
        project.configuration.parent.mkdir()
        project.configuration.write_text(f'extensions = ["{extension}"]\n', encoding="utf-8")
        assert parsers_of(project, ".ipynb") == {parser}
