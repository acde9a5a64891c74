"""A book without a Chinese, Japanese or Korean character is set without xeCJK; any other prints all that it holds."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from octavo.editions.formats.pdf import latex
from octavo.project import Language, Project, load
from octavo.sphinxext.latex import cjk
from tests.sphinxext.latex.printing import print_book

needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")
FRENCH, CHINESE = Language("fr"), Language("zh_CN")
MOTTO = "停课不停学"


def file(language: Language, text: str, own: str = "") -> str:
    """Return a LaTeX file of *language* with *text*, and with *own* in its preamble."""
    loaded = cjk.preamble(language)
    start = rf"\documentclass{{article}}\usepackage{{fontspec,fancyvrb,hyperref}}{loaded}{own}"
    return rf"{start}\begin{{document}}{text}\end{{document}}"


@pytest.mark.parametrize("text", ["« l’été » – “œuvre” — étudiant·e…", "Noto CJK for Chinese", "שלום", "→ ½ ✓ 😀"])
def test_a_text_of_other_characters_does_not_load_it(text: str) -> None:
    whole = file(FRENCH, text)
    assert cjk.cut(whole, FRENCH) == whole.replace(cjk.preamble(FRENCH), "")


@pytest.mark.parametrize(
    "text", [MOTTO, "ㄅ", "한국어", "ᄒ", "かな", "。", "！", "Ａ", "\U00020000", "︽", "葛\U000e0100"]
)
def test_a_single_character_of_these_scripts_loads_it(text: str) -> None:
    whole = file(FRENCH, f"mot {text} mot")
    assert cjk.cut(whole, FRENCH) == whole


@pytest.mark.parametrize("locale", ["zh_CN", "zh_TW", "ja", "ko", "ar", "he"])
def test_languages_whose_latex_needs_it_always_load_it(locale: str) -> None:
    whole = file(Language(locale), "Not translated yet.")
    assert cjk.cut(whole, Language(locale)) == whole


@pytest.mark.parametrize("own", [r"\setCJKmainfont{Source Han Serif SC}", r"\usepackage{xeCJKfntef}"])
def test_a_project_s_own_preamble_may_use_it(own: str) -> None:
    whole = file(FRENCH, "Bonjour", own)
    assert cjk.cut(whole, FRENCH) == whole


@needs_tex
@pytest.mark.slow
def test_every_character_that_xecjk_sets_in_its_fonts_loads_it(tmp_path: Path) -> None:
    others = "".join(rf"\ifnum\class=\XeTeXcharclass`{character} \else" for character in "a(,-")
    tell = r"\immediate\write\told{\the\code}"
    text = (
        r"\newcount\code\newcount\class\newwrite\told\immediate\openout\told=told.txt "
        rf"\loop\class=\XeTeXcharclass\code {others}{tell}\fi\fi\fi\fi"
        r"\advance\code by 1 \ifnum\code<1114112 \repeat x"
    )
    run_tex(tmp_path, file(FRENCH, text))
    codes = [int(line) for line in (tmp_path / "told.txt").read_text(encoding="ascii").split()]
    assert len(codes) > 90_000
    assert [hex(code) for code in codes if not cjk.NEEDED.fullmatch(chr(code))] == []


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("language", [FRENCH, CHINESE])
def test_what_a_word_does_not_ask_changes_nothing_on_the_page(tmp_path: Path, language: Language) -> None:
    words = f"Le mot {MOTTO} puis{MOTTO}puis {MOTTO} \\emph{{l’été}} {MOTTO}, ({MOTTO}) \\texttt{{a {MOTTO} b}} fin."
    text = rf"\section{{{words}}}{words} \href{{a}}{{{words}}}\textbf{{{MOTTO}}} \textbf{{mot}} {words} $a$ {words}"
    made = []
    for name, asked in (("ours", cjk._WORDS), ("theirs", "")):
        folder = tmp_path / name
        folder.mkdir()
        run_tex(folder, file(language, text).replace(cjk._WORDS, asked))
        made.append((folder / "book.xdv").read_bytes())
    assert made[0] == made[1]


def run_tex(folder: Path, text: str) -> None:
    (folder / "book.tex").write_text(text, encoding="utf-8")
    command = ["xelatex", "-no-pdf", "-interaction=nonstopmode", "-halt-on-error", "book.tex"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "FORCE_SOURCE_DATE": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def book(project: Project, language: str) -> tuple[Path, str, str]:
    """Make guide two in *language*; return its LaTeX file, all its text, and what pdfinfo says."""
    project = load(project.root)
    spoken = project.language(language)
    made, source = print_book(project, spoken)
    assert latex.read_log(source.with_suffix(".log").read_text(encoding="utf-8")).missing == ()
    return source, _run("pdftotext", "-raw", made.path, "-"), _run("pdfinfo", made.path)


def _run(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@needs_tex
@pytest.mark.slow
def test_a_book_without_any_loads_nothing_of_it_and_prints_all_characters(small: Project) -> None:
    page = small.source / "two/index.rst"
    page.write_text(page.read_text(encoding="utf-8") + "\nÉté – “œuvre”, l’étudiant·e…\n", encoding="utf-8")
    source, text, _ = book(small, "en")
    assert "Été – “œuvre”, l’étudiant·e…" in text
    read = source.with_suffix(".fls").read_text(encoding="utf-8")
    assert "fontspec.sty" in read
    assert "xeCJK" not in read
    assert "CJK" not in source.with_suffix(".log").read_text(encoding="utf-8")


#: Where it stands, and what to put where.
PLACES = {
    "title": ("Guide two\n=========", f"Guide {MOTTO}\n================"),
    "index": ("Use an", f".. index:: {MOTTO}\n\nUse an"),
    "code": ("literal text", f"literal {MOTTO}"),
    "table": ("* - Radio", f"* - {MOTTO}"),
    "caption": ("list-table:: Ways", f"list-table:: {MOTTO}"),
}


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_a_book_that_holds_it_in_one_place_prints_it_there(small: Project, place: str) -> None:
    page = small.source / "two/index.rst"
    text = page.read_text(encoding="utf-8")
    assert PLACES[place][0] in text
    page.write_text(text.replace(*PLACES[place]), encoding="utf-8")
    source, printed, _ = book(small, "en")
    assert "xeCJK" in source.read_text(encoding="utf-8")
    assert MOTTO in printed


@needs_tex
@pytest.mark.slow
def test_metadata_that_hold_it_load_it(small: Project) -> None:
    settings = small.root / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('author = "Nobody"', f'author = "{MOTTO}"'), encoding="utf-8")
    source, _, about = book(small, "en")
    assert "xeCJK" in source.read_text(encoding="utf-8")
    assert re.search(rf"^Author:\s+{MOTTO}$", about, re.MULTILINE)
