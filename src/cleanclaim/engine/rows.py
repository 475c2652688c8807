"""Walks over the rows of a claim: which could not be read in full, and the providers among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any

from cleanclaim.claim.fields import Row, fields_of
from cleanclaim.claim.model import ROWS, Claim, Line
from cleanclaim.claim.parties import Provider

_CLASSES = {row.__name__: row for row in ROWS.values()}


@cache
def _parts(row: str) -> tuple[Callable[[Any], tuple[Any, ...]], Callable[[Any], tuple[Any, ...]]]:
    """What gives the rows in a row: its single ones, and its lists of rows."""
    names: dict[bool, list[str]] = {False: [], True: []}
    for field in fields_of(_CLASSES[row]).values():
        if field.kind.base == "row":
            names[field.kind.many].append(field.name)
    return _getter(names[False]), _getter(names[True])


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    if names:
        one = attrgetter(names[0])
        return lambda row: (one(row),)
    return lambda _row: ()


def troubled(row: Row) -> bool:
    """Whether a value of a row, or of a row in it, could not be read."""
    if row.unreadable:
        return True
    single, lists = _parts(type(row).__name__)
    for part in single(row):
        if part is not None and part.unreadable:
            return True
    return any(troubled(item) for items in lists(row) for item in items)


@cache
def _roles(row: str) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the providers of a claim or a line, in the order of the guide."""
    names = [
        field.name
        for field in fields_of(_CLASSES[row]).values()
        if field.kind.base == "row" and not field.kind.many and ROWS[field.kind.system] is Provider
    ]
    return _getter(names)


def providers(claim: Claim) -> Iterator[tuple[Provider, Line | None]]:
    """Every provider that stands in the claim or above it, once, with the line that it belongs to."""
    seen: set[int] = set()
    owners: list[tuple[Row, Line | None]] = [(claim, None), *((line, line) for line in claim.lines)]
    for owner, line in owners:
        for provider in _roles(type(owner).__name__)(owner):
            if provider is not None and id(provider) not in seen:
                seen.add(id(provider))
                yield provider, line
