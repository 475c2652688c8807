"""What was meant: rules after checking, with typed expressions. The compiler needs nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleanclaim.findings import Profile, Rule, Severity
from cleanclaim.frozen import Frozen
from cleanclaim.language.nodes import RowsOf, Typed
from cleanclaim.language.places import Place
from cleanclaim.language.types import Type

if TYPE_CHECKING:  # what runs rules has no need of what was written
    from cleanclaim.language.mini_claims import Example


class Step(Frozen, frozen=True):
    """A condition that must hold for the rule to apply, or a named value where `name` is given."""

    value: Typed
    name: str = ""


class MarkPlace(Frozen, frozen=True):
    """A place to point at; `index` names the variable that counts the list's item."""

    row: Typed
    field: str
    index: str = ""
    label: str = ""


class Counted(Typed, frozen=True):
    """A number of a message, and what it counts: one of it, or many."""

    value: Typed
    one: str
    many: str


Text = tuple[str | Typed, ...]  # a message: texts and values in turn


class Judgment(Frozen, frozen=True):
    """How grave a finding is: the first severity where `condition` holds, else the second."""

    severity: Severity
    condition: Typed | None = None
    fallback: Severity = "error"


class Table(Frozen, frozen=True):
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


class Param(Frozen, frozen=True):
    """A named constant of a rule, which its heirs can change."""

    at: Place
    name: str
    value: Any


class TypedRule(Frozen, frozen=True):
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
