"""Conditions of rules to statements: one after the other, loops instead of generators, nothing asked twice."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

CLAIM, ROW = "v_claim", "v__the_row"
_ONCE = "once_"
_LOOPS = 8  # in one another; Python ends at twenty
_OWN_SCOPE = (ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp, ast.Lambda)


class Rows(NamedTuple):
    """A quantifier: whether some row must meet the conditions, or none may."""

    target: ast.expr
    rows: ast.expr
    tests: list[ast.expr]
    some: bool


class Asking:
    """Makes statements; what can not stand in them without cost becomes a function of its own in `functions`."""

    def __init__(self) -> None:
        self.functions: list[ast.stmt] = []
        self._once = 0  # values that were given names

    def function(self, name: str, condition: ast.expr) -> None:
        """def name(claim, row): return whether the condition holds"""
        then: list[ast.stmt] = [ast.Return(ast.Constant(True))]
        body = [*self.nested(parts_of(condition), then), ast.Return(ast.Constant(False))]
        self.functions.append(define(name, (CLAIM, ROW), body))

    def nested(self, parts: Sequence[ast.expr], then: list[ast.stmt], loops: int = 0) -> list[ast.stmt]:
        """What is done where all of the conditions hold, asked in turn; it is done once at most."""
        if not parts:
            return then
        made, parts = self._known_once(parts)
        first, rest = parts[0], parts[1:]
        found = rows_of(first)
        if found is not None and loops < _LOOPS and not any(map(_has_own_scope, found.tests)):
            return [*made, self._loop(found, self.nested(rest, then, loops + 1))]
        if not loops:
            for shorter in (self._listed, self._either):
                before, first = shorter(first, parts)
                made += before
        return [*made, ast.If(self._plain(first), self.nested(rest, then, loops), [])]

    def _listed(self, part: ast.expr, parts: Sequence[ast.expr]) -> tuple[list[ast.stmt], ast.expr]:
        """A list that a comparison always asks for first of all is filled by a loop: it needs no scope of its own."""
        if not isinstance(part, ast.Compare) or not isinstance(part.left, ast.Call):
            return [], part
        call = part.left
        if len(call.args) != 1 or not isinstance(call.args[0], ast.ListComp) or len(call.args[0].generators) != 1:
            return [], part
        made = call.args[0]
        (one,) = made.generators
        tests = [test for condition in one.ifs for test in parts_of(condition)]
        if not _is_free(one.target, (made.elt, *tests), parts):
            return [], part
        name = self._named()
        keep = ast.Expr(ast.Call(ast.Attribute(load(name), "append", ast.Load()), [made.elt], []))
        start = ast.Assign([ast.Name(name, ast.Store())], ast.List([], ast.Load()))
        loop = ast.For(one.target, one.iter, _only_if(tests, [keep]), [])
        asked = ast.Compare(ast.Call(call.func, [load(name)], []), part.ops, part.comparators)
        return [start, loop], asked

    def _either(self, part: ast.expr, parts: Sequence[ast.expr]) -> tuple[list[ast.stmt], ast.expr]:
        """That something is so, or else some row meets conditions: a loop finds it, which needs no scope either."""
        if not isinstance(part, ast.BoolOp) or not isinstance(part.op, ast.Or):
            return [], part
        found = rows_of(part.values[-1])
        if found is None or not found.some or not _is_free(found.target, found.tests, parts):
            return [], part
        first = part.values[0] if len(part.values) == 2 else ast.BoolOp(ast.Or(), part.values[:-1])
        name = self._named()
        so: list[ast.stmt] = [ast.Assign([ast.Name(name, ast.Store())], ast.Constant(True)), ast.Break()]
        loop = ast.For(found.target, found.rows, _only_if(found.tests, so), [])
        start = ast.Assign([ast.Name(name, ast.Store())], self._plain(first))
        return [start, ast.If(ast.UnaryOp(ast.Not(), load(name)), [loop], [])], load(name)

    def _known_once(self, parts: Sequence[ast.expr]) -> tuple[list[ast.stmt], Sequence[ast.expr]]:
        """What the first condition calls, and it or a later one calls again, gets a name."""
        bound = {name for part in parts for name in _bound(part)}
        often = Counter(ast.dump(node) for part in parts for node in _calls(part))
        made: list[ast.stmt] = []
        for node in _calls(parts[0]):
            text = ast.dump(node)
            if often[text] > 1 and not _has_own_scope(node) and bound.isdisjoint(_names(node)):
                often[text], name = 0, self._named()
                made.append(ast.Assign([ast.Name(name, ast.Store())], node))
                parts = [Replaced({text: name}).visit(part) for part in parts]
        return made, parts

    def _named(self) -> str:
        self._once += 1
        return f"{_ONCE}{self._once}"

    def _loop(self, found: Rows, then: list[ast.stmt]) -> ast.stmt:
        """for row in rows: if conditions: then, break; or what is to be done stands behind a loop without break."""
        if not found.some:
            return ast.For(found.target, found.rows, _only_if(found.tests, [ast.Break()]), then)
        if is_rare(found.rows):
            return ast.If(found.rows, [self._any(found, then)], [])
        return self._any(found, then)

    def _any(self, found: Rows, then: list[ast.stmt]) -> ast.stmt:
        own = set(_names(found.target))
        inner = [test for test in found.tests if not own.isdisjoint(_names(test))]
        outer = [test for test in found.tests if own.isdisjoint(_names(test))]
        loop = ast.For(found.target, found.rows, _only_if(inner, [*then, ast.Break()]), [])
        return _only_if(outer, [loop])[0]

    def _plain(self, part: ast.expr) -> ast.expr:
        """A condition whose generators do not stand in the way of the variables around them."""
        if not _has_own_scope(part) or any(name.startswith(_ONCE) for name in _names(part)):
            return part
        name = f"part_{len(self.functions)}"
        self.functions.append(define(name, (CLAIM, ROW), [ast.Return(part)]))
        asked: ast.expr = ast.Call(load(name), [load(CLAIM), load(ROW)], [])
        found = rows_of(part)
        return every([found.rows, asked]) if found is not None and found.some and is_rare(found.rows) else asked


def _only_if(tests: Sequence[ast.expr], body: list[ast.stmt]) -> list[ast.stmt]:
    return [ast.If(every(tests), body, [])] if tests else body


def parts_of(condition: ast.expr) -> list[ast.expr]:
    """The conditions that must all hold."""
    if isinstance(condition, ast.BoolOp) and isinstance(condition.op, ast.And):
        return [part for value in condition.values for part in parts_of(value)]
    return [condition]


def rows_of(node: ast.expr, some: bool = True) -> Rows | None:
    """What stands in any(...), not any(...), all(...) or not all(...) over one list; None for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return rows_of(node.operand, not some)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in ("any", "all"):
        return None
    made = node.args[0]
    if not isinstance(made, ast.GeneratorExp) or len(made.generators) != 1:
        return None
    (one,) = made.generators
    value = made.elt if node.func.id == "any" else ast.UnaryOp(ast.Not(), made.elt)
    tests = [part for test in _selective(one.ifs, value) for part in parts_of(test) if not _is_true(part)]
    return Rows(one.target, one.iter, tests, some == (node.func.id == "any"))


def _selective(conditions: Sequence[ast.expr], value: ast.expr) -> list[ast.expr]:
    """The conditions on a row, what denies a plain comparison first: it says what each row should be, and most are.

    Where a value can be missing, the conditions before it are its guards.
    """
    nodes = list(ast.walk(value))
    plain = all(not isinstance(node, ast.Call) or _is_length(node) for node in nodes)
    denied = isinstance(value, ast.UnaryOp) and isinstance(value.operand, ast.Compare)
    guarded = any(isinstance(node, (ast.Is, ast.IsNot)) for one in conditions for node in ast.walk(one))
    return [value, *conditions] if plain and denied and not guarded else [*conditions, value]


def _is_length(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "len"


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def is_rare(rows: ast.expr) -> bool:
    """Whether rows are a list of the claim that most claims have nothing in."""
    return isinstance(rows, ast.Attribute) and rows.attr not in ("lines", "diagnoses", "pointers")


class Replaced(ast.NodeTransformer):
    """Puts names for expressions, by their dumps."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def visit(self, node: ast.AST) -> Any:
        """The node with all that has a name replaced."""
        if isinstance(node, (ast.Call, ast.Attribute)) and (name := self._names.get(ast.dump(node))):
            return load(name)
        return self._copied(node)

    def _copied(self, node: ast.AST) -> ast.AST:
        values = {}
        for name, value in ast.iter_fields(node):
            if isinstance(value, list):
                values[name] = [self.visit(one) if isinstance(one, ast.AST) else one for one in value]
            else:
                values[name] = self.visit(value) if isinstance(value, ast.AST) else value
        return ast.copy_location(type(node)(**values), node)


def _is_free(target: ast.expr, asked: Iterable[ast.expr], parts: Sequence[ast.expr]) -> bool:
    """Whether a loop can ask this of its rows: without a scope of its own, and its row alone bears the name."""
    bound = [name for other in parts for name in _bound(other)]
    return not any(map(_has_own_scope, asked)) and all(bound.count(name) == 1 for name in _names(target))


def _has_own_scope(node: ast.AST) -> bool:
    return any(isinstance(part, _OWN_SCOPE) for part in ast.walk(node))


def _names(node: ast.AST) -> Iterator[str]:
    return (part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def _calls(node: ast.AST) -> list[ast.Call]:
    return [part for part in ast.walk(node) if isinstance(part, ast.Call)]


def _bound(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.comprehension):
            yield from _names(part.target)


def every(values: Sequence[ast.expr]) -> ast.expr:
    """All of the values."""
    return values[0] if len(values) == 1 else ast.BoolOp(ast.And(), list(values))


def load(name: str) -> ast.expr:
    """A name that is read."""
    return ast.Name(name, ast.Load())


def define(name: str, arguments: Sequence[str], body: list[ast.stmt]) -> ast.stmt:
    """def name(arguments): body"""
    taken = ast.arguments([], [ast.arg(one) for one in arguments], None, [], [], None, [])
    found = ast.FunctionDef(name, taken, body, [], None, None)
    if "type_params" in ast.FunctionDef._fields:  # Python 3.12 and later
        setattr(found, "type_params", [])  # noqa: B010 (the type checker looks at 3.11)
    return found


def compiled(functions: Sequence[ast.stmt], known: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The names that functions define, and those that they see: they have no others."""
    names: dict[str, Any] = {}
    for one in known:
        names |= one
    names["__builtins__"] = {}
    module = ast.fix_missing_locations(ast.Module(list(functions), []))
    exec(compile(module, "sweep", "exec"), names)
    return names
