"""Envelopes: what opens and ends, and whether trailers fit their headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cleanclaim.findings import Edit, Finding, Rule, Syntax, found
from cleanclaim.source import Segment, Source
from cleanclaim.x12 import faults
from cleanclaim.x12.agreement import Agreement, Keeping
from cleanclaim.x12.cursor import Reading
from cleanclaim.x12.delimiters import Delimiters
from cleanclaim.x12.events import End, Event, Group, Interchange, Transaction
from cleanclaim.x12.header import Header
from cleanclaim.x12.places import mark
from cleanclaim.x12.reader import Cut, Reader

_LEVELS = ("IEA", "GE", "SE")  # outermost first
_ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})
_BEGINS = frozenset(
    first + second
    for kind in _ENVELOPE
    for first in (kind[0], kind[0].lower())
    for second in (kind[1], kind[1].lower())
)
_NUMBER = re.compile("-?[0-9]{1,18}", re.ASCII)
_HEADERS = {"IEA": "ISA", "GE": "GS", "SE": "ST"}
_WIDTHS = {"ST": (3, 4), "GS": (9,)}  # elements with the id
_LONGEST_COUNT = 10_000_000  # as many digits as the allow-list shows of a count
_TRAILERS = {
    "IEA": (faults.INTERCHANGE_COUNT, "groups", faults.INTERCHANGE_NUMBER, "ISA13"),
    "GE": (faults.GROUP_TRAILER, "transactions", faults.GROUP_TRAILER, "GS06"),
    "SE": (faults.TRANSACTION_TRAILER, "segments", faults.TRANSACTION_TRAILER, "ST02"),
}
_SYNTAX = {  # of a wrong count, and of a control number that differs
    "IEA": (Syntax(interchange_code="021"), Syntax(interchange_code="001")),
    "GE": (Syntax(group_code="5"), Syntax(group_code="4")),
    "SE": (Syntax(transaction_code="4"), Syntax(transaction_code="3")),
}
_REPEATED = {  # the element that holds the number, the rule, the words, what acknowledgments say
    "GS": (6, faults.GROUP_REPEATED, "GS06 is that of an earlier group of the interchange", Syntax(group_code="19")),
    "ST": (
        2,
        faults.TRANSACTION_REPEATED,
        "ST02 is that of an earlier transaction of the group",
        Syntax(transaction_code="23"),
    ),
}
_OUT_OF_PLACE = Syntax(interchange_code="024")


@dataclass(slots=True)
class _Open:
    """An envelope that has begun: what its trailer must repeat, and what it must count.

    `absent`: its header is missing, and that was said; no event tells of it.
    """

    trailer: str
    control_number: str
    count: int = 0
    absent: bool = False
    numbers: set[str] = field(default_factory=set)  # control numbers of what it holds


def read_events(source: Source, agreement: Agreement | None = None) -> Reading:
    """Read a source into envelopes, segments and findings; the last event is the tally.

    What the interchanges say against an agreement is said; one agreement can serve many sources.

    Raises `NotX12Error` where the source holds no interchange, `OSError` where it can not be read.
    """
    envelopes = _Envelopes(source, agreement or Agreement())
    return Reading(envelopes.read(), envelopes.cursor)


class _Envelopes:
    def __init__(self, source: Source, agreement: Agreement) -> None:
        self._reader = Reader(source)
        self._keeping = Keeping(agreement)
        self.cursor, self._tally = self._reader.cursor, self._reader.tally
        self._delimiters = Delimiters()
        self._open: list[_Open] = []
        self._version = ""
        self._outside: list[Segment] = []  # the first of a run outside a transaction
        self._run = 0

    def read(self) -> Iterator[Event]:
        cursor = self.cursor
        for item in self._reader.read():
            if cursor.taken:
                self._open[-1].count += cursor.taken
                cursor.taken = 0
            if isinstance(item, Header | Cut):
                yield from self._say_outside()
            if isinstance(item, Segment):
                yield from self._segment(item)
            elif isinstance(item, Header):
                yield from self._interchange(item)
            elif isinstance(item, Cut):
                yield from self._cut(item.segment)
            else:
                if item.about is faults.TOO_LONG and self._open:
                    self._open[-1].count += self._open[-1].trailer == "SE"
                yield item
        yield from self._say_outside()
        yield from self._close("IEA", "the file ends too early")
        yield self._tally

    def _interchange(self, header: Header) -> Iterator[Event]:
        yield from self._close("IEA", "the next interchange begins")
        self._delimiters = header.delimiters or self._delimiters
        self._tally.interchanges += 1
        yield Interchange(self._tally.interchanges, header.segment, self._delimiters)
        yield from header.findings
        if header.delimiters is not None:
            elements = header.segment.text.split(self._delimiters.element)
            whole = len(elements) == 17
            self._open.append(_Open("IEA", elements[13] if whole else ""))
            if whole:
                yield from self._keeping.open(header.segment, self._delimiters)
                self.cursor.free = not self._keeping.reads_characters

    def _segment(self, segment: Segment) -> Iterator[Event]:
        text = segment.text
        if self._open and self._open[-1].trailer == "SE":
            self._open[-1].count += 1
        kind = text.partition(self._delimiters.element)[0] if text[:2] in _BEGINS else ""
        if kind not in _ENVELOPE and not self._is_meant(kind.upper(), text):
            yield from self._inside(segment)
            return
        if kind not in _ENVELOPE:
            yield self._miswritten(kind, segment)
            kind = kind.upper()
            segment = segment._replace(text=kind + text[len(kind) :])
        yield from self._envelope(kind, segment)

    def _is_meant(self, kind: str, text: str) -> bool:
        """Whether a segment in small letters is an envelope's, and no value that lost its place."""
        elements = text.split(self._delimiters.element)
        if kind in _HEADERS:
            return any(
                (kind, *elements[2:]) == (envelope.trailer, envelope.control_number) for envelope in self._open
            )
        return kind in ("ST", "GS") and len(elements) in _WIDTHS[kind]

    def _envelope(self, kind: str, segment: Segment) -> Iterator[Event]:
        headless = kind == "SE" and self._outside and self._open and self._open[-1].trailer == "GE"
        yield from self._say_outside("ST is missing: " if headless else "")
        if headless:
            self._open[-1].count += 1
        elif kind in ("ST", "GS"):
            yield from self._begin(kind, segment)
        elif kind in ("SE", "GE", "IEA"):
            yield from self._trailer(kind, segment)
        else:
            message = "an ISA that can not be read stands inside the interchange"
            yield found(faults.ISA, message, mark(segment, self._delimiters), syntax=_OUT_OF_PLACE)

    def _inside(self, segment: Segment) -> Iterator[Event]:
        if self._open and self._open[-1].trailer == "SE":
            yield segment
            if self._keeping.reads_characters:
                yield from self._keeping.segment(segment)
                self.cursor.free = not self._keeping.reads_characters
        elif not segment.text.startswith("TA1" + self._delimiters.element):
            self._run += 1
            self._outside = self._outside or [segment]

    def _miswritten(self, kind: str, segment: Segment) -> Finding:
        where = replace(mark(segment, self._delimiters), length=len(kind))
        return found(faults.SMALL_LETTERS, f"the segment id must be `{kind.upper()}`", where, syntax=_OUT_OF_PLACE)

    def _say_outside(self, why: str = "") -> Iterator[Finding]:
        """One finding for a run of segments outside a transaction, on the first."""
        if not self._outside:
            return
        (segment,), count = self._outside, self._run
        self._outside, self._run = [], 0
        things = "this segment stands" if count == 1 else f"{count} segments from here stand"
        verb = "was" if count == 1 else "were"
        message = f"{why}{things} outside a transaction and {verb} not judged"
        syntax = replace(_OUT_OF_PLACE, passed=count)
        yield found(faults.OUTSIDE, message, mark(segment, self._delimiters), syntax=syntax)

    def _begin(self, kind: str, segment: Segment) -> Iterator[Event]:
        elements = [*segment.text.split(self._delimiters.element), *[""] * 9]
        trailer = "SE" if kind == "ST" else "GE"
        yield from self._close(trailer, f"the next {kind} begins")
        parent = "GE" if kind == "ST" else "IEA"
        around = self._open[-1] if self._open and self._open[-1].trailer == parent else None
        if around is None:
            message = f"{kind} stands outside a {_HEADERS[parent]}"
            yield found(faults.NOT_OPEN, message, mark(segment, self._delimiters), syntax=_OUT_OF_PLACE)
            around = self._suppose(parent)
        around.count += 1
        if kind == "GS":
            self._tally.groups += 1
            self._version = elements[8]
            self._open.append(_Open("GE", elements[6]))
            yield Group(self._tally.groups, segment, elements[8])
            yield from self._keeping.group(segment)
        else:
            self._tally.transactions += 1
            self._open.append(_Open("SE", elements[2], count=1))
            version = elements[3] or self._version
            yield Transaction(self._tally.transactions, segment, elements[1], version)
        yield from self._repeats(kind, around, elements, segment)

    def _suppose(self, trailer: str) -> _Open:
        """An envelope whose header is missing, with those around it: what it holds and its trailer have a place."""
        outer = _LEVELS.index(trailer) - 1
        if outer >= 0:
            around = self._open[-1] if self._open else self._suppose(_LEVELS[outer])
            around.count += 1
        self._open.append(_Open(trailer, "", absent=True))
        return self._open[-1]

    def _repeats(self, kind: str, around: _Open, elements: list[str], segment: Segment) -> Iterator[Finding]:
        """A control number that an earlier one in the same envelope has; what is no number is judged by the guide."""
        element, rule, message, syntax = _REPEATED[kind]
        number = elements[element]
        if number and number in around.numbers:
            yield found(rule, message, mark(segment, self._delimiters, element), syntax=syntax)
        around.numbers.add(number)

    def _trailer(self, kind: str, segment: Segment) -> Iterator[Event]:
        if all(envelope.trailer != kind for envelope in self._open):
            message = f"{kind} ends nothing: there is no {_HEADERS[kind]} that it belongs to"
            yield found(faults.NOT_OPEN, message, mark(segment, self._delimiters), syntax=_OUT_OF_PLACE)
            return
        inner = _LEVELS.index(kind) + 1
        if inner < len(_LEVELS):
            yield from self._close(_LEVELS[inner], f"{kind} ends what it stands in")
        ended = self._open.pop()
        yield from self._judge(ended, segment)
        if kind == "IEA":
            self._keeping.close()
        if not ended.absent:
            yield End(kind, segment)

    def _judge(self, envelope: _Open, segment: Segment) -> Iterator[Finding]:
        """Count and control number of a trailer; what is no number is judged by the guide."""
        elements = [*segment.text.split(self._delimiters.element), "", ""]
        counted, things, numbered, header = _TRAILERS[envelope.trailer]
        of_count, of_number = _SYNTAX[envelope.trailer]
        said = elements[1]
        if _NUMBER.fullmatch(said) and int(said) != envelope.count:
            # What is too long for a count may be an id that slipped here: it is not repeated.
            number = int(said) if abs(int(said)) < _LONGEST_COUNT else "far more"
            message = f"{envelope.trailer}01 says {number} {things}, the file holds {envelope.count}"
            where = mark(segment, self._delimiters, 1)
            fix = Edit(where.offset, where.length, str(envelope.count), f"{envelope.trailer}01 counts its {things}")
            yield found(counted, message, where, syntax=of_count, fix=(fix,))
        if elements[2] and envelope.control_number and elements[2] != envelope.control_number:
            message = f"{envelope.trailer}02 does not repeat the control number in {header}"
            where = mark(segment, self._delimiters, 2)
            fix = Edit(where.offset, where.length, envelope.control_number, f"{envelope.trailer}02 repeats {header}")
            yield found(numbered, message, where, syntax=of_number, fix=(fix,))

    def _close(self, trailer: str, why: str) -> Iterator[Event]:
        """End what is still open from `trailer` inward; one finding says all that is missing."""
        depth = next((at for at, envelope in enumerate(self._open) if envelope.trailer == trailer), None)
        if depth is None:
            return
        left = [envelope for envelope in self._open[depth:] if not envelope.absent]
        del self._open[depth:]
        if not left:
            return
        last = self._reader.last
        assert last is not None
        names = [envelope.trailer for envelope in reversed(left)]
        missing = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        verb = "are" if len(names) > 1 else "is"
        yield self._not_closed(f"{missing} {verb} missing: {why}", last)
        for envelope in reversed(left):
            yield End(envelope.trailer, None)

    def _cut(self, segment: Segment) -> Iterator[Event]:
        if self._open:
            yield from self._close("IEA", "the file was cut inside this segment")
        else:
            yield self._not_closed("the file was cut inside this segment", segment)

    def _not_closed(self, message: str, segment: Segment) -> Finding:
        return found(faults.NOT_CLOSED, message, mark(segment, self._delimiters))


def rules() -> tuple[Rule, ...]:
    """Every rule that this room can report."""
    return faults.RULES
