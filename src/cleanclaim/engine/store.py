"""Rows of a file that must be compared with others: 16 bytes each, on disk where they are too many."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

_MOST = 5_000_000  # rows in memory: 80 MB
_BUCKETS = 256
_SHIFT = 1 << 63  # SQLite's integers have a sign


class Rows:
    """Keys and rows, both of 64 bits. Past `most` rows they go to a temporary file that has no name."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._keys = [array("Q") for _ in range(_BUCKETS)]
        self._rows = [array("Q") for _ in range(_BUCKETS)]
        self._held = 0
        self._spilled: sqlite3.Connection | None = None

    def add(self, key: int, row: int) -> None:
        """Keep a row under its key."""
        bucket = key % _BUCKETS
        self._keys[bucket].append(key)
        self._rows[bucket].append(row)
        self._held += 1
        if self._held >= self._most:
            self._spill()

    def _spill(self) -> None:
        if self._spilled is None:
            self._spilled = sqlite3.connect("")  # a temporary file, deleted when it is closed
            self._spilled.execute("PRAGMA journal_mode = OFF")
            self._spilled.execute("CREATE TABLE kept (key INTEGER, row INTEGER)")
        self._spilled.executemany("INSERT INTO kept VALUES (?, ?)", self._signed())
        self._held = 0

    def _signed(self) -> Iterator[tuple[int, int]]:
        for number in range(_BUCKETS):
            for key, row in zip(self._keys[number], self._rows[number], strict=True):
                yield key - _SHIFT, row - _SHIFT
            self._keys[number], self._rows[number] = array("Q"), array("Q")

    def groups(self) -> Iterator[list[int]]:
        """The rows of each key, key by key. They are let go."""
        if self._spilled is None:
            for keys, rows in zip(self._keys, self._rows, strict=True):
                yield from _grouped(sorted(zip(keys, rows, strict=True)))
            return
        self._spill()
        found = self._spilled.execute("SELECT key, row FROM kept ORDER BY key, row")
        yield from _grouped((key, row + _SHIFT) for key, row in found)
        self._spilled.close()
        self._spilled = None


def _grouped(pairs: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    for _, group in groupby(pairs, key=itemgetter(0)):
        yield [row for _, row in group]
