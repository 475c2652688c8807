"""Sets of a rule file: they stand in any order, and none is made of itself."""

from __future__ import annotations

import re
from importlib.util import find_spec
from itertools import permutations
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.errors import RuleError
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.codes import CodeSet, in_turn, pattern_of, wildcard
from cleanclaim.language.inside import inside
from cleanclaim.language.nodes import InSet
from cleanclaim.language.typed import TypedRule
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


# ---------------------------------------------------------------------- ranges of diagnoses


def ranged(diagnoses: str) -> CodeSet | str:
    """The codes of a range, or what is wrong with it."""
    text = RULE.format("99213").replace("for line where", f"for line where diagnoses has [{diagnoses}] and")
    try:
        (rule,) = compile_rules([RuleText("t.rules", f"language 1\n{text}")])
    except RuleError as error:
        return error.faults[0].message
    (asked,) = (
        node
        for node in inside(cast(TypedRule, rule.baggage).where)
        if isinstance(node, InSet) and node.value.type.many
    )
    return asked.codes


@pytest.mark.parametrize(
    ("diagnoses", "held", "beside"),
    [
        ("C00..D49", "C000 C4A0 C7A00 C969 D499", "B999 D500"),
        ("C43..C44", "C430 C4A9 C449", "C450 C7A0"),
        ("C76..C80", "C760 C801", "C7A00 C7B00 C759"),
        ("D37..D48", "D370 D489", "D3A00"),
        ("I10..I1A", "I10 I169 I1A0", "I200 I5A"),
        ("M05..M14", "M0500 M1A00X0 M149", "M150"),
        ("M10..M14", "M100", "M1A00X0"),  # it stands before M10
        ("Z3A.37..Z3A.42", "Z3A37 Z3A42", "Z3A36 Z3A49 Z370"),
        ("D50..D89", "D500 D8981", "D3A00 D90"),
        ("E11.0..E11.9", "E1100 E119", "E11A E120"),
        ("S72.001..S72.009", "S72001A", "S7201XA"),
    ],
)
def test_a_range_of_diagnoses_is_one_of_the_tabular_list(diagnoses: str, held: str, beside: str) -> None:
    codes = ranged(diagnoses)
    assert isinstance(codes, CodeSet)
    assert [code for code in held.split() if code not in codes] == []
    assert [code for code in beside.split() if code in codes] == []


@pytest.mark.parametrize(
    ("diagnoses", "told"),
    [
        ("D53..C00", "the range `D53..C00` runs backwards"),
        ("C7B..C75", "the range `C7B..C75` runs backwards"),
        ("D51..D53.9", "`D51..D53.9` mixes two kinds of code"),
        ("D51..99213", "`99213` is not a diagnosis code"),
    ],
)
def test_a_wrong_range_of_diagnoses_is_told(diagnoses: str, told: str) -> None:
    said = ranged(diagnoses)
    assert isinstance(said, str)
    assert said.startswith(told)


def test_the_order_is_that_of_the_tabular_list() -> None:
    """Of the categories alone: that is what the list of the published codes begins with, in its own order."""
    package = find_spec("simple_icd_10_cm")  # which is not imported: that reads all of it
    assert package is not None
    assert package.origin is not None
    (file,) = Path(package.origin).parent.glob("data/code-list*")
    listed = [code for code in file.read_text(encoding="utf-8").split() if re.fullmatch("[A-Z][0-9A-Z]{2}", code)]
    assert len(listed) > 1900
    assert listed == sorted(listed, key=lambda code: (code[0] == "U", in_turn(code)))
