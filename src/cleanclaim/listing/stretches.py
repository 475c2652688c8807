"""Every byte of a source once: segments in their places, segments without one, and what was not read."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Generator, Iterable, Iterator
from typing import Literal, NamedTuple

from cleanclaim.errors import NotX12Error
from cleanclaim.findings import Finding
from cleanclaim.guide import Node, Placed, place
from cleanclaim.source import BLOCK, Segment, Source, Span
from cleanclaim.x12 import Delimiters, End, Event, Group, Interchange, Tally, Transaction, read_events

Kind = Literal["segment", "unplaced", "cut", "empty", "unread"]
_BLANK = " \t\r\n\f\v\x1a"  # may stand between segments and between interchanges

_LINE = re.compile(r"[^\r\n]*?(?=[ \t]*[\r\n])")
_WAITING = 32  # segments that one may be out of its place by, and more


class Stretch(NamedTuple):
    """A part of a source: from its first byte to that of its terminator, or to its end where it has none.

    A `segment` has a place in the guide (`node`) or is an envelope's; one that is `unplaced` was passed over, or
    is of a transaction that is not read; `cut` is the last of a file that ends inside it. Segments that are `empty`
    and follow one another are one stretch, `times` says how many. `number` is that of the segment in the file,
    0 where it has none. `ended`: a terminator ends it.
    """

    kind: Kind
    where: Span
    number: int
    delimiters: Delimiters
    node: Node | None = None
    times: int = 0
    ended: bool = False


def read_stretches(source: Source) -> Iterator[Stretch]:
    """Every stretch of a source in its order; only white space lies between two of them."""
    return _Walk(source).read()


class _Walk:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._delimiters = Delimiters()
        self._at = 0  # every byte before it was accounted for
        self._number = 0  # of the segment before it
        self._outside = True  # no interchange is open

    def read(self) -> Iterator[Stretch]:
        last = 0
        try:
            for event in _in_order(place(read_events(self._source))):
                if isinstance(event, Tally):
                    last = event.segments
                elif isinstance(event, Interchange):
                    yield from self._header(event)
                else:
                    yield from self._event(event)
        except NotX12Error:
            self._outside = True
        yield from self._between(self._source.size, last + 1)

    def _header(self, event: Interchange) -> Iterator[Stretch]:
        """What lies before an ISA, under the delimiters of the interchange before it, and the ISA."""
        start = yield from self._between(event.header.offset, event.header.number)
        if start < event.header.offset:
            yield self._cut(start, event.header.offset)
        self._outside, self._delimiters = False, event.delimiters
        yield self._take(event.header, event.header.offset, None, "segment")

    def _event(self, event: Event | Placed) -> Iterator[Stretch]:
        segment, node = _spoken_of(event)
        if segment is None:
            return
        start = yield from self._between(segment.offset, segment.number)
        yield self._take(segment, start, node, "unplaced" if event is segment else "segment")
        self._outside = isinstance(event, End) and event.what == "IEA"

    def _take(self, segment: Segment, start: int, node: Node | None, kind: Kind) -> Stretch:
        end = segment.byte(len(segment.text))
        ended = self._source.peek(end, end + 1) == self._delimiters.terminator
        self._at = end + ended
        self._number = segment.number
        return Stretch(kind, Span(start, end), segment.number, self._delimiters, node, ended=ended)

    def _between(self, stop: int, number: int) -> Generator[Stretch, None, int]:
        """What lies before byte `stop`, where segment `number` begins.

        Returns where the rest begins that no terminator ends: it belongs to what stands at `stop`.
        """
        while (start := self._skip_blank(stop)) < stop:
            end = self._find_terminator(start, stop)
            if self._outside or (start < end < stop and self._number + 1 >= number):
                yield self._unread(start, stop)
            elif end == stop and self._number + 1 < number and (line := self._find_line_end(start, stop)) < stop:
                yield self._unplaced(start, line, ended=False)  # its terminator is lost
            elif end == stop:
                if stop < self._source.size:
                    return start
                yield self._cut(start, stop)
            elif end == start:
                yield self._empty(start, stop)
            else:
                yield self._unplaced(start, end)
        return stop

    def _skip_blank(self, stop: int) -> int:
        at = self._at
        while at < stop:
            text = self._source.peek(at, min(stop, at + BLOCK))
            bare = text.lstrip(_BLANK.replace(self._delimiters.terminator, ""))
            at += len(text) - len(bare)
            if bare:
                break
        return at

    def _find_terminator(self, start: int, stop: int) -> int:
        """Where the terminator stands; `stop` where none does."""
        while start < stop:
            text = self._source.peek(start, min(stop, start + BLOCK))
            found = text.find(self._delimiters.terminator)
            if found >= 0:
                return start + found
            start += len(text)
        return stop

    def _find_line_end(self, start: int, stop: int) -> int:
        """Where the line ends that begins at a byte; `stop` where it does not."""
        text = self._source.peek(start, min(stop, start + BLOCK))
        line = _LINE.match(text)
        return start + line.end() if line else stop

    def _unplaced(self, start: int, end: int, *, ended: bool = True) -> Stretch:
        self._number += 1
        self._at = end + ended
        kind: Kind = "unplaced" if end - start <= BLOCK else "unread"
        if self._source.peek(start, start + 3) == "TA1":
            kind = "segment"
        return Stretch(kind, Span(start, end), self._number, self._delimiters, ended=ended)

    def _empty(self, start: int, stop: int) -> Stretch:
        """Terminators that follow one another."""
        end, count = start, 1
        self._at = start + 1
        while (at := self._skip_blank(stop)) < stop and self._source.peek(at, at + 1) == self._delimiters.terminator:
            end, self._at, count = at, at + 1, count + 1
        return Stretch("empty", Span(start, end), 0, self._delimiters, times=count, ended=True)

    def _cut(self, start: int, end: int) -> Stretch:
        self._at = end
        kind: Kind = "cut" if end - start <= BLOCK else "unread"
        return Stretch(kind, Span(start, end), self._number + 1, self._delimiters)

    def _unread(self, start: int, end: int) -> Stretch:
        self._at = end
        return Stretch("unread", Span(start, end), 0, self._delimiters)


def _in_order(events: Iterable[Event | Placed]) -> Iterator[Event | Placed]:
    """The events with segments in the order of the file: one out of its place comes where it belongs."""
    waiting: list[Placed] = []
    for event in events:
        if isinstance(event, Placed):
            if waiting and event.segment.number < waiting[-1].segment.number:
                insort(waiting, event, key=lambda placed: placed.segment.number)
            else:
                waiting.append(event)
            if len(waiting) > _WAITING:
                yield waiting.pop(0)
        elif not isinstance(event, Finding):
            yield from waiting
            waiting.clear()
            yield event
    yield from waiting


def _spoken_of(event: Event | Placed) -> tuple[Segment | None, Node | None]:
    """The segment that an event is about, and its place in the guide where it has one."""
    if isinstance(event, Placed):
        return event.segment, event.node
    if isinstance(event, Segment):
        return event, None
    if isinstance(event, End):
        return event.trailer, None
    if isinstance(event, Group) or (isinstance(event, Transaction) and not event.absent):
        return event.header, None
    return None, None
