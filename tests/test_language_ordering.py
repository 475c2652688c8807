"""The order in which the conditions of a rule are asked: cheap ones first, and none before its guard."""

from __future__ import annotations

import pytest

from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language import nodes as n
from cleanclaim.language.compile.conditions import conditions
from cleanclaim.language.compile.ordering import guards, ordered
from cleanclaim.language.typed import TypedRule

RULE = """language 1
table limits (procedure: procedure, most: number, special: number?) key procedure {{
  | 96372 | 4 | - |
  | J3420 | 1 | 2 |
}}
rule AAA001 "Over the limit" {{
  severity warning
  snip 4
  for line as last where procedure is [96372, J3420]
  let edit = limits(last.procedure)
  when edit is present
  {dear}
  let billed = sum(units of lines with same procedure)
  forbid {check}
  message "too many"
  mark last.units
  fail "two" {{ line J3420 x2 }}
}}
"""
DEAR = "when no earlier line with same procedure where units >= edit.most"


def order(dear: str, check: str) -> tuple[list[type[n.Typed]], tuple[frozenset[int], ...]]:
    (rule,) = compile_rules([RuleText("t.rules", RULE.format(dear=dear, check=check))])
    assert isinstance(rule.core, TypedRule)
    asked = list(conditions(rule.core))
    return [type(node) for node in ordered(asked)], guards(asked)


def test_what_is_known_to_be_there_makes_no_later_condition_a_guard() -> None:
    """The sum is asked before the exception, though both need the row of the table."""
    kinds, before = order(DEAR, "billed > edit.most")
    assert kinds.index(n.Compared) < kinds.index(n.Negated if n.Negated in kinds else n.Quantified)
    assert before[-1] == {1}


@pytest.mark.parametrize("guard", ["when edit.special is present", "when edit.special is present and last.units > 1"])
def test_a_column_that_can_be_missing_stays_behind_its_guard(guard: str) -> None:
    _, before = order(guard, "billed > edit.special")
    assert {1, 2} <= before[-1]
