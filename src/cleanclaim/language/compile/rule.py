"""Typed rules to code objects that carry the rule file's name and lines. No source text is made."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from cleanclaim.compiled import CompiledRule, Gate, Judge, Pointer, Reach, Verdict
from cleanclaim.language import careful, printing, running
from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.compile import build as b
from cleanclaim.language.compile.build import variable
from cleanclaim.language.compile.careful import CarefulExpressions
from cleanclaim.language.compile.expressions import Expressions
from cleanclaim.language.compile.lookups import make_wake
from cleanclaim.language.compile.loops import unrolled
from cleanclaim.language.compile.plain import plain_lookups, plain_presences
from cleanclaim.language.compile.reaching import Reaching, rows_across
from cleanclaim.language.compile.reads import broken_by, fields_read, sources_read
from cleanclaim.language.compile.saying import Saying, counter, target

_PYTHON = (all, any, abs, enumerate, len, max, min, next, sum, tuple)
_ASIDE = "aside"  # the argument that says which rows are left out
_HELPERS: dict[str, Any] = {
    **{function.__name__: function for function in _PYTHON},
    **{name: value for name, value in vars(running).items() if callable(value) and name.islower()},
    **{name: value for name, value in vars(careful).items() if callable(value) and name.islower()},
    "counted": printing.counted,
    "shown": printing.shown,
    "Verdict": Verdict,
    "Pointer": Pointer,
}


def compile_rule(rule: t.TypedRule) -> CompiledRule:
    """The rule ready to run."""
    judge = make_judge(rule)
    return CompiledRule(
        about=rule.about,
        subject=rule.subject,
        wakes=tuple(map(make_wake, plain_lookups(rule))),
        presences=plain_presences(rule),
        reads=fields_read(rule),
        path=rule.path,
        line=rule.at.line,
        tags=rule.tags,
        covers=rule.covers,
        across=bool(rows_across(rule)),
        sources=sources_read(rule),
        profile=rule.profile,
        make_core=lambda: rule,
        make_baggage=lambda: rule,
        **{**judgments(lambda: rule), "make_judge": lambda: judge},
    )


def judgments(typed: Callable[[], t.TypedRule]) -> dict[str, Any]:
    """The fields of a compiled rule by which it judges; each is worked out when it is asked for first."""
    return {
        "make_judge": lambda: make_judge(typed()),
        "make_careful": lambda: make_careful(typed()),
        "make_apart": lambda: make_apart(typed()),
        "make_reach": lambda careful: make_reach(typed(), careful),
        "make_gate": lambda: make_gate(typed()),
    }


def make_judge(rule: t.TypedRule) -> Judge:
    """The code that judges claims whose values are all readable."""
    return _judge(rule, Expressions)


def make_careful(rule: t.TypedRule) -> Judge:
    """The code that judges claims with values that could not be read."""
    return _judge(rule, CarefulExpressions)


def make_apart(rule: t.TypedRule) -> Judge | None:
    """The careful code once more, which leaves out rows that are set aside; None where it can leave out none."""
    rows = broken_by(rule)
    if rows is None or rows.items.type.base != "row" or rows_across(rule):
        return None
    return _judge(rule, CarefulExpressions, _ASIDE)


def make_reach(rule: t.TypedRule, careful: bool) -> Reach | None:
    """What to keep of each row while a file is read; None for a rule that looks at one claim."""
    if not rows_across(rule):
        return None
    code = b.Code()
    emit = (CarefulExpressions if careful else Expressions)(code, {table.name: table for table in rule.tables})
    made = Reaching(rule, emit)
    names = _run(rule, made.functions(), code)
    partners = tuple((rows.items.type.system, names[name]) for name, rows in made.partners.items())
    how = (made.patient, made.alone, made.first, made.back, made.quieted, made.run)
    return Reach(*how, names["subject_key"], partners)


def make_gate(rule: t.TypedRule) -> Gate | None:
    """What can be asked of many rules at once; None for a rule that looks across claims."""
    from cleanclaim.language.compile import gates  # a file of few claims is done before

    return None if rows_across(rule) else gates.make_gate(rule, lambda made, code: _run(rule, made, code))


def _judge(rule: t.TypedRule, emitter: type[Expressions], *more: str) -> Judge:
    code = b.Code()
    made = _Function(rule, emitter(code, {table.name: table for table in rule.tables}), *more)
    found: Judge = _run(rule, made.functions(), code)[rule.about.code]
    return found


def _run(rule: t.TypedRule, functions: list[ast.stmt], code: b.Code) -> dict[str, Any]:
    """The names that functions see and define; they have no others."""
    for function in functions:
        b.fill_places(function, function)
    module = ast.Module(functions, [])
    names: dict[str, Any] = {**_HELPERS, **code.constants, "__builtins__": {}}
    exec(compile(module, rule.path, "exec"), names)
    return names


def _nothing() -> ast.stmt:
    """return None"""
    return ast.Return(ast.Constant(None))


class _Function:
    """Makes the functions of one rule."""

    def __init__(self, rule: t.TypedRule, emit: Expressions, *more: str) -> None:
        self.rule, self.emit = rule, emit
        self.group = [*(["group"] if rows_across(rule) else []), *more]
        self.emit.group = [b.load(name) for name in self.group]
        self.subject = [
            variable("claim"),
            *([variable(rule.name)] if rule.name != "claim" else [variable("claim again")]),
        ]

    def functions(self) -> list[ast.stmt]:
        """One function; two where the rule looks at pairs of lines."""
        rule, at = self.rule, self.rule.at
        opening = unrolled([] if rule.where is None else [self._unless(rule.where)])
        if rule.pair is None:
            return [b.define(rule.about.code, [*self.subject, *self.group], [*opening, *self._body()], at)]
        inner = rule.about.code + "_pair"
        pairs: ast.stmt = b.placed(ast.Return(self.emit.pairs(inner, rule.name, rule.pair)), rule.pair.at)
        return [
            b.define(inner, [*self.subject, variable(rule.pair.name), *self.group], self._body(), at),
            b.define(rule.about.code, [*self.subject, *self.group], [*opening, pairs], at),
        ]

    def _unless(self, condition: n.Typed) -> ast.stmt:
        return b.placed(ast.If(b.negate(self.emit.emit(condition)), [_nothing()], []), condition.at)

    def _body(self) -> list[ast.stmt]:
        body = unrolled([*(self._step(step) for step in self.rule.steps), *self._check()])
        return [*body, b.placed(ast.Return(b.pair(Saying(self.rule, self.emit).verdict())), self.rule.check.at)]

    def _step(self, step: t.Step) -> ast.stmt:
        if not step.name:
            return self._unless(step.value)
        return b.placed(ast.Assign([b.store(variable(step.name))], self.emit.emit(step.value)), step.value.at)

    # ------------------------------------------------------------------- the check

    def _check(self) -> list[ast.stmt]:
        check, required = self.rule.check, self.rule.required
        if isinstance(check, n.Quantified) and broken_by(self.rule) is not None:
            return self._witness(check)
        condition = self.emit.emit(check)
        broken = condition if required else b.negate(condition)
        return [b.placed(ast.If(broken, [_nothing()], []), check.at)]

    def _witness(self, check: n.Quantified) -> list[ast.stmt]:
        """Find the row that breaks the rule and keep it for the message and the marks; the others are found later."""
        rows, found = check.rows, b.load("found")
        witnesses = self.emit.witnesses(rows, check.test, check.word == "every", counter(rows))
        if _ASIDE in self.group:
            names = [self.rule.name, *([] if self.rule.pair is None else [self.rule.pair.name])]
            witnesses = b.call("remaining", witnesses, b.load(_ASIDE), *(b.load(variable(name)) for name in names))
        made: list[ast.stmt] = [
            ast.Assign([b.store("witnesses")], witnesses),
            ast.Assign([b.store("found")], b.call("next", b.load("witnesses"), ast.Constant(None))),
            ast.If(b.is_none(found), [_nothing()], []),
            ast.Assign([target(rows)], found),
        ]
        return [b.placed(statement, check.at) for statement in made]
