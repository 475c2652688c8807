"""The loops that are open, what was counted in each, and what was missing when one closed."""

from __future__ import annotations

from cleanclaim.guide.shape import Child, Guide
from cleanclaim.source import Segment


class Open:
    """One occurrence of a loop.

    `opener` is the segment that opened it, or where that is missing the one before. `since` is the
    position from which required segments are asked for: what was already said is not said again.

    INVARIANT: what an occurrence knows is in `State` or in `Trail` as well; else reading ahead forgets it.
    """

    __slots__ = ("counts", "dropped", "loop", "opener", "since")

    def __init__(self, loop: int, opener: Segment, since: int = 0) -> None:
        self.loop = loop
        self.opener = opener
        self.since = since
        self.counts: dict[int, int] = {}  # by segment serial; by ~serial for loops
        self.dropped: frozenset[str] = frozenset()  # ids of segments that were passed over here

    def copy(self) -> Open:
        """The same occurrence, to be counted on apart."""
        other = Open(self.loop, self.opener, self.since)
        other.counts, other.dropped = dict(self.counts), self.dropped
        return other

    def count(self, key: int) -> int:
        """How often a segment or a loop was met here."""
        return self.counts.get(key, 0)

    def add(self, key: int) -> int:
        """Count a segment or a loop; the new count."""
        count = self.counts[key] = self.counts.get(key, 0) + 1
        return count


def key_of(child: Child) -> int:
    """The key under which a child is counted."""
    return ~child.serial if child.is_loop else child.serial


class Required:
    """What each loop of a guide can not be without."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._children = tuple(
            tuple(
                (key_of(child), child.position, child)
                for child in loop.children
                if self._usage(child) == "R" and (child.is_loop or child.serial != loop.first)
            )
            for loop in guide.loops
        )
        self._keys = tuple(frozenset(key for key, _, _ in children) for children in self._children)

    def _usage(self, child: Child) -> str:
        if child.is_loop:
            return self._guide.loops[child.serial].usage
        return self._guide.shapes[child.serial].usage if self._guide.shapes[child.serial].segment != "SE" else "S"

    def first(self, loop: int) -> int | None:
        """The position of the first that a loop requires after the segment that opens it; None where nothing is."""
        return min((position for _, position, _ in self._children[loop]), default=None)

    def is_complete(self, occurrence: Open) -> bool:
        """Whether an occurrence has met all of them, as most have."""
        return self._keys[occurrence.loop] <= occurrence.counts.keys()

    def count_met(self, occurrence: Open) -> int:
        """How many of them an occurrence has met."""
        return len(self._keys[occurrence.loop] & occurrence.counts.keys())

    def unmet(self, occurrence: Open) -> list[Child]:
        """Required children that an occurrence has not met and may still be asked for."""
        counts, since = occurrence.counts, occurrence.since
        children = self._children[occurrence.loop]
        return [child for key, position, child in children if key not in counts and position >= since]

    def missing(self, occurrence: Open, before: int | None = None) -> list[Child]:
        """Required children that an occurrence has not met, up to a position; asked for once each.

        One whose id was passed over is not among them: that was its segment, and it was reported.
        """
        counts, since = occurrence.counts, occurrence.since
        out = []
        for key, position, child in self._children[occurrence.loop]:
            if key not in counts and position >= since and (before is None or position < before):
                out.append(child)
        if before is not None:
            occurrence.since = max(since, before)
        if not occurrence.dropped:
            return out
        return [child for child in out if not self._was_dropped(occurrence, child)]

    def _was_dropped(self, occurrence: Open, child: Child) -> bool:
        serial = self._guide.loops[child.serial].first if child.is_loop else child.serial
        name = self._guide.shapes[serial].segment
        if name not in occurrence.dropped:
            return False
        occurrence.dropped -= {name}
        return True
