"""What was written in the examples of a rule: mini claims, and the rows of tables that they are given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from cleanclaim.language.syntax import Node, Word


@dataclass(frozen=True, slots=True)
class Value(Node):
    """A value of an example or a table: code, quantity, text, date, money, list or missing, by `kind`.

    A number is a code by its kind, one below zero a number.
    """

    kind: str
    texts: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ExampleField(Node):
    """A field that an example sets."""

    parts: tuple[Word, ...]
    value: Value


@dataclass(frozen=True, slots=True)
class ExampleRow(Node):
    """A row of a list that an example adds: another payer, an adjustment, an attachment."""

    name: Word
    fields: tuple[ExampleField, ...] = ()
    rows: tuple[ExampleRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleLine(Node):
    """A service line of an example; what is not said is as in the baseline."""

    procedure: Word
    modifiers: tuple[str, ...] = ()
    units: Decimal | None = None
    charge: Decimal | None = None
    date: dt.date | None = None
    end_date: dt.date | None = None
    place_of_service: Word | None = None
    pointers: tuple[int, ...] | None = None
    rendering: Word | None = None
    fields: tuple[ExampleField, ...] = ()
    rows: tuple[ExampleRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleClaim(Node):
    """A claim of an example."""

    diagnoses: tuple[Word, ...] = ()
    lines: tuple[ExampleLine, ...] = ()
    fields: tuple[ExampleField, ...] = ()
    rows: tuple[ExampleRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Given(Node):
    """A row that a table has for one example only."""

    table: Word
    keys: tuple[Value, ...]
    columns: tuple[tuple[Word, Value], ...]


@dataclass(frozen=True, slots=True)
class Example(Node):
    """A proof of the rule: claims that it must find, or must not."""

    fails: bool
    title: str
    claims: tuple[ExampleClaim, ...]
    lines: tuple[int, ...] = ()  # the lines that must be found, from 1
    times: int | None = None
    given: tuple[Given, ...] = ()
