"""Rules that look across claims: what to keep of each row, so that only those that can matter are read again."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.compile import build as b
from cleanclaim.language.compile.build import variable
from cleanclaim.language.compile.careful import CarefulExpressions
from cleanclaim.language.compile.conditions import weaker
from cleanclaim.language.compile.expressions import Expressions
from cleanclaim.language.inside import inside
from cleanclaim.language.putting import changed

_ITS_CLAIM = "claim of row"


def rows_across(rule: t.TypedRule) -> list[n.RowsOf]:
    """The rows of other claims that a rule ranges over."""
    parts = (rule.pair, rule.steps, rule.check, rule.judgment, rule.message, rule.suggestion)
    return [rows for part in parts for rows in _rows(part)]


def _rows(part: Any) -> Iterator[n.RowsOf]:
    return (node for node in inside(part) if isinstance(node, n.RowsOf) and node.scope)


class Reaching:
    """Makes a function for the subject and one for each kind of partner; they give the values of the common keys."""

    def __init__(self, rule: t.TypedRule, emit: Expressions) -> None:
        self._rule, self._emit = rule, emit
        rows = rows_across(rule)
        self.partners = {f"partner_key_{number}": found for number, found in enumerate(rows)}
        self.patient = all(found.scope == "patient" for found in rows)
        self.run = any(found.scope == "run" for found in rows)
        self.alone = not self._needs_another(rows)
        self.first = not self.alone and rule.pair is None and len(rows) == 1
        self.back = not self.alone and all(found.relation == "earlier" for found in rows)
        self.quieted = rule.pair is None and len(rows) == sum(map(_quiets, _decisions(rule)))
        named = [{key_name(key.own) for key in found.keys} for found in rows]
        self._common = sorted(set.intersection(*named))

    def _needs_another(self, rows: list[n.RowsOf]) -> bool:
        """Whether the rule can only be broken by a row and another one."""
        rule = self._rule
        if rule.pair is not None:
            return bool(rule.pair.scope and rule.pair.relation)
        check = rule.check
        if not isinstance(check, n.Quantified) or not check.rows.scope or not check.rows.relation:
            return False
        return check.word == ("no" if rule.required else "any")

    def functions(self) -> list[ast.stmt]:
        """The functions, each of a claim and a row of it."""
        rule, own = self._rule, next(iter(self.partners.values()))
        row = variable(rule.name) if rule.name != "claim" else variable("claim again")
        keys = [key.own for key in self._keys(own)]
        subject = b.define("subject_key", [variable("claim"), row], [*self._opening(), self._keyed(keys)], rule.at)
        return [subject, *(self._partner(name, rows) for name, rows in self.partners.items())]

    def _keys(self, rows: n.RowsOf) -> list[n.Key]:
        """The common keys, in one order for all rows."""
        by_name = {key_name(key.own): key for key in rows.keys}
        return [by_name[name] for name in self._common]

    def _keyed(self, values: list[n.Typed]) -> ast.stmt:
        return ast.Return(b.call("keyed", *map(self._key, values)))

    def _key(self, value: n.Typed) -> ast.expr:
        made = self._emit.emit(value)
        return b.call("known", made) if isinstance(value, n.Called) and value.name == "person" else made

    def _unless(self, condition: n.Typed) -> ast.stmt:
        return ast.If(b.negate(self._emit.emit(condition)), [ast.Return(ast.Constant(None))], [])

    def _unlikely(self, condition: n.Typed) -> ast.stmt:
        """As `_unless`, but what can not be read, or what no table knows, could be so."""
        test = self._emit.emit(condition)
        asks_table = any(isinstance(part, n.LookUp) for part in inside(condition))
        if asks_table or isinstance(self._emit, CarefulExpressions):
            test = b.call("possible", b.function((), test))
        return ast.If(b.negate(test), [ast.Return(ast.Constant(None))], [])

    def _opening(self) -> list[ast.stmt]:
        """The conditions that stand before any other claim is asked."""
        rule = self._rule
        found = [] if rule.where is None else [self._unless(rule.where)]
        if rule.pair is not None:
            return found
        for step in rule.steps:
            if any(_rows(step.value)):
                break
            if step.name:
                found.append(ast.Assign([b.store(variable(step.name))], self._emit.emit(step.value)))
            else:
                found.append(self._unless(step.value))
        return found

    def _partner(self, name: str, rows: n.RowsOf) -> ast.stmt:
        """Of the conditions what they ask of the row itself, whatever else there is."""
        asked = weaker(rows.where, rows.name) if rows.where is not None else None
        conditions = [self._unlikely(part) for part in _conjuncts(asked)]
        body = [*conditions, self._keyed([_of_claim(key.row) for key in self._keys(rows)])]
        return b.define(name, [variable(_ITS_CLAIM), variable(rows.name)], body, rows.at)


def _decisions(rule: t.TypedRule) -> Iterator[tuple[n.Typed | None, bool]]:
    """What is asked of a row before it breaks a rule, and whether the rule is kept where that is so."""
    yield rule.check, rule.required
    yield from ((step.value, False) for step in rule.steps if not step.name)


def _quiets(decision: tuple[n.Typed | None, bool]) -> bool:
    """Whether it looks across claims, once, and the more rows there are the sooner the rule is kept."""
    asked, kept = decision
    if not isinstance(asked, n.Quantified) or not asked.rows.scope:
        return False
    return asked.word == ("any" if kept else "no")


def _of_claim(node: Any) -> Any:
    """A value of a row whose claim is given beside it."""
    if isinstance(node, n.Owner):
        return n.Name(node.at, node.type, _ITS_CLAIM)
    return changed(node, _of_claim)


def key_name(node: n.Typed) -> str:
    """A join key by the fields that lead to it."""
    if isinstance(node, n.Get):
        return f"{key_name(node.row)}.{node.field}"
    if isinstance(node, n.Called):
        return f"{node.name} of {', '.join(map(key_name, node.arguments))}"
    return node.name if isinstance(node, n.Name) else ""


def _conjuncts(node: n.Typed | None) -> tuple[n.Typed, ...]:
    if node is None:
        return ()
    return node.items if isinstance(node, n.Logic) and node.operator == "and" else (node,)
