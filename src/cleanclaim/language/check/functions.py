"""The functions of the language: what they take, what they give, and whether the result may be printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cleanclaim.language.types import BOOL, NUMBER, TEXT, WHOLE, Type

_BIRTH = "DMG02"


class Function(NamedTuple):
    """A function. `same` gives the type of its first value; `discloses` says that its result identifies nobody.

    `dated` says so only where each date stands in the file and is no birth date: who knows one of two
    dates, as the writer of a constant does, reads the other from the days between them. And a year of birth tells of
    an age above 89, which no year may (45 CFR 164.514(b)(2)(i)(C)).
    `aged` says so only from a birth date to a date of the claim, both as they stand in the file: from or to
    any other date, the years go past the end that ages have.
    """

    takes: tuple[str, ...]
    gives: Type
    same: bool = False
    discloses: bool = False
    dated: bool = False
    aged: bool = False
    asks: str = ""  # its values as a help names them, where their kinds do not tell them apart
    about: str = ""

    def protects(self, takes: Sequence[Type]) -> bool:
        """Whether the result for values of these types may not be printed."""
        if not any(type_.protected for type_ in takes):
            return False
        if self.dated and any(type_.place in ("", _BIRTH) for type_ in takes):
            return True
        if self.aged and not _is_age(*takes):
            return True
        return not self.discloses


FUNCTIONS = {
    "valid_npi": Function(("text",), BOOL, about="whether ten digits carry the NPI check digit (Luhn, prefix 80840)"),
    "rounded_up": Function(("number",), NUMBER, about="the next whole number"),
    "abs": Function(("number|money|quantity",), NUMBER, same=True, about="the value without its sign"),
    "length": Function(("text|code",), WHOLE, about="how many characters a text has"),
    "days": Function(
        ("date", "date"),
        NUMBER,
        discloses=True,
        dated=True,
        asks="first, last",
        about="days from the first date to the second",
    ),
    "year": Function(
        ("date",), WHOLE, discloses=True, dated=True, about="the year of a date; that of a birth is not printed"
    ),
    "shape": Function(
        ("text|code",), TEXT, discloses=True, about="a text with 9 for each digit and A for each letter"
    ),
    "age_years": Function(
        ("date", "date"),
        WHOLE,
        discloses=True,
        aged=True,
        asks="patient.birth_date, line.date",
        about="full years from birth to a date, at most 90",
    ),
    "months_between": Function(
        ("date", "date"), NUMBER, asks="first, last", about="full months from the first date to the second"
    ),
}

_CAPITALS = "leave it out: `contains` minds no capitals, and codes are held in capitals"
_REPEATED = "write `any repeated x in line.modifiers`; for lines `any other line with same procedure, date`"

# What people call who come from another language, and what they mean.
_MEANT = {
    "len": "`length(text)` counts the characters of a text, `count(list)` the items of a list",
    "size": "`length(text)` counts the characters of a text, `count(list)` the items of a list",
    "first": "write `line.modifiers first is ...`",
    "last": "write `line.modifiers last is ...`",
    "present": "write `... is present`",
    "missing": "write `... is missing`",
    "exists": "write `... is present`",
    "isnull": "write `... is missing`",
    "age": "write `age_years(patient.birth_date, line.date)`",
    "avg": "write `sum(...) / count(...)`, where the count is guarded",
    "ceil": "write `rounded_up(...)`",
    "today": "write `file.today`",
    "now": "write `file.today`",
    "not": "write `not (...)`",
    **dict.fromkeys(("upper", "lower", "ucase", "lcase", "toupper", "tolower"), _CAPITALS),
    **dict.fromkeys(("duplicate", "duplicates", "duplicated", "is_duplicate", "unique", "distinct"), _REPEATED),
    "month": "compare dates: `line.date between 2025-02-01 and 2025-02-28`; `year(date)` is its year",
    "day": "compare dates, as `line.date = 2025-01-31`; `days(first, last)` counts the days between two",
}


def meant(name: str) -> str:
    """What is written here in place of a function of another language; empty where that is not known."""
    return _MEANT.get(name, "")


def is_of_birth(date: Type) -> bool:
    """Whether a date is protected and can be a birth date, or be computed of one."""
    return date.protected and date.place in ("", _BIRTH)


def _is_age(birth: Type, day: Type) -> bool:
    """Whether the years between two dates are those of a patient on a date of the claim."""
    return birth.place == _BIRTH and day.place not in ("", _BIRTH) and not birth.moved and not day.moved


def dated_place(types: Sequence[Type]) -> str:
    """Where a date stands that is one of several: nowhere if one is computed, at the birth date if one is that."""
    places = [type_.place for type_ in types]
    return "" if "" in places else next((place for place in places if place == _BIRTH), places[0])
