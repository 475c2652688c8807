"""An envelope that is open, and whether its trailer fits it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cleanclaim.findings import Edit, Finding, Syntax, found
from cleanclaim.source import Segment
from cleanclaim.x12 import faults
from cleanclaim.x12.delimiters import Delimiters
from cleanclaim.x12.places import mark

HEADERS = {"IEA": "ISA", "GE": "GS", "SE": "ST"}
_NUMBER = re.compile("-?[0-9]{1,18}", re.ASCII)
_LONGEST_COUNT = 10_000_000  # as many digits as the allow-list shows of a count
_TRAILERS = {
    "IEA": (faults.INTERCHANGE_COUNT, "groups", faults.INTERCHANGE_NUMBER, "ISA13"),
    "GE": (faults.GROUP_TRAILER, "transactions", faults.GROUP_TRAILER, "GS06"),
    "SE": (faults.TRANSACTION_TRAILER, "segments", faults.TRANSACTION_TRAILER, "ST02"),
}
_SYNTAX = {  # of a wrong count, and of a control number that differs
    "IEA": (Syntax(interchange_code="021"), Syntax(interchange_code="001")),
    "GE": (Syntax(group_code="5"), Syntax(group_code="4")),
    "SE": (Syntax(transaction_code="4"), Syntax(transaction_code="3")),
}


@dataclass(slots=True)
class Open:
    """An envelope that has begun: what its trailer must repeat, and what it must count.

    `absent`: its header is missing, and that was said; no event tells of it. `disturbed`: a header or trailer
    is missing or out of place in it, so that its own trailer can not be mended from what was read.
    """

    trailer: str
    control_number: str
    count: int = 0
    absent: bool = False
    disturbed: bool = False
    numbers: set[str] = field(default_factory=set)  # control numbers of what it holds


def check_trailer(envelope: Open, segment: Segment, delimiters: Delimiters) -> Iterator[Finding]:
    """Count and control number of a trailer; what is no number is judged by the guide."""
    elements = [*segment.text.split(delimiters.element), "", ""]
    counted, things, numbered, header = _TRAILERS[envelope.trailer]
    of_count, of_number = _SYNTAX[envelope.trailer]
    said = elements[1]
    counts = not (envelope.absent and envelope.trailer == "SE")  # how many segments went with an ST is not known
    if counts and _NUMBER.fullmatch(said) and int(said) != envelope.count:
        # What is too long for a count may be an id that slipped here: it is not repeated.
        number = int(said) if abs(int(said)) < _LONGEST_COUNT else "far more"
        message = f"{envelope.trailer}01 says {number} {things}, the file holds {envelope.count}"
        where = mark(segment, delimiters, 1)
        fix = Edit(where.offset, where.length, str(envelope.count), f"{envelope.trailer}01 counts its {things}")
        yield found(counted, message, where, syntax=of_count, fix=() if envelope.disturbed else (fix,))
    if elements[2] and envelope.control_number and elements[2] != envelope.control_number:
        message = f"{envelope.trailer}02 does not repeat the control number in {header}"
        where = mark(segment, delimiters, 2)
        fix = Edit(where.offset, where.length, envelope.control_number, f"{envelope.trailer}02 repeats {header}")
        yield found(numbered, message, where, syntax=of_number, fix=() if envelope.disturbed else (fix,))
