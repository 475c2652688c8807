"""Walks over the rows of a claim: which could not be read in full, and the providers among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from cleanclaim.claim.fields import Row, fields_of
from cleanclaim.claim.model import ROWS, Claim, Line
from cleanclaim.claim.parties import Provider

_CLASSES = {row.__name__: row for row in ROWS.values()}
_SYSTEMS = {row: name for name, row in ROWS.items()}


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


_unreadable = attrgetter("unreadable")


def troubled(claim: Claim) -> bool:
    """Whether a value of a claim, or of a row in it, could not be read. Each claim is asked, so it must be quick."""
    if claim.unread is not None:
        return bool(claim.unreadable) or any(claim.unread)
    single, lists = _parts("Claim")
    of_line, lists_of_line = _parts("Line")
    lines = claim.lines
    rows = [claim, *single(claim), *lines]
    for line in lines:
        rows += of_line(line)
    if any(map(_unreadable, filter(None, rows))):
        return True
    if any(_in_lists(items) for items in lists(claim) if items and items is not lines):
        return True
    return any(_in_lists(items) for line in lines for items in lists_of_line(line) if items)


def _in_lists(rows: tuple[Row, ...]) -> bool:
    """Whether a value of these rows, or of those in them, could not be read."""
    for row in rows:
        single, lists = _parts(type(row).__name__)
        if row.unreadable or any(map(_unreadable, filter(None, single(row)))) or any(map(_in_lists, lists(row))):
            return True
    return False


def troubles(claim: Claim) -> frozenset[str]:
    """The fields of a claim that could not be read anywhere in it, as `line.units`."""
    return frozenset(_troubles(claim))


def _troubles(row: Row) -> Iterator[str]:
    kind = _SYSTEMS[type(row)]
    yield from (f"{kind}.{name}" for name in row.unreadable)
    single, lists = _parts(type(row).__name__)
    for part in single(row):
        if part is not None:
            yield from _troubles(part)
    for item in (item for items in lists(row) for item in items):
        yield from _troubles(item)


@cache
def _roles(row: str) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the providers of a claim or a line, in the order of the guide."""
    names = [
        field.name
        for field in fields_of(_CLASSES[row]).values()
        if field.kind.base == "row" and not field.kind.many and ROWS[field.kind.system] is Provider
    ]
    return _getter(names)


def all_providers(claim: Claim) -> Sequence[Provider]:
    """Every provider in the claim or above it, once. Each claim is asked, so it must be quick."""
    return claim.providers if claim.unread is not None else [provider for provider, _ in providers(claim)]


def providers(claim: Claim) -> list[tuple[Provider, Line | None]]:
    """Every provider in the claim or above it, once, with the line that it belongs to."""
    seen: set[Provider | None] = {None}  # rows are equal only to themselves
    found: list[tuple[Provider, Line | None]] = []
    owners: list[tuple[Row, Line | None]] = [(claim, None), *((line, line) for line in claim.lines)]
    for owner, line in owners:
        roles = _roles(type(owner).__name__)(owner)
        if not seen.issuperset(roles):
            fresh = [provider for provider in dict.fromkeys(roles) if provider not in seen]
            seen.update(fresh)
            found.extend((provider, line) for provider in fresh)
    return found
