"""Where an element or a component of a segment lies, asked for only when a finding needs it."""

from __future__ import annotations

from collections.abc import Iterator

from cleanclaim.findings import Edit, Mark
from cleanclaim.source import Segment, Span
from cleanclaim.x12.delimiters import Delimiters

# The segments of the 837 guides of 005010. Any other id may be a value that lost its place.
_IDS = (
    "ISA IEA GS GE ST SE TA1 BHT HL NM1 N2 N3 N4 PER REF PRV CUR SBR PAT DMG CLM CL1 DN1 DN2 DTP PWK CN1 AMT K3 NTE "
    "CR1 CR2 CR3 CR4 CR5 CR6 CRC HI HCP CAS OI MOA MIA LX SV1 SV2 SV3 SV4 SV5 SV6 SV7 TOO QTY MEA PS1 IMM "
    "LIN CTP SVD LQ FRM HSD DTM N1"
)
SEGMENT_IDS = frozenset(_IDS.split())


def element_span(segment: Segment, delimiters: Delimiters, element: int) -> Span:
    """The bytes of element `element` (0 is the segment id); the segment's end where it has none."""
    return _bytes(segment, _element(segment.text, delimiters, element))


def component_span(segment: Segment, delimiters: Delimiters, element: int, component: int) -> Span:
    """The bytes of a component, from 1; the element's end where it has none."""
    start, end = _element(segment.text, delimiters, element)
    parts = segment.text[start:end].split(delimiters.component)
    if component > len(parts):
        return _bytes(segment, Span(end, end))
    start += sum(len(part) + 1 for part in parts[: component - 1])
    return _bytes(segment, Span(start, start + len(parts[component - 1])))


def _element(text: str, delimiters: Delimiters, element: int) -> Span:
    start = 0
    for _ in range(element):
        at = text.find(delimiters.element, start)
        if at < 0:
            return Span(len(text), len(text))
        start = at + 1
    stop = text.find(delimiters.element, start)
    return Span(start, len(text) if stop < 0 else stop)


def _bytes(segment: Segment, span: Span) -> Span:
    start, end = span
    if not segment.breaks:
        return Span(segment.offset + start, segment.offset + end)
    return Span(segment.byte(start), segment.byte(end - 1) + 1 if end > start else segment.byte(start))


def segment_name(segment: Segment, delimiters: Delimiters) -> str:
    """The segment's id; `?` where what stands there is none (it may be a value: a name has three letters too)."""
    segment_id = segment.text.partition(delimiters.element)[0]
    return segment_id if segment_id in SEGMENT_IDS else "?"


def element_name(segment_id: str, element: int, component: int = 0) -> str:
    """An element's name as the guide writes it: `SV1`, 7, 2 is `SV107-2`; empty for element 0."""
    if not element:
        return ""
    return f"{segment_id}{element:02d}" + (f"-{component}" if component else "")


def mark(segment: Segment, delimiters: Delimiters, element: int = 0, component: int = 0, label: str = "") -> Mark:
    """A mark on a segment, one of its elements or one of their components.

    A place that is absent or empty is marked where it should stand, with length 0.
    """
    segment_id = segment_name(segment, delimiters)
    if component:
        span = component_span(segment, delimiters, element, component)
    elif element:
        span = element_span(segment, delimiters, element)
    else:
        span = _bytes(segment, Span(0, len(segment.text)))
    return Mark(
        segment=segment.number,
        segment_id=segment_id,
        offset=span.start,
        length=span.end - span.start,
        element=element_name(segment_id, element, component),
        label=label,
        index=element,
        component=component,
    )


def drop_trailing(segment: Segment, delimiters: Delimiters) -> Edit | None:
    """The change that leaves out the empty elements at the end of a segment; None where there are none."""
    kept = len(segment.text.rstrip(delimiters.element))
    if kept == len(segment.text) or segment_name(segment, delimiters) == "?":
        return None
    start, end = segment.byte(kept), segment.byte(len(segment.text))
    return Edit(start, end - start, "", "a segment ends with its last value")


def drop_breaks(segment: Segment) -> Iterator[Edit]:
    """The changes that leave out the line breaks inside a segment of a wrapped file."""
    for at, width in segment.breaks:
        yield Edit(segment.byte(at) - width, width, "", "no line break stands inside a segment")
