"""The ISA: where it begins, what it declares, and what a file is that has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.errors import NotX12Error
from cleanclaim.findings import Finding, Mark, Syntax, found
from cleanclaim.source import BLOCK, Segment, Source, Span
from cleanclaim.x12 import faults
from cleanclaim.x12.delimiters import Delimiters
from cleanclaim.x12.separators import (
    NO_COMPONENT,
    NO_REPETITION,
    can_separate,
    find_component,
    find_terminator,
    is_repetition,
)

LENGTH = 106  # bytes of an ISA with its terminator
_STANDARDS = "U"  # ISA11 up to version 00401: who controls the standard; here, the US EDI community
_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
# What begins an interchange wherever it stands: ISA with its first four elements at full width.
START = re.compile(r"ISA([^A-Za-z0-9\s])..\1.{10}\1..\1.{10}\1", re.DOTALL | re.ASCII)
_LOOSE = re.compile(r"ISA[^A-Za-z0-9\s]\d\d[^A-Za-z0-9\s]", re.ASCII)
_BEFORE_GS = re.compile(r"([^A-Za-z0-9\s])([^A-Za-z0-9 ])\s*GS[^A-Za-z0-9\s]", re.ASCII)
_SEPARATES = re.compile(r"[^A-Za-z0-9\s]", re.ASCII)
_MAGIC = (
    ("\x1f\x8b", "compressed data (gzip)"),
    ("PK\x03\x04", "a zip archive"),
    ("%PDF", "a PDF document"),
    ("\xff\xfe", "UTF-16 text: save it as ASCII, one byte a character"),
    ("\xfe\xff", "UTF-16 text: save it as ASCII, one byte a character"),
    ("I\x00S\x00A\x00", "UTF-16 text: save it as ASCII, one byte a character"),
    ("\x00I\x00S\x00A", "UTF-16 text: save it as ASCII, one byte a character"),
    ("\xc9\xe2\xc1", "EBCDIC text: transfer it in text mode, or convert it to ASCII"),
)


class Header(NamedTuple):
    """An ISA as read: `end` is the byte after its terminator, `findings` what is wrong with it.

    `delimiters` is None where it is too damaged to say them.
    """

    segment: Segment
    delimiters: Delimiters | None
    end: int
    findings: tuple[Finding, ...]


def find_header(source: Source, start: int) -> int | None:
    """The offset of the next ISA from `start` on; None where there is no more."""
    at = start
    while at < source.size:
        text = source.read(at, at + BLOCK)
        match = START.search(text) or (_LOOSE.search(text) if at == start else None)
        if match:
            return at + match.start()
        if at + len(text) >= source.size:
            return None
        at += len(text) - LENGTH
    return None


def refuse(source: Source) -> NotX12Error:
    """Why a source without an ISA is no X12 file, in words."""
    if not source.size:
        return NotX12Error("the file is empty")
    begin = source.read(0, 4096)
    for magic, name in _MAGIC:
        if begin.startswith(magic):
            return NotX12Error(f"this is {name}")
    if "\x00" in begin or sum(character < " " and character not in "\t\r\n\f" for character in begin) > 8:
        return NotX12Error("this is binary data, not an X12 file")
    if re.match(r"\s*(GS|ST)[^A-Za-z0-9\s]", begin, re.ASCII):
        return NotX12Error("the interchange header (ISA) is missing: the file begins inside its envelope")
    return NotX12Error("no interchange header (ISA) was found: this is not an X12 file")


def read_header(source: Source, start: int, number: int) -> Header:
    """Read the ISA that begins at `start`; one of the wrong length is read by its separators."""
    raw = source.read(start, start + 4 * LENGTH)
    border = START.search(raw, 1)
    if border:  # a whole one follows one that was cut
        raw = raw[: border.start()]
    text, breaks = unwrap(raw, raw[3])
    separators = [index for index, character in enumerate(text) if character == raw[3]][:16]
    where = separators[15] if len(separators) == 16 else len(text)
    if (
        where + 2 >= len(text)
        or text[where + 2].isalnum()
        or (text[where + 1].isalnum() and text[where + 2] == raw[3])
    ):
        return _guess(text, raw, start, number)
    segment = Segment(text[: where + 2], start, number, tuple(b for b in breaks if b[0] < where + 2))
    delimiters = Delimiters(raw[3], text[where + 1], text[separators[10] + 1 : separators[11]], text[where + 2])
    terminator = start + where + 2 + sum(width for at, width in breaks if at <= where + 2)
    lost = find_terminator(source, terminator, delimiters)
    if lost:
        delimiters, terminator = delimiters._replace(terminator=lost), terminator - 1
    marks = (delimiters.element, delimiters.terminator, delimiters.component)
    used = find_component(source, terminator, START, marks)
    wrong = _judge(segment, delimiters, used)
    if lost and not wrong:
        message = "there is no terminator after ISA16; the segments are read with the one that they use"
        wrong = (found(faults.ISA, message, _whole(segment), syntax=Syntax(interchange_code="004")),)
    return Header(segment, _mend(delimiters, used), terminator + 1, wrong)


def _mend(delimiters: Delimiters, used: str) -> Delimiters:
    """The delimiters to read with; `used` is the component separator where it is not the one that is declared."""
    element, component, repetition, terminator = delimiters
    component = used or (component if can_separate(component) else NO_COMPONENT)
    if not can_separate(repetition) or repetition in (element, component, terminator):
        repetition = NO_REPETITION  # what it separates else is more than what it repeats
    return Delimiters(element, component, repetition, terminator)


def unwrap(raw: str, separator: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Text without its line breaks, and where they were, as `Segment.breaks` holds them.

    The line break that follows the bytes of an ISA may be its terminator and stays; in a wrapped one it is none
    where a separator follows it.
    """
    text, last = "", 0
    breaks: list[tuple[int, int]] = []
    for match in re.finditer(r"\r\n?|\n", raw):
        text += raw[last : match.start()]
        last = match.start()
        is_end = len(text) >= LENGTH - 1 or text.count(separator) >= 16
        if is_end and not (breaks and _SEPARATES.match(raw, match.end())):
            break
        breaks.append((len(text), match.end() - match.start()))
        last = match.end()
    return text + raw[last:], tuple(breaks)


def _guess(text: str, raw: str, start: int, number: int) -> Header:
    """An ISA with an element too few: its last two delimiters stand before the GS."""
    match = _BEFORE_GS.search(raw)
    if match and raw[3] in match.groups():
        match = None
    segment = Segment(raw[: match.start(2)] if match else raw[:LENGTH].rstrip("\r\n"), start, number)
    message = "the ISA does not have 16 elements"
    if text.count(raw[3]) >= 16 and match is None:
        message = "the component separator (ISA16), or the segment terminator after it, is missing or not a valid one"
    what = found(faults.ISA, message, _whole(segment), syntax=Syntax(interchange_code="022"))
    if match is None:
        return Header(segment, None, start + len(segment.text), (what,))
    delimiters = Delimiters(raw[3], match[1], NO_REPETITION, match[2])
    return Header(segment, delimiters, start + match.end(2), (what,))


def _judge(segment: Segment, delimiters: Delimiters, used: str) -> tuple[Finding, ...]:
    elements = segment.text.split(delimiters.element)
    for index, width in enumerate(_WIDTHS[: len(elements) - 1], start=1):
        if len(elements[index]) != width:
            message = f"ISA{index:02d} has {width} bytes, not {len(elements[index])}"
            return (found(faults.ISA, message, _element(segment, elements, index)),)
    if wrong := tuple(_judge_values(segment, elements, used)):
        return wrong
    if len(set(delimiters)) < len(delimiters):
        message = "the four delimiters that the ISA declares are not all different"
        return (found(faults.ISA, message, _whole(segment), syntax=Syntax(interchange_code=_alike(delimiters))),)
    return ()


def _judge_values(segment: Segment, elements: list[str], used: str) -> Iterator[Finding]:
    """Say who is not named and which separator is none; `used` is the one of components where another is declared."""
    read = "; the segments are read with the one that they use" if used else ""
    repetition, component = is_repetition(elements[11], elements[12]), can_separate(elements[16])
    if elements[11] == _STANDARDS and not repetition:
        repetition = True
        yield found(
            faults.OLD_REPETITION, "ISA11 is `U`: expected a repetition separator", _element(segment, elements, 11)
        )
    for index, right, code, message in (
        (6, elements[6].strip(), "006", "ISA06 is blank: it says who sends the interchange"),
        (8, elements[8].strip(), "008", "ISA08 is blank: it says who is to receive the interchange"),
        (11, repetition, "026", "expected a repetition separator in ISA11, found a letter, a digit or a space"),
        (16, component, "027", f"expected a component separator in ISA16, found a letter, a digit or a space{read}"),
        (16, not (component and used), "027", f"ISA16 is not the component separator of the segments{read}"),
    ):
        if not right:
            where = _element(segment, elements, index)
            yield found(faults.ISA, message, where, syntax=Syntax(interchange_code=code))


def _element(segment: Segment, elements: list[str], index: int) -> Mark:
    """A mark on an element of an ISA."""
    begin = sum(len(element) + 1 for element in elements[:index])
    place = Span(segment.byte(begin), segment.byte(begin) + len(elements[index]))
    return Mark(segment.number, "ISA", place.start, len(elements[index]), f"ISA{index:02d}", index=index)


def _alike(delimiters: Delimiters) -> str:
    """Which of two delimiters that are the same TA105 blames: 027 component, 004 terminator, 026 element."""
    if tuple(delimiters).count(delimiters.component) > 1:
        return "027"
    return "004" if tuple(delimiters).count(delimiters.terminator) > 1 else "026"


def _whole(segment: Segment) -> Mark:
    return Mark(segment.number, "ISA", segment.offset, len(segment.text))
