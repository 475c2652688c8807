"""The command line: its groups of commands, each imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from cleanclaim import __version__
from cleanclaim.cli.base import Command, Group

COMMANDS = {  # name -> module beside this one
    "baseline": "baseline",
    "completion": "completion",
    "config": "config",
    "explain": "explain",
    "lint": "lint",
    "lsp": "lsp",
    "refdata": "refdata",
    "rules": "rules",
    "scrub": "scrub",
    "show": "show",
}


class Commands(Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, by name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None where there is none."""
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: Command = import_module(f"cleanclaim.cli.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant. Raises `UsageError` where there is none, with the nearest name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from cleanclaim.errors import nearest

            near = nearest(args[0], COMMANDS)
            said = error.message.rstrip(".")
            raise click.UsageError(f"{said}; did you mean '{near}'?" if near else f"{said}.", ctx) from None


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 clean, 1 findings, 2 trouble.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def app() -> None:
    """Lint X12 837P health-care claims (005010X222A1)."""
