"""What is computed of two values, and how a long row of them is computed without depth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cleanclaim.language import nodes as n
from cleanclaim.language.check.faults import KIND, SYNTAX, Refused
from cleanclaim.language.check.narrow import key_of
from cleanclaim.language.places import Place
from cleanclaim.language.types import DATE, DURATION, LONGEST, NUMBER, NUMERIC, Type, spoken

_SHORT = 16  # values in a row that are computed one after the other
_DEEPEST = 64  # operations that hang on one another, as deep as expressions may be nested


class Term(NamedTuple):
    """A value in a row, and the sign before it; the first has none."""

    operator: str
    value: n.Typed


def computed(at: Place, left: n.Typed, term: Term) -> n.Arith:
    """What is computed of a value and the next one. Raises `Refused` where it makes no sense."""
    operator, right = term
    result = _result(operator, left.type, right.type)
    if result is None:
        words = f"{_noun(left.type)} {operator} {_noun(right.type)}"
        raise Refused(at, KIND, f"cannot compute {words}", _arithmetic_help(left, term))
    protected = left.type.protected or right.type.protected
    whole = left.type.whole and right.type.whole and operator in "+*"
    place = left.type.place if result.base == "date" and not right.type.protected else ""
    type_ = result._replace(protected=protected, whole=whole, place=place, moved=result.base == "date")
    return n.Arith(at, type_, operator, left, right)


def levelled(found: n.Typed, terms: Sequence[Term]) -> n.Typed:
    """A row of values as a tree: a long one as broad as it can be, for exact numbers add up to the same in any order.

    Raises `Refused` for one too deep, of dates or of quotients, where the order matters.
    """
    signs = {term.operator for term in terms[1:]}
    if len(terms) > _SHORT and signs == {"*"}:
        found = _joined(found.at, "*", [term.value for term in terms])
    elif len(terms) > _SHORT and signs <= {"+", "-"} and all(term.value.type.base in NUMERIC for term in terms):
        found = _joined(found.at, "+", [term.value for term in terms if term.operator != "-"])
        taken = [term.value for term in terms if term.operator == "-"]
        found = computed(found.at, found, Term("-", _joined(found.at, "+", taken))) if taken else found
    if _depth(found) > _DEEPEST:
        raise Refused(found.at, SYNTAX, f"this is nested deeper than {_DEEPEST}", "split it with `let`")
    return found


def _depth(node: n.Typed) -> int:
    """How many operations hang on one another; without recursion."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        part, depth = waiting.pop()
        if isinstance(part, n.Arith):
            deepest = max(deepest, depth)
            waiting += (part.left, depth + 1), (part.right, depth + 1)
    return deepest


def _joined(at: Place, operator: str, values: Sequence[n.Typed]) -> n.Typed:
    """Values joined by one operator, halves of halves."""
    if len(values) == 1:
        return values[0]
    middle = len(values) // 2
    right = _joined(at, operator, values[middle:])
    return computed(at, _joined(at, operator, values[:middle]), Term(operator, right))


def _result(operator: str, left: Type, right: Type) -> Type | None:
    """What an operation gives; None where it makes no sense."""
    if left.many or right.many:
        return None
    kinds = left.base, right.base
    if operator in "+-":
        return _sum(operator, left, right)
    if operator == "*":
        if kinds[0] == "number" and kinds[1] in NUMERIC:
            return Type(right.base, right.system)
        return Type(left.base, left.system) if kinds[1] == "number" and kinds[0] in NUMERIC else None
    if kinds[1] == "number" and kinds[0] in NUMERIC:
        return Type(left.base, left.system)
    return NUMBER if kinds[0] == kinds[1] and kinds[0] in NUMERIC and left.system == right.system else None


def _sum(operator: str, left: Type, right: Type) -> Type | None:
    if left.base == "date":
        if right.base == "date":
            return DURATION if operator == "-" else None
        return DATE if right.base == "quantity" and right.system in LONGEST else None
    same = left.base == right.base and left.system == right.system and left.base in NUMERIC
    return Type(left.base, left.system) if same else None


def _noun(type_: Type) -> str:
    return spoken(type_).removeprefix("a ").removeprefix("an ")


def days_of(node: n.Typed) -> str:
    """The days between two dates as a plain number, and what is added to them; empty for anything else."""
    if not isinstance(node, n.Arith) or node.type.system != DURATION.system:
        return ""
    if node.left.type.base == node.right.type.base == "date":
        return f"days({key_of(node.right) or 'first'}, {key_of(node.left) or 'last'})"
    inner = days_of(node.left)
    return f"{inner} {node.operator} {node.right.value}" if inner and isinstance(node.right, n.Const) else ""


def _arithmetic_help(one: n.Typed, term: Term) -> str:
    left, right, days = one.type, term.value.type, days_of(one)
    if days and right.base == "number":
        said = f"{days} {term.operator} {term.value.value}" if isinstance(term.value, n.Const) else days
        return f"give the number a unit, such as days; or count the days as a plain number: `{said}`"
    if left.base == "date" and right.base == "number":
        return "give the number a unit: `3 days`"
    if {left.base, right.base} == {"money", "number"}:
        return "write amounts with $: `$100`"
    if {left.base, right.base} == {"quantity", "number"}:
        dimension = left.system or right.system
        unit = {"mass": "mcg", "volume": "mL", "activity": "IU", "months": "months"}.get(dimension, "days")
        return f"give the number a unit, such as {unit}"
    return ""
