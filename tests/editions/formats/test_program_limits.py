"""Test that TeX, even without the guard, uses no outside file, starts no program, and ends."""

from __future__ import annotations

import re
import subprocess
import zlib
from pathlib import Path

import pytest

from octavo.editions.formats import cover, program_limits
from octavo.editions.formats.pdf import latex, specials
from octavo.editions.formats.pdf import typeset as typesetting

VALUES = {"SOURCE_DATE_EPOCH": "1700000000", "FORCE_SOURCE_DATE": "1", "max_print_line": "10000"}
CANARY = "canary-7f3a-of-the-build-host"
needs_tex = pytest.mark.skipif(bool(latex.missing_programs()), reason="TeX is not installed")

READING = {
    "input, absolute": r"\input{%(outside)s/secret.txt}",
    "input, above": r"\input{../secret.txt}",
    "input without braces": r"\input %(outside)s/secret.txt ",
    "read": r"\newread\f\openin\f=%(outside)s/secret.txt \ifeof\f\else\read\f to\x \typeout{\x}\x\fi",
    "read above": r"\newread\f\openin\f=../secret.txt \ifeof\f\else\read\f to\x \typeout{\x}\x\fi",
    "dump": r"\typeout{\filedump length 40{%(outside)s/secret.txt}}",
    "verbatim": r"\makeatletter\@@input %(outside)s/secret.txt ",
    "pipe": r"\makeatletter\@@input|''cat %(outside)s/secret.txt'' ",
    "read from a pipe": r"\newread\f\openin\f=|''cat %(outside)s/secret.txt'' \read\f to\x \typeout{\x}",
    "environment": r"\newread\f\openin\f=/proc/self/environ \ifeof\f\else\read\f to\x \typeout{\meaning\x}\fi",
    "stream of xdvipdfmx": r"\special{pdf:fstream @x (%(outside)s/secret.txt)}\special{pdf:put @resources <</X @x>>}",
    "stream above": r"\special{pdf:fstream @x (../secret.txt)}\special{pdf:put @resources <</X @x>>}",
    "stream, upper case": r"\special{PDF: fstream @x (../secret.txt)}\special{pdf:put @resources <</X @x>>}",
    "image": r"\special{pdf:image width 10pt (%(outside)s/secret.pdf)}",
    "image, octal": r"\special{pdf:image width 10pt (\string\056\string\056/secret.pdf)}",
    "postscript": r"\special{psfile=%(outside)s/secret.eps}",
    "picture": r"\setbox0=\hbox{\XeTeXpdffile " "%(outside)s/secret.pdf" " }",
    "converter": r"\special{dvipdfmx:config D cp %(outside)s/secret.txt %%o}\special{psfile=x.eps}",
}
WRITING = {
    "above": r"\newwrite\g\immediate\openout\g=../written.txt \immediate\write\g{x}",
    "absolute": r"\newwrite\g\immediate\openout\g=%(outside)s/written.txt \immediate\write\g{x}",
    "shell": r"\immediate\write18{touch %(outside)s/written.txt}",
    "shell, restricted": r"\immediate\write18{kpsewhich --var-value=HOME > %(outside)s/written.txt}",
    "pipe": r"\newwrite\g\immediate\openout\g=|''tee %(outside)s/written.txt'' \immediate\write\g{x}",
    "another book": r"\newwrite\g\immediate\openout\g=../two.tex \immediate\write\g{x}",
}


def document(text: str) -> str:
    return f"\\documentclass{{article}}\\begin{{document}}\nText.\n{text}\n\\end{{document}}\n"


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "secret.txt").write_text(CANARY + "\n")
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="90"><text y="50">{CANARY}</text></svg>'
    (tmp_path / "secret.pdf").write_bytes(cover.convert(drawing.encode(), "pdf"))
    (tmp_path / "two.tex").write_text("the other book")
    (tmp_path / "job").mkdir()
    monkeypatch.setenv("OCTAVO_SECRET", CANARY)
    return tmp_path


def typeset(outside: Path, text: str) -> typesetting.Typeset:
    source = outside / "job/one.tex"
    source.write_text(document(text % {"outside": outside}), encoding="utf-8")
    return typesetting.typeset(source, VALUES)


def written(folder: Path) -> bytes:
    """Return the content of all written files, with unpacked PDF streams and the text of the PDF."""
    data = subprocess.run(["pdftotext", folder / "one.pdf", "-"], capture_output=True, check=False).stdout
    for path in folder.iterdir():
        if path.is_file() and path.suffix != ".tex":
            data += path.read_bytes()
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            data += zlib.decompressobj().decompress(stream)
        except zlib.error:
            continue
    return data


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("text", READING.values(), ids=READING)
def test_no_outside_file_is_read(outside: Path, text: str) -> None:
    result = typeset(outside, text.replace("''", '"'))
    assert CANARY not in result.output
    assert CANARY.encode() not in written(outside / "job")


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize("text", WRITING.values(), ids=WRITING)
def test_no_outside_file_is_written_and_no_program_started(outside: Path, text: str) -> None:
    typeset(outside, text.replace("''", '"'))
    assert sorted(path.name for path in outside.iterdir()) == ["job", "secret.pdf", "secret.txt", "two.tex"]
    assert (outside / "two.tex").read_text() == "the other book"


@needs_tex
@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        r"\loop\iftrue\repeat",
        r"\def\x{\x}\x",
        r"\newwrite\g\immediate\openout\g=big.txt \def\y{yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy}"
        r"\loop\iftrue\immediate\write\g{\y\y\y\y\y\y\y\y}\repeat",
        r"\def\x{\x\x}\x",
        r"\edef\x{xxxxxxxxxx}\loop\iftrue\edef\x{\x\x}\repeat",
    ],
    ids=["loop", "macro", "file", "memory of macros", "memory of text"],
)
def test_every_run_ends_with_a_reason(outside: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_limits, "PROCESSOR_SECONDS", 2)
    monkeypatch.setattr(program_limits, "FILE_BLOCKS", 20_000)
    result = typeset(outside, text)
    assert result.complaint
    assert not (outside / "job/one.pdf").exists()
    big = outside / "job/big.txt"
    assert not big.exists() or big.stat().st_size <= 20_000 * 512


@needs_tex
@pytest.mark.slow
def test_documents_with_and_without_index_entries_are_typeset(outside: Path) -> None:
    text = "\\documentclass{article}\\usepackage{makeidx}\\makeindex\\begin{document}Text%s\\printindex\\end{document}"
    for entry, expected in (("", b""), ("\\index{word}", b"word")):
        source = outside / f"job/i{len(entry)}.tex"
        source.write_text(text % entry, encoding="utf-8")
        (outside / "job/octavo.ist").write_text("", encoding="utf-8")
        result = typesetting.typeset(source, VALUES)
        assert (result.complaint, result.settled) == ("", True)
        assert expected in source.with_suffix(".ind").read_bytes()
        assert source.with_suffix(".pdf").is_file()


@needs_tex
@pytest.mark.slow
def test_a_book_is_typeset_in_a_folder_of_its_own(small: object, tmp_path: Path) -> None:
    from octavo.project import Project

    assert isinstance(small, Project)
    folder = tmp_path / "latex"
    folder.mkdir()
    attack = r"\newwrite\g\immediate\openout\g=two.tex \immediate\write\g{x}\immediate\openout\g=shared.sty "
    (folder / "one.tex").write_text(document(attack + r"\immediate\write\g{x}"), encoding="utf-8")
    (folder / "two.tex").write_text(document("The other book."), encoding="utf-8")
    (folder / "shared.sty").write_text("", encoding="utf-8")
    for _ in range(2):
        latex.typeset(small, folder / "one.tex", tmp_path / "one.pdf", tmp_path / "one.log")
        assert "The other book." in (folder / "two.tex").read_text(encoding="utf-8")
        assert (folder / "shared.sty").read_text(encoding="utf-8") == ""
    latex.typeset(small, folder / "two.tex", tmp_path / "two.pdf", tmp_path / "two.log")
    assert (folder / "two.job/shared.sty").read_text(encoding="utf-8") == ""


def test_the_environment_contains_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", CANARY)
    monkeypatch.setenv("TEXINPUTS", "/somewhere:")
    variables = program_limits.environment(tmp_path, VALUES | {"openout_any": "a"})
    assert CANARY not in variables.values()
    assert variables["HOME"] == variables["TEXMFOUTPUT"] == str(tmp_path)
    assert (variables["openin_any"], variables["openout_any"], variables["shell_escape"]) == ("p", "p", "f")
    assert variables["TEXINPUTS"] == "/somewhere:"
    assert variables["SOURCE_DATE_EPOCH"] == "1700000000"


def test_a_missing_or_killed_program_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileNotFoundError):
        program_limits.run(["no-such-program-of-ours"], tmp_path)
    done = program_limits.run(["cat"], tmp_path, data=b"text")
    assert (done.stdout, program_limits.stopped(done)) == (b"text", "")
    done = program_limits.run(["sh", "-c", "kill -KILL $$"], tmp_path)
    assert "killed by SIGKILL" in program_limits.stopped(done)
    monkeypatch.setattr(program_limits, "SECONDS", 0.2)
    assert program_limits.stopped(program_limits.run(["sleep", "60"], tmp_path))


@pytest.mark.parametrize(
    ("written", "is_harmless"),
    [
        (b"\xef\x40pdf:image matrix 1.0 0 page 0 pagebox cropbox (./cover-one.pdf)\x8e", True),
        (b"\xef\x20dvipdfmx:config C 0x0010", True),
        (b"\xef\x20pdf:docinfo<</Title<feff0041>>>", True),
        (b"\xef\x40pdf:bann<</URI(https://a.example/psfile.html:x)>>", True),
        (b"\xef\x40pdf:image (/etc/x.png)", False),
        (b"\xef\x40pdf:image (../x.png)", False),
        (b"\xef\x40pdf:image <2f6574632f78>", False),
        (b"\xef\x40pdf:image width 1pt (\\057etc/x.png)", False),
        (b"\xef\x40pdf: epdf (a/../../x.pdf)", False),
        (b"\xef\x20pdf:fstream @x (x)", False),
        (b"\xef\x20pdf:mapfile x", False),
        (b"\xef\x20psfile=x", False),
        (b"\xf2\x00\x00\x00\x20ps: plotfile x", False),
        (b"\xef\x20dvipdfmx:config D x", False),
        (b"\xef\x20html:<img src=x>", False),
    ],
)
def test_specials_that_read_files_are_found(written: bytes, is_harmless: bool) -> None:
    assert (specials.problem(written) == "") is is_harmless
