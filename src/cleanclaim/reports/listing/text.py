"""A listing as a terminal shows it: loops indented, findings beneath their segments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from cleanclaim.findings import Mark
from cleanclaim.listing import Row, Shown, named
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Tool, Totals, closing
from cleanclaim.reports.listing.form import Form, heading, remark
from cleanclaim.reports.terminal import GUTTER, NOTHING, STYLES, Line, Pen, draw_caret, headline, said

_STEP = 2  # columns a loop is indented
_SEGMENT, _CLAIM = 12, 400  # bytes that a segment and a claim take at least, nearly always
_HEADING, _REMARK, _NAME = "bold", "dim", "cyan"


class Text(Form):
    """Plain text, or the same text in colours."""

    def __init__(self, stream: TextIO, *, color: bool = False, names: bool = False) -> None:
        super().__init__(stream)
        self._pen = Pen(stream, color=color)
        self._names = names
        self._number = self._place = 0  # widths of the columns before the bar

    def begin(self, tool: Tool, name: str, size: int) -> None:
        """Write the name of the file; its size says how wide the numbers will be."""
        self._number = max(len(str(size // _SEGMENT)), 2)
        self._place = len(str(size // _CLAIM)) + 3
        self._pen.write([(draw(name), _HEADING)])
        self._pen.write([])

    def row(self, row: Row) -> None:
        """Write a row: its loop where it begins, the segment, its elements, its findings."""
        indent = " " * (row.depth * _STEP)
        if title := heading(row):
            self._beneath(" " * ((row.depth - 1) * _STEP), [(title, _HEADING)])
        if row.text or row.size:
            self._pen.write([(self._gutter(row), GUTTER), (f" {indent}{row.text}", ""), *_beside(row)])
        if self._names:
            for element in named(row):
                meaning = f" ({element.meaning})" if element.meaning else ""
                told = [(f"{element.place} {element.name}", _NAME), (f": {element.value}{meaning}", "")]
                self._beneath(indent + " " * _STEP, told)
        for shown in row.found:
            for line in _finding(shown, row):
                self._beneath(indent, line)
        if row.found:
            self._beneath("", [])

    def end(self, totals: Totals) -> None:
        """Write the two closing lines."""
        found, read = closing(totals)
        self._pen.write([])
        self._pen.write([(found, "bold" if totals.errors + totals.warnings + totals.infos else NOTHING)])
        self._pen.write([(read, "")])

    def _gutter(self, row: Row | None) -> str:
        """The number of the segment, and of its claim and line; empty beneath it."""
        number = str(row.number) if row is not None and row.number else ""
        place = str(row.claim) if row is not None and row.claim else ""
        if row is not None and row.service_line:
            place += f".{row.service_line}"
        return f"{number.rjust(self._number)} {place.ljust(self._place)}|"

    def _beneath(self, indent: str, line: Line) -> None:
        self._pen.write([(self._gutter(None), GUTTER), *([(f" {indent}", ""), *line] if line else [])])


def _beside(row: Row) -> Line:
    words = remark(row)
    if not words:
        return []
    return [("   " if row.text else "… ", ""), (words, _REMARK if row.kind == "segment" else STYLES["warning"])]


def _finding(shown: Shown, row: Row) -> Iterator[Line]:
    """A finding in the words of the full report, and where else in the file it looks."""
    finding = shown.finding
    for caret in shown.carets:
        yield [(" " * caret.start, ""), *draw_caret(caret, STYLES[finding.severity])]
    yield headline(finding)
    if row.number and finding.mark.segment != row.number and not shown.carets:
        yield _note("at", f"segment {finding.mark.segment}")
    for mark in shown.elsewhere:
        yield _note(draw(mark.label) or "see also", _place(mark))
    for name, text in said(finding):
        yield _note(name, text)


def _place(mark: Mark) -> str:
    """Where another mark of a finding stands."""
    line = f"line {mark.service_line}" if mark.service_line else ""
    return " · ".join(filter(None, (f"segment {mark.segment}", mark.element, line)))


def _note(name: str, text: str) -> Line:
    return [(" " * _STEP + "= ", GUTTER), (name, "bold"), (": ", "bold"), (text, "")]
