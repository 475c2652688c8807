"""Checked nodes as plain JSON and back. Only values of the kinds listed here can come out of it.

A list begins with the name of its kind: `["Get", place, type, row, "units", true]`, `["tuple", 1, 2]`.
Strings that become names in the code of a rule must be names of the language, so that JSON from
elsewhere can not reach anything that a rule file could not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from types import ModuleType
from typing import Any

from cleanclaim import findings
from cleanclaim.frozen import Frozen
from cleanclaim.language import codes, nodes, places, typed, types

_NAME = re.compile(r"(?!.*__)[a-z][a-z0-9_ ]*|")
_REMEMBERED = 1024  # names
_CALLED = re.compile(r"(?!v_|.*__)[a-z][a-z0-9_]*")
_FREE = {"value", "text", "pattern", "label", "path", "operator", "word", "source"}  # fields that hold what they like
_PLAIN: dict[str, Callable[[list[Any]], Any]] = {
    "tuple": tuple,
    "set": frozenset,
    "map": dict,
    "decimal": lambda parts: Decimal(*parts),
    "date": lambda parts: dt.date.fromisoformat(*parts),
    "fraction": lambda parts: Fraction(*parts),
}


class UnwritableError(ValueError):
    """A kind of value that has no notation."""


def write(value: Any) -> Any:
    """A value as JSON can hold it. Raises `UnwritableError` for a kind that is not known here."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    plain = _WRITTEN.get(type(value))
    if plain is not None:
        return plain(value)
    kind = type(value)
    if kind is not _maker(kind.__name__)[0]:
        raise UnwritableError(f"no notation for `{kind.__name__}`")
    parts = [getattr(value, field.name) for field in fields(value)] if is_dataclass(value) else value
    return [kind.__name__, *map(write, parts)]


_WRITTEN: dict[type[Any], Callable[[Any], list[Any]]] = {
    tuple: lambda value: ["tuple", *map(write, value)],
    frozenset: lambda value: ["set", *map(write, sorted(value, key=repr))],
    dict: lambda value: ["map", *map(write, value.items())],
    Decimal: lambda value: ["decimal", str(value)],
    dt.date: lambda value: ["date", value.isoformat()],
    Fraction: lambda value: ["fraction", str(value)],
}


def read(value: Any) -> Any:
    """What `write` wrote. Raises `ValueError` or `LookupError` for anything that it can not have written."""
    if not isinstance(value, list):
        return value
    kind = value[0]
    found = [read(part) if type(part) is list else part for part in value[1:]]
    plain = _PLAIN.get(kind)
    if plain is not None:
        return plain(found)
    make, named = _maker(kind)
    for at in named:
        if isinstance(found[at], str) and not _is_name(found[at], kind in ("Called", "Aggregated")):
            raise ValueError(f"no name of the language in `{kind}`")
    try:
        return make(*found)
    except TypeError:
        raise ValueError(f"not the parts of `{kind}`") from None


@lru_cache(_REMEMBERED)
def _is_name(text: str, called: bool) -> bool:
    return (_CALLED if called else _NAME).fullmatch(text) is not None


@cache
def _makers() -> dict[str, tuple[Callable[..., Any], tuple[int, ...]]]:
    """The kinds of nodes by name: what makes one, and which of its parts are names in the code of a rule."""
    found: dict[str, tuple[Callable[..., Any], tuple[int, ...]]] = {}
    for module in (findings, codes, places, types):
        found |= {kind.__name__: (kind, ()) for kind in _kinds(module)}
    for kind in (*_kinds(nodes), *_kinds(typed)):
        found[kind.__name__] = (kind, tuple(_named(kind)))
    return found


def _named(kind: type[Any]) -> list[int]:
    names = kind.__struct_fields__ if issubclass(kind, Frozen) else kind._fields
    return [at for at, name in enumerate(names) if name not in _FREE]


def _kinds(module: ModuleType) -> list[type[Any]]:
    """The kinds of values that a module defines."""
    here = [kind for kind in vars(module).values() if getattr(kind, "__module__", "") == module.__name__]
    return [kind for kind in here if isinstance(kind, type) and _has_fields(kind)]


def _has_fields(kind: type[Any]) -> bool:
    return issubclass(kind, Frozen) or hasattr(kind, "_fields") or is_dataclass(kind)


@cache
def _written() -> dict[str, tuple[Callable[..., Any], tuple[int, ...]]]:
    """The nodes of examples; whoever only runs rules never meets one, and does not wait for their import."""
    from cleanclaim.language import clauses, mini_claims

    return {kind.__name__: (kind, ()) for module in (clauses, mini_claims) for kind in _kinds(module)}


@lru_cache(_REMEMBERED)
def _maker(kind: str) -> tuple[Callable[..., Any], tuple[int, ...]]:
    found = _makers().get(kind) or _written().get(kind)
    if found is None:
        raise UnwritableError(f"no notation for `{kind}`")
    return found
