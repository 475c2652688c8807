"""The same expressions for claims where some values could not be read."""

from __future__ import annotations

import ast

from cleanclaim.language import nodes as n
from cleanclaim.language.compile import build as b
from cleanclaim.language.compile.build import variable
from cleanclaim.language.compile.expressions import Expressions


class CarefulExpressions(Expressions):
    """Emits code that asks for each value, and decides what can be decided without those that are unreadable."""

    def _get(self, node: n.Get) -> ast.expr:
        name = "need" if node.required and not node.type.many and not node.row.type.optional else "look"
        return b.call(name, self.emit(node.row), ast.Constant(node.field))

    def summed(self, node: n.Aggregated) -> ast.expr | None:
        return None

    def sooner(self, node: n.Compared, whole: ast.expr) -> ast.expr:
        return whole

    def condition(self, node: n.Typed) -> ast.expr:
        return b.call("certain", b.function((), self.emit(node)))

    def _logic(self, node: n.Logic) -> ast.expr:
        name = "both" if node.operator == "and" else "either"
        return b.call(name, *(b.function((), self.emit(part)) for part in node.items))

    def join(self, key: n.Key) -> ast.expr:
        return b.call("agree", b.function((), self.emit(key.row)), b.function((), self.emit(key.own)))

    def _test(self, rows: n.RowsOf, more: list[ast.expr], name: str = "") -> ast.expr:
        """lambda row: all of the conditions"""
        parts = [b.function((), part) for part in [*self.conditions(rows), *more]]
        return b.function((name or variable(rows.name),), b.call("both", *parts))

    def _quantified(self, node: n.Quantified) -> ast.expr:
        more = [] if node.test is None else [self.emit(node.test)]
        if node.word == "every":
            more = [b.negate(part) for part in more]
        found = b.call("some_of", self.source(node.rows), self._test(node.rows, more))
        return found if node.word == "any" else b.negate(found)

    def ranging(self, value: ast.expr, rows: n.RowsOf) -> ast.expr:
        kept = b.call("kept", self.source(rows), self._test(rows, []))
        return b.generator(value, b.store(variable(rows.name)), kept, [])

    def witnesses(self, rows: n.RowsOf, test: n.Typed | None, violated: bool, counter: str) -> ast.expr:
        more = []
        if test is not None:
            more = [b.negate(self.emit(test)) if violated else self.emit(test)]
        if not counter:
            return b.call("breaking", self.source(rows), self._test(rows, more))
        boxed = b.item(b.load("numbered"), ast.Constant(1))
        inner = ast.Call(self._test(rows, more), [boxed], [])
        return b.call("breaking", self.numbered(rows), b.function(("numbered",), inner))

    def pairs(self, judge: str, own: str, rows: n.RowsOf) -> ast.expr:
        partners = b.call("certain_pairs", self.source(rows), self._test(rows, []))
        own_row = b.load(variable(own))
        return b.call("paired", b.load(judge), b.load(variable("claim")), own_row, partners, *self.group)
