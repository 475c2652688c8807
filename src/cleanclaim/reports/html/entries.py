"""What the page knows of a finding: short rows, as a page may hold a hundred thousand of them."""

from __future__ import annotations

from typing import Any

from cleanclaim.findings import SEVERITIES, Caret, ExcerptLine, Finding, Location, Rule
from cleanclaim.privacy import draw


class Names:
    """The paths, payers and providers that occur, each once; a row refers to them by number."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, int]] = {"file": {}, "payer": {}, "provider": {}}

    def number(self, kind: str, name: str) -> int:
        """The number of a name, from 0 in the order of their appearance; -1 where there is none."""
        known = self._known[kind]
        return known.setdefault(draw(name), len(known)) if name else -1

    def lists(self) -> dict[str, list[str]]:
        """The names of each kind in the order of their numbers."""
        return {kind: list(known) for kind, known in self._known.items()}


def entry(finding: Finding, names: Names) -> list[Any]:
    """The row of a finding; the script reads it by position (`FIELDS` in report.js)."""
    at = finding.location or Location("", 0, 0, 0, 0, 0, "")
    return [
        finding.rule,
        SEVERITIES.index(finding.severity),
        draw(finding.message),
        names.number("file", at.path),
        names.number("payer", at.payer),
        names.number("provider", at.provider),
        [at.line, at.column, at.segment, at.element, at.loop, at.claim or 0, at.service_line or 0],
        [_line(line) for line in finding.excerpt],
        draw(finding.suggestion or finding.help),
        draw(finding.decided_by),
        [],
    ]


def rule_entry(rule: Rule) -> dict[str, Any]:
    """What is said of a rule once."""
    return {
        "title": draw(rule.title),
        "snip": rule.snip,
        "help": draw(rule.help),
        "references": [[draw(reference.title), _link(reference.url)] for reference in rule.references],
        "codes": " · ".join(rule.acknowledgment.named()),
    }


def _line(line: ExcerptLine) -> list[Any]:
    return [line.segment, line.text, [_caret(caret) for caret in line.carets]]


def _caret(caret: Caret) -> list[Any]:
    return [caret.start, caret.length, draw(caret.label), int(caret.primary)]


def _link(url: str) -> str:
    return url if url.startswith("https://") else ""
