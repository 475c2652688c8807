"""Finds conditions that no claim can meet: a rule that sleeps for ever is worse than none."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from cleanclaim.language import nodes as n
from cleanclaim.language.check.alike import sketch
from cleanclaim.language.check.joined import of_found
from cleanclaim.language.check.narrow import turned
from cleanclaim.language.conjuncts import split
from cleanclaim.language.inside import inside
from cleanclaim.language.systems import as_written
from cleanclaim.language.types import BOOL

_FROM_ONE = ("position", "ordinal")  # they count from 1
_AGE_CAP = Decimal(90)


@dataclass(slots=True)
class _Bounds:
    """What is left of a value's range."""

    low: Any = None
    low_open: bool = False
    high: Any = None
    high_open: bool = False

    def narrow(self, operator: str, value: Any) -> None:
        if operator in (">", ">=", "=") and (
            self.low is None or (value, operator == ">") > (self.low, self.low_open)
        ):
            self.low, self.low_open = value, operator == ">"
        if operator in ("<", "<=", "=") and (
            self.high is None or (value, operator != "<") < (self.high, not self.high_open)
        ):
            self.high, self.high_open = value, operator == "<"

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        return bool(self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)))


def contradiction(conditions: Iterable[n.Typed], depth: int = 0) -> tuple[n.Typed, str] | None:
    """The condition that can not hold beside the others, and why; None where all can hold.

    `depth` is how many rows are looked at already that some of the conditions are about.
    """
    parts = [more for whole in conditions for part in split(whole) for more in _told_by(part)]
    found = _clash(parts)
    plain = [part for part in parts if not isinstance(part, n.Quantified)]
    for part in parts:
        if found is None and isinstance(part, n.Quantified) and part.word == "any":
            called = f"{part.rows.name} at {depth}"  # a name that no other row has
            found = contradiction((*plain, *of_found(part.rows, part.test, called)), depth + 1)
    return found


def _told_by(node: n.Typed) -> Iterator[n.Typed]:
    """A condition, and what it tells of a value whose fallback does not meet it."""
    yield node
    node = turned(node) if isinstance(node, n.Compared) else node
    if isinstance(node, n.Compared) and isinstance(node.left, n.Fallback) and isinstance(node.right, n.Const):
        value, fallback = node.left.value, node.left.fallback
        if isinstance(fallback, n.Const) and _constant_clash(fallback, node.operator, node.right):
            yield n.Present(node.at, BOOL, value, False)
            yield from _told_by(replace(node, left=value))


def _clash(parts: Sequence[n.Typed]) -> tuple[n.Typed, str] | None:
    """The first of plain conditions that can not hold beside the others, and why."""
    codes: dict[Hashable, list[n.InSet]] = {}
    bounds: dict[Hashable, _Bounds] = {}
    said: dict[Hashable, bool] = {}
    for node in sorted(parts, key=_takes_away):
        why = ""
        if isinstance(node, n.InSet):
            why = _code_clash(node, codes)
        elif isinstance(node, n.Compared):
            why = _bound_clash(node, bounds)
        if not why:
            asked, holds = _plain(node)
            why = "" if said.setdefault(asked, holds) is holds else "it is denied as well"
        if why:
            return node, why
    return None


def _plain(node: n.Typed) -> tuple[Hashable, bool]:
    """What is asked, and whether it must be so: `a >= b` is that a < b is not."""
    if isinstance(node, n.Negated):
        asked, holds = _plain(node.operand)
        return asked, not holds
    if isinstance(node, (n.Present, n.InSet)):
        return sketch(replace(node, negated=False)), not node.negated
    if isinstance(node, n.Compared):
        left, right = sketch(node.left), sketch(node.right)
        if node.operator in ("=", "!="):
            return ("=", *sorted((left, right), key=repr)), node.operator == "="
        one, other = (left, right) if node.operator in ("<", ">=") else (right, left)
        return ("<", one, other), node.operator in ("<", ">")
    return sketch(node), True


def opposite(node: n.Typed) -> n.Typed | None:
    """What holds where a plain condition does not; None for one that is not plain."""
    if isinstance(node, n.Compared):
        return replace(node, operator=n.OPPOSITE[node.operator])
    if isinstance(node, n.InSet):
        return replace(node, negated=not node.negated)
    return None


def is_constant(node: object) -> bool:
    """Whether a condition says the same of every claim: nothing of the claim is in it."""
    return not any(isinstance(part, (n.Name, n.Get)) for part in inside(node))


def _takes_away(node: n.Typed) -> bool:
    """Whether a condition takes codes from those that others name, so that they must be known first."""
    return isinstance(node, n.InSet) and node.negated


def _code_clash(node: n.InSet, codes: dict[Hashable, list[n.InSet]]) -> str:
    known = codes.setdefault(sketch(node.value), [])
    known.append(node)
    if node.value.type.many:
        return _list_clash(node, known)
    first = known[0]
    if first is node or first.negated:
        return ""
    left = first.codes.finite
    if left is None or any((code in node.codes) != node.negated for code in left):
        return ""
    system = node.value.type.system
    these, those = _listed(left, system), _listed(node.codes.finite or frozenset(), system)
    if node.negated or not those:
        return f"no code that is {these} is left"
    return f"no code is both {these} and {those}"


def _list_clash(node: n.InSet, known: list[n.InSet]) -> str:
    """A list that has one of some codes can not lack all of them."""
    if not node.negated:
        return ""
    for other in known:
        had = other.codes.finite
        if not other.negated and had is not None and all(code in node.codes for code in had):
            return f"a list that has {_listed(had, node.value.type.system)} does not lack it"
    return ""


def _listed(codes: frozenset[str], system: str) -> str:
    shown = sorted(as_written(system, code) for code in codes)
    return shown[0] if len(shown) == 1 else f"one of {', '.join(shown[:3])}{' ...' if len(shown) > 3 else ''}"


def _bound_clash(node: n.Compared, bounds: dict[Hashable, _Bounds]) -> str:
    if isinstance(node.left, n.Const) and isinstance(node.right, n.Const):
        return _constant_clash(node.left, node.operator, node.right)
    if sketch(node.left) == sketch(node.right):
        return "" if node.operator in ("=", "<=", ">=") else "both sides are the same"
    node = turned(node)
    if not isinstance(node.right, n.Const) or node.operator == "!=":
        return ""
    if node.left.type.base not in ("number", "money", "quantity", "date"):
        return ""
    why = _of_itself(node, node.right.value)
    if not why:
        known = bounds.setdefault(sketch(node.left), _Bounds())
        known.narrow(node.operator, node.right.value)
        why = "no value meets all of its bounds" if known.empty else ""
    return why


def _constant_clash(left: n.Const, operator: str, right: n.Const) -> str:
    """Why two written values do not compare so; nothing of params, which an heir can change."""
    if left.param or right.param:
        return ""
    below, same = left.value < right.value, left.value == right.value
    holds = {"=": same, "!=": not same, "<": below, "<=": below or same, ">": not (below or same), ">=": not below}
    return "" if holds[operator] else "the two values are written so"


def _is_nothing(node: n.Typed) -> bool:
    """Whether a value is the time from a date to itself."""
    ends: tuple[n.Typed, ...] = ()
    if isinstance(node, n.Arith) and node.operator == "-":
        ends = node.left, node.right
    elif isinstance(node, n.Called) and node.name in ("days", "months_between"):
        ends = node.arguments
    return bool(ends) and all(end.type.base == "date" for end in ends) and len({*map(sketch, ends)}) == 1


def _of_itself(node: n.Compared, value: Any) -> str:
    """Why a value can not be so, whatever the claim: counts are never below 0, and ages end at 90."""
    alone = _Bounds()
    alone.narrow(node.operator, value)
    if node.left.type.whole:
        if node.operator == "=" and value != int(value):
            return "the left side is a whole number"
        least = Decimal(isinstance(node.left, n.Get) and node.left.field in _FROM_ONE)
        alone.narrow(">=", least)
        if alone.empty:
            return f"the left side cannot be below {least}"
    if _is_nothing(node.left):
        alone.narrow("=", Decimal(0))
        if alone.empty:
            return "the left side is 0: both of its dates are the same"
    if isinstance(node.left, n.Called) and node.left.name == "age_years":
        alone.narrow("<=", _AGE_CAP)
        if alone.empty:
            return "ages are given as at most 90"
    return ""
