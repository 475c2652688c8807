"""What a rule says and points at: nothing protected is ever printed."""

from __future__ import annotations

from cleanclaim.language import clauses as c
from cleanclaim.language import nodes as n
from cleanclaim.language import syntax as s
from cleanclaim.language import typed as t
from cleanclaim.language.check.faults import KIND, PROTECTED, Refused, each
from cleanclaim.language.check.rows import Rows
from cleanclaim.language.check.scope import Scope
from cleanclaim.language.check.values import told, written
from cleanclaim.language.types import spoken

_PRINTED = ("code", "number", "money", "quantity", "text", "date")


def read_text(template: c.Template, scope: Scope, checker: Rows) -> t.Text:
    """The parts of a message. Raises `Refused` where it would print what identifies somebody."""
    return each(lambda part: part if isinstance(part, str) else _printed(part, scope, checker), template.parts)


def _printed(node: s.Expr | s.Counted, scope: Scope, checker: Rows) -> n.Typed:
    if isinstance(node, s.Counted):
        value = _printed(node.value, scope, checker)
        if value.type.base != "number" or value.type.many:
            help_ = "take away `|` and what follows"
            raise Refused(node.at, KIND, f"a number is counted, not {spoken(value.type)}", help_)
        return t.Counted(node.at, value.type, value, node.one, node.many)
    value = checker.check(node, scope)  # whether it may be printed is asked first: no guard helps there
    if value.type.base not in _PRINTED:
        raise Refused(node.at, KIND, f"{spoken(value.type)} can not be printed", "name one of its fields")
    if value.type.protected:
        last = node.parts[-1] if isinstance(node, s.Path) else None
        at, shown = (node.at, told(node)) if last is None else (last.at, f"`{last.text}`")
        raise Refused(at, PROTECTED, f"{shown} can identify somebody and may not be printed", _instead(node))
    return checker.need(value, written(node))


def _instead(node: s.Expr) -> str:
    """What to do in place of printing a value that is protected."""
    if isinstance(node, s.Call) and node.name.text == "year":
        return "a year of birth tells of ages above 89: write `age_years(...)`, which ends at 90"
    if isinstance(node, s.Call) and node.name.text == "age_years":
        return "an age is told of dates as they stand in the file: `age_years(patient.birth_date, line.date)`"
    return "findings end up in logs; point at the element with `mark` instead"


def read_marks(clause: c.MarkClause, scope: Scope, checker: Rows) -> tuple[t.MarkPlace, ...]:
    """The places to point at, the main one first."""
    return each(lambda marked: _mark(marked, scope, checker), clause.marks)


def _mark(marked: c.Marked, scope: Scope, checker: Rows) -> t.MarkPlace:
    path = marked.path
    if len(path.parts) == 1 and path.text in scope.items:
        items, counter = scope.items[path.text]
        if isinstance(items, n.Get) and items.type.base != "row":
            return t.MarkPlace(items.row, items.field, counter, marked.label)
    node = checker.path(path, scope)
    if not isinstance(node, n.Get) or node.type.base == "row":
        raise Refused(
            path.at, KIND, "only a field of the claim has a place to point at", "name a field: `line.procedure`"
        )
    if node.field in ("position", "ordinal"):
        help_ = "point at `number`" if node.field == "position" else "point at `control_number`"
        raise Refused(path.at, KIND, f"`{node.field}` does not stand in the file", help_)
    checker.need(node.row, path.text.rpartition(".")[0])
    return t.MarkPlace(node.row, node.field, "", marked.label)
