"""Whole files without a fault, streamed: a claim is made, written and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.claimgen.claims import MOST_LINES, claim_segments, invent_case
from tests.claimgen.draw import Draw
from tests.claimgen.invent import PAYERS
from tests.claimgen.parties import GS, ISA, Coverage, Practice, dependent, invent_person, transaction_header

PRACTICE_NUMBERS = 200
CLAIMS_OF_PRACTICE = (20, 120)  # in one 2000A loop
SENIOR, ADULT, CHILD = (1932, 1958), (1960, 2004), (2008, 2021)  # years of birth


class Shape(NamedTuple):
    """How a clean file is laid out; `ending` follows every segment."""

    lines: int  # service lines in a claim
    ending: str  # what follows every segment


def clean(claims: int, seed: int, lines: int = 3, per_transaction: int = 5000, ending: str = "~\n") -> Iterator[str]:
    """Parts of an 837P file of so many claims that a perfect linter is silent about.

    One interchange, one group, and a transaction for every `per_transaction` claims, each of which
    has so many `lines`. The same arguments give the same bytes. Raises `ValueError` for a number of
    claims or lines that no file can have.
    """
    if claims < 1 or not 1 <= lines <= MOST_LINES or per_transaction < 1:
        raise ValueError("a file has claims, and a claim has 1 to 50 lines")
    draw, shape, end = Draw(seed), Shape(lines, ending), ending
    yield ISA.format(seed % 1_000_000_000) + end + GS.format(1) + end
    first, transactions = 1, 0
    while first <= claims:
        last = min(claims, first + per_transaction - 1)
        transactions += 1
        yield from _transaction(draw, transactions, range(first, last + 1), shape)
        first = last + 1
    yield f"GE*{transactions}*1{end}IEA*1*{seed % 1_000_000_000:09d}{end}"


def _transaction(draw: Draw, number: int, claims: range, shape: Shape) -> Iterator[str]:
    header, end = transaction_header(number), shape.ending
    yield end.join(header) + end
    segments, hl = len(header), 0
    for practice, share in _practices(draw, claims):
        billing = hl = hl + 1
        loop = practice.segments(hl)
        segments += len(loop)
        yield end.join(loop) + end
        while share:
            family = _family(draw, practice, share, shape)
            share = share[family.claims :]
            loop = family.segments(hl, billing)
            hl += family.members
            segments += len(loop)
            yield end.join(loop) + end
    yield f"SE*{segments + 1}*{number:04d}{end}"


def _practices(draw: Draw, claims: range) -> Iterator[tuple[Practice, range]]:
    """Billing providers, each with the claims that are its own."""
    low, high = CLAIMS_OF_PRACTICE
    while claims:
        size = low + draw.below(high - low)
        yield Practice(draw.below(PRACTICE_NUMBERS)), claims[:size]
        claims = claims[size:]


class Family(NamedTuple):
    """A subscriber with claims of their own, or with dependents that have one each."""

    coverage: Coverage
    own: tuple[list[str], ...]
    dependents: tuple[tuple[list[str], list[str]], ...] = ()  # loop with HL 0 under 0, claim

    @property
    def claims(self) -> int:
        """How many claims stand here."""
        return len(self.own) + len(self.dependents)

    @property
    def members(self) -> int:
        """How many HL segments stand here."""
        return 1 + len(self.dependents)

    def segments(self, hl: int, billing: int) -> list[str]:
        """2000B and what is below, where `hl` is the last HL01 used."""
        subscriber = hl + 1
        out = self.coverage.segments(subscriber, billing, is_patient=not self.dependents)
        for claim in self.own:
            out += claim
        for at, (loop, claim) in enumerate(self.dependents, subscriber + 1):
            out.append(f"HL*{at}*{subscriber}*23*0")
            out += loop[1:]
            out += claim
        return out


def _family(draw: Draw, practice: Practice, numbers: range, shape: Shape) -> Family:
    """One or two claims, whose numbers are the first of `numbers`."""
    payer = draw.one_of(PAYERS)
    holder = invent_person(draw, numbers[0], SENIOR if payer.filing == "MB" else ADULT)
    private = payer.filing not in ("MB", "MC")
    coverage = Coverage(payer, holder)
    size = 2 if len(numbers) > 1 and draw.chance(0.15) else 1
    if private and draw.chance(0.3):
        return Family(
            coverage, (), tuple(_child(draw, practice, coverage, number, shape) for number in numbers[:size])
        )
    if private and draw.chance(0.15):
        coverage = coverage._replace(first="S")
    return Family(coverage, tuple(_claim(draw, practice, coverage, number, shape) for number in numbers[:size]))


def _claim(draw: Draw, practice: Practice, coverage: Coverage, number: int, shape: Shape) -> list[str]:
    return claim_segments(invent_case(draw, number, coverage, shape.lines, practice.clinician(draw)))


def _child(
    draw: Draw, practice: Practice, coverage: Coverage, number: int, shape: Shape
) -> tuple[list[str], list[str]]:
    person = invent_person(draw, number, CHILD)._replace(last=coverage.subscriber.last)
    return dependent(0, 0, person, "19"), _claim(draw, practice, coverage, number, shape)
