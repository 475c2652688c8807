"""What compiled rules call: exact arithmetic, functions of the language, joins."""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation
from fractions import Fraction
from functools import cache, reduce
from itertools import islice
from typing import Any

from cleanclaim.claim.model import Claim
from cleanclaim.claim.parties import Patient
from cleanclaim.claim.patients import patient_of, who
from cleanclaim.compiled import Unreadable
from cleanclaim.reference.store import Release

Number = int | Decimal | Fraction
_PLAIN = (int, Decimal)
_EXACT = Context(prec=100_000, Emax=999_999, Emin=-999_999)
remainder = _EXACT.remainder
_SHORT = Context(prec=18, traps=[Inexact, DivisionByZero, InvalidOperation])
_PLACES_SHOWN = range(-3, 18)  # exponents; a fraction is shown with three places
_NPI_PREFIX = 24  # what the prefix 80840 adds to the Luhn sum of an NPI (45 CFR 162.406)
_DOUBLED = dict(zip("0123456789", (0, 2, 4, 6, 8, 1, 3, 5, 7, 9), strict=True))  # Luhn sums of twice a digit
_AGE_CAP = 90
_SHORTEST = 28  # days, of a month
_PLACES = 50  # that one finding points at besides the first; a claim has no more lines (005010X222A1, loop 2400)


def add(left: Number, right: Number) -> Number:
    """left + right, exact."""
    try:
        return _EXACT.add(left, right)  # type: ignore[arg-type]
    except TypeError:  # a fraction; to ask for it first costs more than the whole
        return Fraction(left) + Fraction(right)


def subtract(left: Number, right: Number) -> Number:
    """left - right, exact."""
    try:
        return _EXACT.subtract(left, right)  # type: ignore[arg-type]
    except TypeError:  # a fraction; to ask for it first costs more than the whole
        return Fraction(left) - Fraction(right)


def multiply(left: Number, right: Number) -> Number:
    """left * right, exact."""
    try:
        return _EXACT.multiply(left, right)  # type: ignore[arg-type]
    except TypeError:  # a fraction; to ask for it first costs more than the whole
        return Fraction(left) * Fraction(right)


def divide(left: Number, right: Number) -> Number:
    """left / right, exact; the checker lets no zero through. Fractions cost ten times as much."""
    if right == 1:  # most services are of one day
        return left
    if isinstance(left, _PLAIN) and isinstance(right, _PLAIN):
        try:
            found = _SHORT.divide(left, right)
        except Inexact:
            return Fraction(left) / Fraction(right)
        if found.as_tuple().exponent in _PLACES_SHOWN:
            return found
    return Fraction(left) / Fraction(right)


def divided_up(left: Number, right: Number) -> int:
    """left / right, rounded up to the next whole number; the quotient itself would cost five times as much."""
    try:
        whole, rest = _EXACT.divmod(left, right)  # type: ignore[arg-type]
    except TypeError:  # a fraction; to ask for it first costs more than the whole
        return rounded_up(Fraction(left) / Fraction(right))
    return int(whole) + ((rest > 0) == (right > 0)) if rest else int(whole)


def total(values: Sequence[Number]) -> Number:
    """The sum, exact."""
    if len(values) < 2:
        return values[0] if values else 0
    try:
        return reduce(_EXACT.add, values)  # type: ignore[arg-type]
    except TypeError:  # there are fractions among them
        return reduce(add, values)


def total_of(field: Callable[[Any], Number], rows: Sequence[Any]) -> Number:
    """The sum of a field over rows, exact."""
    try:
        return reduce(_EXACT.add, map(field, rows)) if rows else 0  # type: ignore[arg-type]
    except TypeError:  # there are fractions among them
        return total([*map(field, rows)])


def apart(left: dt.date, right: dt.date) -> int:
    """Days from right to left."""
    return (left - right).days


def moved(date: dt.date, days: Number) -> dt.date:
    """A date some days later; the calendar's end where there is none."""
    try:
        return date + dt.timedelta(days=int(days))
    except OverflowError:
        return dt.date.max if days > 0 else dt.date.min


def moved_back(date: dt.date, days: Number) -> dt.date:
    """A date some days earlier."""
    return moved(date, -days)


def months_later(date: dt.date, months: Number) -> dt.date:
    """The same day some months later, or the last of a shorter month; the calendar's end where there is none."""
    year, month = divmod(date.year * 12 + date.month - 1 + int(months), 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date.max if months > 0 else dt.date.min
    if date.day <= _SHORTEST:
        return dt.date(year, month + 1, date.day)
    return date.replace(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def months_earlier(date: dt.date, months: Number) -> dt.date:
    """The same day some months earlier."""
    return months_later(date, -months)


def in_force(rows: Mapping[Any, Any], key: Any, day: dt.date, first: int, last: int) -> Any:
    """The row of a key that is in force on a day; `first` and `last` are the columns of its days."""
    for row in rows.get(key, ()):
        if row[first] <= day and (row[last] is None or day <= row[last]):
            return row
    return None


def softened(severity: str, *rows: Any) -> str:
    """A severity, at most a warning where a release decided that had ended before the day."""
    outdated = any(row is not None and isinstance(row[-1], Release) and row[-1].outdated for row in rows)
    return "warning" if outdated and severity == "error" else severity


def released(*rows: Any) -> dict[str, str] | None:
    """The release that decided: of the first row that is there. The rows of examples have none."""
    for row in rows:
        if row is not None and isinstance(row[-1], Release):
            release = row[-1]
            found = {"table": release.table, "release": release.name}
            return {**found, "note": f"{release.table}, older than the service"} if release.outdated else found
    return None


def otherwise(value: Any, fallback: Callable[[], Any]) -> Any:
    """A value, else what its fallback gives."""
    return fallback() if value is None else value


# ------------------------------------------------------------------- functions of the language


class _Half(dict[str, int]):
    """Luhn sums of five digits; every second one from `first` counts double. There can be 100,000 of them."""

    def __init__(self, first: int) -> None:
        super().__init__()
        self._first = first

    def __missing__(self, half: str) -> int:
        if not (half.isascii() and half.isdigit()):
            raise KeyError(half)
        found = sum(_DOUBLED[sign] if at % 2 == self._first else int(sign) for at, sign in enumerate(half))
        self[half] = found
        return found


_FRONT, _BACK = _Half(0), _Half(1)


def valid_npi(npi: str) -> bool:
    """Whether a text is ten digits, the first 1 or 2, the last a check digit (Luhn with prefix 80840)."""
    if len(npi) != 10 or npi[0] not in "12":
        return False
    try:
        return (_NPI_PREFIX + _FRONT[npi[:5]] + _BACK[npi[5:]]) % 10 == 0
    except KeyError:  # there is something besides digits
        return False


def rounded_up(value: Number) -> int:
    """The next whole number."""
    return math.ceil(value)


def days(first: dt.date, last: dt.date) -> int:
    """Days from the first date to the second."""
    return (last - first).days


def year(date: dt.date) -> int:
    """The year of a date."""
    return date.year


def shape(text: str) -> str:
    """A text with 9 for each digit and A for each letter."""
    return "".join("9" if sign.isdigit() else "A" if sign.isalpha() else sign for sign in text)


def age_years(birth: dt.date, day: dt.date) -> int:
    """Full years from birth to a day, at most 90 either way: higher ages identify people."""
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return max(-_AGE_CAP, min(years, _AGE_CAP))


def months_between(first: dt.date, last: dt.date) -> int:
    """Full months from the first date to the second; the last day of a month completes it."""
    if last < first:
        return -months_between(last, first)
    complete = last.day >= first.day or last.day == calendar.monthrange(last.year, last.month)[1]
    return (last.year - first.year) * 12 + last.month - first.month - (0 if complete else 1)


def like(text: str, pattern: str) -> bool:
    """Whether a text has a shape: 9 a digit, A a letter, X either, else the sign itself."""
    return shaped(pattern)(text) is not None


@cache
def shaped(pattern: str) -> Callable[[str], object]:
    """What matches a shape; shapes are written in rules and few."""
    signs = {"9": "[0-9]", "A": "[A-Za-z]", "X": "[0-9A-Za-z]"}
    return re.compile("".join(signs.get(sign) or re.escape(sign) for sign in pattern), re.DOTALL).fullmatch


def same_patient(one: Claim, other: Claim) -> bool:
    """Whether two claims are of one patient; who can not be told is only ever himself."""
    if one is other:
        return True
    patient = patient_of(one)
    return patient is not None and patient == patient_of(other)


def person(patient: Patient) -> str | None:
    """Who a patient is, as a value that is compared; nothing where that can not be told."""
    known = who(patient)
    return None if known is None else "\x1f".join((known[0], known[1].isoformat(), known[2]))


def known(person: str | None) -> str:
    """A patient who can be told. Raises `Unreadable` for another one, who could be anybody."""
    if person is None:
        raise Unreadable
    return person


def keyed(*values: Any) -> tuple[Any, ...]:
    """The values that a row is compared by."""
    return values


def unordered(codes: tuple[str, ...]) -> frozenset[str]:
    """The codes of a list, whatever their order."""
    return frozenset(codes)


def same_codes(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two lists hold the same codes, whatever their order."""
    return left == right or frozenset(left) == frozenset(right)


def has_some(known: dict[str, bool], codes: tuple[str, ...]) -> bool:
    """Whether one of the codes is in a remembered set."""
    return any(known[code] for code in codes)


def repeats(items: tuple[Any, ...]) -> list[tuple[int, Any]]:
    """The items that stood in the list before, with their numbers."""
    return [(at, item) for at, item in enumerate(items) if item in items[:at]]


def again(items: tuple[Any, ...]) -> list[Any]:
    """The items that stood in the list before."""
    return [item for _, item in repeats(items)]


def remaining(witnesses: Iterator[Any], aside: Callable[..., bool], *rows: Any) -> Iterator[Any]:
    """What breaks a rule, but for what is set aside: it is asked with these rows and the one that breaks it."""
    return (found for found in witnesses if not aside(*rows, found))


def further(witnesses: Iterator[Any]) -> Iterator[Any]:
    """What else breaks a rule, after the first, as far as a finding has room for it."""
    return islice(witnesses, _PLACES)
