"""No report at all: the exit status says it."""

from __future__ import annotations

from typing import TextIO

from cleanclaim.findings import Finding
from cleanclaim.reports.format import Tool, Totals


class Silent:
    """Writes nothing."""

    def __init__(self, _stream: TextIO, *, color: bool = False) -> None:
        pass

    def begin(self, tool: Tool) -> None:
        """Nothing."""

    def finding(self, finding: Finding) -> None:
        """Nothing."""

    def end(self, totals: Totals) -> None:
        """Nothing."""
