"""Rows that were found: what is so of them by their `where`, and by what they have in common with the rule's row."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from cleanclaim.language import nodes as n
from cleanclaim.language.check.alike import sketch
from cleanclaim.language.putting import changed, put
from cleanclaim.language.types import BOOL


def of_found(rows: n.RowsOf, test: n.Typed | None = None, called: str = "") -> tuple[n.Typed, ...]:
    """What holds of a row where it was found; what it shares with the rule's own row is said of that one.

    With `called` it goes by this name, so that it is not taken for another row.
    """
    asked = [alike(part, rows) for part in (rows.where, test) if part is not None]
    if called:
        row = n.Name(rows.at, rows.items.type.one, called)
        asked = [put(part, {rows.name: row}) for part in asked]
    return (*_there(rows), *asked)


def _there(rows: n.RowsOf) -> Iterator[n.Typed]:
    """That what is shared is present: missing equals nothing."""
    for key in rows.keys:
        value = key.own
        while isinstance(value, n.Get) and not value.type.many:
            yield n.Present(value.at, BOOL, value, False)
            value = value.row


def alike(node: Any, rows: n.RowsOf) -> Any:
    """A condition that asks the rule's own row for what rows have in common with it."""
    return _alike(node, rows.name, {sketch(key.row): key.own for key in rows.keys}) if rows.keys else node


def _alike(node: Any, row: str, shared: Mapping[Hashable, n.Typed]) -> Any:
    if isinstance(node, (n.Quantified, n.Aggregated)) and node.rows.name == row:
        return node  # another row of this name
    if isinstance(node, n.Typed):
        own = shared.get(sketch(node))
        if own is not None:
            return node if own.type.many else own
    found = changed(node, lambda part: _alike(part, row, shared))
    if isinstance(found, n.InSet) and found.value.type.many:  # lists in common can differ in their order
        own = shared.get(sketch(found.value))
        return found if own is None else n.InSet(found.at, found.type, own, found.codes, found.negated)
    return found


def shared_field(key: n.Key) -> str:
    """The field that `with same` names."""
    value = key.own
    while isinstance(value, n.Called):
        value = value.arguments[0]
    while isinstance(value, n.Get) and not isinstance(value.row, n.Name):
        value = value.row
    return value.field if isinstance(value, n.Get) else ""
