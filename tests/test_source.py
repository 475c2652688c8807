"""Bytes, positions and reading at any place."""

from __future__ import annotations

import io
import os
import threading
from bisect import bisect_left
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim import source as room
from cleanclaim.source import Segment, Source


def naive_position(content: bytes, offset: int) -> tuple[int, int]:
    """Line and column by walking every byte: what an editor shows."""
    line, start, at = 1, 0, 0
    while at < offset:
        if content[at : at + 2] == b"\r\n":
            if at + 2 > offset:
                break
            at += 2
        elif content[at] in b"\r\n":
            at += 1
        else:
            at += 1
            continue
        line, start = line + 1, at
    return line, offset - start + 1


@given(st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", b"ISA", b"\xe9"]), max_size=40), st.data())
def test_positions_are_those_of_an_editor(parts: list[bytes], data: st.DataObject) -> None:
    content = b"".join(parts)
    old, room.BLOCK = room.BLOCK, 7  # many line marks, at every kind of byte
    try:
        source = Source.from_bytes(content)
        for offset in data.draw(st.lists(st.integers(0, len(content)), max_size=8)):
            assert source.position(offset) == naive_position(content, offset)
    finally:
        room.BLOCK = old


@given(st.binary(max_size=60), st.lists(st.tuples(st.integers(-3, 70), st.integers(-3, 70)), max_size=6))
def test_reading_gives_the_bytes_that_stand_there(content: bytes, reads: list[tuple[int, int]]) -> None:
    old, room.BLOCK = room.BLOCK, 8
    try:
        source = Source.from_bytes(content)
        for start, end in reads:
            assert source.read(start, end) == content[max(start, 0) : max(end, 0)].decode("latin-1")
    finally:
        room.BLOCK = old


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "claim.837"
    path.write_bytes(b"ISA*00~\nGS*HC~\n")
    with Source.open(path) as source:
        assert (source.name, source.size) == (str(path), 15)
        assert source.read(8, 13) == "GS*HC"
        assert source.position(8) == (2, 1)


def test_a_stream_is_copied_where_only_its_reader_can_see_it() -> None:
    with Source.copy("-", io.BytesIO(b"x" * 3_000_000)) as source:
        assert source.size == 3_000_000
        assert os.fstat(source._stream.fileno()).st_mode & 0o077 == 0
        assert os.fstat(source._stream.fileno()).st_nlink == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"ISA*00~",))
    writer.start()
    with Source.open(pipe) as source:
        assert source.read(0, 99) == "ISA*00~"
    writer.join()


def test_a_place_in_a_wrapped_segment_is_its_place_in_the_file() -> None:
    segment = Segment("SV1*HC:99213", offset=100, number=1, breaks=((4, 2), (6, 1)))
    assert [segment.byte(index) for index in (0, 3, 4, 5, 6, 7)] == [100, 103, 106, 107, 109, 110]


def test_positions_far_apart_and_backwards() -> None:
    """Places that are asked for in any order, with many lines between them."""
    content = b"".join(b"%d" % (number % 977) + (b"\r\n" if number % 3 else b"\n") for number in range(90_000))
    breaks = [at for at in range(len(content)) if content[at : at + 1] == b"\n"]
    with Source.from_bytes(content) as source:
        for offset in [400_000, 65_536, 65_535, 1, 300_000, 131_072, 131_071, 200_000, 399_999, 0]:
            line = bisect_left(breaks, offset)
            assert source.position(offset) == (line + 1, offset - (breaks[line - 1] + 1 if line else 0) + 1)
