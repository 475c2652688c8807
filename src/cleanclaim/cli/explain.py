"""`cleanclaim explain`: what a rule says, why, its examples, and how to leave it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.base import Command
from cleanclaim.cli.completing import complete_codes
from cleanclaim.findings import Profile, Rule
from cleanclaim.privacy import draw

if TYPE_CHECKING:
    from cleanclaim.compiled import CompiledRule


@click.command("explain", cls=Command)
@click.argument("rule", shell_complete=complete_codes)
@click.option("--rules", multiple=True, metavar="PATH", type=click.Path(exists=True, path_type=Path),
              help="Rule files or folders of your own, beside the shipped ones.")  # fmt: skip
def command(rule: str, rules: tuple[Path, ...]) -> int:
    """Say what a rule demands and why, with its examples and sources."""
    from cleanclaim.cli.known import known_rule, load_rules

    catalogue = load_rules(rules)
    about = known_rule(catalogue, rule)
    compiled = catalogue.by_code.get(about.code)
    for line in _lines(about) if compiled is None else _written(about, compiled):
        print(draw(line))
    for line in _of_profiles(about, catalogue.profiles.values(), compiled):
        print(draw(line))
    return 0


def _of_profiles(about: Rule, profiles: Iterable[Profile], rule: CompiledRule | None) -> Iterator[str]:
    """How to switch on the profile that a rule belongs to, and how grave profiles of payers make it."""
    if rule is not None and rule.profile is not None:
        name = rule.profile.name
        yield from ("", f'to switch it on: cleanclaim lint --payer {name}, or [payers."ID"] profile = "{name}"')
    for profile in profiles:
        for grade in profile.grades:
            if grade.rule == about.code:
                yield from ("", f"for payers with the profile {profile.name} its severity is {grade.severity}")


def _lines(about: Rule) -> Iterator[str]:
    """What is known of a rule that is built in, in paragraphs."""
    yield f"{about.code} {about.title}"
    yield f"{about.severity} · SNIP level {about.snip}"
    for text in dict.fromkeys((about.help, about.suggestion)):
        if text:
            yield from ("", text)
    yield from _ending(about)


def _ending(about: Rule) -> Iterator[str]:
    """Under which codes others report the same, on what it rests, and how to leave it out."""
    if codes := list(about.acknowledgment.named()):
        yield from ("", f"others report it as {' · '.join(codes)}")
    if about.data is not None:
        yield from ("", f"decided by table {about.data.table}, release {about.data.release}")
    if about.references:
        yield ""
    for reference in about.references:
        yield f"see: {reference.title} {reference.url}".rstrip()
    yield from ("", f"to leave it out: cleanclaim lint --ignore {about.code}")


def _written(about: Rule, rule: CompiledRule) -> Iterator[str]:
    """What is known of a rule that stands in a rule file, its text last."""
    from cleanclaim.language.docs import example, explain, gravity, says
    from cleanclaim.language.written import text_of

    text = text_of(rule)
    yield f"{about.code} {about.title}"
    yield f"{gravity(rule, text)} · SNIP level {about.snip}"
    if about.help:
        yield from ("", about.help)
    for title, word in (("it says", "message"), ("and suggests", "suggestion")):
        if said := list(says(rule, word, text)):
            yield from ("", f"{title}: {said[0]}", *said[1:])
    yield from ("", *explain(rule))
    for title, fails in (("found, for example:", True), ("not found, for example:", False)):
        if shown := example(rule, text, fails=fails):
            yield from ("", title, *(f"  {line}" for line in shown))
    yield from _ending(about)
    yield from ("", f"the rule as it is written, with its examples ({rule.path}:{rule.line}):", "")
    yield from (f"  {line}".rstrip() for line in text)
