"""``octavo init``: set up Octavo in a Sphinx project."""

from __future__ import annotations

import json
from pathlib import Path

import click

from octavo.cli.console.terminal import err, lock_folder, out
from octavo.workflow import init
from octavo.workflow.init import InitPlan


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=".")
@click.option(
    "--conf", type=click.Path(path_type=Path), metavar="FILE", help="The conf.py to use if there are several."
)
@click.option("--source", type=click.Path(path_type=Path), metavar="FOLDER", help="The text, if not beside conf.py.")
@click.option("--dry-run", is_flag=True, help="Show the changes, but write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(folder: Path, conf: Path | None, source: Path | None, dry_run: bool, as_json: bool) -> int:
    """Set up Octavo in a Sphinx project.

    It adds a table to pyproject.toml and a line to conf.py in FOLDER (default: this folder), and changes nothing else.
    """
    plan = init.plan_init(folder, conf, source)
    root = plan.found.root
    diffs = [change.diff(root) for change in plan.changes]
    if plan.changes and not dry_run:
        with lock_folder(plan.build, "init"):
            init.apply_init(plan)
    if as_json:
        out.print(json.dumps(_row(plan, diffs), ensure_ascii=False, indent=1))
        return 0
    for line in _summary(plan):
        err.print(line)
    for text in diffs:
        out.print(text, end="")
    if not plan.changes:
        err.print("Octavo is already set up here. Nothing changes.")
    elif dry_run:
        err.print("Nothing was changed: this was a dry run.")
    for number, line in enumerate(plan.next if plan.changes or plan.by_hand else (), 1):
        err.print(f"{number}. {line}")
    return 0


def _summary(plan: InitPlan) -> list[str]:
    found = plan.found
    row = _found(plan)
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
        f"ignored        {name}: not a locale that Babel knows, or one that another folder has" for name in found.aside
    ]
    lines += [f"to correct     {error.sentence}" for error in found.broken]
    return lines


def _found(plan: InitPlan) -> dict[str, object]:
    found = plan.found
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


def _row(plan: InitPlan, diffs: list[str]) -> dict[str, object]:
    root = plan.found.root
    return {
        "found": _found(plan),
        "changes": [
            {"path": change.path.relative_to(root).as_posix(), "diff": diff}
            for change, diff in zip(plan.changes, diffs, strict=True)
        ],
        "by_hand": list(plan.by_hand),
        "next": list(plan.next),
    }
