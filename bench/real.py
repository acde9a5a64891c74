"""Measure an adopted project against its own plain commands: cold, one message, unchanged, update and check.

Run ``python bench/real.py FOLDER`` on a project for which ``octavo init`` was run; its own ``conf.py`` and extensions
are run. The folder is copied twice: in the copy for plain Sphinx, the extension is taken out of ``conf.py``. Both
sides build the web pages of one language, in one process, and take turns. With ``--fill``, every message without a
translation gets its own words with accents, so that a project without translations can be measured. The ratio is
plain's cost by Octavo's, the median of all rounds; for ``check``, plain's cost is that of its whole build. Plain
needs sphinx-intl for ``update``.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import speed
from timed import Cost, cost

from octavo.catalogs import po
from octavo.catalogs.extract.pseudo_locale import accented
from octavo.project import Language, Project, load

STEPS = ("cold", "message", "unchanged", "update", "check")
OUT = "plain-build"


@dataclass(frozen=True, slots=True)
class Sides:
    """The two copies of the project, and the language that is built."""

    plain: Path
    ours: Path
    project: Project
    language: Language

    def sphinx(self, builder: str, folder: str) -> list[str]:
        """Return plain's command that writes *builder*'s files into *folder*."""
        project = self.project
        source, conf = (path.relative_to(project.root) for path in (project.source, project.configuration.parent))
        language = ["-D", f"language={self.language.locale}"] if builder == "html" else []
        doctrees = f"{OUT}/doctrees-{builder}"
        options = ["-q", "-b", builder, "-c", str(conf), "-d", doctrees, *language]
        return [str(speed.BIN / "sphinx-build"), *options, str(source), f"{OUT}/{folder}"]

    def commands(self, step: str) -> tuple[list[list[str]], list[list[str]]]:
        """Return the commands of both sides for *step*."""
        octavo, locale = str(speed.BIN / "octavo"), self.language.locale
        build = [self.sphinx("html", "html")]
        if step == "update":
            # The plain way into a folder of its own: conf.py may have any layout.
            intl = [str(speed.BIN / "sphinx-intl"), "update", "-p", f"{OUT}/pot", "-d", f"{OUT}/locale", "-l", locale]
            return [self.sphinx("gettext", "pot"), intl], [[octavo, "update", locale]]
        if step == "check":
            # It may find mistakes, which is an answer too.
            return build, [["sh", "-c", f'"{octavo}" check {locale} > /dev/null || [ $? -eq 1 ]']]
        return build, [[octavo, "build", locale, "-f", "html"]]

    def clean(self) -> None:
        """Delete all that was built."""
        shutil.rmtree(self.plain / OUT, ignore_errors=True)
        shutil.rmtree(self.ours / self.project.build.relative_to(self.project.root), ignore_errors=True)
        for path in self.plain.rglob("*.mo"):
            path.unlink()

    def edit(self, root: Path, number: int) -> None:
        """Add a word to the longest translation of one line in the copy *root*."""
        folder = self.project.catalogs(self.language).relative_to(self.project.root)
        lines = [
            (len(line), path, line)
            for path in sorted((root / folder).rglob("*.po"))
            for line in re.findall(r'^msgstr "\w.*"$|^"[^"\\:]*[^\\]"\n(?=\n)', path.read_text("utf-8"), re.MULTILINE)
        ]
        _, path, line = max(lines)
        body = re.sub(r' mot\d+(?="\n?$)', "", line.rstrip()[:-1] + '"')
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(line, f'{body[:-1]} mot{number}"' + line[len(line.rstrip()) :]), encoding="utf-8")


def copies(folder: Path, place: Path, locale: str, *, fill: bool) -> Sides:
    """Return both copies of the project in *folder*, below *place*; with *fill*, fully translated."""
    project = load(folder)
    aside = shutil.ignore_patterns("*.mo", "__pycache__", ".venv", project.build.name)
    for side in ("plain", "ours"):
        shutil.copytree(project.root, place / side, ignore=aside, symlinks=True)
    conf = place / "plain" / project.configuration.relative_to(project.root)
    text = conf.read_text(encoding="utf-8")
    conf.write_text(re.sub(r"""["']octavo\.sphinxext["'],?\s*""", "", text), encoding="utf-8")
    if fill:
        for side in ("plain", "ours"):
            copy = load(place / side)
            for item in copy.translations:
                if not locale or item.locale == locale:
                    _fill(copy.catalogs(item))
        project = load(place / "ours")
    sizes = {item: _messages(project, item) for item in project.translations if not locale or item.locale == locale}
    language = max(sizes, key=lambda item: sizes[item])
    print(f"{folder.name}: {language.locale}, {sizes[language]:,} translated messages, {project.theme}", flush=True)
    return Sides(place / "plain", place / "ours", project, language)


def _fill(folder: Path) -> None:
    for path in folder.rglob("*.po"):
        # A translation of Sphinx's own words with their fields would stop it.
        if path.stem != "sphinx":
            messages = [
                item if item.is_header or any(item.msgstrs) else item.edited(msgstrs=(accented(item.msgid),))
                for item in po.read(path)
            ]
            po.write(po.Catalog(path, tuple(messages)))


def _messages(project: Project, language: Language) -> int:
    catalogs = project.catalogs(language).rglob("*.po")
    return sum(message.state is po.State.TRANSLATED for path in catalogs for message in po.read(path))


def measure(sides: Sides, step: str, rounds: int) -> str:
    """Return the row of *step*."""
    found: tuple[list[Cost], list[Cost]] = ([], [])
    folders, commands = (sides.plain, sides.ours), sides.commands(step)
    for number in range(rounds):
        if step == "cold" or (step in ("update", "check") and not number):
            sides.clean()
        for side in (0, 1) if number % 2 == 0 else (1, 0):
            if step in ("message", "unchanged") and not number:
                cost(commands[side], folders[side])
            if step == "message":
                sides.edit(folders[side], number)
            if step == "check":
                shutil.rmtree(sides.plain / OUT, ignore_errors=True)
            found[side].append(cost(commands[side], folders[side]))
    return f"| {step} | " + " | ".join(_cells(found, name) for name in ("seconds", "processor", "memory")) + " |"


def _cells(found: tuple[Sequence[Cost], Sequence[Cost]], name: str) -> str:
    plain, ours = ([getattr(item, name) for item in side] for side in found)
    ratio = statistics.median(before / after for before, after in zip(plain, ours, strict=True))
    shape = ".0f" if name == "memory" else ".2f"
    return f"{statistics.median(plain):{shape}} | {statistics.median(ours):{shape}} | {ratio:.2f}"


def main() -> int:
    """Measure every folder and print a table for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--only", action="append", choices=STEPS, help="this step; may be repeated")
    parser.add_argument("--rounds", type=int, default=3, help="of each step (%(default)s)")
    parser.add_argument("--locale", default="", help="the language; by default, the one with most translations")
    parser.add_argument("--fill", action="store_true", help="translate the rest with accents")
    options = parser.parse_args()
    for folder in options.folder:
        with tempfile.TemporaryDirectory() as temporary:
            sides = copies(folder.resolve(), Path(temporary) / "bench", options.locale, fill=options.fill)
            print("| | wall: plain, s | Octavo, s | ratio | processor: plain, s | Octavo, s | ratio "
                  "| memory: plain, MB | Octavo, MB | ratio |")  # fmt: skip
            print("| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |")
            for step in STEPS:
                if not options.only or step in options.only:
                    print(measure(sides, step, options.rounds), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
