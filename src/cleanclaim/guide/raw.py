"""Every breach of the guide in a file, unreduced: what pyx12 says of it, verdict by verdict.

The findings that people see are made elsewhere: there a fault is followed to where reading goes on best, and
said once. Here no fault is followed and none is silenced: a segment that has no place is passed over alone,
what stands behind it is read from where the last one stood, and every element is judged for itself. The two
are made by the same tables, steps and judge, so equality here carries over to what is found there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleanclaim.findings import Finding
from cleanclaim.guide import versions
from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.judge import judge
from cleanclaim.guide.shape import Child, Guide, Shape
from cleanclaim.guide.steps import Step
from cleanclaim.guide.tools import Tools
from cleanclaim.guide.walker import Walker
from cleanclaim.guide.wording import Silence
from cleanclaim.source import Segment
from cleanclaim.x12 import End, Event, Group, Interchange, Transaction

MALFORMED = "ENV001"  # the reader's word on an ISA: its elements are not judged besides
NO_PLACE, MISSING, LOOPS, SEGMENTS = "1", "3", "4", "5"  # IK304, with element 0


class Raw(NamedTuple):
    """One breach. `serial` is the node: of what is missing or too many, else the one that was reached.

    `element` 0 is about the segment, and `code` an IK304 code there; elsewhere it is one of `judge`, and
    `noted` holds the elements of a syntax note. What is missing in a loop stands on the segment that opened it.
    """

    segment: int
    serial: int
    element: int
    component: int
    code: str
    noted: tuple[int, ...] = ()


def find_raw(events: Iterable[Event]) -> Iterator[Raw]:
    """Every breach in the 837P transactions among the events of a file, and in the envelopes around them."""
    reader = _Reader(load_guide())
    for event in events:
        yield from reader.read(event)


class _Listener(Silence):
    """Hears what the walker has to say, as verdicts."""

    def __init__(self, guide: Guide) -> None:
        super().__init__()
        self._shown = guide
        self.heard: list[Raw] = []

    def _hear(self, segment: Segment, serial: int, code: str) -> Finding:
        self.heard.append(Raw(segment.number, serial, 0, 0, code))
        return self._FAULT

    def missing(self, child: Child, near: Segment, opener: Segment, besides: Sequence[str] = ()) -> Finding:
        """A required segment or loop is not there."""
        serial = self._shown.loops[child.serial].first if child.is_loop else child.serial
        return self._hear(opener, serial, MISSING)

    def too_many_loops(self, loop: int, segment: Segment, count: int) -> Finding:
        """A loop began once more than it may."""
        return self._hear(segment, self._shown.loops[loop].first, LOOPS)

    def too_many_segments(self, shape: Shape, segment: Segment, count: int) -> Finding:
        """A segment came once more than it may."""
        return self._hear(segment, shape.serial, SEGMENTS)


class _Reader:
    def __init__(self, guide: Guide) -> None:
        self._guide, self._tools = guide, Tools(guide)
        self._listener = _Listener(guide)
        self._walker: Walker | None = None
        self._header: Segment | None = None  # an ISA that is still to be judged

    def read(self, event: Event) -> Iterator[Raw]:
        """What one event of a file breaks."""
        if isinstance(event, Finding):
            self._header = None if event.rule == MALFORMED else self._header
            return
        if self._header is not None:
            header, self._header = self._header, None
            yield from self._judge(self._guide.envelope("ISA").serial, header)
        if isinstance(event, Segment):
            yield from self._segment(event)
        else:
            yield from self._other(event)

    def _other(self, event: Event) -> Iterator[Raw]:
        if isinstance(event, Interchange):
            self._tools.use(event.delimiters)
            self._header = event.header
        elif isinstance(event, Group):
            yield from self._judge(self._guide.envelope("GS").serial, event.header)
        elif isinstance(event, Transaction):
            yield from self._begin(event)
        elif isinstance(event, End):
            yield from self._end(event)

    def _begin(self, event: Transaction) -> Iterator[Raw]:
        self._walker = None
        if versions.is_read(event):
            tools = self._tools
            self._walker = Walker(self._guide, tools.steps, tools.required, self._listener, event.header)
            yield from self._judge(self._guide.envelope("ST").serial, event.header)

    def _end(self, event: End) -> Iterator[Raw]:
        if event.what == "SE" and self._walker is not None:
            walker, self._walker = self._walker, None
            if event.trailer is not None:
                walker.close()
                yield from self._hear()
        if event.trailer is not None:
            yield from self._judge(self._guide.envelope(event.what).serial, event.trailer)

    def _segment(self, segment: Segment) -> Iterator[Raw]:
        walker = self._walker
        if walker is None:
            return
        name, _, rest = segment.text.partition(self._tools.delimiters.element)
        step = walker.find(name, self._tools.code(name, rest))
        if step is None:
            yield Raw(segment.number, walker.serial, 0, 0, NO_PLACE)
            return
        walker.take(step, segment)
        serial = self._settle(walker, step, segment)
        yield from self._hear()
        yield from self._judge(serial, segment)

    def _settle(self, walker: Walker, step: Step, segment: Segment) -> int:
        """The node itself, or a rival that takes the segment where it does not."""
        count = self._tools.elements.count
        if step.rivals and count(step.serial, segment.text):
            rival = next((other for other in step.rivals if not count(other, segment.text)), None)
            if rival is not None:
                self._listener.heard = [raw for raw in self._listener.heard if raw.code != SEGMENTS]
                walker.exchange(step.serial, rival, segment)
                return rival
        return step.serial

    def _hear(self) -> list[Raw]:
        heard, self._listener.heard = self._listener.heard, []
        return heard

    def _judge(self, serial: int, segment: Segment) -> Iterator[Raw]:
        tools = self._tools
        if tools.elements.accepts(serial, segment.text):
            return
        for verdict in judge(serial, segment.text, tools.delimiters):
            yield Raw(segment.number, serial, verdict.element, verdict.component, verdict.code, verdict.others)
