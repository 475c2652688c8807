"""A listing as one self-contained page: no server, no network, nothing to install."""

from __future__ import annotations

from typing import TextIO

from cleanclaim.listing import Row
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Tool, Totals, closing
from cleanclaim.reports.listing.entries import Shapes, entry
from cleanclaim.reports.listing.form import Form
from cleanclaim.reports.page import Frame, Words, to_json

_KEYS = (
    (("j", "k"), "next finding and the one before"),
    (("n",), "element names"),
    (("Esc",), "show everything again"),
)
_WORDS = Words("cleanclaim listing", "segments", _KEYS)


class Page(Form):
    """The rows are data in the page, escaped; its script draws those that are looked at.

    Rows are written as they come; what is kept is each kind of segment once.
    """

    def __init__(self, stream: TextIO, *, color: bool = False, names: bool = False) -> None:
        super().__init__(stream)
        self._names = names
        self._frame = Frame(stream, "listing", _WORDS, style="listing.css", script="listing.js")
        self._shapes = Shapes()
        self._between = "\n"
        self._separators: list[tuple[int, str, str, str]] = []  # from a row on: element, component, terminator
        self._count = 0

    def begin(self, tool: Tool, name: str, size: int) -> None:
        """Write the page up to its rows."""
        self._frame.begin(draw(name), tool, "rows")

    def row(self, row: Row) -> None:
        """Write the entry of a row."""
        separators = (row.delimiters.element, row.delimiters.component, row.delimiters.terminator)
        if not self._separators or self._separators[-1][1:] != separators:
            self._separators.append((self._count, *separators))
        self._stream.write(self._between + to_json(entry(row, self._shapes)))
        self._between = ",\n"
        self._count += 1

    def end(self, totals: Totals) -> None:
        """Write what the rows refer to, and the script."""
        kept = {
            "shapes": self._shapes.shapes,
            "codes": self._shapes.codes,
            "separators": self._separators,
            "names": self._names,
        }
        self._frame.end(kept, [draw(line) for line in closing(totals, whole=True)])
