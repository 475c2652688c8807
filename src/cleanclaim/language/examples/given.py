"""Rules for one example: their tables hold the rows that it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from cleanclaim.compiled import CompiledRule
from cleanclaim.language.check.tables import with_given
from cleanclaim.language.compile import make_careful, make_judge, make_reach
from cleanclaim.language.mini_claims import Example
from cleanclaim.language.typed import TypedRule


def given(rules: Sequence[CompiledRule], example: Example) -> Sequence[CompiledRule]:
    """The rules, those anew that ask a table to which the example gives rows."""
    names = {row.table.text for row in example.given}
    return [_anew(rule, example, names) for rule in rules] if names else rules


def _anew(rule: CompiledRule, example: Example, names: set[str]) -> CompiledRule:
    typed = cast(TypedRule, rule.baggage)
    if names.isdisjoint(table.name for table in typed.tables):
        return rule
    tables = tuple(
        with_given(table, [row for row in example.given if row.table.text == table.name]) for table in typed.tables
    )
    changed = replace(typed, tables=tables)
    return replace(
        rule,
        make_judge=lambda: make_judge(changed),
        make_careful=lambda: make_careful(changed),
        make_reach=lambda careful: make_reach(changed, careful),
        make_baggage=lambda: changed,
    )
