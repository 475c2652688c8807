"""Listens to the pipeline while it reads one input, and tells the answers what they have to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cleanclaim.acks.codes import syntax_of
from cleanclaim.acks.copies import copy_number, copy_value
from cleanclaim.acks.records import Answer, Fault, Group, Interchange, Transaction, Trigger
from cleanclaim.claim import Claim
from cleanclaim.findings import Finding, Mark, Severity, Syntax
from cleanclaim.guide import data_element
from cleanclaim.privacy import Values
from cleanclaim.source import Segment, Source
from cleanclaim.x12 import Delimiters, End, Event, Tally
from cleanclaim.x12 import Group as GroupEvent
from cleanclaim.x12 import Interchange as InterchangeEvent
from cleanclaim.x12 import Transaction as TransactionEvent

_WAITING = 10_000  # faults of one transaction that are put in order; more go before the rest
_NO_ID = "XXX"  # stands for a segment id that no guide knows: it may be a value
_UNCLOSED = {"SE": "2", "GE": "3", "IEA": "023"}
_ISA = 17  # elements of an ISA with its id


@dataclass(frozen=True, slots=True)
class Judging:
    """What acknowledgments judge and show: findings up to a SNIP level, and which values they may copy."""

    level: int = 2
    values: Values = "codes"


class Watch:
    """Follows one source. Give `see` every event and claim of the pipeline, and its findings as they were found.

    What is found about a trailer comes behind the end that it makes; so an envelope is judged when the
    next event comes.
    """

    def __init__(self, source: Source, answers: Sequence[Answer], judging: Judging) -> None:
        self._source, self._answers, self._judging = source, answers, judging
        self._delimiters = Delimiters()
        self._interchange: Interchange | None = None
        self._group: Group | None = None
        self._transaction: Transaction | None = None
        self._ending = ""  # the trailer of the envelope that ended and is not judged yet
        self._faults: list[Fault] = []
        self._at_fault = 0  # the claim that was found at fault last
        self._claims: dict[int, str] = {}  # CLM01 of claims at fault, where it may be shown

    def see(self, event: Event | Claim) -> None:
        """Take note of one event, claim or finding."""
        if isinstance(event, Finding):
            self._finding(event)
        elif isinstance(event, Claim):
            self._claim(event)
        else:
            self._settle()
            self._envelope(event)

    def _envelope(self, event: Event) -> None:
        if isinstance(event, End):
            self._end(event)
        elif isinstance(event, InterchangeEvent):
            self._end_interchange()
            self._begin(event)
        elif isinstance(event, Tally):
            self._end_interchange()
        elif isinstance(event, GroupEvent) and self._interchange is not None:
            self._group = Group(self._elements(event.header, 9))
            for answer in self._answers:
                answer.begin_group(self._group)
        elif isinstance(event, TransactionEvent) and self._group is not None and not event.absent:
            self._transaction = Transaction(self._elements(event.header, 4), event.header.number)
            for answer in self._answers:
                answer.begin_transaction(self._transaction)

    def _begin(self, event: InterchangeEvent) -> None:
        self._delimiters = event.delimiters
        elements = event.header.text.split(event.header.text[3:4] or "*")
        self._interchange = Interchange((*elements, *[""] * _ISA)[:_ISA], event.delimiters)
        for answer in self._answers:
            answer.begin_interchange(self._interchange)

    def _elements(self, segment: Segment, count: int) -> tuple[str, ...]:
        """The segment id and its first elements, empty where there are none."""
        return (*segment.text.split(self._delimiters.element), *[""] * count)[:count]

    def _end(self, event: End) -> None:
        self._ending = event.what
        if event.ends is None:
            self._note(event.what, "error", _UNCLOSED[event.what])
        elif event.what == "GE" and self._group is not None and event.trailer is not None:
            self._group.said = self._elements(event.trailer, 2)[1]

    def _settle(self) -> None:
        """Judge what ended."""
        ending, self._ending = self._ending, ""
        if ending == "SE":
            self._end_transaction()
        elif ending == "GE" and self._group is not None:
            for answer in self._answers:
                answer.end_group(self._group)
            self._group = None
        elif ending == "IEA":
            self._end_interchange()

    def _end_transaction(self) -> None:
        transaction, group = self._transaction, self._group
        if transaction is None or group is None:
            return
        self._tell()
        group.received += 1
        group.accepted += transaction.verdict.status != "R"
        group.noted += transaction.verdict.status == "E"
        for answer in self._answers:
            answer.end_transaction(transaction)
        self._transaction = None

    def _end_interchange(self) -> None:
        if self._interchange is None:
            return
        for answer in self._answers:
            answer.end_interchange(self._interchange)
        self._interchange = None

    def _claim(self, claim: Claim) -> None:
        if claim.ordinal == self._at_fault:
            number = copy_number(claim.control_number, self._delimiters, self._judging.values)
            if number:
                self._claims[claim.ordinal] = number

    def _finding(self, finding: Finding) -> None:
        if finding.about.snip > self._judging.level or finding.severity == "info":
            return
        syntax, severity = syntax_of(finding), finding.severity
        if syntax.interchange_code:
            self._note("IEA", severity, syntax.interchange_code)
        elif syntax.group_code:
            self._note("GE", severity, syntax.group_code)
        elif syntax.transaction_code:
            self._note("SE", severity, syntax.transaction_code)
        elif syntax.segment_code and self._transaction is not None:
            self._fault(finding, syntax, self._transaction)

    def _note(self, trailer: str, severity: Severity, code: str) -> None:
        """Charge the envelope that ends with a trailer; one that is not open, what is around it."""
        if trailer == "SE" and self._transaction is not None:
            self._transaction.verdict.note(severity, code)
        elif trailer == "GE" and self._group is not None:
            self._group.verdict.note(severity, code)
        elif self._interchange is not None:
            self._interchange.verdict.note(severity, code if trailer == "IEA" else "024")

    def _fault(self, finding: Finding, syntax: Syntax, transaction: Transaction) -> None:
        standard = not (syntax.element_code or syntax.segment_code).startswith("I")
        transaction.verdict.note(finding.severity, "5" if standard else "I5")
        self._faults.append(self._describe(finding, syntax, transaction))
        self._at_fault = finding.claim or self._at_fault
        if len(self._faults) > _WAITING:
            self._tell()

    def _describe(self, finding: Finding, syntax: Syntax, transaction: Transaction) -> Fault:
        where, loop = finding.mark, finding.loop or finding.mark.loop
        position = transaction.position(where.segment)
        if syntax.segment_code == "3":  # its place is behind what was read before it was missed
            position = transaction.position((syntax.after or where.segment) + 1)
        is_element = bool(syntax.element_code and where.index)
        fault = Fault(
            position=position,
            segment=syntax.segment or self._segment_id(where),
            code=syntax.segment_code,
            loop=loop,
            claim=finding.claim,
            triggers=self._triggers(finding, transaction) if syntax.element_code else (),
        )
        return self._describe_element(fault, where, syntax) if is_element else fault

    def _describe_element(self, fault: Fault, where: Mark, syntax: Syntax) -> Fault:
        place = (where.index, where.component)
        return fault._replace(
            element=where.index,
            component=where.component,
            repetition=syntax.repetition,
            element_code=syntax.element_code,
            number=syntax.data_element or data_element(fault.loop, where.segment_id, "", *place) or "",
            copy=copy_value(self._source, self._delimiters, where, self._judging.values),
        )

    def _triggers(self, finding: Finding, transaction: Transaction) -> tuple[Trigger, ...]:
        return tuple(self._trigger(mark, finding, transaction) for mark in finding.related if _is_placed(mark))

    @staticmethod
    def _trigger(mark: Mark, finding: Finding, transaction: Transaction) -> Trigger:
        position = transaction.position(mark.segment)
        return Trigger(mark.segment_id, position, mark.loop or finding.loop, mark.index, mark.component)

    def _segment_id(self, where: Mark) -> str:
        """The id of a segment; one that no guide knows only for those who asked for all values."""
        if where.segment_id not in ("", "?"):
            return where.segment_id
        written = self._source.peek(where.offset, where.offset + 4).partition(self._delimiters.element)[0]
        return written if self._judging.values == "all" and re.fullmatch("[A-Z][A-Z0-9]{1,2}", written) else _NO_ID

    def _tell(self) -> None:
        """Let the answers write what was found so far, in the order of the transaction."""
        if self._faults:
            faults = sorted(self._faults, key=_order)
            for answer in self._answers:
                answer.faults(faults, self._claims)
        self._faults, self._claims = [], {}


def _is_placed(mark: Mark) -> bool:
    return mark.segment_id not in ("", "?")


def _order(fault: Fault) -> tuple[int, str, str, str, int, int, str]:
    """Positions first; what is said of a segment together."""
    at = (fault.position, fault.code, fault.segment, fault.loop)
    return (*at, fault.element, fault.component, fault.element_code)
