"""Envelopes: what opens and ends, and whether trailers fit their headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cleanclaim.findings import Finding, Rule, Syntax, found
from cleanclaim.source import Segment, Source
from cleanclaim.x12 import faults
from cleanclaim.x12.agreement import Agreement, Keeping
from cleanclaim.x12.cursor import Reading
from cleanclaim.x12.delimiters import Delimiters
from cleanclaim.x12.events import End, Event, Group, Interchange, Transaction
from cleanclaim.x12.header import Header
from cleanclaim.x12.places import SEGMENT_IDS, mark, segment_name
from cleanclaim.x12.reader import Cut, Reader
from cleanclaim.x12.runs import OUT_OF_PLACE, Outside, Strays, listed, out_of_place
from cleanclaim.x12.strays import BODY, ENVELOPE, Ahead, Trailer, is_stray, lacks_header, look_ahead
from cleanclaim.x12.trailers import HEADERS, Open, check_number, check_stray, check_trailer, recognise

_LEVELS = ("IEA", "GE", "SE")  # outermost first
_NO_SET = Syntax(group_code="5")  # the group holds fewer transaction sets than it says


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
        self._open: list[Open] = []
        self._kind = self._version = ""  # GS01 and GS08
        self._outside, self._strays = Outside(), Strays()
        self._early: Segment | None = None  # a segment that stands before the header that it belongs behind

    def read(self) -> Iterator[Event]:
        cursor = self.cursor
        for item in self._reader.read():
            if cursor.taken:
                self._open[-1].count += cursor.taken
                cursor.taken = 0
            if isinstance(item, Header | Cut):
                yield from self._end_runs()
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
        yield from self._end_runs()
        yield from self._close("IEA", "the file ends too early", self._reader.at)
        yield self._tally

    def _end_runs(self) -> Iterator[Finding]:
        """Say what stood in no place before what comes now."""
        yield from self._outside.end(self._delimiters)
        yield from self._strays.end(self._delimiters)

    def _interchange(self, header: Header) -> Iterator[Event]:
        yield from self._close("IEA", "the next interchange begins", header.segment.offset)
        self._delimiters = header.delimiters or self._delimiters
        self._tally.interchanges += 1
        yield Interchange(self._tally.interchanges, header.segment, self._delimiters)
        yield from header.findings
        if header.delimiters is not None:
            elements = header.segment.text.split(self._delimiters.element)
            whole = len(elements) == 17
            self._open.append(Open("IEA", elements[13] if whole else ""))
            if whole:
                yield from self._keeping.open(header.segment, self._delimiters)
                self.cursor.free = not self._keeping.reads_characters

    def _segment(self, segment: Segment) -> Iterator[Event]:
        text = segment.text
        name = text.partition(self._delimiters.element)[0]
        kind = name if name in ENVELOPE else ""
        if name not in SEGMENT_IDS:
            kind = recognise(text, self._delimiters, self._open)
        if kind in ("", "SE") and self._open and self._open[-1].trailer == "SE":
            self._open[-1].count += 1
        if kind not in _LEVELS:
            yield from self._strays.end(self._delimiters)
        if not kind:
            yield from self._inside(segment)
            return
        if kind != name:
            where = replace(mark(segment, self._delimiters), length=len(name))
            yield found(faults.MISSPELLED, f"the segment id must be `{kind}`", where, syntax=OUT_OF_PLACE)
            at = segment.offset + len(name) - len(kind)  # its elements stay where they are
            segment = segment._replace(text=kind + text[len(name) :], offset=at)
        yield from self._envelope(kind, segment)

    def _envelope(self, kind: str, segment: Segment) -> Iterator[Event]:
        headless = kind == "SE" and self._outside and self._open and self._open[-1].trailer == "GE"
        yield from self._outside.end(self._delimiters, "ST is missing: " if headless else "")
        if headless:
            self._open[-1].count += 1
        elif kind in ("ST", "GS"):
            yield from self._header(kind, segment)
        elif kind in _LEVELS:
            yield from self._trailer(kind, segment)
        else:
            message = "an ISA inside the interchange cannot be read"
            yield found(faults.ISA, message, mark(segment, self._delimiters), syntax=OUT_OF_PLACE)

    def _header(self, kind: str, segment: Segment) -> Iterator[Event]:
        """A GS or ST, or one that stands twice, or before what it belongs behind."""
        innermost = self._open[-1] if self._open else None
        if innermost is not None and (innermost.header, innermost.count) == (segment.text, int(kind == "ST")):
            yield out_of_place(segment, self._delimiters, f"{kind} comes twice in a row; the second was passed over")
            return
        is_in_group = any(envelope.trailer == "GE" for envelope in self._open)
        if kind == "ST" and not is_in_group and self._look_ahead().following == "GS":
            yield self._wait(segment, "GS")
            return
        yield from self._begin(kind, segment)
        early, self._early = self._early, None
        if early is not None:
            yield from self._segment(early)

    def _wait(self, segment: Segment, header: str) -> Finding:
        """A segment that stands before the header that it belongs behind, and that comes next."""
        self._early = segment
        self._disturb()
        name = segment_name(segment, self._delimiters)
        message = f"{name} comes before {header} but belongs after it; it was read there"
        return out_of_place(segment, self._delimiters, message)

    def _inside(self, segment: Segment) -> Iterator[Event]:
        if self._is_headless(segment):
            if self._look_ahead().following == "ST":
                yield self._wait(segment, "ST")
                return
            yield from self._begin_without_header(segment)
        if self._open and self._open[-1].trailer == "SE":
            yield segment
            if self._keeping.reads_characters:
                yield from self._keeping.segment(segment)
                self.cursor.free = not self._keeping.reads_characters
        elif not segment.text.startswith("TA1" + self._delimiters.element):
            self._outside.add(segment)
        elif self._open:
            self._open[-1].answers = True

    def _is_headless(self, segment: Segment) -> bool:
        """Whether a segment begins a transaction of a group of claims, and the ST is missing."""
        if (
            not self._open
            or self._open[-1].trailer == "SE"
            or (self._open[-1].trailer == "GE" and self._kind != "HC")
        ):
            return False
        name = segment_name(segment, self._delimiters)
        first = not self._open[-1].count and not self._outside
        return name == "BHT" or (first and name in BODY and self._look_ahead().following in BODY)

    def _begin_without_header(self, segment: Segment) -> Iterator[Event]:
        yield from self._outside.end(self._delimiters)
        missing = "ST is"
        if self._open[-1].trailer == "IEA":
            missing, self._kind, self._version = "GS and ST are", "HC", ""
            self._suppose("GE")
        self._disturb()
        self._open[-1].count += 1
        self._tally.transactions += 1
        self._open.append(Open("SE", "", count=2, absent=True, disturbed=True))
        message = f"{missing} missing: the segments from here were judged all the same"
        yield found(faults.OUTSIDE, message, mark(segment, self._delimiters), syntax=_NO_SET)
        yield Transaction(self._tally.transactions, segment, "837", self._version, True, self._keeping.most_claims)

    def _look_ahead(self) -> Ahead:
        return look_ahead(self._reader.source, self._reader.at, self._delimiters)

    def _begin(self, kind: str, segment: Segment) -> Iterator[Event]:
        elements = [*segment.text.split(self._delimiters.element), *[""] * 9]
        trailer = "SE" if kind == "ST" else "GE"
        yield from self._close(trailer, f"the next {kind} begins", segment.offset)
        parent = "GE" if kind == "ST" else "IEA"
        around = self._open[-1] if self._open and self._open[-1].trailer == parent else None
        if around is None:
            yield out_of_place(segment, self._delimiters, f"{HEADERS[parent]} is missing before this {kind}")
            around = self._suppose(parent)
        around.count += 1
        if kind == "GS":
            self._tally.groups += 1
            self._kind, self._version = elements[1], elements[8]
            yield from self._keeping.receive(segment)
            self.cursor.free = not self._keeping.reads_characters
            self._open.append(Open("GE", elements[6], header=segment.text))
            yield Group(self._tally.groups, segment, elements[8])
            yield from self._keeping.group(segment)
        else:
            self._tally.transactions += 1
            self._open.append(Open("SE", elements[2], count=1, header=segment.text))
            version, most = elements[3] or self._version, self._keeping.most_claims
            yield Transaction(self._tally.transactions, segment, elements[1], version, False, most)
        yield from check_number(kind, around, segment, self._delimiters)

    def _suppose(self, trailer: str) -> Open:
        """An envelope whose header is missing, with those around it: what it holds and its trailer have a place."""
        outer = _LEVELS.index(trailer) - 1
        if outer >= 0:
            around = self._open[-1] if self._open else self._suppose(_LEVELS[outer])
            around.count += 1
        self._open.append(Open(trailer, "", absent=True))
        self._disturb()
        return self._open[-1]

    def _trailer(self, kind: str, segment: Segment) -> Iterator[Event]:
        if all(envelope.trailer != kind for envelope in self._open):
            self._disturb()
            nothing = f"{kind} ends nothing: there is no {HEADERS[kind]} that it belongs to"
            yield out_of_place(segment, self._delimiters, nothing)
            return
        if following := self._find_stray(kind, segment):
            self._pass_over(kind, following, segment)
            return
        yield from self._strays.end(self._delimiters)
        inner = _LEVELS.index(kind) + 1
        if inner < len(_LEVELS):
            yield from self._close(_LEVELS[inner], f"{kind} ends what it stands in", segment.offset)
        ended = self._open.pop()
        yield from check_trailer(ended, segment, self._delimiters)
        if kind == "IEA":
            self._keeping.close()
        if not ended.absent or kind == "SE":
            yield End(kind, segment)

    def _find_stray(self, kind: str, segment: Segment) -> str:
        """The id of what follows a trailer that is out of place; empty where it ends something."""
        innermost, ahead = self._open[-1], self._look_ahead()
        elements = [*segment.text.split(self._delimiters.element), "", ""]
        fits = elements[1:3] == [str(innermost.count), innermost.control_number]
        trailer = Trailer(kind, innermost.trailer, elements[2], fits)
        if lacks_header(self._reader.source, self._delimiters, trailer, ahead):
            self._reader.goes_on = True
            return ""
        stray = is_stray(self._reader.source, self._delimiters, trailer, ahead)
        return (ahead.beyond or ahead.following) if stray else ""

    def _pass_over(self, kind: str, following: str, segment: Segment) -> None:
        """A trailer that ends nothing: what is open stays open, and does not count it."""
        self._disturb()
        innermost = self._open[-1]
        self._reader.goes_on = kind == "IEA"
        self._strays.add(kind, segment, following, within=innermost.trailer == "SE")
        ended = next(envelope for envelope in reversed(self._open) if envelope.trailer == kind)
        ended.stray, ended.counted = segment, ended.count
        innermost.count -= kind == innermost.trailer == "SE"

    def _disturb(self) -> None:
        """Nothing that is open can be mended from what was read."""
        for envelope in self._open:
            envelope.disturbed = True

    def _close(self, trailer: str, why: str, end: int, *, cut: bool = False) -> Iterator[Event]:
        """End what is open from `trailer` inward; unless it was `cut`, what stood too early is not missing."""
        depth = next((at for at, one in enumerate(self._open) if one.trailer == trailer), len(self._open))
        closed = self._open[depth:][::-1]
        del self._open[depth:]
        missing = [one.trailer for one in closed if not one.absent and (cut or one.stray is None)]
        if missing:
            self._disturb()
            assert self._reader.last is not None
            yield found(
                faults.NOT_CLOSED, f"{listed(missing)} missing: {why}", mark(self._reader.last, self._delimiters)
            )
        for one in closed:
            if stray := None if cut else one.stray:
                yield from check_stray(one, stray, self._delimiters)
            if not one.absent or one.trailer == "SE":
                yield End(one.trailer, None, None if stray is None else end)

    def _cut(self, segment: Segment) -> Iterator[Event]:
        why = "the file was cut inside this segment"
        if self._open:
            yield from self._close("IEA", why, self._reader.at, cut=True)
        else:
            yield found(faults.NOT_CLOSED, why, mark(segment, self._delimiters))


def rules() -> tuple[Rule, ...]:
    """Every rule that this room can report."""
    return faults.RULES
