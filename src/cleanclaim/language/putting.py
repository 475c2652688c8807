"""Checked nodes with others put in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cleanclaim.language import nodes as n
from cleanclaim.language.inside import field_names

NODES = (n.Typed, n.Key, n.RowsOf)


def put(node: Any, known: Mapping[str, n.Typed]) -> Any:
    """A node with what its names stand for, except for those that are bound in it."""
    if not known:
        return node
    if isinstance(node, n.Name):
        return known.get(node.name, node)
    if isinstance(node, (n.Quantified, n.Aggregated)):
        known = {name: value for name, value in known.items() if name != node.rows.name}
    if isinstance(node, n.RowsOf):
        own = known.get(node.own)
        node = replace(node, own=own.name) if isinstance(own, n.Name) else node
    return changed(node, lambda part: put(part, known))


def changed(node: Any, change: Any) -> Any:
    """A node with each of its parts changed."""
    if isinstance(node, tuple) and not hasattr(node, "_fields"):
        return tuple(map(change, node))
    if not isinstance(node, NODES):
        return node
    return replace(node, **{name: change(getattr(node, name)) for name in field_names(type(node))})
