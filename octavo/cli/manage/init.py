"""``octavo init``: makes a Sphinx project one of Octavo's."""

from __future__ import annotations

import json
from pathlib import Path

import click

from octavo.cli.console.terminal import err, lock_folder, out
from octavo.workflow import init
from octavo.workflow.init import InitPlan


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option("--conf", type=click.Path(path_type=Path), metavar="FILE", help="Its conf.py, where there are several.")
@click.option("--source", type=click.Path(path_type=Path), metavar="FOLDER", help="Its text, where not beside conf.py.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(folder: Path, conf: Path | None, source: Path | None, dry_run: bool, as_json: bool) -> int:
    """Set Octavo up in the Sphinx project in FOLDER: a table in pyproject.toml, a line in conf.py, and no more."""
    done = init.plan_init(folder, conf, source)
    root = done.found.root
    diffs = [change.diff(root) for change in done.changes]
    if done.changes and not dry_run:
        with lock_folder(done.build, "init"):
            init.apply_init(done)
    if as_json:
        out.print(json.dumps(_row(done, diffs), ensure_ascii=False, indent=1), markup=False, soft_wrap=True)
        return 0
    for line in _told(done):
        err.print(line, markup=False, highlight=False, soft_wrap=True)
    for text in diffs:
        out.print(text, markup=False, highlight=False, soft_wrap=True, end="")
    if not done.changes:
        err.print("Octavo is set up here already; nothing changes.", markup=False)
    elif dry_run:
        err.print("Nothing was changed: this was a dry run.", markup=False)
    for number, line in enumerate(done.next if done.changes or done.by_hand else (), 1):
        err.print(f"{number}. {line}", markup=False, highlight=False, soft_wrap=True)
    return 0


def _told(done: InitPlan) -> list[str]:
    found = done.found
    row = _found(done)
    counted = f"{found.catalog_files} in {row['catalogs']}/" if found.catalog_files else f"none yet; {row['catalogs']}/"
    kinds = {False: "one a page", True: "one a folder"}
    kind = f"one, “{found.compact}”" if isinstance(found.compact, str) else kinds[found.compact]
    lines = [
        f"configuration  {row['configuration']}",
        f"text           {row['source']}/, from {found.document}, {' '.join(found.suffixes)}",
        f"languages      {' '.join(found.languages)} (the first is the master's)",
        f"catalogs       {counted} ({kind})",
        f"theme          {row['theme']}",
    ]
    lines += [
        f"left aside     {name}: no locale that Babel knows, or one that another folder has" for name in found.aside
    ]
    lines += [f"cannot be read {error.sentence}" for error in found.broken]
    return lines


def _found(done: InitPlan) -> dict[str, object]:
    found = done.found
    return {
        "configuration": found.configuration.path.relative_to(found.root).as_posix(),
        "source": found.source.relative_to(found.root).as_posix(),
        "suffixes": list(found.suffixes),
        "languages": list(found.languages),
        "catalogs": found.catalogs.relative_to(found.root).as_posix(),
        "catalog_files": found.catalog_files,
        "compact": found.compact,
        "theme": found.configuration.text("html_theme"),
        "broken": [error.sentence for error in found.broken],
        "aside": list(found.aside),
    }


def _row(done: InitPlan, diffs: list[str]) -> dict[str, object]:
    root = done.found.root
    return {
        "found": _found(done),
        "changes": [
            {"path": change.path.relative_to(root).as_posix(), "diff": diff}
            for change, diff in zip(done.changes, diffs, strict=True)
        ],
        "by_hand": list(done.by_hand),
        "next": list(done.next),
    }
