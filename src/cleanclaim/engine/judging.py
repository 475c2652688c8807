"""Compiled rules and claims to findings. A line that wakes no rule costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim, Line
from cleanclaim.claim.parties import Provider
from cleanclaim.claim.positions import mark_of
from cleanclaim.compiled import Aside, CompiledRule, Unreadable, Verdict
from cleanclaim.engine.across import Across, Again, Judged, places
from cleanclaim.engine.before import Before
from cleanclaim.engine.covers import Covers, Said
from cleanclaim.engine.crashes import CRASHES, crashed
from cleanclaim.engine.near import PATIENCE, Near
from cleanclaim.engine.rows import providers, troubled
from cleanclaim.findings import Finding, Mark


class Engine:
    """Judges claims one after the other, in the order of their file.

    `not_checked` counts by rule how often it could not be judged, because a value that it reads is
    missing or malformed; that value is a finding already.
    """

    def __init__(
        self,
        rules: Sequence[CompiledRule],
        patience: int = PATIENCE,
        before: Before | None = None,
        near: Near | None = None,
    ) -> None:
        """`near` has judged another file by the same rules, and keeps what its claims have taught."""
        self.not_checked: dict[str, int] = {}
        self.near = Near([rule for rule in rules if not rule.across], patience) if near is None else near.begin()
        self._across = Across(rules, before or Before(files=1))
        self._covers = Covers(rules)

    def judge(self, claim: Claim) -> list[Finding]:
        """The findings of one claim, in the order of their places, then of their codes."""
        careful = troubled(claim)
        judged = self.near.judge(claim, careful)
        if self._across.rules:
            judged = [*self._across.keep(claim, careful), *judged]
        if not judged:
            return []
        said = [said for one in judged for said in self._outcome(one)]
        return sorted((one.finding for one in self._covers.uncovered(said)), key=_order)

    @property
    def looks_across(self) -> bool:
        """Whether there are rules that look across claims."""
        return bool(self._across.rules)

    def across(self, again: Callable[[], Iterable[Claim]]) -> dict[int, list[Finding]]:
        """The findings of rules that look across claims, by the numbers of their claims, when all were judged.

        `again` reads the claims anew, complete ones only; it is called as often as they must be read.
        """
        found: dict[int, list[Said]] = {}
        for said in self.far(lambda _files: again()):
            found.setdefault(said.finding.claim or 0, []).append(said)
        return {claim: self.uncovered(told) for claim, told in sorted(found.items())}

    def far(self, again: Again) -> Iterator[Said]:
        """What rules say that look across claims, when all claims of a file were judged; in no order.

        What one of them covers is still there: `uncovered` leaves it out, claim by claim.
        """
        for judged in self._across.judge(again, troubled):
            for said in self._outcome(judged):
                yield said._replace(rows=places(judged, said.rows), claim=judged.claim)

    def uncovered(self, told: list[Said]) -> list[Finding]:
        """The findings of one claim, in the order of their places, without those that others cover."""
        return sorted((said.finding for said in self._covers.uncovered(told)), key=_order)

    @property
    def lost(self) -> int:
        """How many rows were not judged because a claim that they meet could not be read again."""
        return self._across.lost

    def _outcome(self, judged: Judged) -> Iterable[Said]:
        if judged.verdicts is None:
            return (Said(crashed(judged.rule, judged.claim, judged.subject)),)
        return self._findings(judged.rule, judged.claim, judged.subject, judged.verdicts)

    def _findings(
        self, rule: CompiledRule, claim: Claim, subject: Row, verdicts: tuple[Verdict | None, ...]
    ) -> Iterator[Said]:
        for verdict in verdicts:
            if verdict is None:
                self.not_checked[rule.code] = self.not_checked.get(rule.code, 0) + 1
            else:
                yield self._said(rule, claim, subject, verdict)

    def _said(self, rule: CompiledRule, claim: Claim, subject: Row, verdict: Verdict) -> Said:
        said = Said(_finding(rule, claim, subject, verdict), (subject, *verdict.witnesses))
        if not verdict.witnesses or not self._covers.concern(rule.code):
            return said
        return said._replace(apart=lambda aside: _left(rule, claim, subject, said, aside))


def _left(rule: CompiledRule, claim: Claim, subject: Row, said: Said, aside: Aside) -> Said | None:
    """What is left of what a rule says of a subject, or of a pair, when some of it is set aside."""
    partners = list(map(id, said.rows[1:-1]))

    def another(*rows: Row) -> bool:
        return list(map(id, rows[1:-1])) != partners or aside(*rows)

    try:
        verdicts = None if rule.apart is None else rule.apart(claim, subject, another) or ()
    except (Unreadable, *CRASHES):  # it said what it said without asking for more
        verdicts = None
    if verdicts is None:
        return None if aside(*said.rows) else said
    left = next(filter(None, verdicts), None)
    return None if left is None else Said(_finding(rule, claim, subject, left), (subject, *left.witnesses))


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.mark.segment, finding.mark.offset, finding.rule


def _finding(rule: CompiledRule, claim: Claim, subject: Row, verdict: Verdict) -> Finding:
    mark, *others = _marks(claim, subject, verdict)
    return Finding(
        about=rule.about,
        severity=verdict.severity,
        message=verdict.message,
        mark=mark,
        loop=mark.loop,
        related=_related(mark, others),
        help=rule.about.help,
        suggestion=verdict.suggestion,
        data=verdict.data or (None if rule.about.data is None else rule.about.data._asdict()),
        claim=claim.ordinal,
        service_line=_line_marked(claim, verdict, mark) or _line_of(claim, subject) or mark.service_line,
    )


def _line_marked(claim: Claim, verdict: Verdict, mark: Mark) -> int | None:
    """The line of the claim that the main mark stands on; a pair can be marked on its partner first."""
    there = verdict.pointers[0].claim
    return mark.service_line if there is None or there is claim else None


def _marks(claim: Claim, subject: Row, verdict: Verdict) -> list[Mark]:
    """What a finding points at. It stands in the file of its claim, so what lies in another file comes after."""
    found = []
    for row, name, item, label, there in verdict.pointers:
        mark = mark_of(there or claim, row, name, item, label)
        elsewhere = there is not None and there.input != claim.input
        found.append(replace(mark, input=there.input) if there is not None and elsewhere else mark)
    found.sort(key=lambda mark: mark.input > 0)
    if found[0].input:
        found.insert(0, mark_of(claim, subject, "procedure" if isinstance(subject, Line) else "control_number"))
    return found


def _line_of(claim: Claim, subject: Row) -> int | None:
    """The line that a subject is, or belongs to."""
    if isinstance(subject, Provider):
        subject = next((line for provider, line in providers(claim) if provider is subject and line), subject)
    return subject.position if isinstance(subject, Line) else None


def _related(mark: Mark, others: Sequence[Mark]) -> tuple[Mark, ...]:
    """The other places, each once, without the main one."""
    seen = {(mark.offset, mark.length, mark.input)}
    found = []
    for other in others:
        place = other.offset, other.length, other.input
        if place not in seen:
            seen.add(place)
            found.append(other)
    return tuple(found)
