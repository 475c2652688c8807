"""Text of the file to values: exact, and None for what does not convert.

Dates, numbers and codes come again and again, line after line: short ones are kept as they were read, and given anew.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from cleanclaim.claim.kinds import IN_CAPITALS, Kind

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_COUNT = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_DATES = re.compile(r"([0-9]{8})(?:[0-9]{4})?(?:-([0-9]{8}))?", re.ASCII)
_TIME = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})?([0-9]{1,2})?", re.ASCII)

_KEPT, _SHORT = 4096, 18  # values of a kind, more than ten years of days; characters, of the longest type R

Read = Callable[[str], object]
Value = TypeVar("Value")


class _Kept(dict[str, Value]):
    """What texts say, each read once; a full one begins anew, and a long text is not kept."""

    def __init__(self, read: Callable[[str], Value]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Value:
        value = self._read(text)
        if len(text) <= _SHORT:
            if len(self) >= _KEPT:
                self.clear()
            self[text] = value
        return value


def read_text(text: str) -> str:
    """Text and codes as they stand."""
    return text


def read_capitals(text: str) -> str | None:
    """A code in capitals; None for one that small letters stand in."""
    return text if text == text.upper() else None


def read_diagnosis(text: str) -> str:
    """A diagnosis code as its code set has it: without its dot, in capitals."""
    return text.replace(".", "").strip().upper()


def read_number(text: str) -> Decimal | None:
    """An exact decimal, as X12 type R writes it; no exponent, no sign but a minus."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def read_count(text: str) -> int | None:
    """A whole number, as X12 type N0 writes it."""
    return int(text) if _COUNT.fullmatch(text) else None


def read_date(text: str) -> dt.date | None:
    """A date (D8), or the first day of a range (RD8)."""
    match = _DATES.fullmatch(text)
    return _days[match[1]] if match else None


def read_last_date(text: str) -> dt.date | None:
    """A date (D8), or the last day of a range (RD8)."""
    match = _DATES.fullmatch(text)
    return _days[match[2] or match[1]] if match else None


def read_time(text: str) -> dt.time | None:
    """A time of day: HHMM, HHMMSS, HHMMSSD or HHMMSSDD."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hundredths = int((match[4] or "0").ljust(2, "0"))
    try:
        return dt.time(int(match[1]), int(match[2]), int(match[3] or 0), hundredths * 10000)
    except ValueError:
        return None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


_days = _Kept(_day)
_date, _last_date = _Kept(read_date).__getitem__, _Kept(read_last_date).__getitem__
_code, kept_number = _Kept(read_text).__getitem__, _Kept(read_number).__getitem__
kept_capitals = _Kept(read_capitals).__getitem__
kept_diagnosis = _Kept(read_diagnosis).__getitem__
_READERS: dict[str, Read] = {
    "code": _code,
    "money": kept_number,
    "number": kept_number,
    "count": read_count,
    "time": read_time,
}


def reader(kind: Kind, part: str) -> Read:
    """What reads a value of a kind; `part` "last" asks for the end of a date range."""
    if kind.base == "date":
        return _last_date if part == "last" else _date
    if kind.system in IN_CAPITALS:
        return kept_capitals
    return _READERS.get(kind.base, read_text)
