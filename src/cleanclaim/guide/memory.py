"""Remembers which way out of a fault was best: a fault that stands in every claim is thought over once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from cleanclaim.guide.choice import LOOK, Ahead, Stray, is_better_passed, pick, takes_along
from cleanclaim.guide.displaced import Displaced, Which, find_displaced
from cleanclaim.guide.recovery import Detour
from cleanclaim.guide.shape import UNBOUNDED, Guide
from cleanclaim.guide.steps import Place, Step
from cleanclaim.guide.walker import NEAR, NOWHERE, Walker, Way

_MOST = 2_000  # keys that are kept; then those are forgotten that were not asked since as many came
_ROOM = LOOK + 3  # how far from what may occur it does not matter how often it did: no thought counts on so far
_SOME = 2  # of what may occur often
_FAR = 32  # segments: a distance beyond does not matter
_PLAIN = 1_000  # line numbers below are kept as they are
_LAST, _OPENER = -1, -2  # places that are not in what follows
_Asked = tuple[tuple[int, int], ...]  # nodes at which the elements were judged, and the faults that they had there
Answer = TypeVar("Answer")


class _Found(NamedTuple):
    """A `Displaced` without its segments: `at` and `before` are places in what follows, or of what was read last."""

    which: Which
    at: int
    serial: int
    before: int | None
    way: Detour | Step | None
    depth: int
    again: bool


class Memory:
    """Answers by all that they depend on.

    INVARIANT: kept under ids and codes of the guide, counts and distances: never under a claim value.
    """

    def __init__(self, guide: Guide) -> None:
        self._ids = frozenset(guide.codes)
        self._caps = {shape.serial: _cap(shape.most) for shape in guide.shapes}
        self._caps |= {~loop.serial: _cap(loop.most) for loop in guide.loops}
        self._known: dict[Hashable, list[tuple[_Asked, object]]] = {}
        self._older: dict[Hashable, list[tuple[_Asked, object]]] = {}  # not asked since `_known` began

    def find_displaced(self, walker: Walker, stray: Stray, ways: Sequence[Way]) -> Displaced | None:
        """As the function of that name."""

        def think(stray: Stray) -> _Found | None:
            found = find_displaced(walker, stray, ways)
            return None if found is None else _forget_segments(found, stray)

        found = self._recall("displaced", walker, stray, ways, think)
        return None if found is None else _name_segments(found, walker, stray)

    def choose(self, walker: Walker, stray: Stray, ways: Sequence[Way]) -> Place:
        """Put a segment where the best of some ways leads; nowhere if it is best passed over."""
        if ways[0] is None and len(ways) == 1:
            return NOWHERE
        way = ways[self._recall("choose", walker, stray, ways, lambda stray: pick(walker, stray, ways))]
        return NOWHERE if way is None else walker.go(way, stray.segment)

    def is_better_passed(self, walker: Walker, stray: Stray, step: Step) -> bool:
        """As the function of that name."""
        return self._recall("pass", walker, stray, (step,), lambda stray: is_better_passed(walker, stray, step))

    def takes_along(self, walker: Walker, stray: Stray) -> bool:
        """As the function of that name."""
        return self._recall("along", walker, stray, (), lambda stray: takes_along(walker, stray))

    def _recall(
        self, question: str, walker: Walker, stray: Stray, ways: Sequence[Way], think: Callable[[Stray], Answer]
    ) -> Answer:
        ahead = stray.look()
        key = (question, tuple(ways), self._state(walker, stray.segment.number), self._seen(stray, ahead))
        for asked, answer in self._kept(key):
            if all(stray.judge(serial) == count for serial, count in asked):
                return answer  # type: ignore[return-value]
        judged: dict[int, int] = {}

        def judge(serial: int) -> int:
            return judged.setdefault(serial, stray.judge(serial))

        thought = think(stray._replace(judge=judge, look=lambda: ahead))
        self._known.setdefault(key, []).append((tuple(judged.items()), thought))
        return thought

    def _kept(self, key: Hashable) -> Sequence[tuple[_Asked, object]]:
        """What is known under a key. What is asked again is kept; the rest goes when there is too much."""
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST:
                self._older, self._known = self._known, {}
            found = self._older.pop(key, None)
            if found is not None:
                self._known[key] = found
        return found or ()

    def _state(self, walker: Walker, number: int) -> Hashable:
        """The node that was reached, the loops open around it, and what has no place near, as far as it matters."""
        caps, spares = self._caps, walker.spare
        around = []
        for one in walker.open:
            counts = tuple(
                sorted(
                    (key, _SOME if _SOME < count < caps[key] - _ROOM else min(count, caps[key]))
                    for key, count in one.counts.items()
                    if count
                )
            )
            opener = one.opener.number
            near = tuple((abs(spare[0] - opener) <= NEAR, spare[0] >= opener) for spare in spares)
            around.append((one.loop, one.since, min(number - opener, _FAR), one.dropped, counts, near))
        return walker.serial, tuple(around), tuple((min(number - spare[0], _FAR), *spare[1:]) for spare in spares)

    def _seen(self, stray: Stray, ahead: Ahead) -> Hashable:
        """The segment and what follows it, by ids and codes of the guide, and how its lines are numbered."""
        ids = self._ids
        segments = tuple((name if name in ids else "?", code) for name, code in ahead.segments)
        lines = tuple(_numbers(stray.line, (stray.number, *ahead.lines)))
        apart = tuple(min(text.number - stray.segment.number, _FAR) for text in ahead.texts)
        return stray.name if stray.name in ids else "?", stray.code, stray.line, lines, segments, apart, ahead.ends


def _cap(most: int) -> int:
    """How far it matters to count what may occur so often, where one may be taken back."""
    return _SOME if most == UNBOUNDED else most + 1


def _numbers(line: int, numbers: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Line numbers without what else may stand in their place; large ones by their distance from the one before."""
    last = line
    for number in numbers:
        if not (number.isascii() and number.isdigit() and len(number) < 9):
            yield ("?" if number else ""), 0
            continue
        value = int(number)
        yield ("=" if number == str(value) else "0"), (value if value < _PLAIN else value - last + _PLAIN)
        last = value


def _forget_segments(found: Displaced, stray: Stray) -> _Found:
    numbers = [stray.segment.number, *(text.number for text in stray.look().texts)]
    at = {"last": _LAST, "opened": _OPENER}.get(found.which)
    if at is None:
        at = numbers.index(found.segment.number)
    before = None if found.before is None else numbers.index(found.before.number)
    return _Found(found.which, at, found.serial, before, found.way, found.depth, found.again)


def _name_segments(found: _Found, walker: Walker, stray: Stray) -> Displaced:
    segments = [stray.segment, *stray.look().texts]
    if found.which == "last":
        segment = walker.last
    elif found.which == "opened":
        segment = walker.open[-found.depth].opener
    else:
        segment = segments[found.at]
    before = None if found.before is None else segments[found.before]
    return Displaced(found.which, segment, found.serial, before, found.way, found.depth, found.again)
