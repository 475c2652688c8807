"""The rows of other claims, before any condition: where they are many only those that could meet it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from cleanclaim.language import nodes as n
from cleanclaim.language.compile import build as b
from cleanclaim.language.compile.likenesses import Likeness, likeness_of
from cleanclaim.language.compile.windows import Window, window_of

Emit = Callable[[n.Typed], ast.expr]


def rows_among(rows: n.RowsOf, emit: Emit) -> ast.expr | None:
    """Which of the group's rows are looked at: by their days, and by what they must have in common with the subject;
    None where all are.
    """
    if not isinstance(rows.items, n.Across):
        return None
    window, likeness = window_of(rows), likeness_of(rows)
    if window is None and likeness is None:
        return None
    days = ast.Constant(None) if window is None else _days(window, emit)
    alike = ast.Constant(None) if likeness is None else _alike(likeness, rows.name, emit)
    return ast.Call(b.attribute(b.load("group"), "among"), [ast.Constant(rows.items.entity), days, alike], [])


def _days(window: Window, emit: Emit) -> ast.expr:
    """(lambda: first, lambda: last)"""
    return b.pair(*(b.function((), ast.Constant(None) if day is None else emit(day)) for day in window))


def _alike(likeness: Likeness, row: str, emit: Emit) -> ast.expr:
    """(lambda row: its keys, lambda: the subject's)"""
    theirs, own = ([_joined(key, of, emit) for key in likeness.keys] for of in ("row", "own"))
    theirs += [emit(value.row) for value in likeness.values]
    own += [emit(value.own) for value in likeness.values]
    lists = likeness.lists
    if lists is None:
        keys = b.pair(b.pair(*theirs)), b.pair(b.pair(*own))
    else:
        keys = (
            _items(lists.row, None, [*theirs, *(emit(value.row) for value in lists.values)], emit),
            _items(lists.own, lists.own.where, [*own, *(emit(value.own) for value in lists.values)], emit),
        )
    return b.pair(b.function((b.variable(row),), keys[0]), b.function((), keys[1]))


def _joined(key: n.Key, of: str, emit: Emit) -> ast.expr:
    """A side of a join key; lists are alike in any order."""
    value = emit(key.row if of == "row" else key.own)
    return b.call("unordered", value) if key.own.type.many else value


def _items(rows: n.RowsOf, where: n.Typed | None, values: Sequence[ast.expr], emit: Emit) -> ast.expr:
    """[(values) for item in items if where]"""
    conditions = [] if where is None else [emit(where)]
    return b.listed(b.generator(b.pair(*values), b.store(b.variable(rows.name)), emit(rows.items), conditions))
