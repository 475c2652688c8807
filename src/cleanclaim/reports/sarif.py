"""SARIF 2.1.0 for code scanning, streamed: results first, then the rules that they name."""

from __future__ import annotations

import os
from typing import TextIO
from urllib.parse import quote

import msgspec

from cleanclaim.findings import Finding, Mark, Rule
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Format, Tool, Totals, counted
from cleanclaim.reports.naming import slashed
from cleanclaim.reports.sarif_model import (
    Artifact,
    Driver,
    Invocation,
    Level,
    Message,
    Notification,
    Place,
    Region,
    Related,
    Result,
    RuleEntry,
    ToolEntry,
)

SHOWN = 5_000  # results that GitHub shows of one run
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[str, Level] = {"error": "error", "warning": "warning", "info": "note"}


class Sarif(Format):
    """Keeps the rules and the count; a result is written as it comes."""

    def __init__(self, stream: TextIO, *, color: bool = False) -> None:
        super().__init__(stream)
        self._rules: dict[str, tuple[int, Rule]] = {}
        self._results = 0

    def begin(self, tool: Tool) -> None:
        """Open the log, its run and its results."""
        self._tool = tool
        self._stream.write(f'{{"$schema":"{_SCHEMA}",\n"version":"2.1.0",\n"runs":[{{"results":[')

    def finding(self, finding: Finding) -> None:
        """Write a result."""
        index, _ = self._rules.setdefault(finding.rule, (len(self._rules), finding.about))
        self._stream.write((",\n" if self._results else "\n") + _json(_result(finding, index)))
        self._results += 1

    def end(self, totals: Totals) -> None:
        """Write what the results refer to, and close the log."""
        rules = [_rule(rule) for _, rule in self._rules.values()]
        driver = Driver(self._tool.name, self._tool.version, rules)
        self._stream.write(f'\n],\n"tool":{_json(ToolEntry(driver))},\n')
        self._stream.write(f'"invocations":[{_json(Invocation(True, self._notes(totals)))}],\n')
        self._stream.write('"columnKind":"unicodeCodePoints"}]}\n')

    def _notes(self, totals: Totals) -> list[Notification]:
        said = []
        if self._results > SHOWN:
            said.append(f"{self._results:,} results; GitHub shows {SHOWN:,} of them")
        if totals.unread_bytes:
            said.append(f"{counted(totals.unread_bytes, 'byte')} of the input could not be read")
        said += [f"not checked: {draw(what)} ({times:,})" for what, times in sorted(totals.not_checked.items())]
        return [Notification(Message(text)) for text in said]


def _json(piece: msgspec.Struct) -> str:
    return msgspec.json.encode(piece).decode()


def _result(finding: Finding, index: int) -> Result:
    advice = draw(finding.suggestion or finding.help)
    message = Message(draw(finding.message) + (f". Help: {advice}" if advice else ""))
    related = [_related(number, mark, finding) for number, mark in enumerate(finding.related, 1)]
    return Result(
        finding.rule,
        index,
        _LEVELS[finding.severity],
        message,
        [_place(finding)] if finding.location else [],
        related,
        {"primaryLocationLineHash": finding.fingerprint} if finding.fingerprint else {},
        {"snip": finding.about.snip, **_numbers(finding)},
    )


def _numbers(finding: Finding) -> dict[str, int | str]:
    """The claim, the line and the element: what a person who fixes the claim looks for."""
    at = finding.location
    if at is None:
        return {}
    named = {"claim": at.claim, "serviceLine": at.service_line, "segment": at.segment, "element": at.element}
    return {name: value for name, value in named.items() if value}


def _place(finding: Finding) -> Place:
    at = finding.location
    assert at is not None
    return Place.at(Artifact(_uri(at.path)), _region(at.line, at.column, at.length))


def _related(number: int, mark: Mark, finding: Finding) -> Related:
    assert finding.location is not None
    artifact = Artifact(_uri(mark.path or finding.location.path))
    message = Message(draw(mark.label) or "see also")
    return Related.at(number, message, artifact, _region(mark.line, mark.column, mark.length))


def _region(line: int, column: int, length: int) -> Region:
    return Region(max(line, 1), max(column, 1), max(column, 1) + max(length, 0))


def _rule(rule: Rule) -> RuleEntry:
    title, help_text = Message(draw(rule.title)), Message(draw(rule.help or rule.title))
    return RuleEntry(
        rule.code, title, title, help_text, {"level": _LEVELS[rule.severity]}, {"tags": [f"SNIP {rule.snip}"]}
    )


def _uri(path: str) -> str:
    """A path as a URI reference: percent-encoded, with forward slashes, absolute only where the path is."""
    drawn = draw(slashed(path))
    if os.name == "nt" and drawn[1:2] == ":":
        return f"file:///{quote(drawn, safe='/:')}"
    return ("file://" if drawn.startswith("/") else "") + quote(drawn, safe="/")
