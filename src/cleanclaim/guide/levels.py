"""Numbers that the guide's tree does not check: HL01, HL02 and HL04 of the levels, LX01 of the lines."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from cleanclaim.findings import Finding, Rule, Syntax, found
from cleanclaim.guide import faults
from cleanclaim.guide.nodes import Node
from cleanclaim.source import Segment
from cleanclaim.x12 import Delimiters, mark

_NUMBERS = {("HL", 1): "628", ("HL", 2): "734", ("HL", 4): "736", ("LX", 1): "554"}  # data elements
_PARENTS = {"2000B": "2000A", "2000C": "2000B"}


class _Level(NamedTuple):
    segment: Segment
    ordinal: int  # of the HL in its transaction
    named: tuple[str, ...]  # by what HL02 may name it: HL01, and what HL01 should have been
    child: str  # HL04


class _Counter:
    """Numbers that go up by one from 1.

    After a wrong one, both what the count says and what follows the wrong one is right: one fault,
    one finding, whether a single number is wrong or all from there on.
    """

    def __init__(self) -> None:
        self.met = 0
        self._last = 0

    def count(self, value: str) -> str:
        """What the next number must be, in words; empty where it is right or is not there."""
        self.met += 1
        expected, trusted = self._last + 1, self._last + 1 == self.met
        if value == str(expected):
            self._last = expected
            return ""
        is_number = value.isascii() and value.isdigit() and len(value) < 19
        self._last = int(value) if is_number else expected
        if not value or (is_number and self._last in (expected, self.met)):
            return ""
        return f"`{expected}`" if trusted else "one more than the one before"


class Levels:
    """The levels open in one transaction and the lines counted in one claim."""

    def __init__(self, delimiters: Delimiters) -> None:
        self._delimiters = delimiters
        self._open: dict[str, _Level] = {}
        self._levels = _Counter()
        self._lines = _Counter()

    def before(self, node: Node) -> tuple[Finding, ...]:
        """What the next level, or the end of the transaction, says about the subscriber before it."""
        subscriber = self._open.get("2000B")
        if subscriber is None:
            return ()
        if node.loop == "2000C":
            self._open["2000B"] = subscriber._replace(child="")
            if subscriber.child != "0":
                return ()
            message = "HL04 says `0`, and a patient level (2000C) follows"
            return (self._say(faults.HL_CHILD, message, subscriber.segment, 4, "2000B"),)
        del self._open["2000B"]
        if subscriber.child != "1" or "2000C" in self._open:
            return ()
        message = "HL04 says `1`, and no patient level (2000C) follows"
        return (replace(self._say(faults.HL_CHILD, message, subscriber.segment, 4, "2000B"), severity="warning"),)

    def guess(self, values: list[str]) -> str:
        """The level code that an HL should have had, told by the parent that HL02 names.

        `values` are the elements from HL01 on.
        """
        parent = values[1] if len(values) > 1 else ""
        if not parent:
            return "20"
        subscriber = self._open.get("2000B")
        return "23" if subscriber is not None and parent in subscriber.named else "22"

    def check(self, node: Node, segment: Segment) -> tuple[Finding, ...]:
        """Check an HL, CLM or LX that was placed."""
        if node.segment == "CLM":
            self._lines = _Counter()
            return ()
        values = [*segment.text.split(self._delimiters.element), *[""] * 5]
        if node.segment == "HL":
            return self._level(node, segment, values)
        wrong = self._lines.count(values[1])
        if not wrong:
            return ()
        message = f"LX01 must be {wrong}, it counts the lines of the claim"
        return (self._say(faults.LX_NUMBER, message, segment, 1, node.loop),)

    def _level(self, node: Node, segment: Segment, values: list[str]) -> tuple[Finding, ...]:
        out = []
        wrong = self._levels.count(values[1])
        if wrong:
            message = f"HL01 must be {wrong}, it counts the levels of the transaction"
            out.append(self._say(faults.HL_NUMBER, message, segment, 1, node.loop))
        parent = self._open.get(_PARENTS.get(node.loop, ""))
        if parent is not None and values[2] and values[2] not in parent.named:
            message = f"HL02 must name the HL01 of its {_PARENTS[node.loop]} level, HL number {parent.ordinal} here"
            out.append(self._say(faults.HL_PARENT, message, segment, 2, node.loop))
        if node.loop in ("2000A", "2000B"):
            self._open.pop("2000C", None)
        named = (values[1], str(self._levels.met)) if wrong else (values[1],)
        self._open[node.loop] = _Level(segment, self._levels.met, named, values[4])
        return tuple(out)

    def _say(self, rule: Rule, message: str, segment: Segment, element: int, loop: str) -> Finding:
        where = mark(segment, self._delimiters, element)
        syntax = Syntax("8", "7", _NUMBERS[where.segment_id, element])
        return found(rule, message, where, loop=loop, syntax=syntax)
