"""One line a finding, `path:line:col: CODE severity message`: for editors, grep and log files."""

from __future__ import annotations

from cleanclaim.findings import Finding
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Format, Totals, closing


class Concise(Format):
    """Plain text without colours; the last two lines say what was found and what was read."""

    says_rules = False

    def finding(self, finding: Finding) -> None:
        """Write the line of a finding."""
        at = finding.location
        place = f"{draw(at.path)}:{at.line}:{at.column}: " if at else ""
        self._stream.write(f"{place}{finding.rule} {finding.severity} {draw(finding.message)}\n")

    def end(self, totals: Totals) -> None:
        """Write the closing lines."""
        self._stream.writelines(f"{line}\n" for line in closing(totals))
