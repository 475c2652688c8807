"""Segments that stand where none may, told once for all that follow one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleanclaim.findings import Finding, Syntax, found
from cleanclaim.source import Segment
from cleanclaim.x12 import faults
from cleanclaim.x12.delimiters import Delimiters
from cleanclaim.x12.places import mark

OUT_OF_PLACE = Syntax(interchange_code="024")
_UNEXPECTED = Syntax(segment_code="2")  # of what stands in a transaction


class Outside:
    """A run of segments outside a transaction: the first, and how many they are."""

    def __init__(self) -> None:
        self._first: Segment | None = None
        self._count = 0

    def __bool__(self) -> bool:
        return self._first is not None

    def add(self, segment: Segment) -> None:
        """One more that is not judged."""
        self._first = self._first or segment
        self._count += 1

    def end(self, delimiters: Delimiters, why: str = "") -> Iterator[Finding]:
        """One finding for the run, on the first."""
        first, count = self._first, self._count
        self._first, self._count = None, 0
        if first is None:
            return
        things = "this segment is" if count == 1 else f"{count} segments from here are"
        verb = "was" if count == 1 else "were"
        message = f"{why}{things} outside a transaction and {verb} not judged"
        yield found(faults.OUTSIDE, message, mark(first, delimiters), syntax=replace(OUT_OF_PLACE, passed=count))


class Strays:
    """A run of trailers that end nothing, as something follows them that belongs before them."""

    def __init__(self) -> None:
        self._first: Segment | None = None
        self._names: list[str] = []
        self._following, self._within = "", False

    def add(self, kind: str, segment: Segment, following: str, *, within: bool) -> None:
        """One more; `within` a transaction. The first says what follows them."""
        if self._first is None:
            self._first, self._following, self._within = segment, following, within
        self._names.append(kind)

    def end(self, delimiters: Delimiters) -> Iterator[Finding]:
        """One finding for the run, on the first."""
        first, names = self._first, self._names
        self._first, self._names = None, []
        if first is None:
            return
        them, they = ("them", "they were") if len(names) > 1 else ("it", "it was")
        message = f"{listed(names)} out of place: {self._following} follows {them}; {they} passed over"
        syntax = _UNEXPECTED if self._within else OUT_OF_PLACE
        yield found(faults.NOT_OPEN, message, mark(first, delimiters), syntax=syntax)


def listed(names: Sequence[str]) -> str:
    """Names with the verb that fits them: "SE, GE and IEA are"."""
    words = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{words} {'are' if len(names) > 1 else 'is'}"


def out_of_place(segment: Segment, delimiters: Delimiters, message: str) -> Finding:
    """A segment of an envelope that stands where it does not belong."""
    return found(faults.NOT_OPEN, message, mark(segment, delimiters), syntax=OUT_OF_PLACE)
