"""Whether two expressions ask the same, wherever they stand."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from typing import Any

from cleanclaim.language import nodes as n


def sketch(part: Any, bound: tuple[str, ...] = ()) -> Hashable:
    """What an expression asks, without its places and types: equal for two that ask the same.

    `bound` are the names of rows that the expression itself ranges over, the outermost first: what
    they are called makes no difference.
    """
    if isinstance(part, n.Name) and part.name in bound:
        return ("row", bound.index(part.name))
    if isinstance(part, (n.Quantified, n.Aggregated)):
        bound = (*bound, part.rows.name)
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        return tuple(sketch(item, bound) for item in part)
    if is_dataclass(part) and not isinstance(part, type):
        unsaid = ("at", "type", "name") if isinstance(part, n.RowsOf) else ("at", "type")
        said = (getattr(part, field.name) for field in fields(part) if field.name not in unsaid)
        return (type(part).__name__, *(sketch(value, bound) for value in said))
    return part if isinstance(part, Hashable) else repr(part)
