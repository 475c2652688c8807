"""Looks a row's coded values up, one after the other, until no rule is awake."""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from cleanclaim.engine.asking import compiled, define, load

_ROW, _BITS = "row", "bits"


def narrowing(fields: Mapping[str, Mapping[Hashable, int]]) -> Callable[[Any, int], int]:
    """What takes a row and the rules that are awake, as bits, and gives those that the row leaves awake.

    `fields` are the ways to the row's fields, as `line.procedure`, with what wakes by their values.
    """
    names = {f"known_{at}": known for at, known in enumerate(fields.values())}
    looks = [
        ast.AugAssign(_store(), ast.BitAnd(), ast.Subscript(load(name), _value(path), ast.Load()))
        for name, path in zip(names, fields, strict=True)
    ]
    rest: list[ast.stmt] = [ast.If(load(_BITS), [*looks[1:]], [])] if looks[1:] else []
    function = define("narrow", (_ROW, _BITS), [*looks[:1], *rest, ast.Return(load(_BITS))])
    found: Callable[[Any, int], int] = compiled([function], [names])["narrow"]
    return found


def _value(path: str) -> ast.expr:
    """A field of the row, or of a row in it that can be missing."""
    _, *rows, name = path.split(".")
    if not rows:
        return ast.Attribute(load(_ROW), name, ast.Load())
    (row,) = rows
    inner = ast.Attribute(load(_ROW), row, ast.Load())
    missing = ast.Compare(inner, [ast.Is()], [ast.Constant(None)])
    return ast.IfExp(missing, ast.Constant(None), ast.Attribute(inner, name, ast.Load()))


def _store() -> ast.Name:
    return ast.Name(_BITS, ast.Store())
