"""What sender and receiver agreed on, beyond the standard, and whether an interchange keeps to it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal

from cleanclaim.findings import Finding, Rule, Syntax, found
from cleanclaim.source import Segment
from cleanclaim.x12 import faults
from cleanclaim.x12.delimiters import Delimiters
from cleanclaim.x12.places import mark

CharacterSet = Literal["basic", "extended"]
_BASIC = "A-Z0-9 !\"&'()*+,./:;?=-"
_PRODUCTION = "P"
_SLACK = dt.timedelta(days=1)  # it may be tomorrow where the sender is


@dataclass(slots=True)
class Agreement:
    """What is asked of an interchange, and which ones a run has met.

    `usage` is what ISA15 must be, empty for any. `today` is the day after which nothing can have been
    made; without it dates are not compared. `met` holds digests, one for each production interchange.
    """

    usage: str = ""
    characters: CharacterSet = "extended"
    today: dt.date | None = None
    met: set[bytes] = field(default_factory=set)


class Keeping:
    """Compares the interchanges of one file with an agreement."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self._here: set[bytes] = set()  # the interchanges of this file
        self._digest = b""  # of the one that is open
        self._counts = False  # among those of the run as well
        self._delimiters = Delimiters()
        self._outside: re.Pattern[str] | None = None  # what no basic character is; None: not asked, or said
        self._dated = False  # the ISA of this interchange is from the future, and that was said

    def open(self, header: Segment, delimiters: Delimiters) -> Iterator[Finding]:
        """What the ISA of the next interchange, which has 16 elements, says against the agreement."""
        self._delimiters = delimiters
        self._outside = None
        if self._agreement.characters == "basic":
            self._outside = re.compile(f"[^{re.escape(''.join(delimiters))}{_BASIC}]")
        elements = header.text.split(delimiters.element)
        usage = self._agreement.usage
        if usage and elements[15] != usage:
            message = f"ISA15 must be `{usage}`, as --expect-usage says"
            yield self._say(faults.OTHER_USAGE, message, header, 15, Syntax(interchange_code="020"))
        self._counts = elements[15] == _PRODUCTION
        self._digest = _digest(elements)
        if self._digest in self._here or (self._counts and self._digest in self._agreement.met):
            message = "this sender gave this receiver the same ISA13 before"
            yield self._say(faults.INTERCHANGE_REPEATED, message, header, 13, Syntax(interchange_code="025"))
        self._dated = self._is_future("20" + elements[9])
        if self._dated:
            message = "ISA09 is a day that has not come yet"
            yield self._say(faults.FUTURE, message, header, 9, Syntax(interchange_code="014"))

    def close(self) -> None:
        """The interchange ended with its IEA; one that was cut may be sent again under its number."""
        self._here.add(self._digest)
        if self._counts:
            self._agreement.met.add(self._digest)

    def group(self, header: Segment) -> Iterator[Finding]:
        """What a GS says against the agreement; the same day as in the ISA is said once."""
        elements = [*header.text.split(self._delimiters.element), *[""] * 5]
        if not self._dated and self._is_future(elements[4]):
            message = "GS04 is a day that has not come yet"
            yield self._say(faults.FUTURE, message, header, 4, Syntax(interchange_code="024"))

    def segment(self, segment: Segment) -> Iterator[Finding]:
        """The first character outside the basic set, where that was agreed on."""
        match = self._outside.search(segment.text) if self._outside is not None else None
        if match is None:
            return
        self._outside = None
        element = segment.text.count(self._delimiters.element, 0, match.start())
        message = "characters stand outside the basic character set (the first is here)"
        yield self._say(faults.CHARACTER_SET, message, segment, element)

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
        return found(rule, message, mark(segment, self._delimiters, element), syntax=syntax)


def _digest(elements: list[str]) -> bytes:
    """What tells an interchange from others: sender, receiver and control number."""
    key = "\x1f".join((*elements[5:9], elements[13]))
    return blake2b(key.encode("latin-1"), digest_size=8).digest()
