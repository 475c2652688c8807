"""The kinds of value a field can hold: what the rule language types, and what the builder reads."""

from __future__ import annotations

from typing import Literal, NamedTuple

Base = Literal["text", "code", "money", "number", "count", "date", "time", "bool", "row"]


class Kind(NamedTuple):
    """The kind of a field.

    `system` says which codes a code belongs to ("procedure", "modifier", "diagnosis"); for rows it
    names the row's class in lower case ("provider"). `many` is a list, absent means empty.
    """

    base: Base
    system: str = ""
    many: bool = False


TEXT = Kind("text")
MONEY = Kind("money")  # US dollars
NUMBER = Kind("number")  # a decimal quantity
COUNT = Kind("count")  # a whole number
DATE = Kind("date")
TIME = Kind("time")
COUNTS = Kind("count", many=True)

# Systems whose codes are published in capitals, and what a code of each looks like. Where the guide lists codes, it
# refuses small letters itself; payers name themselves as they like.
IN_CAPITALS = {
    "procedure": r"[A-Z0-9][0-9]{4}|[0-9]{4}[AFMTU]",
    "modifier": r"[A-Z0-9]{2}",
    "as_sent": r"([A-Z][0-9]|QA)[A-Z0-9](\.?[A-Z0-9]{1,4})?",
    "condition_code": r"[A-Z0-9]{2}",
    "taxonomy": r"[A-Z0-9]{9}X",
    "state": r"[A-Z]{2}",
    "country": r"[A-Z]{2,3}",
    "carc": r"[A-Z]{1,2}[0-9]{1,3}",
    "rarc": r"(M|N|MA)[0-9]{1,4}",
    "form": r"[0-9]{1,3}(\.[0-9]{1,2})?[A-Z]?",
}


def code(system: str) -> Kind:
    """A coded value of the named system."""
    return Kind("code", system)


def codes(system: str) -> Kind:
    """A list of coded values of the named system."""
    return Kind("code", system, many=True)


def row(name: str) -> Kind:
    """Another row of the model: `claim.billing` is a provider."""
    return Kind("row", name)


def rows(name: str) -> Kind:
    """A list of rows."""
    return Kind("row", name, many=True)
