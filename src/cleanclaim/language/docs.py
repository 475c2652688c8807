"""What a rule is, in words: where it looks, what wakes it, what it reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from cleanclaim.compiled import CompiledRule
from cleanclaim.language import typed as t
from cleanclaim.language.model import fields, standing
from cleanclaim.language.systems import as_written

_SUBJECTS = {"line": "each service line", "claim": "each claim", "provider": "each provider of a claim"}
_WOKEN = ("procedure", "modifiers", "place_of_service")
_SHOWN = 12  # codes of a set that are listed


def explain(rule: CompiledRule) -> Iterator[str]:
    """Lines of text about a rule that stands in a rule file."""
    typed = cast(t.TypedRule, rule.baggage)
    yield f"looks at: {_SUBJECTS[rule.subject]}{_pair(typed)}"
    for text in _wakes(typed):
        yield f"wakes on: {text}"
    yield "reads: " + ", ".join(_place(name) for name in rule.reads)
    if rule.tags:
        yield "tags: " + ", ".join(rule.tags)


def _pair(rule: t.TypedRule) -> str:
    return " with each that it is paired with" if rule.pair is not None else ""


def _wakes(rule: t.TypedRule) -> Iterator[str]:
    for condition in [rule.where, *(step.value for step in rule.steps if not step.name)]:
        parts = condition.items if isinstance(condition, t.Logic) and condition.operator == "and" else (condition,)
        for part in parts:
            if isinstance(part, t.InSet) and isinstance(part.value, t.Get) and part.value.field in _WOKEN:
                yield f"{part.value.field.replace('_', ' ')} {'not ' if part.negated else ''}{_codes(part)}"


def _codes(test: t.InSet) -> str:
    finite = test.codes.finite
    if finite is None:
        return "in a range or with a wildcard"
    shown = sorted(as_written(test.value.type.system, code) for code in finite)
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + more


def _place(name: str) -> str:
    """A field with where it stands in the guide."""
    row, _, field = name.partition(".")
    about = fields(row)[field]
    place = standing(about)
    return f"{name} ({place})" if place else name
