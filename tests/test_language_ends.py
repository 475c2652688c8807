"""The first and the last number of a list, which are compared with a value."""

from __future__ import annotations

import pytest

from cleanclaim.engine import Engine
from tests.claims import claim_file
from tests.test_engine import claims_of, codes, rules, service
from tests.test_language_errors import faults, rule


@pytest.mark.parametrize(
    ("check", "pointers", "found"),
    [
        ("line.pointers first = 1", "1:2", True),
        ("line.pointers first = 1", "2:1", False),
        ("line.pointers last = 1", "1:2", False),
        ("line.pointers last = 1", "2:1", True),
        ("line.pointers first != 1", "2", True),
        ("line.pointers first != 1", "1", False),
        ("not (line.pointers first = 1) and line.pointers last = 1", "2:1", True),
        ("line.pointers first = count(claim.diagnoses)", "2", True),
        ("line.pointers first = count(claim.diagnoses)", "1", False),
    ],
)
def test_the_ends_of_a_list_of_numbers(check: str, pointers: str, found: bool) -> None:
    text = claim_file(
        "CLM*X1*40***11:B:1*Y*A*Y*Y", "HI*ABK:D510*ABF:E538", *service(1, "99213", more=f"40*UN*1***{pointers}")
    )
    (claim,) = claims_of(text)
    told = list(Engine(rules(f"for line\nforbid {check}")).judge(claim))
    assert bool(codes(told)) is found


def test_two_first_numbers_contradict() -> None:
    told = faults(rule("for line\nwhen line.pointers first = 1\nforbid line.pointers first = 2"))
    assert "never true here" in told
