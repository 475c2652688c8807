"""What is known of a rule before it runs: where it looks, what wakes it, what it reads, what it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from cleanclaim.compiled import ANY_LINE, TWINS, CompiledRule
from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.beside import InPython
from cleanclaim.language.compile import Lookup, plain_lookups
from cleanclaim.language.docs.phrases import listed, place, placeholders, ranges, severity
from cleanclaim.language.model import fields as fields_of

_SUBJECTS = {"line": "each service line", "claim": "each claim", "provider": "each provider of a claim"}


def typed_of(rule: CompiledRule) -> t.TypedRule:
    """A rule as it was checked."""
    return cast(t.TypedRule, rule.baggage)


def explain(rule: CompiledRule) -> Iterator[str]:
    """Lines of text about a rule that stands in a rule file."""
    if isinstance(rule.baggage, InPython):
        yield from _in_python(rule)
        return
    typed = typed_of(rule)
    yield f"looks at: {_SUBJECTS[rule.subject]}{_pair(typed)}"
    if scopes := sorted({rows.scope for rows in ranges(typed) if rows.scope}):
        yield f"looks across: the claims of the same {' and of the same '.join(scopes)}"
    for text in _wakes(typed):
        yield f"wakes on: {text}"
    yield "reads: " + ", ".join(place(name) for name in rule.reads)
    yield from _beside(rule, typed)


def _beside(rule: CompiledRule, typed: t.TypedRule) -> Iterator[str]:
    """What a rule leans on, whom it is for, and which others it silences."""
    if rule.sources:
        yield f"asks: {', '.join(rule.sources)}, imported (cleanclaim refdata status tells what is there)"
    if typed.extends:
        yield "extends: " + ", ".join(typed.extends)
    if rule.profile is not None:
        yield f"for: payers with the profile {rule.profile.name} ({rule.profile.title})"
    if rule.covers:
        yield f"covers: {', '.join(rule.covers)}, silent where this rule speaks"
    if rule.tags:
        yield "tags: " + ", ".join(rule.tags)


def _in_python(rule: CompiledRule) -> Iterator[str]:
    yield f"looks at: {_SUBJECTS[rule.subject]}"
    yield "reads: " + ", ".join(place(name) for name in rule.reads)
    if rule.tags:
        yield "tags: " + ", ".join(rule.tags)


def _pair(rule: t.TypedRule) -> str:
    return " with each that it is paired with" if rule.pair is not None else ""


def _wakes(rule: t.TypedRule) -> Iterator[str]:
    """The conditions that the engine looks up before it runs the rule; without one every line wakes it."""
    found = list(plain_lookups(rule))
    if rule.subject == "line" and not found:
        yield "every line"
    yield from dict.fromkeys(map(_wake, found))


def _wake(lookup: Lookup) -> str:
    if lookup.field == TWINS:
        return "two lines with one procedure"
    row, *way = lookup.field.removeprefix("any ").split(".")
    name = " ".join(way if row == "line" else (row, *way)).replace("_", " ")
    for part in way[:-1]:
        row = fields_of(row)[part].kind.system
    words = ("none of" if lookup.negated else "one of") if lookup.many else ("not" if lookup.negated else "")
    said = f"{name} {words} {listed(lookup.codes, fields_of(row)[way[-1]].kind.system)}"
    before = "any line with " if lookup.field == ANY_LINE else ""
    return before + " ".join(said.split())


def gravity(rule: CompiledRule, lines: Sequence[str]) -> str:
    """How grave a finding of the rule is, in words; `lines` are the rule as it is written."""
    return rule.about.severity if isinstance(rule.baggage, InPython) else severity(typed_of(rule), lines)


def says(rule: CompiledRule, word: str, lines: Sequence[str]) -> Iterator[str]:
    """The `message` or `suggestion` as it is written, then what each placeholder in it stands for."""
    if isinstance(rule.baggage, InPython):
        yield from (rule.about.suggestion,) if word == "suggestion" else ()
        return
    typed = typed_of(rule)
    text: t.Text = getattr(typed, word)
    if not text:
        return
    told = list(placeholders(text, typed, lines))
    names = iter(told)
    yield "".join(part if isinstance(part, str) else f"{{{next(names)[0]}}}{_counted(part)}" for part in text)
    yield from (f"  {{{name}}}: {meant}" for name, meant in dict.fromkeys(told))


def _counted(part: n.Typed) -> str:
    """What a number of a message counts."""
    return f" {part.many}" if isinstance(part, t.Counted) else ""


def example(rule: CompiledRule, lines: Sequence[str], *, fails: bool) -> list[str]:
    """The first failing or passing example as it is written, with its margin taken off; empty where there is none."""
    for one in typed_of(rule).examples:
        if one.fails is fails:
            rows = lines[one.at.line - rule.line : one.at.end_line - rule.line + 1]
            return [row.removeprefix("  ") for row in rows]
    return []
