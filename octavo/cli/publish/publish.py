"""``octavo publish``: build everything and replace the site."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from octavo import publication
from octavo.cli.console import build_table
from octavo.cli.console.sandbox_option import sandbox_option
from octavo.cli.console.terminal import Call, err, locked_project
from octavo.editions import pipeline
from octavo.errors import ContentError
from octavo.publication import versions


@click.command()
@build_table.formats_option
@build_table.strict_option
@build_table.scheduler_option
@build_table.json_option
@click.option("--versions", "with_versions", is_flag=True, help="Publish the versions of [tool.octavo] side by side.")
@sandbox_option()
@click.pass_obj
def command(
    call: Call, formats: tuple[str, ...], strict: bool | None, scheduler: str, as_json: bool, with_versions: bool
) -> int:
    """Build every edition and replace the site in one step.

    [tool.octavo.gate] sets the coverage that a book needs. A book below it is left out, or marked as incomplete.

    If the command fails, the last publication stays as it is.

    With --versions, each branch or tag in “versions” is published in build/versions/site/VERSION/LANG.
    """
    if with_versions:
        return _publish_versions(call.arguments)
    with locked_project("publish") as project:
        repeated = build_table.RepeatedCall(project, call.arguments, "site")
        with build_table.watch(scheduler, in_process=call.is_alone) as watching:
            is_strict = build_table.is_strict(project, strict)
            result = pipeline.build(project, formats=formats, strict=is_strict, **watching)
        status = build_table.report(project, result, as_json=as_json)
        if status:
            unchanged = " The last publication is unchanged." if project.site.exists() else ""
            err.print(f"Nothing was published.{unchanged}")
            return status
        published = publication.publish(result.builds, result.made)
        if published.changed and not project.feedback:
            err.print("Readers cannot report mistakes: set “feedback” in [tool.octavo] to a mail address or a form.")
        change = "published" if published.changed else "unchanged"
        err.print(f"{change}: {published.site}")
        repeated.store(result, as_json=as_json, last=f"unchanged: {published.site}\n")
    return status


def _publish_versions(arguments: tuple[str, ...]) -> int:
    """Publish each version in a process of its own, with the same options."""
    options = [option for option in arguments if option != "--versions"]

    def publish(folder: Path) -> None:
        err.print(f"version {folder.name}:")
        done = subprocess.run([sys.executable, "-m", "octavo", *options], cwd=folder, check=False)
        if done.returncode:
            raise ContentError(
                "version-failed", f"the version {folder.name} was not published", remedy="See the messages above"
            )

    with locked_project("publish") as project:
        site = versions.publish_versions(project, publish)
    err.print(f"published: {site}")
    return 0
