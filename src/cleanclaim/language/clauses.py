"""What was written above the expressions: clauses, examples, sets, tables and files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from cleanclaim.language.mini_claims import Example, Value
from cleanclaim.language.syntax import Constant, Counted, Expr, Lines, Match, Node, Path, Place, Word


@dataclass(frozen=True, slots=True)
class SeverityClause(Node):
    """One severity, or two and the condition that decides."""

    word: str
    condition: Expr | None = None
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Subject(Node):
    """What the rule is about; `pair` is the line that it is paired with."""

    row: Lines
    pair: Lines | None = None


@dataclass(frozen=True, slots=True)
class Effective(Node):
    """The first and the last day of service that the rule is for."""

    first: dt.date
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PayerClause(Node):
    """The payers that the rule is for, or not for."""

    match: Match
    negated: bool


@dataclass(frozen=True, slots=True)
class Param(Node):
    """A named constant."""

    name: Word
    value: Constant


@dataclass(frozen=True, slots=True)
class Let(Node):
    """A named value."""

    name: Word
    value: Expr


@dataclass(frozen=True, slots=True)
class When(Node):
    """A condition of the rule."""

    condition: Expr


@dataclass(frozen=True, slots=True)
class Check(Node):
    """What is required or forbidden."""

    word: Literal["require", "forbid"]
    condition: Expr


@dataclass(frozen=True, slots=True)
class Template(Node):
    """A text and what stands in its braces, in turn."""

    parts: tuple[str | Expr | Counted, ...]
    text: str


@dataclass(frozen=True, slots=True)
class TextClause(Node):
    """message, suggest and help."""

    word: Literal["message", "suggest", "help"]
    template: Template


@dataclass(frozen=True, slots=True)
class Marked(Node):
    """A place that the finding points at."""

    path: Path
    label: str = ""


@dataclass(frozen=True, slots=True)
class MarkClause(Node):
    """The places that the finding points at, the main one first."""

    marks: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Snip(Node):
    """The SNIP level."""

    level: str


@dataclass(frozen=True, slots=True)
class Cite(Node):
    """A public document."""

    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Data(Node):
    """The release of a reference table that the rule's facts are from."""

    table: str
    release: str


@dataclass(frozen=True, slots=True)
class MapClause(Node):
    """The codes of an acknowledgment: 277CA, CARC or RARC."""

    target: str
    codes: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Tags(Node):
    """Words to find the rule by."""

    names: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Covers(Node):
    """Another rule that is silent where this one speaks."""

    code: Word


_Applies = SeverityClause | Subject | Effective | PayerClause | Param | Let | When | Check
_Tells = TextClause | MarkClause | Snip | Cite | Data | MapClause | Tags | Covers | Example
Clause = _Applies | _Tells


@dataclass(frozen=True, slots=True)
class RuleItem(Node):
    """A rule as it was written; `at` is its head."""

    code: Word
    title: str
    clauses: tuple[Clause, ...]
    extends: Word | None = None


@dataclass(frozen=True, slots=True)
class SetItem(Node):
    """A named set of codes, or the file it is read from."""

    name: Word
    system: Word
    match: Match | None = None
    file: Word | None = None


@dataclass(frozen=True, slots=True)
class Column(Node):
    """A column of a table."""

    name: Word
    kind: Word
    optional: bool


@dataclass(frozen=True, slots=True)
class TableRow(Node):
    """A row of a table as it was written."""

    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class TableItem(Node):
    """A decision table, or the file it is read from, or its name in the reference store."""

    name: Word
    columns: tuple[Column, ...]
    keys: tuple[Word, ...]
    rows: tuple[TableRow, ...]
    valid: tuple[Word, ...] = ()  # the columns of the first and the last day
    file: Word | None = None
    source: Word | None = None


@dataclass(frozen=True, slots=True)
class UseItem(Node):
    """Another file whose sets and tables this one uses."""

    name: Word


@dataclass(frozen=True, slots=True)
class Graded(Node):
    """How grave a rule is for the payers of a profile."""

    code: Word
    severity: str


@dataclass(frozen=True, slots=True)
class ProfileItem(Node):
    """The payers' profile that the rules of the file belong to."""

    name: Word
    title: str
    grades: tuple[Graded, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionItem(Node):
    """The version of the language."""

    version: str


Item = RuleItem | SetItem | TableItem | UseItem | ProfileItem | VersionItem


@dataclass(frozen=True, slots=True)
class PartOfRule:
    """The clauses of a rule that could be read. The others may give `names`, or guard what can be missing."""

    item: RuleItem
    names: frozenset[str]
    guarded: bool


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file as it was written."""

    path: str
    lines: tuple[str, ...]
    items: tuple[Item, ...]
    folder: str = ""  # where the files stand that it names
    lost: tuple[str, ...] = ()  # the rules, sets and tables that could not be understood
    parts: tuple[PartOfRule, ...] = ()  # what could be read of the rules among them
    tables: tuple[TableItem, ...] = ()  # the tables among them with the rows that could be read

    def excerpt(self, at: Place) -> str:
        """The line that a place begins on."""
        return self.lines[at.line - 1] if at.line <= len(self.lines) else ""
