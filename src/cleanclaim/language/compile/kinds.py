"""What kind of value an expression gives, where that makes its code cheaper."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from cleanclaim.language import nodes as n
from cleanclaim.language.running import Number

_SHORT = 12  # digits behind the point of an inverse that is worth multiplying by
_COUNTING = ("age_years", "days", "length", "months_between", "rounded_up", "year")  # their values are integers


def is_int(node: n.Typed) -> bool:
    """Whether a value is always an integer of Python, which its operators calculate exactly."""
    if isinstance(node, n.Arith):
        return node.operator in "+-*" and is_int(node.left) and is_int(node.right)
    if isinstance(node, n.Const):
        return isinstance(node.value, int | Decimal) and node.value == int(node.value)
    return isinstance(node, n.Called) and node.name in _COUNTING


def is_decimal(node: n.Typed) -> bool:
    """Whether a value is always a decimal: it stands in the claim and is no count."""
    return isinstance(node, n.Get) and node.type.base in ("money", "number") and not node.type.whole


def field_of_all(node: n.Aggregated) -> str:
    """The field that a sum takes of each row of a list, without a condition; nothing for any other."""
    rows, value = node.rows, node.value
    if not isinstance(value, n.Get) or not isinstance(value.row, n.Name) or value.row.name != rows.name:
        return ""
    return "" if rows.where is not None or rows.keys or rows.relation or rows.scope else value.field


def inverse_of(value: Any) -> Number | None:
    """One divided by a number, where that is a short decimal: to multiply by it costs a tenth of a division."""
    if not isinstance(value, int | Decimal) or not value:
        return None
    inverse = 1 / Fraction(value)
    digits = next((digits for digits in range(_SHORT) if 10**digits % inverse.denominator == 0), None)
    if not digits:
        return inverse.numerator if digits == 0 else None
    return Decimal(inverse.numerator * 10**digits // inverse.denominator).scaleb(-digits)


class Rounded(NamedTuple):
    """A decimal that is divided by a unit, and what is rounded up."""

    value: n.Typed
    unit: Any
    rounded: n.Typed


def rounded_to(one: n.Typed, other: n.Typed) -> Rounded | None:
    """The parts of `rounded_up(...)` and `value / $0.01`, or of it and a value; None for anything else."""
    if not isinstance(one, n.Called) or one.name != "rounded_up":
        return None
    if not isinstance(other, n.Arith):
        return Rounded(other, Decimal(1), one.arguments[0]) if is_decimal(other) else None
    unit = other.right
    if other.operator != "/" or not isinstance(unit, n.Const) or not is_decimal(other.left):
        return None
    return Rounded(other.left, unit.value, one.arguments[0])


def is_same_procedure(key: n.Key) -> bool:
    """Whether a join compares procedures that are there for certain: few lines have the same."""
    types = key.row.type, key.own.type
    return all(one.system == "procedure" and not (one.many or one.optional) for one in types)
