"""The order in which the sets of a file are read: each after those that it names, wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter

from cleanclaim.language import clauses as c
from cleanclaim.language import syntax as s
from cleanclaim.language.check.faults import TWICE, Refused


def in_turn(items: Sequence[c.SetItem]) -> tuple[tuple[c.SetItem, ...], tuple[Refused, ...]]:
    """The sets that can be read, in turn, and a fault for each circle.

    Sets in a circle, and those that name one of them, are not among the first. A second set of a name comes last.
    """
    firsts: dict[str, c.SetItem] = {}
    for item in items:
        firsts.setdefault(item.name.text, item)
    named = {name: tuple(word for word in _named(item) if word in firsts) for name, item in firsts.items()}
    sorter = TopologicalSorter(named)
    with suppress(CycleError):  # it gives what does not hang on a circle all the same
        sorter.prepare()
    order: list[str] = []
    while ready := sorter.get_ready():
        order += ready
        sorter.done(*ready)
    left = {name: words for name, words in named.items() if name not in set(order)}
    seconds = tuple(item for item in items if firsts[item.name.text] is not item)
    return (*(firsts[name] for name in order), *seconds), tuple(_circles(left, firsts))


def _named(item: c.SetItem) -> tuple[str, ...]:
    """The names of the sets that a set is made of, or from which it makes exceptions."""
    if item.match is None:
        return ()
    members = (*item.match.members, *item.match.exceptions)
    return tuple(member.name for member in members if isinstance(member, s.SetName))


def _circles(left: Mapping[str, Sequence[str]], items: Mapping[str, c.SetItem]) -> list[Refused]:
    """A fault for each circle; every set that is left names another one that is left."""
    found: list[Refused] = []
    seen: set[str] = set()
    for name in left:
        way: dict[str, None] = {}
        while name not in seen:
            seen.add(name)
            way[name] = None
            name = next(word for word in left[name] if word in left)
        if name in way:
            circle = list(way)[list(way).index(name) :]
            shown = ", ".join(f"`{word}`" for word in (*circle, name))
            message = f"`{name}` is named in a circle: {shown}" if len(circle) > 1 else f"`{name}` names itself"
            found.append(Refused(items[name].at, TWICE, message, "a set is made of codes in the end"))
    return found
