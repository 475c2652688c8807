"""Placed segments to claims, one at a time; a value that will not convert is a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cleanclaim.claim.faults import RULES
from cleanclaim.claim.fields import Row
from cleanclaim.claim.fill import Reading, check_gaps, check_reasons, fill, open_segment, read_adjustments, read_phone
from cleanclaim.claim.finish import finish
from cleanclaim.claim.hanging import ABOVE, hang
from cleanclaim.claim.lost import Losses, forget_in_claim, is_headless, leave_open
from cleanclaim.claim.model import Claim, Line
from cleanclaim.claim.parties import Adjudication, Condition, File, Note, OtherPayer, Paperwork, Patient, Provider
from cleanclaim.claim.plans import PARTS, Plan, routes
from cleanclaim.findings import Finding, Mark, Rule
from cleanclaim.guide import Placed, Run
from cleanclaim.source import Segment
from cleanclaim.x12 import Delimiters, End, Event, Group, Interchange, Transaction

# A loop that begins ends these parts of what was open.
_ENDS = {
    "2000A": ("billing", "pay_to", "subscriber", "patient", "payer", "dependent"),
    "2000B": ("subscriber", "patient", "payer", "dependent"),
    "2000C": ("dependent",),
    "2300": (),
    "2320": ("other_payer",),
    "2430": ("adjudication",),
}
# The loop that a part of several loops is said to stand in.
_HOME = {"billing": "2010AA", "subscriber": "2010BA", "patient": "2010BA", "dependent": "2010CA"}
_MANY = {Note: "notes", Paperwork: "paperwork", Condition: "conditions"}


def build(events: Iterable[Event | Placed | Run]) -> Iterator[Event | Claim]:
    """Turn placed segments into claims; every other event passes.

    A finding is given the claim and the service line that it stands in. A claim comes when it is
    complete: after its last segment, before the event that ended it.
    """
    return _Builder().read(events)


def rules() -> tuple[Rule, ...]:
    """Every rule that this room can report."""
    return RULES


class _Builder:
    def __init__(self) -> None:
        self._delimiters = Delimiters()
        self._header: Segment | None = None  # the ISA
        self._receivers: tuple[str, ...] = ()  # ISA08, GS03
        self._parts: dict[str, Row] = {}  # what is open, by the names of `plans.PARTS`
        self._claim: Claim | None = None
        self._line: Line | None = None
        self._lines: list[Line] = []  # of the claim that is open
        self._first = self._line_first = 0  # the segments that began them
        self._ordinal = 0
        self._losses = Losses()
        self._loses = False  # something is lost before the segment that comes next
        self._held: list[Finding] = []  # findings of the segment that comes next

    def read(self, events: Iterable[Event | Placed | Run]) -> Iterator[Event | Claim]:
        for event in events:
            if isinstance(event, Run):
                for placed in event.placed():
                    yield from self._segment(placed)
            elif isinstance(event, Placed):
                yield from self._segment(event)
            elif isinstance(event, Finding):
                if self._held and self._held[-1].mark.segment < event.mark.segment:
                    yield from self._release(event.mark.segment)
                self._held.append(event)
                self._loses = self._losses.note(event) or self._loses
            else:
                yield from self._envelope(event)
        yield from self._release(None)

    def _envelope(self, event: Event) -> Iterator[Event | Claim]:
        if isinstance(event, Interchange):
            self._delimiters, self._header = event.delimiters, event.header
            self._receivers = _element(event.header, event.delimiters, 8)
        elif isinstance(event, Group):
            self._receivers = (*self._receivers[:1], *_element(event.header, self._delimiters, 3))
        elif isinstance(event, Transaction):
            self._begin()
        elif isinstance(event, End):
            yield from self._release(event.trailer.number if event.trailer else None)
            yield from self._lack(event.ends)
            yield from self._finish(event.ends)
            self._parts.clear()
            self._losses = Losses()
        yield from self._release(None)
        yield event

    def _begin(self) -> None:
        file = File(loop="HEADER")
        file.receivers = self._receivers
        self._parts = {"file": file}
        if self._header is None:
            return
        read = open_segment(self._header, (), self._delimiters)
        for plan in routes("HEADER", "ISA").always:
            for _ in fill(file, plan, read):
                pass  # the guide judges the ISA

    def _release(self, before: int | None) -> Iterator[Finding]:
        """Let held findings go that stand before segment `before`, in the claim that is open."""
        if not self._held:
            return
        staying: list[Finding] = []
        for finding in self._held:
            if before is not None and finding.mark.segment >= before:
                staying.append(finding)
            else:
                yield self._attribute(finding)
        self._held = staying

    def _attribute(self, finding: Finding) -> Finding:
        if self._claim is None or finding.claim is not None:
            return finding
        leave_open(finding, self._claim, self._line)
        if finding.mark.segment < self._first:
            return finding  # it stands above the claim and was only said late
        line = self._line.position if self._line is not None and finding.mark.segment >= self._line_first else None
        return replace(finding, claim=self._claim.ordinal, service_line=finding.service_line or line)

    def _segment(self, placed: Placed) -> Iterator[Event | Claim]:
        node, segment = placed.node, placed.segment
        if self._held:
            yield from self._release(segment.number)
        if self._loses:
            yield from self._lack(segment.offset, node.loop if node.opens else "")
        if node.opens:
            yield from self._open(placed)
        elif node.segment == "SV1" and (self._line is None or "SV1" in self._line.where):
            self._open_line(placed)  # its LX is missing
        loop = node.loop if node.segment != "BHT" else "HEADER"
        for finding in self._fill(open_segment(segment, placed.faults, self._delimiters), node.segment, loop):
            yield self._attribute(finding)
        if self._held:
            yield from self._release(None)

    def _fill(self, read: Reading, segment: str, loop: str) -> Iterator[Finding]:
        """Read a segment into every row that it fills."""
        said: tuple[Mark, ...] = ()  # one element can fill two rows
        for plan in routes(loop, segment).of(read.code):
            row = self._row(plan, loop)
            if row is not None:
                for finding in fill(row, plan, read):
                    if finding.mark not in said:
                        said = (*said, finding.mark)
                        yield finding
                self._stand(row, plan, loop)
        if segment == "CAS":
            self._adjust(read, loop)
            yield from check_reasons(read, loop)
        elif segment == "PER":
            self._contact(read, loop)
        elif segment == "HI" and self._claim is not None:
            yield from check_gaps(self._claim, read)

    def _lack(self, end: int | None, opens: str = "") -> Iterator[Claim]:
        """Account for what is lost before a segment, or the end: a loop begins without its first segment too.

        `opens` is the loop that the segment begins. What was passed over before that belongs to either side.
        """
        losses, self._loses = self._losses, False
        losses.pass_over(self._parts)
        for finding in losses.take_gaps():
            if is_headless(finding):
                yield from self._end(finding.loop, end)
            losses.miss(finding, self._parts)
        if opens:
            yield from self._end(opens, end)
        losses.settle()

    def _end(self, loop: str, end: int | None) -> Iterator[Claim]:
        """End what was open where another occurrence of a loop begins."""
        if loop in ("2000A", "2000B", "2000C", "2300"):
            yield from self._finish(end)
        for part in _ENDS.get(loop, ()):
            self._parts.pop(part, None)
            self._losses.fields.pop(part, None)
        if loop in ("2000A", "2000B"):
            self._losses.passed.clear()

    def _open(self, placed: Placed) -> Iterator[Event | Claim]:
        loop = placed.node.loop
        if loop in _ENDS:
            yield from self._end(loop, placed.segment.offset)
        if loop == "2300":
            self._ordinal += 1
            self._first = placed.segment.number
            self._lines = []
            self._claim = Claim(ordinal=self._ordinal, delimiters=self._delimiters, loop="2300")
            self._parts["claim"] = self._claim
        elif loop == "2400":
            self._open_line(placed)
        elif loop.startswith(("2310", "2420")):
            for plan in routes(loop, placed.node.segment).always:
                self._parts.pop(plan.part, None)

    def _open_line(self, placed: Placed) -> None:
        if self._claim is None:
            return
        self._line_first = placed.segment.number
        self._line = Line(position=len(self._lines) + 1, loop="2400")
        self._lines.append(self._line)
        self._parts = {part: row for part, row in self._parts.items() if not part.startswith("line ")}
        self._parts["line"] = self._line
        self._parts.pop("adjudication", None)

    def _row(self, plan: Plan, loop: str) -> Row | None:
        """The open row that a plan fills, made and hung where it belongs when it is not there yet."""
        if plan.row in _MANY:
            return self._append(plan.row(loop=loop), loop)
        row = self._parts.get(plan.part)
        if row is None:
            if not self._has_place(plan.part, loop):
                return None
            row = plan.row(loop=_HOME.get(plan.part, loop))
            if self._losses.fields:
                row.unreadable |= self._losses.fields.pop(plan.part, set())
            self._parts[plan.part] = row
            hang(plan.part, row, self._claim, self._line)
        return row

    def _has_place(self, part: str, loop: str) -> bool:
        """Whether a row can hang where it belongs: its claim or its line may be what is missing."""
        if part in ("line", "claim"):
            return False
        if loop.startswith("24"):
            return self._line is not None
        return self._claim is not None or not loop.startswith("23")

    def _append(self, row: Row, loop: str) -> Row | None:
        owner = self._line if loop == "2400" else self._claim
        if owner is None:
            return None
        name = _MANY[type(row)]
        setattr(owner, name, (*getattr(owner, name), row))
        return row

    @staticmethod
    def _stand(row: Row, plan: Plan, loop: str) -> None:
        if row.loop != loop and " " not in plan.key:
            row.elsewhere = {**(row.elsewhere or {}), plan.key: loop}

    def _contact(self, read: Reading, loop: str) -> None:
        for part, _ in PARTS.get(loop, ()):
            row = self._parts.get(part)
            if isinstance(row, Provider):
                row.contact_phone = row.contact_phone or read_phone(read)
                row.where.setdefault("PER", (read.segment,))

    def _adjust(self, read: Reading, loop: str) -> None:
        row = self._parts.get("adjudication" if loop == "2430" else "other_payer")
        if row is None and loop == "2320":  # its SBR is missing
            row = self._row(routes(loop, "SBR").always[0], loop)
        if isinstance(row, OtherPayer | Adjudication):
            row.adjustments = (*row.adjustments, *read_adjustments(read, loop))

    def _finish(self, end: int | None) -> Iterator[Claim]:
        """Complete the claim that is open; `end` is None where the file was cut."""
        claim, self._claim, self._line = self._claim, None, None
        self._parts = {part: row for part, row in self._parts.items() if part in ABOVE}
        if claim is None:
            return
        claim.lines = tuple(self._lines)
        claim.complete = end is not None
        claim.end = end if end is not None else 0
        for part in ("file", "subscriber", "payer", "billing", "pay_to"):
            setattr(claim, part, self._parts.get(part))
        patient = self._parts.get("dependent") or self._parts.get("patient")
        claim.patient = patient if isinstance(patient, Patient) else None
        if self._losses.passed:
            forget_in_claim(claim, self._losses.passed)
            self._losses.passed.clear()
        finish(claim)
        yield claim


def _element(header: Segment, delimiters: Delimiters, number: int) -> tuple[str]:
    """What an element of an envelope's header says, without the spaces that fill it up."""
    elements = header.text.split(delimiters.element)
    return (elements[number].strip() if len(elements) > number else "",)
