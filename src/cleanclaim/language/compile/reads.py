"""Which fields of the claim a rule looks at, and which rows break it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.inside import inside

_WHO = ("patient.birth_date", "patient.first_name", "patient.member_id")  # what a patient is known by


def fields_read(rule: t.TypedRule) -> tuple[str, ...]:
    """The fields as `line.procedure`, each once, in the order of the alphabet."""
    found = {f"{part.row.type.system}.{part.field}" for part in _parts(rule) if isinstance(part, n.Get)}
    return tuple(sorted(found.union(*([_WHO] if any(map(_asks_who, _parts(rule))) else []))))


def _asks_who(part: Any) -> bool:
    """Whether rows are compared by their patients."""
    if isinstance(part, n.Called):
        return part.name == "person"
    return isinstance(part, n.RowsOf) and part.scope == "patient"


def sources_read(rule: t.TypedRule) -> tuple[str, ...]:
    """The tables of the reference store that it asks, each once, in the order of the alphabet."""
    return tuple(sorted({part.source for part in _parts(rule) if isinstance(part, n.LookUp)} - {""}))


def _parts(rule: t.TypedRule) -> Iterator[Any]:
    """All nodes of what a rule asks and says."""
    parts = (rule.where, rule.pair, rule.steps, rule.check, rule.judgment, rule.message, rule.suggestion)
    return inside(parts)


def broken_by(rule: t.TypedRule) -> n.RowsOf | None:
    """The rows of which one breaks a rule, where its check looks for such a row."""
    check = rule.check
    if isinstance(check, n.Quantified) and (check.word == "any") != rule.required:
        return check.rows
    return None
