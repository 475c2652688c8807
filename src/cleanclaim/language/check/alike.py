"""Whether two expressions ask the same, wherever they stand."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from cleanclaim.language import nodes as n
from cleanclaim.language.inside import field_names
from cleanclaim.language.putting import NODES


def sketch(part: Any, bound: tuple[str, ...] = ()) -> Hashable:
    """What an expression asks, without its places and types: equal for two that ask the same.

    `bound` are the names of rows that the expression itself ranges over, the outermost first: what
    they are called makes no difference.
    """
    if isinstance(part, n.Name) and part.name in bound:
        return ("row", max(index for index, name in enumerate(bound) if name == part.name))
    if isinstance(part, (n.Quantified, n.Aggregated)):
        bound = (*bound, part.rows.name)
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        return tuple(sketch(item, bound) for item in part)
    if isinstance(part, NODES):
        names = field_names(type(part))
        said = (getattr(part, name) for name in names if name != "name" or not isinstance(part, n.RowsOf))
        return (type(part).__name__, *(sketch(value, bound) for value in said))
    return part if isinstance(part, Hashable) else repr(part)
