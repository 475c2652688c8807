"""Finds the cell of a table's row that holds nothing: its second `|` would begin another row."""

from __future__ import annotations

import re
from typing import NamedTuple

_SAID = re.compile(r'"(?:[^"\\\n]|\\.)*"|\#[^\n]*')
_EMPTY = re.compile(r"\|[ \t]*(?=\|)")


class Gap(NamedTuple):
    """Where an empty cell stands, with the signs around it; line and column count from 1."""

    line: int
    column: int
    length: int


def find_gap(text: str, line: int, column: int) -> Gap | None:
    """The empty cell before the sign that was refused there, be it `|` or the brace that closes the table."""
    rows = _SAID.sub(lambda said: (" " if said[0][0] == "#" else "x") * len(said[0]), text).split("\n")[:line]
    refused = rows[-1][column - 1 : column]
    rows[-1] = rows[-1][: column - 1]
    while len(rows) > 1 and not rows[-1].strip():
        rows.pop()
        refused = ""
    row = rows[-1].rstrip()
    if not row.endswith("|"):
        return None
    whole = row if refused != "|" else rows[-1] + refused
    found = _EMPTY.search(whole, len(whole.rstrip("| \t")))
    start, end = (found.start(), found.end() + 1) if found else (len(row) - 1, len(row))
    return Gap(len(rows), start + 1, end - start)
