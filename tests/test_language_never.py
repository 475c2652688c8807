"""Conditions that no claim can meet, where a `let` or `with same` stands between them."""

from __future__ import annotations

import pytest

from tests.test_language_errors import faults, rule

BOUNDS = "no value meets all of its bounds"
SAME_UNITS = "`same units` means that both rows have it, and alike"


@pytest.mark.parametrize(
    ("body", "why", "help_"),
    [
        ("let u = line.units\nwhen u > 5\nforbid line.units < 3", BOUNDS, "`u` is `line.units`"),
        ("let u = line.units\nlet v = u\nwhen v > 5\nforbid line.units < 3", BOUNDS, "`v` is `u`"),
        ("let u = line.units * 2\nwhen u > 5\nforbid line.units * 2 < 3", BOUNDS, "see what `u` stands for"),
        ("let m = line.modifiers\nwhen m has 25\nforbid line.modifiers lacks 25", "does not lack it", "`m` is"),
        ("effective 2005-01-01\nlet d = line.date\nforbid d < 2004-01-01", BOUNDS, "`d` is `line.date`"),
        (
            "let q = line.ndc_quantity otherwise 0\nwhen q > 5\nforbid line.ndc_quantity is missing",
            "it is denied as well",
            "see what `q` stands for",
        ),
        (
            "let r = drug(line.procedure)\nwhen r is present\nforbid drug(line.procedure) is missing",
            "denied",
            "`r` is",
        ),
    ],
)
def test_a_let_is_looked_through(body: str, why: str, help_: str) -> None:
    told = faults(rule(f"for line\n{body}"))
    assert "E106 this is never true here: " in told and why in told
    assert "help: it contradicts a condition above: " + help_ in told


def test_a_let_is_looked_through_within_one_condition() -> None:
    told = faults(rule("for line\nlet u = line.units\nwhen u > 5 and line.units < 3\nforbid line.charge > $3"))
    assert f"t.rules:8:8: E106 this is never true: {BOUNDS}" in told
    assert "help: `u` is `line.units`" in told


@pytest.mark.parametrize(
    "body",
    [
        "when line.units < 3\nforbid any other line with same units where units > 5",
        "when line.units < 3\nforbid line.charge > $5 and (any other line with same units where units > 5)",
        "when line.units < 3\nwhen count(other lines with same units where units > 5) > 1\nforbid line.charge > $5",
        "when line.units < 3\nlet n = count(other lines with same units where units > 5)\nforbid n > 1",
        "when line.units < 3\nrequire no other line with same date, units where units > 5",
        "let u = line.units\nwhen u < 3\nforbid any other line with same units where units > 5",
    ],
)
def test_what_rows_have_in_common_is_looked_through(body: str) -> None:
    told = faults(rule(f"for line\n{body}"))
    assert f"E106 this is never true here: {BOUNDS}" in told
    assert SAME_UNITS in told
    assert told.splitlines()[2].count("^") == len("units > 5")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            "for line where procedure is not 99213\n"
            "forbid any other line with same procedure where procedure is 99213",
            "no code that is 99213 is left",
        ),
        (
            "for line where modifiers lacks 25\nforbid any other line with same modifiers where modifiers has 25",
            "a list that has 25 does not lack it",
        ),
        ("for line\nwhen line.ndc is missing\nforbid any other line with same ndc", "it is denied as well"),
        (
            "for line\nwhen line.rendering.npi is missing\nforbid any other line with same rendering",
            "it is denied as well",
        ),
        ("for line as a\nforbid any other line with same units where units > a.units", "both sides are the same"),
        ("for line as a where units > 5 paired with other line as b with same units\nforbid b.units < 3", BOUNDS),
        ("for line as a where units > 5\nforbid any other line satisfies a.units < 3", BOUNDS),
    ],
)
def test_a_row_that_can_not_be(body: str, why: str) -> None:
    told = faults(rule(body))
    assert "E106 this is never true" in told and why in told


def test_rows_that_can_not_be_break_no_rule() -> None:
    told = faults(rule("for line\nwhen line.units < 3\nrequire no other line with same units satisfies units > 5"))
    assert "this is always true here, so the rule is never broken" in told


@pytest.mark.parametrize(
    "body",
    [
        "for line\nlet u = line.units\nwhen u > 5\nforbid line.units < 30",
        "for line\nlet q = line.ndc_quantity otherwise 10\nwhen q > 5\nforbid line.ndc_quantity is missing",
        "for line\nwhen line.units < 3\nforbid any other line with same date where units > 5",
        "for line\nwhen line.units < 3\nrequire any other line with same date where units > 5",
        "for line\nwhen any other line as o where units > 5\nforbid any other line as o where units < 3",
        # lists in common can differ in their order
        "for line where modifiers first is 25\n"
        "forbid any other line with same modifiers where modifiers first is not 25",
        # an `x` of another range
        "for line as a\nlet c = count(lines as x where x.units > 5)\nwhen a.units < 3\n"
        "forbid any other line as x with same units where units < c",
        # guards that are needed, though they follow
        'for line\nlet q = line.ndc\nwhen line.ndc is present\nwhen q is present\nforbid q like "99999999999"',
        "for line\nlet u = line.units\nwhen line.units > 5\nwhen u > 0\nforbid line.charge / u > $5",
    ],
)
def test_what_can_be_is_let_be(body: str) -> None:
    assert faults(rule(body)) == "no fault found"
