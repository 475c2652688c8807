"""Annotations of a GitHub workflow run, and the table for its step summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from cleanclaim.findings import SEVERITIES, Finding, Severity
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Format, Totals, closing, counted
from cleanclaim.reports.naming import slashed

# GitHub shows ten annotations of a kind for one step and drops the others without a word.
SHOWN = 10
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_ROWS = 200  # rules in the table of the step summary
_Counted = tuple[Severity, str, str]  # severity, code and title of a rule


class GitHub(Format):
    """Keeps the first ten findings of each severity; the others are counted and said."""

    says_rules = False

    def __init__(self, stream: TextIO, *, color: bool = False) -> None:
        super().__init__(stream)
        self._first: dict[Severity, list[Finding]] = {severity: [] for severity in SEVERITIES}
        self._rules: Counter[_Counted] = Counter()
        self._totals = Totals()

    def finding(self, finding: Finding) -> None:
        """Keep a finding, if it will be shown, and count it."""
        if len(self._first[finding.severity]) < SHOWN:
            self._first[finding.severity].append(finding)
        self._rules[finding.severity, finding.rule, finding.about.title] += 1

    def end(self, totals: Totals) -> None:
        """Write the annotations, gravest first, and the closing lines for the log."""
        self._totals = totals
        for severity in SEVERITIES:
            self._stream.writelines(f"{_annotation(finding)}\n" for finding in self._first[severity])
        self._stream.writelines(f"{line}\n" for line in (*self._dropped(), *closing(totals)))

    def step_summary(self) -> str:
        """The findings by rule as a Markdown table, for the file that GITHUB_STEP_SUMMARY names."""
        lines = ["### cleanclaim", "", *closing(self._totals), ""]
        if self._rules:
            lines += ["| rule | severity | findings | title |", "|---|---|---:|---|", *self._table()]
        if len(self._rules) > _ROWS:
            lines += ["", f"{len(self._rules) - _ROWS:,} more rules are not in this table"]
        return "\n".join((*lines, *self._dropped(), ""))

    def _table(self) -> Iterator[str]:
        ordered = sorted(self._rules.items(), key=_gravity)
        for (severity, rule, title), times in ordered[:_ROWS]:
            yield f"| {rule} | {severity} | {times:,} | {_markdown(title)} |"

    def _dropped(self) -> Iterator[str]:
        kept = sum(map(len, self._first.values()))
        if hidden := sum(self._rules.values()) - kept:
            yield f"{counted(hidden, 'more finding')} without an annotation: GitHub shows {SHOWN} of each kind"


def _gravity(counted_rule: tuple[_Counted, int]) -> tuple[int, int, str]:
    """The gravest rules first, then those that found most."""
    (severity, code, _), times = counted_rule
    return SEVERITIES.index(severity), -times, code


def _annotation(finding: Finding) -> str:
    fields = []
    if at := finding.location:
        fields = [f"file={_property(slashed(at.path))}", f"line={max(at.line, 1)}", f"col={max(at.column, 1)}"]
    fields.append(f"title={_property(f'{finding.rule} {finding.about.title}')}")
    return f"::{_COMMANDS[finding.severity]} {','.join(fields)}::{_text(finding.message)}"


def _text(text: str) -> str:
    """Text of a workflow command: what would end it is escaped."""
    return draw(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Text of a property of a workflow command."""
    return _text(text).replace(":", "%3A").replace(",", "%2C")


def _markdown(text: str) -> str:
    """Text in a cell of a Markdown table: no bar ends the cell, no angle bracket begins HTML."""
    return draw(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
