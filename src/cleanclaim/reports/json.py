"""One JSON document a run, streamed; its keys and their order are a contract (version 1)."""

from __future__ import annotations

from typing import TextIO

from cleanclaim.findings import Finding
from cleanclaim.reports.format import Format, Tool, Totals
from cleanclaim.reports.records import VERSION, finding_record, summary_record, write_json


class Json(Format):
    """Writes each finding on a line of its own as it comes; two runs give the same bytes."""

    def __init__(self, stream: TextIO, *, color: bool = False) -> None:
        super().__init__(stream)
        self._between = "\n"

    def begin(self, tool: Tool) -> None:
        """Open the document."""
        self._stream.write(f'{{"version":{VERSION},\n"tool":{write_json(tool._asdict())},\n"findings":[')

    def finding(self, finding: Finding) -> None:
        """Write one entry of `findings`."""
        self._stream.write(self._between + write_json(finding_record(finding)))
        self._between = ",\n"

    def end(self, totals: Totals) -> None:
        """Close the document with its summary."""
        self._stream.write(f'\n],\n"summary":{write_json(summary_record(totals))}}}\n')
