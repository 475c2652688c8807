"""Gates: what must be so where a rule is broken, so plain that it can be asked of many rules at once."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from cleanclaim.compiled import PROTECTED, USUAL, Gate, Wake
from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.compile import build as b
from cleanclaim.language.compile.build import variable
from cleanclaim.language.compile.conditions import (
    PROCEDURE,
    VALUE,
    asks_only,
    conditions,
    of_any_diagnosis,
    of_any_line,
    on_value,
    paths,
    wants_twins,
)
from cleanclaim.language.compile.expressions import Expressions
from cleanclaim.language.compile.ordering import guards, ordered
from cleanclaim.language.inside import inside

Run = Callable[[list[ast.stmt], b.Code], Mapping[str, Any]]


def make_gate(rule: t.TypedRule, run: Run) -> Gate:
    """The gate of a rule that looks at one claim; `run` gives the names that functions see and define."""
    code = b.Code(f"{rule.about.code}_")
    emit = Expressions(code, {table.name: table for table in rule.tables})
    asked: list[tuple[str, n.Typed]] = []
    needs: list[n.Typed] = []
    ails: list[n.Typed] = []
    rest: list[n.Typed] = []
    twins = False
    for node in conditions(rule):
        path = _asked(node)
        if path:
            asked.append((path, on_value(node, path)))
        else:
            needs.extend(
                on_value(part, PROCEDURE, row) for row, part in of_any_line(node) if _of_procedure(part, row)
            )
            ails.extend(of_any_diagnosis(node))
            twins = twins or wants_twins(node)
        if not path or _guards(node):
            rest.append(node)
    rest = ordered(rest)
    tree = b.every([emit.emit(node) for node in rest]) if rest else None
    tests = [*(node for _, node in asked), *needs, *ails]
    names = [f"{rule.about.code}_test_{at}" for at in range(len(tests))]
    seen = run([_test(name, node, emit) for name, node in zip(names, tests, strict=True)], code)
    wakes = tuple(
        Wake(path, seen[name], _named(path, node)) for (path, node), name in zip(asked, names, strict=False)
    )
    made = [seen[name] for name in names[len(asked) :]]
    return Gate(wakes, tuple(made[: len(needs)]), tuple(made[len(needs) :]), twins, tree, seen, guards(rest))


def _test(name: str, node: n.Typed, emit: Expressions) -> ast.stmt:
    return b.define(name, [variable(VALUE)], [b.placed(ast.Return(emit.emit(node)), node.at)], node.at)


def _asked(node: n.Typed) -> str:
    """The one field that decides a condition, if there is one that can be asked once for each value."""
    ways = set(paths(node))
    if len(ways) != 1 or not ways <= USUAL.keys():
        return ""
    (path,) = ways
    return "" if path == PROTECTED and _named(path, node) is None else path


def _named(path: str, node: n.Typed) -> frozenset[str] | None:
    """The only values that matter, for a field whose others must not be remembered."""
    return node.codes.finite if path == PROTECTED and isinstance(node, n.InSet) else None


def _of_procedure(node: n.Typed, row: str) -> bool:
    return asks_only(node, row) and set(paths(node, row)) == {PROCEDURE}


def _guards(node: n.Typed) -> bool:
    """Whether other conditions can lean on this one: it asks something that can be missing."""
    return any(isinstance(part, n.Typed) and part.type.optional for part in inside(node))
