"""`cleanclaim completion`: the script that lets a shell complete commands, options, codes of rules and formats."""

from __future__ import annotations

import os

import click
from click.shell_completion import ShellComplete, get_completion_class

from cleanclaim.cli.base import Command

NAME = "cleanclaim"
VARIABLE = "_CLEANCLAIM_COMPLETE"  # set by the script where a shell asks
_SHELLS = ("bash", "zsh", "fish")


@click.command("completion", cls=Command)
@click.argument("shell", type=click.Choice(_SHELLS))
def command(shell: str) -> int:
    """Print a script for SHELL that completes commands, options, codes of rules, formats and files.

    bash: eval "$(cleanclaim completion bash)" in ~/.bashrc; zsh: the same with zsh in ~/.zshrc, behind compinit;
    fish: cleanclaim completion fish > ~/.config/fish/completions/cleanclaim.fish
    """
    print(ShellComplete.source(_completer(shell)))
    return 0


def complete() -> int:
    """Answer a shell that asks, through the environment; 1 where it can not be answered."""
    shell, _, what = os.environ[VARIABLE].partition("_")
    if shell not in _SHELLS or what != "complete":
        return 1
    print(_completer(shell).complete())
    return 0


def _completer(shell: str) -> ShellComplete:
    from cleanclaim.cli.app import app

    kind = get_completion_class(shell)
    assert kind is not None
    return kind(app, {}, NAME, VARIABLE)
