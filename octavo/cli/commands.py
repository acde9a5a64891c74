"""The group of all commands.

A command is a module of one of the group packages, named like the command (hyphens become underscores), with a Click
command named ``command``. A module is imported only when its command is called, so ``octavo status`` never waits for
Sphinx.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

import click

from octavo import __version__
from octavo.cli import manage, publish, translate
from octavo.cli.console.terminal import Call

#: The packages that hold commands, by the people who use them.
_GROUPS: tuple[ModuleType, ...] = (translate, publish, manage)


@cache
def _modules() -> dict[str, str]:
    """Return the module of each command by its name, in the order of the names."""
    found = {
        # "import" is a keyword of Python: its module ends with an underscore.
        module.name.rstrip("_").replace("_", "-"): f"{group.__name__}.{module.name}"
        for group in _GROUPS
        for module in pkgutil.iter_modules(group.__path__)
    }
    return dict(sorted(found.items()))


class _Commands(click.Group):
    """A group whose commands are the modules of the group packages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_modules())

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _modules():
            return None
        command = import_module(_modules()[name]).command
        assert isinstance(command, click.Command)
        return command


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="octavo")
def octavo() -> None:
    """One English master, every language, every reading device.

    Translators edit the catalogs in locales/; octavo updates, checks, compiles, builds and publishes them.

    Exit status: 0 done, 1 the content has findings, 2 the call or the environment is wrong.
    """


def call(question: tuple[str, ...], *, is_alone: bool) -> int:
    """Do what is asked and return the exit status.

    :raises KeyboardInterrupt: it was stopped
    """
    try:
        result = octavo.main(list(question), prog_name="octavo", standalone_mode=False, obj=Call(question, is_alone))
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return 2
    except click.Abort:
        raise KeyboardInterrupt from None
