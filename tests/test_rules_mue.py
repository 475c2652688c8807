"""MUE limits of a day, held to a counter of units that knows nothing of rules: line by line, day by day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleanclaim.catalogue import Catalogue, load
from cleanclaim.findings import Finding
from cleanclaim.lint import Settings, lint
from cleanclaim.reference import Store
from cleanclaim.reference.load import import_files
from cleanclaim.source import Source
from tests.linting import catalogue
from tests.refdata import public
from tests.test_facts import claim

MUE = "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv"
NPIS = ("1999000015", "1999000023")
FIRST = dt.date(2026, 10, 5)


class Billed(NamedTuple):
    """A line: its units, from its first day so many days, by one of two providers."""

    units: int
    first: int  # days after FIRST
    days: int
    provider: int = 0

    def covers(self, day: int) -> bool:
        return self.first <= day < self.first + self.days

    @property
    def daily(self) -> Fraction:
        return Fraction(self.units, self.days)

    @property
    def dates(self) -> str:
        first, last = (f"{FIRST + dt.timedelta(self.first + more):%Y%m%d}" for more in (0, self.days - 1))
        return first if self.days == 1 else f"{first}-{last}"


DAYS = st.sampled_from([1, 1, 1, 2, 2, 3, 5])
LINES = st.lists(
    st.builds(Billed, st.integers(1, 13), st.integers(0, 4), DAYS, st.integers(0, 1)), min_size=1, max_size=7
)


def text_of(lines: Sequence[Billed], procedure: str, filing: str = "CI") -> str:
    """A claim with these lines; 76 says of each that it is no line sent twice."""
    text = claim(
        *(f"{procedure}:76*{line.units}" for line in lines),
        days={number: line.dates for number, line in enumerate(lines, 1)},
        after={number: (f"NM1*82*1*HILL*ANN****XX*{NPIS[line.provider]}",) for number, line in enumerate(lines, 1)},
        filing=filing,
    )
    return text.replace("20250131", "20261130").replace("*250131*", "*261130*")


def limits(text: str, rules: Catalogue) -> list[Finding]:
    """What is said of MUE limits."""
    found = lint(Source.from_bytes(text.encode("latin-1")), rules, Settings(excerpts=False))
    return [item for item in found if isinstance(item, Finding)]


def counted(lines: Iterable[Billed]) -> dict[tuple[int, int], Fraction]:
    """The units of each provider on each day: every line is spread over its days."""
    units: Counter[tuple[int, int]] = Counter()
    for line in lines:
        for day in range(line.first, line.first + line.days):
            units[line.provider, day] += line.daily  # type: ignore[assignment]
    return dict(units)  # type: ignore[arg-type]


def excesses(lines: Sequence[Billed], most: int, much: Fraction) -> set[tuple[str, int]]:
    """What must be said, and of which line (from 1): a range alone, a day's own lines, a day and its ranges.

    `most` is the limit of a day's own lines; what counts over days is too much from `much` units a day on.
    """
    found = {("range", at) for at, line in enumerate(lines, 1) if line.days > 1 and line.daily >= much}
    for provider, day in counted(lines):
        beginning = [at for at, line in enumerate(lines, 1) if line.provider == provider and line.first == day]
        single = [at for at in beginning if lines[at - 1].days == 1]
        here = [line.daily for line in lines if line.provider == provider and line.covers(day)]
        if sum(lines[at - 1].units for at in single) > most:
            found.add(("day", single[-1]))
        elif beginning and sum(here) >= much > max(here):
            found.add(("days", beginning[-1]))
    return found


@cache
def shipped() -> Catalogue:
    """The rules of MUE limits, without a table."""
    return catalogue().select(["MUE"])


# ------------------------------------------------------------------- the limits of two codes, in every file

MOST = 4
JUST_MORE = MOST + Fraction(1, 1000)  # no fraction of so few days lies between
KINDS = {"MUE001": "day", "MUE002": "range", "MUE004": "days"}


@settings(deadline=None, max_examples=150)
@given(LINES)
@example([Billed(3, 1, 1), Billed(6, 0, 2)])
@example([Billed(6, 0, 2), Billed(6, 1, 3)])
def test_injections_are_too_many_on_the_days_that_a_plain_count_finds(lines: list[Billed]) -> None:
    found = limits(text_of(lines, "96372"), shipped())
    assert bool(found) == any(units > MOST for units in counted(lines).values())
    told = [(KINDS[finding.rule], finding.service_line) for finding in found]
    assert len(told) == len(set(told))
    assert set(told) == excesses(lines, MOST, JUST_MORE)


def test_a_range_counts_its_units_by_its_days() -> None:
    """Three on the 11th, and six over the 10th and 11th: six on the 11th, where four are the most."""
    (finding,) = limits(text_of([Billed(3, 1, 1), Billed(6, 0, 2)], "96372"), shipped())
    assert (finding.rule, finding.severity, finding.service_line) == ("MUE004", "warning", 1)
    assert finding.message == (
        "expected at most 4 units of 96372 on one day (MUE, 2024Q3, MAI 3), "
        "found 6: units over several days are divided by the days"
    )
    (finding,) = limits(text_of([Billed(7, 0, 3), Billed(2, 2, 1)], "96372"), shipped())
    assert finding.message.endswith("found 4.333: units over several days are divided by the days")


def test_units_below_the_limit_of_micrograms_are_units_too_many() -> None:
    """UNT002 leaves 20 units a day alone, so the MUE speaks of them."""
    (finding,) = limits(text_of([Billed(100, 0, 5)], "J3420"), shipped())
    assert (finding.rule, finding.service_line) == ("MUE002", 1)


# ------------------------------------------------------------------- the limits of the table


FOUR_AND_A_HALF = Fraction(9, 2)  # is rounded up
KINDS_OF_TABLE = {"MUE011": "range", "MUE012": "day", "MUE014": "days"}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The shipped rules beside a table that has a limit of four for 85025."""
    folder = tmp_path_factory.mktemp("store")
    (folder / MUE).write_bytes(public(MUE).read_bytes() + b'85025,4,2 Date of Service Edit: Policy,"invented"\r\n')
    import_files(folder / "s", [folder / MUE])
    return load().select(["MUE"]).bind(Store.open(folder / "s"))


@settings(deadline=None, max_examples=150)
@given(LINES)
@example([Billed(3, 1, 1), Billed(3, 0, 2)])
@example([Billed(3, 1, 1), Billed(4, 0, 3)])
def test_tests_are_too_many_on_the_days_that_a_plain_count_finds(table: Catalogue, lines: list[Billed]) -> None:
    found = limits(text_of(lines, "85025", "MB"), table)
    assert bool(found) == any(units >= FOUR_AND_A_HALF for units in counted(lines).values())
    told = [(KINDS_OF_TABLE[finding.rule], finding.service_line) for finding in found]
    assert len(told) == len(set(told))
    assert set(told) == excesses(lines, MOST, FOUR_AND_A_HALF)
    assert {finding.severity for finding in found} <= {"error"}  # MAI 2 is absolute, for Medicare


def test_a_rule_that_says_more_of_a_code_covers_the_table(table: Catalogue) -> None:
    found = limits(text_of([Billed(3, 1, 1), Billed(6, 0, 2)], "96372"), table)
    assert [finding.rule for finding in found] == ["MUE004"]
