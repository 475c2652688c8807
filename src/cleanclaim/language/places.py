"""Where something stands in a rule file."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A stretch of a rule file; lines and columns count from 1, the end column is the one after."""

    line: int
    column: int
    end_line: int
    end_column: int


class Word(NamedTuple):
    """A name or a code as it was written."""

    text: str
    at: Place
