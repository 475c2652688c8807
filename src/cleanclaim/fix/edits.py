"""Finds everything in a file that can be mended safely."""

from __future__ import annotations

from collections.abc import Iterator

from cleanclaim.findings import Edit, Finding
from cleanclaim.source import Segment, Source
from cleanclaim.x12 import SEGMENT_IDS, Delimiters, End, Group, Interchange, Transaction, read_events


def find_edits(source: Source) -> tuple[Edit, ...]:
    """The changes in the order of the file; no two of them touch.

    They are: counts and control numbers of SE, GE and IEA, empty elements at the end of a segment, line
    breaks inside segments of a wrapped file, and the terminator of the last segment. Raises
    `NotX12Error` for what is no X12 file, `OSError` where it can not be read.
    """
    delimiters = Delimiters()
    found: list[Edit] = []
    for event in read_events(source):
        if isinstance(event, Finding):
            found.extend(event.fix)
        elif isinstance(event, Interchange):
            delimiters = event.delimiters
            found.extend(_breaks(source, event.header))
        elif isinstance(event, Group | Transaction):
            found.extend(_segment(source, event.header, delimiters))
        elif isinstance(event, End) and event.trailer is not None:
            found.extend(_segment(source, event.trailer, delimiters))
        elif isinstance(event, Segment):
            found.extend(_segment(source, event, delimiters))
    return tuple(sorted(set(found)))


def _segment(source: Source, segment: Segment, delimiters: Delimiters) -> Iterator[Edit]:
    text = segment.text
    if text.endswith(delimiters.element) and text.partition(delimiters.element)[0] in SEGMENT_IDS:
        kept = len(text.rstrip(delimiters.element))
        start = segment.byte(kept)
        yield Edit(start, segment.byte(len(text)) - start, "", "a segment ends with its last value")
        segment = segment._replace(text=text[:kept], breaks=tuple(at for at in segment.breaks if at[0] < kept))
    yield from _breaks(source, segment)


def _breaks(source: Source, segment: Segment) -> Iterator[Edit]:
    """The line breaks inside a segment."""
    for at, width in segment.breaks:
        end = segment.byte(at)
        yield Edit(end - width, width, "", "no line break stands inside a segment")
