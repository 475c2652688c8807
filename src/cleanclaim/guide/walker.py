"""Follows one transaction through the guide: which node each segment is, which are missing."""

from __future__ import annotations

from cleanclaim.findings import Finding
from cleanclaim.guide.openings import Open, Required
from cleanclaim.guide.recovery import Detour, find_by_id, find_detour
from cleanclaim.guide.shape import Child, Guide
from cleanclaim.guide.steps import Place, Step, Steps
from cleanclaim.guide.wording import Wording
from cleanclaim.source import Segment

NOWHERE = Place(None)


class Walker:
    """The state of one transaction: the node reached and the loops open around it."""

    def __init__(self, guide: Guide, steps: Steps, required: Required, wording: Wording, header: Segment) -> None:
        self._guide, self._steps, self._required, self._wording = guide, steps, required, wording
        self.serial = guide.envelope("ST").serial
        self.last = header
        self.open = [Open(0, header, guide.shapes[self.serial].position)]
        self.open[0].add(self.serial)
        self._places = steps.places

    def advance(self, segment: Segment, name: str, code: str) -> Place:
        """Put the next segment in its place; `code` is a code of the guide, or empty."""
        step = self.find(name, code)
        return self._detour(segment, name, code) if step is None else self.take(step, segment)

    def find(self, name: str, code: str) -> Step | None:
        """The step from the node that was reached."""
        return self._steps.find(self.serial, name, code)

    def take(self, step: Step, segment: Segment) -> Place:
        """Go a step; the place is one of `Steps.places` where there is nothing to say of it."""
        place = self._take(step, segment)
        self.last = segment
        return place

    def close(self) -> tuple[Finding, ...]:
        """The transaction ended: what was still missing."""
        out: list[Finding] = []
        while self.open:
            self._ask(self.open.pop(), out)
        return tuple(out)

    def put(self, serial: int, segment: Segment) -> Place:
        """Count a segment at a node of an open loop without leaving the node that was reached."""
        self.last = segment
        around = self._guide.shapes[serial].loop
        occurrence = next(occurrence for occurrence in reversed(self.open) if occurrence.loop == around)
        return Place(serial, after=self._count(occurrence, serial, segment))

    def exchange(self, serial: int, rival: int, segment: Segment) -> tuple[Finding, ...]:
        """Count the segment just placed at a rival node instead."""
        self.open[-1].counts[serial] -= 1
        return self._count(self.open[-1], rival, segment)

    def settle(self, segment: Segment, name: str) -> Place:
        """Put a segment where its id alone leaves one place in the loop, whatever its code."""
        serial = find_by_id(self._guide, self.open[-1], self.serial, name)
        return NOWHERE if serial is None else self._take(Step(serial), segment)

    def drop(self, name: str) -> None:
        """A segment was passed over: where one of its id is required in an open loop, it was that one."""
        for occurrence in reversed(self.open):
            occurrence.dropped |= {name}
            if self._guide.loops[occurrence.loop].level:
                return

    def _take(self, step: Step, segment: Segment) -> Place:
        serial, closes, opens, rivals = step
        before: list[Finding] = []
        for _ in range(closes):
            closed = self.open.pop()
            if not self._required.is_complete(closed):
                self._ask(closed, before)
        if before and self._is_repeat(step):
            # An opening segment that came twice is one fault: too many, or else the first that is missing.
            del before[0 if self._is_full(opens[0]) else 1 :]
        after: tuple[Finding, ...] = ()
        for loop in opens:
            after += self._enter(loop, segment, segment, before)
        self.serial = serial
        after += self._count(self.open[-1], serial, segment)
        if before or after or rivals:
            return Place(serial, rivals, tuple(before), after)
        return self._places[serial]

    def _is_repeat(self, step: Step) -> bool:
        """Whether a loop that held nothing but its opening segment begins again."""
        return step.closes == 1 and self.serial == step.serial and bool(step.opens)

    def _is_full(self, loop: int) -> bool:
        return self.open[-1].count(~loop) >= self._guide.loops[loop].most

    def _count(self, occurrence: Open, serial: int, segment: Segment) -> tuple[Finding, ...]:
        count = occurrence.counts[serial] = occurrence.counts.get(serial, 0) + 1
        shape = self._guide.shapes[serial]
        return () if count <= shape.most else (self._wording.too_many_segments(shape, segment, count),)

    def _enter(self, loop: int, opener: Segment, segment: Segment, before: list[Finding]) -> tuple[Finding, ...]:
        about, around = self._guide.loops[loop], self.open[-1]
        # In a level, segments and loops that stand once are complete when what repeats begins.
        if about.most > 1 and self._guide.loops[around.loop].level:
            self._ask(around, before, about.position)
        count = around.add(~loop)
        self.open.append(Open(loop, opener))
        if count > about.most:
            return (self._wording.too_many_loops(loop, segment, count),)
        return ()

    def _ask(self, occurrence: Open, out: list[Finding], before: int | None = None) -> None:
        for child in self._required.missing(occurrence, before):
            out.append(self._wording.missing(child, occurrence.opener))

    def _detour(self, segment: Segment, name: str, code: str) -> Place:
        detour = find_detour(self._guide, self.open, self.serial, name, code)
        if detour is None:
            return NOWHERE
        if detour.late and not detour.opens:
            place = self.put(detour.serial, segment)
            # One fault, one finding: a segment too many is said to be just that.
            late = self._wording.out_of_order(self._guide.shapes[detour.serial], segment)
            return place if place.after else place._replace(after=(late,))
        place = self._break_in(detour, segment)
        self.last = segment
        return place

    def _break_in(self, detour: Detour, segment: Segment) -> Place:
        """Enter loops whose opening segment is missing, or whose place has passed."""
        before: list[Finding] = []
        for _ in range(detour.closes):
            self._ask(self.open.pop(), before)
        shape = self._guide.shapes[detour.serial]
        after: tuple[Finding, ...] = ()
        if detour.late:
            after = (self._wording.out_of_order(shape, segment),)
        else:
            missing = Child(0, True, detour.opens[0])
            before.append(self._wording.missing(missing, self.last))
        for loop, since in zip(detour.opens, detour.since, strict=True):
            after += self._enter(loop, self.last if since else segment, segment, before)
            self.open[-1].since = since
        after += self._count(self.open[-1], detour.serial, segment)
        self.serial = detour.serial
        return Place(detour.serial, (), tuple(before), after)
