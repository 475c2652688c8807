"""What is known of the files of a run that were read before: how many claims they hold, and rows to meet."""

from __future__ import annotations

import os
from bisect import bisect_left
from typing import NamedTuple

from cleanclaim.claim.model import Claim
from cleanclaim.engine.store import Found

_POSITION = 16  # bits of a line's position, below those of a claim's number


class Place(NamedTuple):
    """Where a claim stands in a run, both from 1."""

    input: int
    ordinal: int


class Before:
    """Numbers the claims of a run, and keeps the rows of its earlier files that a rule could compare with.

    `files` says how many files there are, so that nothing is kept of the last one; 0 where nobody knows.
    """

    def __init__(self, files: int = 0) -> None:
        self.secret = os.urandom(16)  # part of every key, so that nobody can choose values that meet
        self._files = files
        self._starts = [0]  # how many claims stand before each file
        self._rows = Found()

    @property
    def input(self) -> int:
        """The number of the file that is being read."""
        return len(self._starts)

    @property
    def keeps(self) -> bool:
        """Whether a file could come that looks back at this one."""
        return self.input != self._files

    def number(self, claim: Claim) -> int:
        """The number of a claim in the run."""
        return self._starts[claim.input - 1] + claim.ordinal

    def is_here(self, number: int) -> bool:
        """Whether the claim of that number stands in the file that is being read."""
        return number > self._starts[-1]

    def place(self, number: int) -> Place:
        """Where the claim of that number stands."""
        input_ = bisect_left(self._starts, number)
        return Place(input_, number - self._starts[input_ - 1])

    def add(self, key: int, number: int, position: int) -> None:
        """Keep a row of a claim."""
        self._rows.add(key, number << _POSITION | position)

    def find(self, key: int) -> list[int]:
        """The numbers of the claims before this file that have rows under a key, ascending, each once."""
        return list(dict.fromkeys(row >> _POSITION for row in self._rows.find(key)))

    def next(self, claims: int) -> None:
        """The file has been read, and held so many claims."""
        self._starts.append(self._starts[-1] + claims)

    def close(self) -> None:
        """Let go of all rows."""
        self._rows.close()
