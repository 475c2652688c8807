"""What cleanclaim says of a file before anything is reduced, in the words of pyx12."""

from __future__ import annotations

from cleanclaim.guide import judge
from cleanclaim.guide.raw import Raw, find_raw
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.conform.theirs import Said

# pyx12 has one code for an exclusion and for what is not used, and one for a bad code and a bad shape.
_THEIRS = {judge.EXCLUSION: "10", judge.SHAPE: "7"}


def speak(text: str) -> frozenset[Said]:
    """Our raw verdicts on a file."""
    events = read_events(Source.from_bytes(text.encode("latin-1")))
    return frozenset(_translate(raw) for raw in find_raw(events))


def _translate(raw: Raw) -> Said:
    # pyx12 blames the first element of a syntax note, we the one that is missing.
    element = raw.noted[0] if raw.noted else raw.element
    return Said(raw.segment, raw.serial, element, raw.component, _THEIRS.get(raw.code, raw.code))
