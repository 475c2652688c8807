"""GitLab's code quality report: one JSON array, streamed."""

from __future__ import annotations

import hashlib
from typing import Any, TextIO

from cleanclaim.findings import Finding
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Format, Tool, Totals
from cleanclaim.reports.naming import slashed
from cleanclaim.reports.records import write_json

_SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


class GitLab(Format):
    """GitLab shows the description alone, so the code of the rule stands in front of it."""

    def __init__(self, stream: TextIO, *, color: bool = False) -> None:
        super().__init__(stream)
        self._between = "\n"

    def begin(self, tool: Tool) -> None:
        """Open the array."""
        self._stream.write("[")

    def finding(self, finding: Finding) -> None:
        """Write one issue."""
        self._stream.write(self._between + write_json(_issue(finding)))
        self._between = ",\n"

    def end(self, totals: Totals) -> None:
        """Close the array."""
        self._stream.write("\n]\n")


def _issue(finding: Finding) -> dict[str, Any]:
    at = finding.location
    path = draw(slashed(at.path)) if at else ""
    return {
        "description": f"{finding.rule}: {draw(finding.message)}",
        "check_name": finding.rule,
        "fingerprint": _unique(path, finding.fingerprint),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": path, "lines": {"begin": max(at.line, 1) if at else 1}},
    }


def _unique(path: str, fingerprint: str) -> str:
    """GitLab drops issues that share a fingerprint, and ours is the same in two copies of a file."""
    return hashlib.blake2b(f"{path}\0{fingerprint}".encode(), digest_size=16).hexdigest()
