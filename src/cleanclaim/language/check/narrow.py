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
    if isinstance(node, n.Owner):
        row = key_of(node.row)
        return f"{row}.claim"
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
        return _not_zero(turned(node), holds)
    return _NONE


def turned(node: n.Compared) -> n.Compared:
    """A comparison with what is written in the rule on its right: `0 < units` is `units > 0`."""
    if not isinstance(node.left, n.Const):
        return node
    return replace(node, operator=n.TURNED[node.operator], left=node.right, right=node.left)


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


def _not_zero(node: n.Compared, holds: bool) -> frozenset[str]:
    bound = node.right.value if isinstance(node.right, n.Const) else None
    if not isinstance(bound, Decimal) or not key_of(node.left):
        return _NONE
    operator = node.operator if holds else n.OPPOSITE[node.operator]
    if operator == "=":
        known = bound != 0
    elif operator == "!=":
        known = bound == 0
    else:
        known = _AWAY_FROM_ZERO[operator](bound)
    return frozenset({"≠0 " + key_of(node.left)}) if known else _NONE


def is_never_zero(node: n.Typed, known: frozenset[str]) -> bool:
    """Whether a guard says so of a value, or it is the larger of two and one is above zero: `max(span, 1)`."""
    if isinstance(node, n.Called) and node.name == "max":
        return any(isinstance(one, n.Const) and one.value > 0 for one in node.arguments)
    return f"≠0 {key_of(node)}" in known
