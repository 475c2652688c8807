"""Which way out of a fault is taken: the one that leaves the fewest faults in what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cleanclaim.guide.recovery import Detour, find_openers, skipped, tells_level
from cleanclaim.guide.steps import Place, Step
from cleanclaim.guide.walker import NOWHERE, Walker, Way
from cleanclaim.source import Segment

LOOK = 12  # segments that are looked at; a claim's header and its first line are no more
FOLLOW = frozenset({"N3", "N4", "PER", "PRV", "REF", "DMG"})  # what belongs to an NM1 that has no place


class Ahead(NamedTuple):
    """The next segments, each as id and code; `ends`: the transaction ends after them.

    `lines` are the numbers of the LX among them, with an empty one where a claim begins; `texts` are the
    segments themselves.
    """

    segments: Sequence[tuple[str, str]]
    ends: bool
    lines: Sequence[str] = ()
    texts: Sequence[Segment] = ()


class Stray(NamedTuple):
    """A segment that no step leads to, with what tells where it may belong.

    `judge` counts the faults of its elements at a node, `look` shows what comes next. `line` is what the next
    LX01 should be, `number` what this one says, where it is an LX.
    """

    segment: Segment
    name: str
    code: str
    judge: Callable[[int], int]
    look: Callable[[], Ahead]
    line: int = 0
    number: str = ""


def pick(walker: Walker, stray: Stray, ways: Sequence[Way]) -> int:
    """Which of some ways is the best; of those that leave equally few faults the first."""
    if ways[0] is None and len(ways) == 1:
        return 0
    ahead = stray.look()
    faults = [_count_faults(walker.quiet(), stray, way, ahead) for way in ways]
    return faults.index(min(faults))


def settle(walker: Walker, stray: Stray) -> Place:
    """Put a segment whose code is none of the guide's, where its id alone leaves one place."""
    serial = walker.find_by_id(stray.name)
    if serial is not None and walker.lacks(serial):
        return walker.go(Step(serial), stray.segment)
    ways: list[Step] = [Step(serial)] if serial is not None else []
    ways = ways or _openers(walker, stray.name)
    return _take_best(walker, stray, [*ways, None])


def _openers(walker: Walker, name: str) -> list[Step]:
    """The one loop that can begin here with a segment of this id, or of several those that are required."""
    steps = find_openers(walker.guide, walker.open, walker.serial, name)
    wanted = {serial for serial, required in walker.wanted() if required}
    return steps if len(steps) == 1 else [step for step in steps if step.serial in wanted]


def is_better_passed(walker: Walker, stray: Stray, step: Step) -> bool:
    """Whether a segment that has a place leaves fewer faults when it is passed over."""
    ahead = stray.look()
    taken, passed = (_count_faults(walker.quiet(), stray, way, ahead) for way in (step, None))
    return passed < taken


def gains(walker: Walker, stray: Stray, step: Step) -> int:
    """How many faults fewer are left where a segment with an unknown id is read as the one that a step leads to."""
    ahead = stray.look()
    alone = _count_faults(walker.quiet(), stray._replace(name=""), None, ahead)
    return alone - _count_faults(walker.quiet(), stray, step, ahead)


def count_least(walker: Walker, stray: Stray, ways: Sequence[Way], ahead: Ahead) -> int:
    """The faults that are left on the best of some ways."""
    return min(_count_faults(walker.quiet(), stray, way, ahead) for way in ways)


def takes_along(walker: Walker, stray: Stray) -> bool:
    """Whether what follows an NM1 that has no place belongs to it, and not to the loop around."""
    ahead = stray.look()
    alone = _count_faults(walker.quiet(), stray._replace(name=""), None, ahead)
    return _count_faults(walker.quiet(), stray, None, ahead) <= alone


def _take_best(walker: Walker, stray: Stray, ways: Sequence[Way]) -> Place:
    way = ways[pick(walker, stray, ways)]
    return NOWHERE if way is None else walker.go(way, stray.segment)


def _count_faults(walker: Walker, stray: Stray, way: Way, ahead: Ahead) -> int:
    """The faults that would be said from here on; what then has no place is passed over."""
    faults = _try(walker, stray, way) + _count_lines(stray, way, ahead, walker)
    passing = way is None and stray.name == "NM1"
    return faults + count_ahead(walker, ahead.segments, stray.segment, ends=ahead.ends, passing=passing)


def count_ahead(
    walker: Walker, segments: Sequence[tuple[str, str]], near: Segment, *, ends: bool, passing: bool = False
) -> int:
    """The faults of segments that follow, by id and code; `passing`: what belongs to an NM1 is passed over first."""
    faults = 0
    for name, code in segments:
        if passing and name in FOLLOW:
            continue
        step = walker.find(name, code)
        if step is None:
            faults += 1
            walker.drop(name)
        else:
            faults += _size(walker.take(step, near))
        passing = step is None and name == "NM1"
    return faults + len(walker.close()) if ends else faults


def _count_lines(stray: Stray, way: Way, ahead: Ahead, walker: Walker) -> int:
    """The lines that have a wrong number from here on."""
    if not stray.line:
        return 0
    expected = stray.line
    if way is not None and any(walker.guide.loops[loop].name == "2300" for loop in way.opens):
        expected = 1
    own = [stray.number] if way is not None and stray.number else []
    lines = ahead.lines
    if own and ahead.segments[:1] == [("LX", "")] and lines[0] == stray.number:
        lines = lines[1:]  # a segment that comes twice is said to be just that
    return count_wrong_lines(expected, (*own, *lines))


def count_wrong_lines(expected: int, numbers: Sequence[str]) -> int:
    """The numbers that do not go up by one from the one that is expected; an empty one begins a claim."""
    faults = 0
    for number in numbers:
        if not number:
            expected = 1
            continue
        faults += number != str(expected)
        expected = int(number) + 1 if number.isascii() and number.isdigit() and len(number) < 9 else expected + 1
    return faults


def _try(walker: Walker, stray: Stray, way: Way) -> int:
    if way is None:
        walker.drop(stray.name)
        return 1 + tells_level(walker.guide, stray.name, stray.code)  # whose claims follow is not known without
    besides = len(skipped(walker.guide, way)) if isinstance(way, Detour) else 0
    return _size(walker.go(way, stray.segment)) + besides + stray.judge(way.serial)


def _size(place: Place) -> int:
    return len(place.before) + len(place.after)
