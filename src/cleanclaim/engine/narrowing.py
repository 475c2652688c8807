"""Looks a row's coded values up: one after the other, until no rule is awake, or all at once."""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from cleanclaim.engine.asking import compiled, define, load

_ROW, _BITS, _FOUND = "row", "bits", "found"
_Found = TypeVar("_Found")


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


def looking(
    found: Mapping[tuple[Any, ...], _Found], number: int, fields: Mapping[str, Mapping[Hashable, int] | None]
) -> Callable[[Any], _Found]:
    """What takes a row and gives what is found under the number and the values of the fields.

    For a field with something that is known of its values that is looked up, and stands in the value's place.
    """
    names = {f"known_{at}": known for at, known in enumerate(fields.values()) if known is not None}
    values = [
        _value(path) if known is None else ast.Subscript(load(f"known_{at}"), _value(path), ast.Load())
        for at, (path, known) in enumerate(fields.items())
    ]
    key = ast.Tuple([ast.Constant(number), *values], ast.Load())
    function = define("look", (_ROW,), [ast.Return(ast.Subscript(load(_FOUND), key, ast.Load()))])
    look: Callable[[Any], _Found] = compiled([function], [names, {_FOUND: found}])["look"]
    return look


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
