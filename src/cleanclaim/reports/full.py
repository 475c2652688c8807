"""Findings as a terminal shows them: the segments, carets beneath, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from cleanclaim.findings import Caret, ExcerptLine, Finding, Location
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Format, Totals, closing

if TYPE_CHECKING:
    from rich.console import Console

_Piece = tuple[str, str]  # text, style
_Line = list[_Piece]

_GUTTER = "bold blue"
_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
_NOTHING = "bold green"


class Full(Format):
    """Plain text, or the same text in colours; a stream of findings parted by empty lines."""

    def __init__(self, stream: TextIO, *, color: bool = False) -> None:
        super().__init__(stream)
        self._console = _console(stream) if color else None

    def finding(self, finding: Finding) -> None:
        """Write a finding and an empty line."""
        for line in _finding(finding):
            self._write(line)
        self._write([])

    def end(self, totals: Totals) -> None:
        """Write the two closing lines."""
        found, read = closing(totals)
        self._write([(found, "bold" if totals.errors + totals.warnings + totals.infos else _NOTHING)])
        self._write([(read, "")])

    def _write(self, line: _Line) -> None:
        if self._console is None:
            self._stream.write("".join(text for text, _ in line) + "\n")
            return
        from rich.text import Text

        self._console.print(Text.assemble(*line), soft_wrap=True)


def _console(stream: TextIO) -> Console:
    """A console that takes text as it is: claim text is data, never markup."""
    from rich.console import Console

    return Console(
        file=stream, force_terminal=True, color_system="standard", markup=False, emoji=False, highlight=False
    )


def _finding(finding: Finding) -> Iterator[_Line]:
    style = _STYLES[finding.severity]
    yield [
        (finding.rule, style),
        (" ", ""),
        (finding.severity, style),
        (": ", "bold"),
        (draw(finding.message), "bold"),
    ]
    width = max((len(str(line.segment)) for line in finding.excerpt), default=2)
    if finding.location is not None:
        yield from _place(finding.location, width)
    if finding.excerpt:
        yield from _excerpt(finding.excerpt, width, style)
    for name, text in _said(finding):
        yield [(" " * (width + 1) + "= ", _GUTTER), (name, "bold"), (": ", "bold"), (text, "")]


def _place(at: Location, width: int) -> Iterator[_Line]:
    yield [(" " * width + "--> ", _GUTTER), (f"{draw(at.path)}:{at.line}:{at.column}", "")]
    if where := " · ".join(_where(at)):
        yield [(" " * (width + 1) + "= ", _GUTTER), (where, "")]


def _where(at: Location) -> Iterator[str]:
    if at.claim is not None:
        yield f"claim {at.claim}" + (f", line {at.service_line}" if at.service_line is not None else "")
    if at.loop:
        yield f"loop {at.loop}"
    if at.segment:
        yield f"segment {at.segment}"


def _excerpt(lines: tuple[ExcerptLine, ...], width: int, style: str) -> Iterator[_Line]:
    """The segments with their numbers in the gutter; what was left out between two is elided."""
    bar = (" " * width + " |", _GUTTER)
    yield [bar]
    before = 0
    for line in lines:
        if before and line.segment > before + 1:
            yield [("…".rjust(width) + " |", _GUTTER)]
        before = line.segment or before
        number = str(line.segment) if line.segment else ""  # an empty segment has none
        yield [(f"{number.rjust(width)} |", _GUTTER), (f" {line.text}", "")]
        for caret in line.carets:
            yield [bar, (" " * (caret.start + 1), ""), *_caret(caret, style)]
    yield [bar]


def _caret(caret: Caret, style: str) -> _Line:
    drawn = ("^" if caret.primary else "-") * caret.length
    label = f" {draw(caret.label)}" if caret.label else ""
    return [(drawn + label, style if caret.primary else _GUTTER)]


def _said(finding: Finding) -> Iterator[tuple[str, str]]:
    """What stands beneath the excerpt: places in other files, what to do, what others say, and who says why."""
    for mark in finding.related:
        if mark.path:
            yield draw(mark.label) or "see also", f"{draw(mark.path)}:{mark.line}:{mark.column}"
    if text := finding.suggestion or finding.help:
        yield "help", draw(text)
    if note := " · ".join(_note(finding)):
        yield "note", draw(note)
    yield "rule", f"cleanclaim explain {finding.rule}"


def _note(finding: Finding) -> Iterator[str]:
    """Reference data that decided, and the codes under which others report it."""
    if finding.data:
        named = finding.data.get("note") or finding.data.get("table", "")
        release = finding.data.get("release", "")
        yield f"{named} (release {release})".lstrip() if release else named
    yield from finding.about.acknowledgment.named()
