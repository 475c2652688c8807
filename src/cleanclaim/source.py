"""Bytes of one input, read as latin-1, so that an index is a byte offset."""

from __future__ import annotations

import io
import os
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path
from typing import IO, NamedTuple

BLOCK = 1 << 20  # bytes read at once
_STRIDE = 1 << 16  # bytes between places whose lines are known: so far is looked back at most


class Span(NamedTuple):
    """A stretch of a source: `start` is the first byte, `end` the one after the last."""

    start: int
    end: int


class Segment(NamedTuple):
    """One segment as it lies in the file, without its terminator and the white space before it.

    In a file whose lines are wrapped, `breaks` holds (index in `text`, bytes of line break left out
    before it), so that a place in the text is still a place in the file.
    """

    text: str
    offset: int  # byte offset of text[0]
    number: int  # from 1 in the file; empty segments are not numbered
    breaks: tuple[tuple[int, int], ...] = ()

    def byte(self, index: int) -> int:
        """The byte offset of `text[index]`; of the end of the text for its length."""
        if not self.breaks:
            return self.offset + index
        return self.offset + index + sum(width for at, width in self.breaks if at <= index)


class _LineMark(NamedTuple):
    """At byte `at`, line `line` is open and began at byte `start`."""

    at: int
    line: int
    start: int


class Again(NamedTuple):
    """How to read once more what was copied aside, and what tells it from what it has become."""

    open: Callable[[], Source]
    stamp: tuple[int, ...]


def stamp_of(about: os.stat_result) -> tuple[int, ...]:
    """What tells a file from another one, and from itself when it has changed."""
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns


class Source:
    """One input that can be read at any place: a file, bytes, or standard input copied aside.

    Raises `OSError` where the input can not be opened or read.
    """

    def __init__(self, name: str, stream: IO[bytes], path: Path | None = None, *, again: Again | None = None) -> None:
        self.name = name
        self.path = path  # where it can be opened again; absent for what has no such place
        self.again = again  # of a member of an archive: it has no path, and can be unpacked again
        self._stream = stream
        self._holds = 0
        self.size = stream.seek(0, os.SEEK_END)
        self._cached = Span(0, 0)
        self._cache = ""
        self._marks = [_LineMark(0, 1, 0)]  # one in every _STRIDE, as far as was asked
        self._recent = self._marks[0]

    @classmethod
    def open(cls, path: Path, name: str | None = None) -> Source:
        """Open a file; one that can not be read twice (a pipe) is copied aside first."""
        stream = path.open("rb")
        if stream.seekable():
            return cls(name or str(path), stream, path)
        with stream:
            return cls.copy(name or str(path), stream)

    @classmethod
    def copy(cls, name: str, stream: IO[bytes]) -> Source:
        """Copy a stream to a temporary file that only this user can read and that has no name."""
        import tempfile  # few need it

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
        """Let go of the file, unless somebody still holds it."""
        if self._holds:
            self._holds -= 1
        else:
            self._stream.close()

    def hold(self) -> Source:
        """Keep it open until it was closed once more: what has no path can not be opened again."""
        self._holds += 1
        return self

    @property
    def stamp(self) -> tuple[int, ...]:
        """The stamp of the file; empty for what is no file."""
        if self.again is not None:
            return self.again.stamp
        try:
            about = os.fstat(self._stream.fileno())
        except io.UnsupportedOperation:
            return ()
        return stamp_of(about)

    @property
    def reached(self) -> int:
        """How many bytes have been read, going forward; for those who show progress."""
        return self._cached.end

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
        while self._marks[-1].at + _STRIDE <= offset:
            self._marks.append(self._advance(self._marks[-1], self._marks[-1].at + _STRIDE))
        near = self._marks[bisect_right(self._marks, offset, key=lambda mark: mark.at) - 1]
        if near.at < self._recent.at <= offset:
            near = self._recent
        self._recent = self._advance(near, offset)
        return self._recent.line, offset - self._recent.start + 1

    def _advance(self, mark: _LineMark, offset: int) -> _LineMark:
        """Count the line ends between a mark and `offset`."""
        text = self.peek(mark.at, offset)
        if text.endswith("\r") and self.peek(offset, offset + 1) == "\n":
            text = text[:-1]  # a CR ends a line only if no LF follows; then the LF does
        ends = text.count("\n") + text.count("\r") - text.count("\r\n")
        last = max(text.rfind("\n"), text.rfind("\r"))
        return _LineMark(offset, mark.line + ends, mark.start if last < 0 else mark.at + last + 1)

    def peek(self, start: int, end: int) -> str:
        """As `read`, without moving the cache, which belongs to the reader going forward."""
        base, reached = self._cached
        if base <= start <= end <= reached:
            return self._cache[start - base : end - base]
        start, end = max(start, 0), min(end, self.size)
        if start >= end:
            return ""
        if base <= start and end <= reached:
            return self._cache[start - base : end - base]
        self._stream.seek(start)
        return self._stream.read(end - start).decode("latin-1")
