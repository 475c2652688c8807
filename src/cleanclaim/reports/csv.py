"""A table of findings for spreadsheets: one row a finding, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from cleanclaim.findings import Finding
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Format, Tool

COLUMNS = (
    "rule", "title", "severity", "snip", "message", "path", "line", "column", "segment", "segment_id", "element",
    "loop", "transaction", "claim", "service_line", "suggestion", "help", "277CA", "CARC", "RARC", "table", "release",
    "fingerprint",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Csv(Format):
    """Comma-separated, one header row; a finding that stands nowhere has empty cells for its place."""

    def begin(self, tool: Tool) -> None:
        """Write the header row."""
        self._rows = csv.writer(self._stream, lineterminator="\n")
        self._rows.writerow(COLUMNS)

    def finding(self, finding: Finding) -> None:
        """Write the row of a finding."""
        self._rows.writerow(_cell(value) for value in (*_said(finding), *_place(finding), *_advice(finding)))


def _said(finding: Finding) -> Iterator[object]:
    yield from (finding.rule, finding.about.title, finding.severity, finding.about.snip, finding.message)


def _place(finding: Finding) -> Iterator[object]:
    at = finding.location
    if at is None:
        yield from [None] * 10
        return
    yield from (at.path, at.line, at.column, at.segment, at.segment_id, at.element, at.loop)
    yield from (at.transaction, at.claim, at.service_line)


def _advice(finding: Finding) -> Iterator[object]:
    codes, data = finding.acknowledgment, finding.data or {}
    yield from (finding.suggestion, finding.help)
    yield from map(" ".join, (codes.claim_status, codes.carc, codes.rarc))
    yield from (data.get("table"), data.get("release"), finding.fingerprint)


def _cell(value: object) -> object:
    """A cell as a spreadsheet may read it: text that begins like a formula gets a leading apostrophe."""
    if not isinstance(value, str):
        return value
    return draw(f"'{value}" if value.startswith(_FORMULA) else value)
