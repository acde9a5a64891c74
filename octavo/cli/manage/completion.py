"""``octavo completion``: print the script that completes octavo's words in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> int:
    """Print the completion script for a shell.

    The shell then completes commands, options, languages, books and pages.

    bash: eval "$(octavo completion bash)" in ~/.bashrc; zsh: the same with zsh in ~/.zshrc; fish: octavo completion
    fish > ~/.config/fish/completions/octavo.fish
    """
    from octavo.cli.commands import octavo

    script = get_completion_class(shell)
    assert script is not None  # Click has all of SHELLS
    click.echo(script(octavo, {}, "octavo", "_OCTAVO_COMPLETE").source())
    return 0
