"""Findings by file: the path once, then a line for each finding in columns."""

from __future__ import annotations

from typing import TextIO

from cleanclaim.findings import Finding
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Format, Totals, closing

_AT_ONCE = 1_000  # findings of a file whose columns are aligned together


class Grouped(Format):
    """A paragraph a file; columns are as wide as the findings of the file need."""

    says_rules = False

    def __init__(self, stream: TextIO, *, color: bool = False) -> None:
        super().__init__(stream)
        self._path: str | None = None
        self._rows: list[tuple[str, str, str, str]] = []

    def finding(self, finding: Finding) -> None:
        """Keep a finding until its file ends, or a thousand are kept."""
        path = finding.location.path if finding.location else ""
        if path != self._path:
            self._flush()
            self._stream.write(f"{draw(path)}\n")
            self._path = path
        self._rows.append(_row(finding))
        if len(self._rows) == _AT_ONCE:
            self._write()

    def file(self, name: str) -> None:
        """Write what is left of a file."""
        self._flush()

    def end(self, totals: Totals) -> None:
        """Write the closing lines."""
        self._flush()
        self._stream.writelines(f"{line}\n" for line in closing(totals))

    def _flush(self) -> None:
        """End the paragraph that is open."""
        if self._path is not None:
            self._write()
            self._stream.write("\n")
        self._path = None

    def _write(self) -> None:
        widths = [max(map(len, column)) for column in list(zip(*self._rows, strict=True))[:3]]
        for row in self._rows:
            head = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
            self._stream.write(f"  {head}  {row[3]}\n")
        self._rows.clear()


def _row(finding: Finding) -> tuple[str, str, str, str]:
    at = finding.location
    place = f"{at.line}:{at.column}" if at else ""
    where = f" ({', '.join(_where(finding))})" if at and at.claim is not None else ""
    return place, finding.severity, finding.rule, draw(finding.message) + where


def _where(finding: Finding) -> list[str]:
    at = finding.location
    assert at is not None
    line = [f"line {at.service_line}"] if at.service_line is not None else []
    return [f"claim {at.claim}", *line]
