"""Which level an HL begins, where its code says something else than its number and what follows."""

from __future__ import annotations

from collections.abc import Callable

from cleanclaim.guide.levels import Levels
from cleanclaim.guide.steps import Step
from cleanclaim.guide.tools import Tools
from cleanclaim.guide.walker import Walker
from cleanclaim.source import Segment

_LEVELS = ("22", "23", "20")
Look = Callable[[int], tuple[list[Segment], bool]]


class Hints:
    """Compares the code of an HL (HL03) with the parent that it names (HL02) and the segment that comes next.

    Everywhere `rest` is the HL behind its id and the separator.
    """

    def __init__(self, tools: Tools, walker: Walker, levels: Levels, look: Look) -> None:
        """`look` shows as many of the next segments, and whether the transaction ends after them."""
        self._tools, self._walker, self._levels, self._look = tools, walker, levels, look

    def code(self, rest: str, code: str) -> str:
        """The code of the level that an HL begins: its own, or where that fits nowhere the one that HL02 tells.

        What follows must belong to that level, and not to the one that the HL names. Where it has no code, the
        level is the one that follows.
        """
        told = self._told(rest)
        if not code:
            return next((level for level in (told, *_LEVELS) if self._may_begin(level)), told)
        step = self._walker.find("HL", told)
        if told == code or step is None or self._walker.find("HL", code) is not None:
            return code
        guide = self._tools.guide
        fits = [
            self._after(loop.first) is not None
            for loop in guide.loops
            if loop.level and guide.matches(loop.first, "HL", code)
        ]
        return told if self._after(step.serial) is not None and not any(fits) else code

    def other(self, rest: str, step: Step) -> Step | None:
        """The level that HL02 tells, where what follows begins that one and not the one that a step leads to."""
        told = self._walker.find("HL", self._told(rest))
        if told is None or told.serial == step.serial or self._goes_on(step) or not self._goes_on(told):
            return None
        return told

    def _may_begin(self, level: str) -> bool:
        """Whether a level can begin here, and the next segment goes on with it."""
        step = self._walker.find("HL", level)
        return step is not None and self._goes_on(step)

    def _told(self, rest: str) -> str:
        return self._levels.guess(rest.split(self._tools.delimiters.element))

    def _goes_on(self, step: Step) -> bool:
        """Whether the next segment begins what the loop requires that a step opens."""
        return self._tools.doubt.goes_on(step, self._after(step.serial))

    def _after(self, serial: int) -> Step | None:
        """The step that the next segment takes from a node."""
        for following in self._look(1)[0]:
            name, _, rest = following.text.partition(self._tools.delimiters.element)
            return self._tools.steps.find(serial, name, self._tools.code(name, rest))
        return None
