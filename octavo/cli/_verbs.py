"""``octavo <verb>``: the group of all verbs. One file a verb.

A verb is the module ``octavo/cli/<verb>.py`` (hyphens become underscores) with a Click command named
``command``. Modules are imported only when their verb is called, so that ``octavo status`` never waits for Sphinx.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from importlib import import_module
from keyword import iskeyword

import click

from octavo import __version__, cli


class _Verbs(click.Group):
    """A group whose commands are the modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        modules = (module.name for module in pkgutil.iter_modules(cli.__path__))
        # “import” is a word of Python: its module has an underscore after it.
        return sorted(name.rstrip("_").replace("_", "-") for name in modules if not name.startswith("_"))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        module = f"{name}_" if iskeyword(name) else name.replace("-", "_")
        command = import_module(f"{cli.__name__}.{module}").command
        assert isinstance(command, click.Command)
        return command


@click.command(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="octavo")
def octavo() -> None:
    """One English master, every language, every reading device.

    Translators edit the catalogs in locales/; octavo updates, checks, compiles, builds and publishes them.

    Exit status: 0 done, 1 the content has findings, 2 the call or the environment is wrong.
    """


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the command line.

    :ivar question: its arguments, by which its answer is remembered
    :ivar is_alone: whether the process ends with it, so that it may leave traces there
    """

    question: tuple[str, ...]
    is_alone: bool


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
