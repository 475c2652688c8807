"""The conditions of a rule as `language.glance` walks them, as far as they need no table and no other claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

from cleanclaim.language import typed as t
from cleanclaim.language.compile.conditions import ROW, conditions
from cleanclaim.language.glance import CALLED, OWN, Tree

_ARITHMETIC = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
_MOVED = {"duration": ("moved", "moved_back"), "months": ("months_later", "months_earlier")}


class _UntoldError(Exception):
    """A condition that can not be asked at a glance."""


def make_glances(rule: t.TypedRule) -> list[Tree]:
    """What must hold where a rule is broken. A part that can not be asked so is left out: less is asked then."""
    found = []
    for node in conditions(rule):
        try:
            found.append(_weak(node))
        except _UntoldError:
            continue
    return found


def _weak(node: t.Typed) -> Tree:
    """A condition, or one that holds wherever it does."""
    if isinstance(node, t.Logic):
        return _and(node) if node.operator == "and" else ["or", *map(_weak, node.items)]
    return _told(node)


def _and(node: t.Logic) -> Tree:
    found = []
    for item in node.items:
        try:
            found.append(_weak(item))
        except _UntoldError:
            continue
    return ["and", *found]


def _told(node: t.Typed) -> Tree:
    """A node as it is asked. Raises `_UntoldError`."""
    make: Callable[[Any], Tree] | None = _TOLD.get(type(node))
    if make is None:
        raise _UntoldError
    return make(node)


def _const(node: t.Const) -> Tree:
    value = node.value
    if isinstance(value, Decimal):
        return ["number", str(value)]
    if isinstance(value, dt.date):
        return ["day", value.isoformat()]
    if value is None or isinstance(value, (str, bool, int)):
        return ["is", value]
    raise _UntoldError


def _get(node: t.Get) -> Tree:
    kind, *way = _told(node.row)
    if kind != "get":
        raise _UntoldError
    return ["get", *way, node.field]


def _arith(node: t.Arith) -> Tree:
    name = _ARITHMETIC[node.operator]
    if node.left.type.base == "date":
        name = "apart" if node.right.type.base == "date" else _MOVED[node.right.type.system][node.operator == "-"]
    return ["call", name, _told(node.left), _told(node.right)]


def _inset(node: t.InSet) -> Tree:
    codes = msgspec.to_builtins(node.codes, order="deterministic")
    return ["in", _told(node.value), node.value.type.many, node.negated, codes]


def _called(node: t.Called) -> Tree:
    if node.name not in CALLED:
        raise _UntoldError
    return ["call", node.name, *map(_told, node.arguments)]


def _rows(rows: t.RowsOf, asked: t.Typed | None) -> Tree:
    if rows.keys or rows.scope or rows.relation not in ("", "repeated"):
        raise _UntoldError
    where = None if rows.where is None else _told(rows.where)
    return [_told(rows.items), rows.name, rows.relation == "repeated", where, None if asked is None else _told(asked)]


def _aggregated(node: t.Aggregated) -> Tree:
    if node.name not in ("sum", "count"):
        raise _UntoldError
    value = node.value if node.name == "sum" else None
    return ["sum", *_rows(node.rows, value)]


_TOLD: dict[type[Any], Callable[[Any], Tree]] = {
    t.Const: _const,
    t.Name: lambda node: ["get", OWN if node.name == ROW else node.name],
    t.Get: _get,
    t.Arith: _arith,
    t.Called: _called,
    t.Aggregated: _aggregated,
    t.Quantified: lambda node: [node.word, *_rows(node.rows, node.test)],
    t.Compared: lambda node: [node.operator, _told(node.left), _told(node.right)],
    t.InSet: _inset,
    t.Present: lambda node: ["present", _told(node.value), node.negated],
    t.EndOf: lambda node: ["end", _told(node.items), node.last],
    t.Fallback: lambda node: ["else", _told(node.value), _told(node.fallback)],
    t.Logic: lambda node: [node.operator, *map(_told, node.items)],
    t.Negated: lambda node: ["not", _told(node.operand)],
    t.Contains: lambda node: ["contains", _told(node.value), node.text.casefold()],
    t.Like: lambda node: ["like", _told(node.value), node.pattern],
    t.Within: lambda node: ["within", _told(node.value), _told(node.items)],
}
