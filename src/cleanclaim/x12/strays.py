"""Whether a trailer ends what it stands in, told from what follows it. Knows no loop and no claim."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleanclaim.source import Source
from cleanclaim.x12.cursor import SPACE
from cleanclaim.x12.delimiters import Delimiters
from cleanclaim.x12.places import SEGMENT_IDS

ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})
BODY = SEGMENT_IDS - ENVELOPE - {"TA1"}
_NEAR, _FAR = 1 << 10, 1 << 16  # bytes that are searched for the next segment, and for the next trailer
_BEGINNING = "BHT"  # begins a transaction whose ST is missing
# What can not follow a trailer where it ends the envelope that is open innermost.
_NEVER_AFTER = {
    ("SE", "SE"): BODY - {_BEGINNING},
    ("GE", "SE"): BODY | {"SE"},
    ("IEA", "SE"): BODY | {"SE", "GE", "ST", "GS"},
    ("IEA", "GE"): BODY | {"SE", "GE", "ST", "GS"},
    ("IEA", "IEA"): frozenset({"ST", "GS"}),
}
_TRAILERS = frozenset({"SE", "GE", "IEA"})
_NEVER_OUTSIDE = frozenset({"HL", "CLM"})  # what they begin is judged, whatever the trailer says
_LONGEST_RUN = 8  # trailers that are looked behind


class Ahead(NamedTuple):
    """What follows a trailer: the id of the next segment, and that of the first which is no trailer.

    Both are empty where no guide knows them. `at` is the byte where the latter begins.
    """

    following: str
    beyond: str
    at: int


class Trailer(NamedTuple):
    """A trailer that was read, and that of the envelope open innermost.

    It `fits` that envelope if it repeats its control number and counts what was read of it.
    """

    kind: str
    innermost: str
    control_number: str
    fits: bool


def look_ahead(source: Source, at: int, delimiters: Delimiters) -> Ahead:
    """The whole segments that begin at a byte."""
    following = ""
    for _ in range(_LONGEST_RUN):
        name, end = _next(source, at, delimiters)
        following = following or name
        if name not in _TRAILERS:
            return Ahead(following, name, at)
        at = end
    return Ahead(following, "", at)


def _next(source: Source, at: int, delimiters: Delimiters) -> tuple[str, int]:
    """The id of the segment that begins at a byte, and the byte behind it; no id where no guide knows it."""
    raw = source.peek(at, at + _NEAR)
    text = raw.lstrip(SPACE + delimiters.terminator)
    whole, ended, _ = text.partition(delimiters.terminator)
    name = whole.partition(delimiters.element)[0].replace("\r", "").replace("\n", "").upper()
    known = ended and name in SEGMENT_IDS
    return (name if known else ""), at + len(raw) - len(text) + len(whole) + 1


def is_stray(source: Source, delimiters: Delimiters, trailer: Trailer, ahead: Ahead) -> bool:
    """Whether a trailer is out of place, and its envelope goes on behind it."""
    never = _NEVER_AFTER.get((trailer.kind, trailer.innermost), frozenset())
    if trailer.kind == trailer.innermost == "GE":
        return ahead.following == "ST" and (not trailer.fits or _is_repeated(source, delimiters, trailer, ahead))
    if ahead.following not in never and ahead.beyond not in never & BODY:
        return False
    if not trailer.fits or trailer.innermost != "SE" or ahead.beyond in _NEVER_OUTSIDE:
        return True
    return _find(source, ahead.at, delimiters, "ISA|GS|ST|SE|GE|IEA")[0] == "SE"


def lacks_header(source: Source, delimiters: Delimiters, trailer: Trailer, ahead: Ahead) -> bool:
    """Whether an IEA ends its interchange, and the next one begins without its ISA."""
    if not (trailer.kind == trailer.innermost == "IEA" and trailer.fits and ahead.following == "GS"):
        return False
    name, rest = _find(source, ahead.at, delimiters, "ISA|IEA")
    said = rest.partition(delimiters.terminator)[0].split(delimiters.element)
    return name == "IEA" and said[1:] != [trailer.control_number]


def _is_repeated(source: Source, delimiters: Delimiters, trailer: Trailer, ahead: Ahead) -> bool:
    """Whether the next GE bears the same control number, and no GS stands before it."""
    name, rest = _find(source, ahead.at, delimiters, "ISA|GS|GE|IEA")
    said = rest.partition(delimiters.terminator)[0].split(delimiters.element)
    return name == "GE" and said[1:] == [trailer.control_number]


def _find(source: Source, at: int, delimiters: Delimiters, names: str) -> tuple[str, str]:
    """The first segment of one of these names behind a byte, and what follows its id; empty if none is near."""
    terminator, element = re.escape(delimiters.terminator), re.escape(delimiters.element)
    text = source.peek(at, at + _FAR)
    found = re.search(rf"{terminator}\s*({names}){element}", text)
    return (found[1], text[found.end() :]) if found else ("", "")
