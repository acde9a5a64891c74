"""``octavo publish``: makes everything and puts it into place."""

from __future__ import annotations

import click

from octavo import publication
from octavo.cache import command_cache
from octavo.cli.console import build_table
from octavo.cli.console.terminal import current_project, err


@click.command()
@build_table.formats_option
@build_table.strict_option
@build_table.scheduler_option
@build_table.json_option
def command(formats: tuple[str, ...], strict: bool | None, scheduler: str, as_json: bool) -> int:
    """Make every edition and the site around them, and swap it in as a whole.

    A book that is below its threshold in a language is left out, or marked, as [tool.octavo.gate] says.

    A run that fails leaves the last publication as it was.
    """
    project = current_project()
    sources = build_table.sources(project, "site")
    was = command_cache.fingerprint(sources)
    with publication.lock(project):
        result = build_table.build(
            project, (), formats, (), strict=build_table.is_strict(project, strict), scheduler=scheduler
        )
        status = build_table.report(project, result, as_json=as_json)
        if status:
            stands = "; the last publication stands" if project.site.exists() else ""
            err.print(f"Nothing was published{stands}.", markup=False)
            return status
        published = publication.publish(result.project, result.made)
    change = "published" if published.changed else "unchanged"
    err.print(f"{change}: {published.site}", markup=False)
    build_table.keep(result, sources, was, as_json=as_json, last=f"unchanged: {published.site}\n")
    return status
