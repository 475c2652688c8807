"""Claims that are judged together, and which of their rows are worth looking at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from heapq import merge
from types import CodeType, FunctionType
from typing import Any, NamedTuple

from cleanclaim.claim.model import Claim, Line
from cleanclaim.compiled import Unreadable

_FEW = 16  # rows that are looked at sooner than they are chosen from
_DATED = {"date", "end_date"}
# What a value that is worked out can raise: the rule says so itself, where it asks the row.
_OPEN = (Unreadable, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)

Day = Callable[[], date | None]
Days = tuple[Day, Day]


class Alike(NamedTuple):
    """What must be so of a row: that it has all keys which `own` gives.

    `keys` gives those of a row, and asks nothing but that: what it says is kept under its code.
    """

    keys: FunctionType  # of a row
    own: Callable[[], Collection[Hashable]]


class _Days(NamedTuple):
    """The days of lines that have one, ascending, with the places of these lines; and the places of all others."""

    days: list[date]
    at: list[int]
    open: tuple[int, ...]


class _Keys(NamedTuple):
    """The places of rows by their keys; and of those whose keys can not be worked out."""

    at: dict[Hashable, list[int]]
    open: list[int]


class _Places(NamedTuple):
    """The places of some rows, and of the open ones that are always among them; both ascending, or by their days."""

    some: Sequence[int]
    open: Sequence[int]
    ordered: bool

    def __call__(self) -> Iterable[int]:
        """All of them, ascending."""
        if not self.ordered:
            return sorted((*self.some, *self.open))
        return merge(self.some, self.open) if self.open else self.some


def _number(places: _Places) -> int:
    return len(places.some) + len(places.open)


class Group:
    """Claims that are judged together, in the order of their files.

    `hidden` are the ids of rows that nothing is compared with, because their keys can not be read.
    """

    def __init__(self, claims: Sequence[Claim], hidden: Collection[int] = ()) -> None:
        self.claims = tuple(claim for claim in claims if id(claim) not in hidden)
        self.lines = tuple(line for claim in claims for line in claim.lines if id(line) not in hidden)
        self._owners = {id(line): claim for claim in claims for line in claim.lines}
        self._alike: dict[CodeType, _Keys] = {}

    def owner(self, line: Line) -> Claim:
        """The claim that a line stands in."""
        return self._owners[id(line)]

    def place(self, row: Line | Claim) -> tuple[int, int, int]:
        """Where a line or a claim stands among all of the run: the numbers of file, claim and line, the last one 0
        for a claim.
        """
        if isinstance(row, Claim):
            return row.input, row.ordinal, 0
        claim = self.owner(row)
        return claim.input, claim.ordinal, row.position

    def among(self, entity: str, days: Days | None, alike: tuple[Any, ...] | None) -> Iterable[Line | Claim]:
        """The rows that could stand between two days, either can be None, or have all of some keys, in their order;
        others may be among them.

        Days and keys are worked out when they are asked for: where that fails, all rows are given.
        """
        rows: Sequence[Line | Claim] = self.lines if entity == "line" else self.claims
        if len(rows) < _FEW:
            return rows
        try:
            found = [] if days is None else [self._between(*days)]
            if alike is not None and (not found or _number(found[0]) >= _FEW):
                found += self._with(rows, Alike(*alike))
        except _OPEN:
            return rows
        fewest = min(found, key=_number, default=None)
        return rows if fewest is None or _number(fewest) == len(rows) else map(rows.__getitem__, fewest())

    def _between(self, first: Day, last: Day) -> _Places:
        days, low, high = self._days, first(), last()
        begin = 0 if low is None else bisect_left(days.days, low)
        end = len(days.days) if high is None else bisect_right(days.days, high)
        return _Places(days.at[begin:end], days.open, ordered=False)

    def _with(self, rows: Sequence[Line | Claim], alike: Alike) -> Iterator[_Places]:
        """The rows that have one of the keys: that which fewest have. None where no key is asked for."""
        code = alike.keys.__code__
        known = self._alike.get(code)
        if known is None:
            known = self._alike[code] = _keys_of(rows, alike.keys)
        having = [known.at.get(key, ()) for key in alike.own()]
        if having:
            yield _Places(min(having, key=len), known.open, ordered=True)

    @cached_property
    def _days(self) -> _Days:
        known = [_day_of(line) for line in self.lines]
        found = sorted((day, at) for at, day in enumerate(known) if day is not None)
        open_ = tuple(at for at, day in enumerate(known) if day is None)
        return _Days([day for day, _ in found], [at for _, at in found], open_)


def _day_of(line: Line) -> date | None:
    """The one day of a line; None where it has several, or nobody knows."""
    return None if line.date != line.end_date or line.unreadable & _DATED else line.date


def _keys_of(rows: Sequence[Line | Claim], keys: Callable[[Any], Iterable[Hashable]]) -> _Keys:
    found = _Keys({}, [])
    for at, row in enumerate(rows):
        try:
            for key in frozenset(keys(row)):
                found.at.setdefault(key, []).append(at)
        except _OPEN:
            found.open.append(at)
    return found
