"""Lines of many claims that are looked for by their days: none is lost, few are looked at."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim.claim.model import Claim, Line
from cleanclaim.engine import Engine
from cleanclaim.group import Group
from cleanclaim.language.compile.reaching import rows_across
from cleanclaim.language.compile.windows import window_of
from tests.claimgen import crowd, crowds
from tests.linting import written
from tests.test_engine import claims_of

DAY = date(2026, 1, 1)
DAYS = st.one_of(st.none(), st.integers(0, 9).map(lambda days: DAY + timedelta(days)))
LINES = st.one_of(DAYS.map(lambda day: (day, day)), st.tuples(DAYS, DAYS))


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, min_size=16, max_size=24), DAYS, DAYS)
def test_no_line_is_lost_by_its_day(drawn: list[tuple[date | None, date | None]], low: date, high: date) -> None:
    claim = Claim()
    claim.lines = tuple(Line(position=at) for at in range(1, len(drawn) + 1))
    for line, (first, last) in zip(claim.lines, drawn, strict=True):
        line.date, line.end_date = first, last
    found = [*Group([claim]).among("line", (lambda: low, lambda: high), None)]
    places = [claim.lines.index(line) for line in found]
    assert places == sorted(places)
    left_out = [line for line in claim.lines if line not in found]
    assert all(line.date is not None and line.date == line.end_date for line in left_out)
    assert all((low and line.date < low) or (high and line.date > high) for line in left_out if line.date)


def test_lines_of_other_days_are_not_looked_at() -> None:
    claim = Claim()
    claim.lines = tuple(Line(position=at) for at in range(1, 101))
    for line in claim.lines:
        line.date = line.end_date = DAY + timedelta(line.position)
    group = Group([claim])
    ninth_and_tenth = (lambda: DAY + timedelta(9)), (lambda: DAY + timedelta(10))
    assert [line.position for line in group.among("line", ninth_and_tenth, None)] == [9, 10]  # type: ignore[union-attr]
    assert list(group.among("line", (lambda: None, lambda: DAY), None)) == []
    never = (lambda: date.max + timedelta(1)), (lambda: None)
    assert group.among("line", never, None) is group.lines  # the rule says so itself


def test_shipped_rules_with_days_look_by_them() -> None:
    found = {
        rule.code
        for rule in written()
        if rule.across and any(window_of(rows) is not None for rows in rows_across(rule.core))  # type: ignore[arg-type]
    }
    assert {"INJ002", "INJ003"} <= found
    assert "DUP002" not in found


def test_the_same_is_found_as_when_all_lines_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "_YEARS", 40)  # days, so that some have both the drug and the injection
    claims = claims_of("".join(crowd("shots", 60, 1)))
    rules = [rule for rule in written() if rule.code in ("INJ002", "INJ003")]
    engine, group = Engine(rules), Group(claims)
    for claim in claims:
        engine.judge(claim)
    told = {(one.claim, one.rule) for found in engine.across(lambda: claims).values() for one in found}
    by_force = {
        (claim.ordinal, rule.code)
        for rule in rules
        for claim in claims
        if any(rule.carefully(claim, line, group) for line in claim.lines)
    }
    assert told == by_force
    assert {code for _, code in told} == {"INJ002", "INJ003"}
    assert len(told) < len(claims)
