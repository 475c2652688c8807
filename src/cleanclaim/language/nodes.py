"""Expressions after checking, each with its place and type."""

from __future__ import annotations

from typing import Any

from cleanclaim.frozen import Frozen
from cleanclaim.language.codes import CodeSet
from cleanclaim.language.places import Place
from cleanclaim.language.types import Type


class Typed(Frozen, frozen=True):
    """An expression with its place and type."""

    at: Place
    type: Type


class Const(Typed, frozen=True):
    """A value that stands in the rule; money and quantities in their base unit. `param` is its name, if it is one."""

    value: Any
    param: str = ""


class Name(Typed, frozen=True):
    """A variable: claim, line, a named row, an item, a `let`."""

    name: str


class Get(Typed, frozen=True):
    """A field of a row. Where the row can be missing, so can the field."""

    row: Typed
    field: str
    required: bool  # the field is always there when its row is


class Across(Typed, frozen=True):
    """All lines, or all claims, of the claims that are judged together."""

    entity: str  # "line", "claim"


class Owner(Typed, frozen=True):
    """The claim that a line of another claim stands in."""

    row: Typed


class Cell(Typed, frozen=True):
    """A column of a table's row."""

    row: Typed
    index: int


class Arith(Typed, frozen=True):
    """+ - * or /, exact."""

    operator: str
    left: Typed
    right: Typed


TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}  # with its sides exchanged
OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}  # what holds where it does not


class Compared(Typed, frozen=True):
    """= != < <= > or >=."""

    operator: str
    left: Typed
    right: Typed


class InSet(Typed, frozen=True):
    """A code that is in a set, or a list that has one that is."""

    value: Typed
    codes: CodeSet
    negated: bool


class EndOf(Typed, frozen=True):
    """The first or the last item of a list; missing where the list is empty."""

    items: Typed
    last: bool


class Present(Typed, frozen=True):
    """Whether a value is there."""

    value: Typed
    negated: bool


class Fallback(Typed, frozen=True):
    """A value, else another."""

    value: Typed
    fallback: Typed


class Logic(Typed, frozen=True):
    """and, or: `items` in turn."""

    operator: str
    items: tuple[Typed, ...]


class Negated(Typed, frozen=True):
    """not."""

    operand: Typed


class Called(Typed, frozen=True):
    """A function of the language, by name."""

    name: str
    arguments: tuple[Typed, ...]


class LookUp(Typed, frozen=True):
    """The row of a table for its keys; missing where it has none."""

    table: str
    keys: tuple[Typed, ...]
    on: Typed | None = None  # the day that counts
    source: str = ""  # the table's name in the reference store


class Contains(Typed, frozen=True):
    """A text that contains another, whatever their case."""

    value: Typed
    text: str


class Like(Typed, frozen=True):
    """A text with the shape of a pattern: 9 a digit, A a letter, X either, else itself."""

    value: Typed
    pattern: str


class Within(Typed, frozen=True):
    """A value that stands in a list."""

    value: Typed
    items: Typed


class Key(Frozen, frozen=True):
    """A join key: the rule's own value and the row's."""

    own: Typed
    row: Typed


class RowsOf(Typed, frozen=True):
    """Rows that a quantifier or a sum ranges over, one at a time under `name`; `items` is the list.

    `relation` is other, earlier or later than the row `own`, or `repeated`: only items that stood in the list before.
    """

    name: str
    items: Typed
    relation: str
    own: str
    keys: tuple[Key, ...]
    where: Typed | None
    scope: str = ""


class Quantified(Typed, frozen=True):
    """any, no or every row; `test` is the condition beside `where`."""

    word: str
    rows: RowsOf
    test: Typed | None


class Aggregated(Typed, frozen=True):
    """count, sum, min or max over rows. min and max of no rows are missing."""

    name: str
    rows: RowsOf
    value: Typed | None
