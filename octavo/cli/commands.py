"""Define the group of all commands.

A command is a module of one of the group packages, named like the command (hyphens become underscores), with a Click
command named ``command``. A module is imported only when its command is called, so ``octavo status`` never waits for
Sphinx.
"""

from __future__ import annotations

import inspect
import io
import pkgutil
from contextlib import suppress
from functools import cache
from importlib import import_module
from types import ModuleType

import click

from octavo import __version__
from octavo.cli import manage, publish, translate
from octavo.cli.console.terminal import Call
from octavo.errors import did_you_mean, escaped

#: The packages of commands, by the people who use them.
_GROUPS: tuple[ModuleType, ...] = (translate, publish, manage)


@cache
def _groups() -> dict[str, dict[str, str]]:
    """Return the module of each command by its name, for each group by its title."""
    return {
        (group.__doc__ or "").rstrip("."): {
            # "import" is a keyword of Python: its module ends with an underscore.
            module.name.rstrip("_").replace("_", "-"): f"{group.__name__}.{module.name}"
            for module in pkgutil.iter_modules(group.__path__)
        }
        for group in _GROUPS
    }


@cache
def _modules() -> dict[str, str]:
    """Return the module of each command by its name, in the order of the names."""
    return dict(sorted(command for commands in _groups().values() for command in commands.items()))


def _summary(command: click.Command) -> str:
    """Return the first paragraph of the help, whole; Click would shorten it."""
    return " ".join(inspect.cleandoc(command.help or "").partition("\n\n")[0].split())


class _Commands(click.Group):
    """Represent the group of commands, which are the modules of the group packages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_modules())

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, _modules()))
        for title, names in _groups().items():
            commands = {}
            for name in names:
                with suppress(ModuleNotFoundError):  # only what “octavo check” needs is installed
                    commands[name] = self.get_command(ctx, name)
            rows = [(name.ljust(width), _summary(item)) for name, item in commands.items() if item]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _modules() and not name.startswith("-") and not ctx.resilient_parsing:
            suggestion = did_you_mean(name, _modules()) or "Run “octavo --help” to see all commands."
            raise click.UsageError(f"There is no command “{name}”. {suggestion}".rstrip(), ctx)
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _modules():
            return None
        command = import_module(_modules()[name]).command
        assert isinstance(command, click.Command)
        return command


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="octavo")
def octavo() -> None:
    """Publish one text in many languages, as web pages, EPUBs and PDFs.

    Translators edit the catalogs in locales/. Octavo updates, checks, builds and publishes them.

    Exit status: 0 for success, 1 if the content has findings, 2 if the call or the environment is wrong.
    """


def call(question: tuple[str, ...], *, is_alone: bool) -> int:
    """Run a command and return its exit status.

    :raises KeyboardInterrupt: the user stopped it
    """
    try:
        result = octavo.main(list(question), prog_name="octavo", standalone_mode=False, obj=Call(question, is_alone))
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        click.echo(escaped(shown.getvalue()), nl=False, err=True)
        return 2
    except click.Abort:
        raise KeyboardInterrupt from None
