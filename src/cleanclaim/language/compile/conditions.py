"""What must be so where a rule is broken, as conditions on its subject and its claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeGuard

from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.conjuncts import split
from cleanclaim.language.inside import field_names, inside
from cleanclaim.language.putting import NODES, changed, put
from cleanclaim.language.types import BOOL, Type

# The subject, and the value of a field, under names that nobody can have written.
ROW, VALUE = "the row", "the value"
PROCEDURE, DIAGNOSES = "line.procedure", "claim.diagnoses"
_PAIRED = ("other", "earlier", "later")


def conditions(rule: t.TypedRule) -> Iterator[n.Typed]:
    """Conditions that hold wherever a rule is broken, in its order; the subject is called `ROW`."""
    known: dict[str, n.Typed] = {"claim": n.Name(rule.at, Type("row", "claim"), "claim")}
    known[rule.name] = n.Name(rule.at, Type("row", rule.subject), ROW) if rule.name != "claim" else known["claim"]
    found = [] if rule.where is None else [put(rule.where, known)]
    for step in rule.steps:
        value = put(step.value, known)
        if step.name:
            known[step.name] = value
        else:
            found.append(value)
    check = put(rule.check, known)
    found.append(n.Negated(check.at, BOOL, check) if rule.required else check)
    if rule.pair is not None:
        found.append(_paired(put(rule.pair, known), found))
    for node in found:
        if asks_only(node, ROW, "claim"):
            yield from split(node)


def _paired(rows: n.RowsOf, found: Sequence[n.Typed]) -> n.Typed:
    """That there is a partner of which all is so that can be asked of it at little cost."""
    asked = [part for node in found for part in split(node) if asks_only(part, ROW, "claim", rows.name)]
    tests = tuple(
        part for part in asked if not asks_only(part, ROW, "claim") and not any(map(_is_dear, inside(part)))
    )
    test = n.Logic(rows.at, BOOL, "and", tests) if len(tests) > 1 else next(iter(tests), None)
    return n.Quantified(rows.at, BOOL, "any", rows, test)


def _is_dear(node: object) -> bool:
    return isinstance(node, (n.Quantified, n.Aggregated))


def are_elsewhere(rows: n.RowsOf) -> bool:
    """Whether rows are looked for in other claims as well."""
    return bool(rows.scope) and rows.relation != "repeated"


def asks_only(node: n.Typed, *names: str) -> bool:
    """Whether a condition can be decided by the rows of these names."""
    parts = list(inside(node))
    bound = {part.name for part in parts if isinstance(part, n.RowsOf)}
    if any(isinstance(part, (n.Owner, n.Across)) for part in parts):
        return False
    return all(part.name in bound or part.name in names for part in parts if isinstance(part, n.Name))


def path_of(node: Any, row: str = ROW) -> str:
    """A field by the whole way to it from the claim or a row, as `line.procedure`; nothing for anything else."""
    if isinstance(node, n.Name) and node.name in (row, "claim"):
        return node.type.system
    if isinstance(node, n.Get):
        way = path_of(node.row, row)
        return way and f"{way}.{node.field}"
    return ""


def paths(node: Any, row: str = ROW) -> Iterator[str]:
    """The fields that a condition asks; nothing stands for a row that it compares with others."""
    way = path_of(node, row)
    if way:
        yield way
        return
    if isinstance(node, n.RowsOf) and node.relation not in ("", "repeated"):
        yield ""
    for part in parts_of(node):
        yield from paths(part, row)


def parts_of(node: Any) -> Iterator[Any]:
    """What a node is made of, one step down."""
    if isinstance(node, tuple) and not hasattr(node, "_fields"):
        yield from node
    elif isinstance(node, NODES):
        yield from (getattr(node, name) for name in field_names(type(node)))


def of_any_line(node: n.Typed) -> Iterator[tuple[str, n.Typed]]:
    """What some line of the claim must meet: the name of that line in the condition, and each of its parts."""
    if _is_any_line(node):
        for part in (node.rows.where, node.test):
            yield from ((node.rows.name, one) for one in split(part)) if part is not None else ()


def of_any_diagnosis(node: n.Typed) -> Iterator[n.Typed]:
    """What some diagnosis of the claim must meet, as conditions on its bare code, which is called `VALUE`."""
    if isinstance(node, n.InSet) and not node.negated:
        items = node.value.items if isinstance(node.value, n.EndOf) else node.value
        if path_of(items) == DIAGNOSES:
            yield replace(node, value=n.Name(node.at, items.type.one, VALUE))
    elif isinstance(node, n.Quantified) and node.word == "any" and path_of(node.rows.items) == DIAGNOSES:
        value = n.Name(node.at, node.rows.items.type.one, VALUE)
        parts = [part for part in (node.rows.where, node.test) if part is not None]
        found = [weaker(one, node.rows.name) for part in parts for one in split(part)]
        asked = tuple(put(one, {node.rows.name: value}) for one in found if one is not None)
        if asked:  # one diagnosis must meet them all
            yield asked[0] if len(asked) == 1 else n.Logic(node.at, BOOL, "and", asked)


def weaker(node: n.Typed, name: str) -> n.Typed | None:
    """What must be so of one row where a condition on it and others holds; None where that is nothing."""
    if asks_only(node, name):
        return node
    if not isinstance(node, n.Logic):
        return None
    parts = [weaker(item, name) for item in node.items]
    known = tuple(part for part in parts if part is not None)
    if not known or (node.operator == "or" and len(known) < len(parts)):
        return None
    return known[0] if len(known) == 1 else replace(node, items=known)


def wants_twins(node: n.Typed) -> bool:
    """Whether two lines must have the same procedure."""
    if not _is_any_line(node) or node.rows.relation not in _PAIRED or node.rows.own != ROW:
        return False
    keys = node.rows.keys
    return any(path_of(key.own) == path_of(key.row, node.rows.name) == PROCEDURE for key in keys)


def _is_any_line(node: n.Typed) -> TypeGuard[n.Quantified]:
    return isinstance(node, n.Quantified) and node.word == "any" and path_of(node.rows.items) == "claim.lines"


def on_value(node: Any, path: str, row: str = ROW) -> Any:
    """A condition on a field as one on its bare value, which is called `VALUE`."""
    if isinstance(node, n.Typed) and path_of(node, row) == path:
        return n.Name(node.at, node.type, VALUE)
    return changed(node, lambda part: on_value(part, path, row))
