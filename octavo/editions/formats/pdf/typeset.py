r"""A LaTeX file and what earlier runs left → the typeset PDF, in as few runs of xelatex as it takes.

A run reads what the one before wrote: contents, bookmarks, labels, index. Once a run writes what it read, all is right,
and that is the rule by which latexmk ends as well. Three things save runs:

- Before a first run, a guess of the contents and an index of one entry stand where a run will write the true ones, so
  that it counts the pages before the first chapter right. A wrong guess costs a run; it never shows.
- ``\@abspage@last``, the number of all pages, only tells hooks which page is the last; it does not ask for a run more.
- What a run read is remembered: where nothing of it changed, there is no run.
"""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from octavo.cache import fingerprint, store
from octavo.editions.formats import confined
from octavo.editions.formats.pdf import specials

#: Runs after which a text that never settles is left as it is: two page numbers may chase each other for ever.
MOST_RUNS = 6
_LATEX = ("xelatex", "-no-shell-escape", "-no-pdf", "-recorder", "-interaction=nonstopmode", "-halt-on-error")
_INDEX = ("upmendex", "-q", "-s", "octavo.ist")
#: Files of a job that no run reads.
_UNREAD = frozenset({".tex", ".log", ".xdv", ".pdf", ".fls", ".idx", ".ilg", ".read"})
_LAST_PAGE = re.compile(rb"\\gdef \\@abspage@last\{\d+\}\n?")
_HEADING = re.compile(r"^.*?\\(part|chapter|section|subsection)\*?\{", re.MULTILINE)
_GUESSED_INDEX = "\\begin{sphinxtheindex}\n\\item x\n\\end{sphinxtheindex}\n"


@dataclass(frozen=True, slots=True)
class Typeset:
    """What typesetting did.

    :ivar runs: how often xelatex ran; 0 where the PDF was right already
    :ivar said: what the programs printed
    :ivar complaint: why there is no PDF, or empty
    :ivar settled: whether the last run wrote what it read
    """

    runs: int
    said: str = ""
    complaint: str = ""
    settled: bool = True


class _StoppedError(Exception):
    """A program took too long or too much: it would do so again."""


def typeset(source: Path, environment: Mapping[str, str]) -> Typeset:
    """Make the PDF of *source* beside it, unless it is there and nothing that it was made from changed.

    :param environment: what the programs are told beside what all are told, ``SOURCE_DATE_EPOCH`` among it
    """
    if _is_current(source, environment):
        return Typeset(0)
    _record(source).unlink(missing_ok=True)
    if not source.with_suffix(".aux").is_file():
        _guess(source)
    try:
        result = _again(source, environment)
    except _StoppedError as error:
        return Typeset(1, str(error), str(error), settled=False)
    if not result.complaint:
        _remember(source, environment)
    return result


def _again(source: Path, environment: Mapping[str, str]) -> Typeset:
    """Run on what earlier runs left, and, if that ends in an error, once more from nothing."""
    result = _run(source, environment)
    if result.complaint:
        # What a killed run left behind, or a heading that cannot be guessed, must not stand in the way.
        forget(source)
        again = _run(source, environment)
        return Typeset(result.runs + again.runs, result.said + again.said, again.complaint, again.settled)
    return result


def forget(source: Path) -> None:
    """Remove everything that runs on *source* left."""
    for path in _files(source):
        if path.suffix != ".tex":
            path.unlink()


def _run(source: Path, environment: Mapping[str, str]) -> Typeset:
    said: list[str] = []
    settled = False
    runs = 0
    while not settled and runs < MOST_RUNS:
        before = _state(source)
        runs += 1
        if not _call(_LATEX, source.with_suffix(".tex"), environment, said):
            return Typeset(runs, "".join(said), _first_complaint(source) or "xelatex failed", settled=False)
        index = source.with_suffix(".idx")
        if index.is_file() and not index.stat().st_size:
            # upmendex fails on an index without entries; LaTeX prints none of an empty file.
            source.with_suffix(".ind").write_bytes(b"")
        elif index.is_file():
            target = ("-o", source.with_suffix(".ind").name)
            if not _call((*_INDEX, *target), index, environment, said):
                return Typeset(runs, "".join(said), "upmendex made no index", settled=False)
        settled = _state(source) == before
    if complaint := specials.problem(source.with_suffix(".xdv").read_bytes()):
        return Typeset(runs, "".join(said), complaint, settled)
    command = ("xdvipdfmx", "-q", "-E", "-o", source.with_suffix(".pdf").name)
    made = _call(command, source.with_suffix(".xdv"), environment, said)
    return Typeset(runs, "".join(said), "" if made else "xdvipdfmx made no PDF", settled)


def _call(command: tuple[str, ...], file: Path, environment: Mapping[str, str], said: list[str]) -> bool:
    done = confined.run([*command, file.name], file.parent, environment)
    said.append(f"{' '.join(command)} {file.name}\n{(done.stdout + done.stderr).decode(errors='replace')}")
    if reason := confined.stopped(done):
        raise _StoppedError(f"{command[0]}: {reason}")
    return done.returncode == 0


def _first_complaint(source: Path) -> str:
    log = source.with_suffix(".log")
    text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    return next((line for line in text.splitlines() if line.startswith("!")), "")


def _files(source: Path) -> list[Path]:
    """Return the files of *source*'s job, by name."""
    return sorted(path for path in source.parent.glob(f"{glob.escape(source.stem)}.*") if path.is_file())


def _state(source: Path) -> dict[str, str]:
    """Return the digests of what a run reads of those before."""
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
    """Yield a line of a ``.toc`` for each heading of the LaTeX source *text* and for its index, as if on page 99."""
    for heading in _HEADING.finditer(text):
        title = _braced(text, heading.end())
        if title:
            kind = heading[1]
            number = {"part": "I\\hspace {1em}", "chapter": "\\numberline {9}"}.get(kind, "")
            yield f"\\contentsline {{{kind}}}{{{number}{title}}}{{99}}{{{kind}.9}}%\n"
    if "\\printindex" in text:
        # Its line may be the one that opens a page more.
        yield "\\contentsline {chapter}{\\indexname }{99}{chapter.9}%\n"


def _braced(text: str, start: int) -> str:
    """Return what stands in *text* from *start* to the brace that closes it; nothing where none does on the line."""
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


# --- what a PDF was made from ---------------------------------------------------------------------------


def _record(source: Path) -> Path:
    return source.with_suffix(".read")


def _remember(source: Path, environment: Mapping[str, str]) -> None:
    """Keep what the last run read, as TeX's recorder tells, and its PDF."""
    names = {source.with_suffix(".pdf").name}
    for line in source.with_suffix(".fls").read_text(encoding="utf-8", errors="replace").splitlines():
        kind, _, name = line.partition(" ")
        if kind == "INPUT":
            names.add(Path(name).as_posix())
    held = {name: _sign(source.parent, name) for name in sorted(names)}
    store.save(_record(source), [environment.get("SOURCE_DATE_EPOCH"), held])


def _is_current(source: Path, environment: Mapping[str, str]) -> bool:
    try:
        time, held = store.load(_record(source))
    except (TypeError, ValueError):
        return False
    return time == environment.get("SOURCE_DATE_EPOCH") and all(
        _sign(source.parent, name) == sign for name, sign in held.items()
    )


def _sign(folder: Path, name: str) -> str:
    """Return the digest of a file of the job's *folder*; of TeX's own files and fonts, the fingerprint is enough."""
    path = folder / name
    now = fingerprint.clock()
    found = fingerprint.fingerprint(path)
    if found is None:
        return ""
    is_enough = Path(name).is_absolute() and found.is_settled(now)
    return " ".join(map(str, found)) if is_enough else _digest(path)
