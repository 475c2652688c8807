"""Rules that nearly every claim wakes, asked all at once by one function made of their conditions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CompiledRule, Gate

Swept = tuple[CompiledRule, Gate]
# Calls back with the number of each rule that a claim or a line could break, and with that row.
Sweep = Callable[[Claim, Callable[[tuple[int, Row]], None]], None]

_CLAIM, _ROW, _HIT = "v_claim", "v__the_row", "hit"


def sweepable(swept: Iterable[Swept]) -> list[Swept]:
    """The rules that one function can ask: they have a condition, and no name of another one's."""
    names: dict[str, Any] = {}
    found = []
    for rule, gate in swept:
        alike = all(names.get(name, value) is value for name, value in gate.names.items() if name != "__builtins__")
        if gate.rest is not None and alike and rule.subject in ("claim", "line"):
            names.update(gate.names)
            found.append((rule, gate))
    return found


def make_sweep(swept: Sequence[Swept]) -> Sweep:
    """The function that asks the rules; it sees their helpers and constants and nothing else."""
    names: dict[str, Any] = {}
    for _, gate in swept:
        names |= gate.names
    about_lines = _tests(swept, "line", _ROW)
    lines = ast.Attribute(_load(_CLAIM), "lines", ast.Load())
    loop: list[ast.stmt] = [ast.For(_store(_ROW), lines, about_lines, [])] if about_lines else []
    body = [*_tests(swept, "claim", _CLAIM), *loop, ast.Pass()]
    arguments = ast.arguments([], [ast.arg(_CLAIM), ast.arg(_HIT)], None, [], [], None, [])
    function = ast.FunctionDef("sweep", arguments, body, [], None, None)
    if "type_params" in ast.FunctionDef._fields:  # Python 3.12 and later
        setattr(function, "type_params", [])  # noqa: B010 (the type checker looks at 3.11)
    module = ast.fix_missing_locations(ast.Module([function], []))
    names["__builtins__"] = {}
    exec(compile(module, "sweep", "exec"), names)
    sweep: Sweep = names["sweep"]
    return sweep


def _tests(swept: Sequence[Swept], subject: str, row: str) -> list[ast.stmt]:
    """if condition: hit((number, row))"""
    found: list[ast.stmt] = []
    for number, (rule, gate) in enumerate(swept):
        if rule.subject == subject and gate.rest is not None:
            pair = ast.Tuple([ast.Constant(number), _load(row)], ast.Load())
            found += _asked(gate.rest, ast.Expr(ast.Call(_load(_HIT), [pair], [])))
    return found


def _asked(condition: ast.expr, hit: ast.stmt) -> list[ast.stmt]:
    """What is to be done where a condition holds; one of its `any(...)` becomes a loop, at half the cost."""
    parts = [condition]
    if isinstance(condition, ast.BoolOp) and isinstance(condition.op, ast.And):
        parts = condition.values
    loop = next((part for part in parts if _is_any(part)), None)
    made = [hit] if loop is None else [_loop(loop, hit)]
    others = [part for part in parts if part is not loop]
    return [ast.If(ast.BoolOp(ast.And(), others) if len(others) > 1 else others[0], made, [])] if others else made


def _is_any(node: ast.expr) -> bool:
    """Whether an expression is any(value for name in rows if conditions)."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "any":
        return False
    return isinstance(node.args[0], ast.GeneratorExp) and len(node.args[0].generators) == 1


def _loop(node: Any, hit: ast.stmt) -> ast.stmt:
    """for name in rows: if conditions and value: hit; break"""
    generator = node.args[0]
    rows = generator.generators[0]
    tests = [*rows.ifs, generator.elt]
    test = ast.BoolOp(ast.And(), tests) if len(tests) > 1 else tests[0]
    return ast.For(rows.target, rows.iter, [ast.If(test, [hit, ast.Break()], [])], [])


def _load(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _store(name: str) -> ast.expr:
    return ast.Name(name, ast.Store())
