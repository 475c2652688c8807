"""`cleanclaim explain`: what a rule says, why, its examples, and how to leave it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.base import Command
from cleanclaim.cli.completing import complete_codes
from cleanclaim.findings import Profile, Rule
from cleanclaim.privacy import draw

if TYPE_CHECKING:
    from cleanclaim.compiled import CompiledRule

_WIDEST = 100  # columns in which a text is easily read
_ASIDE, _KEPT = re.compile(r" ?\([^()]{,40}\)"), "\0"  # what no line ends in, and what its spaces are meanwhile


@click.command("explain", cls=Command)
@click.argument("rule", shell_complete=complete_codes)
@click.option("--rules", multiple=True, metavar="PATH", type=click.Path(exists=True, path_type=Path),
              help="Rule files of your own, or folders; else those that a configuration here names.")  # fmt: skip
def command(rule: str, rules: tuple[Path, ...]) -> int:
    """Say what a rule demands and why, with its examples and sources."""
    from cleanclaim.cli.known import known_rule

    catalogue, about = known_rule(rule, rules)
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
    yield from _paragraph(about.help)
    yield from _paragraph(about.suggestion, "what to do: ")
    for title, segments in (("wrong:", about.wrong), ("right:", about.right)):
        if segments:
            yield from ("", title, *(f"  {segment}" for segment in segments.splitlines()))
    yield from _ending(about)


def _ending(about: Rule) -> Iterator[str]:
    """Under which codes others report the same, on what it rests, and how to leave it out."""
    if codes := list(about.acknowledgment.named()):
        yield from ("", *_wrapped(f"others report it as {' · '.join(codes)}"))
    if about.data is not None:
        yield from ("", f"decided by table {about.data.table}, release {about.data.release}")
    if about.references:
        yield ""
    for reference in about.references:
        yield from _wrapped(f"see: {reference.title}")
        if reference.url:
            yield f"  {reference.url}"
    yield from ("", f"to leave it out: cleanclaim lint --ignore {about.code}")


def _written(about: Rule, rule: CompiledRule) -> Iterator[str]:
    """What is known of a rule that stands in a rule file: first what a biller asks, its text last."""
    from cleanclaim.language.docs import example, explain, gravity, says
    from cleanclaim.language.written import text_of

    text = text_of(rule)
    yield f"{about.code} {about.title}"
    yield from _wrapped(f"{gravity(rule, text)} · SNIP level {about.snip}")
    yield from _paragraph(about.help)
    for title, word in (("it says: ", "message"), ("what to do: ", "suggestion")):
        if said := list(says(rule, word, text)):
            yield from _paragraph(said[0], title)
            yield from (part for line in said[1:] for part in _wrapped(line))
    for title, fails in (("found, for example:", True), ("not found, for example:", False)):
        if shown := example(rule, text, fails=fails):
            yield from ("", title, *(f"  {line}" for line in shown))
    yield from _ending(about)
    yield from ("", *(part for line in explain(rule) for part in _wrapped(line)))
    yield from ("", f"the rule as it is written, with its examples ({rule.path}:{rule.line}):", "")
    yield from (f"  {line}".rstrip() for line in text)


def _paragraph(text: str, title: str = "") -> Iterator[str]:
    """An empty line and a text, if there is one; with a title its next lines are set in."""
    if text:
        yield from ("", *(_wrapped(title + text) if title else wrap(text, _width())))


def _wrapped(text: str) -> list[str]:
    """A titled text in lines that fit, the next ones set in by two spaces more; no line ends within parentheses."""
    margin = " " * (len(text) - len(text.lstrip()) + 2)
    kept = _ASIDE.sub(lambda aside: aside[0].replace(" ", _KEPT), text)
    lines = wrap(kept, _width(), subsequent_indent=margin, break_long_words=False, break_on_hyphens=False)
    return [line.replace(_KEPT, " ") for line in lines]


def _width() -> int:
    """Columns of the terminal, at most a hundred; eighty where there is none."""
    return min(get_terminal_size().columns, _WIDEST)
