"""Small pieces of Python's syntax tree, each with its place in the rule file."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from cleanclaim.language.places import Place

N = TypeVar("N", ast.expr, ast.stmt)


class Code:
    """Makes nodes. Values that are no literals are kept in `constants`, which the code sees as globals; their names
    begin with `prefix`.
    """

    def __init__(self, prefix: str = "constant_") -> None:
        self.prefix = prefix
        self.constants: dict[str, Any] = {}

    def keep(self, value: Any) -> ast.expr:
        """A value that the code can use."""
        if value is None or isinstance(value, (str, bool, int)):
            return ast.Constant(value)
        for known, other in self.constants.items():
            if other is value:
                return load(known)
        name = f"{self.prefix}{len(self.constants)}"
        self.constants[name] = value
        return load(name)


def variable(name: str) -> str:
    """A variable of the rule as a variable of the code; helpers have no such names.

    Names that nobody wrote have a blank; a name of the language begins with a letter, so they never meet.
    """
    return f"v__{name.replace(' ', '_')}" if " " in name else f"v_{name}"


def load(name: str) -> ast.expr:
    """A name that is read."""
    return ast.Name(name, ast.Load())


def store(name: str) -> ast.expr:
    """A name that is given a value."""
    return ast.Name(name, ast.Store())


def attribute(value: ast.expr, name: str) -> ast.expr:
    """value.name"""
    return ast.Attribute(value, name, ast.Load())


def item(value: ast.expr, index: ast.expr) -> ast.expr:
    """value[index]"""
    return ast.Subscript(value, index, ast.Load())


def call(name: str, *arguments: ast.expr) -> ast.expr:
    """name(arguments)"""
    return ast.Call(load(name), list(arguments), [])


def compare(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
    """left operator right"""
    return ast.Compare(left, [operator], [right])


def is_none(value: ast.expr) -> ast.expr:
    """value is None"""
    return compare(value, ast.Is(), ast.Constant(None))


def negate(value: ast.expr) -> ast.expr:
    """not value"""
    return ast.UnaryOp(ast.Not(), value)


def every(values: Sequence[ast.expr]) -> ast.expr:
    """All of the values; True for none."""
    if not values:
        return ast.Constant(True)
    return values[0] if len(values) == 1 else ast.BoolOp(ast.And(), list(values))


def function(arguments: Iterable[str], body: ast.expr) -> ast.expr:
    """lambda arguments: body"""
    return ast.Lambda(_parameters(arguments), body)


def generator(value: ast.expr, target: ast.expr, rows: ast.expr, conditions: Sequence[ast.expr]) -> ast.expr:
    """(value for target in rows if conditions)"""
    return ast.GeneratorExp(value, [ast.comprehension(target, rows, list(conditions), 0)])


def listed(values: ast.expr) -> ast.expr:
    """[value for target in rows if conditions]"""
    if isinstance(values, ast.GeneratorExp):
        return ast.ListComp(values.elt, values.generators)
    return ast.List([ast.Starred(values, ast.Load())], ast.Load())


def pair(*values: ast.expr) -> ast.expr:
    """(values, ...)"""
    return ast.Tuple(list(values), ast.Load())


def define(name: str, arguments: Iterable[str], body: list[ast.stmt], at: Place) -> ast.stmt:
    """def name(arguments): body"""
    found = ast.FunctionDef(name, _parameters(arguments), body, [], None, None)
    if "type_params" in ast.FunctionDef._fields:  # Python 3.12 and later
        setattr(found, "type_params", [])  # noqa: B010 (the type checker looks at 3.11)
    return placed(found, at)


def placed(node: N, at: Place) -> N:
    """The node with its place in the rule file; tracebacks and profiles point there."""
    node.lineno, node.col_offset = at.line, at.column - 1
    node.end_lineno, node.end_col_offset = at.end_line, at.end_column - 1
    return node


def fill_places(node: ast.AST, around: ast.stmt) -> None:
    """Give each node in a statement that has no place that of the node around it; much faster than `ast` does."""
    own = node.__dict__
    here: Any = node if "lineno" in own else around
    if here is around and node._attributes:
        own["lineno"], own["col_offset"] = here.lineno, here.col_offset
        own["end_lineno"], own["end_col_offset"] = here.end_lineno, here.end_col_offset
    for value in tuple(own.values()):
        if isinstance(value, ast.AST):
            fill_places(value, here)
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, ast.AST):
                    fill_places(part, here)


def _parameters(names: Iterable[str]) -> ast.arguments:
    return ast.arguments([], [ast.arg(name) for name in names], None, [], [], None, [])
