"""What the transactions of a file share, and what the files of a run share: nothing of any claim is in it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Generic, TypeVar

from cleanclaim.guide.doubt import Doubt
from cleanclaim.guide.elements import Elements
from cleanclaim.guide.levels import Levels
from cleanclaim.guide.memory import Memory
from cleanclaim.guide.moves import Moves
from cleanclaim.guide.openings import Required
from cleanclaim.guide.phrases import Phrases
from cleanclaim.guide.shape import Guide
from cleanclaim.guide.states import States
from cleanclaim.guide.steps import Steps
from cleanclaim.guide.strides import Strider
from cleanclaim.guide.walker import Walker
from cleanclaim.guide.wording import Silence, Wording
from cleanclaim.source import Segment
from cleanclaim.x12 import Cursor, Delimiters

Made = TypeVar("Made")


class _Kept(threading.local, Generic[Made]):
    """What a function made, the last few of them, of each thread its own.

    What is learned is learned on by whoever reads, and is half done meanwhile: no two threads may be at it.
    """

    def __init__(self, make: Callable[..., Made], most: int) -> None:
        self._make = lru_cache(most)(make)

    def __call__(self, *about: Hashable) -> Made:
        return self._make(*about)

    def forget(self) -> None:
        """Make everything anew."""
        self._make.cache_clear()


def _learn(guide: Guide) -> tuple[Steps, Required, States, Doubt, Memory]:
    """What the files of a run share."""
    steps, required = Steps(guide), Required(guide)
    trying = Walker(guide, steps, required, Silence(), Segment("", 0, 0))
    return steps, required, States(guide, trying), Doubt(guide, required), Memory(guide)


def _check(guide: Guide, delimiters: Delimiters) -> tuple[Elements, Moves]:
    """What the files that have these delimiters share."""
    elements = Elements(guide, delimiters)
    return elements, Moves(guide, elements, _learned(guide)[3])


def _phrase(guide: Guide, delimiters: Delimiters, between: str) -> Phrases:
    """What the files that have these delimiters and this line break share."""
    return Phrases(guide, (_checks(guide, delimiters)[1], _learned(guide)[3]), delimiters, between)


_learned, _checks, _phrases = _Kept(_learn, 1), _Kept(_check, 8), _Kept(_phrase, 8)


class Tools:
    """What the transactions of a file share."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.steps, self.required, self._states, self.doubt, self.memory = _learned(guide)
        self.wording = Wording(guide)
        self.elements, self.moves = _checks(guide, Delimiters())
        self.keys = {name: (*key, guide.codes[name]) for name, key in guide.keys.items()}

    @property
    def delimiters(self) -> Delimiters:
        """Those of the interchange that is being read."""
        return self.elements.delimiters

    def use(self, delimiters: Delimiters) -> None:
        """Read on with the delimiters of another interchange."""
        self.wording.delimiters = delimiters
        self.elements, self.moves = _checks(self.guide, delimiters)

    def strider(self, cursor: Cursor, walker: Walker, levels: Levels) -> Strider:
        """Who reads ahead in a transaction."""
        return Strider(cursor, (_phrases(self.guide, self.delimiters, cursor.between), self._states), walker, levels)

    def code(self, name: str, rest: str) -> str:
        """The code that tells the positions of a segment id apart, where it is one of the guide's; else empty.

        `rest` is the segment behind its id and the separator.
        """
        known = self.keys.get(name)
        if known is None:
            return ""
        element, component, codes = known
        if element == 1:
            code = rest.partition(self.delimiters.element)[0]
        else:
            code = "".join(rest.split(self.delimiters.element, element)[element - 1 : element])
        mark = self.delimiters.component
        code = code.partition(mark)[0] if component else code.rstrip(mark)
        return code if code in codes else ""
