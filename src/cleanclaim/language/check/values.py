"""Literals, arithmetic, fallbacks and calls."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from cleanclaim.language import nodes as n
from cleanclaim.language import syntax as s
from cleanclaim.language import typed as t
from cleanclaim.language.check.computing import Term, computed, levelled
from cleanclaim.language.check.faults import COMPARE, DATED, KIND, MISSING, NAME, Refused
from cleanclaim.language.check.functions import FUNCTIONS, dated_place, is_of_birth, meant
from cleanclaim.language.check.narrow import is_never_zero, key_of
from cleanclaim.language.check.paths import Paths
from cleanclaim.language.check.scope import Scope
from cleanclaim.language.check.sets import read_set
from cleanclaim.language.systems import as_held
from cleanclaim.language.types import (
    BASE_UNITS,
    BOOL,
    DATE,
    LONGEST,
    MONEY,
    NUMBER,
    NUMERIC,
    TEXT,
    UNITS,
    WHOLE,
    Type,
    spoken,
)
from cleanclaim.language.words import counted, did_you_mean

_AS_READ = "ask by an item of `claim.diagnoses`, or by one that a pointer names: they are as tables hold them"


class Values(Paths):
    """Checks expressions that give a value. Conditions and rows are checked by its heirs."""

    def check(self, node: s.Expr, scope: Scope) -> n.Typed:
        """Any expression as it is meant. Raises `Refused` where it makes no sense."""
        kind = type(node).__name__.lower()
        checked: n.Typed = getattr(self, "_" + kind)(node, scope)
        return checked

    def value(self, node: s.Expr, scope: Scope) -> n.Typed:
        """An expression whose value is always there."""
        return self.need(self.check(node, scope), written(node))

    def condition(self, node: s.Expr, scope: Scope) -> n.Typed:
        """An expression that is true or false."""
        found = self.value(node, scope)
        if found.type.base != "bool" or found.type.many:
            raise Refused(node.at, KIND, f"a condition is expected here, not {spoken(found.type)}")
        return found

    def _path(self, node: s.Path, scope: Scope) -> n.Typed:
        return self.path(node, scope)

    def _constant(self, node: s.Constant, _scope: Scope) -> n.Typed:
        value: Any = node.value
        if node.unit == "$":
            return n.Const(node.at, MONEY, value)
        if node.unit:
            dimension, factor = UNITS[node.unit]
            longest = LONGEST.get(dimension)
            if longest and (value * Decimal(factor) > longest or value != int(value)):
                message = f"a duration is a whole number of at most {longest} {BASE_UNITS[dimension]}"
                raise Refused(node.at, KIND, message)
            return n.Const(node.at, Type("quantity", dimension), value * Decimal(factor))
        if isinstance(value, bool):
            return n.Const(node.at, BOOL, value)
        if isinstance(value, Decimal):
            return n.Const(node.at, WHOLE if value == int(value) and value >= 0 else NUMBER, value)
        return n.Const(node.at, DATE if isinstance(value, dt.date) else TEXT, value)

    def _negative(self, node: s.Negative, scope: Scope) -> n.Typed:
        operand = self.value(node.operand, scope)
        if operand.type.base not in NUMERIC or operand.type.many:
            raise Refused(node.at, KIND, f"{spoken(operand.type)} has no negative")
        type_ = operand.type._replace(whole=False, place="")
        if isinstance(operand, n.Const):
            return n.Const(node.at, type_, -operand.value)
        return n.Arith(node.at, type_, "-", n.Const(node.at, type_, Decimal(0)), operand)

    def _otherwise(self, node: s.Otherwise, scope: Scope) -> n.Typed:
        value = self.check(node.value, scope)
        if isinstance(node.fallback, s.OneCode) and value.type.base != "code":
            message = f"`otherwise` mixes {spoken(value.type)} with the code `{node.fallback.text}`"
            raise Refused(node.fallback.at, COMPARE, message)
        fallback = self._fixed(node.fallback, value.type) or self.check(node.fallback, scope)
        if not value.type.optional:
            raise Refused(node.at, COMPARE, f"{told(node.value)} is never missing", "remove `otherwise`")
        if (value.type.base, value.type.system) != (fallback.type.base, fallback.type.system):
            raise Refused(
                node.at,
                COMPARE,
                f"`otherwise` mixes {spoken(value.type)} with {spoken(fallback.type)}",
                "write the code without quotes" if _is_quoted_code(value, fallback) else _money_help(value),
            )
        type_ = value.type._replace(
            optional=fallback.type.optional,
            protected=value.type.protected or fallback.type.protected,
            whole=value.type.whole and fallback.type.whole,
            place=dated_place((value.type, fallback.type)) if value.type.base == "date" else value.type.place,
            moved=value.type.moved or fallback.type.moved,
        )
        return n.Fallback(node.at, type_, value, fallback)

    # ------------------------------------------------------------------- arithmetic

    def _arithmetic(self, node: s.Arithmetic, scope: Scope) -> n.Typed:
        found = self.value(node.first, scope)
        terms = [Term("", found)]
        for operand in node.rest:
            terms.append(Term(operand.operator, self.value(operand.value, scope)))
            found = computed(operand.at, found, terms[-1])
            if operand.operator == "/":
                self._divisor(operand.value, terms[-1].value, scope)
        return levelled(found, terms)

    def _divisor(self, node: s.Expr, right: n.Typed, scope: Scope) -> None:
        if isinstance(right, n.Const):
            if right.value == 0:
                raise Refused(node.at, COMPARE, "nothing can be divided by 0")
        elif not is_never_zero(right, scope.facts):
            text = written(node)
            help_ = f"guard it: `when {text} > 0`"
            if not key_of(right):
                help_ = f"give it a name and guard that: `let parts = {text}`, then `when parts > 0`"
            raise Refused(node.at, MISSING, f"{told(node)} can be 0", help_)

    # ------------------------------------------------------------------- calls

    def _call(self, node: s.Call, scope: Scope) -> n.Typed:
        name = node.name.text
        if name in self.book.broken or (self.book.guessed and name not in (*FUNCTIONS, *self.book.tables)):
            raise Refused(node.at)
        if name in self.book.tables:
            return self._look_up(node, scope)
        if node.on is not None:
            raise Refused(node.on.at, KIND, f"`{name}` does not change over time", "remove `on ...`")
        if name not in FUNCTIONS:
            help_ = meant(name) or did_you_mean(name, [*FUNCTIONS, *self.book.tables, "count", "sum", "min", "max"])
            raise Refused(node.name.at, NAME, f"there is no function or table named `{name}`", help_)
        function = FUNCTIONS[name]
        if len(node.arguments) != len(function.takes):
            message = f"`{name}` takes {counted(len(function.takes), 'value')}, not {len(node.arguments)}"
            raise Refused(node.at, KIND, message, f"`{name}({function.asks or ', '.join(function.takes)})`")
        arguments = tuple(self.value(argument, scope) for argument in node.arguments)
        for argument, base in zip(arguments, function.takes, strict=True):
            if argument.type.many or argument.type.base not in base.split("|"):
                message = f"`{name}` takes a {base.replace('|', ' or a ')}, not {spoken(argument.type)}"
                help_ = "write `count(...)`" if name == "length" and argument.type.many else ""
                raise Refused(argument.at, KIND, message, help_)
        protected = function.protects([argument.type for argument in arguments])
        gives = arguments[0].type._replace(place="", whole=False) if function.same else function.gives
        return n.Called(node.at, gives._replace(protected=protected), name, arguments)

    def _look_up(self, node: s.Call, scope: Scope) -> n.Typed:
        table = self.book.tables[node.name.text]
        on = self._day(node, table, scope)
        if len(node.arguments) != len(table.keys):
            keys_ = f"{counted(len(table.keys), 'key')}: {', '.join(table.keys)}"
            raise Refused(node.at, KIND, f"table `{table.name}` is asked by {keys_}")
        columns = dict(table.columns)
        kinds = tuple(columns[name] for name in table.keys)
        keys = tuple(self._asked(argument, kind, scope) for argument, kind in zip(node.arguments, kinds, strict=True))
        for key, name in zip(keys, table.keys, strict=True):
            if (key.type.base, key.type.system, key.type.many) != (columns[name].base, columns[name].system, False):
                message = f"column `{name}` is {spoken(columns[name])}, not {spoken(key.type)}"
                raise Refused(key.at, KIND, message, _AS_READ if key.type.system == "as_sent" else "")
        protected = any(key.type.protected for key in keys)  # a column can say again what the row was asked by
        protected |= on is not None and is_of_birth(on.type)
        type_ = Type("table", table.name, optional=True, protected=protected)
        return n.LookUp(node.at, type_, table.name, keys, on, table.source)

    def _asked(self, node: s.Expr, kind: Type, scope: Scope) -> n.Typed:
        """What a column of keys is asked by; a code can stand there as it is."""
        return self._fixed(node, kind) or self.value(node, scope)

    def _fixed(self, node: s.Expr, kind: Type) -> n.Typed | None:
        """A code where one of its kind is expected; None for anything else."""
        fixed = node.text if isinstance(node, s.OneCode) else node.digits if isinstance(node, s.Constant) else ""
        if kind.base != "code" or not fixed:
            return None
        read_set(s.Match(node.at, (s.OneCode(node.at, fixed),)), kind.system, self.book)
        return n.Const(node.at, kind._replace(optional=False), as_held(kind.system, fixed))

    def _onecode(self, node: s.OneCode, _scope: Scope) -> n.Typed:
        help_ = "it can ask a table by a column of codes, or stand behind `otherwise`"
        raise Refused(node.at, KIND, f"the code `{node.text}` can not stand here", help_)

    def _day(self, node: s.Call, table: t.Table, scope: Scope) -> n.Typed | None:
        """The day that counts, where the rows of a table are in force for some time."""
        if table.valid is None and not table.source:
            if node.on is not None:
                raise Refused(node.on.at, KIND, f"table `{table.name}` does not change over time", "remove `on ...`")
            return None
        if node.on is None:
            help_ = f"say which date counts: `{table.name}(...) on line.date`"
            raise Refused(node.at, DATED, f"`{table.name}` changes over time", help_)
        on = self.value(node.on, scope)
        if on.type.base != "date" or on.type.many:
            raise Refused(node.on.at, KIND, f"a date is expected here, not {spoken(on.type)}")
        return on

    def _extreme(self, node: s.Extreme, scope: Scope) -> n.Typed:
        if node.name == "count":
            items = self.value(node.values[0], scope)
            if not items.type.many:
                help_ = f"write `count({items.type.system}s)`" if items.type.system in ("line", "claim") else ""
                raise Refused(node.values[0].at, KIND, f"`count` counts a list, not {spoken(items.type)}", help_)
            return n.Called(node.at, WHOLE, "count", (items,))
        values = tuple(self.value(value, scope) for value in node.values)
        first = values[0].type
        for value in values:
            if value.type.many or (value.type.base, value.type.system) != (first.base, first.system):
                raise Refused(value.at, COMPARE, f"`{node.name}` mixes {spoken(first)} with {spoken(value.type)}")
        if first.base not in (*NUMERIC, "date"):
            raise Refused(node.at, KIND, f"`{node.name}` takes numbers, amounts or dates, not {spoken(first)}")
        type_ = first._replace(protected=any(value.type.protected for value in values), place="")
        if first.base == "date":
            moved = any(value.type.moved for value in values)
            type_ = type_._replace(place=dated_place([value.type for value in values]), moved=moved)
        return n.Called(node.at, type_, node.name, values)


def told(node: s.Expr) -> str:
    """An expression as a message speaks of it."""
    text = written(node)
    return "this value" if text == "..." else f"`{text}`"


def _is_quoted_code(value: n.Typed, fallback: n.Typed) -> bool:
    return value.type.base == "code" and isinstance(fallback, n.Const) and fallback.type.base == "text"


def _money_help(value: n.Typed) -> str:
    return "write amounts with $: `$0`" if value.type.base == "money" else ""


def written(node: s.Expr) -> str:
    """An expression as it may stand in a message about the rule: short, and only what could be written so."""
    if isinstance(node, s.Path):
        return node.text
    if isinstance(node, s.Call):
        return f"{node.name.text}(...)"
    return f"{node.name}(...)" if isinstance(node, (s.Aggregate, s.Extreme)) else "..."
