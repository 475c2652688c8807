"""Segments that stand out of their places: each is read where it belongs, and told once, where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from cleanclaim.findings import Finding
from cleanclaim.guide.choice import Stray
from cleanclaim.guide.displaced import Displaced, enter, go
from cleanclaim.guide.nodes import Placed
from cleanclaim.guide.steps import Place
from cleanclaim.guide.tools import Tools
from cleanclaim.guide.walker import Walker, Way
from cleanclaim.source import Segment

Said = list[Placed | Finding]


class Reorder:
    """Keeps account of segments that were read before they come, and of those that came before they are due.

    `place` says what a segment is at a place, `read` what one is that comes next.
    """

    def __init__(
        self,
        walker: Walker,
        tools: Tools,
        place: Callable[[Segment, Place], Said],
        read: Callable[[Segment], Placed | Iterable[Placed | Finding]],
    ) -> None:
        self._walker, self._tools, self._place, self._read = walker, tools, place, read
        self._read_already: dict[int, Finding] = {}  # by the number of a segment to come: what is said of it
        self._due: dict[int, tuple[Segment, bool]] = {}  # by the number of what it belongs before; 0: the end

    def __bool__(self) -> bool:
        return bool(self._read_already or self._due)

    def knows(self, segment: Segment) -> bool:
        """Whether a segment to come was read already."""
        return segment.number in self._read_already

    def straighten(self, stray: Stray, ways: Sequence[Way]) -> Said:
        """Read on from a segment that does not fit, where another order explains it; nothing where none does.

        `ways` are those that are left without.
        """
        found = None if self else self._tools.memory.find_displaced(self._walker, stray, ways)
        if found is None:
            return []
        if found.which == "early":
            return [self._wait(found)]
        if found.which == "ahead":
            self._read_already[found.segment.number] = self._wait(found)
            return [*self._next(stray.segment)]
        return [*self._turn(found, stray.segment), *self._next(stray.segment)]

    def meet(self, segment: Segment) -> Said | None:
        """A segment that was read already, or that another one belongs before; None where it is neither."""
        if said := self._read_already.pop(segment.number, None):
            return [said]
        due = self._due.pop(segment.number, None)
        return None if due is None else [*self._enter(*due), *self._next(segment)]

    def close(self) -> Said:
        """What belongs at the end of the transaction."""
        due = self._due.pop(0, None)
        return [] if due is None else self._enter(*due)

    def _turn(self, found: Displaced, before: Segment) -> Said:
        """Go to where the segment at hand fits."""
        wording = self._tools.wording
        if found.which == "last":
            self._walker.go_back(again=found.again)
            return [wording.overtakes(found.serial, found.segment, before, again=found.again)]
        if found.way is None:
            self._walker.take_back(found.depth)
            return [self._wait(found)]
        said = wording.displaced(found.serial, found.segment, before, late=True)
        self._read_already[found.segment.number] = said
        return self._place(found.segment, go(self._walker, found.way, found.segment))

    def _wait(self, found: Displaced) -> Finding:
        self._due[found.before.number if found.before else 0] = (found.segment, found.which == "opened")
        return self._tools.wording.displaced(found.serial, found.segment, found.before, late=False)

    def _enter(self, segment: Segment, known: bool) -> Said:
        """Go to where a segment is due that came too early; one that is `known` was placed where it stands."""
        name, _, rest = segment.text.partition(self._tools.delimiters.element)
        place = enter(self._walker, name, self._tools.code(name, rest), segment)
        return [] if known or place is None else self._place(segment, place)

    def _next(self, segment: Segment) -> Iterable[Placed | Finding]:
        placed = self._read(segment)
        return (placed,) if isinstance(placed, Placed) else placed
