"""`cleanclaim explain`: what a rule says, why, and how to leave it out."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cleanclaim.cli.base import Command
from cleanclaim.findings import Acknowledgment, Rule


@click.command("explain", cls=Command)
@click.argument("rule")
def command(rule: str) -> int:
    """Say what a rule demands and why, with its examples and sources."""
    from cleanclaim.cli.known import known_rule, load_rules

    about = known_rule(load_rules(), rule)
    for line in _lines(about):
        print(line)
    return 0


def _lines(about: Rule) -> Iterator[str]:
    """What is known of a rule, in paragraphs."""
    yield f"{about.code} {about.title}"
    yield f"{about.severity} · SNIP level {about.snip}"
    for text in dict.fromkeys((about.help, about.suggestion)):
        if text:
            yield f"\n{text}"
    if codes := list(_codes(about.acknowledgment)):
        yield f"\nothers report it as {' · '.join(codes)}"
    for number, reference in enumerate(about.references):
        yield f"{'' if number else chr(10)}see: {reference.title} {reference.url}".rstrip()
    yield f"\nto leave it out: cleanclaim lint --ignore {about.code}"


def _codes(acknowledgment: Acknowledgment) -> Iterator[str]:
    named = (("CARC", acknowledgment.carc), ("RARC", acknowledgment.rarc), ("277CA", acknowledgment.claim_status))
    for name, values in named:
        if values:
            yield f"{name} {', '.join(values)}"
