"""An envelope that is open, and whether its trailer fits it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from cleanclaim.findings import Edit, Finding, Syntax, found
from cleanclaim.source import Segment
from cleanclaim.x12 import faults
from cleanclaim.x12.delimiters import Delimiters
from cleanclaim.x12.places import SEGMENT_IDS, mark

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

_REPEATED = {  # the element that holds the number, the rule, the words, what acknowledgments say
    "GS": (6, faults.GROUP_REPEATED, "GS06 is that of an earlier group of the interchange", Syntax(group_code="19")),
    "ST": (
        2,
        faults.TRANSACTION_REPEATED,
        "ST02 is that of an earlier transaction of the group",
        Syntax(transaction_code="23"),
    ),
}


class Open(msgspec.Struct):
    """An envelope that has begun: what its trailer must repeat, and what it must count.

    `absent`: its header is missing, and that was said; no event tells of it. `disturbed`: a header or trailer
    is missing or out of place in it, so that its own trailer can not be mended from what was read. `stray` is a
    trailer of its kind that stood too early.
    """

    trailer: str
    control_number: str
    count: int = 0
    absent: bool = False
    disturbed: bool = False
    header: str = ""  # its text
    stray: Segment | None = None
    counted: int = 0  # `count` when it came
    answers: bool = False  # holds a TA1
    numbers: set[str] = msgspec.field(default_factory=set)  # control numbers of what it holds


def check_number(kind: str, around: Open, segment: Segment, delimiters: Delimiters) -> Iterator[Finding]:
    """A control number that an earlier one in the same envelope has; what is no number is judged by the guide."""
    element, rule, message, syntax = _REPEATED[kind]
    number = [*segment.text.split(delimiters.element), *[""] * element][element]
    if number and number in around.numbers:
        yield found(rule, message, mark(segment, delimiters, element), syntax=syntax)
    around.numbers.add(number)


def recognise(text: str, delimiters: Delimiters, opened: Sequence[Open]) -> str:
    """The envelope's segment that one with an unknown id is meant to be, told by its elements; empty where none is.

    It is no value that lost its place: it bears a control number that is open, or all that a header has.
    """
    name, *elements = text.split(delimiters.element)
    kind = name.upper()
    if len(elements) == 2:
        for envelope in reversed(opened):
            if elements[1] == envelope.control_number and (
                kind == envelope.trailer
                or (elements[0] == str(envelope.count + (envelope.trailer == "SE")) and kind not in SEGMENT_IDS)
            ):
                return envelope.trailer
    innermost = opened[-1].trailer if opened else ""
    is_group = len(elements) == 8 and (kind == "GS" or (innermost == "IEA" and _is_version(elements)))
    is_set = len(elements) in (2, 3) and (kind == "ST" or (innermost == "GE" and elements[0] == "837"))
    return "GS" if is_group else "ST" if is_set else ""


def _is_version(elements: Sequence[str]) -> bool:
    """Whether the last of eight elements are those of a GS."""
    return elements[6] == "X" and elements[7][:6].isdigit()


def check_stray(envelope: Open, segment: Segment, delimiters: Delimiters) -> Iterator[Finding]:
    """A trailer that stood too early: it may count all, or what stood before it."""
    envelope.count += envelope.trailer == "SE"
    if segment.text.split(delimiters.element)[1:2] == [str(envelope.counted)]:
        envelope.count = envelope.counted
    yield from check_trailer(envelope, segment, delimiters)


def _check_hollow(envelope: Open, segment: Segment, delimiters: Delimiters) -> Iterator[Finding]:
    """A trailer that counts none, and rightly so."""
    if envelope.count or envelope.answers or envelope.absent or envelope.disturbed or envelope.trailer == "SE":
        return
    what, thing = ("group", "transaction") if envelope.trailer == "GE" else ("interchange", "group")
    where = mark(segment, delimiters, 1)
    yield found(faults.HOLLOW, f"the {what} holds no {thing}", where, syntax=Syntax(interchange_code="024"))


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
    elif counts:
        yield from _check_hollow(envelope, segment, delimiters)
    if elements[2] and envelope.control_number and elements[2] != envelope.control_number:
        message = f"{envelope.trailer}02 does not repeat the control number in {header}"
        where = mark(segment, delimiters, 2)
        fix = Edit(where.offset, where.length, envelope.control_number, f"{envelope.trailer}02 repeats {header}")
        yield found(numbered, message, where, syntax=of_number, fix=() if envelope.disturbed else (fix,))
