"""What wakes a rule: the conditions on its line that are plain enough to be looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from cleanclaim.compiled import PROTECTED, Wake
from cleanclaim.language import typed as t
from cleanclaim.language.codes import CodeSet, Memo

_WOKEN = ("procedure", "modifiers", "place_of_service")


class Lookup(NamedTuple):
    """A field of the subject line, and the codes that it must have, or must not; `many` for a list of codes."""

    field: str
    codes: CodeSet
    many: bool
    negated: bool


def lookups(rule: t.TypedRule) -> Iterator[Lookup]:
    """The conditions that can be looked up; a rule about anything but lines has none."""
    if rule.subject != "line":
        return
    for node in [*([rule.where] if rule.where else []), *(step.value for step in rule.steps if not step.name)]:
        for part in node.items if isinstance(node, t.Logic) and node.operator == "and" else (node,):
            if isinstance(part, t.InSet) and _field_of(part.value, rule.name) in _WOKEN:
                field = _field_of(part.value, rule.name)
                yield Lookup(field, part.codes, part.value.type.many, part.negated)


def _field_of(node: t.Typed, subject: str) -> str:
    """The name of a field of the subject; empty for anything else."""
    if isinstance(node, t.Get) and isinstance(node.row, t.Name) and node.row.name == subject:
        return node.field
    return ""


def make_wake(lookup: Lookup) -> Wake:
    """The same condition as the engine asks it."""
    named = lookup.codes.finite if lookup.field == PROTECTED else None
    return Wake(lookup.field, _test(lookup.codes, lookup.many, lookup.negated), named)


def _test(codes: CodeSet, many: bool, negated: bool) -> Callable[[Any], bool]:
    known: Mapping[str, bool] = Memo(codes)
    if many:
        return lambda values: any(known[value] for value in values) != negated
    return lambda value: known[value] != negated
