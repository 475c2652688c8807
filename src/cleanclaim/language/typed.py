"""What was meant: expressions after checking, each with its type. The compiler needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cleanclaim.findings import Profile, Rule, Severity
from cleanclaim.language.codes import CodeSet
from cleanclaim.language.places import Place
from cleanclaim.language.types import Type

if TYPE_CHECKING:  # what runs rules has no need of what was written
    from cleanclaim.language.mini_claims import Example


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression with its place and type."""

    at: Place
    type: Type


@dataclass(frozen=True, slots=True)
class Const(Typed):
    """A value that stands in the rule; money and quantities in their base unit. `param` is its name, if it is one."""

    value: Any
    param: str = ""


@dataclass(frozen=True, slots=True)
class Name(Typed):
    """A variable: claim, line, a named row, an item, a `let`."""

    name: str


@dataclass(frozen=True, slots=True)
class Get(Typed):
    """A field of a row. Where the row can be missing, so can the field."""

    row: Typed
    field: str
    required: bool  # the field is always there when its row is


@dataclass(frozen=True, slots=True)
class Across(Typed):
    """All lines, or all claims, of the claims that are judged together."""

    entity: str  # "line", "claim"


@dataclass(frozen=True, slots=True)
class Owner(Typed):
    """The claim that a line of another claim stands in."""

    row: Typed


@dataclass(frozen=True, slots=True)
class Cell(Typed):
    """A column of a table's row."""

    row: Typed
    index: int


@dataclass(frozen=True, slots=True)
class Arith(Typed):
    """+ - * or /, exact."""

    operator: str
    left: Typed
    right: Typed


@dataclass(frozen=True, slots=True)
class Compared(Typed):
    """= != < <= > or >=."""

    operator: str
    left: Typed
    right: Typed


@dataclass(frozen=True, slots=True)
class InSet(Typed):
    """A code that is in a set, or a list that has one that is."""

    value: Typed
    codes: CodeSet
    negated: bool


@dataclass(frozen=True, slots=True)
class EndOf(Typed):
    """The first or the last item of a list; missing where the list is empty."""

    items: Typed
    last: bool


@dataclass(frozen=True, slots=True)
class Present(Typed):
    """Whether a value is there."""

    value: Typed
    negated: bool


@dataclass(frozen=True, slots=True)
class Fallback(Typed):
    """A value, else another."""

    value: Typed
    fallback: Typed


@dataclass(frozen=True, slots=True)
class Logic(Typed):
    """and, or: `items` in turn."""

    operator: str
    items: tuple[Typed, ...]


@dataclass(frozen=True, slots=True)
class Negated(Typed):
    """not."""

    operand: Typed


@dataclass(frozen=True, slots=True)
class Called(Typed):
    """A function of the language, by name."""

    name: str
    arguments: tuple[Typed, ...]


@dataclass(frozen=True, slots=True)
class LookUp(Typed):
    """The row of a table for its keys; missing where it has none."""

    table: str
    keys: tuple[Typed, ...]
    on: Typed | None = None  # the day that counts
    source: str = ""  # the table's name in the reference store


@dataclass(frozen=True, slots=True)
class Contains(Typed):
    """A text that contains another, whatever their case."""

    value: Typed
    text: str


@dataclass(frozen=True, slots=True)
class Like(Typed):
    """A text with the shape of a pattern: 9 a digit, A a letter, X either, else itself."""

    value: Typed
    pattern: str


@dataclass(frozen=True, slots=True)
class Within(Typed):
    """A value that stands in a list."""

    value: Typed
    items: Typed


@dataclass(frozen=True, slots=True)
class Key:
    """A join key: the rule's own value and the row's."""

    own: Typed
    row: Typed


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Quantified(Typed):
    """any, no or every row; `test` is the condition beside `where`."""

    word: str
    rows: RowsOf
    test: Typed | None


@dataclass(frozen=True, slots=True)
class Aggregated(Typed):
    """count, sum, min or max over rows. min and max of no rows are missing."""

    name: str
    rows: RowsOf
    value: Typed | None


@dataclass(frozen=True, slots=True)
class Step:
    """A condition that must hold for the rule to apply, or a named value where `name` is given."""

    value: Typed
    name: str = ""


@dataclass(frozen=True, slots=True)
class MarkPlace:
    """A place to point at; `index` names the variable that counts the list's item."""

    row: Typed
    field: str
    index: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Counted(Typed):
    """A number of a message, and what it counts: one of it, or many."""

    value: Typed
    one: str
    many: str


Text = tuple[str | Typed, ...]  # a message: texts and values in turn


@dataclass(frozen=True, slots=True)
class Judgment:
    """How grave a finding is: the first severity where `condition` holds, else the second."""

    severity: Severity
    condition: Typed | None = None
    fallback: Severity = "error"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows by their keys, each a tuple in the order of its columns.

    With `valid`, the columns of the first and the last day (included; None: still in force), a key has several rows,
    one at most in force on a day. With `source` its rows are asked in the reference store, else are an example's.
    """

    name: str
    columns: tuple[tuple[str, Type], ...]
    keys: tuple[str, ...]
    rows: dict[tuple[Any, ...], tuple[Any, ...]]
    valid: tuple[int, int] | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Param:
    """A named constant of a rule, which its heirs can change."""

    at: Place
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class TypedRule:
    """A rule after checking."""

    path: str
    at: Place
    about: Rule
    subject: str  # "claim", "line", "provider"
    name: str  # the subject's variable
    where: Typed | None
    pair: RowsOf | None
    steps: tuple[Step, ...]
    required: bool  # require, else forbid
    check: Typed
    judgment: Judgment
    message: Text
    suggestion: Text
    marks: tuple[MarkPlace, ...]
    examples: tuple[Example, ...]
    tags: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    extends: tuple[str, ...] = ()  # its parent, its parent's parent, …
    scope: tuple[Typed, ...] = ()  # the payers and days it is for, which its parents leave to it
    covers: tuple[str, ...] = ()  # rules that are silent where this one speaks
    params: tuple[Param, ...] = ()
    profile: Profile | None = None
