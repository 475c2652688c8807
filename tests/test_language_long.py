"""What stands in a row is not nested, however long it is; and no length ends in a `RecursionError`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.language import RuleText, check_rules
from cleanclaim.language import nodes as n
from cleanclaim.language.compile import compile_rule
from tests.oracle import Oracle
from tests.test_engine import one_claim
from tests.test_language_errors import CODES, faults, rule

DAYS = " + 1 days"
LONG = [  # of a line with two units
    (" + ".join(["line.units"] * 67) + " = 134", True),
    (" + ".join(["line.units"] * 67) + " = 133", False),
    ("line.units" + " - 1" * 440 + " = -438", True),
    ("line.units" + " - 2 + 3" * 220 + " = 222", True),
    (" * ".join(["line.units"] * 200) + f" = {2**200}", True),
    ("line.units / 3 * 3" + " / 2" * 50 + " > 0", True),
    ("2 * (" + " + ".join(["line.units"] * 100) + ") - 399 = line.units / 2", True),
    (" or ".join(f"line.units = {number}" for number in range(2, 130)), True),
    (" and ".join(f"line.units != {number}" for number in range(3, 130)), True),
    ("line.date" + DAYS * 40 + " = line.date + 40 days", True),
    ("min(" + ", ".join(["line.units"] * 300) + ") = 2", True),
]


def asks(condition: str) -> str:
    return rule(f"for line\nforbid {condition}")


@pytest.mark.parametrize(("condition", "holds"), LONG)
def test_long_rows_mean_what_they_say(condition: str, holds: bool) -> None:
    (typed,) = check_rules([RuleText("codes.rules", CODES), RuleText("t.rules", asks(condition))])
    claim = one_claim("99213")
    line = claim.lines[0]
    line.units = Decimal(2)
    assert bool(compile_rule(typed).judge(claim, line)) is holds
    assert bool(Oracle(typed, [claim]).judge(claim, line)) is holds


@given(st.lists(st.tuples(st.sampled_from("+-"), st.integers(0, 9)), min_size=1, max_size=60))
def test_a_sum_is_the_same_in_any_order(terms: list[tuple[str, int]]) -> None:
    said = "0 " + " ".join(f"{sign} {number}" for sign, number in terms)
    text = asks(f"line.units + {said} > 0")
    (typed,) = check_rules([RuleText("codes.rules", CODES), RuleText("t.rules", text)])
    compared = typed.check
    assert isinstance(compared, n.Compared)
    assert value(compared.left) == 2 + sum(number if sign == "+" else -number for sign, number in terms)


def value(node: n.Typed) -> int:
    """The sum that a node says, of two units."""
    if isinstance(node, n.Arith):
        right = value(node.right)
        return value(node.left) + (right if node.operator == "+" else -right)
    return int(node.value) if isinstance(node, n.Const) else 2


@pytest.mark.parametrize(
    "condition",
    [
        "line.date" + DAYS * 100 + " > line.end_date",
        "line.units" + " / 3" * 100 + " > 1",
        "(" * 8 + "line.units" + (" / 1" * 55 + ")") * 8 + " > 5",
        "(" * 16 + "line.date" + (" + 1 days" * 28 + ")") * 16 + " > line.end_date",
        "(" * 70 + "line.units" + " + 1)" * 70 + " > 1",
        "line.units * (1 + " * 40 + "1" + ")" * 40 + " > 1",
        "line.ndc_quantity" + " otherwise line.ndc_quantity" * 70 + " > 1",
    ],
)
def test_what_hangs_on_one_another_is_nested(condition: str) -> None:
    assert "E001 this is nested deeper than 64" in faults(asks(condition))


@pytest.mark.parametrize("sign", [" + ", " - ", " * ", " / "])
def test_two_thousand_terms_are_too_many_nodes(sign: str) -> None:
    assert "E001 a rule holds at most 1000 nodes" in faults(asks(sign.join(["line.units"] * 2000) + " > 1"))


@pytest.mark.parametrize("joint", [" and ", " or "])
def test_so_are_two_thousand_conditions(joint: str) -> None:
    conditions = joint.join(f"line.units != {number}" for number in range(2000))
    assert "E001 a rule holds at most 1000 nodes" in faults(asks(conditions))


def chain(more: str, length: int, ending: str = "forbid a{0} > 1\nmessage 'm'") -> str:
    """A rule with names that are made of one another."""
    lets = "\n".join(f"let a{number} = {more.format(number - 1)}" for number in range(1, length + 1))
    return rule(f"for line\nlet a0 = line.units\n{lets}\n" + ending.format(length).replace("'", '"'))


@pytest.mark.parametrize("length", [14, 30, 100])
def test_names_that_double_are_too_many_nodes(length: int) -> None:
    told = faults(chain("a{0} + a{0}", length))
    assert f"t.rules:{length + 8}:" in told
    assert "E001 with its names put in, a rule holds at most 5000 nodes in its conditions" in told


@pytest.mark.parametrize(
    ("more", "length", "ending"),
    [
        ("a{0} + 1", 100, "forbid a{0} > 1\nmessage 'm'"),
        ("a{0} + a{0}", 9, "forbid a{0} > 1\nmessage 'm'"),
        ("a{0} + a{0}", 100, "forbid line.units > 1\nmessage '{{a{0}}}'"),
    ],
)
def test_names_that_hang_on_one_another_are_not(more: str, length: int, ending: str) -> None:
    assert faults(chain(more, length, ending)) == "no fault found"
