"""A segment that stands a little out of its place: which one it is, and where it was due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from cleanclaim.guide.choice import Ahead, Stray, count_ahead, count_least, count_wrong_lines
from cleanclaim.guide.recovery import Detour, find_late
from cleanclaim.guide.shape import Guide
from cleanclaim.guide.steps import Place, Step
from cleanclaim.guide.walker import Walker, Way
from cleanclaim.source import Segment

# It is to come, late or (ahead) too early; it is the one at hand; it was read already, as the first of a loop, or as
# the last segment.
Which = Literal["late", "early", "ahead", "opened", "last"]
_DEPTH = 2  # loops that may have been opened too early
_STEPS = 2  # segments behind the one at hand that may stand too early
_OPENING = ("CLM", "NM1")  # what others that came before it may belong to
_FAR = 8  # segments that one may be late or early by; what misses it where it stands must be seen


class Displaced(NamedTuple):
    """The segment that is out of its place, its node, and what it belongs before; None: the end of the transaction.

    `way` leads to where it belongs, if that is here; `depth` says how many loops it opened, and those within,
    were not to be open yet. `again`: it belongs nowhere, as another one of its kind follows.
    """

    which: Which
    segment: Segment
    serial: int
    before: Segment | None
    way: Detour | Step | None = None
    depth: int = 0
    again: bool = False


class _Around(NamedTuple):
    """The segment at hand and those that follow; `lines` has the number of an LX, an empty one for a CLM."""

    segments: Sequence[Segment]
    named: Sequence[tuple[str, str]]
    lines: Sequence[str | None]
    ends: bool

    def without(self, index: int) -> list[tuple[str, str]]:
        """Ids and codes of all but one."""
        return [*self.named[:index], *self.named[index + 1 :]]

    def count_lines(self, stray: Stray, index: int, before: int) -> int:
        """The lines that have a wrong number where one segment is put before another."""
        lines = list(self.lines)
        moved = lines.pop(index)
        lines.insert(before - (before > index), moved)
        return count_wrong_lines(stray.line, [line for line in lines if line is not None])


def find_displaced(walker: Walker, stray: Stray, ways: Sequence[Way]) -> Displaced | None:
    """Which segment is out of its place, if that alone explains more than any of `ways` does.

    It is the one at hand or one before it that came too early, or one of those that follow and comes too late.
    """
    ahead = stray.look()
    least = count_least(walker, stray, ways, ahead)
    around = _around(stray, ahead)
    if least < 2:  # nothing can be told in fewer findings
        return _next(walker, stray, around) if least else None
    found = None
    for displaced, faults in _candidates(walker, stray, around):
        if faults < least:
            found, least = displaced, faults
    return found


def _candidates(walker: Walker, stray: Stray, around: _Around) -> Iterator[tuple[Displaced, int]]:
    yield from _last(walker, stray, around)  # of equals the first: no loop is opened where the open one has a place
    yield from _late(walker, stray, around)
    yield from _early(walker, stray, around)
    for index in range(1, _STEPS + 1):
        yield from _ahead(walker, stray, around, index)
    for depth in range(1, _DEPTH + 1):
        yield from _opened(walker, stray, around, depth)


def _around(stray: Stray, ahead: Ahead) -> _Around:
    named = [(stray.name, stray.code), *ahead.segments]
    numbers = iter([*([stray.number] if stray.name == "LX" else [""] if stray.name == "CLM" else []), *ahead.lines])
    lines = [next(numbers, None) if name in ("LX", "CLM") else None for name, _ in named]
    return _Around([stray.segment, *ahead.texts], named, lines, ahead.ends)


def _late(walker: Walker, stray: Stray, around: _Around) -> Iterator[tuple[Displaced, int]]:
    """The segments that follow and belong before the one at hand, with the faults that are left."""
    for index in range(1, min(len(around.named), _FAR + 1)):
        name, code = around.named[index]
        if (name, code) == around.named[0]:
            continue
        for way in _ways(walker, name, code):
            trial = walker.quiet()
            segment = around.segments[index]
            place = go(trial, way, segment)
            if place.before or place.after or not trial.is_open_to(*around.named[0]):
                continue
            faults = count_ahead(trial, around.without(index), segment, ends=around.ends)
            displaced = Displaced("late", segment, way.serial, around.segments[0], way)
            yield displaced, 1 + faults + around.count_lines(stray, index, 0)


def _ways(walker: Walker, name: str, code: str) -> Sequence[Detour | Step]:
    """The ways to where a segment belongs: forward, else back in a loop that is open."""
    step = walker.find(name, code)
    return [step] if step is not None else list(find_late(walker.guide, walker.open, name, code))


def _early(walker: Walker, stray: Stray, around: _Around) -> Iterator[tuple[Displaced, int]]:
    """The place further on where the segment at hand fits, and what stands there does not without it."""
    trial = walker.quiet()
    due = _find_due(trial, (stray.name, stray.code), stray.segment, around, 1)
    if due is None or due.at == 1:
        return
    faults = 1 + due.faults + around.count_lines(stray, 0, due.at)
    yield Displaced("early", stray.segment, due.serial, due.before), faults


def _ahead(walker: Walker, stray: Stray, around: _Around, index: int) -> Iterator[tuple[Displaced, int]]:
    """The place further on of a segment behind the one at hand, which fits without it."""
    trial = walker.quiet()
    for at in range(index):
        if at >= len(around.named) or not _advance(trial, around, at):
            return
    if index >= len(around.named) or around.named[index] == around.named[index - 1]:
        return
    segment = around.segments[index]
    due = _find_due(trial, around.named[index], segment, around, index + 1)
    if due is None or due.at <= index + 1:
        return
    faults = 1 + due.faults + around.count_lines(stray, index, due.at)
    yield Displaced("ahead", segment, due.serial, due.before), faults


def _next(walker: Walker, stray: Stray, around: _Around) -> Displaced | None:
    """The segment at hand, where it belongs right behind the next one: that opens the loop it belongs to."""
    trial = walker.quiet()
    if len(around.named) < 3 or not _advance(trial, around, 1):
        return None
    if walker.guide.shapes[trial.serial].segment not in _OPENING:
        return None
    step = trial.find(stray.name, stray.code)
    if step is None or step.closes or not trial.is_clean(step) or stray.judge(step.serial):
        return None
    trial.take(step, stray.segment)
    following = around.named[2:]
    if not trial.is_open_to(*following[0]) or count_ahead(trial, following, stray.segment, ends=around.ends):
        return None
    return Displaced("early", stray.segment, step.serial, around.segments[2])


def _advance(trial: Walker, around: _Around, index: int) -> bool:
    """Let a walker take a segment, if nothing is at fault with that."""
    step = trial.find(*around.named[index])
    if step is None or not trial.is_clean(step):
        return False
    trial.take(step, around.segments[index])
    return True


def _opened(walker: Walker, stray: Stray, around: _Around, depth: int) -> Iterator[tuple[Displaced, int]]:
    """The place further on where a segment fits that opened a loop too early."""
    trial = walker.quiet()
    stranded = trial.count_required(depth)
    opener = trial.take_back(depth)
    if opener is None:
        return
    serial, segment = opener
    if stray.segment.number - segment.number > _FAR:
        return
    shape = walker.guide.shapes[serial]
    due = _find_due(trial, (shape.segment, shape.codes[0] if shape.codes else ""), segment, around, 0)
    if due is not None and (due.at or depth > 1):  # else it begins where it began
        faults = 1 + stranded + due.faults
        faults += count_wrong_lines(stray.line, [line for line in around.lines if line is not None])
        yield Displaced("opened", segment, due.serial, due.before, depth=depth), faults


class _Due(NamedTuple):
    """Where a segment fits, and the faults that are left behind that."""

    at: int
    serial: int
    before: Segment | None
    faults: int


def _find_due(trial: Walker, named: tuple[str, str], segment: Segment, around: _Around, index: int) -> _Due | None:
    """The first place from an index on where what stands there does not fit without a segment, and does behind it.

    Where the guide has its place before some that were read by then, it is there.
    """
    guide, read = trial.guide, [(index, -1)]  # indices from which on a place is, with the node before
    while index < len(around.named) and _advance(trial, around, index):
        index += 1
        read.append((index, trial.serial))
    is_end = index == len(around.named)
    if is_end and not (around.ends and trial.quiet().close()):
        return None
    place = enter(trial, *named, segment)
    if place is None or place.serial is None or place.before or place.after:
        return None
    if not is_end and not trial.is_open_to(*around.named[index]):
        return None
    faults = count_ahead(trial, around.named[index:], segment, ends=around.ends)
    first = guide.loops[guide.shapes[place.serial].loop].first == place.serial  # it begins anew what they stand in
    at = next(at for at, node in reversed(read) if first or node < 0 or not _is_before(guide, place.serial, node))
    return _Due(at, place.serial, around.segments[at] if at < len(around.segments) else None, faults)


def _is_before(guide: Guide, serial: int, other: int) -> bool:
    """Whether the place of a segment is before that of another one of its loop."""
    shape, following = guide.shapes[serial], guide.shapes[other]
    return shape.loop == following.loop and shape.position < following.position


def _last(walker: Walker, stray: Stray, around: _Around) -> Iterator[tuple[Displaced, int]]:
    """The last segment, where it was read in the loop of the one at hand, and that belongs before it."""
    serial, segment = walker.serial, walker.last
    for again in (False, True):
        trial = walker.quiet()
        if not trial.go_back(again=again) or not trial.is_open_to(*around.named[0]):
            continue
        faults = count_ahead(trial, around.named, stray.segment, ends=around.ends)
        faults += count_wrong_lines(stray.line, [line for line in around.lines if line is not None])
        yield Displaced("last", segment, serial, around.segments[0], again=again), 1 + faults


def enter(walker: Walker, name: str, code: str, segment: Segment) -> Place | None:
    """Let a walker go to where a segment belongs; None where that is nowhere."""
    ways = _ways(walker, name, code)
    return go(walker, ways[0], segment) if ways else None


def go(walker: Walker, way: Detour | Step, segment: Segment) -> Place:
    """Read a segment where it belongs: that its place has passed there is not said again."""
    last = walker.last
    place = walker.go(way, segment)
    walker.last = last
    return place if isinstance(way, Step) else place._replace(after=())
