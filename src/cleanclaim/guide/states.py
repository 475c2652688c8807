"""What a transaction has met that matters for what may follow: states that are worked out once each."""

from __future__ import annotations

from typing import NamedTuple

from cleanclaim.guide.openings import Open
from cleanclaim.guide.phrases import Phrase
from cleanclaim.guide.shape import UNBOUNDED, Guide
from cleanclaim.guide.walker import Walker
from cleanclaim.source import Segment

_WIDE = 20  # loops that may occur more often are counted apart, so that states stay few
NO_KEY = -(2**31)
_MOST = 20_000  # effects that are kept; then all are forgotten and learned anew
_BEFORE = Segment("", 0, -1)

Counts = tuple[tuple[int, int], ...]  # as in `Open.counts`, each no higher than matters


class State:
    """The node reached and the loops open around it, each with `since` and what was counted.

    `after` holds what phrases did from here. States are compared by identity: there is one of each kind.
    """

    __slots__ = ("after", "open", "serial")

    def __init__(self, serial: int, around: tuple[tuple[int, int, Counts], ...]) -> None:
        self.serial, self.open = serial, around
        self.after: dict[Phrase, Effect | None] = {}


class Effect(NamedTuple):
    """What a phrase did to a state without giving rise to a finding.

    `keeps` loops of those open stay open, and `opened` begin: the numbers of their first segments in the
    phrase. `turns`: there is any of these. `wide` is the depth of the loop in which one more is
    counted apart, at most `most`; else -1.
    """

    state: State
    keeps: int
    opened: tuple[int, ...]
    turns: bool
    wide: int = -1
    most: int = 0


class States:
    """The states that were met under one guide."""

    def __init__(self, guide: Guide, walker: Walker) -> None:
        """`walker` tries phrases out, and has nothing else to do."""
        self._guide, self._walker = guide, walker
        self._known: dict[tuple[int, tuple[tuple[int, int, Counts], ...]], State] = {}
        self._effects = 0
        self._caps = {shape.serial: _cap(shape.most, wide=False) for shape in guide.shapes}
        self._caps |= {~loop.serial: _cap(loop.most, wide=loop.most > _WIDE) for loop in guide.loops}
        self.wide = tuple(  # by loop: the key of the one loop in it that is counted apart; else one that is none
            next((~child.serial for child in loop.children if child.is_loop and self._is_wide(child.serial)), NO_KEY)
            for loop in guide.loops
        )

    def _is_wide(self, loop: int) -> bool:
        return _WIDE < self._guide.loops[loop].most < UNBOUNDED

    def find(self, walker: Walker) -> State | None:
        """The state of a walker; None while it remembers segments that were passed over."""
        if any(occurrence.dropped for occurrence in walker.open):
            return None
        caps = self._caps
        around = tuple(
            (
                occurrence.loop,
                occurrence.since,
                tuple(sorted((key, min(count, caps[key])) for key, count in occurrence.counts.items() if count)),
            )
            for occurrence in walker.open
        )
        key = (walker.serial, around)
        state = self._known.get(key)
        if state is None:
            state = self._known[key] = State(*key)
        return state

    def effect(self, state: State, phrase: Phrase) -> Effect | None:
        """What a phrase does to a state; None where there would be something to say."""
        if self._effects >= _MOST:
            self._forget()
        self._effects += 1
        effect = state.after[phrase] = self._try(state, phrase)
        return effect

    def _forget(self) -> None:
        for state in self._known.values():
            state.after.clear()
        self._known.clear()
        self._effects = 0

    def _try(self, state: State, phrase: Phrase) -> Effect | None:
        walker, before = self._walker, self.reopen(state)
        walker.serial, walker.open, walker.last = state.serial, list(before), _BEFORE
        for number, step in enumerate(phrase.steps):
            place = walker.take(step, Segment("", 0, number))
            if place.before or place.after:
                return None
        keeps = sum(one is other for one, other in zip(before, walker.open, strict=False))
        opened = tuple(occurrence.opener.number for occurrence in walker.open[keeps:])
        after = self.find(walker)
        assert after is not None
        turns = bool(opened or keeps < len(before))
        return Effect(after, keeps, opened, turns, *self._count_apart(state, phrase))

    def _count_apart(self, state: State, phrase: Phrase) -> tuple[int, int]:
        first = phrase.steps[0]
        if not first.opens or not self._is_wide(first.opens[0]):
            return -1, 0
        return len(state.open) - first.closes - 1, self._guide.loops[first.opens[0]].most

    def reopen(self, state: State) -> list[Open]:
        """The loops that are open in a state; where they began is to be filled in."""
        out = []
        for loop, since, counts in state.open:
            occurrence = Open(loop, _BEFORE, since)
            occurrence.counts = dict(counts)
            out.append(occurrence)
        return out


def _cap(most: int, *, wide: bool) -> int:
    """How far it matters to count what may occur so often."""
    return 1 if wide or most == UNBOUNDED else most
