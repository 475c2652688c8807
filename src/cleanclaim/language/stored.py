"""Rules and the reference store: each table of a rule is bound to the store's, or the rule can not be run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any, NamedTuple, cast

from cleanclaim.compiled import CompiledRule, Unreadable
from cleanclaim.language import typed as t
from cleanclaim.language.compile import judgments
from cleanclaim.reference import TABLES, Asked, Store, Unanswered, known_table

_RELEASE = "release"


class Bound(NamedTuple):
    """Rules that can be run, and the codes of the others by the table that must be imported for them."""

    rules: tuple[CompiledRule, ...]
    absent: Mapping[str, tuple[str, ...]]


def bind(rules: Sequence[CompiledRule], store: Store | None) -> Bound:
    """The rules with their tables in the store, or those that are shipped. A rule of which one is not there is
    left out.
    """
    found: list[CompiledRule] = []
    absent: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        lacking = {TABLES[source].beside or source for source in rule.sources if known_table(source, store) is None}
        for source in sorted(lacking):
            absent[source] = (*absent.get(source, ()), rule.code)
        if not lacking:
            found.append(_bound(rule, store) if rule.sources else rule)
    return Bound(tuple(found), absent)


def _bound(rule: CompiledRule, store: Store | None) -> CompiledRule:
    """The rule with its judgments made anew. What wakes it never asks the store, and stays as it is."""

    def typed() -> t.TypedRule:
        bare = cast(t.TypedRule, rule.core)
        return replace(bare, tables=tuple(_table(table, store, rule.sources) for table in bare.tables))

    return replace(rule, **judgments(typed))


def _table(table: t.Table, store: Store | None, wanted: Sequence[str]) -> t.Table:
    stored = known_table(table.source, store) if table.source in wanted else None
    if stored is None:
        return table
    rows: Any = StoredRows(stored, [name for name, _ in table.columns])
    return replace(table, rows=rows)


class StoredRows:
    """The rows of a table in the store as a rule declares them: its columns in its order, then the release."""

    def __init__(self, table: Asked, columns: Sequence[str]) -> None:
        known = [column.name for column in table.about.columns]
        self._on = table.on
        picked = [-1 if name == _RELEASE else known.index(name) for name in columns]  # the release stands behind them
        self._pick = itemgetter(*picked, -1)  # of one column alone it would make no tuple

    def on(self, key: tuple[str, ...], day: dt.date) -> tuple[Any, ...] | None:
        """The row that is in force. Raises `Unreadable` where no release can know."""
        try:
            found = self._on(key, day)
        except Unanswered:
            raise Unreadable from None
        if found is None:
            return None
        values, release = found
        return (*self._pick((*values, release.name))[:-1], release)
