"""Compiled rules and claims to findings. A line that wakes no rule costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim, Line
from cleanclaim.claim.parties import Provider
from cleanclaim.claim.positions import mark_of
from cleanclaim.compiled import CompiledRule, Unreadable, Verdict
from cleanclaim.engine.across import Across, Judged
from cleanclaim.engine.covers import Covers, Said
from cleanclaim.engine.crashes import CRASHES, crashed
from cleanclaim.engine.index import LineIndex
from cleanclaim.engine.rows import providers, troubled
from cleanclaim.findings import Finding, Mark


class Engine:
    """Judges claims one after the other, in the order of their file.

    `not_checked` counts by rule how often it could not be judged, because a value that it reads is
    missing or malformed; that value is a finding already.
    """

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self.not_checked: dict[str, int] = {}
        near = [rule for rule in rules if not rule.across]
        self._lines = LineIndex([rule for rule in near if rule.subject == "line"])
        self._claims = tuple(rule for rule in near if rule.subject == "claim")
        of_providers = [rule for rule in near if rule.subject == "provider"]
        self._providers = {
            False: tuple(of_providers),
            True: tuple(rule for rule in of_providers if _reads_claim(rule)),  # for a provider that is known
        }
        self._across = Across(rules)
        self._covers = Covers(rules)
        self._above: tuple[Provider | None, ...] = ()  # providers above the claim, known from the claim before

    def judge(self, claim: Claim) -> list[Finding]:
        """The findings of one claim, in the order of their places, then of their codes."""
        found = [said.finding for said in self._covers.uncovered(list(self._judge(claim)))]
        if len(found) > 1:
            found.sort(key=_order)
        return found

    def across(self, again: Callable[[], Iterable[Claim]]) -> dict[int, list[Finding]]:
        """The findings of rules that look across claims, by the numbers of their claims, when all were judged.

        `again` reads the claims anew, complete ones only; it is called as often as they must be read.
        """
        found: dict[int, list[Finding]] = {}
        for judged in self._across.judge(again, troubled):
            for said in self._outcome(judged):
                found.setdefault(judged.claim.ordinal, []).append(said.finding)
        for findings in found.values():
            findings.sort(key=_order)
        return found

    def _outcome(self, judged: Judged) -> Iterable[Said]:
        if judged.verdicts is None:
            return (Said(crashed(judged.rule, judged.claim, judged.subject)),)
        return self._findings(judged.rule, judged.claim, judged.subject, judged.verdicts)

    def _judge(self, claim: Claim) -> Iterator[Said]:
        careful = troubled(claim)
        if self._across.rules:
            for judged in self._across.keep(claim, careful):
                yield from self._outcome(judged)
        for rule in self._claims:
            yield from self._run(rule, claim, claim, careful)
        for line in claim.lines:
            if careful:
                for rule in self._lines.everything:
                    yield from self._run(rule, claim, line, careful)
            else:
                yield from self._judge_line(claim, line)
        if self._providers[False]:
            yield from self._judge_providers(claim, careful)

    def _judge_line(self, claim: Claim, line: Line) -> Iterator[Said]:
        """The way of nearly all lines, so `_run` is written out here."""
        for rule in self._lines.woken(line):
            try:
                verdicts = rule.judge(claim, line)
            except CRASHES:
                yield Said(crashed(rule, claim, line))
                continue
            if verdicts is not None:
                yield from self._findings(rule, claim, line, verdicts)

    def _judge_providers(self, claim: Claim, careful: bool) -> Iterator[Said]:
        known = self._above
        self._above = (claim.billing, claim.pay_to)
        for provider, line in providers(claim):
            for rule in self._providers[provider in known]:  # rows are equal only to themselves
                for said in self._run(rule, claim, provider, careful):
                    on_line = None if line is None else replace(said.finding, service_line=line.position)
                    yield said._replace(finding=on_line or said.finding)

    def _run(self, rule: CompiledRule, claim: Claim, subject: Row, careful: bool) -> Iterable[Said]:
        """The findings of one rule on one subject; what could not be judged is counted."""
        try:
            verdicts = rule.carefully(claim, subject) if careful else rule.judge(claim, subject)
        except Unreadable:
            verdicts = (None,)
        except CRASHES:
            return (Said(crashed(rule, claim, subject)),)
        return self._findings(rule, claim, subject, verdicts) if verdicts is not None else ()

    def _findings(
        self, rule: CompiledRule, claim: Claim, subject: Row, verdicts: tuple[Verdict | None, ...]
    ) -> Iterator[Said]:
        for verdict in verdicts:
            if verdict is None:
                self.not_checked[rule.code] = self.not_checked.get(rule.code, 0) + 1
            else:
                yield Said(_finding(rule, claim, subject, verdict), (subject, *verdict.witnesses))


def _reads_claim(rule: CompiledRule) -> bool:
    """Whether what a rule says of a provider can be another thing in the next claim."""
    return any(name.startswith(("claim.", "line.")) for name in rule.reads)


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.mark.segment, finding.mark.offset, finding.rule


def _finding(rule: CompiledRule, claim: Claim, subject: Row, verdict: Verdict) -> Finding:
    mark, *others = (
        mark_of(there or claim, row, name, item, label) for row, name, item, label, there in verdict.pointers
    )
    return Finding(
        about=rule.about,
        severity=verdict.severity,
        message=verdict.message,
        mark=mark,
        loop=mark.loop,
        related=_related(mark, others),
        help=rule.about.help,
        suggestion=verdict.suggestion,
        data=None if rule.about.data is None else rule.about.data._asdict(),
        claim=claim.ordinal,
        service_line=subject.position if isinstance(subject, Line) else mark.service_line,
    )


def _related(mark: Mark, others: Sequence[Mark]) -> tuple[Mark, ...]:
    """The other places, each once, without the main one."""
    seen = {(mark.offset, mark.length)}
    found = []
    for other in others:
        if (other.offset, other.length) not in seen:
            seen.add((other.offset, other.length))
            found.append(other)
    return tuple(found)
