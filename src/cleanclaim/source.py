"""Bytes of one input, read as latin-1, so that an index is a byte offset."""

from __future__ import annotations

import io
import os
import tempfile
from bisect import bisect_right
from pathlib import Path
from typing import IO, NamedTuple

BLOCK = 1 << 20  # bytes read at once; also the distance between line marks


class Span(NamedTuple):
    """A stretch of a source: `start` is the first byte, `end` the one after the last."""

    start: int
    end: int


class Segment(NamedTuple):
    """One segment as it lies in the file, without its terminator and the white space around it."""

    text: str
    offset: int  # byte offset of text[0]
    number: int  # from 1 in the file; empty segments are not numbered


class Source:
    """One input that can be read at any place: a file, bytes, or standard input copied aside.

    Raises `OSError` where the input can not be opened or read.
    """

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        self.name = name
        self._stream = stream
        self.size = stream.seek(0, os.SEEK_END)
        self._cached = Span(0, 0)
        self._cache = ""
        # Line marks: at byte offset _at[i], line _lines[i] is open and began at byte _starts[i].
        self._at, self._lines, self._starts = [0], [1], [0]

    @classmethod
    def open(cls, path: Path, name: str | None = None) -> Source:
        """Open a file; one that can not be read twice (a pipe) is copied aside first."""
        stream = path.open("rb")
        if stream.seekable():
            return cls(name or str(path), stream)
        with stream:
            return cls.copy(name or str(path), stream)

    @classmethod
    def copy(cls, name: str, stream: IO[bytes]) -> Source:
        """Copy a stream to a temporary file that only this user can read and that has no name."""
        aside = tempfile.TemporaryFile("w+b")  # noqa: SIM115 (closed by close())
        while block := stream.read(BLOCK):
            aside.write(block)
        return cls(name, aside)

    @classmethod
    def from_bytes(cls, content: bytes, name: str = "<bytes>") -> Source:
        """A source over bytes in memory."""
        return cls(name, io.BytesIO(content))

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def read(self, start: int, end: int) -> str:
        """The bytes from `start` to `end` (cut at the ends of the source) as latin-1 text."""
        start, end = max(start, 0), min(end, self.size)
        if start >= end:
            return ""
        if not (self._cached.start <= start and end <= self._cached.end):
            self._fill(start, end)
        base = self._cached.start
        return self._cache[start - base : end - base]

    def _fill(self, start: int, end: int) -> None:
        self._stream.seek(start)
        content = self._stream.read(max(end - start, BLOCK))
        self._cache = content.decode("latin-1")
        self._cached = Span(start, start + len(content))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte, both from 1; LF, CRLF and CR alone each end a line."""
        offset = min(max(offset, 0), self.size)
        while self._at[-1] + BLOCK <= offset:
            self._mark(self._at[-1] + BLOCK)
        index = bisect_right(self._at, offset) - 1
        line, start = self._advance(index, offset)
        return line, offset - start + 1

    def _mark(self, at: int) -> None:
        line, start = self._advance(len(self._at) - 1, at)
        self._at.append(at)
        self._lines.append(line)
        self._starts.append(start)

    def _advance(self, index: int, offset: int) -> tuple[int, int]:
        """The line open at `offset` and where it began, counted from mark `index`."""
        at = self._at[index]
        # A CR at the end of the stretch ends a line only if no LF follows; then the LF does.
        text = self._peek(at, offset)
        ends = text.count("\n") + text.count("\r") - text.count("\r\n")
        if text.endswith("\r") and self._peek(offset, offset + 1) == "\n":
            ends -= 1
            text = text[:-1]
        last = max(text.rfind("\n"), text.rfind("\r"))
        return self._lines[index] + ends, self._starts[index] if last < 0 else at + last + 1

    def _peek(self, start: int, end: int) -> str:
        """Read without moving the cache, which belongs to the reader going forward."""
        if self._cached.start <= start and end <= self._cached.end:
            return self.read(start, end)
        self._stream.seek(start)
        return self._stream.read(end - start).decode("latin-1")
