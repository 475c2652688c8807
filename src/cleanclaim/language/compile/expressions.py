"""Typed expressions to Python's syntax tree, for claims where every value is readable."""

from __future__ import annotations

import ast
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import Any

from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.compile import build as b
from cleanclaim.language.compile.among import rows_among
from cleanclaim.language.compile.build import variable
from cleanclaim.language.compile.kinds import (
    field_of_all,
    inverse_of,
    is_decimal,
    is_int,
    is_same_procedure,
    rounded_to,
)
from cleanclaim.language.compile.membership import is_in
from cleanclaim.language.compile.years import by_years
from cleanclaim.language.running import shaped

_COMPARISONS = {"=": ast.Eq, "!=": ast.NotEq, "<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE}
_ARITHMETIC = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
_NATIVE = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult}
_MOVED = {
    ("+", "duration"): "moved",
    ("-", "duration"): "moved_back",
    ("+", "months"): "months_later",
    ("-", "months"): "months_earlier",
}
_ALL = {"9": "isdigit", "A": "isalpha", "X": "isalnum"}  # signs of a shape that is the same throughout
_CALLED = {"count": "len", "min": "min", "max": "max", "abs": "abs", "length": "len"}


class Expressions:
    """Emits expressions. `code` keeps the constants; `tables` are the rule's tables by name."""

    def __init__(self, code: b.Code, tables: dict[str, t.Table]) -> None:
        self.code, self.tables = code, tables
        self.group: list[ast.expr] = []  # the group of claims, for rules that look across claims

    def emit(self, node: n.Typed) -> ast.expr:
        """The code of any expression."""
        make: Any = getattr(self, "_" + type(node).__name__.lower())
        made: ast.expr = make(node)
        return b.placed(made, node.at)

    def _const(self, node: n.Const) -> ast.expr:
        value = node.value
        if isinstance(value, Decimal) and value == value.to_integral_value():
            value = int(value)
        return self.code.keep(value)

    def _name(self, node: n.Name) -> ast.expr:
        return b.load(variable(node.name))

    def _get(self, node: n.Get) -> ast.expr:
        found = b.attribute(self.emit(node.row), node.field)
        if node.row.type.optional:
            return ast.IfExp(b.is_none(self.emit(node.row)), ast.Constant(None), found)
        return found

    def _across(self, node: n.Across) -> ast.expr:
        return b.attribute(b.load("group"), node.entity + "s")

    def _owner(self, node: n.Owner) -> ast.expr:
        return self.owner(self.emit(node.row))

    def owner(self, line: ast.expr) -> ast.expr:
        """The claim of a line that stands in another claim."""
        return ast.Call(b.attribute(b.load("group"), "owner"), [line], [])

    def _cell(self, node: n.Cell) -> ast.expr:
        found = b.item(self.emit(node.row), ast.Constant(node.index))
        if node.row.type.optional:
            return ast.IfExp(b.is_none(self.emit(node.row)), ast.Constant(None), found)
        return found

    def condition(self, node: n.Typed) -> ast.expr:
        """The code of a condition that does not decide whether the rule is broken."""
        return self.emit(node)

    # ------------------------------------------------------------------- values

    def _arith(self, node: n.Arith) -> ast.expr:
        left, right = node.left.type.base, node.right.type.base
        name = _ARITHMETIC[node.operator]
        if left == "date":
            name = "apart" if right == "date" else _MOVED[node.operator, node.right.type.system]
        elif node.operator == "/" and isinstance(node.right, n.Const) and (inverse := inverse_of(node.right.value)):
            return b.call("multiply", self.emit(node.left), self.emit(replace(node.right, value=inverse)))
        elif node.operator in _NATIVE and is_int(node.left) and is_int(node.right):
            return ast.BinOp(self.emit(node.left), _NATIVE[node.operator](), self.emit(node.right))
        return b.call(name, self.emit(node.left), self.emit(node.right))

    def _fallback(self, node: n.Fallback) -> ast.expr:
        if isinstance(node.value, n.Get) and isinstance(node.fallback, n.Const):
            return ast.IfExp(b.is_none(self.emit(node.value)), self.emit(node.fallback), self.emit(node.value))
        return b.call("otherwise", self.emit(node.value), b.function((), self.emit(node.fallback)))

    def _called(self, node: n.Called) -> ast.expr:
        match node:
            case n.Called(name="rounded_up", arguments=(n.Arith(operator="/", left=left, right=right),)):
                return b.call("divided_up", self.emit(left), self.emit(right))
        return b.call(_CALLED.get(node.name, node.name), *(self.emit(argument) for argument in node.arguments))

    def _lookup(self, node: n.LookUp) -> ast.expr:
        table = self.tables[node.table]
        if table.source and not table.rows:  # neither bound to the store nor an example's
            return b.call("unanswered")
        rows = self.code.keep(table.rows)
        keys = b.pair(*(self.emit(key) for key in node.keys))
        if node.on is not None and hasattr(table.rows, "on"):  # bound to the store
            return ast.Call(b.attribute(rows, "on"), [keys, self.emit(node.on)], [])
        valid = table.valid
        if valid is None or node.on is None:
            return ast.Call(b.attribute(rows, "get"), [keys], [])
        return b.call("in_force", rows, keys, self.emit(node.on), *map(ast.Constant, valid))

    def _endof(self, node: n.EndOf) -> ast.expr:
        index = ast.Constant(-1 if node.last else 0)
        return ast.IfExp(self.emit(node.items), b.item(self.emit(node.items), index), ast.Constant(None))

    # ------------------------------------------------------------------- conditions

    def _compared(self, node: n.Compared) -> ast.expr:
        if node.operator in ("=", "!=") and (whole := self._is_whole(node.left, node.right)) is not None:
            return whole if node.operator == "=" else b.negate(whole)
        left, right = self._side(node.left, node.right), self._side(node.right, node.left)
        return self.sooner(node, b.compare(left, _COMPARISONS[node.operator](), right))

    def sooner(self, node: n.Compared, whole: ast.expr) -> ast.expr:
        """A comparison of dates with months between them, decided by their years where those do."""
        years = by_years(node)
        return whole if years is None else years.before(whole, self.emit)

    def _is_whole(self, left: n.Typed, right: n.Typed) -> ast.expr | None:
        """value / $0.01 = rounded_up(value / $0.01), asked at a fifth of the cost."""
        for one, other in ((left, right), (right, left)):
            parts = rounded_to(one, other)
            if parts is not None and ast.dump(self.emit(parts.rounded)) == ast.dump(self.emit(other)):
                return b.negate(b.call("remainder", self.emit(parts.value), self.code.keep(parts.unit)))
        return None

    def _side(self, node: n.Typed, other: n.Typed) -> ast.expr:
        """A side of a comparison: a number is met by one of its own kind, at half the cost."""
        if isinstance(node, n.Const) and isinstance(node.value, Decimal) and is_decimal(other):
            return b.placed(self.code.keep(node.value), node.at)
        return self.emit(node)

    def _inset(self, node: n.InSet) -> ast.expr:
        found = is_in(node, self.emit(node.value), self.code)
        return b.negate(found) if node.negated else found

    def _present(self, node: n.Present) -> ast.expr:
        operator = ast.Is() if node.negated else ast.IsNot()
        return b.compare(self.emit(node.value), operator, ast.Constant(None))

    def _contains(self, node: n.Contains) -> ast.expr:
        folded = ast.Call(b.attribute(self.emit(node.value), "casefold"), [], [])
        return b.compare(ast.Constant(node.text.casefold()), ast.In(), folded)

    def _like(self, node: n.Like) -> ast.expr:
        method = _ALL.get("".join(sorted(set(node.pattern))))
        if method is None or not isinstance(node.value, n.Get):
            fits = ast.Call(self.code.keep(shaped(node.pattern)), [self.emit(node.value)], [])
            return b.negate(b.is_none(fits))
        length = b.compare(b.call("len", self.emit(node.value)), ast.Eq(), ast.Constant(len(node.pattern)))
        asked = (b.attribute(self.emit(node.value), name) for name in ("isascii", method))
        return b.every([length, *(ast.Call(one, [], []) for one in asked)])

    def _within(self, node: n.Within) -> ast.expr:
        return b.compare(self.emit(node.value), ast.In(), self.emit(node.items))

    def _logic(self, node: n.Logic) -> ast.expr:
        operator = ast.And() if node.operator == "and" else ast.Or()
        return ast.BoolOp(operator, [self.emit(part) for part in node.items])

    def _negated(self, node: n.Negated) -> ast.expr:
        return b.negate(self.emit(node.operand))

    # ------------------------------------------------------------------- rows

    def conditions(self, rows: n.RowsOf) -> list[ast.expr]:
        """What a row must meet to be one of `rows`: tests of codes before the joins, procedures first of all."""
        found = [*self._relation(rows), *self._scope(rows)]
        found += [self.join(key) for key in rows.keys if is_same_procedure(key)]
        if rows.where is not None:
            found.append(self.emit(rows.where))
        return found + [self.join(key) for key in rows.keys if not is_same_procedure(key)]

    def _relation(self, rows: n.RowsOf) -> list[ast.expr]:
        if rows.relation in ("", "repeated"):
            return []
        row, own = b.load(variable(rows.name)), b.load(variable(rows.own))
        if rows.relation == "other":
            return [b.compare(row, ast.IsNot(), own)]
        operator = ast.Lt() if rows.relation == "earlier" else ast.Gt()
        if rows.scope:
            place = b.attribute(b.load("group"), "place")
            return [b.compare(ast.Call(place, [row], []), operator, ast.Call(place, [own], []))]
        return [b.compare(b.attribute(row, "position"), operator, b.attribute(own, "position"))]

    def _scope(self, rows: n.RowsOf) -> list[ast.expr]:
        """A patient is compared here as well: rows of several come together where their keys are alike."""
        if rows.scope != "patient":
            return []
        row = b.load(variable(rows.name))
        claim = self.owner(row) if rows.items.type.system == "line" else row
        return [b.call("same_patient", claim, b.load(variable("claim")))]

    def join(self, key: n.Key) -> ast.expr:
        """A join key: missing equals nothing, lists compare as sets."""
        row, own = self.emit(key.row), self.emit(key.own)
        if key.own.type.many:
            return b.call("same_codes", row, own)
        same = b.compare(row, ast.Eq(), own)
        if key.own.type.optional:
            return b.every((b.negate(b.is_none(self.emit(key.own))), same))
        return same

    def _quantified(self, node: n.Quantified) -> ast.expr:
        name = "all" if node.word == "every" else "any"
        test = self.emit(node.test) if node.test is not None else ast.Constant(True)
        found = b.call(name, self.ranging(test, node.rows))
        return b.negate(found) if node.word == "no" else found

    def _aggregated(self, node: n.Aggregated) -> ast.expr:
        if node.value is None:
            return b.call("sum", self.ranging(ast.Constant(1), node.rows))
        values = self.ranging(self.emit(node.value), node.rows)
        if node.name == "sum":
            return self.summed(node) or b.call("total", b.listed(values))
        default = ast.keyword("default", ast.Constant(None))
        return ast.Call(b.load(node.name), [values], [default])

    def summed(self, node: n.Aggregated) -> ast.expr | None:
        """The sum of a field over all rows of a list, at half the cost; None for any other sum."""
        field = field_of_all(node)
        return b.call("total_of", self.code.keep(attrgetter(field)), self.source(node.rows)) if field else None

    def ranging(self, value: ast.expr, rows: n.RowsOf) -> ast.expr:
        """A value for each of the rows."""
        return b.generator(value, b.store(variable(rows.name)), self.source(rows), self.conditions(rows))

    def source(self, rows: n.RowsOf) -> ast.expr:
        """The rows before any condition."""
        items = rows_among(rows, self.emit) or self.emit(rows.items)
        return b.call("again", items) if rows.relation == "repeated" else items

    def numbered(self, rows: n.RowsOf) -> ast.expr:
        """The items of a list with their numbers."""
        return b.call("repeats" if rows.relation == "repeated" else "enumerate", self.emit(rows.items))

    # ------------------------------------------------------------------- witnesses and pairs

    def witnesses(self, rows: n.RowsOf, test: n.Typed | None, violated: bool, counter: str) -> ast.expr:
        """The rows, with their numbers if `counter` is named, that make a check fail, one when it is asked for."""
        row = b.load(variable(rows.name))
        conditions = self.conditions(rows)
        if test is not None:
            conditions.append(b.negate(self.emit(test)) if violated else self.emit(test))
        return b.generator(*self._numbered(rows, row, counter), conditions)

    def _numbered(self, rows: n.RowsOf, row: ast.expr, counter: str) -> tuple[ast.expr, ast.expr, ast.expr]:
        if not counter:
            return row, b.store(variable(rows.name)), self.source(rows)
        target = ast.Tuple([b.store(variable(counter)), b.store(variable(rows.name))], ast.Store())
        return b.pair(b.load(variable(counter)), row), target, self.numbered(rows)

    def pairs(self, judge: str, own: str, rows: n.RowsOf) -> ast.expr:
        """The verdicts on each pair."""
        partners = self.ranging(b.load(variable(rows.name)), rows)
        own_row = b.load(variable(own))
        return b.call("paired", b.load(judge), b.load(variable("claim")), own_row, partners, *self.group)
