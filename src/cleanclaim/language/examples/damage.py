"""Damages a checked rule in one place at a time, as a slip of the pen would; its examples must notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, NamedTuple

from cleanclaim.language import typed as t
from cleanclaim.language.places import Place

_BOUNDS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "="}
_NODES = (t.Typed, t.Key)


class Damage(NamedTuple):
    """A damaged rule. What was done is `said`; there `{}` stands for the text at `at`, `{clause}` for the word
    that its line begins with.
    """

    at: Place
    said: str
    rule: t.TypedRule


class _Change(NamedTuple):
    """A damaged part of a rule."""

    at: Place
    said: str
    part: Any


def damages(rule: t.TypedRule) -> Iterator[Damage]:
    """Every damage to a rule, each once. What a rule takes from its parent is proved there."""
    for change in _of_rule(rule):
        if not rule.extends or change.at.line != rule.at.line:
            yield Damage(*change)


def _of_rule(rule: t.TypedRule) -> Iterator[_Change]:
    if rule.where is not None:
        yield _Change(rule.where.at, "without `where`", replace(rule, where=None))
    for number, step in enumerate(rule.steps):
        if not step.name and not _is_takeover(step):
            rest = rule.steps[:number] + rule.steps[number + 1 :]
            yield _Change(step.value.at, "without `{clause}`", replace(rule, steps=rest))
    if not isinstance(rule.check, t.Quantified):  # else its witness would be unknown to the message
        yield _Change(rule.check.at, "the opposite check", replace(rule, required=not rule.required))
    for name in ("where", "pair", "steps", "check"):
        for at, said, part in _damaged(getattr(rule, name)):
            yield _Change(at, said, replace(rule, **{name: part}))


def _is_takeover(step: t.Step) -> bool:
    """Whether a step leaves claims to a rule that extends this one: its `not` stands at that rule's head."""
    node = step.value
    if not isinstance(node, t.Negated):
        return False
    at, inner = node.at, node.operand.at
    return not (at[:2] <= inner[:2] and inner[2:] <= at[2:])


def _damaged(part: Any) -> Iterator[_Change]:
    """A part of a rule with one damage, in it or in what stands in it."""
    if isinstance(part, _NODES):
        yield from _here(part)
    for name, inner in _inside(part):
        for at, said, changed in _damaged(inner):
            yield _Change(at, said, _with(part, name, changed))


def _inside(part: Any) -> list[tuple[Any, Any]]:
    """What stands in a part of a rule, with its number or name there."""
    if isinstance(part, tuple):
        return list(enumerate(part))
    if isinstance(part, _NODES) or (isinstance(part, t.Step) and not _is_takeover(part)):
        return [(field.name, getattr(part, field.name)) for field in fields(part) if field.name != "type"]
    return []


def _with(part: Any, name: Any, changed: Any) -> Any:
    if isinstance(part, tuple):
        return (*part[:name], changed, *part[name + 1 :])
    return replace(part, **{name: changed})


def _here(node: Any) -> Iterator[_Change]:
    """The damages to one node itself."""
    if isinstance(node, t.Logic):
        for number, item in enumerate(node.items):
            rest = node.items[:number] + node.items[number + 1 :]
            yield _Change(item.at, "without `{}`", replace(node, items=rest) if len(rest) > 1 else rest[0])
    elif isinstance(node, t.Compared):
        other = _BOUNDS[node.operator]
        yield _Change(node.at, f"`{other}` for `{node.operator}` in `{{}}`", replace(node, operator=other))
    elif isinstance(node, (t.InSet, t.Present)):
        yield _Change(node.at, "the opposite of `{}`", replace(node, negated=not node.negated))
    elif isinstance(node, t.Negated):
        yield _Change(node.at, "without `not` in `{}`", node.operand)
    elif isinstance(node, t.Quantified) and node.test is not None:
        yield _Change(node.test.at, "without `satisfies`", replace(node, test=None))
    elif isinstance(node, t.RowsOf):
        yield from _of_rows(node)


def _of_rows(rows: t.RowsOf) -> Iterator[_Change]:
    if rows.relation:
        yield _Change(rows.at, f"without `{rows.relation}`", replace(rows, relation=""))
    if rows.where is not None:
        yield _Change(rows.where.at, "without `where`", replace(rows, where=None))
    for number, key in enumerate(rows.keys):
        name = key.row.field if isinstance(key.row, t.Get) else str(number + 1)
        keys = rows.keys[:number] + rows.keys[number + 1 :]
        yield _Change(rows.at, f"without `same {name}`", replace(rows, keys=keys))
