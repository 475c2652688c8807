"""Comparisons of dates with months between them that their years decide for most claims, at a fifth of the cost."""

from __future__ import annotations

import ast
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from cleanclaim.language import nodes as n
from cleanclaim.language.compile import build as b

_MONTHS = 12  # in a year


class Years(NamedTuple):
    """What the years of two dates say of a comparison: it can only hold where `later` is at least so many years after
    `earlier`, if that is `needed`; else it holds wherever that is not so.
    """

    later: n.Typed
    earlier: n.Typed
    least: int
    needed: bool

    def before(self, whole: ast.expr, emit: Callable[[n.Typed], ast.expr]) -> ast.expr:
        """The whole comparison, asked only where the years leave it open."""
        later, earlier = b.attribute(emit(self.later), "year"), b.attribute(emit(self.earlier), "year")
        apart, least = ast.BinOp(later, ast.Sub(), earlier), ast.Constant(self.least)
        if self.needed:
            return ast.BoolOp(ast.And(), [b.compare(apart, ast.GtE(), least), whole])
        return ast.BoolOp(ast.Or(), [b.compare(apart, ast.Lt(), least), whole])


def by_years(node: n.Compared) -> Years | None:
    """How years decide `day <= date + 12 months`, or `months_between(date, day) >= 12`; None for anything else."""
    turned = n.TURNED[node.operator]
    return _beside(node.left, node.operator, node.right) or _beside(node.right, turned, node.left)


def _beside(left: n.Typed, operator: str, right: n.Typed) -> Years | None:
    if isinstance(right, n.Arith):
        return _moved(left, operator, right)
    return _between(left, operator, right) if isinstance(left, n.Called) else None


def _moved(day: n.Typed, operator: str, right: n.Arith) -> Years | None:
    """Where the calendar ends a date stays its last day: `<` and `>=` would be wrong there."""
    months = _whole(right.right)
    if right.operator != "+" or months is None or right.right.type.system != "months" or operator not in ("<=", ">"):
        return None
    return Years(day, right.left, months // _MONTHS, operator == ">")


def _between(left: n.Called, operator: str, right: n.Typed) -> Years | None:
    months = _whole(right)
    if left.name != "months_between" or months is None or operator in ("=", "!="):
        return None
    least = months + (operator in (">", "<="))  # that many months decide
    first, last = left.arguments
    return Years(last, first, least // _MONTHS, operator in (">", ">=")) if least > 0 else None


def _whole(node: n.Typed) -> int | None:
    """A literal that is a whole number."""
    if not isinstance(node, n.Const) or not isinstance(node.value, int | Decimal) or node.value != int(node.value):
        return None
    return int(node.value)
