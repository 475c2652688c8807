"""The functions of the language: what they take, what they give, and whether the result may be printed."""

from __future__ import annotations

from typing import NamedTuple

from cleanclaim.language.types import BOOL, NUMBER, TEXT, WHOLE, Type


class Function(NamedTuple):
    """A function. `same` gives the type of its first value; `discloses` says that its result identifies nobody."""

    takes: tuple[str, ...]
    gives: Type
    same: bool = False
    discloses: bool = False
    about: str = ""


FUNCTIONS = {
    "valid_npi": Function(("text",), BOOL, about="whether ten digits carry the NPI check digit (Luhn, prefix 80840)"),
    "rounded_up": Function(("number",), NUMBER, about="the next whole number"),
    "abs": Function(("number|money|quantity",), NUMBER, same=True, about="the value without its sign"),
    "length": Function(("text|code",), WHOLE, about="how many characters a text has"),
    "days": Function(("date", "date"), NUMBER, discloses=True, about="days from the first date to the second"),
    "year": Function(("date",), WHOLE, discloses=True, about="the year of a date"),
    "shape": Function(
        ("text|code",), TEXT, discloses=True, about="a text with 9 for each digit and A for each letter"
    ),
    "age_years": Function(
        ("date", "date"), WHOLE, discloses=True, about="full years from birth to a date, at most 90"
    ),
    "months_between": Function(("date", "date"), NUMBER, about="full months from the first date to the second"),
}
