"""What wakes a rule: the conditions on its line that are plain enough to be looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from cleanclaim.compiled import PROTECTED, Wake
from cleanclaim.language.codes import CodeSet, Memo


class Lookup(NamedTuple):
    """A field by its way, as `line.procedure`, and the codes that it must have, or must not; `many` for a list."""

    field: str
    codes: CodeSet
    many: bool
    negated: bool


def make_wake(lookup: Lookup) -> Wake:
    """The same condition as the engine asks it."""
    named = lookup.codes.finite if lookup.field == PROTECTED else None
    return Wake(lookup.field, _test(lookup.codes, lookup.many, lookup.negated), named)


def _test(codes: CodeSet, many: bool, negated: bool) -> Callable[[Any], bool]:
    known: Mapping[str, bool] = Memo(codes)
    if many:
        return lambda values: any(known[value] for value in values) != negated
    return lambda value: known[value] != negated
