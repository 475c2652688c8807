"""What kind of value an expression gives, where that makes its code cheaper."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from cleanclaim.language import typed as t
from cleanclaim.language.running import Number

_SHORT = 12  # digits behind the point of an inverse that is worth multiplying by
_COUNTING = ("age_years", "days", "length", "months_between", "rounded_up", "year")  # their values are integers


def is_int(node: t.Typed) -> bool:
    """Whether a value is always an integer of Python, which its operators calculate exactly."""
    if isinstance(node, t.Arith):
        return node.operator in "+-*" and is_int(node.left) and is_int(node.right)
    if isinstance(node, t.Const):
        return isinstance(node.value, int | Decimal) and node.value == int(node.value)
    return isinstance(node, t.Called) and node.name in _COUNTING


def is_decimal(node: t.Typed) -> bool:
    """Whether a value is always a decimal: it stands in the claim and is no count."""
    return isinstance(node, t.Get) and node.type.base in ("money", "number") and not node.type.whole


def inverse_of(value: Any) -> Number | None:
    """One divided by a number, where that is a short decimal: to multiply by it costs a tenth of a division."""
    if not isinstance(value, int | Decimal) or not value:
        return None
    inverse = 1 / Fraction(value)
    digits = next((digits for digits in range(_SHORT) if 10**digits % inverse.denominator == 0), None)
    if not digits:
        return inverse.numerator if digits == 0 else None
    return Decimal(inverse.numerator * 10**digits // inverse.denominator).scaleb(-digits)


def is_same_procedure(key: t.Key) -> bool:
    """Whether a join compares procedures that are there for certain: few lines have the same."""
    types = key.row.type, key.own.type
    return all(one.system == "procedure" and not (one.many or one.optional) for one in types)
