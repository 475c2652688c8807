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
MOST_CLAIMS = 5_000  # in one transaction, ST to SE: what the guide advises
_PARENTS = {"2000B": "2000A", "2000C": "2000B"}


class _Level(NamedTuple):
    segment: Segment
    ordinal: int  # of the HL in its transaction
    named: tuple[str, ...]  # by what HL02 may name it: HL01, and what HL01 should have been
    child: str  # HL04


class _Counter:
    """Numbers that go up by one from 1.

    After a wrong one, both what the count says and what follows the wrong one is right: one fault,
    one finding, whether a single number is wrong or all from there on. So it is where two that follow
    one another changed places: the one that was passed by may come next.
    """

    def __init__(self) -> None:
        self.met = 0
        self.last = 0
        self._before = 0  # `last` before the last one
        self._lost = 0
        self._passed_by = 0  # the number that was due when the one after it came; else 0

    def lose(self) -> None:
        """A numbered segment is missing, and was reported; the next may count it or not."""
        self._lost += 1

    def trust(self) -> None:
        """The next number is at fault already: it is taken for the one that belongs there."""
        self.met += 1
        self.last += 1

    def go_on(self, value: str) -> bool:
        """Count a number that is right beyond doubt; another is left to `count`."""
        if self._lost or value != str(self.last + 1):
            return False
        self._before = self.last
        self._passed_by = 0
        self.met += 1
        self.last += 1
        return True

    def count(self, value: str, *, again: bool = False) -> str:
        """What the next number must be, in words; empty where it is right or is not there.

        `again`: the segment came twice, and was reported; it may have its number again.
        """
        if again and value == str(self.last):
            return ""
        if again and value == str(self._before + 1):
            self.met, self.last = self.met - 1, self._before
        lost, self._lost = self._lost, 0
        passed_by, self._passed_by = self._passed_by, 0
        if passed_by and value == str(passed_by):
            self._before, self.met, self.last = self.last, self.met + 1, passed_by + 1
            return ""
        self._before = self.last
        if lost and value == str(self.last + lost + 1):
            self.met += lost
            self.last += lost
        self.met += 1
        expected, trusted = self.last + 1, self.last + 1 == self.met
        if value == str(expected):
            self.last = expected
            return ""
        is_number = value.isascii() and value.isdigit() and len(value) < 19
        self.last = int(value) if is_number else expected
        if not value or (is_number and self.last in (expected, self.met)):
            return ""
        self._passed_by = expected if self.last == expected + 1 else 0
        return f"`{expected}`" if trusted else "one more than the one before"


class Levels:
    """The levels open in one transaction and the lines counted in one claim."""

    def __init__(self, delimiters: Delimiters) -> None:
        self._delimiters = delimiters
        self._open: dict[str, _Level] = {}
        self._levels = _Counter()
        self._lines = _Counter()
        self._claims = 0
        self._most = 0  # claims that the receiver takes; 0 where it does not say
        self._gone = ""  # the number of a subscriber's level that is missing, until that is said

    def before(self, node: Node, segment: Segment | None = None) -> tuple[Finding, ...]:
        """What the next level, with its first segment, or the end says about the subscriber before it."""
        subscriber = self._open.get("2000B")
        if subscriber is None:
            return ()
        if node.loop == "2000C":
            self._gone = "" if segment is None else self._missing(segment)
            named = (*subscriber.named, self._gone) if self._gone else subscriber.named
            self._open["2000B"] = subscriber._replace(child="", named=named)
            if subscriber.child != "0" or self._gone:
                return ()
            message = "HL04 says `0`, but a patient level (2000C) follows"
            return (self._say(faults.HL_CHILD, message, subscriber.segment, 4, "2000B"),)
        del self._open["2000B"]
        if subscriber.child != "1" or "2000C" in self._open:
            return ()
        message = "HL04 says `1`, but no patient level (2000C) follows"
        return (replace(self._say(faults.HL_CHILD, message, subscriber.segment, 4, "2000B"), severity="warning"),)

    def _missing(self, segment: Segment) -> str:
        """The number that is passed by and that HL02 names: the level before is gone, with its number."""
        values = [*segment.text.split(self._delimiters.element), *[""] * 3]
        due = self._levels.last + 1
        return str(due) if values[1] == str(due + 1) and values[2] == str(due) else ""

    def guess(self, values: list[str]) -> str:
        """The level code that an HL should have had, told by the parent that HL02 names.

        `values` are the elements from HL01 on.
        """
        parent = values[1] if len(values) > 1 else ""
        if not parent:
            return "20"
        subscriber = self._open.get("2000B")
        return "23" if subscriber is not None and parent in subscriber.named else "22"

    def limit_claims(self, most: int) -> None:
        """The receiver takes so many claims in a transaction; 0 where it does not say."""
        self._most = most

    def lose(self, loop: str) -> None:
        """A loop began without its first segment: what that would have said is not asked for."""
        if loop in ("2300", "2400"):
            self._lines.lose() if loop == "2400" else self.begin_claim()
            return
        if not loop.startswith("2000"):
            return
        self._levels.lose()
        subscriber = self._open.get("2000B")
        if loop == "2000C" and subscriber is not None:
            self._open["2000B"] = subscriber._replace(child="")
        for level in [level for level in self._open if level >= loop]:
            if level != "2000B" or loop != "2000C":
                del self._open[level]

    def check(
        self, node: Node, segment: Segment, faulty: frozenset[int] = frozenset(), *, again: bool = False
    ) -> tuple[Finding, ...]:
        """Check an HL, CLM or LX that was placed; its elements in `faulty` were reported.

        `again`: it repeats one that opened nothing, which was reported.
        """
        if node.segment == "CLM":
            return (self.too_many_claims(segment, node.loop),) if self.begin_claim() else ()
        values = [*segment.text.split(self._delimiters.element), *[""] * 5]
        for element in faulty:
            values[element] = ""
        if node.segment == "HL":
            return self._level(node, segment, values, again=again)
        wrong = self._count(self._lines, values[1], again=again)
        if not wrong:
            return ()
        message = f"LX01 must be {wrong}, it counts the lines of the claim"
        return (self._say(faults.LX_NUMBER, message, segment, 1, node.loop),)

    @property
    def place(self) -> tuple[int, int]:
        """How many levels and claims the transaction has begun."""
        return self._levels.met, self._claims

    @property
    def next_line(self) -> int:
        """What the next LX01 should be."""
        return self._lines.last + 1

    def is_next_line(self, value: str) -> bool:
        """Whether LX01 is right beyond doubt, and is counted; another must be checked."""
        return self._lines.go_on(value)

    def begin_claim(self) -> bool:
        """A claim begins: its lines are counted from 1. Whether it is the first one too many in its transaction."""
        self._lines = _Counter()
        self._claims += 1
        return self._claims == (self._most or MOST_CLAIMS) + 1

    def too_many_claims(self, segment: Segment, loop: str) -> Finding:
        """Say, once for a transaction, that it holds more claims than it should."""
        message = f"the transaction holds more than {self._most or MOST_CLAIMS:,} claims, this is the first beyond"
        rule = faults.RECEIVER_CLAIMS if self._most else faults.MANY_CLAIMS
        return found(rule, message, mark(segment, self._delimiters), loop=loop)

    def _count(self, counter: _Counter, value: str, *, again: bool) -> str:
        """What is wrong with a number; one that is not there was reported."""
        if value:
            return counter.count(value, again=again)
        counter.trust()
        return ""

    def _level(self, node: Node, segment: Segment, values: list[str], *, again: bool) -> tuple[Finding, ...]:
        out = []
        wrong = self._count(self._levels, values[1], again=again)
        if wrong:
            gone = "; the level that HL02 names is missing" if self._gone else ""
            message = f"HL01 must be {wrong}, it counts the levels of the transaction{gone}"
            out.append(self._say(faults.HL_NUMBER, message, segment, 1, node.loop))
        self._gone = ""
        parent = self._open.get(_PARENTS.get(node.loop, ""))
        if parent is not None and values[2] and values[2] not in parent.named:
            message = f"HL02 must name the HL01 of its {_PARENTS[node.loop]} level, HL number {parent.ordinal} here"
            out.append(self._say(faults.HL_PARENT, message, segment, 2, node.loop))
        if node.loop in ("2000A", "2000B"):
            self._open.pop("2000C", None)
        named = (values[1] or str(self._levels.last), *([str(self._levels.met)] if wrong else []))
        self._open[node.loop] = _Level(segment, self._levels.met, named, values[4])
        return tuple(out)

    def _say(self, rule: Rule, message: str, segment: Segment, element: int, loop: str) -> Finding:
        where = mark(segment, self._delimiters, element)
        syntax = Syntax("8", "7", _NUMBERS[where.segment_id, element])
        return found(rule, message, where, loop=loop, syntax=syntax)
