"""``octavo check``: find mistakes in the catalogs."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from octavo.cache import command_cache
from octavo.cache.command_cache import CachedResult, Sources
from octavo.catalogs.extract import pot
from octavo.cli.console import shell_completion
from octavo.cli.console.terminal import Call, echo, err, locked_project
from octavo.compiler import checks
from octavo.errors import OctavoError, escaped
from octavo.findings import Finding, Severity, baseline, worst
from octavo.project import LooseProject, Project, file_of, load, look

#: Where hunspell and its dictionaries are; they decide about spelling.
_DICTIONARIES = ("/usr/bin/hunspell", "/usr/share/hunspell", "/usr/share/myspell")
FORMATS = ("text", "json", "sarif", "junit", "github")


@click.command()
@click.argument("names", metavar="[LANG|PATH]...", nargs=-1, shell_complete=shell_completion.translations)
@click.option("--fix", is_flag=True, help="Fix the safe findings before the check.")
@click.option(
    "--style/--no-style", default=None, help="Check house style too. By default, only projects that have it are."
)
@click.option(
    "--fail-on", type=click.Choice([item.label for item in reversed(Severity)]), default="error", show_default=True,
    help="The least severity for exit status 1.",
)  # fmt: skip
@click.option("--strict", "fail_on", flag_value="warning", help="Short for --fail-on warning.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Format of the findings."
)
@click.option("--json", "form", flag_value="json", help="Short for --format json.")
@click.option(
    "--baseline", "ignored", type=click.Path(path_type=Path), help="Report only findings that this file does not list."
)
@click.option(
    "--write-baseline", "record", type=click.Path(path_type=Path), help="List all present findings in this file."
)
@click.pass_obj
def command(
    call: Call,
    names: tuple[str, ...],
    fix: bool,
    style: bool | None,
    fail_on: str,
    form: str,
    ignored: Path | None,
    record: Path | None,
) -> int:
    """Find mistakes in the catalogs.

    Checks all catalogs, or those of a language (fr), a file or a folder, also of another program. In a folder without
    a configuration of Octavo, it looks for catalogs. The exit status is 1 if there is an error, or with
    --strict a warning.
    """
    if fix:
        _fix(names, style)
    projects = _projects(names)
    root = projects[0].root
    sources = _sources(projects[0])
    before = command_cache.fingerprint(sources)
    findings = [finding for project in projects for finding in _findings(project, names, style)]
    _check_names(names, projects)
    if record:
        baseline.save(record, findings, root)
        return 0
    if ignored:
        findings = baseline.apply(findings, baseline.load(ignored), ignored, root)
    text = import_module(f"octavo.findings.{form}").render(findings, root)
    echo(text)
    status = 1 if (worst(findings) or 0) >= Severity[fail_on.upper()] else 0
    # Names and the baseline are paths, which mean something else in another folder.
    if not (fix or names or ignored or isinstance(projects[0], LooseProject)):
        answer = CachedResult(escaped(text), "", status)
        command_cache.store(call.arguments, answer, sources, before, projects[0].build / command_cache.FILE)
    return status


def _sources(project: Project) -> Sources:
    extracted = project.build / "messages" / pot.EXTRACTED
    inputs = (file_of(project), project.configuration, project.source, project.locales, project.templates, extracted)
    return Sources(str(project.root), (*map(str, inputs), *_DICTIONARIES), ())


def _projects(names: Sequence[str]) -> Sequence[Project]:
    """Return the project of the working folder, or one for each folder of catalogs in it.

    Catalogs that are not the project's, such as those of a program beside it, are checked as without a configuration.
    """
    try:
        project = load(Path.cwd())
        return _others(project, names) or [project]
    except OctavoError as error:
        if error.code != "no-project":
            raise
    found = look(Path.cwd())
    if not found:
        raise OctavoError(
            "check-nothing", f"there are no catalogs in {Path.cwd()}",
            remedy="Go to the folder of a project that has .po files",
        )  # fmt: skip
    return found


def _others(project: Project, names: Sequence[str]) -> list[Project]:
    """Return projects for *names*, if all are folders or catalogs below the working folder, but not *project*'s."""
    paths, locales, here = [_path(project, name).resolve() for name in names], project.locales.resolve(), Path.cwd()
    if any(locales.is_relative_to(path) or path.is_relative_to(locales) for path in paths):
        return []
    return [found for path in paths if path.exists() and path.is_relative_to(here) for found in look(here, path)]


def _findings(project: Project, names: Sequence[str], style: bool | None) -> list[Finding]:
    paths = _paths(project, names)
    if names and not paths:
        return []
    unfollowed = [] if names or isinstance(project, LooseProject) else pot.unfollowed(project)
    return [*unfollowed, *checks.check(project, paths, style=style)]


def _fix(names: Sequence[str], style: bool | None) -> None:
    projects = _projects(names)
    if isinstance(projects[0], LooseProject):
        _print_fixed(projects, names, style)
        return
    with locked_project("check --fix") as project:
        _print_fixed([project], names, style)


def _print_fixed(projects: Sequence[Project], names: Sequence[str], style: bool | None) -> None:
    for project in projects:
        paths = _paths(project, names)
        for path in checks.fix(project, paths, style=style) if paths or not names else ():
            err.print(f"fixed {path.relative_to(project.root)}")


def _paths(project: Project, names: Sequence[str]) -> list[Path]:
    """Return the paths named by *names*; without a configuration, those that concern *project*."""
    paths = [_path(project, name) for name in names]
    if not isinstance(project, LooseProject):
        return paths
    folder = project.locales.resolve()
    inside = [path for path in paths if path.resolve().is_relative_to(folder) and path.exists()]
    return [folder] if any(folder.is_relative_to(path.resolve()) for path in paths) else inside


def _check_names(names: Sequence[str], projects: Sequence[Project]) -> None:
    """Raise an error for a name that is none of any project's."""
    for name in names if isinstance(projects[0], LooseProject) else ():
        if not any(_paths(project, [name]) for project in projects):
            raise OctavoError(
                "check-path", f"“{name}” is not a language, a catalog or a folder of catalogs of this project",
                remedy="Name a language, or a file or folder with catalogs",
            )  # fmt: skip


def _path(project: Project, name: str) -> Path:
    """Return the folder of catalogs of the language *name*, or else *name* as a path."""
    for language in project.translations:
        if name in (language.locale, language.tag) and not Path(name).exists():
            return project.catalogs(language)
    return Path(name)
