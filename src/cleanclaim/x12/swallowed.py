"""Segments that lost the terminator before a line break, and swallow what stands on the next line."""

from __future__ import annotations

import re

from cleanclaim.findings import Finding, Syntax, found
from cleanclaim.source import Segment
from cleanclaim.x12 import faults
from cleanclaim.x12.delimiters import Delimiters
from cleanclaim.x12.places import SEGMENT_IDS, mark, segment_name

_LINE = re.compile(r"[\r\n][ \t]*([A-Z][A-Z0-9]{1,2})", re.ASCII)
_SPACE = " \t\r\n"  # before a line; looked for from its beginning back, as a value may hold a million of them
_STRAY = "\x1a"  # what ends a text file on old systems is no segment of its own
_ENVELOPE = {  # how they go on where they are no values: a street may be an ST, a north-east corner an SE
    "ISA": r"[0-9]{2}",
    "GS": r"[A-Z]{2}",
    "ST": r"[0-9]{3}",
    "SE": r"[0-9]+",
    "GE": r"[0-9]+",
    "IEA": r"[0-9]+",
}
_VALUES = frozenset({"HI", "PAT", "LIN"})  # a state, and names: where a line begins behind a separator, they are that


def split_lines(segment: Segment, delimiters: Delimiters) -> list[Segment]:
    """What a segment is where a line begins in it with an id that the 837 guides know: several, each on its line.

    They are numbered on. One in which no line begins so is alone. A line may be broken within a segment as well: what
    may be a value there begins none.
    """
    text, begin = segment.text, 0
    out: list[Segment] = []
    for line in _LINE.finditer(text):
        if line[1] not in SEGMENT_IDS or text[line.end() : line.end() + 1] != delimiters.element:
            continue
        part = text[begin : line.start()].rstrip(_SPACE)
        if not part.strip(_STRAY) or not _begins(line[1], part, text[line.end() + 1 : line.end() + 12], delimiters):
            continue
        out.append(Segment(part, segment.offset + begin, segment.number + len(out)))
        begin = line.start(1)
    if not out:
        return [segment]
    out.append(Segment(text[begin:], segment.offset + begin, segment.number + len(out)))
    return out


def _begins(name: str, before: str, rest: str, delimiters: Delimiters) -> bool:
    """Whether an id begins a segment, told by what stands before it and how its elements begin."""
    if name in _ENVELOPE:
        return re.fullmatch(_ENVELOPE[name], rest.partition(delimiters.element)[0], re.ASCII) is not None
    return name not in _VALUES or not before.endswith((delimiters.element, delimiters.component))


def tell(parts: list[Segment], delimiters: Delimiters) -> Finding:
    """That the terminators between such segments are lost; a 999 names the last element, which runs on."""
    first, count = parts[0], len(parts) - 1
    name, following = (segment_name(part, delimiters) for part in parts[:2])
    message = f"there is no terminator between {name} and {following} on the next line; they are read as two segments"
    if count > 1:
        message = f"there is no terminator before {count} line breaks from here; each line is read as a segment"
    syntax = Syntax(interchange_code="024") if name in _ENVELOPE else Syntax("8", "6")
    where = mark(first, delimiters, first.text.count(delimiters.element))
    return found(faults.SWALLOWED, message, where, syntax=syntax)
