"""What a condition tells: which values are present, or not zero, where it holds and where it does not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cleanclaim.language import nodes as n

_NONE: frozenset[str] = frozenset()


def key_of(node: n.Typed) -> str:
    """The name under which a value is guarded; empty for what is computed."""
    if isinstance(node, n.Name):
        return node.name
    if isinstance(node, n.Get):
        row = key_of(node.row)
        return f"{row}.{node.field}" if row else ""
    if isinstance(node, n.Cell):
        row = key_of(node.row)
        return f"{row}#{node.index}" if row else ""
    return ""


def facts(node: n.Typed, holds: bool) -> frozenset[str]:
    """What is known where a condition holds, or where it does not."""
    if isinstance(node, n.Present):
        return _chain(node.value) if holds != node.negated else _NONE
    if isinstance(node, n.Negated):
        return facts(node.operand, not holds)
    if isinstance(node, n.Logic):
        parts = [facts(item, holds) for item in node.items]
        if (node.operator == "and") == holds:
            return _NONE.union(*parts)
        return parts[0].intersection(*parts[1:])
    if isinstance(node, n.Compared):
        return _not_zero(_turned(node), holds)
    return _NONE


def _turned(node: n.Compared) -> n.Compared:
    """A comparison with what is written in the rule on its right: `0 < units` is `units > 0`."""
    if not isinstance(node.left, n.Const):
        return node
    return replace(node, operator=_TURNED.get(node.operator, node.operator), left=node.right, right=node.left)


def _chain(node: n.Typed) -> frozenset[str]:
    """A value that is present, and the rows it stands in."""
    found = {key_of(node)} - {""}
    while isinstance(node, (n.Get, n.Cell)):
        node = node.row
        found |= {key_of(node)} - {""}
    return frozenset(found)


_AWAY_FROM_ZERO = {
    ">": lambda bound: bound >= 0,
    ">=": lambda bound: bound > 0,
    "<": lambda bound: bound <= 0,
    "<=": lambda bound: bound < 0,
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def _not_zero(node: n.Compared, holds: bool) -> frozenset[str]:
    bound = node.right.value if isinstance(node.right, n.Const) else None
    if not isinstance(bound, Decimal) or not key_of(node.left):
        return _NONE
    operator = node.operator if holds else _OPPOSITE[node.operator]
    if operator == "=":
        known = bound != 0
    elif operator == "!=":
        known = bound == 0
    else:
        known = _AWAY_FROM_ZERO[operator](bound)
    return frozenset({"≠0 " + key_of(node.left)}) if known else _NONE
