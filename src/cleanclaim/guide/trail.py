"""Where the loops began that are open while segments are read ahead: kept as places in runs, asked for later."""

from __future__ import annotations

from cleanclaim.guide.nodes import Run
from cleanclaim.guide.openings import Open
from cleanclaim.guide.states import Effect
from cleanclaim.source import Segment

Spot = Segment | tuple[Run, int]  # a segment, or a run and the number of the segment in it


class Loop:
    """What an open loop holds besides its state: as in `Open`, and what is counted apart in it."""

    __slots__ = ("apart", "opener")

    def __init__(self, opener: Spot, apart: int = 0) -> None:
        self.opener, self.apart = opener, apart


class Trail:
    """The open loops by depth."""

    __slots__ = ("_wide", "loops")

    def __init__(self, around: list[Open], wide: tuple[int, ...]) -> None:
        """`wide` is as in `States`."""
        self._wide = wide
        self.loops = [Loop(one.opener, one.count(wide[one.loop])) for one in around]

    def turn(self, effect: Effect, run: Run) -> None:
        """Close and open loops as a phrase did that was found in a run."""
        loops = self.loops
        del loops[effect.keeps :]
        for index in effect.opened:
            loops.append(Loop((run, index)))

    def tell(self, around: list[Open]) -> None:
        """Give all that to loops that were opened again from a state."""
        for occurrence, loop in zip(around, self.loops, strict=True):
            occurrence.opener = _find(loop.opener)
            if loop.apart:
                occurrence.counts[self._wide[occurrence.loop]] = loop.apart


def _find(spot: Spot) -> Segment:
    return spot if isinstance(spot, Segment) else spot[0].segment(spot[1])
