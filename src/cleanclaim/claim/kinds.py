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
