"""Segments in, segments in their places out, with everything that is wrong with them."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from cleanclaim.findings import Finding
from cleanclaim.guide import versions
from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.nodes import Placed, Run
from cleanclaim.guide.tools import Tools
from cleanclaim.guide.transaction import Transact
from cleanclaim.source import Segment
from cleanclaim.x12 import Cursor, End, Event, Group, Interchange, Reading, Transaction

# Said by others: the reader says ISA's widths and delimiters, `versions` what GS08 and ST03 name.
_SAID = {
    "ISA": frozenset({(0, code) for code in "345"} | {(11, "6"), (16, "6")}),
    "GS": frozenset({(8, "7")}),
    "ST": frozenset({(3, "7")}),
}
_NOTHING: frozenset[tuple[int, str]] = frozenset()
_MALFORMED = "ENV001"  # the reader's word on an ISA: its elements are not judged besides
_UNREAD = "ENV024"  # of a segment that was too long


def place(events: Iterable[Event], as_x222a1: Collection[str] = versions.AS_X222A1) -> Iterator[Event | Placed]:
    """Put every segment of an 837P transaction in its place in the guide, and judge it.

    Events come through unchanged and in order; a segment comes as `Placed`, or as a finding where
    the guide has no place for it. One that stands a little out of its place comes where it belongs.
    What is missing in a loop is said when the loop ends, before the
    segment that ends it, and marks the segment that opened the loop. Findings about a segment
    follow it. Segments of other transactions come through as they are. Versions in `as_x222a1` are
    read as 005010X222A1.
    """
    for item in place_runs(events, as_x222a1):
        if isinstance(item, Run):
            yield from item.placed()
        else:
            yield item


def place_runs(
    events: Iterable[Event], as_x222a1: Collection[str] = versions.AS_X222A1
) -> Iterator[Event | Placed | Run]:
    """As `place`; right segments that follow one another may come together as a `Run`, at several times the speed.

    Only events that come straight from `read_events` are read so.
    """
    return _Placer(frozenset(as_x222a1)).run(events)


class _Placer:
    def __init__(self, also: frozenset[str]) -> None:
        self._also = also
        self._tools = Tools(load_guide())
        self._version = ""  # GS08; empty where there is no group
        self._header: Segment | None = None  # an ISA that is still to be judged
        self._group: Segment | None = None  # a GS that says neither its version nor that it holds claims
        self._around: Group | None = None  # the group that is open
        self._doubted = False  # its GS08 was said to be wrong
        self._noted = False
        self._inside: Transact | None = None
        self._events: Iterator[Event] = iter(())
        self._waiting: deque[Event] = deque()  # looked at already
        self._cursor: Cursor | None = None

    def run(self, events: Iterable[Event]) -> Iterator[Event | Placed | Run]:
        self._events = iter(events)
        self._cursor = events.cursor if isinstance(events, Reading) else None
        for event in self._events:
            if type(event) is not Segment:
                yield from self._other(event)
            elif self._inside is None:
                yield event
            else:
                yield from self._next(event)
                while self._waiting:
                    event = self._waiting.popleft()
                    yield from self._next(event)
                if self._inside is not None and isinstance(event, Segment):
                    yield from self._inside.read_ahead()

    def _next(self, event: Event) -> Iterator[Event | Placed]:
        if not isinstance(event, Segment):
            yield from self._other(event)
        elif self._inside is None:
            yield event
        else:
            placed = self._inside.segment(event)
            yield from (placed,) if isinstance(placed, Placed) else placed

    def _look(self, count: int) -> tuple[list[Segment], bool]:
        """The next segments of the transaction, at most `count`; whether it ends after them."""
        out: list[Segment] = []
        for event in chain(tuple(self._waiting), self._draw()):
            if isinstance(event, Segment):
                out.append(event)
                if len(out) == count:
                    break
            elif not isinstance(event, Finding):
                return out, isinstance(event, End) and event.ends is not None
        return out, False

    def _draw(self) -> Iterator[Event]:
        for event in self._events:
            self._waiting.append(event)
            yield event

    def _other(self, event: Event) -> Iterator[Event | Placed]:
        if isinstance(event, Finding):
            self._hear(event)
            yield event
            return
        if self._header is not None:
            header, self._header = self._header, None
            yield from self._envelope("ISA", header)
        if isinstance(event, End):
            yield from self._close(event)
        elif isinstance(event, Transaction):
            yield from self._begin(event)
        else:
            yield event
            self._inside = None
            if isinstance(event, Interchange):
                self._tools.use(event.delimiters)
                self._header = event.header
            elif isinstance(event, Group):
                yield from self._open(event)

    def _hear(self, said: Finding) -> None:
        if said.rule == _MALFORMED:
            self._header = None
        elif said.rule == _UNREAD and said.mark.segment_id and self._inside is not None:
            self._inside.lose(said.mark.segment_id)

    def _open(self, event: Group) -> Iterator[Finding]:
        self._version = event.version
        self._around, self._doubted, self._group = event, False, None
        kind = event.header.text.split(self._tools.delimiters.element)[1:2]
        if self._is_ours or (not event.version and kind == ["HC"]):
            yield from self._envelope("GS", event.header)
        elif not event.version:
            self._group = event.header

    def _close(self, event: End) -> Iterator[Event | Placed]:
        if event.what == "SE":
            yield from self._end(event)
        yield event
        if event.trailer is not None and (event.what == "IEA" or self._is_ours):
            yield from self._envelope(event.what, event.trailer)
        if event.what == "GE":
            self._version, self._around, self._group = "", None, None

    @property
    def _is_ours(self) -> bool:
        return self._version == versions.VERSION or self._version in self._also

    def _begin(self, event: Transaction) -> Iterator[Event]:
        delimiters = self._tools.delimiters
        group, self._group = self._group, None  # its first transaction says whether it is ours
        if not versions.is_read(event, self._also):
            self._inside = None
            yield event
            yield versions.refuse(event, delimiters)
            return
        if group is not None:
            yield from self._envelope("GS", group)
        wrong = None if self._doubted else versions.doubt(event, self._around, delimiters, self._also)
        if wrong is not None:
            self._doubted = True
            yield wrong
        yield event
        if event.version not in ("", versions.VERSION) and not self._noted:
            self._noted = True
            yield versions.note(event, delimiters)
        if not event.absent:
            yield from self._judge_header(event)
        self._inside = Transact(self._tools, event.header, self._look, self._cursor)
        self._inside.limit_claims(event.most_claims)

    def _judge_header(self, event: Transaction) -> Iterator[Finding]:
        difference = versions.differ(event, self._around, self._tools.delimiters, self._also)
        if difference is not None:
            yield difference
        yield from self._envelope("ST", event.header)

    def _end(self, event: End) -> Iterator[Finding]:
        """What was still missing; a transaction that was cut off is not asked for the rest."""
        if self._inside is not None:
            yield from self._inside.close(complete=event.ends is not None)
        self._inside = None

    def _envelope(self, name: str, segment: Segment) -> tuple[Finding, ...]:
        serial = self._tools.guide.envelope(name).serial
        return self._tools.elements.findings(serial, segment, _SAID.get(name, _NOTHING))[0]
