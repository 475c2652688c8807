"""`--statistics`: what was found by rule, what was left out and why, and what was read in which time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cleanclaim.findings import Finding, Rule
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Totals, counted, not_checked, sized


class Statistics:
    """Counts findings by rule, the shown ones and the hidden ones alike."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()
        self._rules: dict[str, Rule] = {}

    def count(self, finding: Finding) -> None:
        """Add a finding."""
        self._times[finding.rule] += 1
        self._rules.setdefault(finding.rule, finding.about)

    def lines(self, totals: Totals, seconds: float) -> Iterator[str]:
        """The rules that found most first, then what was not reported, and what was read."""
        for code, times in sorted(self._times.items(), key=lambda item: (-item[1], item[0])):
            rule = self._rules[code]
            yield f"{times:>8,}  {code}  {rule.severity:7}  {draw(rule.title)}"
        if left_out := ", ".join(_left_out(totals)):
            yield f"not reported: {left_out}"
        if unchecked := not_checked(totals):
            yield f"not checked: {unchecked}"
        yield f"read {', '.join(_read(totals))}"
        rate = f", {sized(round(totals.bytes / seconds))} a second" if seconds > 0 else ""
        yield f"in {seconds:.1f} s{rate}"


def _left_out(totals: Totals) -> Iterator[str]:
    for number, why in (
        (totals.baselined, "in the baseline"),
        (totals.suppressed, "ignored"),
        (totals.hidden, "less grave than --show"),
    ):
        if number:
            yield f"{number:,} {why}"


def _read(totals: Totals) -> Iterator[str]:
    for number, noun in (
        (totals.files, "file"),
        (totals.interchanges, "interchange"),
        (totals.transactions, "transaction"),
        (totals.claims, "claim"),
        (totals.service_lines, "service line"),
        (totals.segments, "segment"),
    ):
        yield counted(number, noun)
    yield sized(totals.bytes)
