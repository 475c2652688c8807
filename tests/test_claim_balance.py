"""What other payers decided, added up; what is not certain is not added."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim.catalogue import load
from cleanclaim.claim import Claim
from cleanclaim.findings import Finding
from cleanclaim.lint import Settings, lint
from cleanclaim.resources import resource
from cleanclaim.source import Source
from tests.claims import claim_file
from tests.test_engine import claims_of

BALANCING = load([resource("rules") / "balancing.rules"], shipped=False)

CLAIM = ("CLM*A1*80***11:B:1*Y*A*Y*Y", "HI*ABK:D510")
SECOND = "SBR*S*18*******CI"
LINE = ("LX*1", "SV1*HC:99213*80*UN*1***1", "DTP*472*D8*20250115")


def payer(number: str, *segments: str, sequence: str = "P") -> tuple[str, ...]:
    """The loops of another payer with its own segments."""
    start = (f"SBR*{sequence}*18*******CI", *segments, "OI***Y***Y", "NM1*IL*1*DOE*JANE****MI*INV0002")
    return (*start, f"NM1*PR*2*INVENTED OTHER*****PI*{number}")


def decision(number: str, paid: str, *segments: str) -> tuple[str, ...]:
    return (f"SVD*{number}*{paid}*HC:99213**1", *segments, "DTP*573*D8*20250130")


def text(*segments: str) -> str:
    return claim_file(*segments).replace("SBR*P*18*******CI~NM1*IL", f"{SECOND}~NM1*IL", 1)


def read(*segments: str) -> Claim:
    (claim,) = claims_of(text(*segments))
    return claim


def rules_of(*segments: str) -> list[str]:
    source = Source.from_bytes(text(*segments).encode())
    return [item.rule for item in lint(source, BALANCING, Settings(excerpts=False)) if isinstance(item, Finding)]


def test_adjustments_and_payments_are_added_up() -> None:
    claim = read(
        *CLAIM,
        *payer("X1", "CAS*PR*1*10**2*5*1", "CAS*CO*45*.5", "AMT*D*40"),
        *LINE,
        *decision("X1", "30", "CAS*CO*45*20"),
        *decision("X1", "25.5", "CAS*CO*42*4.5"),
    )
    (other,) = claim.other_payers
    assert (other.adjusted, other.lines_paid, other.lines_adjusted, other.lines_charged) == (
        Decimal("15.5"), Decimal("55.5"), Decimal("24.5"), Decimal(80),
    )  # fmt: skip
    assert [row.payer_id for row in (*claim.adjustments, *claim.line_adjustments)] == ["X1"] * 5
    (line,) = claim.lines
    assert [row.adjusted for row in line.adjudications] == [Decimal(20), Decimal("4.5")]
    assert line.adjustments == claim.line_adjustments


def test_a_payer_that_decided_no_line_has_no_sums_of_lines() -> None:
    (other,) = read(*CLAIM, *payer("X1", "AMT*D*40"), *LINE).other_payers
    assert (other.adjusted, other.lines_paid, other.lines_adjusted, other.lines_charged) == (
        Decimal(0),
        None,
        None,
        None,
    )
    assert not other.unreadable & {"lines_paid", "lines_adjusted", "lines_charged"}


@pytest.mark.parametrize(
    "segments",
    [
        (*payer("X1"), *payer("X1", sequence="T"), *LINE, *decision("X1", "80")),
        (*payer("X1"), *LINE, *decision("X2", "80")),
        (*payer("X1"), *LINE, *decision("X1", "80", "CAS*CO*45*1O")),
        (*payer("X1"), *LINE, *decision("X1", "8O")),
    ],
)
def test_what_is_not_certain_is_not_added_up(segments: tuple[str, ...]) -> None:
    for other in read(*CLAIM, *segments).other_payers:
        assert other.unreadable & {"lines_paid", "lines_adjusted"}


def test_an_adjustment_that_can_not_be_read_is_one_finding() -> None:
    paid = payer("X1", "AMT*D*60")
    assert rules_of(*CLAIM, *paid, *LINE, *decision("X1", "60", "CAS*CO*45*20")) == []
    assert rules_of(*CLAIM, *paid, *LINE, *decision("X1", "60", "CAS*CO*45*2O")) == ["IG035"]


def test_a_lost_adjustment_is_one_finding() -> None:
    """A CAS behind its DTP has no place: what it adjusted is not missed besides."""
    lost = (*decision("X1", "60"), "CAS*CO*45*20")
    said = rules_of(*CLAIM, *payer("X1", "AMT*D*60"), *LINE, *lost)
    assert said == ["IG020"]


cents = st.integers(0, 10**7).map(lambda number: Decimal(number) / 100)


@given(st.lists(st.tuples(cents, cents, cents), min_size=1, max_size=4), cents, st.integers(-5, 5))
@settings(max_examples=60, deadline=None)
def test_balance_is_exact(lines: list[tuple[Decimal, Decimal, Decimal]], claim_level: Decimal, off: int) -> None:
    """Any split of any amounts balances to the cent; a cent too much or too little is found, once."""
    body: list[str] = []
    for number, (paid, first, second) in enumerate(lines, 1):
        body += [f"LX*{number}", f"SV1*HC:99213*{paid + first + second}*UN*1***1", f"DTP*472*D8*202501{number:02d}"]
        adjusted = "*".join(f"{reason}*{amount}*" for reason, amount in ((45, first), (253, second)) if amount)
        body += decision("X1", str(paid), *([f"CAS*CO*{adjusted.rstrip('*')}"] if adjusted else []))
    total = sum((sum(line) for line in lines), Decimal(0))
    paid_total = sum((paid for paid, _, _ in lines), Decimal(0)) - claim_level
    claim_cas = [f"CAS*PR*1*{claim_level}"] if claim_level else []
    shown = paid_total + Decimal(off) / 100
    segments = (CLAIM[0].replace("*80*", f"*{total}*"), CLAIM[1], *payer("X1", *claim_cas, f"AMT*D*{shown}"), *body)
    said = [rule for rule in rules_of(*segments) if rule in ("BAL001", "BAL002", "BAL003", "BAL004")]  # not BAL009
    assert said == (["BAL002"] if off else [])
