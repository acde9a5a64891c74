r"""Typeset a LaTeX file with as few runs of xelatex as possible.

Each run reads files of the previous one: contents, bookmarks, labels, index. When a run writes the same files that it
read, the PDF is final; latexmk uses the same rule. Three methods save runs:

- Before the first run, a guessed table of contents and an index of one entry are written, so that the pages before the
  first chapter are counted right. A wrong guess costs one more run and never appears in the PDF.
- ``\@abspage@last``, the number of all pages, only tells hooks which page is last; a change of it needs no other run.
- The hashes of all files that a run read are stored; if none of them changed, there is no run.
"""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from octavo.cache import fingerprint, store
from octavo.editions.formats import program_limits
from octavo.editions.formats.pdf import specials

#: Maximum number of runs, because page numbers may change without end.
MOST_RUNS = 6
_LATEX = ("xelatex", "-no-shell-escape", "-no-pdf", "-recorder", "-interaction=nonstopmode", "-halt-on-error")
#: -f prints entries in scripts that upmendex has no headings for, such as Georgian, among the symbols.
_INDEX = ("upmendex", "-q", "-f", "-s", "octavo.ist")
#: Suffixes of files that no run reads.
_UNREAD = frozenset({".tex", ".log", ".xdv", ".pdf", ".fls", ".idx", ".ilg", ".read"})
_LAST_PAGE = re.compile(rb"\\gdef \\@abspage@last\{\d+\}\n?")
_HEADING = re.compile(r"^.*?\\(part|chapter|section|subsection)\*?\{", re.MULTILINE)
_GUESSED_INDEX = "\\begin{sphinxtheindex}\n\\item x\n\\end{sphinxtheindex}\n"


@dataclass(frozen=True, slots=True)
class Typeset:
    """Represent the result of typesetting.

    :ivar runs: number of runs of xelatex; 0 if the PDF was up to date
    :ivar output: the output of the programs
    :ivar complaint: why there is no PDF, or empty
    :ivar settled: whether the last run wrote the same files that it read
    """

    runs: int
    output: str = ""
    complaint: str = ""
    settled: bool = True


class _StoppedError(Exception):
    """Report that a program exceeded a limit; another run would exceed it too."""


def typeset(source: Path, environment: Mapping[str, str]) -> Typeset:
    """Typeset *source* as a PDF beside it, unless the PDF is up to date.

    :param environment: additional environment variables, such as ``SOURCE_DATE_EPOCH``
    """
    if _is_current(source, environment):
        return Typeset(0)
    _record(source).unlink(missing_ok=True)
    if not source.with_suffix(".aux").is_file():
        _guess(source)
    try:
        result = _run_with_retry(source, environment)
    except _StoppedError as error:
        return Typeset(1, str(error), str(error), settled=False)
    if not result.complaint:
        _store_inputs(source, environment)
    return result


def _run_with_retry(source: Path, environment: Mapping[str, str]) -> Typeset:
    """Run with the files of earlier runs; after an error, delete them and run again."""
    result = _run(source, environment)
    if result.complaint:
        # The files of a killed run, or a wrong guess, may be the cause of the error.
        forget(source)
        second = _run(source, environment)
        return Typeset(result.runs + second.runs, result.output + second.output, second.complaint, second.settled)
    return result


def forget(source: Path) -> None:
    """Delete all files that runs of *source* wrote."""
    for path in _files(source):
        if path.suffix != ".tex":
            path.unlink()


def _run(source: Path, environment: Mapping[str, str]) -> Typeset:
    output: list[str] = []
    settled = False
    runs = 0
    while not settled and runs < MOST_RUNS:
        before = _state(source)
        runs += 1
        if not _call(_LATEX, source.with_suffix(".tex"), environment, output):
            return Typeset(runs, "".join(output), _first_complaint(source) or "xelatex failed", settled=False)
        index = source.with_suffix(".idx")
        if index.is_file() and not index.stat().st_size:
            # upmendex fails without entries; LaTeX prints no index for an empty file.
            source.with_suffix(".ind").write_bytes(b"")
        elif index.is_file():
            target = ("-o", source.with_suffix(".ind").name)
            if not _call((*_INDEX, *target), index, environment, output):
                return Typeset(runs, "".join(output), "upmendex could not sort the index", settled=False)
        settled = _state(source) == before
    if complaint := specials.problem(source.with_suffix(".xdv").read_bytes()):
        return Typeset(runs, "".join(output), complaint, settled)
    command = ("xdvipdfmx", "-q", "-E", "-o", source.with_suffix(".pdf").name)
    is_written = _call(command, source.with_suffix(".xdv"), environment, output)
    return Typeset(runs, "".join(output), "" if is_written else "xdvipdfmx could not write the PDF", settled)


def _call(command: tuple[str, ...], file: Path, environment: Mapping[str, str], output: list[str]) -> bool:
    process = program_limits.run([*command, file.name], file.parent, environment)
    output.append(f"{' '.join(command)} {file.name}\n{(process.stdout + process.stderr).decode(errors='replace')}")
    if reason := program_limits.stopped(process):
        raise _StoppedError(f"{command[0]}: {reason}")
    return process.returncode == 0


def _first_complaint(source: Path) -> str:
    log = source.with_suffix(".log")
    text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    return next((line for line in text.splitlines() if line.startswith("!")), "")


def _files(source: Path) -> list[Path]:
    """Return the files that belong to *source*, sorted by name."""
    return sorted(path for path in source.parent.glob(f"{glob.escape(source.stem)}.*") if path.is_file())


def _state(source: Path) -> dict[str, str]:
    """Return the hashes of the files that a run reads from earlier runs."""
    return {path.name: _digest(path) for path in _files(source) if path.suffix not in _UNREAD}


def _digest(path: Path) -> str:
    return sha256(_LAST_PAGE.sub(b"", path.read_bytes())).hexdigest()


# --- a guess for the first run --------------------------------------------------------------------------


def _guess(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    contents = "".join(guessed_contents(text))
    source.with_suffix(".toc").write_text(contents, encoding="utf-8")
    if "\\printindex" in text:
        source.with_suffix(".ind").write_text(_GUESSED_INDEX, encoding="utf-8")


def guessed_contents(text: str) -> Iterator[str]:
    """Yield a ``.toc`` line for each heading of *text* and for its index, as if on page 99."""
    for heading in _HEADING.finditer(text):
        title = _braced(text, heading.end())
        if title:
            kind = heading[1]
            number = {"part": "I\\hspace {1em}", "chapter": "\\numberline {9}"}.get(kind, "")
            yield f"\\contentsline {{{kind}}}{{{number}{title}}}{{99}}{{{kind}.9}}%\n"
    if "\\printindex" in text:
        # The line of the index may start another page.
        yield "\\contentsline {chapter}{\\indexname }{99}{chapter.9}%\n"


def _braced(text: str, start: int) -> str:
    """Return *text* from *start* to the closing brace on the same line, or an empty text."""
    depth = 1
    for position in range(start, len(text)):
        character = text[position]
        if character == "\n":
            return ""
        if text[position - 1] != "\\":
            depth += {"{": 1, "}": -1}.get(character, 0)
        if not depth:
            return text[start:position]
    return ""


# --- inputs of the present PDF ---------------------------------------------------------------------------


def _record(source: Path) -> Path:
    return source.with_suffix(".read")


def _store_inputs(source: Path, environment: Mapping[str, str]) -> None:
    """Store the hashes of the PDF and of all files that the last run read, from TeX's recorder."""
    names = {source.with_suffix(".pdf").name}
    for line in source.with_suffix(".fls").read_text(encoding="utf-8", errors="replace").splitlines():
        kind, _, name = line.partition(" ")
        if kind == "INPUT":
            names.add(Path(name).as_posix())
    hashes = {name: _file_state(source.parent, name) for name in sorted(names)}
    store.save(_record(source), [environment.get("SOURCE_DATE_EPOCH"), hashes])


def _is_current(source: Path, environment: Mapping[str, str]) -> bool:
    try:
        time, hashes = store.load(_record(source))
    except (TypeError, ValueError):
        return False
    return time == environment.get("SOURCE_DATE_EPOCH") and all(
        _file_state(source.parent, name) == state for name, state in hashes.items()
    )


def _file_state(folder: Path, name: str) -> str:
    """Return the hash of a file in *folder*; for TeX's own files and fonts, the fingerprint."""
    path = folder / name
    now = fingerprint.clock()
    found = fingerprint.fingerprint(path)
    if found is None:
        return ""
    is_enough = Path(name).is_absolute() and found.is_settled(now)
    return " ".join(map(str, found)) if is_enough else _digest(path)
