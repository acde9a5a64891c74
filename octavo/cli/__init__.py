"""``octavo <verb>``: parses, calls one function, renders. One file a verb.

A verb is the module ``octavo/cli/<verb>.py`` (hyphens become underscores) with a Click command named
``command``. Modules are imported only when their verb is called, so that ``octavo status`` never waits for Sphinx.
"""

from __future__ import annotations

import os
import pkgutil
import sys
from dataclasses import dataclass
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

import click

from octavo import __version__, answers
from octavo.errors import OctavoError

#: Verbs that have nothing to do if nothing changed, and then say again what they said.
_ANSWERED = (("build",), ("publish",))
INTERRUPTED = 130  # 128 + SIGINT, the shells' convention


class _Verbs(click.Group):
    """A group whose commands are the modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        modules = (module.name for module in pkgutil.iter_modules(__path__))
        # “import” is a word of Python: its module has an underscore after it.
        return sorted(name.rstrip("_").replace("_", "-") for name in modules if not name.startswith("_"))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        module = f"{name}_" if iskeyword(name) else name.replace("-", "_")
        command = import_module(f"{__name__}.{module}").command
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


def main(arguments: list[str] | None = None, *, is_alone: bool = False) -> int:
    """Run the command line and return its exit status; no traceback reaches a user.

    :param is_alone: whether the process ends afterwards
    """
    question = tuple(sys.argv[1:] if arguments is None else arguments)
    try:
        result = _answered(question)
        if result is None:
            result = octavo.main(arguments, prog_name="octavo", standalone_mode=False, obj=Call(question, is_alone))
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped; the last publication stands.", err=True)
        return INTERRUPTED
    except OctavoError as error:
        click.echo(f"octavo: {error.sentence}", err=True)
        return error.exit_status
    except BrokenPipeError:
        # The reader of our output went away (octavo status | head): not a fault.
        sys.stderr.close()
        return 0
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        click.echo(f"octavo: {what}{error.strerror or error}. Check the space and the rights there. [system]", err=True)
        return 2


def _answered(question: tuple[str, ...]) -> int | None:
    """Print what *question* was answered last time, if that holds, and return the exit status."""
    answer = answers.known(question, Path.cwd()) if question[:1] in _ANSWERED else None
    if answer is None:
        return None
    click.echo(answer.err, err=True, nl=False)
    click.echo(answer.out, nl=False)
    return answer.status


def run() -> None:
    """The console script."""
    status = main(is_alone=True)
    if status == INTERRUPTED:
        # Leaving in the usual way would wait for the threads of the pool, whose processes were just ended.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)
