"""What a rule says of a claim that breaks it, as code: severity, texts, marks, and the rows that it names."""

from __future__ import annotations

import ast
from dataclasses import replace

from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.compile import build as b
from cleanclaim.language.compile.build import variable
from cleanclaim.language.compile.expressions import Expressions
from cleanclaim.language.compile.reaching import rows_across
from cleanclaim.language.compile.reads import broken_by

_AGAIN = "and here"  # the label of what breaks a rule as the first witness does


def counter(rows: n.RowsOf) -> str:
    """The variable that counts the items of a list; rows have their places without."""
    return f"{rows.name} at" if rows.items.type.base != "row" else ""


def target(rows: n.RowsOf) -> ast.expr:
    """What a witness is assigned to."""
    item, number = b.store(variable(rows.name)), counter(rows)
    return ast.Tuple([b.store(variable(number)), item], ast.Store()) if number else item


def _asked_of(node: n.Typed | None) -> list[n.LookUp]:
    """What a condition on a row asks the reference store."""
    if isinstance(node, n.LookUp):
        return [node] if node.source else []
    if isinstance(node, n.Logic):
        return [found for item in node.items for found in _asked_of(item)]
    if isinstance(node, n.Negated):
        return _asked_of(node.operand)
    return _asked_of(node.value) if isinstance(node, n.Present) else []


def _points_at(mark: t.MarkPlace, rows: n.RowsOf) -> bool:
    """Whether a mark stands on one of the rows."""
    row = mark.row
    while isinstance(row, n.Get):
        row = row.row
    return mark.index == counter(rows) if mark.index else isinstance(row, n.Name) and row.name == rows.name


class Saying:
    """Makes the verdict of one rule."""

    def __init__(self, rule: t.TypedRule, emit: Expressions) -> None:
        self.rule, self.emit = rule, emit
        self.far = {rows.name: rows for rows in rows_across(rule)}

    def verdict(self) -> ast.expr:
        """The verdict; the check has found its witness before."""
        rule, judgment = self.rule, self.rule.judgment
        severity: ast.expr = ast.Constant(judgment.severity)
        if judgment.condition is not None:
            condition = self.emit.condition(judgment.condition)
            severity = ast.IfExp(condition, severity, ast.Constant(judgment.fallback))
        pointers = self._pointers()
        texts = self._text(rule.message), self._text(rule.suggestion)
        found = self._looked_up()
        if not found:
            return b.call("Verdict", severity, *texts, pointers, b.pair(*self._witnesses()))
        severity, data = b.call("softened", severity, *found), b.call("released", *found)
        return b.call("Verdict", severity, *texts, pointers, b.pair(*self._witnesses()), data)

    def _looked_up(self) -> list[ast.expr]:
        """The rows of the reference store that have a name in the rule, or that its witness was found by: their
        releases decide with it.
        """
        found = [(step.name, step.value) for step in self.rule.steps if step.name]
        named = [b.load(variable(name)) for name, value in found if isinstance(value, n.LookUp) and value.source]
        check, rows = self.rule.check, broken_by(self.rule)
        if rows is None or not isinstance(check, n.Quantified):
            return named
        return [*named, *(self.emit.emit(node) for part in (rows.where, check.test) for node in _asked_of(part))]

    def _witnesses(self) -> list[ast.expr]:
        """The rows besides the subject that break the rule: the partner, and what the check found."""
        rows = [found for found in (self.rule.pair, broken_by(self.rule)) if found is not None]
        return [b.load(variable(found.name)) for found in rows if found.items.type.base == "row"]

    def _pointers(self) -> ast.expr:
        """The marks; and where the others stand that break the rule as the first does, if a mark points at that."""
        pointers = b.pair(*(self._pointer(mark) for mark in self.rule.marks))
        rows = broken_by(self.rule)
        if rows is None or rows.scope:  # of other claims each has a finding of its own
            return pointers
        mark = next((mark for mark in self.rule.marks if _points_at(mark, rows)), None)
        if mark is None:
            return pointers
        again = self._pointer(replace(mark, label=_AGAIN))
        others = b.generator(again, target(rows), b.call("further", b.load("witnesses")), ())
        return ast.BinOp(pointers, ast.Add(), b.call("tuple", others))

    def _pointer(self, mark: t.MarkPlace) -> ast.expr:
        index = b.load(variable(mark.index)) if mark.index else ast.Constant(None)
        row = self.emit.emit(mark.row)
        claim = self._far_claim(mark.row)
        more = [] if claim is None else [claim]
        return b.call("Pointer", row, ast.Constant(mark.field), index, ast.Constant(mark.label), *more)

    def _far_claim(self, row: n.Typed) -> ast.expr | None:
        """The claim that a row stands in, where it is not the rule's own."""
        while isinstance(row, n.Get):
            row = row.row
        if isinstance(row, n.Owner):
            return self.emit.emit(row)
        rows = self.far.get(row.name) if isinstance(row, n.Name) else None
        if rows is None:
            return None
        found = b.load(variable(rows.name))
        return self.emit.owner(found) if rows.items.type.system == "line" else found

    def _text(self, text: t.Text) -> ast.expr:
        parts: list[ast.expr] = []
        for part in text:
            if isinstance(part, str):
                parts.append(ast.Constant(part))
            elif isinstance(part, t.Counted):
                value = self.emit.emit(part.value), self.emit.code.keep(part.type)
                parts.append(b.call("counted", *value, ast.Constant(part.one), ast.Constant(part.many)))
            else:
                parts.append(b.call("shown", self.emit.emit(part), self.emit.code.keep(part.type)))
        if all(isinstance(part, ast.Constant) for part in parts):
            return ast.Constant("".join(str(part) for part in text))
        return ast.Call(b.attribute(ast.Constant(""), "join"), [b.pair(*parts)], [])
