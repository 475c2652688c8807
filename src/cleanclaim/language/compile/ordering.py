"""Conditions that must all hold, the cheap ones first: most claims are let go by the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cleanclaim.language import nodes as n
from cleanclaim.language.compile.conditions import parts_of, path_of
from cleanclaim.language.inside import inside

# What they cost, where an operator costs 1. An exception to a rule is asked last: it seldom decides.
_LOOP, _CALL, _EXCEPTION = 100, 20, 200
_DEAR = (n.Called, n.LookUp, n.Contains, n.Like, n.Fallback, n.Arith)


def ordered(nodes: Sequence[n.Typed]) -> list[n.Typed]:
    """The conditions by their cost; none comes before one that can be its guard."""
    waiting = {at: (_cost(node), _before(at, nodes)) for at, node in enumerate(nodes)}
    found: list[n.Typed] = []
    while waiting:
        ready = [at for at, (_, before) in waiting.items() if before.isdisjoint(waiting)]
        at = min(ready, key=lambda one: waiting[one][0])
        found.append(nodes[at])
        del waiting[at]
    return found


def guards(nodes: Sequence[n.Typed]) -> tuple[frozenset[int], ...]:
    """For each of the conditions those before it that can be its guards."""
    return tuple(_before(at, nodes) for at in range(len(nodes)))


def _before(at: int, nodes: Sequence[n.Typed]) -> frozenset[int]:
    """What stays before a condition: all that ask whether something is there that it asks too. Behind a guard
    nothing says that it could have been missing. Before a division stays all.
    """
    if any(isinstance(part, n.Arith) and part.operator == "/" for part in inside(nodes[at])):
        return frozenset(range(at))
    own = {_name(part) for part in _asked(nodes[at])}
    return frozenset(other for other in range(at) if not own.isdisjoint(_guarded(nodes[other], nodes[:other])))


def _guarded(node: n.Typed, before: Sequence[n.Typed]) -> Iterator[str]:
    """What a condition says something of that can be missing, unless one before it says that just this is there."""
    there = {id(other.value) for other in before if isinstance(other, n.Present) and not other.negated}
    return (_name(part) for part in _asked(node) if part.type.optional and id(part) not in there)


def _asked(node: Any) -> Iterator[n.Typed]:
    """What a condition asks of the claim or of tables. A join asks itself whether its keys are there."""
    if isinstance(node, n.Key):
        return
    if isinstance(node, (n.Get, n.Cell, n.LookUp, n.EndOf, n.Called, n.Aggregated)):
        yield node
    for part in parts_of(node):
        yield from _asked(part)


def _name(node: n.Typed) -> str:
    """A name that is alike where the same is asked."""
    if isinstance(node, n.Cell):
        return _name(node.row)
    if isinstance(node, n.LookUp):
        return node.table
    return path_of(node) or (node.field if isinstance(node, n.Get) else type(node).__name__)


def _cost(node: Any) -> int:
    if isinstance(node, n.Quantified):
        found = 1 if _is_rare(node.rows) else _LOOP + sum(map(_cost, parts_of(node)))
        return found + _EXCEPTION if node.word == "no" else found
    if isinstance(node, n.Negated) and isinstance(node.operand, n.Quantified):
        return _EXCEPTION + _cost(node.operand)
    own = _LOOP if isinstance(node, n.Aggregated) else _CALL if isinstance(node, _DEAR) else 1
    return own + sum(map(_cost, parts_of(node)))


def _is_rare(rows: n.RowsOf) -> bool:
    """Whether most claims have no such rows at all."""
    return path_of(rows.items) not in ("", "claim.lines", "claim.diagnoses", "line.pointers", "line.diagnoses")
