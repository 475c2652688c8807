"""Findings as a terminal shows them: the segments, carets beneath, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from cleanclaim.findings import ExcerptLine, Finding, Location
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Format, Totals, closing
from cleanclaim.reports.terminal import GUTTER, NOTHING, STYLES, Line, Pen, draw_caret, headline, said


class Full(Format):
    """Plain text, or the same text in colours; a stream of findings parted by empty lines."""

    says_rules = False

    def __init__(self, stream: TextIO, *, color: bool = False) -> None:
        super().__init__(stream)
        self._pen = Pen(stream, color=color)

    def finding(self, finding: Finding) -> None:
        """Write a finding and an empty line."""
        for line in _finding(finding):
            self._pen.write(line)
        self._pen.write([])

    def end(self, totals: Totals) -> None:
        """Write the two closing lines."""
        found, read = closing(totals)
        self._pen.write([(found, "bold" if totals.errors + totals.warnings + totals.infos else NOTHING)])
        self._pen.write([(read, "")])


def _finding(finding: Finding) -> Iterator[Line]:
    yield headline(finding)
    width = max((len(str(line.segment)) for line in finding.excerpt), default=2)
    if finding.location is not None:
        yield from _place(finding.location, width)
    if finding.excerpt:
        yield from _excerpt(finding.excerpt, width, STYLES[finding.severity])
    for name, text in said(finding):
        yield [(" " * (width + 1) + "= ", GUTTER), (name, "bold"), (": ", "bold"), (text, "")]


def _place(at: Location, width: int) -> Iterator[Line]:
    yield [(" " * width + "--> ", GUTTER), (f"{draw(at.path)}:{at.line}:{at.column}", "")]
    if where := " · ".join(_where(at)):
        yield [(" " * (width + 1) + "= ", GUTTER), (where, "")]


def _where(at: Location) -> Iterator[str]:
    if at.claim is not None:
        yield f"claim {at.claim}" + (f", line {at.service_line}" if at.service_line is not None else "")
    if at.loop:
        yield f"loop {at.loop}"
    if at.segment:
        yield f"segment {at.segment}"


def _excerpt(lines: tuple[ExcerptLine, ...], width: int, style: str) -> Iterator[Line]:
    """The segments with their numbers in the gutter; what was left out between two is elided."""
    bar = (" " * width + " |", GUTTER)
    yield [bar]
    before = 0
    for line in lines:
        if before and line.segment > before + 1:
            yield [("…".rjust(width) + " |", GUTTER)]
        before = line.segment or before
        number = str(line.segment) if line.segment else ""  # an empty segment has none
        yield [(f"{number.rjust(width)} |", GUTTER), (f" {line.text}", "")]
        for caret in line.carets:
            yield [bar, (" " * (caret.start + 1), ""), *draw_caret(caret, style)]
    yield [bar]
