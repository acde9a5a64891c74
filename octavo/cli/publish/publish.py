"""``octavo publish``: makes everything and puts it into place."""

from __future__ import annotations

import click

from octavo import publication
from octavo.cli.console import build_table
from octavo.cli.console.terminal import Call, err, locked_project
from octavo.editions import pipeline


@click.command()
@build_table.formats_option
@build_table.strict_option
@build_table.scheduler_option
@build_table.json_option
@click.pass_obj
def command(call: Call, formats: tuple[str, ...], strict: bool | None, scheduler: str, as_json: bool) -> int:
    """Make every edition and the site around them, and swap it in as a whole.

    A book that is below its threshold in a language is left out, or marked, as [tool.octavo.gate] says.

    A run that fails leaves the last publication as it was.
    """
    with locked_project("publish") as project:
        repeated = build_table.RepeatedCall(project, call.arguments, "site")
        with build_table.watch(scheduler, in_process=call.is_alone) as watching:
            is_strict = build_table.is_strict(project, strict)
            result = pipeline.build(project, formats=formats, strict=is_strict, **watching)
        status = build_table.report(project, result, as_json=as_json)
        if status:
            stands = "; the last publication stands" if project.site.exists() else ""
            err.print(f"Nothing was published{stands}.", markup=False)
            return status
        published = publication.publish(result.builds, result.made)
        change = "published" if published.changed else "unchanged"
        err.print(f"{change}: {published.site}", markup=False)
        repeated.store(result, as_json=as_json, last=f"unchanged: {published.site}\n")
    return status
