"""The clauses that say where a rule applies and how grave it is: payer, effective, severity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import cast

from cleanclaim.findings import Severity
from cleanclaim.language import clauses as c
from cleanclaim.language import nodes as n
from cleanclaim.language import syntax as s
from cleanclaim.language import typed as t
from cleanclaim.language.check.book import Book
from cleanclaim.language.check.faults import KIND, Refused
from cleanclaim.language.check.rows import Rows
from cleanclaim.language.check.scope import Scope
from cleanclaim.language.check.sets import read_set
from cleanclaim.language.inside import inside
from cleanclaim.language.model import field_type
from cleanclaim.language.types import BOOL, DATE, Type

_CLAIM = Type("row", "claim")


def payer_steps(clause: c.PayerClause | None, book: Book) -> tuple[t.Step, ...]:
    """The claim's payer is, or is not, one of those named."""
    if clause is None:
        return ()
    claim = n.Name(clause.at, _CLAIM, "claim")
    payer = n.Get(clause.at, field_type("claim", "payer"), claim, "payer", True)
    value = n.Get(clause.at, field_type("payer", "id"), payer, "id", True)
    codes = read_set(clause.match, "payer_id", book)
    return (t.Step(n.InSet(clause.at, BOOL, value, codes, clause.negated)),)


def effective_steps(clause: c.Effective | None, line: str) -> tuple[t.Step, ...]:
    """The service lies within the rule's days: the line's first day, else the claim's."""
    if clause is None:
        return ()
    if clause.last is not None and clause.last < clause.first:
        help_ = f"write the first day first: `effective {clause.last} to {clause.first}`"
        raise Refused(clause.at, KIND, "the rule ends before it begins", help_)
    steps = []
    if line:
        day = n.Get(clause.at, DATE, n.Name(clause.at, Type("row", "line"), line), "date", True)
    else:
        claim = n.Name(clause.at, _CLAIM, "claim")
        day = n.Get(clause.at, DATE._replace(optional=True), claim, "from_date", False)
        steps.append(t.Step(n.Present(clause.at, BOOL, day, False)))
    steps.append(t.Step(n.Compared(clause.at, BOOL, ">=", day, n.Const(clause.at, DATE, clause.first))))
    if clause.last is not None:
        steps.append(t.Step(n.Compared(clause.at, BOOL, "<=", day, n.Const(clause.at, DATE, clause.last))))
    return tuple(steps)


def read_judgment(clause: c.SeverityClause, scope: Scope, rows: Rows) -> t.Judgment:
    """How grave a finding is; a missing value in the condition takes the `otherwise`."""
    severity = cast(Severity, clause.word)
    if clause.condition is None:
        return t.Judgment(severity)
    lenient = _Lenient(rows.book, rows.line)
    condition = lenient.condition(clause.condition, scope)
    if lenient.missing:
        condition = _for_certain(condition, True, lenient.missing)
    return t.Judgment(severity, condition, cast(Severity, clause.fallback))


def _for_certain(node: n.Typed, holds: bool, missing: Mapping[n.Typed, n.Typed]) -> n.Typed:
    """That a condition holds, or does not, whatever is missing: `a or b` where `a` holds and `b` is not there."""
    if isinstance(node, n.Negated):
        return _for_certain(node.operand, not holds, missing)
    if isinstance(node, n.Logic):
        operator = node.operator if holds else {"and": "or", "or": "and"}[node.operator]
        return replace(node, operator=operator, items=tuple(_for_certain(one, holds, missing) for one in node.items))
    asked = (missing[part] for part in inside(node) if part in missing)
    present = (n.Present(value.at, BOOL, value, False) for value in asked)
    said = node if holds else n.Negated(node.at, BOOL, node)
    conditions = (*present, said)
    return said if len(conditions) == 1 else n.Logic(node.at, BOOL, "and", conditions)


class _Lenient(Rows):
    """Lets optional values pass, and remembers them; not those of rows, which only a quantifier knows."""

    def __init__(self, book: Book, line: str) -> None:
        super().__init__(book, line)
        self.missing: dict[n.Typed, n.Typed] = {}  # by the node that takes their place
        self._among = 0  # how many quantifiers and sums stand around

    def need(self, node: n.Typed, text: str) -> n.Typed:
        if self._among or not node.type.optional:
            return super().need(node, text)
        passed = replace(node, type=node.type.given)
        self.missing[passed] = node
        return passed

    def _quantifier(self, node: s.Quantifier, scope: Scope) -> n.Typed:
        with self._rows_around():
            return super()._quantifier(node, scope)

    def _aggregate(self, node: s.Aggregate, scope: Scope) -> n.Typed:
        with self._rows_around():
            return super()._aggregate(node, scope)

    @contextmanager
    def _rows_around(self) -> Iterator[None]:
        self._among += 1
        try:
            yield
        finally:
            self._among -= 1
