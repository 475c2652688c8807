"""Damages a checked rule in one place at a time, as a slip of the pen would; its examples must notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, NamedTuple

from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.examples.around import Change, of_node, of_rule, with_params
from cleanclaim.language.places import Place

_BOUNDS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "!=", "!=": "="}
_NODES = (n.Typed, n.Key)


class Damage(NamedTuple):
    """A damaged rule. What was done is `said`; there `{}` stands for the text at `at`, `{clause}` for the word
    that its line begins with.
    """

    at: Place
    said: str
    rule: t.TypedRule
    also: tuple[t.TypedRule, ...] = ()  # done in another way: who notices one of them notices it


def damages(rule: t.TypedRule, parent: t.TypedRule | None = None) -> Iterator[Damage]:
    """Every damage to a rule, each once. What a rule takes from its parent is proved there."""
    for change in _of_rule(rule):
        if not rule.extends or change.at.line != rule.at.line:
            yield Damage(*change)
    if parent is not None:
        yield from (Damage(*change) for change in with_params(rule, parent))


def _of_rule(rule: t.TypedRule) -> Iterator[Change]:
    if rule.where is not None:
        yield Change(rule.where.at, "without `where`", replace(rule, where=None))
    for number, step in enumerate(rule.steps):
        if not step.name and not is_takeover(step) and not _unwritten(step.value):
            rest = rule.steps[:number] + rule.steps[number + 1 :]
            yield Change(step.value.at, "without `{clause}`", replace(rule, steps=rest))
    if not isinstance(rule.check, n.Quantified):  # else its witness would be unknown to the message
        yield Change(rule.check.at, "the opposite check", replace(rule, required=not rule.required))
    for name in ("where", "pair", "steps", "check", "judgment"):
        for change in _damaged(getattr(rule, name)):
            yield _within(rule, name, change)
    yield from of_rule(rule)


def is_takeover(step: t.Step) -> bool:
    """Whether a step leaves claims to a rule that extends this one: its `not` stands at that rule's head."""
    node = step.value
    if not isinstance(node, n.Negated):
        return False
    at, inner = node.at, node.operand.at
    return not (at[:2] <= inner[:2] and inner[2:] <= at[2:])


def _damaged(part: Any) -> Iterator[Change]:
    """A part of a rule with one damage, in it or in what stands in it."""
    if isinstance(part, _NODES):
        yield from _here(part)
        yield from of_node(part)
    for name, inner in _inside(part):
        for change in _damaged(inner):
            yield _within(part, name, change)


def _within(part: Any, name: Any, change: Change) -> Change:
    """The change of a part, as one of what it stands in."""
    also = tuple(_with(part, name, other) for other in change.also)
    return Change(change.at, change.said, _with(part, name, change.part), also)


def _inside(part: Any) -> list[tuple[Any, Any]]:
    """What stands in a part of a rule, with its number or name there."""
    if isinstance(part, tuple):
        return list(enumerate(part))
    if isinstance(part, (*_NODES, t.Judgment)) or (isinstance(part, t.Step) and not is_takeover(part)):
        return [(field.name, getattr(part, field.name)) for field in fields(part) if field.name != "type"]
    return []


def _with(part: Any, name: Any, changed: Any) -> Any:
    if isinstance(part, tuple):
        return (*part[:name], changed, *part[name + 1 :])
    return replace(part, **{name: changed})


def _here(node: Any) -> Iterator[Change]:
    """The damages to one node itself."""
    if isinstance(node, n.Logic):
        yield from _of_logic(node)
    elif isinstance(node, n.Compared):
        other = _BOUNDS[node.operator]
        yield Change(node.at, f"`{other}` for `{node.operator}` in `{{}}`", replace(node, operator=other))
    elif isinstance(node, (n.InSet, n.Present)) and not _unwritten(node):
        yield Change(node.at, "the opposite of `{}`", replace(node, negated=not node.negated))
    elif isinstance(node, n.Negated):
        yield Change(node.at, "without `not` in `{}`", node.operand)
    elif isinstance(node, n.Quantified) and node.test is not None:
        yield Change(node.test.at, "without `satisfies`", replace(node, test=None))
    elif isinstance(node, n.RowsOf):
        yield from _of_rows(node)


def _of_logic(node: n.Logic) -> Iterator[Change]:
    for number, item in enumerate(node.items):
        if not _unwritten(item):
            rest = node.items[:number] + node.items[number + 1 :]
            said = "without `{}`"
            if isinstance(item, n.Compared) and any(other.at == item.at for other in rest):  # a half of `between`
                said = f"without the {'lower' if item.operator == '>=' else 'upper'} bound of `{{}}`"
            yield Change(item.at, said, replace(node, items=rest) if len(rest) > 1 else rest[0])


def _unwritten(node: n.Typed) -> bool:
    """Whether nobody wrote that a value must be there: `effective` and the condition of a severity ask it."""
    return isinstance(node, n.Present) and node.at == node.value.at


def _of_rows(rows: n.RowsOf) -> Iterator[Change]:
    if rows.relation:
        yield Change(rows.at, f"without `{rows.relation}`", replace(rows, relation=""))
    if rows.where is not None:
        yield Change(rows.where.at, "without `where`", replace(rows, where=None))
    for number, key in enumerate(rows.keys):
        name = _named(key.row)
        keys = rows.keys[:number] + rows.keys[number + 1 :]
        yield Change(rows.at, f"without `same {name}`", replace(rows, keys=keys))


def _named(key: n.Typed) -> str:
    """A join key as `with same` names it: who provides is compared by the NPI, a patient by who he is."""
    if isinstance(key, n.Called):
        return _named(key.arguments[0])
    assert isinstance(key, n.Get)
    return key.row.field if isinstance(key.row, n.Get) else key.field
