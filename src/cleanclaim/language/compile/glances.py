"""The conditions of a rule as `language.glance` walks them, as far as they need no table and no other claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

from cleanclaim.language import nodes as n
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


def _weak(node: n.Typed) -> Tree:
    """A condition, or one that holds wherever it does."""
    if isinstance(node, n.Logic):
        return _and(node) if node.operator == "and" else ["or", *map(_weak, node.items)]
    return _told(node)


def _and(node: n.Logic) -> Tree:
    found = []
    for item in node.items:
        try:
            found.append(_weak(item))
        except _UntoldError:
            continue
    return ["and", *found]


def _told(node: n.Typed) -> Tree:
    """A node as it is asked. Raises `_UntoldError`."""
    make: Callable[[Any], Tree] | None = _TOLD.get(type(node))
    if make is None:
        raise _UntoldError
    return make(node)


def _const(node: n.Const) -> Tree:
    value = node.value
    if isinstance(value, Decimal):
        return ["number", str(value)]
    if isinstance(value, dt.date):
        return ["day", value.isoformat()]
    if value is None or isinstance(value, (str, bool, int)):
        return ["is", value]
    raise _UntoldError


def _get(node: n.Get) -> Tree:
    kind, *way = _told(node.row)
    if kind != "get":
        raise _UntoldError
    return ["get", *way, node.field]


def _arith(node: n.Arith) -> Tree:
    name = _ARITHMETIC[node.operator]
    if node.left.type.base == "date":
        name = "apart" if node.right.type.base == "date" else _MOVED[node.right.type.system][node.operator == "-"]
    return ["call", name, _told(node.left), _told(node.right)]


def _inset(node: n.InSet) -> Tree:
    codes = msgspec.to_builtins(node.codes, order="deterministic")
    return ["in", _told(node.value), node.value.type.many, node.negated, codes]


def _called(node: n.Called) -> Tree:
    if node.name not in CALLED:
        raise _UntoldError
    return ["call", node.name, *map(_told, node.arguments)]


def _rows(rows: n.RowsOf, asked: n.Typed | None) -> Tree:
    if rows.keys or rows.scope or rows.relation not in ("", "repeated"):
        raise _UntoldError
    where = None if rows.where is None else _told(rows.where)
    return [_told(rows.items), rows.name, rows.relation == "repeated", where, None if asked is None else _told(asked)]


def _aggregated(node: n.Aggregated) -> Tree:
    if node.name not in ("sum", "count"):
        raise _UntoldError
    value = node.value if node.name == "sum" else None
    return ["sum", *_rows(node.rows, value)]


_TOLD: dict[type[Any], Callable[[Any], Tree]] = {
    n.Const: _const,
    n.Name: lambda node: ["get", OWN if node.name == ROW else node.name],
    n.Get: _get,
    n.Arith: _arith,
    n.Called: _called,
    n.Aggregated: _aggregated,
    n.Quantified: lambda node: [node.word, *_rows(node.rows, node.test)],
    n.Compared: lambda node: [node.operator, _told(node.left), _told(node.right)],
    n.InSet: _inset,
    n.Present: lambda node: ["present", _told(node.value), node.negated],
    n.EndOf: lambda node: ["end", _told(node.items), node.last],
    n.Fallback: lambda node: ["else", _told(node.value), _told(node.fallback)],
    n.Logic: lambda node: [node.operator, *map(_told, node.items)],
    n.Negated: lambda node: ["not", _told(node.operand)],
    n.Contains: lambda node: ["contains", _told(node.value), node.text.casefold()],
    n.Like: lambda node: ["like", _told(node.value), node.pattern],
    n.Within: lambda node: ["within", _told(node.value), _told(node.items)],
}
