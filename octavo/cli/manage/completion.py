"""``octavo completion``: what makes a shell complete octavo's words."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> int:
    """Print what makes SHELL complete verbs, options, languages, books and pages.

    bash: eval "$(octavo completion bash)" in ~/.bashrc; zsh: the same with zsh in ~/.zshrc; fish: octavo completion
    fish > ~/.config/fish/completions/octavo.fish
    """
    from octavo.cli.commands import octavo

    made = get_completion_class(shell)
    assert made is not None  # Click has all of SHELLS
    click.echo(made(octavo, {}, "octavo", "_OCTAVO_COMPLETE").source())
    return 0
