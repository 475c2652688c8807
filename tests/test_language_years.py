"""Comparisons of dates with months between them: what their years decide is what the calendar says."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleanclaim.compiled import CompiledRule
from cleanclaim.language.running import months_between, months_later
from tests.test_engine import one_claim, rules

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MONTHS = (1, 11, 12, 13, 253, 1200)
BEFORE = (-13, -12, -1, 0)  # how many months the one day is before the other
FIRST, LAST = dt.date.min, dt.date.max
DATES = st.dates(dt.date(2023, 11, 1), dt.date(2026, 2, 1)) | st.dates()


def _rule(test: str) -> CompiledRule:
    guard = "  for claim\n  when claim.accident_date is present and claim.onset_date is present\n"
    (rule,) = rules(f"{guard}  forbid {test}")
    return rule


LATER = {
    (word, months): _rule(f"claim.accident_date {word} claim.onset_date + {months} months")
    for word in OPERATORS
    for months in MONTHS
}
EARLIER = {
    (word, months): _rule(f"claim.onset_date + {months} months {word} claim.accident_date")
    for word in OPERATORS
    for months in MONTHS
}
BETWEEN = {
    (word, months): _rule(f"months_between(claim.onset_date, claim.accident_date) {word} {months}")
    for word in OPERATORS
    for months in (*MONTHS, *BEFORE)
}


@pytest.mark.parametrize("word", OPERATORS)
@settings(deadline=None)
@given(DATES, DATES, st.sampled_from(MONTHS))
@example(FIRST, LAST, 1200)
@example(LAST, LAST, 12)
@example(LAST, FIRST, 12)
@example(dt.date(2024, 2, 29), dt.date(2025, 2, 28), 12)
@example(dt.date(2024, 12, 31), dt.date(2025, 1, 1), 1)
@example(dt.date(2024, 1, 1), dt.date(2025, 12, 31), 12)
@example(dt.date(2024, 1, 1), dt.date(2026, 1, 1), 12)
def test_years_decide_as_the_calendar_does(word: str, onset: dt.date, accident: dt.date, months: int) -> None:
    claim, compare = one_claim("99213"), OPERATORS[word]
    claim.onset_date, claim.accident_date = onset, accident
    later, between = months_later(onset, months), months_between(onset, accident)
    said = {
        name: found[word, months].judge(claim, claim) is not None
        for name, found in (("later", LATER), ("earlier", EARLIER), ("between", BETWEEN))
    }
    assert said == {
        "later": compare(accident, later),
        "earlier": compare(later, accident),
        "between": compare(between, months),
    }


@pytest.mark.parametrize("word", OPERATORS)
@pytest.mark.parametrize("months", BEFORE)
@settings(deadline=None)
@given(DATES, DATES)
@example(dt.date(2025, 1, 1), dt.date(2023, 12, 31))
@example(dt.date(2025, 1, 1), dt.date(2024, 12, 31))
def test_years_decide_backwards_as_well(word: str, months: int, onset: dt.date, accident: dt.date) -> None:
    claim = one_claim("99213")
    claim.onset_date, claim.accident_date = onset, accident
    said = BETWEEN[word, months].judge(claim, claim) is not None
    assert said == OPERATORS[word](months_between(onset, accident), months)
