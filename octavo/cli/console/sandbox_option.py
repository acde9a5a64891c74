"""Define the option of the commands that run ``conf.py``: run it where it can do no harm."""

from __future__ import annotations

from collections.abc import Callable

import click

from octavo.cli.console.terminal import current_project
from octavo.project import sandbox


def sandbox_option(*, writes_catalogs: bool = False) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Return a decorator that adds ``--sandbox``.

    :param writes_catalogs: whether the command writes catalogs, too
    """

    def start(ctx: click.Context, _option: click.Parameter, is_asked: bool) -> None:
        if ctx.resilient_parsing or sandbox.is_inside() or not (is_asked or sandbox.is_wanted()):
            return
        project = current_project()
        ctx.exit(sandbox.run(project, ctx.obj.arguments, [project.locales] if writes_catalogs else []))

    option = click.option(
        "--sandbox", is_flag=True, expose_value=False, is_eager=True, callback=start,
        help=f"Give conf.py no network, no secrets and only the build folder [env var: {sandbox.VARIABLE}].",
    )  # fmt: skip
    return option
