"""What sender and receiver agreed on, beyond the standard, and whether an interchange keeps to it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

import msgspec

from cleanclaim.findings import Finding, Rule, Syntax, found
from cleanclaim.source import Segment
from cleanclaim.x12 import faults
from cleanclaim.x12.delimiters import Delimiters
from cleanclaim.x12.places import mark

CharacterSet = Literal["basic", "extended"]
_BASIC = "A-Z0-9 !\"&'()*+,./:;?=-"
_PRODUCTION = "P"
_SLACK = dt.timedelta(days=1)  # it may be tomorrow where the sender is


class Receiver(NamedTuple):
    """What one receiver takes; what is absent is not asked."""

    usage: str = ""  # ISA15
    characters: CharacterSet | None = None
    senders: frozenset[str] = frozenset()  # ISA06
    most_claims: int = 0  # CLM segments from ST to SE


class Agreement(msgspec.Struct):
    """What is asked of an interchange, and which ones a run has met.

    `usage` is what ISA15 must be, empty for any. `today` is the day after which nothing can have been
    made; without it dates are not compared. `met` holds digests, one for each production interchange.
    `receivers` are known by ISA08 or GS03.
    """

    usage: str = ""
    characters: CharacterSet = "extended"
    today: dt.date | None = None
    met: set[int] = msgspec.field(default_factory=set)
    receivers: Mapping[str, Receiver] = msgspec.field(default_factory=dict)


class Keeping:
    """Compares the interchanges of one file with an agreement."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self._here: set[int] = set()  # the interchanges of this file
        self._digest = 0  # of the one that is open
        self._counts = False  # among those of the run as well
        self._delimiters = Delimiters()
        self._outside: re.Pattern[str] | None = None  # what no basic character is; None: not asked, or said
        self._own = self._receiver = Receiver()  # of the interchange, of the group
        self._header: Segment | None = None  # the ISA, with its 16 elements
        self._said: set[Rule] = set()  # of this interchange
        self._dated = False  # the ISA of this interchange is from the future, and that was said

    def open(self, header: Segment, delimiters: Delimiters) -> Iterator[Finding]:
        """What the ISA of the next interchange, which has 16 elements, says against the agreement."""
        self._delimiters = delimiters
        self._header, self._said = header, set()
        elements = header.text.split(delimiters.element)
        self._own = self._receiver = self._agreement.receivers.get(elements[8].strip(), Receiver())
        usage = self._agreement.usage
        if usage and elements[15] != usage:
            message = f"ISA15 must be `{usage}`, as --expect-usage says"
            yield self._say(faults.OTHER_USAGE, message, header, 15, Syntax(interchange_code="020"))
        yield from self._meet()
        self._counts = elements[15] == _PRODUCTION
        self._digest = _digest(elements)
        if self._digest in self._here or (self._counts and self._digest in self._agreement.met):
            message = "this sender gave this receiver the same ISA13 before"
            yield self._say(faults.INTERCHANGE_REPEATED, message, header, 13, Syntax(interchange_code="025"))
        self._dated = self._is_future("20" + elements[9])
        if self._dated:
            message = "ISA09 is a date in the future"
            yield self._say(faults.FUTURE, message, header, 9, Syntax(interchange_code="014"))

    def receive(self, header: Segment) -> Iterator[Finding]:
        """What the ISA says against what the receiver of a group takes, where it is another than the interchange's.

        Call it before the group begins: it is said of the interchange.
        """
        elements = [*header.text.split(self._delimiters.element), *[""] * 4]
        self._receiver = self._agreement.receivers.get(elements[3].strip(), self._own)
        yield from self._meet()

    def _meet(self) -> Iterator[Finding]:
        """What the interchange that is open says against what its receiver takes, each fault once."""
        receiver, header = self._receiver, self._header
        self._look()
        elements = header.text.split(self._delimiters.element) if header is not None else []
        if header is None or receiver == Receiver():
            return
        told = self._said & {faults.OTHER_USAGE, faults.RECEIVER_USAGE}
        if receiver.usage and elements[15] != receiver.usage and not told:
            message = f"ISA15 must be `{receiver.usage}` for this receiver"
            yield self._say(faults.RECEIVER_USAGE, message, header, 15, Syntax(interchange_code="020"))
        known = not receiver.senders or elements[6].strip() in receiver.senders
        if not known and faults.RECEIVER_SENDER not in self._said:
            message = "ISA06 is not one of the senders that this receiver knows"
            yield self._say(faults.RECEIVER_SENDER, message, header, 6, Syntax(interchange_code="006"))

    def _look(self) -> None:
        """Look for a character that is not basic, where that is asked and was not found before."""
        asked = "basic" in (self._agreement.characters, self._own.characters, self._receiver.characters)
        if not asked or self._said & {faults.CHARACTER_SET, faults.RECEIVER_CHARACTERS}:
            self._outside = None
        elif self._outside is None:
            self._outside = re.compile(f"[^{re.escape(''.join(self._delimiters))}{_BASIC}]")

    @property
    def most_claims(self) -> int:
        """How many claims the receiver takes in a transaction; 0 where it does not say."""
        return self._receiver.most_claims or self._own.most_claims

    def close(self) -> None:
        """The interchange ended with its IEA; one that was cut may be sent again under its number."""
        self._here.add(self._digest)
        if self._counts:
            self._agreement.met.add(self._digest)

    def group(self, header: Segment) -> Iterator[Finding]:
        """What a GS says against the agreement; the same day as in the ISA is said once."""
        elements = [*header.text.split(self._delimiters.element), *[""] * 5]
        if not self._dated and self._is_future(elements[4]):
            message = "GS04 is a date in the future"
            yield self._say(faults.FUTURE, message, header, 4, Syntax(interchange_code="024"))

    def segment(self, segment: Segment) -> Iterator[Finding]:
        """The first character outside the basic set, where that was agreed on."""
        match = self._outside.search(segment.text) if self._outside is not None else None
        if match is None:
            return
        self._outside = None
        element = segment.text.count(self._delimiters.element, 0, match.start())
        message = "there are characters outside the basic character set (the first is here)"
        rule = faults.CHARACTER_SET if self._agreement.characters == "basic" else faults.RECEIVER_CHARACTERS
        yield self._say(rule, message, segment, element)

    @property
    def reads_characters(self) -> bool:
        """Whether segments must still be looked at."""
        return self._outside is not None

    def _is_future(self, text: str) -> bool:
        today = self._agreement.today
        if today is None or not (text.isascii() and text.isdigit() and len(text) == 8):
            return False
        try:
            day = dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:  # no day at all: said by the guide
            return False
        return day > today + _SLACK

    def _say(self, rule: Rule, message: str, segment: Segment, element: int, syntax: Syntax | None = None) -> Finding:
        self._said.add(rule)
        return found(rule, message, mark(segment, self._delimiters, element), syntax=syntax)


def _digest(elements: list[str]) -> int:
    """What tells an interchange from others, in 64 bits of a keyed hash: sender, receiver and control number."""
    return hash("\x1f".join((*elements[5:9], elements[13])))
