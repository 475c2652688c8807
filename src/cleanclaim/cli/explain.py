"""`cleanclaim explain`: what a rule says, why, its examples, and how to leave it out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.base import Command
from cleanclaim.findings import Acknowledgment, Rule
from cleanclaim.privacy import draw

if TYPE_CHECKING:
    from cleanclaim.compiled import CompiledRule


@click.command("explain", cls=Command)
@click.argument("rule")
@click.option("--rules", multiple=True, metavar="PATH", type=click.Path(exists=True, path_type=Path),
              help="Rule files or folders of your own, beside the shipped ones.")  # fmt: skip
def command(rule: str, rules: tuple[Path, ...]) -> int:
    """Say what a rule demands and why, with its examples and sources."""
    from cleanclaim.cli.known import known_rule, load_rules

    catalogue = load_rules(rules)
    about = known_rule(catalogue, rule)
    for line in _lines(about):
        print(draw(line))
    compiled = catalogue.by_code.get(about.code)
    if compiled is not None:
        from cleanclaim.language.docs import explain

        print()
        for line in explain(compiled):
            print(draw(line))
        print(f"\nthe rule as it is written, with its examples ({draw(compiled.path)}:{compiled.line}):\n")
        for line in _written(compiled):
            print(draw(f"  {line}".rstrip()))
    return 0


def _lines(about: Rule) -> Iterator[str]:
    """What is known of a rule, in paragraphs."""
    yield f"{about.code} {about.title}"
    yield f"{about.severity} · SNIP level {about.snip}"
    for text in dict.fromkeys((about.help, about.suggestion)):
        if text:
            yield from ("", text)
    if codes := list(_codes(about.acknowledgment)):
        yield from ("", f"others report it as {' · '.join(codes)}")
    if about.references:
        yield ""
    for reference in about.references:
        yield f"see: {reference.title} {reference.url}".rstrip()
    yield from ("", f"to leave it out: cleanclaim lint --ignore {about.code}")


def _codes(acknowledgment: Acknowledgment) -> Iterator[str]:
    named = (("CARC", acknowledgment.carc), ("RARC", acknowledgment.rarc), ("277CA", acknowledgment.claim_status))
    for name, values in named:
        if values:
            yield f"{name} {', '.join(values)}"


def _written(rule: CompiledRule) -> Iterator[str]:
    """The text of a rule, from its first line to the brace that closes it."""
    from cleanclaim.resources import resource

    shipped = resource("rules").parent / rule.path
    path = shipped if shipped.is_file() else Path(rule.path)
    for line in path.read_text(encoding="utf-8").splitlines()[rule.line - 1 :]:
        yield line
        if line.startswith("}"):
            return
