"""What was meant: rules after checking, with typed expressions. The compiler needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cleanclaim.findings import Profile, Rule, Severity
from cleanclaim.language.nodes import (
    Across,
    Aggregated,
    Arith,
    Called,
    Cell,
    Compared,
    Const,
    Contains,
    EndOf,
    Fallback,
    Get,
    InSet,
    Key,
    Like,
    Logic,
    LookUp,
    Name,
    Negated,
    Node,
    Owner,
    Present,
    Quantified,
    RowsOf,
    Typed,
    Within,
)
from cleanclaim.language.places import Place
from cleanclaim.language.types import Type

if TYPE_CHECKING:  # what runs rules has no need of what was written
    from cleanclaim.language.mini_claims import Example


__all__ = [
    "Across",
    "Aggregated",
    "Arith",
    "Called",
    "Cell",
    "Compared",
    "Const",
    "Contains",
    "Counted",
    "EndOf",
    "Fallback",
    "Get",
    "InSet",
    "Judgment",
    "Key",
    "Like",
    "Logic",
    "LookUp",
    "MarkPlace",
    "Name",
    "Negated",
    "Owner",
    "Param",
    "Present",
    "Quantified",
    "RowsOf",
    "Step",
    "Table",
    "Text",
    "Typed",
    "TypedRule",
    "Within",
]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Step(Node):
    """A condition that must hold for the rule to apply, or a named value where `name` is given."""

    value: Typed
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MarkPlace(Node):
    """A place to point at; `index` names the variable that counts the list's item."""

    row: Typed
    field: str
    index: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Counted(Typed):
    """A number of a message, and what it counts: one of it, or many."""

    value: Typed
    one: str
    many: str


Text = tuple[str | Typed, ...]  # a message: texts and values in turn


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Judgment(Node):
    """How grave a finding is: the first severity where `condition` holds, else the second."""

    severity: Severity
    condition: Typed | None = None
    fallback: Severity = "error"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Table(Node):
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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Param(Node):
    """A named constant of a rule, which its heirs can change."""

    at: Place
    name: str
    value: Any


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TypedRule(Node):
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
