"""Days as numbers (20260131), and what the names of public files say about time."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from cleanclaim.reference.tables import OPEN

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_YEAR = r"(?<![0-9])(20[0-9]{2})(?![0-9])"


class Period(NamedTuple):
    """The name of a release, and its first and last day as numbers."""

    release: str
    first: int
    last: int


def number_of(day: dt.date) -> int:
    """A date as a number."""
    return day.year * 10000 + day.month * 100 + day.day


def day_number(text: str) -> int | None:
    """The number of a day as public files write it: 20260131, 2026-01-31, 1/31/2026. None where it is none."""
    found = re.fullmatch(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})", text)
    if found:
        year, month, day = map(int, found.groups())
    else:
        found = re.fullmatch(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})", text)
        if not found:
            return None
        month, day, year = map(int, found.groups())
    if not (1 <= month <= 12 and 1 <= day <= 31 and year) or day > calendar.monthrange(year, month)[1]:
        return None
    return year * 10000 + month * 100 + day


def day_of_year(text: str) -> int | None:
    """The number of a day written YYYYDDD, as add-on code files do; None where it is none."""
    if not re.fullmatch(r"[0-9]{7}", text):
        return None
    year, day = int(text[:4]), int(text[4:])
    if not year or not 1 <= day <= 365 + calendar.isleap(year):
        return None
    return number_of(dt.date(year, 1, 1) + dt.timedelta(days=day - 1))


def written(number: int) -> str:
    """A number as people write the day; empty for one that is open."""
    return "" if number in (0, OPEN) else f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}"


# ------------------------------------------------------------------------------ releases


def quarter(year: int, number: int) -> Period:
    """A quarter of the calendar, `2026Q4`."""
    return Period(f"{year}Q{number}", *_months(year, number * 3 - 2, 3))


def month_quarter(year: int, month: int) -> Period:
    """The quarter that a month stands in."""
    return quarter(year, (month + 2) // 3)


def fiscal_year(year: int, *, april: bool = False) -> Period:
    """A fiscal year of ICD-10-CM, from October of the year before; with `april` what its addendum left of it."""
    if april:
        return Period(f"{year}-04", year * 10000 + 401, year * 10000 + 930)
    return Period(f"{year}", (year - 1) * 10000 + 1001, year * 10000 + 930)


def half_year(year: int, number: int) -> Period:
    """Half a year as NUCC counts, `26.0` from January and `26.1` from July."""
    return Period(f"{year % 100}.{number}", *_months(year, 1 + 6 * number, 6))


def _months(year: int, month: int, count: int) -> tuple[int, int]:
    end = month + count - 1
    return year * 10000 + month * 100 + 1, year * 10000 + end * 100 + calendar.monthrange(year, end)[1]


def named_quarter(name: str) -> Period | None:
    """The quarter in a name: 2026q4, 2026-q4, q4-2026, Eff_10-01-2026, October 2026, v323r0; else None."""
    text = name.lower()
    for shape, order in ((r"(20[0-9]{2})[-_ ]?q([1-4])", (0, 1)), (r"q([1-4])[-_ ]?(20[0-9]{2})", (1, 0))):
        if found := re.search(shape, text):
            return quarter(*(int(found.groups()[at]) for at in order))
    if found := re.search(r"eff[a-z]*[-_ ]*([0-9]{2})-[0-9]{2}-(20[0-9]{2})", text):
        return _checked(int(found[2]), int(found[1]))
    if found := re.search(r"[-_ ]v([0-9]{2})([0-3])r[0-9]", text):  # version 32.3 is the fourth quarter of 2026
        return quarter(1994 + int(found[1]), int(found[2]) + 1)
    return _named_month(text) or _named_day(text)


def _named_month(text: str) -> Period | None:
    """The quarter of a month and a year that stand beside one another."""
    if found := re.search(rf"(?<![a-z]){_MONTH}[-_ ]*{_YEAR}", text):
        return month_quarter(int(found[2]), _MONTHS[found[1]])
    if found := re.search(rf"{_YEAR}[-_ ]*{_MONTH}(?![a-z])", text):
        return month_quarter(int(found[1]), _MONTHS[found[2]])
    return None


def _named_day(text: str) -> Period | None:
    """The quarter of a day in a name; where something else tells the quarter, it is when the file was made."""
    found = re.search(r"([0-9]{2})-[0-9]{2}-(20[0-9]{2})", text)
    return _checked(int(found[2]), int(found[1])) if found else None


def _checked(year: int, month: int) -> Period | None:
    return month_quarter(year, month) if 1 <= month <= 12 else None


def named_year(name: str) -> int | None:
    """The year in a name; None where there is none."""
    found = re.search(_YEAR, name)
    return int(found[1]) if found else None


def given_period(release: str) -> Period | None:
    """What a release named by the user means: 2026Q4, 2026, 2026-04, 26.1; None for another name."""
    if found := re.fullmatch(r"(20[0-9]{2})[Qq]([1-4])", release):
        return quarter(int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(20[0-9]{2})(-04)?", release):
        return fiscal_year(int(found[1]), april=bool(found[2]))
    if found := re.fullmatch(r"([0-9]{2})\.([01])", release):
        return half_year(2000 + int(found[1]), int(found[2]))
    return None
