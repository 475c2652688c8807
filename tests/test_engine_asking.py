"""Conditions as statements: loops in the function that asks, no scopes of their own."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cleanclaim.compiled import CompiledRule
from cleanclaim.engine.sweep import make_ask
from tests.test_engine import one_claim, rules


def asking(rule: CompiledRule) -> tuple[Callable[..., object], list[str]]:
    """What asks a rule, and the functions that it needs besides."""
    assert rule.gate is not None
    ask = make_ask(rule, rule.gate)
    names = getattr(ask, "__globals__")  # noqa: B009 (a function is all that is promised)
    return ask, [name for name in names if name.startswith("part_")]


def shared(ask: Any) -> tuple[str, ...]:
    """The variables of a function that a scope in it reads as well: each is slower wherever it stands."""
    found: tuple[str, ...] = ask.__code__.co_cellvars
    return found


def test_a_sum_that_is_compared_needs_no_scope_of_its_own() -> None:
    (rule,) = rules("  for line\n  forbid sum(units of lines with same procedure where units > 1) > 5")
    ask, functions = asking(rule)
    assert not functions and not shared(ask)
    claim = one_claim("J3420", "J3420", "J3425", "J3420")
    for line, units in zip(claim.lines, (2, 3, 9, 1), strict=True):
        line.units = Decimal(units)
    assert [bool(ask(claim, line)) for line in claim.lines] == [False, False, True, False]
    claim.lines[3].units = Decimal(2)
    assert [bool(ask(claim, line)) for line in claim.lines] == [True, True, True, True]


def test_rows_behind_or_need_no_scope_of_their_own() -> None:
    (rule,) = rules("  for line as one\n  forbid one.units > 5 or (any other line as two where two.units > 7)")
    ask, functions = asking(rule)
    assert not functions and not shared(ask)
    claim = one_claim("J3420", "J3420", "J3425")
    for units, broken in (
        ((1, 1, 1), [False, False, False]),
        ((6, 1, 1), [True, False, False]),
        ((8, 1, 1), [True, True, True]),
        ((1, 8, 8), [True, True, True]),
    ):
        for line, number in zip(claim.lines, units, strict=True):
            line.units = Decimal(number)
        assert [bool(ask(claim, line)) for line in claim.lines] == broken, units


def test_rows_before_or_share_no_variable_with_what_stands_around_them() -> None:
    (rule,) = rules(
        "  for line as one\n  forbid (any other line as two with same date where two.charge > $40)"
        " or (any other line as three with same date where three.units > 7)"
    )
    ask, functions = asking(rule)
    assert functions and not shared(ask)
    claim = one_claim("J3420", "J3425")
    assert [bool(ask(claim, line)) for line in claim.lines] == [False, False]
    claim.lines[0].charge = Decimal(41)
    assert [bool(ask(claim, line)) for line in claim.lines] == [False, True]
    claim.lines[1].units = Decimal(8)
    assert [bool(ask(claim, line)) for line in claim.lines] == [True, True]


def test_no_rows_behind_or() -> None:
    (rule,) = rules("  for line as one\n  forbid one.units > 5 or (no other line as two where two.units > 7)")
    ask, _ = asking(rule)
    claim = one_claim("J3420", "J3425")
    claim.lines[0].units = Decimal(8)
    assert [bool(ask(claim, line)) for line in claim.lines] == [True, False]


def test_rows_of_rows_behind_or_share_no_variable() -> None:
    (rule,) = rules(
        "  for line as one\n  forbid one.units > 5"
        " or (any other line as two where (any line as three where three.units > two.units))"
    )
    ask, functions = asking(rule)
    assert functions and not shared(ask)
    claim = one_claim("J3420", "J3425")
    assert [bool(ask(claim, line)) for line in claim.lines] == [False, False]
    claim.lines[0].units = Decimal(2)
    assert [bool(ask(claim, line)) for line in claim.lines] == [True, False]
