"""What a row of another claim must have in common with the subject, so that only such rows are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.language import nodes as n
from cleanclaim.language.compile.conditions import are_elsewhere
from cleanclaim.language.conjuncts import split
from cleanclaim.language.inside import inside

_NOT_ASKED = (n.LookUp, n.Across)  # what costs too much, or could be another thing for each row


class Common(NamedTuple):
    """Two values that are equal: the row's, and the one that is known without the row."""

    row: n.Typed
    own: n.Typed


class Lists(NamedTuple):
    """Two lists, of the row and of the subject: for each item of the own one the row's has an item with equal values.

    Both are without relation, scope and joins; only items of the own one count that meet its `where`.
    """

    row: n.RowsOf
    own: n.RowsOf
    values: tuple[Common, ...]


class Likeness(NamedTuple):
    """What is in common: join keys, values that a condition compares, and two lists."""

    keys: tuple[n.Key, ...]
    values: tuple[Common, ...]
    lists: Lists | None


def likeness_of(rows: n.RowsOf) -> Likeness | None:
    """What rows of other claims must have in common with what is known without them; None where that is nothing.

    It is less than the whole condition, which is still to be asked.
    """
    if not are_elsewhere(rows):
        return None
    parts = [] if rows.where is None else list(split(rows.where))
    values = tuple(_values(parts, {rows.name}))
    lists = next(_lists(parts, rows.name), None)
    keys = tuple(key for key in rows.keys if not any(isinstance(part, _NOT_ASKED) for part in inside(key)))
    return Likeness(keys, values, lists) if keys or values or lists else None


def _values(parts: list[n.Typed], row: set[str]) -> Iterator[Common]:
    """What the conditions say is equal; neither side names what the other one is about."""
    for part in parts:
        if isinstance(part, n.Compared) and part.operator == "=":
            for one, other in ((part.left, part.right), (part.right, part.left)):
                if _names(one) <= row and _names(one) and _names(other).isdisjoint(row) and _is_plain(part):
                    yield Common(one, other)
                    break


def _lists(parts: list[n.Typed], row: str) -> Iterator[Lists]:
    """`every own in … satisfies (any there in … satisfies …)`, the second list the row's."""
    for part in parts:
        if not isinstance(part, n.Quantified) or part.word != "every" or part.test is None:
            continue
        asked = part.test
        if not isinstance(asked, n.Quantified) or asked.word != "any":
            continue
        own, theirs = part.rows, asked.rows
        if not (_is_simple(own) and _is_simple(theirs)) or row in _names(own) or _names(theirs.items) != {row}:
            continue
        tests = [test for test in (theirs.where, asked.test) if test is not None]
        values = _values([one for test in tests for one in split(test)], {theirs.name, row})
        found = tuple(one for one in values if row not in _names(one.own))
        if found:
            yield Lists(theirs, own, found)


def _is_simple(rows: n.RowsOf) -> bool:
    return not (rows.scope or rows.relation or rows.keys) and _is_plain(rows)


def _is_plain(node: object) -> bool:
    return not any(isinstance(part, _NOT_ASKED) for part in inside(node))


def _names(node: object) -> set[str]:
    """The variables that a value asks, without those that are bound in it."""
    parts = list(inside(node))
    bound = {part.name for part in parts if isinstance(part, n.RowsOf)}
    return {part.name for part in parts if isinstance(part, n.Name)} - bound
