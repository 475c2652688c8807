"""Follows one transaction through the guide: which node each segment is, which are missing."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace

from cleanclaim.findings import Finding
from cleanclaim.guide.openings import Open, Required
from cleanclaim.guide.recovery import Detour, find_by_id, left_out
from cleanclaim.guide.shape import Child, Guide, Shape
from cleanclaim.guide.steps import Place, Step, Steps
from cleanclaim.guide.wording import Silence, Wording
from cleanclaim.source import Segment

NOWHERE = Place(None)
Way = Detour | Step | None
_SILENCE = Silence()
_NEVER = 1 << 30  # a position behind all others
NEAR = 16  # segments that one which is out of its place may be away from the loop that misses it
_SPARE = 8


class Walker:
    """The state of one transaction: the node reached and the loops open around it."""

    def __init__(self, guide: Guide, steps: Steps, required: Required, wording: Wording, header: Segment) -> None:
        self.guide, self._steps, self._required, self._wording = guide, steps, required, wording
        self.serial = guide.envelope("ST").serial
        self.last = header
        self.open = [Open(0, header, guide.shapes[self.serial].position)]
        self.open[0].add(self.serial)
        self._places = steps.places
        self.keeps = False  # whether a segment that has no place is remembered where one like it is missing
        self.spare: tuple[tuple[int, str, str, bool], ...] = ()  # numbers, ids and codes of those; one too many

    def quiet(self) -> Walker:
        """A walker in the same place that goes its own way and words nothing."""
        walker = copy(self)
        walker.open = [occurrence.copy() for occurrence in self.open]
        walker._wording, walker.keeps = _SILENCE, False
        return walker

    def find(self, name: str, code: str) -> Step | None:
        """The step from the node that was reached; `code` is a code of the guide, or empty."""
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
        around = self.guide.shapes[serial].loop
        occurrence = next(occurrence for occurrence in reversed(self.open) if occurrence.loop == around)
        return Place(serial, after=self._count(occurrence, serial, segment))

    def exchange(self, serial: int, rival: int, segment: Segment) -> tuple[Finding, ...]:
        """Count the segment just placed at a rival node instead."""
        self.open[-1].counts[serial] -= 1
        return self._count(self.open[-1], rival, segment)

    def completes(self, step: Step) -> bool:
        """Whether the loops that a step leaves have all that they require."""
        left = self.open[len(self.open) - step.closes :]
        return all(self._required.is_complete(occurrence) for occurrence in left)

    def is_open_to(self, name: str, code: str) -> bool:
        """Whether a segment may come next, and nothing is at fault with that."""
        step = self.find(name, code)
        return step is not None and self.is_clean(step)

    def is_clean(self, step: Step) -> bool:
        """Whether a step leaves nothing behind that is required, and does not go where it may not go once more."""
        serial, closes, opens, _ = step
        if closes and not self.completes(step):
            return False
        around = self.open[-1 - closes]
        if not opens:
            return around.count(serial) < self.guide.shapes[serial].most
        about = self.guide.loops[opens[0]]
        if around.count(~opens[0]) >= about.most:
            return False
        if about.most == 1 or not self.guide.loops[around.loop].level or self._required.is_complete(around):
            return True
        return all(child.position >= about.position for child in self._required.unmet(around))

    def take_back(self, depth: int) -> tuple[int, Segment] | None:
        """Leave so many loops as if they had not begun; the node and the segment that opened the outermost.

        What stood open before is known by what was met around: nothing more is asked of it.
        """
        if len(self.open) <= depth:
            return None
        begun, around = self.open[-depth], self.open[-depth - 1]
        about = self.guide.loops[begun.loop]
        if not begun.count(about.first):  # its first segment is what is missing
            return None
        del self.open[-depth:]
        around.counts[~begun.loop] -= 1
        met = [child for child in self.guide.loops[around.loop].children if child.position <= about.position]
        met = [child for child in met if around.count(~child.serial if child.is_loop else child.serial)]
        last = met[-1] if met else None
        if last is None or (last.is_loop and last.serial == begun.loop):  # what the one before holds is not known
            return None
        self.serial = self.guide.loops[last.serial].first if last.is_loop else last.serial
        if last.is_loop:
            inner = Open(last.serial, begun.opener, _NEVER)
            inner.add(self.serial)
            self.open.append(inner)
        return about.first, begun.opener

    def count_required(self, depth: int) -> int:
        """What a loop so deep requires and has met: it would stand nowhere if the loop had not begun."""
        return self._required.count_met(self.open[-depth]) if len(self.open) > depth else 0

    def go_back(self, *, again: bool) -> bool:
        """Go back to the beginning of the loop that is open, as if the last segment did not stand where it does.

        `again`: nor does it count. Whether that can be, as it stands in the loop behind the first segment.
        """
        loop = self.guide.loops[self.open[-1].loop]
        if self.guide.shapes[self.serial].loop != loop.serial or self.serial == loop.first:
            return False
        if again:
            self.open[-1].counts[self.serial] -= 1
        self.serial = loop.first
        return True

    def lacks(self, serial: int) -> bool:
        """Whether the loop that is open requires a segment that it has not met."""
        return self.guide.shapes[serial].usage == "R" and not self.open[-1].count(serial)

    def wanted(self) -> Iterator[tuple[int, bool]]:
        """Segments that could come next: required ones that are not met (True), and first ones of loops."""
        position = self.guide.shapes[self.serial].position
        for occurrence in reversed(self.open):
            loop, unmet = self.guide.loops[occurrence.loop], self._required.unmet(occurrence)
            for child in loop.children:
                if child.position >= position and (child.is_loop or child in unmet):
                    yield self.guide.loops[child.serial].first if child.is_loop else child.serial, child in unmet
            position = loop.position

    def find_by_id(self, name: str) -> int | None:
        """The one place that a segment id has forward in the loop, whatever its code."""
        return find_by_id(self.guide, self.open[-1], self.serial, name)

    def drop(self, name: str) -> None:
        """A segment was passed over: where one of its id is required in an open loop, it was that one."""
        for occurrence in reversed(self.open):
            occurrence.dropped |= {name}
            if self.guide.loops[occurrence.loop].level:
                return

    def keep(self, segment: Segment, name: str, code: str, *, surplus: bool = False) -> None:
        """A segment is said to have no place, or to be a `surplus`: it is what is missing near, if like it."""
        if self.keeps:
            self.spare = (*self.spare[1 - _SPARE :], (segment.number, name, code, surplus))

    def _keep(self, shape: Shape, segment: Segment) -> None:
        self.keep(segment, shape.segment, shape.codes[0] if shape.codes else "", surplus=True)

    def _is_spare(self, occurrence: Open, child: Child) -> bool:
        """Whether what is missing stands near, without a place or as one too many of its claim; it counts once."""
        serial, since = self.guide.loops[child.serial].first if child.is_loop else child.serial, -1
        for number, name, code, surplus in self.spare:
            since = self._begun(occurrence) if surplus and since < 0 else since
            near = abs(number - occurrence.opener.number) <= NEAR and (not surplus or number >= since)
            if near and self.guide.matches(serial, name, code):
                self.spare = tuple(spare for spare in self.spare if spare[0] != number)
                return True
        return False

    def _begun(self, occurrence: Open) -> int:
        """The number of the segment that began the claim, or the level, that an open occurrence stands in."""
        return max((one.opener.number for one in (*self.open, occurrence) if self._is_seam(one)), default=0)

    def _is_seam(self, occurrence: Open) -> bool:
        loop = self.guide.loops[occurrence.loop]
        return bool(loop.level) or self.guide.shapes[loop.first].segment == "CLM"

    def _take(self, step: Step, segment: Segment) -> Place:
        serial, closes, opens, rivals = step
        before: list[Finding] = []
        for _ in range(closes):
            closed = self.open.pop()
            if not self._required.is_complete(closed):
                self._ask(closed, before)
        again = bool(before) and self._is_repeat(step)
        if again:
            # An opening segment that came twice is one fault: too many, or else the first that is missing.
            del before[0 if self._is_full(opens[0]) else 1 :]
        after: tuple[Finding, ...] = ()
        for loop in opens:
            after += self._enter(loop, segment, segment, before)
        self.serial = serial
        after += self._count(self.open[-1], serial, segment)
        if before or after or rivals:
            return Place(serial, rivals, tuple(before), after, again=again)
        return self._places[serial]

    def _is_repeat(self, step: Step) -> bool:
        """Whether a loop that held nothing but its opening segment begins again."""
        return step.closes == 1 and self.serial == step.serial and bool(step.opens)

    def _is_full(self, loop: int) -> bool:
        return self.open[-1].count(~loop) >= self.guide.loops[loop].most

    def _count(self, occurrence: Open, serial: int, segment: Segment) -> tuple[Finding, ...]:
        count = occurrence.counts[serial] = occurrence.counts.get(serial, 0) + 1
        shape = self.guide.shapes[serial]
        if count <= shape.most:
            return ()
        self._keep(shape, segment)
        return (self._wording.too_many_segments(shape, segment, count),)

    def _enter(self, loop: int, opener: Segment, segment: Segment, before: list[Finding]) -> tuple[Finding, ...]:
        about, around = self.guide.loops[loop], self.open[-1]
        # In a level, segments and loops that stand once are complete when what repeats begins.
        if about.most > 1 and self.guide.loops[around.loop].level:
            self._ask(around, before, about.position)
        count = around.add(~loop)
        self.open.append(Open(loop, opener))
        if count > about.most:
            self._keep(self.guide.shapes[about.first], segment)
            return (self._wording.too_many_loops(loop, segment, count),)
        return ()

    def _ask(self, occurrence: Open, out: list[Finding], before: int | None = None) -> None:
        for child in self._required.missing(occurrence, before):
            if self.spare and self._is_spare(occurrence, child):
                continue
            after = self.last.number if child.is_loop else self._after(occurrence, child)
            near = self.last if child.is_loop and not occurrence.loop else occurrence.opener  # an ST is far above
            out.append(_due(self._wording.missing(child, near, occurrence.opener), after))

    def _after(self, occurrence: Open, child: Child) -> int:
        """The number of the last segment that stands before a missing one of its loop, by the order of the guide.

        Nothing of a loop comes between its own segments, so counting on from the opening one tells it.
        """
        before = sum(
            count
            for key, count in occurrence.counts.items()
            if key >= 0 and self.guide.shapes[key].position < child.position
        )
        opens = occurrence.count(self.guide.loops[occurrence.loop].first) > 0
        return min(occurrence.opener.number + before - opens, self.last.number)

    def go(self, way: Detour | Step, segment: Segment) -> Place:
        """Go a way that the guide does not know, and say so."""
        if isinstance(way, Step):
            return self.take(way, segment)
        if way.late and not way.opens:
            place = self.put(way.serial, segment)
            # One fault, one finding: a segment too many is said to be just that.
            late = self._wording.out_of_order(self.guide.shapes[way.serial], segment)
            return place if place.after else place._replace(after=(late,))
        place = self._break_in(way, segment)
        self.last = segment
        return place

    def _break_in(self, detour: Detour, segment: Segment) -> Place:
        """Enter loops whose opening segment is missing, or whose place has passed."""
        before: list[Finding] = []
        for _ in range(detour.closes):
            self._ask(self.open.pop(), before)
        shape = self.guide.shapes[detour.serial]
        after: tuple[Finding, ...] = ()
        if detour.late:
            after = (self._wording.out_of_order(shape, segment),)
        else:
            missing = Child(0, True, detour.opens[0])
            besides = [self.guide.shapes[serial].segment for serial in left_out(self.guide, detour)]
            before.append(self._wording.missing(missing, self.last, self.last, besides))
        for loop, since in zip(detour.opens, detour.since, strict=True):
            after += self._enter(loop, self.last if since else segment, segment, before)
            self.open[-1].since = since
        after += self._count(self.open[-1], detour.serial, segment)
        self.serial = detour.serial
        lost = tuple(loop for loop, since in zip(detour.opens, detour.since, strict=True) if since)
        return Place(detour.serial, (), tuple(before), after, lost)


def _due(finding: Finding, after: int) -> Finding:
    """What is missing, with the number of the segment behind which it was due: an acknowledgment needs it."""
    if finding.syntax is None:
        return finding
    return replace(finding, syntax=replace(finding.syntax, after=after))
