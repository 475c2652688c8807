"""Segments that open a loop which then has nothing of what it requires: are they better passed over?"""

from __future__ import annotations

from cleanclaim.guide.openings import Required
from cleanclaim.guide.shape import Guide
from cleanclaim.guide.steps import Step


class Doubt:
    """Which loops can not do without what follows their first segment."""

    def __init__(self, guide: Guide, required: Required) -> None:
        self._guide = guide
        self._first = tuple(required.first(loop.serial) for loop in guide.loops)

    def asks(self, step: Step) -> bool:
        """Whether a step opens a loop that requires more than its first segment."""
        return bool(step.opens) and self._first[step.opens[0]] is not None

    def goes_on(self, step: Step, after: Step | None) -> bool:
        """Whether the segment after one that opened such a loop stands in it, and leaves out nothing required."""
        first = self._first[step.opens[0]]
        if first is None:
            return True
        if after is None or after.closes:
            return False
        if after.opens:
            return self._guide.loops[after.opens[0]].position <= first
        return self._guide.shapes[after.serial].position <= first
