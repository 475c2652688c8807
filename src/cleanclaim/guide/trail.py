"""Where the loops began that are open while segments are read ahead: kept as places in runs, asked for later."""

from __future__ import annotations

from cleanclaim.guide.nodes import Run
from cleanclaim.guide.openings import Open
from cleanclaim.guide.states import Effect
from cleanclaim.source import Segment

Spot = Segment | tuple[Run, int]  # a segment, or a run and the number of the segment in it


class Trail:
    """What the open loops hold besides their state, by depth: as in `Open`, and what is counted apart."""

    __slots__ = ("_wide", "apart", "lefts", "openers")

    def __init__(self, around: list[Open], wide: tuple[int, ...]) -> None:
        """`wide` is as in `States`."""
        self._wide = wide
        self.openers: list[Spot] = [occurrence.opener for occurrence in around]
        self.lefts: list[Spot | None] = [occurrence.left for occurrence in around]
        self.apart = [occurrence.count(wide[occurrence.loop]) for occurrence in around]

    def turn(self, effect: Effect, run: Run, before: Spot) -> None:
        """Close and open loops as a phrase did that was found in a run, which came behind the segment `before`."""
        keeps, opened = effect.keeps, effect.opened
        if opened or keeps < len(self.openers):
            self.openers[keeps:] = [(run, index) for index in opened]
            self.lefts[keeps:] = [None] * len(opened)
            self.apart[keeps:] = [0] * len(opened)
        for depth, index in effect.left:
            self.lefts[depth] = (run, index) if index >= 0 else before

    def tell(self, around: list[Open]) -> None:
        """Give all that to loops that were opened again from a state."""
        for occurrence, opener, left, apart in zip(around, self.openers, self.lefts, self.apart, strict=True):
            occurrence.opener = _find(opener)
            occurrence.left = _find(left) if left is not None else None
            if apart:
                occurrence.counts[self._wide[occurrence.loop]] = apart


def _find(spot: Spot) -> Segment:
    return spot if isinstance(spot, Segment) else spot[0].segment(spot[1])
