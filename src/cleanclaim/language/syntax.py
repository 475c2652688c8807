"""What was written: the nodes of a rule file, each with its place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from cleanclaim.language.places import Place as Place
from cleanclaim.language.places import Word as Word


@dataclass(frozen=True, slots=True)
class Node:
    """Anything that has a place."""

    at: Place


# ---------------------------------------------------------------- sets of codes


@dataclass(frozen=True, slots=True)
class OneCode(Node):
    """A code: 99213, D51.0."""

    text: str


@dataclass(frozen=True, slots=True)
class WildCode(Node):
    """A code with `*` (any rest) or `?` (any one character)."""

    text: str


@dataclass(frozen=True, slots=True)
class CodeRange(Node):
    """A first and a last code."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class SetName(Node):
    """A set by its name."""

    name: str


Member = OneCode | WildCode | CodeRange | SetName


@dataclass(frozen=True, slots=True)
class Match(Node):
    """The right-hand side of is, has and lacks."""

    members: tuple[Member, ...]
    exceptions: tuple[Member, ...] = ()


# ------------------------------------------------------------------- expressions


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A literal; `unit` for a quantity, `$` for money, else empty. `digits` are those of a plain number."""

    value: Decimal | dt.date | str | bool
    unit: str = ""
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Path(Node):
    """A name and what is asked of it: `line.rendering.npi`."""

    parts: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The path as it was written."""
        return ".".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function or a table; `on` is the date that counts."""

    name: Word
    arguments: tuple[Expr, ...]
    on: Expr | None = None


@dataclass(frozen=True, slots=True)
class Operand(Node):
    """+ - * or / and what follows it; the place is that of all that is computed up to here."""

    operator: str
    value: Expr


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """Operands in a row, however many, joined by + and -, or by * and /."""

    first: Expr
    rest: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """A minus sign before an operand."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Otherwise(Node):
    """A value, and what takes its place where it is missing."""

    value: Expr
    fallback: Expr


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """= != < <= > >= between two operands."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Between(Node):
    """From low to high, both included."""

    value: Expr
    low: Expr
    high: Expr


@dataclass(frozen=True, slots=True)
class CodeTest(Node):
    """A code or a list of codes against a set. `word` is is, has or lacks; `end` first or last."""

    value: Expr
    word: Literal["is", "has", "lacks"]
    match: Match
    negated: bool = False
    end: str = ""


@dataclass(frozen=True, slots=True)
class EndOf(Node):
    """The first or the last item of a list, which is compared with a value."""

    items: Expr
    end: str


@dataclass(frozen=True, slots=True)
class Presence(Node):
    """`is present`, else `is missing`."""

    value: Expr
    present: bool


@dataclass(frozen=True, slots=True)
class InList(Node):
    """A value that stands in a list."""

    value: Expr
    items: Expr


@dataclass(frozen=True, slots=True)
class TextTest(Node):
    """`contains` or `like`."""

    value: Expr
    word: Literal["contains", "like"]
    text: Word


@dataclass(frozen=True, slots=True)
class Both(Node):
    """and, or: the conditions that stand in a row, however many."""

    operator: Literal["and", "or"]
    items: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """not."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Lines(Node):
    """The lines that a quantifier or a sum ranges over."""

    entity: str  # "line", "claim", "provider"
    relation: str = ""  # "other", "earlier", "later"
    name: Word | None = None  # after `as`
    scope: Word | None = None  # after `of same`
    keys: tuple[Word, ...] = ()  # after `with same`
    where: Expr | None = None


@dataclass(frozen=True, slots=True)
class Items(Node):
    """The items of a list that a quantifier or a sum ranges over; `repeated`: those that stood there before."""

    name: Word
    items: Expr
    where: Expr | None = None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Quantifier(Node):
    """any, no or every."""

    word: Word
    rows: Lines | Items
    satisfies: Expr | None = None


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """count, sum, min or max over rows; `value` is what is added or compared."""

    name: str
    rows: Lines | Items
    value: Expr | None = None


@dataclass(frozen=True, slots=True)
class Extreme(Node):
    """min or max of the values written, or the count of a list."""

    name: str
    values: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Counted(Node):
    """A value of a message with what it counts: `{line.units | unit}` is "1 unit" or "2 units"."""

    value: Expr
    one: str
    many: str


Expr = (
    Constant
    | OneCode
    | Path
    | Call
    | Arithmetic
    | Negative
    | Otherwise
    | Compare
    | Between
    | CodeTest
    | EndOf
    | Presence
    | InList
    | TextTest
    | Both
    | Not
    | Quantifier
    | Aggregate
    | Extreme
)
