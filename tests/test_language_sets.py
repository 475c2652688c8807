"""Sets of a rule file: they stand in any order, and none is made of itself."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.codes import CodeSet, pattern_of, wildcard
from tests.test_language_errors import faults

RULE = """rule TST001 "t" {{
  severity error
  snip 4
  for line where procedure is {}
  forbid line.units > 1
  message "m"
}}
"""
ITEMS = (
    "set a : procedure = [b, c]",
    "set b : procedure = [c, 99214] except [c]",
    "set c : procedure = [99213]",
    RULE.format("a"),
)


@pytest.mark.parametrize("items", list(permutations(ITEMS)))
def test_sets_stand_in_any_order(items: tuple[str, ...]) -> None:
    (rule,) = compile_rules([RuleText("t.rules", "\n".join(["language 1", *items]) + "\n")])
    assert rule.wakes[0].field == "line.procedure"
    assert [code for code in ("99212", "99213", "99214") if rule.wakes[0].test(code)] == ["99213", "99214"]


def test_a_set_of_another_file_is_known_before_it_is_used() -> None:
    text = f"set a : modifier = [x_epsu]\nuse codes\n{RULE.format('b12_drug')}"
    assert faults(f"language 1\n{text}") == "no fault found"


def test_a_thousand_sets_each_of_the_next() -> None:
    chain = "".join(f"set s{number} : procedure = [s{number + 1}]\n" for number in range(1000))
    text = f"language 1\n{chain}set s1000 : procedure = [99213]\n{RULE.format('s0')}"
    assert faults(text) == "no fault found"


@pytest.mark.parametrize(
    ("sets", "told"),
    [
        (("a = [b]", "b = [a, 99213]"), ["t.rules:2:5: E122 `a` is named in a circle: `a`, `b`, `a`"]),
        (("a = [a]",), ["t.rules:2:5: E122 `a` names itself"]),
        (("a = [99213] except [a]",), ["t.rules:2:5: E122 `a` names itself"]),
        (("c = [a]", "a = [b]", "b = [a]"), ["t.rules:3:5: E122 `a` is named in a circle: `a`, `b`, `a`"]),
        (("a = [a]", "b = [b]"), ["t.rules:2:5: E122 `a` names itself", "t.rules:3:5: E122 `b` names itself"]),
        (
            ("a = [z]", "b = [a, b]"),
            ["t.rules:2:22: E101 there is no set named `z`", "t.rules:3:5: E122 `b` names itself"]
        ),
        (("a = [b]", "a = [99213]", "b = [99213]"), ["t.rules:3:5: E122 there are two sets `a`"]),
    ],
)  # fmt: skip
def test_a_circle_of_sets_is_told_once(sets: tuple[str, ...], told: list[str]) -> None:
    lines = "".join(f"set {one.replace(' = ', ' : procedure = ', 1)}\n" for one in sets)
    found = faults(f"language 1\n{lines}{RULE.format('a')}").split("\n")
    assert [line for line in found if line.startswith("t.rules")] == told


CODES = st.text("123B.X", max_size=4)


@given(st.lists(st.text("123B*?", min_size=1, max_size=3), min_size=1), st.frozensets(CODES, max_size=3), CODES)
def test_one_expression_says_what_a_set_says(wild: list[str], literals: frozenset[str], code: str) -> None:
    """Values that nobody may remember are asked so."""
    codes = CodeSet(literals, patterns=tuple(wildcard(text, dotted=False) for text in wild))
    fits = pattern_of(codes)
    assert fits is not None
    assert (fits(code) is not None) == (code in codes)


def test_a_set_of_ranges_or_exceptions_has_no_expression() -> None:
    assert pattern_of(CodeSet(ranges=(("1", "3"),), patterns=("1",))) is None
    assert pattern_of(CodeSet(patterns=("1",), without=CodeSet(frozenset("1")))) is None
    assert pattern_of(CodeSet(patterns=("1",), parts=(CodeSet(frozenset("1")),))) is None
