"""Finds conditions that every claim meets: they say nothing, and somebody meant something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from cleanclaim.language import nodes as n
from cleanclaim.language.check.never import contradiction, is_constant, opposite

_MOST = 64  # ways to break a condition that are looked at; with more of them it is not decided

_Way = tuple[n.Typed, ...]


def always(node: n.Typed, held: Sequence[n.Typed] = ()) -> bool:
    """Whether a condition is true of every claim of which those that are `held` are true."""
    ways = _ways(node, False)
    return ways is not None and all(contradiction([*held, *way]) for way in ways)


def adding_nothing(node: n.Logic) -> n.Typed | None:
    """A part of `and` that follows from the others, or of `or` that another one covers; None where each says more.

    Both halves of `between` stand in one place: of them nothing is said.
    """
    for number, item in enumerate(node.items):
        others = node.items[:number] + node.items[number + 1 :]
        if any(other.at == item.at for other in others) or _unlike(item):
            continue
        if node.operator == "and" and always(item, others):
            return item
        if node.operator == "or" and all_false([item, *map(denied, others)]):
            return item
    return None


def _unlike(item: n.Typed) -> bool:
    """Whether a part is more than one plain condition, or none of the claim."""
    return isinstance(item, (n.Logic, n.Const)) or is_constant(item)


def all_false(conditions: Sequence[n.Typed]) -> bool:
    """Whether the conditions can not hold together."""
    return contradiction(conditions) is not None


def _ways(node: n.Typed, holds: bool) -> list[_Way] | None:
    """The plain conditions under which a condition holds, or does not; None where there are too many."""
    if isinstance(node, n.Negated):
        return _ways(node.operand, not holds)
    if isinstance(node, n.Const):
        return [()] if node.value is holds else []
    if not isinstance(node, n.Logic):
        return [(node if holds else denied(node),)]
    parts = [_ways(item, holds) for item in node.items]
    if (node.operator == "and") == holds:
        return _all_of([[()] if part is None else part for part in parts])  # less is held: nothing is decided wrongly
    if any(part is None for part in parts):
        return None
    found = [way for part in parts if part is not None for way in part]
    return found if len(found) <= _MOST else None


def _all_of(parts: Sequence[list[_Way]]) -> list[_Way] | None:
    count = 1
    for part in parts:
        count *= len(part)
    if count > _MOST:
        return None
    return [tuple(node for way in ways for node in way) for ways in product(*parts)]


def denied(node: n.Typed) -> n.Typed:
    """The condition that holds where another does not."""
    if isinstance(node, n.Present):
        return replace(node, negated=not node.negated)
    return opposite(node) or n.Negated(node.at, node.type, node)
