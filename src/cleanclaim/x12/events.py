"""What the reader says as it goes: envelopes that open and end, and the segments between."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from cleanclaim.findings import Finding
from cleanclaim.source import Segment
from cleanclaim.x12.delimiters import Delimiters


class Interchange(NamedTuple):
    """An ISA was read. `ordinal` counts interchanges in the file from 1."""

    ordinal: int
    header: Segment
    delimiters: Delimiters


class Group(NamedTuple):
    """A GS was read; `version` is GS08. `ordinal` counts groups in the file from 1."""

    ordinal: int
    header: Segment
    version: str


class Transaction(NamedTuple):
    """An ST was read. `kind` is ST01; `version` is ST03, else GS08; `ordinal` counts in the file.

    `absent`: the ST is missing; `header` is the first segment behind its place, which comes as itself too.
    """

    ordinal: int
    header: Segment
    kind: str
    version: str
    absent: bool = False
    most_claims: int = 0  # that the receiver takes in it; 0 where it does not say


class End(NamedTuple):
    """An envelope ended: `what` is SE, GE or IEA; `trailer` is absent where the file has none here.

    One that comes too early was passed over and fits all the same: then `at` is the byte where the envelope ends.
    """

    what: str
    trailer: Segment | None
    at: int | None = None

    @property
    def ends(self) -> int | None:
        """The byte where the envelope ends; None where it was not closed."""
        return self.trailer.offset if self.trailer is not None else self.at


class Tally(msgspec.Struct):
    """What was read so far; the last event of a source. Every byte is in one of the two counts."""

    interchanges: int = 0
    groups: int = 0
    transactions: int = 0
    segments: int = 0
    bytes: int = 0  # the size of the source
    unread_bytes: int = 0  # bytes that belong to no segment, terminator or line break


# The order of events is the order of the file. A segment between ST and SE comes as itself.
Event = Interchange | Group | Transaction | End | Segment | Finding | Tally
