"""One self-contained page that a billing manager opens: no server, no network, nothing to install."""

from __future__ import annotations

from typing import TextIO

from cleanclaim.findings import Finding, Rule
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Format, Tool, Totals, closing
from cleanclaim.reports.html.entries import Names, entry, rule_entry
from cleanclaim.reports.page import Frame, Words, to_json

__all__ = ["Html"]

_KEYS = ((("j", "k"), "next and previous finding"), (("Enter",), "open or close"), (("Esc",), "clear the filters"))
_WORDS = Words("cleanclaim report", "findings", _KEYS)


class Html(Format):
    """The findings are data in the page, escaped; its script draws them, its policy forbids all else.

    Findings are written as they come; what is kept is each rule, path, payer and provider once.
    """

    def __init__(self, stream: TextIO, *, color: bool = False) -> None:
        super().__init__(stream)
        self._frame = Frame(stream, "html", _WORDS, script="report.js")
        self._names = Names()
        self._rules: dict[str, Rule] = {}
        self._between = "\n"

    def begin(self, tool: Tool) -> None:
        """Write the page up to its findings."""
        self._frame.begin("Claim findings", tool, "findings")

    def finding(self, finding: Finding) -> None:
        """Write the entry of a finding."""
        self._rules.setdefault(finding.rule, finding.about)
        self._stream.write(self._between + to_json(entry(finding, self._names)))
        self._between = ",\n"

    def end(self, totals: Totals) -> None:
        """Write what the findings refer to, and the script."""
        kept = {
            "rules": {code: rule_entry(rule) for code, rule in self._rules.items()},
            "names": self._names.lists(),
            "files": totals.files,
        }
        self._frame.end(kept, [draw(line) for line in closing(totals, whole=True)])
