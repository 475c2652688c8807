"""What wakes a rule, before its code is made: conditions that are no more than a look into a set of codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from cleanclaim.compiled import ANY_LINE, PROTECTED, TWINS, USUAL, Presence
from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.codes import CodeSet
from cleanclaim.language.compile.conditions import PROCEDURE, conditions, of_any_line, path_of, wants_twins
from cleanclaim.language.compile.lookups import Lookup


def plain_lookups(rule: t.TypedRule) -> Iterator[Lookup]:
    """The conditions without which a rule is not broken, and that need no code."""
    for node in conditions(rule):
        for value, found in _looks(node):
            path = path_of(value)
            if path in USUAL and (path != PROTECTED or found.codes.finite is not None):
                yield Lookup(path, found.codes, value.type.many, found.negated)
        for row, part in of_any_line(node):
            if isinstance(part, n.InSet) and path_of(part.value, row) == PROCEDURE:
                yield Lookup(ANY_LINE, part.codes, False, part.negated)
        if wants_twins(node):
            yield Lookup(TWINS, CodeSet(), False, False)


def plain_presences(rule: t.TypedRule) -> tuple[Presence, ...]:
    """What must be there, or must not, where a rule is broken."""
    found: dict[Presence, None] = {}
    for node in conditions(rule):
        if isinstance(node, n.Present):
            found[Presence(path_of(node.value), not node.negated)] = None
        elif isinstance(node, n.Quantified) and node.word == "any":
            found[Presence(path_of(node.rows.items), True)] = None
    return tuple(presence for presence in found if presence.field not in ("", "claim.lines"))


def _looks(node: n.Typed) -> Iterator[tuple[n.Typed, n.InSet]]:
    """A value and the set that it, or one of its items, must be in."""
    if isinstance(node, n.InSet):
        yield node.value, node
    elif isinstance(node, n.Quantified) and node.word == "any":
        rows = node.rows
        tests = [test for test in (rows.where, node.test) if test is not None]
        if len(tests) == 1 and not rows.relation and not rows.keys and _is_of(tests[0], rows.name):
            yield rows.items, tests[0]


def _is_of(node: n.Typed, name: str) -> TypeGuard[n.InSet]:
    """Whether a condition says that an item is in a set."""
    return (
        isinstance(node, n.InSet) and not node.negated and isinstance(node.value, n.Name) and node.value.name == name
    )
