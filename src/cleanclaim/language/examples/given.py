"""Rules for one example: their tables hold the rows that it gives, and no others of the reference store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from cleanclaim.compiled import CompiledRule
from cleanclaim.language.check.tables import with_given
from cleanclaim.language.compile import judgments
from cleanclaim.language.mini_claims import Example
from cleanclaim.language.typed import Table, TypedRule


def given(rules: Sequence[CompiledRule], example: Example) -> Sequence[CompiledRule]:
    """The rules, those anew that ask a table to which the example gives rows.

    Then all of a rule's tables are there, as they are wherever it is run; one without rows has no row for any key.
    """
    names = {row.table.text for row in example.given}
    return [_anew(rule, example, names) for rule in rules] if names else rules


def _anew(rule: CompiledRule, example: Example, names: set[str]) -> CompiledRule:
    typed = cast(TypedRule, rule.baggage)
    # the tables of its file, of which it need not ask all
    if names.isdisjoint(table.name for table in typed.tables if not table.source or table.source in rule.sources):
        return rule
    changed = replace(typed, tables=tuple(_there(table, example) for table in typed.tables))
    return replace(rule, make_baggage=lambda: changed, **judgments(lambda: changed))


def _there(table: Table, example: Example) -> Table:
    rows = [row for row in example.given if row.table.text == table.name]
    return replace(with_given(table, rows), source="")
