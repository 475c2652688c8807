"""Places in a document: bytes as the linter counts them, lines and UTF-16 units as editors do."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from lsprotocol.types import Position, Range

_LINE_END = re.compile(r"\r\n|\r|\n")
_ONE_UNIT = 0xFFFF  # the last character of one unit in UTF-16


class Text:
    """A document. Only LF, CRLF and CR end a line: X12 delimiters may be what Python takes for a line end."""

    def __init__(self, content: str) -> None:
        self.content = content
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(content))]

    @cached_property
    def encoded(self) -> bytes:
        """The document as it is saved."""
        return self.content.encode("utf-8", "surrogatepass")

    @cached_property
    def _wide(self) -> tuple[list[int], list[int]]:
        """The byte behind each character of several bytes, and how many characters stand up to there."""
        if self.content.isascii():
            return [], []
        ends, counts, end, before = [], [], 0, 0
        for match in re.finditer(r"[^\x00-\x7f]", self.content):
            end += match.start() - before + len(match[0].encode("utf-8", "surrogatepass"))
            before = match.end()
            ends.append(end)
            counts.append(before)
        return ends, counts

    @cached_property
    def _tall(self) -> list[int]:
        """The characters that take two units of UTF-16."""
        return [at for at, character in enumerate(self.content) if ord(character) > _ONE_UNIT]

    def index(self, byte: int) -> int:
        """The character that a byte of the saved document belongs to."""
        ends, counts = self._wide
        at = bisect_right(ends, byte)
        end, count = (ends[at - 1], counts[at - 1]) if at else (0, 0)
        following = counts[at] - 1 if at < len(counts) else len(self.content)
        return min(count + max(byte - end, 0), following)

    def byte(self, index: int) -> int:
        """The first byte of a character."""
        ends, counts = self._wide
        at = bisect_right(counts, index)
        end, count = (ends[at - 1], counts[at - 1]) if at else (0, 0)
        return end + index - count

    def position(self, index: int) -> Position:
        """Where a character stands, as editors count."""
        index = min(max(index, 0), len(self.content))
        line = bisect_right(self._starts, index) - 1
        start = self._starts[line]
        return Position(line, index - start + self._units(start, index))

    def at(self, position: Position) -> int:
        """The character at a place of the editor; that of the line's end where it lies behind it."""
        if position.line >= len(self._starts):
            return len(self.content)
        start = self._starts[position.line]
        end = self._end(position.line)
        index = min(start + position.character, end)
        while index > start and index - start + self._units(start, index) > position.character:
            index -= 1
        return index

    def line(self, number: int) -> str:
        """A line by its number from 0, without its end; empty where there is none."""
        if number >= len(self._starts):
            return ""
        return self.content[self._starts[number] : self._end(number)]

    def stretch(self, start: int, end: int) -> Range:
        """A range between two characters."""
        return Range(self.position(start), self.position(max(start, end)))

    def bytes(self, start: int, end: int) -> Range:
        """A range between two bytes of the saved document."""
        return self.stretch(self.index(start), self.index(end))

    def columns(self, line: int, column: int, length: int) -> Range:
        """A stretch of a line; line and column count from 1, in characters."""
        if line > len(self._starts):
            return self.stretch(len(self.content), len(self.content))
        start = self._starts[line - 1] + column - 1
        return self.stretch(start, start + max(length, 1))

    @property
    def everything(self) -> Range:
        """The whole document."""
        return self.stretch(0, len(self.content))

    def _end(self, line: int) -> int:
        """The character behind the last of a line."""
        if line + 1 >= len(self._starts):
            return len(self.content)
        start = self._starts[line]
        return start + len(self.content[start : self._starts[line + 1]].rstrip("\r\n"))

    def _units(self, start: int, end: int) -> int:
        """The units of UTF-16 that characters take beyond one each."""
        if not self._tall:
            return 0
        return bisect_right(self._tall, end - 1) - bisect_right(self._tall, start - 1)
