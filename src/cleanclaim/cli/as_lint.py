"""Commands that judge as `lint` does: they take its options, and its configuration says what these do not."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import click

from cleanclaim.cli import lint
from cleanclaim.cli.options import Options

# What decides which findings there are: these options of `lint` mean the same in other commands.
JUDGING = frozenset(
    {
        "select", "extend_select", "ignore", "rules", "refdata", "as_of", "expect_usage", "character_set",
        "stdin_filename", "payer", "receiver", "config",
    }
)  # fmt: skip


def with_options(command: Any, names: Collection[str]) -> Any:
    """The command with arguments and options of `lint`, by their names."""
    command.params += [option for option in lint.command.params if option.name in names]
    return command


def options_of(given: dict[str, Any]) -> Options:
    """What `lint` would do here with the same options: what was not given is as its configuration says."""
    here = click.get_current_context()
    said = {
        name: value
        for name, value in given.items()
        if here.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT
    }
    named = ["--config", str(said["config"])] if said.get("config") else []
    with lint.command.make_context("lint", named) as context:
        return Options(**{**context.params, **said}, asked=lint.asked(context) | said.keys())
