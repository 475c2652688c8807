"""Carries changes out: whole or not at all, and shows them before, masked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cleanclaim.errors import ConfigError
from cleanclaim.findings import Edit
from cleanclaim.privacy import Values, draw, mask
from cleanclaim.source import BLOCK, Source
from cleanclaim.x12 import Delimiters, Interchange, read_events

_REACH = 1 << 10  # bytes to either side of a change that are searched for the ends of its segment


def apply(source: Source, edits: Sequence[Edit]) -> Iterator[bytes]:
    """The content with the changes made, in pieces."""
    at = 0
    for edit in edits:
        yield from _copy(source, at, edit.offset)
        yield edit.text.encode("latin-1")
        at = edit.offset + edit.length
    yield from _copy(source, at, source.size)


def _copy(source: Source, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        piece = source.peek(start, min(end, start + BLOCK))
        start += len(piece)
        yield piece.encode("latin-1")


def write_fixed(path: Path, edits: Sequence[Edit], judge: Callable[[Path], str]) -> None:
    """Replace a file by its fixed self, which is on disk whole before it takes the name.

    `judge` looks at the fixed file first and says what speaks against it, or nothing. Killed at any
    moment the path names the old file or the new one. Raises `ConfigError` where it is refused,
    `OSError` where it can not be written.
    """
    path = path.resolve()  # a link stays a link
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    aside = Path(name)
    try:
        with Source.open(path) as source, open(handle, "wb") as stream:  # noqa: PTH123 (a handle has no path)
            stamp = source.stamp
            stream.writelines(apply(source, edits))
            stream.flush()
            if hasattr(os, "fchmod"):  # Windows has no such modes
                os.fchmod(stream.fileno(), path.stat().st_mode & 0o7777)
            os.fsync(stream.fileno())
        if against := judge(aside):
            raise ConfigError(f"`{draw(str(path))}` was left as it is: {against}")
        with Source.open(path) as source:
            if source.stamp != stamp:
                raise ConfigError(f"`{draw(str(path))}` was left as it is: it changed while it was being fixed")
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Have the new name on disk, where folders can be flushed."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def show_changes(source: Source, edits: Sequence[Edit], values: Values) -> Iterator[str]:
    """The changes as lines, masked: each segment before and after, with the reason."""
    bounds = list(_delimiters(source))
    at = 0
    while at < len(edits):
        first = edits[at]
        delimiters = next((those for start, those in reversed(bounds) if start <= first.offset), Delimiters())
        start, end = _segment(source, first, delimiters)
        inside = [edit for edit in edits[at:] if edit.offset < max(end, first.offset + 1)]
        yield f"@@ byte {start}: {'; '.join(dict.fromkeys(edit.why for edit in inside))}"
        old = source.peek(start, end)
        yield f"-{_drawn(old, delimiters, values)}"
        yield f"+{_drawn(_changed(old, start, inside), delimiters, values)}"
        at += len(inside)


def _delimiters(source: Source) -> Iterator[tuple[int, Delimiters]]:
    """Where each interchange begins, and its delimiters."""
    for event in read_events(source):
        if isinstance(event, Interchange):
            yield event.header.offset, event.delimiters


def _segment(source: Source, edit: Edit, delimiters: Delimiters) -> tuple[int, int]:
    """The bytes of the segment that a change stands in, without what stands before its id, with its terminator."""
    base = max(0, edit.offset - _REACH)
    before = source.peek(base, edit.offset)
    start = base + before.rfind(delimiters.terminator) + 1
    behind = source.peek(edit.offset, edit.offset + _REACH)
    stop = behind.find(delimiters.terminator)
    end = edit.offset + (len(behind) if stop < 0 else stop + 1)
    text = source.peek(start, end)
    return start + len(text) - len(text.lstrip("\r\n\t ")), end


def _changed(text: str, start: int, edits: Sequence[Edit]) -> str:
    for edit in reversed(edits):
        at = edit.offset - start
        text = text[:at] + edit.text + text[at + edit.length :]
    return text


def _drawn(text: str, delimiters: Delimiters, values: Values) -> str:
    """A segment as it may be shown; its line breaks are no part of its values."""
    ended = text.endswith(delimiters.terminator)
    body = text.removesuffix(delimiters.terminator)
    kept = [at for at, letter in enumerate(body) if letter in "\r\n"]
    shown = list(mask(body.replace("\r", "").replace("\n", ""), delimiters, values))
    for at in kept:
        shown.insert(at, draw(body[at]))
    return "".join(shown) + (draw(delimiters.terminator) if ended else "")
