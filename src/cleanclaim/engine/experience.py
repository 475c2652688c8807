"""Conditions of a rule in the order in which they were seen to fail on claims that were judged before."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import Gate
from cleanclaim.engine.asking import CLAIM, ROW, compiled, define, every
from cleanclaim.engine.index import holds

Subject = tuple[Claim, Row]  # a row that a rule was asked about, with its claim

# What a condition costs, where an operator costs 1.
_CALL, _LOOP = 5, 20


def by_experience(gate: Gate, seen: Sequence[Subject]) -> Gate:
    """The gate with what failed often and costs little asked first; none comes before one that can be its guard.

    Nothing of what was seen is kept but the order.
    """
    parts = gate.rest.values if isinstance(gate.rest, ast.BoolOp) else []
    if len(parts) != len(gate.before) or len(parts) < 2 or not seen:
        return gate
    order = _order(parts, gate.before, _outcomes(gate, parts, seen))
    return replace(
        gate,
        rest=every([parts[at] for at in order]),
        before=tuple(frozenset(order.index(one) for one in gate.before[at]) for at in order),
    )


def _outcomes(gate: Gate, parts: Sequence[ast.expr], seen: Sequence[Subject]) -> list[frozenset[int]]:
    """For each condition the numbers of the subjects that it lets go, without those that its guards let go."""
    functions = [define(f"ask_{at}", (CLAIM, ROW), [ast.Return(part)]) for at, part in enumerate(parts)]
    names = compiled(functions, [gate.names])
    failed: list[frozenset[int]] = []
    for at, before in enumerate(gate.before):
        guarded = frozenset().union(*(failed[one] for one in before))
        ask = _asking(names[f"ask_{at}"])
        failed.append(frozenset(n for n, one in enumerate(seen) if n not in guarded and not holds(ask, one)))
    return failed


def _asking(ask: Callable[[Claim, Row], Any]) -> Callable[[Subject], bool]:
    return lambda subject: bool(ask(*subject))


def _order(
    parts: Sequence[ast.expr], before: Sequence[frozenset[int]], failed: Sequence[frozenset[int]]
) -> list[int]:
    """Always next what lets most subjects go for its cost, of those that are left; its guards come with it."""
    costs = [_cost(part) for part in parts]
    guarded = _with_guards(before)
    gone: frozenset[int] = frozenset()
    order: list[int] = []

    def worth(at: int) -> float:
        asked = [one for one in guarded[at] if one not in order]
        return len(frozenset().union(*(failed[one] for one in asked)) - gone) / sum(costs[one] for one in asked)

    while len(order) < len(parts):
        # what lets nothing go stays in its order, behind all that does
        best = max((at for at in range(len(parts)) if at not in order), key=worth)
        for one in guarded[best]:
            if one not in order:
                order.append(one)
                gone |= failed[one]
    return order


def _with_guards(before: Sequence[frozenset[int]]) -> list[list[int]]:
    """Each condition behind its guards, and each of those behind its own; all of them stand before it."""
    found: list[list[int]] = []
    for at, own in enumerate(before):
        found.append([*sorted(own.union(*(found[one] for one in own))), at])
    return found


def _cost(part: ast.expr) -> int:
    nodes = list(ast.walk(part))
    loops = sum(isinstance(node, ast.comprehension) for node in nodes)
    calls = sum(isinstance(node, ast.Call) for node in nodes)
    return sum(isinstance(node, ast.expr) for node in nodes) + _CALL * calls + _LOOP * loops
