"""Finds conditions that no claim can meet: a rule that sleeps for ever is worse than none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from cleanclaim.language import typed as t
from cleanclaim.language.check.narrow import key_of
from cleanclaim.language.systems import as_written

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


def contradiction(conditions: Iterable[t.Typed]) -> tuple[t.Typed, str] | None:
    """The condition that can not hold beside the others, and why; None where all can hold."""
    codes: dict[str, t.InSet] = {}
    bounds: dict[str, _Bounds] = {}
    for node in sorted(_conjuncts(conditions), key=_takes_away):
        why = ""
        if isinstance(node, t.InSet) and not node.value.type.many:
            why = _code_clash(node, codes)
        elif isinstance(node, t.Compared) and isinstance(node.right, t.Const):
            why = _bound_clash(node, bounds)
        if why:
            return node, why
    return None


_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def opposite(node: t.Typed) -> t.Typed | None:
    """What holds where a plain condition does not; None for one that is not plain."""
    if isinstance(node, t.Compared):
        return replace(node, operator=_OPPOSITE[node.operator])
    if isinstance(node, t.InSet):
        return replace(node, negated=not node.negated)
    return None


def is_constant(node: object) -> bool:
    """Whether a condition says the same of every claim: nothing of the claim is in it."""
    if isinstance(node, (t.Name, t.Get)):
        return False
    if isinstance(node, tuple) and not hasattr(node, "_fields"):
        return all(is_constant(item) for item in node)
    if is_dataclass(node):
        return all(is_constant(getattr(node, field.name)) for field in fields(node))
    return True


def _conjuncts(conditions: Iterable[t.Typed]) -> Iterable[t.Typed]:
    for node in conditions:
        if isinstance(node, t.Logic) and node.operator == "and":
            yield from _conjuncts(node.items)
        else:
            yield node


def _takes_away(node: t.Typed) -> bool:
    """Whether a condition takes codes from those that others name, so that they must be known first."""
    return isinstance(node, t.InSet) and node.negated


def _code_clash(node: t.InSet, codes: dict[str, t.InSet]) -> str:
    key = key_of(node.value)
    before = codes.get(key)
    if not key or before is None:
        if key and not node.negated:
            codes[key] = node
        return ""
    left = before.codes.finite
    if left is None:
        return ""
    remaining = {code for code in left if (code in node.codes) != node.negated}
    if remaining:
        return ""
    system = node.value.type.system
    these, those = _listed(left, system), _listed(node.codes.finite or frozenset(), system)
    if node.negated or not those:
        return f"no code that is {these} is left"
    return f"no code is both {these} and {those}"


def _listed(codes: frozenset[str], system: str) -> str:
    shown = sorted(as_written(system, code) for code in codes)
    return shown[0] if len(shown) == 1 else f"one of {', '.join(shown[:3])}{' ...' if len(shown) > 3 else ''}"


def _bound_clash(node: t.Compared, bounds: dict[str, _Bounds]) -> str:
    assert isinstance(node.right, t.Const)
    value = node.right.value
    if node.left.type.base not in ("number", "money", "quantity", "date") or node.operator == "!=":
        return ""
    alone = _Bounds()
    alone.narrow(node.operator, value)
    if node.left.type.whole:
        alone.narrow(">=", Decimal(0))
        if alone.empty:
            return "the left side cannot be below 0"
    if isinstance(node.left, t.Called) and node.left.name == "age_years":
        alone.narrow("<=", _AGE_CAP)
        if alone.empty:
            return "ages are given as at most 90"
    key = key_of(node.left)
    if key:
        known = bounds.setdefault(key, _Bounds())
        known.narrow(node.operator, value)
        if known.empty:
            return "no value meets all of its bounds"
    return ""
