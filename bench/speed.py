"""A generated guide, and this publication → how long plain Sphinx takes and how long Octavo, side by side, in turns.

Run ``make bench``, or ``python bench/speed.py`` with ``--only`` for some of the measures. Each round runs the plain
commands and Octavo's one right after the other; which comes first changes from round to round. The ratio of a measure
is the median of its rounds' ratios, and its spread is the least and the greatest of them.

Plain: for each language in turn ``sphinx-build -b html``, ``-b epub`` and ``-b latex`` on shared doctrees, then
``latexmk -xelatex``. It compiles its catalogs itself, in that run, as Octavo does.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import generated
import performance
from timed import Cost, cost

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "build" / "bench" / "speed.json"
SUBJECTS = ("generated", "technical", "publication")
PUBLICATION = "This publication"
BIN = Path(sys.executable).parent
#: Octavo's run up to the LaTeX files, as plain's has it; its command line knows no such end.
_WITHOUT_TYPESETTING = """
import sys
from dataclasses import replace
from octavo.cli import main
from octavo.editions.pipeline import plan
make = plan.make_plan
def shortened(*given):
    todo = make(*given)
    return replace(todo, tasks=tuple(task for task in todo.tasks if task.kind != "pdf"))
plan.make_plan = shortened
sys.exit(main(["build", "-f", "html", "-f", "epub", "-f", "pdf"]))
"""

Command = Sequence[str]
#: What was found on one side, where it works, and its commands.
Side = tuple[list[Cost], Path, list[Command]]


@dataclass
class Subject:
    """A project, once for each side.

    :ivar locales: its languages, the master first
    :ivar page: the page of which a message is changed, and :ivar locale: in which language
    """

    name: str
    is_generated: bool
    plain: Path
    ours: Path
    locales: tuple[str, ...]
    page: str
    locale: str
    jobs: str = "1"

    def sphinx(self, locale: str, builder: str) -> Command:
        """Return plain's command that writes *builder*'s files of a language."""
        made = f"made/{locale}"
        command = [str(BIN / "sphinx-build"), "-q", "-c", "plain", "-D", f"language={locale}", "-d", f"{made}/doctrees"]
        return (*command, "-j", self.jobs, "-b", builder, "source", f"{made}/{builder}")

    def latexmk(self, locale: str) -> Command:
        """Return plain's command that sets the books of a language."""
        return ("sh", "-c", f"cd made/{locale}/latex && latexmk -xelatex -interaction=nonstopmode -silent *.tex")

    def octavo(self, *arguments: str) -> Command:
        """Return a command of ours."""
        return (str(BIN / "octavo"), *arguments)

    def clean(self) -> None:
        """Remove all that was made, on both sides."""
        shutil.rmtree(self.plain / "made", ignore_errors=True)
        shutil.rmtree(self.ours / "build", ignore_errors=True)
        for path in self.plain.rglob("*.mo"):
            path.unlink()

    def edit(self, root: Path, number: int) -> None:
        """Change one message of one catalog of the side in *root*."""
        path = root / "locales" / self.locale / "LC_MESSAGES" / f"{self.page}.po"
        text = path.read_text(encoding="utf-8")
        # A word more or less at the end of a long paragraph: it stands in no title and in no index.
        longest = max(re.findall(r'^msgstr "(.*)"$', text, re.M), key=len)
        body = re.sub(r" mot\d+\.$", "", longest)
        path.write_text(text.replace(f'msgstr "{longest}"', f'msgstr "{body} mot{number}."'), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table.

    :ivar name: what ``--only`` takes
    :ivar asked: the ratio that is asked for; at least, or for memory at most; 0 where none is
    :ivar value: which cost counts: ``seconds``, ``processor`` or ``memory``
    :ivar state: what must be before a round: ``clean``, ``made`` or ``edited``
    """

    name: str
    title: str
    asked: float
    value: str
    state: str
    plain: Callable[[Subject], list[Command]]
    ours: Callable[[Subject], list[Command]]


def _files(subject: Subject) -> list[Command]:
    return [subject.sphinx(locale, builder) for locale in subject.locales for builder in ("html", "epub", "latex")]


def _everything(subject: Subject) -> list[Command]:
    found: list[Command] = []
    for locale in subject.locales:
        found += [subject.sphinx(locale, builder) for builder in ("html", "epub", "latex")]
        found.append(subject.latexmk(locale))
    return found


def _side_by_side(subject: Subject) -> list[Command]:
    """Return plain's commands for all files, as many languages at a time as there are cores."""
    lines = [shlex.join(subject.sphinx("LOCALE", builder)) for builder in ("html", "epub", "latex")]
    script = f"printf '%s\\n' {shlex.join(subject.locales)} | xargs -P $(nproc) -I LOCALE sh -c '{' && '.join(lines)}'"
    return [("sh", "-c", script)]


def _with_jobs(subject: Subject) -> list[Command]:
    return _files(replace(subject, jobs="auto"))


def _our_files(subject: Subject) -> list[Command]:
    return [(sys.executable, "-c", _WITHOUT_TYPESETTING)]


def _on_one_core(commands: list[Command]) -> list[Command]:
    return [("taskset", "-c", "0", *command) for command in commands]


def _html(subject: Subject) -> list[Command]:
    return [subject.sphinx(subject.locale, "html")]


def _our_html(subject: Subject) -> list[Command]:
    return [subject.octavo("build", subject.locale, "-f", "html")]


def _ours(subject: Subject) -> list[Command]:
    return [subject.octavo("build", "-f", "html", "-f", "epub", "-f", "pdf")]


def _published(subject: Subject) -> list[Command]:
    return [subject.octavo("publish", "-f", "html", "-f", "epub", "-f", "pdf")]


MEASURES = (
    Measure("files", "Cold, all languages: HTML, EPUB, LaTeX files", 4, "seconds", "clean",
            _files, _our_files),
    Measure("processor", "The same: processor time", 3.2, "processor", "clean", _files, _our_files),
    Measure("side", "The same, plain Sphinx with languages side by side", 3.5, "seconds", "clean",
            _side_by_side, _our_files),
    Measure("jobs", "The same, plain Sphinx with -j auto", 0, "seconds", "clean", _with_jobs, _our_files),
    Measure("jobs-processor", "The same: processor time", 0, "processor", "clean", _with_jobs, _our_files),
    Measure("pdf", "Cold, all languages: HTML, EPUB, PDF", 3, "seconds", "clean", _everything, _ours),
    Measure("one", "One translated language, HTML, one core: processor time", 2, "processor", "clean",
            lambda subject: _on_one_core(_html(subject)), lambda subject: _on_one_core(_our_html(subject))),
    Measure("memory", "The same: peak memory of a process", 1.5, "memory", "clean", _html, _our_html),
    Measure("nothing", "Nothing changed, everything asked for", 20, "seconds", "made", _everything, _ours),
    Measure("publish", "Nothing changed, the same with octavo publish", 20, "seconds", "made", _everything, _published),
    Measure("message", "One message saved, HTML of its language", 0, "seconds", "edited", _html, _our_html),
)  # fmt: skip


def _take_turns(measure: Measure, subject: Subject, rounds: int, sides: Sequence[Side]) -> None:
    for number in range(rounds):
        if measure.state == "clean":
            subject.clean()
        for found, folder, commands in sides if number % 2 == 0 else reversed(sides):
            if measure.state == "edited":
                subject.edit(folder, number)
            found.append(cost(commands, folder, _environment()))
        print(
            f"  {measure.name} {number + 1}/{rounds}: {_shown(sides[0][0][-1])} | {_shown(sides[1][0][-1])}", flush=True
        )


def run(measure: Measure, subject: Subject, rounds: int) -> performance.Result:
    """Return what *measure* found in *rounds* rounds."""
    plain: list[Cost] = []
    ours: list[Cost] = []
    sides = (
        (plain, subject.plain, measure.plain(subject)),
        (ours, subject.ours, measure.ours(subject)),
    )
    if measure.state != "clean":
        for _, folder, commands in sides:
            cost(commands, folder, _environment())
            # Once more: what is remembered from run to run is there from the second on, on both sides.
            cost(commands, folder, _environment())
    _take_turns(measure, subject, rounds, sides)
    values = [[getattr(item, measure.value) for item in side] for side in (plain, ours)]
    medians = [statistics.median(side) for side in values]
    ratios = [before / after for before, after in zip(*values, strict=True)]
    if measure.value == "memory":
        ratios = [1 / ratio for ratio in ratios]
    return performance.Result(
        # The goals are those of the generated guide.
        subject.name, measure.name, measure.title, measure.asked if subject.is_generated else 0, measure.value,
        medians[0], medians[1], statistics.median(ratios), min(ratios), max(ratios), rounds,
        datetime.datetime.now(datetime.UTC).date().isoformat(), machine(),
    )  # fmt: skip


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1780000000", "PATH": f"{BIN}:{os.environ['PATH']}"}


def _shown(found: Cost) -> str:
    return f"{found.seconds:.2f} s, processor {found.processor:.2f} s, {found.memory:.0f} MB"


def machine() -> str:
    """Return the processor and what matters of the programs."""
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").is_file() else ""
    found = re.search(r"model name\s*: (.*)", text)
    name = found[1] if found else platform.machine()
    return f"{name}, {len(os.sched_getaffinity(0))} cores, {platform.system()}, Python {platform.python_version()}"


# --- subjects -------------------------------------------------------------------------------------------


def _generated(folder: Path, options: argparse.Namespace, *, technical: bool = False) -> Subject:
    shape = generated.Shape(options.pages, options.words, options.languages, options.seed, technical)
    for side in ("plain", "ours"):
        generated.write(folder / side, shape)
    kind = "Technical" if technical else "Generated"
    name = f"{kind} guide: {shape.pages} pages, {shape.words:,} words, {shape.languages} languages"
    return _subject(name, folder, shape.locales, "part-0/page-003", options.jobs)


def _subject(name: str, folder: Path, locales: tuple[str, ...], page: str, jobs: str) -> Subject:
    # Octavo's time of publication, and its figures of progress, are those of the last commit.
    commands = ("init -q -b main", "add -A", "-c user.name=Bench -c user.email=bench@example.org commit -q -m text")
    (folder / "ours" / ".gitignore").write_text("build/\n")
    for command in commands:
        subprocess.run(["git", *command.split()], cwd=folder / "ours", check=True)
    return Subject(name, name.startswith("Generated"), folder / "plain", folder / "ours", locales, page, "fr", jobs)


def _publication(folder: Path, options: argparse.Namespace) -> Subject:
    for side in ("plain", "ours"):
        for name in ("source", "locales"):
            shutil.copytree(ROOT / name, folder / side / name, ignore=shutil.ignore_patterns("*.mo"))
        for name in ("pyproject.toml", "conf.py"):
            shutil.copyfile(ROOT / name, folder / side / name)
    (folder / "plain" / "plain").mkdir()
    books = ("index", "students/index", "teachers/index", "principals/index", "parents/index", "technologies/index")
    documents = [(book, f"book-{place}.tex", "A guide", "Octavo", "manual") for place, book in enumerate(books)]
    conf = generated.PLAIN + f'extensions = ["sphinxcontrib.rsvgconverter"]\nlatex_documents = {documents}\n'
    (folder / "plain" / "plain" / "conf.py").write_text(conf, encoding="utf-8")
    return _subject(PUBLICATION, folder, ("en", "zh_CN", "fr"), "students/index", options.jobs)


MAKERS: dict[str, Callable[[Path, argparse.Namespace], Subject]] = dict(
    zip(SUBJECTS, (_generated, partial(_generated, technical=True), _publication), strict=True)
)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = [measure.name for measure in MEASURES]
    usual = generated.Shape()
    parser.add_argument("--only", action="append", choices=names, help="this measure; may be repeated")
    parser.add_argument("--subject", action="append", choices=SUBJECTS, help="this project; may be repeated")
    parser.add_argument("--rounds", type=int, default=3, help="of each measure (%(default)s)")
    parser.add_argument("--pages", type=int, default=usual.pages, help="of the generated guide (%(default)s)")
    parser.add_argument("--words", type=int, default=usual.words, help="of it (%(default)s)")
    parser.add_argument("--languages", type=int, default=usual.languages, help="of it (%(default)s)")
    parser.add_argument("--seed", type=int, default=usual.seed, help="another one makes another guide (%(default)s)")
    parser.add_argument("--jobs", default="1", help="sphinx-build -j of plain (%(default)s)")
    parser.add_argument("--folder", type=Path, help="where to work; a temporary folder if none is given")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put table and chart into this page")
    return parser.parse_args()


def main() -> int:
    """Measure, print the table, and return 1 if a ratio is not what is asked of the generated guide."""
    options = _options()
    results: list[performance.Result] = []
    with tempfile.TemporaryDirectory() as temporary:
        for name in options.subject or SUBJECTS:
            folder = (options.folder or Path(temporary)) / name
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            subject = MAKERS[name](folder, options)
            print(subject.name, flush=True)
            for measure in MEASURES:
                if not options.only or measure.name in options.only:
                    results.append(run(measure, subject, options.rounds))
    kept = performance.kept(RESULTS, results)
    print(performance.table(results))
    if options.write:
        performance.write(options.write, kept)
    return 0 if all(item.is_enough for item in results) else 1


if __name__ == "__main__":
    sys.exit(main())
