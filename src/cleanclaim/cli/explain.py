"""`cleanclaim explain`: what a rule says, why, and how to leave it out."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cleanclaim.cli.base import Command
from cleanclaim.findings import Rule


@click.command("explain", cls=Command)
@click.argument("rule")
def command(rule: str) -> int:
    """Say what a rule demands and why, with its examples and sources."""
    from cleanclaim.catalogue import load
    from cleanclaim.cli.known import known_rule

    about = known_rule(load(), rule)
    for line in _lines(about):
        print(line)
    return 0


def _lines(about: Rule) -> Iterator[str]:
    yield f"{about.code} {about.title}"
    yield f"{about.severity} · SNIP level {about.snip}"
    for text in (about.help, about.suggestion):
        if text:
            yield ""
            yield text
