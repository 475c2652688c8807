"""One JSON object a line, each with its `type`: the tool, each finding as it comes, the summary."""

from __future__ import annotations

from typing import Any

from cleanclaim.findings import Finding
from cleanclaim.reports.format import Format, Tool, Totals
from cleanclaim.reports.records import VERSION, finding_record, summary_record, write_json


class JsonLines(Format):
    """For programs that read as we write; a report that ends without a `summary` line was cut off."""

    def begin(self, tool: Tool) -> None:
        """Write the line of the tool."""
        self._line("tool", {"version": VERSION, **tool._asdict()})

    def finding(self, finding: Finding) -> None:
        """Write the line of a finding, with the keys of the JSON document."""
        self._line("finding", finding_record(finding))

    def end(self, totals: Totals) -> None:
        """Write the line of the summary."""
        self._line("summary", summary_record(totals))

    def _line(self, kind: str, record: dict[str, Any]) -> None:
        self._stream.write(write_json({"type": kind, **record}) + "\n")
