"""What to write in place of a comparison that makes no sense."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.language import nodes as n
from cleanclaim.language import syntax as s
from cleanclaim.language.check.computing import days_of
from cleanclaim.language.check.values import written
from cleanclaim.language.model import field_type, telling
from cleanclaim.language.systems import fits
from cleanclaim.language.types import Type

_PLAIN = {"number": "numbers", "money": "amounts, like $100,", "date": "dates, like 2025-01-31,"}
_MONTHS = "months are not of one length: compare dates, `last > first + 2 months`, or `months_between(first, last)`"


def list_help(left: n.Typed, right: n.Typed) -> str:
    """The help where a list is compared as if it were one value."""
    if left.type.many and right.type.base == "number":
        return "count it: `count(...)`"
    return "write `has` or `lacks`" if left.type.base == "code" else ""


def ask_a_field(row: str, text: str) -> str:
    """The help where a whole row is asked as if it were one value."""
    return f"ask one of its fields, such as `{text}.{telling(row)}`"


def asking(type_: Type) -> str:
    """The word or the sign by which a value is asked."""
    return {"code": "is", "text": "=", "row": "is present"}.get(type_.base, ">")


def ask_what(row: str, text: str) -> str:
    """The help where a condition says no more than that a row is there, which it always is."""
    field = telling(row)
    return f"say what of it: `{text}.{field} {asking(field_type(row, field))} ...`"


def compare_help(node: s.Compare | s.Between, left: n.Typed, right: n.Typed) -> str:
    """The help where values of two kinds are compared; empty where nothing is known to be meant."""
    bases = {left.type.base, right.type.base}
    if "code" in bases:
        return _code_help(node, left, right)
    if "row" in bases:
        row = left if left.type.base == "row" else right
        asked = node.left if isinstance(node, s.Compare) and row is left else None
        return ask_a_field(row.type.system, written(asked) if asked is not None else "...")
    if "table" in bases:
        return "name one of its columns"
    if bases == {"money", "number"}:
        return _amount_help([node for node in (left, right) if isinstance(node, n.Const)])
    if "text" in bases and bases & _PLAIN.keys():
        return _text_help(node, left, right)
    if bases == {"date", "number"}:
        return "dates are written 2025-01-31"
    return _quantity_help(left, right) if "quantity" in bases else ""


def _amount_help(consts: Sequence[n.Const]) -> str:
    if consts and consts[0].type.base == "money":
        return f"only amounts have $: write `{consts[0].value}`"
    amount = consts[0].value if consts else Decimal(100)
    return f"write amounts with $: `${amount}`" if isinstance(amount, Decimal) else ""


def _text_help(node: s.Compare | s.Between, left: n.Typed, right: n.Typed) -> str:
    """Which of the two is written in another way: a text in quotes, anything else without."""
    text, other = (left, right) if left.type.base == "text" else (right, left)
    if isinstance(text, n.Const):
        return f"{_PLAIN[other.type.base]} are written without quotes"
    sides = (node.left, node.right) if isinstance(node, s.Compare) else (node.low, node.high)
    digits = next((side.digits for side in sides if isinstance(side, s.Constant) and side.digits), "")
    if not digits:
        return ""
    if isinstance(node, s.Between) or node.operator not in ("=", "!="):
        return "texts have no order: ask `=` or `!=`, with the text in quotes"
    if other is left:
        return f'a text stands in quotes: `"{digits}"`'
    return f'a text stands in quotes: `{written(node.left)} {node.operator} "{digits}"`'


def _code_help(node: s.Compare | s.Between, left: n.Typed, right: n.Typed) -> str:
    coded, other = (left, right) if left.type.base == "code" else (right, left)
    code = _code_meant(coded.type.system, other)
    name = written(node.left) if isinstance(node, s.Compare) and coded is left else "..."
    word = "is not" if isinstance(node, s.Compare) and node.operator == "!=" else "is"
    return f"a code is matched with `is`: `{name} {word} {code}`" if code else "a code is matched with `is`"


def _quantity_help(left: n.Typed, right: n.Typed) -> str:
    if {left.type.system, right.type.system} == {"duration", "months"}:
        return _MONTHS
    if {left.type.base, right.type.base} != {"quantity", "number"}:
        return ""
    if "months" in (left.type.system, right.type.system):
        return _MONTHS
    if not _is_plain(left, right):
        days = days_of(left) or days_of(right)
        return f"write it as a plain number: `{days}`" if days else "remove the unit"
    unit = {"mass": "mcg", "volume": "mL", "activity": "IU"}.get(left.type.system or right.type.system, "days")
    return f"give the number a unit, such as {unit}"


def _is_plain(left: n.Typed, right: n.Typed) -> bool:
    """Whether the number was written in the rule, so that a unit can be put behind it."""
    return any(isinstance(node, n.Const) and node.type.base == "number" for node in (left, right))


def _code_meant(system: str, other: n.Typed) -> str:
    if isinstance(other, n.Const) and not isinstance(other.value, (bool, dt.date)):
        code = str(other.value)
        return code if fits(system, code) else ""
    return ""
