"""Damages checked rules one condition at a time; the examples of a rule must notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cleanclaim.language import typed as t

_OTHER = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "="}


def mutants(rule: t.TypedRule) -> Iterator[tuple[str, t.TypedRule]]:
    """Damaged copies of a rule, each with a name for what was damaged."""
    if rule.where is not None:
        yield "no where", replace(rule, where=None)
        yield from ((f"where: {name}", replace(rule, where=node)) for name, node in _damaged(rule.where))
    for number, step in enumerate(rule.steps):
        if step.name:
            continue
        before, after = rule.steps[:number], rule.steps[number + 1 :]
        yield f"no condition {number}", replace(rule, steps=before + after)
        for name, node in _damaged(step.value):
            yield f"condition {number}: {name}", replace(rule, steps=(*before, replace(step, value=node), *after))
    if rule.pair is not None:
        yield from ((f"pair: {name}", replace(rule, pair=rows)) for name, rows in _damaged_rows(rule.pair))
    yield from ((f"check: {name}", replace(rule, check=node)) for name, node in _damaged(rule.check))
    if not isinstance(rule.check, t.Quantified):  # else its witness would be unknown to the message
        yield "the opposite check", replace(rule, required=not rule.required)


def _damaged(node: t.Typed) -> Iterator[tuple[str, t.Typed]]:
    if isinstance(node, t.Logic):
        for number in range(len(node.items)):
            rest = node.items[:number] + node.items[number + 1 :]
            yield f"without part {number}", replace(node, items=rest) if len(rest) > 1 else rest[0]
    elif isinstance(node, t.Compared):
        yield "another comparison", replace(node, operator=_OTHER[node.operator])
    elif isinstance(node, t.InSet):
        yield "the opposite codes", replace(node, negated=not node.negated)
    elif isinstance(node, t.Quantified):
        yield from ((name, replace(node, rows=rows)) for name, rows in _damaged_rows(node.rows))
        if node.test is not None:
            yield from ((f"test, {name}", replace(node, test=test)) for name, test in _damaged(node.test))


def _damaged_rows(rows: t.RowsOf) -> Iterator[tuple[str, t.RowsOf]]:
    if rows.relation:
        yield f"not {rows.relation}", replace(rows, relation="")
    if rows.where is not None:
        yield "no where", replace(rows, where=None)
        yield from ((f"where, {name}", replace(rows, where=node)) for name, node in _damaged(rows.where))
    for number in range(len(rows.keys)):
        yield f"without key {number}", replace(rows, keys=rows.keys[:number] + rows.keys[number + 1 :])
