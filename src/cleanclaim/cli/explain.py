"""`cleanclaim explain`: what a rule says, why, and how to leave it out."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import click

from cleanclaim.cli.base import Command
from cleanclaim.errors import ConfigError
from cleanclaim.findings import Rule
from cleanclaim.privacy import draw


@click.command("explain", cls=Command)
@click.argument("rule")
def command(rule: str) -> int:
    """Say what a rule demands and why, with its examples and sources."""
    from cleanclaim.catalogue import load

    catalogue = load()
    about = catalogue.about.get(rule.upper())
    if about is None:
        near = get_close_matches(rule.upper(), catalogue.about, 1)
        meant = f"; did you mean `{near[0]}`?" if near else ""
        raise ConfigError(f"there is no rule `{draw(rule)}`{meant}")
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
