"""`cleanclaim rules`: the tools of the rule language."""

from __future__ import annotations

from pathlib import Path

import click

from cleanclaim.cli.base import Command, Group
from cleanclaim.reports.format import counted

_PATHS = click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))


@click.group("rules", cls=Group)
def command() -> None:
    """Check, test and list rules."""


@command.command("check", cls=Command)
@_PATHS
def check(paths: tuple[Path, ...]) -> int:
    """Check rule files: types, names, codes. Without PATHS the shipped ones."""
    from cleanclaim.catalogue import load

    catalogue = load(paths, shipped=not paths)
    print(f"{counted(len(catalogue.rules), 'rule')} checked, no fault found")
    return 0


@command.command("list", cls=Command)
@_PATHS
def list_(paths: tuple[Path, ...]) -> int:
    """List every rule by its code: severity, SNIP level, title."""
    from cleanclaim.cli.known import load_rules

    for code, rule in load_rules(paths).about.items():
        print(f"{code:8} {rule.severity:8} SNIP {rule.snip}  {rule.title}")
    return 0
