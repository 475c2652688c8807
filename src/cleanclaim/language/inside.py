"""A node of a rule, as it is written or as it was checked, and all that is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from cleanclaim.frozen import Frozen

_FIELDS: dict[type[Any], tuple[str, ...]] = {}


def inside(node: Any) -> Iterator[Any]:
    """A node and all nodes that are in it, or in a tuple; each before its own."""
    if isinstance(node, tuple) and not hasattr(node, "_fields"):
        for item in node:
            yield from inside(item)
    elif names := field_names(type(node)):
        yield node
        for name in names:
            yield from inside(getattr(node, name))


def field_names(kind: type[Any]) -> tuple[str, ...]:
    """The fields of a kind of node that can have nodes in them; none for anything else."""
    found = _FIELDS.get(kind)
    if found is None:
        names = kind.__struct_fields__ if issubclass(kind, Frozen) else _written(kind)
        found = _FIELDS[kind] = tuple(name for name in names if name not in ("at", "type"))
    return found


def _written(kind: type[Any]) -> list[str]:
    """The fields of what is made of a rule file."""
    return [field.name for field in fields(kind)] if is_dataclass(kind) else []
