"""Rows that belong together, in columns: the rows of a table, and sets that follow one another."""

from __future__ import annotations

import re
from itertools import groupby

from cleanclaim.language.format.layout import Laid

_NUMBER = re.compile(r"\$?[0-9.]+( [A-Za-z]+)?")


def align(lines: list[Laid]) -> list[Laid]:
    """The lines, neighbours with cells in columns. Remarks between the rows of a table do not part them."""
    found: list[Laid] = []
    for kind, group in groupby(lines, key=_kind):
        rows = list(group)
        if kind == "table":
            widths = _widths([line.cells for line in rows if line.cells])
            rows = [_row(line, widths) if line.cells else line for line in rows]
        elif kind == "set":
            (width,) = _widths([line.cells for line in rows])
            rows = [line._replace(text=f"set {line.cells[0]:{width}} : {line.more}") for line in rows]
        found += rows
    return found


def _kind(line: Laid) -> str:
    if line.text.lstrip().startswith("|") or (line.remark and line.text.startswith("  #")):
        return "table"
    return "set" if line.cells else ""


def _widths(rows: list[tuple[str, ...]]) -> list[int]:
    """The width of each column; rows can be of different lengths where somebody forgot a cell."""
    most = max((len(row) for row in rows), default=0)
    return [max(len(row[at]) for row in rows if at < len(row)) for at in range(most)]


def _row(line: Laid, widths: list[int]) -> Laid:
    cells = [
        f"{cell:>{width}}" if _NUMBER.fullmatch(cell) else f"{cell:{width}}"
        for cell, width in zip(line.cells, widths, strict=False)
    ]
    return line._replace(text=f"  | {' | '.join(cells)} |{line.more}")
