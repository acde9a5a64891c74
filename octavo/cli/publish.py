"""``octavo publish``: makes everything and puts it into place."""

from __future__ import annotations

import click

from octavo import answers, publication
from octavo.cli import _building
from octavo.cli._console import current_project, err


@click.command()
@_building.formats_option
@_building.strict_option
@_building.scheduler_option
@_building.json_option
def command(formats: tuple[str, ...], strict: bool, scheduler: str, as_json: bool) -> int:
    """Make every edition and the site around them, and swap it in as a whole.

    A book that is below its threshold in a language is left out, or marked, as [tool.octavo.gate] says.

    A run that fails leaves the last publication as it was.
    """
    project = current_project()
    sources = _building.sources(project, "site")
    was = answers.sign(sources)
    with publication.lock(project):
        result = _building.build(project, (), formats, (), strict=strict, scheduler=scheduler)
        status = _building.report(project, result, as_json=as_json)
        if status:
            stands = "; the last publication stands" if project.site.exists() else ""
            err.print(f"Nothing was published{stands}.", markup=False)
            return status
        published = publication.publish(result.project, result.made)
    change = "published" if published.changed else "unchanged"
    err.print(f"{change}: {published.site}", markup=False)
    _building.keep(result, sources, was, as_json=as_json, last=f"unchanged: {published.site}\n")
    return status
