"""The place that a reader has reached, for those who read ahead of it and say how far they went."""

from __future__ import annotations

from collections.abc import Iterator

from cleanclaim.source import Segment
from cleanclaim.x12.events import Event

SPACE = " \t\r\n\f\v"  # may stand before a segment


class Cursor:
    """A block of a file, and the place in it where the next segment, or white space before it, begins.

    INVARIANT: it is true while the reader waits after a segment. `between` is what stands between a terminator
    and the next segment where a line ends.
    """

    __slots__ = ("at", "base", "between", "block", "free", "number", "taken")

    def __init__(self) -> None:
        self.block, self.at = "", 0
        self.base = 0  # the byte offset of block[0]
        self.number = 0  # segments read before `at`
        self.between = ""
        self.free = True  # whether anyone may read ahead: not where segments are looked at on their way
        self.taken = 0  # segments that were read ahead since the reader last looked

    def set(self, block: str, base: int) -> None:
        """Go to the beginning of a block."""
        self.block, self.at, self.base = block, 0, base

    def take(self, at: int, count: int) -> None:
        """So many whole segments were read ahead, up to index `at`, the one after a terminator."""
        self.at = at
        self.number += count
        self.taken += count

    def last(self, terminator: str) -> Segment:
        """The segment that ends at the terminator before `at`."""
        end = self.at - 1
        raw = self.block[self.block.rfind(terminator, 0, end) + 1 : end]
        text = raw.lstrip(SPACE)
        return Segment(text, self.base + end - len(text), self.number)


class Reading:
    """The events of a source; who places its segments may read ahead on `cursor`."""

    def __init__(self, events: Iterator[Event], cursor: Cursor) -> None:
        self._events, self.cursor = events, cursor

    def __iter__(self) -> Iterator[Event]:
        return self._events

    def __next__(self) -> Event:
        return next(self._events)
