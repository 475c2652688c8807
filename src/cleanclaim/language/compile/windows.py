"""Between which days a row must stand to be one of those that a rule ranges over, so that few are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.language import nodes as n
from cleanclaim.language.compile.conditions import are_elsewhere
from cleanclaim.language.conjuncts import split
from cleanclaim.language.inside import inside

_DAYS = ("date", "end_date")  # a line of one day has both the same


class Window(NamedTuple):
    """The first and the last day, as expressions that ask nothing of the row; None where there is none."""

    first: n.Typed | None
    last: n.Typed | None


def window_of(rows: n.RowsOf) -> Window | None:
    """What the condition on lines of other claims says of their days; None where that is nothing.

    It is wider than the condition: that is still to be asked, also of what lies on the first and the last day.
    """
    if not are_elsewhere(rows) or rows.items.type.system != "line" or rows.where is None:
        return None
    first: n.Typed | None = None
    last: n.Typed | None = None
    for operator, day in _bounds(rows, rows.where):
        if operator in (">", ">=", "="):
            first = first or day
        if operator in ("<", "<=", "="):
            last = last or day
    return None if first is None and last is None else Window(first, last)


def _bounds(rows: n.RowsOf, where: n.Typed) -> Iterator[tuple[str, n.Typed]]:
    """Comparisons of the row's day with what is known without the row, the row on the left."""
    for part in split(where):
        if isinstance(part, n.Compared) and part.operator != "!=":
            if _is_day(part.left, rows.name) and _is_known(part.right, rows.name):
                yield part.operator, part.right
            elif _is_day(part.right, rows.name) and _is_known(part.left, rows.name):
                yield n.TURNED[part.operator], part.left


def _is_day(node: n.Typed, name: str) -> bool:
    """A day of the row, or the earlier or later of its two: for a row of one day, that is its day."""
    if isinstance(node, n.Called) and node.name in ("min", "max"):
        return all(_is_day(one, name) for one in node.arguments)
    return isinstance(node, n.Get) and node.field in _DAYS and isinstance(node.row, n.Name) and node.row.name == name


def _is_known(node: n.Typed, name: str) -> bool:
    """Whether a date has nothing to do with the row, nor with other rows."""
    parts = tuple(inside(node))
    if any(isinstance(part, n.Name) and part.name == name for part in parts):
        return False
    return node.type.base == "date" and not any(isinstance(part, (n.RowsOf, n.LookUp)) for part in parts)
