"""Measure each fast path: what a build costs with all of them but one, compared with all of them.

Run ``python bench/fast_paths.py FOLDER`` on a project that ``bench/generated.py`` made. Each sample is a process that
is forked from one with everything imported; its processor time counts, that of its children included. The two sides
alternate, and the medians of their samples are compared. Patches of one module are one fast path: they need each other.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

import furo  # noqa: F401  # imported before the processes are forked

from octavo.compiler import compilation
from octavo.editions import executors
from octavo.editions.formats.html import search_index
from octavo.editions.pipeline import run
from octavo.editions.pipeline.plan import LATEX, Task
from octavo.project import Project, load
from octavo.sphinxext import fastpaths
from octavo.workflow.language_build import resolve

KINDS = ("html", "epub", LATEX)
#: Seconds by row.
Row = dict[str, float]


def processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def forked(work: Callable[[], Row]) -> Row:
    """Do *work* in a process of its own and return what it returns."""
    receiver, sender = os.pipe()
    if not os.fork():
        try:
            os.write(sender, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(sender)
    with os.fdopen(receiver) as stream:
        text = stream.read()
    os.wait()
    return cast(Row, json.loads(text))


def written(project: Project, locale: str, kind: str) -> Row:
    """Build *kind* and return its cost; the search index is left out, which costs the same on both sides."""
    executors._begin()
    search_index.build_search_index = lambda *_: None
    language = project.language(locale)
    start = processor()
    if kind == "html":
        compilation.compile_catalogs(project, language)
    outcome = run.run_task(resolve(project)[language], Task(kind, language, ""))
    if outcome.error:
        raise SystemExit(outcome.error)
    return {kind: processor() - start}


def edit(project: Project, locale: str) -> None:
    """Change the longest message of a page."""
    path = sorted(project.catalogs(project.language(locale)).rglob("page-*.po"))[0]
    text = path.read_text(encoding="utf-8")
    longest = max(re.findall(r'^msgstr "(.*)"$', text, re.M), key=len)
    body = re.sub(r" mot\d+\.$", "", longest)
    path.write_text(text.replace(f'"{longest}"', f'"{body} mot{time.time_ns()}."'), encoding="utf-8")


def sample(project: Project, locale: str, chosen: tuple[fastpaths.Patch, ...]) -> Row:
    """Build all formats from nothing, and HTML again after one message changed."""
    fastpaths.PATCHES = chosen
    shutil.rmtree(project.build, ignore_errors=True)
    row: Row = {}
    for kind in KINDS:
        row |= forked(partial(written, project, locale, kind))
    edit(project, locale)
    return row | {"one message": forked(partial(written, project, locale, "html"))["html"]}


def main() -> None:
    """Print a line for each fast path: how much more processor time each row takes without it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--locale", default="fr")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", help="the fast path of this module, such as traversal")
    given = parser.parse_args()
    project, everything = load(given.folder), fastpaths.PATCHES
    fastpaths.preload()
    modules = dict.fromkeys(patch.replacement.partition(":")[0] for patch in everything)
    for module in [module for module in modules if given.only in (None, module.rpartition(".")[2])]:
        rest = tuple(patch for patch in everything if not patch.replacement.startswith(f"{module}:"))
        pairs = [[sample(project, given.locale, chosen) for chosen in (everything, rest)] for _ in range(given.rounds)]
        costs = {
            name: [statistics.median(pair[side][name] for pair in pairs) for side in (0, 1)] for name in pairs[0][0]
        }
        cells = [f"{name} {without / whole - 1:+.1%} ({whole:.2f} s)" for name, (whole, without) in costs.items()]
        print(f"without {module.rpartition('.')[2]:12}", *cells, sep="  ", flush=True)


if __name__ == "__main__":
    main()
