"""Rows that must be compared with others: 16 bytes each, on disk where they are too many."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

_MOST = 5_000_000  # rows in memory: 80 MB
_BUCKETS = 256
_SHIFT = 1 << 63  # SQLite's integers have a sign
_NARROW = 52  # bits of a key below those that choose one of the 4,096 narrow buckets


class Rows:
    """Keys and rows of one file, both of 64 bits. Past `most` rows they go to a temporary file that has no name."""

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
            self._spilled = _temporary("key INTEGER, row INTEGER")
        self._spilled.executemany("INSERT INTO kept VALUES (?, ?)", self._signed())
        self._held = 0

    def _signed(self) -> Iterator[tuple[int, int]]:
        for number in range(_BUCKETS):
            for key, row in zip(self._keys[number], self._rows[number], strict=True):
                yield key - _SHIFT, row - _SHIFT
            self._keys[number], self._rows[number] = array("Q"), array("Q")

    def groups(self) -> Iterator[tuple[int, list[int]]]:
        """Each key with its rows. They are let go."""
        if self._spilled is None:
            for number in range(_BUCKETS):
                keys, rows = self._keys[number], self._rows[number]
                self._keys[number], self._rows[number] = array("Q"), array("Q")
                yield from _grouped(sorted(zip(keys, rows, strict=True)))
            self._held = 0
            return
        self._spill()
        found = self._spilled.execute("SELECT key, row FROM kept ORDER BY key, row")
        yield from _grouped((key + _SHIFT, row + _SHIFT) for key, row in found)
        self._spilled.close()
        self._spilled = None


def _grouped(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, list[int]]]:
    for key, group in groupby(pairs, key=itemgetter(0)):
        yield key, [row for _, row in group]


def _temporary(columns: str, more: str = "") -> sqlite3.Connection:
    """A table in a temporary file, which is deleted when it is closed."""
    made = sqlite3.connect("", isolation_level=None)
    made.execute("PRAGMA journal_mode = OFF")
    made.execute("PRAGMA synchronous = OFF")
    made.execute(f"CREATE TABLE kept ({columns}) {more}")
    return made


class Found:
    """Keys and rows, both of 64 bits, that are found by their key while more come; on disk past `most` rows."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._buckets: dict[int, tuple[array[int], array[int]]] = {}
        self._held = 0
        self._spilled: sqlite3.Connection | None = None

    def add(self, key: int, row: int) -> None:
        """Keep a row under its key. Rows come in ascending order."""
        bucket = self._buckets.get(key >> _NARROW)
        if bucket is None:
            bucket = self._buckets[key >> _NARROW] = array("Q"), array("Q")
        keys, rows = bucket
        at = bisect_right(keys, key)
        keys.insert(at, key)
        rows.insert(at, row)
        self._held += 1
        if self._held >= self._most:
            self._spill()

    def find(self, key: int) -> list[int]:
        """The rows of a key, ascending."""
        found = []
        if self._spilled is not None:
            asked = self._spilled.execute("SELECT row FROM kept WHERE key = ? ORDER BY row", (key - _SHIFT,))
            found = [row + _SHIFT for (row,) in asked]
        bucket = self._buckets.get(key >> _NARROW)
        if bucket is not None:
            keys, rows = bucket
            found += rows[bisect_left(keys, key) : bisect_right(keys, key)]
        return found

    def close(self) -> None:
        """Let go of all."""
        self._buckets.clear()
        if self._spilled is not None:
            self._spilled.close()
            self._spilled = None

    def _spill(self) -> None:
        if self._spilled is None:
            self._spilled = _temporary("key INTEGER, row INTEGER, PRIMARY KEY (key, row)", "WITHOUT ROWID")
        self._spilled.execute("BEGIN")
        self._spilled.executemany("INSERT OR IGNORE INTO kept VALUES (?, ?)", self._signed())
        self._spilled.execute("COMMIT")
        self._held = 0

    def _signed(self) -> Iterator[tuple[int, int]]:
        """Rows in the order of their keys, so that the file grows at its end."""
        for number in sorted(self._buckets):
            for key, row in zip(*self._buckets.pop(number), strict=True):
                yield key - _SHIFT, row - _SHIFT
