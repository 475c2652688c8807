"""Exact arithmetic, the functions of the language, sets of codes, and values as they are printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.errors import RuleError
from cleanclaim.language import RuleText, compile_rules, running
from cleanclaim.language.codes import CodeSet, Memo, wildcard
from cleanclaim.language.compile.kinds import inverse_of
from cleanclaim.language.printing import shown
from cleanclaim.language.types import MONEY, NUMBER, Type
from cleanclaim.language.words import nearest
from tests.test_engine import one_claim, rules
from tests.test_language_errors import faults, rule

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=3)
DATES = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31))


NUMBERS = st.one_of(st.integers(-(10**9), 10**9), DECIMALS, st.fractions())


@given(NUMBERS, NUMBERS.filter(bool))
def test_a_quotient_is_rounded_up_at_once(left: running.Number, right: running.Number) -> None:
    found = running.divided_up(left, right)
    assert found == running.rounded_up(Fraction(left) / Fraction(right))
    assert type(found) is int


@given(st.lists(DECIMALS, max_size=30))
def test_sums_are_exact(values: list[Decimal]) -> None:
    assert running.total(values) == sum(map(Fraction, values))


@given(DECIMALS, DECIMALS)
def test_arithmetic_is_exact(left: Decimal, right: Decimal) -> None:
    assert running.add(left, right) == Fraction(left) + Fraction(right)
    assert running.subtract(left, right) == Fraction(left) - Fraction(right)
    assert running.multiply(left, right) == Fraction(left) * Fraction(right)
    if right:
        quotient = running.divide(left, right)
        assert running.multiply(quotient, right) == left
        assert running.add(quotient, left) == running.subtract(quotient, -left)


@given(st.integers(min_value=100_000_000, max_value=299_999_999))
def test_one_check_digit_of_ten_fits(body: int) -> None:
    valid = [digit for digit in range(10) if running.valid_npi(f"{body}{digit}")]
    assert len(valid) == 1


@given(st.integers(min_value=100_000_000, max_value=299_999_999), st.integers(0, 8))
def test_a_mistyped_npi_is_noticed(body: int, at: int) -> None:
    npi = next(f"{body}{digit}" for digit in range(10) if running.valid_npi(f"{body}{digit}"))
    wrong = npi[:at] + str((int(npi[at]) + 1) % 10) + npi[at + 1 :]
    assert not running.valid_npi(wrong)


@pytest.mark.parametrize(
    ("npi", "valid"),
    [
        ("1234567893", True),  # the example of 45 CFR 162.406's check digit
        ("1234567890", False),
        ("3234567891", False),
        ("123456789", False),
        ("12345678931", False),
        ("", False),
        ("12345 7893", False),
        ("١234567893", False),
    ],
)
def test_valid_npi(npi: str, valid: bool) -> None:
    assert running.valid_npi(npi) is valid


@given(DATES, DATES)
def test_months_and_ages(first: dt.date, last: dt.date) -> None:
    assert running.months_between(first, last) == -running.months_between(last, first)
    assert 0 <= running.age_years(min(first, last), max(first, last)) <= 90
    assert running.moved(first, running.days(first, last)) == last
    assert running.moved_back(last, running.apart(last, first)) == first


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2025-01-31", "2025-02-28", 1),
        ("2025-01-31", "2025-02-27", 0),
        ("2025-01-15", "2025-02-15", 1),
        ("2025-01-15", "2025-02-14", 0),
        ("2023-12-31", "2025-01-30", 12),
        ("2025-01-15", "2025-01-15", 0),
    ],
)
def test_months_between(first: str, last: str, months: int) -> None:
    assert running.months_between(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == months


@given(DATES, st.integers(0, 600))
def test_months_later_are_months_between(date: dt.date, months: int) -> None:
    later = running.months_later(date, months)
    assert running.months_between(date, later) == months
    assert later.day == date.day or (later.day < date.day and (later + dt.timedelta(1)).day == 1)
    assert running.months_earlier(date, -months) == later


def test_months_beyond_the_calendar_are_its_end() -> None:
    assert running.months_later(dt.date(9999, 12, 1), 1) == dt.date.max
    assert running.months_earlier(dt.date(1, 1, 31), 1) == dt.date.min
    assert running.months_earlier(dt.date(2024, 3, 31), 1) == dt.date(2024, 2, 29)


def test_a_date_beyond_the_calendar_is_its_end() -> None:
    assert running.moved(dt.date(9999, 12, 30), 30) == dt.date.max
    assert running.moved_back(dt.date(1, 1, 2), 30) == dt.date.min


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [
        ("1EG4TE5MK73", "9AX9AX9AA99", True),
        ("1EG4-TE5-MK73", "9AX9-AX9-AA99", True),
        ("AEG4TE5MK73", "9AX9AX9AA99", False),
        ("1EG4TE5MK7", "9AX9AX9AA99", False),
        ("é", "A", False),
    ],
)
def test_like(text: str, pattern: str, fits: bool) -> None:
    assert running.like(text, pattern) is fits


# ------------------------------------------------------------------- sets of codes


def test_a_set_of_codes() -> None:
    codes = CodeSet(
        frozenset({"99213"}),
        ranges=(("99281", "99285"),),
        patterns=(wildcard("J*", dotted=False),),
        without=CodeSet(frozenset({"J3490"})),
    )
    inside = ["99213", "99281", "99285", "J3420"]
    outside = ["99212", "99280", "99286", "J3490", "9928", "992811", "9928A", "", "j3420"]
    assert [code for code in inside + outside if code in codes] == inside
    assert codes.finite is None
    memo = Memo(codes)
    assert [code for code in inside + outside if memo[code]] == inside


def test_a_dotted_wildcard_wants_a_character() -> None:
    codes = CodeSet(patterns=(wildcard("D51.*", dotted=True), wildcard("E1?.9", dotted=True)))
    assert [code for code in ("D510", "D51", "D5", "D5100", "E119", "E11", "E19") if code in codes] == [
        "D510",
        "D5100",
        "E119",
    ]


def test_a_memo_does_not_grow_for_ever() -> None:
    memo = Memo(CodeSet(patterns=("A.*",)))
    for number in range(10_000):
        assert memo[f"A{number}"]
    assert len(memo) < 5_000


@given(st.sets(st.sampled_from(["99211", "99212", "J3420"])), st.sets(st.sampled_from(["99211", "J3420", "25"])))
def test_sets_join_and_except(one: set[str], other: set[str]) -> None:
    joined = CodeSet(frozenset(one)).joined(CodeSet(frozenset({"X"}), without=CodeSet(frozenset(other))))
    assert joined.finite == frozenset(one | ({"X"} - other))


# ------------------------------------------------------------------- printing


def dates_told(days: str, called: str = "days") -> bool:
    """Whether what is called of dates may be printed."""
    text = (
        "language 1\ntable start (code: procedure, first: date) key code {\n  | J3420 | 1900-01-01 |\n}\n"
        'rule TST001 "A test" {\n  severity error\n  snip 4\n  for line\n  param fixed = 1900-01-01\n'
        "  when patient.birth_date is present\n  when claim.from_date is present\n"
        "  when subscriber.birth_date is present\n"
        "  let row = start(line.procedure)\n  when row is present\n"
        f'  forbid line.units > 0\n  message "{{{days}}}"\n}}\n'
    )
    try:
        compile_rules([RuleText("t.rules", text)])
    except RuleError as error:
        assert {fault.message for fault in error.faults} == {
            f"`{called}(...)` can identify somebody and may not be printed"
        }
        return False
    return True


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("days(line.date, line.end_date)", True),
        ("days(file.today, line.end_date)", True),
        ("days(min(line.date, line.end_date), claim.from_date)", True),
        ("days(1900-01-01, 2025-01-01)", True),
        ("days(1900-01-01, patient.birth_date)", False),
        ("days(1900-01-01, line.date)", False),
        ("days(line.date, fixed)", False),
        ("days(line.date, fixed + 3 days)", False),
        ("days(line.date, min(line.date, fixed))", False),
        ("days(line.date, row.first)", False),
        ("days(line.date, patient.birth_date)", False),
        ("days(min(line.date, patient.birth_date), line.date)", False),
        ("days(claim.accident_date otherwise fixed, line.date)", False),
        ("days(claim.accident_date otherwise claim.from_date, line.date)", True),
        ("days(line.date + 30 days, line.end_date)", True),
        ("days(line.date + (line.date - patient.birth_date), line.date)", False),
        ("days(patient.birth_date + 3 months, line.date)", False),
    ],
)
def test_days_are_told_between_dates_of_the_claim(days: str, told: bool) -> None:
    assert dates_told(days) is told


@pytest.mark.parametrize(
    ("year", "told"),
    [
        ("year(line.date)", True),
        ("year(line.date + 1 year)", True),
        ("year(row.first)", True),
        ("year(patient.birth_date)", False),
        ("year(patient.birth_date + 65 years)", False),
        ("year(min(patient.birth_date, line.date))", False),
        ("year(line.date - (line.date - patient.birth_date))", False),
    ],
)
def test_a_year_of_birth_is_not_told(year: str, told: bool) -> None:
    assert dates_told(year, "year") is told


@pytest.mark.parametrize(
    ("age", "told"),
    [
        ("age_years(patient.birth_date, line.date)", True),
        ("age_years(subscriber.birth_date, claim.accident_date otherwise line.date)", True),
        ("age_years(patient.birth_date, min(line.date, line.end_date))", True),
        ("age_years(patient.birth_date + 60 years, line.date)", False),
        ("age_years(patient.birth_date, line.date - 50 years)", False),
        ("age_years(patient.birth_date, claim.accident_date otherwise line.date - 50 years)", False),
        ("age_years(patient.birth_date, min(line.date, line.end_date - 50 years))", False),
        ("age_years(line.date, patient.birth_date)", False),
        ("age_years(patient.birth_date, 1990-01-01)", False),
        ("age_years(patient.birth_date, fixed)", False),
        ("age_years(patient.birth_date, row.first)", False),
        ("age_years(patient.birth_date, subscriber.birth_date)", False),
        ("age_years(1900-01-01, line.date)", False),
        ("age_years(max(patient.birth_date, 1950-01-01), line.date)", False),
        ("age_years(line.date - (line.date - patient.birth_date), line.date)", False),
    ],
)
def test_an_age_is_told_of_dates_as_they_stand(age: str, told: bool) -> None:
    assert dates_told(age, "age_years") is told


def test_a_date_that_has_a_name_stays_as_far_off_as_it_is() -> None:
    body = (
        "for line\nwhen patient.birth_date is present\nlet later = patient.birth_date + 60 years\n"
        'forbid age_years(later, line.date) > 0\nmessage "{age_years(later, line.date)}"'
    )
    assert "an age is told of dates as they stand in the file" in faults(rule(body))


def test_no_age_goes_past_its_end() -> None:
    early, late = dt.date(1910, 5, 1), dt.date(2025, 1, 15)
    assert (running.age_years(early, late), running.age_years(late, early)) == (90, -90)


@pytest.mark.parametrize(("day", "told"), [("line.date", True), ("patient.birth_date", False)])
def test_a_table_asked_on_a_birth_date_tells_nothing(day: str, told: bool) -> None:
    text = (
        "language 1\ntable years (code: procedure, born: number, starts: date, ends: date)\n"
        "  key code valid starts to ends {\n"
        "  | J3420 | 1910 | 1910-01-01 | 1910-12-31 |\n  | J3420 | 1911 | 1911-01-01 | 1911-12-31 |\n}\n"
        'rule TST001 "A test" {\n  severity error\n  snip 4\n  for line\n  when patient.birth_date is present\n'
        f"  let row = years(line.procedure) on {day}\n  when row is present\n"
        '  forbid line.units > 0\n  message "{row.born}"\n}\n'
    )
    if told:
        compile_rules([RuleText("t.rules", text)])
        return
    with pytest.raises(RuleError, match="`born` can identify somebody"):
        compile_rules([RuleText("t.rules", text)])


def test_a_year_of_birth_has_another_way_to_be_told() -> None:
    body = 'for line\nwhen patient.birth_date is present\nforbid line.units > 1\nmessage "{year(patient.birth_date)}"'
    assert "write `age_years(...)`, which ends at 90" in faults(rule(body))


# ------------------------------------------------------------------- tables


@pytest.mark.parametrize("column", ["npi", "place"])
def test_what_a_protected_value_finds_in_a_table_is_protected(column: str) -> None:
    text = (
        'language 1\ntable known (npi: text, place: text) key npi {\n  | "1999000015" | "north" |\n}\n'
        'rule TST001 "A test" {\n  severity error\n  snip 4\n  for claim\n  when billing.npi is present\n'
        "  let row = known(billing.npi)\n  when row is present\n"
        f'  forbid claim.frequency is 7\n  message "of {{row.{column}}}"\n}}\n'
    )
    assert f"E114 `{column}` can identify somebody and may not be printed" in faults(text)


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        (Decimal("40"), MONEY, "$40.00"),
        (Decimal("40.125"), MONEY, "$40.125"),
        (Decimal("-0.5"), MONEY, "-$0.50"),
        (Fraction(10, 3), MONEY, "$3.333"),
        (Fraction(7, 2), MONEY, "$3.50"),
        (Decimal("1E+3"), NUMBER, "1000"),
        (Fraction(2, 3) * 10**40, NUMBER, "•" * 44),
        (Decimal("0.00"), NUMBER, "0"),
        (Decimal("1234567.1234"), NUMBER, "1234567.1234"),
        (Decimal("19700504"), NUMBER, "•" * 8),
        (Decimal("0.123456789"), NUMBER, "•" * 11),
        (Decimal("0.123456789"), MONEY, "$" + "•" * 11),
        (Decimal("123456789"), NUMBER, "•" * 9),
        (Decimal("123456789"), MONEY, "$" + "•" * 12),
        (1500, Type("quantity", "mass"), "1500 mcg"),
        ("D510", Type("code", "diagnosis", place="SV107, resolved in HI"), "D51.0"),
        ("DOE,JANE", Type("code", "procedure", place="SV101-2"), "•" * 8),
        (("25", "JANE"), Type("code", "modifier", many=True, place="SV101-3..6"), "25, ••••"),
        ((), Type("code", "modifier", many=True), "none"),
    ],
)
def test_shown(value: object, type_: Type, text: str) -> None:
    assert shown(value, type_) == text


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("unist", ["units", "charge"], "units"),
        ("qty", ["units", "charge"], "units"),
        ("dos", ["date", "units"], "date"),
        ("quux", ["units", "charge"], ""),
        ("unit", ["units"], "units"),
        ("x", [], ""),
    ],
)
def test_nearest(word: str, known: list[str], meant: str) -> None:
    assert nearest(word, known) == meant


_AMOUNTS = st.decimals("-1000000", "1000000", places=2) | st.integers(-1000, 1000)


@given(_AMOUNTS, _AMOUNTS.filter(bool))
def test_division_is_exact_and_shown_as_a_fraction_is(left: Decimal | int, right: Decimal | int) -> None:
    found, expected = running.divide(left, right), Fraction(left) / Fraction(right)
    assert Fraction(found) == expected
    assert shown(found, NUMBER) == shown(expected, NUMBER)
    assert running.rounded_up(found) == -(-expected // 1)


@given(
    st.one_of(st.integers(-10_000, 10_000), st.decimals(-1_000, 1_000, places=3)),
    st.decimals(-1_000, 1_000, places=4),
)
def test_to_multiply_by_an_inverse_is_to_divide(divisor: Any, value: Decimal) -> None:
    inverse = inverse_of(divisor)
    if inverse is not None:
        assert Fraction(value) / Fraction(divisor) == Fraction(running.multiply(value, inverse))


AMONG: dict[str, Callable[[Any, Any], bool]] = {
    "lines": lambda own, line: True,
    "other lines": lambda own, line: line is not own,
    "lines with same procedure": lambda own, line: line.procedure == own.procedure,
    "lines where units > 1": lambda own, line: line.units > 1,
}


@pytest.mark.parametrize("items", AMONG)
def test_a_sum_is_of_the_rows_that_are_asked_for(items: str) -> None:
    claim = one_claim("J3420", "J3425", "J3425", "J3420")
    for line, units in zip(claim.lines, (5, 1, 2, 7), strict=True):
        line.units = Decimal(units)
    for own in claim.lines:
        total = sum(line.units or 0 for line in claim.lines if AMONG[items](own, line))
        for most, found in ((total - 1, True), (total, False)):
            (made,) = rules(f"  for line\n  forbid sum(units of {items}) > {most}")
            assert (made.judge(claim, own) is not None) is found


def test_a_code_stands_for_one_that_is_missing() -> None:
    (place, filing) = rules(
        "  for line\n  forbid (line.own_place otherwise 11) is 11",
        "  for claim\n  let plan = claim.filing otherwise CI\n  require plan is [CI, MB]",
    )
    claim = one_claim("99213")
    (line,) = claim.lines
    for own, found in (("22", False), (None, True), ("11", True)):
        line.own_place = own
        assert (place.judge(claim, line) is not None) is found
    for filing_code, found in (("MB", False), (None, False), ("MC", True)):
        claim.filing = filing_code
        assert (filing.judge(claim, claim) is not None) is found
