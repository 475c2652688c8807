"""Expressions after checking, each with its place and type."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from cleanclaim.language.codes import CodeSet
from cleanclaim.language.places import Place
from cleanclaim.language.types import Type


class Node:
    """What two nodes have in common: they are alike where their fields are.

    Written once: what `dataclass` makes for each class anew costs the start of every run 0.3 ms a class.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return _values(self) == _values(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(_values(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{_values(self)}"


_GETTERS: dict[type[Any], attrgetter[Any]] = {}


def _values(node: Any) -> Any:
    kind = type(node)
    getter = _GETTERS.get(kind)
    if getter is None:
        getter = _GETTERS[kind] = attrgetter(*kind.__dataclass_fields__)
    return getter(node)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Typed(Node):
    """An expression with its place and type."""

    at: Place
    type: Type


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Const(Typed):
    """A value that stands in the rule; money and quantities in their base unit. `param` is its name, if it is one."""

    value: Any
    param: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Name(Typed):
    """A variable: claim, line, a named row, an item, a `let`."""

    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Get(Typed):
    """A field of a row. Where the row can be missing, so can the field."""

    row: Typed
    field: str
    required: bool  # the field is always there when its row is


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Across(Typed):
    """All lines, or all claims, of the claims that are judged together."""

    entity: str  # "line", "claim"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Owner(Typed):
    """The claim that a line of another claim stands in."""

    row: Typed


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Cell(Typed):
    """A column of a table's row."""

    row: Typed
    index: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Arith(Typed):
    """+ - * or /, exact."""

    operator: str
    left: Typed
    right: Typed


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Compared(Typed):
    """= != < <= > or >=."""

    operator: str
    left: Typed
    right: Typed


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class InSet(Typed):
    """A code that is in a set, or a list that has one that is."""

    value: Typed
    codes: CodeSet
    negated: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class EndOf(Typed):
    """The first or the last item of a list; missing where the list is empty."""

    items: Typed
    last: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Present(Typed):
    """Whether a value is there."""

    value: Typed
    negated: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fallback(Typed):
    """A value, else another."""

    value: Typed
    fallback: Typed


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Logic(Typed):
    """and, or: `items` in turn."""

    operator: str
    items: tuple[Typed, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Negated(Typed):
    """not."""

    operand: Typed


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Called(Typed):
    """A function of the language, by name."""

    name: str
    arguments: tuple[Typed, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LookUp(Typed):
    """The row of a table for its keys; missing where it has none."""

    table: str
    keys: tuple[Typed, ...]
    on: Typed | None = None  # the day that counts
    source: str = ""  # the table's name in the reference store


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Contains(Typed):
    """A text that contains another, whatever their case."""

    value: Typed
    text: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Like(Typed):
    """A text with the shape of a pattern: 9 a digit, A a letter, X either, else itself."""

    value: Typed
    pattern: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Within(Typed):
    """A value that stands in a list."""

    value: Typed
    items: Typed


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Key(Node):
    """A join key: the rule's own value and the row's."""

    own: Typed
    row: Typed


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RowsOf(Typed):
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Quantified(Typed):
    """any, no or every row; `test` is the condition beside `where`."""

    word: str
    rows: RowsOf
    test: Typed | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Aggregated(Typed):
    """count, sum, min or max over rows. min and max of no rows are missing."""

    name: str
    rows: RowsOf
    value: Typed | None
