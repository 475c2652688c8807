"""Damages to what stands around conditions: scopes, severity, fallbacks, exceptions, days of tables, params."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.compile.reaching import rows_across
from cleanclaim.language.model import field_type
from cleanclaim.language.places import Place
from cleanclaim.language.types import Type

_SCOPES = {"patient": ("claim", "file"), "file": ("claim", "patient"), "run": ("claim", "file")}
_FAR = Decimal(10) ** 9  # past any amount that a rule compares with
_OTHER: dict[str, tuple[Any, ...]] = {
    "number": (_FAR, -_FAR),
    "money": (_FAR, -_FAR),
    "quantity": (_FAR, -_FAR),
    "date": (dt.date.max, dt.date.min),
    "text": ("\0",),
    "code": ("\0",),
}


class Change(NamedTuple):
    """A damaged part of a rule. `also` are others of the same kind: who notices one of them notices the damage."""

    at: Place
    said: str
    part: Any
    also: tuple[Any, ...] = ()


# ---------------------------------------------------------------------- of one node


def of_node(node: Any) -> Iterator[Change]:
    """The damages to a fallback, to a set's exceptions, and to the day on which a table is asked."""
    if isinstance(node, n.Fallback):
        yield from _of_fallback(node)
    elif isinstance(node, n.InSet) and node.codes.without is not None:
        whole = replace(node, codes=replace(node.codes, without=None))
        yield Change(node.at, "without `except` in `{}`", whole)
    elif isinstance(node, n.LookUp) and node.on is not None and not node.source:
        last = n.Const(node.on.at, node.on.type.given, dt.date.max)
        yield Change(node.at, "the last row for `{}`", replace(node, on=last))


def _of_fallback(node: n.Fallback) -> Iterator[Change]:
    if not node.fallback.type.optional:
        yield Change(node.at, "always what stands after `otherwise` in `{}`", node.fallback)
    given = node.fallback
    others = _OTHER.get(given.type.base, ()) if isinstance(given, n.Const) and given.value != "" else ()
    made = [replace(node, fallback=replace(given, value=value)) for value in others]  # type: ignore[call-arg]
    if made:
        yield Change(node.at, "another value after `otherwise` in `{}`", made[0], tuple(made[1:]))


# ---------------------------------------------------------------------- of a whole rule


def of_rule(rule: t.TypedRule) -> Iterator[Change]:
    """The damages to the scopes of rows, and to the severity."""
    for rows in rows_across(rule):
        for scope in _SCOPES[rows.scope]:
            if scope != "claim" or rows.items.type.system == "line":
                yield Change(rows.at, f"`of same {scope}` for `of same {rows.scope}`", _scoped(rule, rows, scope))
    judgment = rule.judgment
    if judgment.condition is not None and judgment.severity != judgment.fallback:
        turned = replace(judgment, severity=judgment.fallback, fallback=judgment.severity)
        yield Change(judgment.condition.at, "the other severity", replace(rule, judgment=turned))


def _scoped(rule: t.TypedRule, rows: n.RowsOf, scope: str) -> t.TypedRule:
    """The rule where rows are looked for in another scope."""
    if scope != "claim":
        return _changed_rule(rule, lambda node: replace(node, scope=scope) if node is rows else node)
    claim = n.Name(rows.at, Type("row", "claim"), "claim")
    lines = n.Get(rows.at, field_type("claim", "lines"), claim, "lines", True)

    def near(node: Any) -> Any:
        """Their claim is the rule's own."""
        return claim if isinstance(node, n.Owner) and _named(node.row) == rows.name else node

    here = replace(rows, scope="", items=lines, where=_changed(rows.where, near))
    return _changed_rule(rule, lambda node: here if node is rows else near(node))


def _named(node: n.Typed) -> str:
    return node.name if isinstance(node, n.Name) else ""


def with_params(rule: t.TypedRule, parent: t.TypedRule) -> Iterator[Change]:
    """An heir with each param that it changes as its parent has it."""
    theirs = {param.name: param for param in parent.params}
    for param in rule.params:
        value = theirs[param.name].value if param.name in theirs else param.value
        if value != param.value:
            yield Change(param.at, f"without `param {param.name}`", _with_param(rule, param.name, value))


def _with_param(rule: t.TypedRule, name: str, value: Any) -> t.TypedRule:
    def change(node: Any) -> Any:
        return replace(node, value=value) if isinstance(node, n.Const) and node.param == name else node

    return _changed_rule(rule, change)


def _changed_rule(rule: t.TypedRule, change: Callable[[Any], Any]) -> t.TypedRule:
    made: t.TypedRule = _changed(rule, change)
    return made


def _changed(part: Any, change: Callable[[Any], Any]) -> Any:
    """A part of a rule with each node changed, the outermost first; what is not touched stays the same object."""
    made = change(part)
    if made is not part:
        return made
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        items = tuple(_changed(item, change) for item in part)
        return items if any(one is not other for one, other in zip(items, part, strict=True)) else part
    if not is_dataclass(part) or isinstance(part, (t.Table, type)):
        return part
    found = {field.name: getattr(part, field.name) for field in fields(part) if field.name != "examples"}
    news = {name: _changed(value, change) for name, value in found.items()}
    news = {name: value for name, value in news.items() if value is not found[name]}
    return replace(part, **news) if news else part
