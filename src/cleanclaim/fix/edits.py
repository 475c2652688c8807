"""Finds everything in a file that can be mended safely."""

from __future__ import annotations

from collections.abc import Iterator

from cleanclaim.findings import Edit, Finding
from cleanclaim.source import Segment, Source
from cleanclaim.x12 import Delimiters, End, Group, Interchange, Transaction, drop_breaks, drop_trailing, read_events


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
            found.extend(drop_breaks(event.header))
        elif isinstance(event, Group | Transaction):
            found.extend(_segment(event.header, delimiters))
        elif isinstance(event, End) and event.trailer is not None:
            found.extend(_segment(event.trailer, delimiters))
        elif isinstance(event, Segment):
            found.extend(_segment(event, delimiters))
    return tuple(sorted(set(found)))


def _segment(segment: Segment, delimiters: Delimiters) -> Iterator[Edit]:
    trailing = drop_trailing(segment, delimiters)
    if trailing is not None:
        yield trailing
    yield from (edit for edit in drop_breaks(segment) if trailing is None or edit.offset < trailing.offset)
