"""Claims with one known fault each, and what a linter must say of them: no more and no less."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.claimgen.claims import DAYS, Case, claim_segments
from tests.claimgen.draw import Draw
from tests.claimgen.invent import PAYERS
from tests.claimgen.parties import GS, ISA, Coverage, Practice, invent_person, transaction_header
from tests.claimgen.services import CYANOCOBALAMIN, HYDROXOCOBALAMIN, INFUSION, OTHER_DRUGS, SHOT, VISITS, Service

END = "~\n"
CLAIMS_OF_TRANSACTION = 25
BORN = (1960, 2004)
PRACTICE, CLINICIAN = Practice(1), 10_003
VISIT = VISITS[1]._replace(procedure="99213:25")
PLAIN = (VISIT, SHOT, CYANOCOBALAMIN)


class Expected(NamedTuple):
    """One finding. `segment` counts from 1 in the file, as `claim` does; an element may be empty."""

    rule: str
    segment: int
    segment_id: str
    element: str
    claim: int | None
    service_line: int | None


class Flawed(NamedTuple):
    """A file and all that is wrong with it, in file order."""

    text: str
    expected: tuple[Expected, ...]


Change = Callable[[str], tuple[str, ...]]  # what stands in place of a segment


class Fault(NamedTuple):
    """What makes a clean claim wrong: other services, or a change to the `nth` segment of a kind.

    The finding stands `shift` segments from the changed one.
    """

    rule: str
    kind: str  # how the segment begins
    element: str = ""
    nth: int = 1
    services: tuple[Service, ...] = PLAIN
    change: Change = lambda segment: (segment,)
    shift: int = 0


def swap(old: str, new: str) -> Change:
    """A part of the segment replaced, once."""
    return lambda segment: (segment.replace(old, new, 1),)


def _wrong_digit(segment: str) -> tuple[str, ...]:
    return (segment[:-1] + str((int(segment[-1]) + 1) % 10),)


def _doubled(segment: str) -> tuple[str, ...]:
    """HL01 twice in a row: two such neighbours do not count up either."""
    name, number, rest = segment.split("*", 2)
    return (f"{name}*{number}{number}*{rest}",)


def _drop(_: str) -> tuple[str, ...]:
    return ()


def _other(service: Service, procedure: str) -> Service:
    return service._replace(procedure=procedure)


SHOT_59, SHOT_59_XU = _other(SHOT, "96372:59"), _other(SHOT, "96372:59:XU")
PLAIN_VISIT, NURSE_VISIT = VISITS[1], _other(VISITS[0], "99211")
FAULTS = (
    Fault("INJ001", "SV1", "SV101-2", services=(NURSE_VISIT, SHOT, CYANOCOBALAMIN)),
    Fault("INJ002", "SV1", "SV101-2", 2, services=(PLAIN_VISIT, CYANOCOBALAMIN)),
    Fault("MOD101", "SV1", "SV101-2", services=(PLAIN_VISIT, SHOT, CYANOCOBALAMIN)),
    Fault("MOD102", "SV1", "SV101-3", 2, services=(PLAIN_VISIT, SHOT_59, CYANOCOBALAMIN)),
    Fault("MOD103", "SV1", "SV101-3", 3, services=(INFUSION, OTHER_DRUGS[1], SHOT_59_XU, CYANOCOBALAMIN)),
    Fault("UNT001", "SV1", "SV104", 3, services=(VISIT, SHOT, HYDROXOCOBALAMIN._replace(units="1", drug=None))),
    Fault("UNT002", "SV1", "SV104", 3, services=(VISIT, SHOT, CYANOCOBALAMIN._replace(units="1000", drug=None))),
    Fault("UNT005", "SV1", "SV104", 3, services=(VISIT, SHOT, HYDROXOCOBALAMIN._replace(units="10"))),
    Fault("DXP001", "SV1", "SV107-2", change=swap("1:2", "1:5")),
    Fault("DXP002", "SV1", "SV107-2", change=swap("1:2", "1:1")),
    Fault("DXP003", "HI", "HI01-2", change=swap("D510", "D51.0")),
    Fault("BAL001", "CLM", "CLM02", change=swap("*164.5*", "*165.5*")),
    Fault("SIT001", "NM1*82", "NM109", change=_wrong_digit),
    Fault("IG020", "HI", "", change=lambda segment: (segment, "ZZ*1"), shift=1),
    Fault("IG021", "DTP*472", "", 3, change=_drop, shift=-2),
    Fault("IG030", "SV1", "SV104", change=swap("*UN*1*", "*UN**")),
    Fault("IG035", "SV1", "SV102", 2, change=swap("*40*", "*4O*")),
    Fault("IG036", "CLM", "CLM06", change=swap("*Y*A*", "*Q*A*")),
    Fault("IG037", "DTP*472", "DTP03", 3, change=lambda segment: (segment[:-4] + "0230",)),
    Fault("IG041", "HL", "HL01", change=_doubled),
    Fault("IG042", "HL", "HL02", change=swap("*1*22", "*9999*22")),
    Fault("IG044", "LX", "LX01", 3, change=swap("*3", "*5")),
    Fault("ENV010", "SE", "SE01"),
)


def flawed(claims: int, seed: int) -> Flawed:
    """A file of so many claims, each with one fault drawn from `FAULTS`.

    A wrong count in SE01 belongs to no claim: the claim for which it was drawn is clean and the
    last of its transaction. The same arguments give the same bytes.
    """
    draw, out = Draw(seed), _Out()
    out.add([ISA.format(seed), GS.format(1)])
    for number in range(1, claims + 1):
        if not out.open:
            out.begin()
        fault = draw.one_of(FAULTS)
        _add_claim(out, draw, number, fault)
        if fault.rule == "ENV010":
            out.close(wrong_by=1)
        elif number == claims or number % CLAIMS_OF_TRANSACTION == 0:
            out.close()
    out.add([f"GE*{out.transactions}*1", f"IEA*1*{seed:09d}"])
    return Flawed(END.join(out.segments) + END, tuple(out.expected))


class _Out:
    """The file so far."""

    def __init__(self) -> None:
        self.segments: list[str] = []
        self.expected: list[Expected] = []
        self.transactions = self.start = self.hl = 0
        self.open = False

    def add(self, segments: list[str]) -> None:
        self.segments += segments

    def begin(self) -> None:
        self.transactions, self.start, self.hl, self.open = self.transactions + 1, len(self.segments), 1, True
        self.add([*transaction_header(self.transactions), *PRACTICE.segments(1)])

    def close(self, wrong_by: int = 0) -> None:
        self.add([f"SE*{len(self.segments) - self.start + 1 + wrong_by}*{self.transactions:04d}"])
        if wrong_by:
            self.expected.append(Expected("ENV010", len(self.segments), "SE", "SE01", None, None))
        self.open = False


def _add_claim(out: _Out, draw: Draw, number: int, fault: Fault) -> None:
    out.hl += 1
    coverage = Coverage(PAYERS[0], invent_person(draw, number, BORN))
    case = Case(number, coverage, ((draw.one_of(DAYS), fault.services),), ("D510", "R5383"), CLINICIAN)
    loop = [*coverage.segments(out.hl, 1, is_patient=True), *claim_segments(case)]
    if fault.rule != "ENV010":
        at = _place(loop, fault)
        loop[at : at + 1] = fault.change(loop[at])
        out.expected.append(_expected(fault, loop, at + fault.shift, number, len(out.segments)))
    out.add(loop)


def _place(loop: list[str], fault: Fault) -> int:
    """The index of the segment that the fault is about."""
    return [at for at, segment in enumerate(loop) if segment.startswith(fault.kind + "*")][fault.nth - 1]


def _expected(fault: Fault, loop: list[str], at: int, number: int, before: int) -> Expected:
    ids = [segment.partition("*")[0] for segment in loop[: at + 1]]
    claim = number if "CLM" in ids else None
    name = "?" if ids[at] == "ZZ" else ids[at]  # an id that no guide has may be a value: it is not repeated
    return Expected(fault.rule, before + at + 1, name, fault.element, claim, ids.count("LX") or None)
