"""Reads a file and writes it again, byte for byte as long, with its values replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleanclaim.errors import NotX12Error
from cleanclaim.findings import Finding
from cleanclaim.privacy import mask
from cleanclaim.privacy.mask import BULLET
from cleanclaim.scrub.values import Values
from cleanclaim.source import BLOCK, Segment, Source
from cleanclaim.x12 import SEGMENT_IDS, Delimiters, End, Group, Interchange, Transaction, read_events


def scrub(source: Source, key: bytes) -> Iterator[bytes]:
    """The file in pieces. Every byte keeps its place: delimiters, line ends, codes, amounts and counts stay.

    What could not be read as a segment is replaced word by word. Raises `NotX12Error` for what is no
    X12 file and for one whose delimiters are letters or digits, `OSError` where it can not be read.
    """
    values, at = Values(key), 0
    delimiters = Delimiters()
    for segment, delimiters in _segments(source):
        yield from _between(source, at, segment.offset, values)
        text = _rewrite(segment.text, delimiters, values)
        at = segment.byte(len(segment.text))
        yield _wrap(source.read(segment.offset, at), segment, text).encode("latin-1")
    yield from _between(source, at, source.size, values)


def _segments(source: Source) -> Iterator[tuple[Segment, Delimiters]]:
    """Every segment in its order, those of the envelopes too, with the delimiters of its interchange."""
    delimiters, at = Delimiters(), -1
    for event in read_events(source):
        if isinstance(event, Finding):
            continue
        if isinstance(event, Interchange):
            delimiters = event.delimiters
            _refuse(delimiters)
        for segment in _of(event):
            if segment.offset > at:
                at = segment.offset
                yield segment, delimiters


def _of(event: object) -> Iterable[Segment]:
    """The segments that an event holds."""
    if isinstance(event, Interchange | Group | Transaction):
        return (event.header,)
    if isinstance(event, End):
        return (event.trailer,) if event.trailer else ()
    return (event,) if isinstance(event, Segment) else ()


def _refuse(delimiters: Delimiters) -> None:
    if any(map(str.isalnum, delimiters.element + delimiters.component + delimiters.terminator)):
        raise NotX12Error("the delimiters of the interchange are letters or digits: its values can not be told apart")


def _between(source: Source, start: int, end: int, values: Values) -> Iterator[bytes]:
    """What lies between segments: terminators and white space stay, anything else is replaced."""
    while start < end:
        piece = source.peek(start, min(end, start + BLOCK))
        start += len(piece)
        yield values.text(piece).encode("latin-1")


def _rewrite(text: str, delimiters: Delimiters, values: Values) -> str:
    """A segment with what may not be shown replaced."""
    drawn = mask(text, delimiters)
    if drawn.startswith(BULLET):
        return _unknown(text, delimiters, values)
    elements, out, begin = text.split(delimiters.element), [], 0
    for number, whole in enumerate(elements):
        shown = drawn[begin : begin + len(whole)]  # as long as the text; delimiters may be drawn
        out.append(_element(elements, number, shown, delimiters, values))
        begin += len(whole) + 1
    return delimiters.element.join(out)


def _element(elements: list[str], number: int, shown: str, delimiters: Delimiters, values: Values) -> str:
    """An element, its components one by one; what the mask shows stays."""
    separators = delimiters.component + ("" if delimiters.repetition.isalnum() else delimiters.repetition)
    out, begin, whole = "", 0, elements[number]
    for at, letter in enumerate((*whole, "")):
        if letter and letter not in separators:
            continue
        part = whole[begin:at]
        out += values.element(elements, number, part) if BULLET in shown[begin:at] else part
        out += letter
        begin = at + 1
    return out


def _unknown(text: str, delimiters: Delimiters, values: Values) -> str:
    """A segment that no guide knows: its id may be a value, and must not become that of a segment."""
    name, separator, rest = text.partition(delimiters.element)
    said = values.text(name)
    while said in SEGMENT_IDS and said != name:
        said = values.text(said)
    return said + separator + values.text(rest)


def _wrap(raw: str, segment: Segment, text: str) -> str:
    """The new text with the line breaks that wrapping had put into the old one."""
    if not segment.breaks:
        return text
    out, last, at = "", 0, 0
    for index, width in segment.breaks:
        out += text[last:index]
        at += index - last
        out += raw[at : at + width]
        at += width
        last = index
    return out + text[last:]
