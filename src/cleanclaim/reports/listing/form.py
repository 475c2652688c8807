"""What every form of a listing does: begin, take rows one by one, end with the totals."""

from __future__ import annotations

from typing import TextIO

from cleanclaim import names
from cleanclaim.listing import Row
from cleanclaim.reports.format import Tool, Totals, counted


class Form:
    """One listing, written as its rows come."""

    def __init__(self, stream: TextIO, *, color: bool = False, names: bool = False) -> None:
        self._stream = stream

    def begin(self, tool: Tool, name: str, size: int) -> None:
        """Write what stands before the rows: `name` is the file's, `size` its bytes."""

    def row(self, row: Row) -> None:
        """Write a row with its findings."""

    def end(self, totals: Totals) -> None:
        """Write what stands after the rows."""


def heading(row: Row) -> str:
    """What the loop of a row is: `2400 service line 2`; empty where it goes on, and outside of loops."""
    if not row.moved or not row.loop:
        return ""
    number = row.claim if row.loop == "2300" else row.service_line if row.loop == "2400" else 0
    return f"{row.loop} {names.loop(row.loop)}" + (f" {number:,}" if number else "")


def remark(row: Row) -> str:
    """What is said of a row beside its text: its title, or why it has none."""
    if row.kind == "unread":
        return f"{counted(row.size, 'byte')} not read"
    if row.kind == "empty":
        return "an empty segment" if row.size == 1 else f"{row.size:,} empty segments"
    if row.kind == "cut":
        return "cut off, not read"
    return row.title if row.kind == "segment" else "not judged"
