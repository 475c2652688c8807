"""Blocks to segments: every byte of a source is in a segment, between segments, or reported."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from cleanclaim.findings import Edit, Finding, Mark, Rule, Syntax, found
from cleanclaim.source import BLOCK, Segment, Source
from cleanclaim.x12 import faults
from cleanclaim.x12.cursor import SPACE, Cursor
from cleanclaim.x12.delimiters import Delimiters
from cleanclaim.x12.events import Tally
from cleanclaim.x12.header import LENGTH, START, Header, find_header, read_header, refuse
from cleanclaim.x12.places import drop_breaks, mark, segment_name
from cleanclaim.x12.swallowed import split_lines, tell

_CONTROL_Z = "\x1a"  # ends a text file on old systems
_BREAK = re.compile(r"\r\n?|\n")


class Cut(NamedTuple):
    """A segment that the end of the file cut off. It is not read on; its bytes count as unread."""

    segment: Segment


Item = Header | Segment | Cut | Finding


class Reader:
    """Reads one source from its first byte to its last.

    After the last item `tally` says how much was read. Between items others may read ahead on `cursor`;
    `last` is the segment that was read last, by whomever.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tally = Tally(bytes=source.size)
        self.cursor = Cursor()
        self.last: Segment | None = None
        self.goes_on = False  # said of an IEA that was yielded last: the interchange does not end there
        self._at = 0  # every byte before it is accounted for
        self._said: set[str] = set()  # what is said once an interchange
        self._width = 0  # of the lines of a wrapped interchange, in bytes without their breaks; else -1

    @property
    def at(self) -> int:
        """The byte behind what was yielded last and its terminator."""
        return self._at

    def read(self) -> Iterator[Item]:
        """Every item of the file, in its order. Raises `NotX12Error` where there is no ISA at all."""
        first = find_header(self.source, 0)
        if first is None:
            raise refuse(self.source)
        yield from self._skip_to(first)
        start: int | None = first
        while start is not None:
            yield from self._interchange(start)
            start = find_header(self.source, self._at)
            yield from self._skip_to(self.source.size if start is None else start)

    def _skip_to(self, end: int) -> Iterator[Finding]:
        """Account for the bytes between interchanges; only white space may stand there."""
        start = self._at
        while self._at < end:
            text = self.source.read(self._at, min(end, self._at + BLOCK))
            if text.strip(SPACE + _CONTROL_Z):
                break
            self._at += len(text)
        if self._at >= end:
            return
        self._at = end
        text = self.source.read(start, min(end, start + BLOCK))
        lead = len(text) - len(text.lstrip(SPACE))
        begin, length = start + lead, end - start - lead
        self.tally.unread_bytes += length
        if start == 0 and text.startswith("\xef\xbb\xbf") and not text[3:].strip(SPACE):
            self.tally.unread_bytes -= length - 3
            yield self._say(faults.BYTE_ORDER_MARK, "there is a UTF-8 byte order mark before the ISA", 0, 3)
            return
        where = "before the interchange" if start == 0 else "after the interchange"
        yield self._say(faults.TEXT_OUTSIDE, f"{length} bytes {where} were not read", begin, length)

    def _interchange(self, start: int) -> Iterator[Item]:
        self._said.clear()
        self.tally.segments += 1
        header = read_header(self.source, start, self.tally.segments)
        self._width = self._measure(start)
        yield header
        self._at = header.end
        self.last = header.segment
        self.cursor.between = self._find_between(header.end)
        if header.segment.breaks:
            yield from self._wrapped(header.segment)
        if header.delimiters is not None:
            yield from self._body(header.delimiters)

    def _find_between(self, end: int) -> str:
        """The line break that follows the ISA, as those after other segments may look."""
        text = self.source.read(end, end + 2)
        return "\r\n" if text == "\r\n" else text[:1] if text[:1] in ("\r", "\n") else ""

    def _measure(self, start: int) -> int:
        """The width of the lines if the interchange is wrapped: broken inside its ISA, or twice alike (behind it)."""
        text = self.source.read(start, start + BLOCK)
        lines = _BREAK.split(text, maxsplit=3)
        if len(lines) > 1 and len(lines[0]) < LENGTH - 1:
            return len(lines[0])
        if len(lines) > 2 and len(lines[0]) == len(lines[1]):
            return len(lines[0])
        if len(lines) < 4 or len(lines[0]) != LENGTH or len(lines[1]) != len(lines[2]):
            return -1
        return -1 if lines[1][-1:] == lines[2][-1:] == lines[0][-1] else len(lines[1])

    def _body(self, delimiters: Delimiters) -> Iterator[Item]:
        """Segments up to the IEA, the next ISA, or the end of the source."""
        while self._at < self.source.size:
            block = self.source.read(self._at, self._at + BLOCK)
            last = self._at + len(block) >= self.source.size
            border = START.search(block)
            if border:
                block, last = block[: border.start()], True
            whole = block.rfind(delimiters.terminator) + 1
            if not whole and not last:
                yield from self._too_long(delimiters)
                continue
            if (yield from self._segments(block[:whole], delimiters)):
                return
            if last:
                yield from self._rest(block[whole:], delimiters)
                return

    def _segments(self, block: str, delimiters: Delimiters) -> Generator[Item, None, bool]:
        """The segments of a block that ends at a terminator; True when one was the IEA."""
        trailer = "IEA" + delimiters.element
        empty = gap = 0  # `gap` is the byte after the last empty segment
        cursor, terminator, base, begin = self.cursor, delimiters.terminator, self._at, 0
        cursor.set(block, base)
        while (end := block.find(terminator, begin)) >= 0:
            raw = block[begin:end]
            text = raw.lstrip(SPACE)
            offset = base + end - len(text)
            begin = end + 1
            self._at = base + begin
            if not text:
                empty, gap = empty + 1, self._at
                continue
            if empty:
                yield from self._empty(empty, gap)
                empty = 0
            if len(raw) != len(text) and raw[len(raw) - len(text) - 1] in " \t":
                yield from self._indented(offset, len(raw) - len(text))
            self.tally.segments += 1
            segment = Segment(text, offset, self.tally.segments)
            if "\n" in text or "\r" in text:
                segment = yield from self._unwrap(segment)
                segment = yield from self._split(segment, delimiters)
                cursor.set(block, base)
            self.last = segment
            cursor.at, cursor.number = begin, self.tally.segments
            yield segment
            if cursor.at != begin:
                begin = self._go_on(terminator)
            elif segment.text.startswith(trailer) and not self.goes_on:
                return True
            self.goes_on = False
        yield from self._empty(empty, gap)
        return False

    def _go_on(self, terminator: str) -> int:
        """Take account of what was read ahead; the index from which to read on."""
        cursor = self.cursor
        self.last, self.tally.segments, self._at = cursor.last(terminator), cursor.number, cursor.base + cursor.at
        return cursor.at

    def _rest(self, rest: str, delimiters: Delimiters) -> Iterator[Item]:
        """What stands after the last terminator of a file, or before an ISA that comes too early."""
        text = rest.strip(SPACE)
        begin = self._at + len(rest) - len(rest.lstrip(SPACE))
        self._at += len(rest)
        if not text:
            return
        segment = yield from self._split(Segment(text, begin, self.tally.segments + 1), delimiters)
        text, begin = segment.text, segment.offset
        elements = text.split(delimiters.element)
        if elements[0] == "IEA" and len(elements) == 3 and len(elements[2]) == 9:
            where = mark(segment, delimiters)
            syntax = Syntax(interchange_code="023")
            fix = Edit(begin + len(text), 0, delimiters.terminator, "the last segment ends")
            message = "the last segment has no terminator"
            yield found(faults.NO_TERMINATOR, message, where, syntax=syntax, fix=(fix,))
            self.tally.segments += 1
            self.last = segment
            yield segment
            return
        self.tally.unread_bytes += len(text)
        self.last = segment
        yield Cut(segment)

    def _split(self, segment: Segment, delimiters: Delimiters) -> Generator[Item, None, Segment]:
        """Give out the segments that one swallowed, but for the last of them."""
        parts = [segment] if segment.breaks else split_lines(segment, delimiters)
        if len(parts) == 1:
            return segment
        yield tell(parts, delimiters)
        end = self._at
        for part, following in pairwise(parts):
            self.cursor.set("", part.offset)  # nothing lies ahead of it that may be read
            self.last, self._at = part, following.offset
            yield part
            self.tally.segments += 1
        self._at = end
        return parts[-1]

    def _too_long(self, delimiters: Delimiters) -> Iterator[Finding]:
        """Pass over a segment that does not end within a block."""
        start = self._at
        while self._at < self.source.size:
            block = self.source.read(self._at, self._at + BLOCK)
            end = block.find(delimiters.terminator) + 1
            border = START.search(block, 1)
            if border and not 0 < end <= border.start():
                self._at += border.start()
                break
            if end:
                self._at += end
                break
            last = self._at + len(block) >= self.source.size
            self._at += len(block) if last else len(block) - LENGTH  # an ISA may lie on the seam
        length = self._at - start
        self.tally.unread_bytes += length
        self.tally.segments += 1
        begin = Segment(self.source.read(start, start + 8).lstrip(SPACE), start, 0)
        name = segment_name(begin, delimiters).replace("?", "")
        message, where = f"a segment of {length} bytes was not read", Mark(self.tally.segments, name, start, 3)
        yield found(faults.TOO_LONG, message, where, syntax=Syntax(transaction_code="5", passed=1))

    def _unwrap(self, segment: Segment) -> Generator[Finding, None, Segment]:
        """The segment without the line breaks that wrapping put into it; other breaks stay."""
        text, breaks, last = "", [], 0
        for match in _BREAK.finditer(segment.text):
            if self._column(segment.offset + match.start()) != self._width:
                continue
            text += segment.text[last : match.start()]
            breaks.append((len(text), match.end() - match.start()))
            last = match.end()
        if breaks:
            segment = Segment(text + segment.text[last:], segment.offset, segment.number, tuple(breaks))
            yield from self._wrapped(segment)
        return segment

    def _column(self, offset: int) -> int:
        """Bytes from the last line break before `offset`, itself a line break, to it."""
        if self._width < 0:
            return 0
        text = self.source.read(max(0, offset - self._width - 2), offset)
        last = max(text.rfind("\n"), text.rfind("\r"))
        return len(text) - last - 1

    def _wrapped(self, segment: Segment) -> Iterator[Finding]:
        if "wrapped" not in self._said:
            self._said.add("wrapped")
            message = f"lines are wrapped at {self._width} bytes, inside segments"
            said = self._say(faults.WRAPPED, message, segment.offset, 3, counted=True)
            yield replace(said, fix=(next(drop_breaks(segment)),))

    def _indented(self, offset: int, width: int) -> Iterator[Finding]:
        if "indented" not in self._said:
            self._said.add("indented")
            yield self._say(
                faults.INDENTED, "there are spaces before segments (the first is here)", offset - width, width
            )

    def _empty(self, count: int, offset: int) -> Iterator[Finding]:
        if not count:
            return
        message = "an empty segment" if count == 1 else f"{count} empty segments"
        yield self._say(faults.EMPTY, f"{message} (a terminator follows a terminator)", offset - 1, 1)

    def _say(self, rule: Rule, message: str, offset: int, length: int, *, counted: bool = False) -> Finding:
        number = self.tally.segments if counted else self.tally.segments + 1
        return found(rule, message, Mark(number, "", offset, length))
