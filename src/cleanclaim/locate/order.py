"""Findings in the order of the file, each with where it stands and what may be shown of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, Protocol

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.claim.finish import OTHER_SETS
from cleanclaim.findings import Finding, Location, Mark
from cleanclaim.frozen import Frozen
from cleanclaim.locate.fingerprint import Fingerprints
from cleanclaim.locate.owners import first_segment, payer_of, stands_above, start_of
from cleanclaim.privacy import Values, cut
from cleanclaim.source import Source
from cleanclaim.x12 import Agreement, Delimiters, End, Event, Group, Interchange, Tally, Transaction

_PAYER_ID = re.compile(r"(?=.*\d)[0-9A-Z]{5}")  # a word without a digit may be a name
_FILING = re.compile(r"[0-9A-Z]{2}")
_OTHER_KIND = "IG002"  # a transaction that is not read
_HELD_BACK = "\0"  # before a message: not the same as the one that is said
_WAITING = 10_000  # findings of one subscriber's level that wait for its end


class Listener(Protocol):
    """Hears the pipeline read one source."""

    def see(self, event: Event | Claim) -> None:
        """Take note of one event, claim or finding, before anything is selected or changed."""


class Owner(NamedTuple):
    """Whom a finding concerns: the payer of its claim (2010BB NM109), the receivers of its envelope (ISA08, GS03)."""

    payer: str = ""
    receivers: tuple[str, ...] = ()


class Policy(Protocol):
    """Decides what becomes of findings."""

    def judge(self, finding: Finding, owner: Owner) -> Finding | None:
        """The finding as it is to be reported; None where it is held back."""


class View(Frozen, frozen=True):
    """What of the findings is wanted, and how much of the file may be shown with them."""

    values: Values = "codes"
    excerpts: bool = True
    as_of: dt.date | None = None
    wanted: Callable[[str], bool] = lambda code: True
    agreement: Agreement | None = None
    listen: Callable[[Source], Listener] | None = None  # who hears everything as it was found
    policy: Policy | None = None  # who changes and holds back what others have heard


class Summary(msgspec.Struct):
    """What was read of one source; the last thing that is said of it."""

    interchanges: int = 0
    groups: int = 0
    transactions: int = 0
    claims: int = 0
    service_lines: int = 0
    segments: int = 0
    bytes: int = 0
    unread_bytes: int = 0
    suppressed: int = 0  # findings that the policy held back
    not_checked: dict[str, int] = msgspec.field(default_factory=dict)  # rule or reason -> how often


def locate(
    events: Iterable[Event | Claim], source: Source, view: View, fingerprints: Fingerprints | None = None
) -> Iterator[Finding | Summary]:
    """Put findings in their order and say where they stand; everything else is counted.

    `fingerprints` are those of a source that is read a second time for more findings.

    INVARIANT: a `Claim` comes after its findings, and what is found later lies behind the start of
    its subscriber's level (2000B), so a level is let go when the next begins; where more than
    10,000 findings wait for that, they go before it.
    """
    return _Locator(source, view, fingerprints or Fingerprints()).read(events)


class _Locator:
    def __init__(self, source: Source, view: View, fingerprints: Fingerprints) -> None:
        self._source, self._view = source, view
        self._summary = Summary()
        self._delimiters = Delimiters()
        self._fingerprints = fingerprints
        self._held: list[Finding] = []  # of a claim that is not complete yet
        self._ready: list[Finding] = []  # of the subscriber's level that is open
        self._level: object = None
        self._interchange: int | None = None
        self._group: int | None = None
        self._transaction: int | None = None
        self._receivers: tuple[str, ...] = ()  # ISA08, GS03
        self._above: object = None  # the billing provider whose claims are being read
        self._said_above: set[tuple[str, int, str]] = set()  # what was said of what stands above its claims

    def read(self, events: Iterable[Event | Claim]) -> Iterator[Finding | Summary]:
        for event in events:
            if isinstance(event, Finding):
                self._pass_over(event)
                if self._view.wanted(event.rule):
                    self._held.append(self._number(event))
                if len(self._held) > _WAITING:
                    yield from self._let_go(None)
            elif isinstance(event, Claim):
                yield from self._claim(event)
            elif isinstance(event, Tally):
                self._settle(None, None)
                yield from self._release(None)
                yield self._sum(event)
            else:
                yield from self._envelope(event)

    def _claim(self, claim: Claim) -> Iterator[Finding]:
        self._count(claim)
        self._settle(claim.end, claim)
        if claim.subscriber is not self._level:
            self._level = claim.subscriber
            yield from self._release(start_of(claim.subscriber) if claim.subscriber else claim.end)
        elif len(self._ready) > _WAITING:
            yield from self._release(start_of(claim))

    def _envelope(self, event: Event) -> Iterator[Finding]:
        if isinstance(event, Interchange | Group | Transaction):
            yield from self._let_go(event.header.offset)
        if isinstance(event, Interchange):
            self._interchange, self._delimiters = event.ordinal, event.delimiters
            self._receivers = _named(event.header.text, event.delimiters, 8)
        elif isinstance(event, Group):
            self._group = event.ordinal
            self._receivers = (*self._receivers[:1], *_named(event.header.text, self._delimiters, 3))
        elif isinstance(event, Transaction):
            self._transaction = event.ordinal
        elif isinstance(event, End):
            yield from self._let_go(None if event.ends is None else event.ends + 1)
            self._transaction = None
            if event.what != "SE":
                self._group = None
            if event.what == "IEA":
                self._interchange = None

    def _number(self, finding: Finding) -> Finding:
        """Where a finding stands, as far as the envelopes that are open say it."""
        mark = finding.mark
        line, column = self._source.position(mark.offset)
        location = Location(
            path=self._source.name,
            line=line,
            column=column,
            offset=mark.offset,
            length=mark.length,
            segment=mark.segment,
            segment_id=mark.segment_id,
            element=mark.element,
            loop=finding.loop or mark.loop,
            interchange=self._interchange,
            group=self._group,
            transaction=self._transaction,
            claim=finding.claim,
            service_line=finding.service_line,
        )
        return replace(finding, location=location, loop=location.loop)

    def _let_go(self, before: int | None) -> Iterator[Finding]:
        self._settle(before, None)
        yield from self._release(before)

    def _settle(self, before: int | None, claim: Claim | None) -> None:
        """Complete what was found before a byte, for a claim or outside of all; the rest is held."""
        if not self._held:
            return
        held, self._held = self._held, []
        held.sort(key=_order)
        for finding in held:
            if before and finding.mark.offset >= before:
                self._held.append(finding)
            elif decided := self._decide(finding, claim):
                self._ready.append(self._complete(decided, claim))

    def _decide(self, finding: Finding, claim: Claim | None) -> Finding | None:
        """The finding as the policy wants it; None where it is held back, or was said of an earlier claim."""
        decided: Finding | None = finding
        if self._view.policy is not None:
            decided = self._view.policy.judge(finding, Owner(payer_of(finding, claim), self._receivers))
        said = decided or replace(finding, message=f"{_HELD_BACK}{finding.message}")
        if claim is not None and self._said_before(said, claim):
            return None
        self._summary.suppressed += decided is None
        return decided

    def _release(self, before: int | None) -> Iterator[Finding]:
        """Say what is ready and stands before a byte, in order."""
        if not self._ready:
            return
        ready = sorted(self._ready, key=_order)
        count = len(ready) if not before else sum(finding.mark.offset < before for finding in ready)
        self._ready = ready[count:]
        yield from ready[:count]

    def _said_before(self, finding: Finding, claim: Claim) -> bool:
        """Whether an earlier claim of the same billing provider said the same of the same place."""
        if claim.billing is not self._above:
            self._above = claim.billing
            self._said_above.clear()
        if not stands_above(finding, claim):
            return False
        key = (finding.rule, finding.mark.offset, finding.severity + finding.message)
        if key in self._said_above:
            return True
        self._said_above.add(key)
        return False

    def _complete(self, finding: Finding, claim: Claim | None) -> Finding:
        if self._view.values == "none":
            finding = _without_values(finding)
        excerpt = finding.excerpt
        if self._view.excerpts:
            marks = (finding.mark, *(mark for mark in finding.related if not mark.input))
            excerpt = cut(self._source, self._delimiters, marks, self._view.values)
        inside = claim if claim and finding.claim is not None and not stands_above(finding, claim) else None
        related = tuple(map(self._stand, finding.related))
        fingerprint = self._fingerprints.of(finding, inside)
        location = self._owned(finding, claim) if claim else finding.location
        return replace(finding, location=location, excerpt=excerpt, related=related, fingerprint=fingerprint)

    def _owned(self, finding: Finding, claim: Claim) -> Location | None:
        """The place of a finding with whose claim it is; the payer's id is said where it has the shape of one."""
        if finding.location is None or self._view.values == "none":
            return finding.location
        payer = claim.payer.id if claim.payer and _PAYER_ID.fullmatch(claim.payer.id or "") else ""
        filing = claim.filing if _FILING.fullmatch(claim.filing or "") else ""
        named = " ".join(filter(None, (payer or "another payer", f"({filing})" if filing else "")))
        billing = first_segment(claim.billing) if claim.billing else 0
        provider = f"{self._source.name}, segment {billing}" if billing else ""
        return replace(finding.location, payer=named, provider=provider)

    def _stand(self, mark: Mark) -> Mark:
        """A related mark with its place in the file as it lies on disk; one in another file has been placed."""
        if mark.input:
            return mark
        line, column = self._source.position(mark.offset)
        return replace(mark, line=line, column=column)

    def _count(self, claim: Claim) -> None:
        self._summary.claims += 1
        self._summary.service_lines += len(claim.lines)
        if not claim.complete:
            self._skip("claim cut off", 1)
        if others := sum(line.procedure_qualifier in OTHER_SETS for line in claim.lines):
            self._skip("line whose code is neither CPT nor HCPCS", others)

    def _pass_over(self, finding: Finding) -> None:
        """Count what was not judged because of a fault of the structure."""
        syntax = finding.syntax
        if finding.rule == _OTHER_KIND:
            self._skip("transaction of another kind", 1)
        elif syntax is not None and syntax.passed:
            self._skip("segment passed over", syntax.passed)
        elif syntax is not None and syntax.segment == "CLM":
            self._skip("claim without CLM", 1)

    def _skip(self, reason: str, times: int) -> None:
        self._summary.not_checked[reason] = self._summary.not_checked.get(reason, 0) + times

    def _sum(self, tally: Tally) -> Summary:
        summary = self._summary
        summary.interchanges, summary.groups = tally.interchanges, tally.groups
        summary.transactions, summary.segments = tally.transactions, tally.segments
        summary.bytes, summary.unread_bytes = tally.bytes, tally.unread_bytes
        return summary


def _named(text: str, delimiters: Delimiters, element: int) -> tuple[str, ...]:
    """What one element of a header says, without the spaces that fill it up."""
    elements = text.split(delimiters.element)
    return (elements[element].strip(),) if len(elements) > element else ("",)


def _order(finding: Finding) -> tuple[int, str, str]:
    return finding.mark.offset, finding.rule, finding.message


def _without_values(finding: Finding) -> Finding:
    """What may be said where no value may: a message can name codes and amounts, a title names none."""
    return replace(finding, message=finding.about.title, help=finding.about.help, suggestion="")
