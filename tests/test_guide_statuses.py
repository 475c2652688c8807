"""The claim status (277CA) of a breach: missing or invalid, which fact of the claim, of whom."""

from __future__ import annotations

import pytest

from cleanclaim.guide import rules, usage
from cleanclaim.guide.statuses import _FACTS, _LOOPS
from tests.guide_text import LINE, WHOLE, replaced, run, wrap

DRUG = (*WHOLE, "LIN**N4*00517003125", "CTP****1*ML")
OTHER = ("SBR*S*18*******CI", "OI***Y***Y", "NM1*IL*1*DOE*JANE****MI*A1", "NM1*PR*2*OTHER*****PI")
SECONDARY = replaced("HI", "HI*ABK:D510", *OTHER)


def statuses(*segments: str) -> list[tuple[str, ...]]:
    """Of every finding."""
    return [finding.about.acknowledgment.claim_status for finding in run(wrap(segments))[1]]


@pytest.mark.parametrize(
    ("segments", "status"),
    [
        (replaced("CLM", "CLM*A1*40***11:B:1*Y*X*Y*Y"), "A7:589"),
        (replaced("CLM", "CLM*A1*40***11:B:1*Y*A*X*Y"), "A7:360"),
        (replaced("CLM", "CLM*A1*40***11:B:1*Y*A*Y*Y**XX"), "A7:633"),
        (replaced("CLM", "CLM*A1*40***11:B:1*Y*A*Y*Y***01"), "A7:650"),
        (replaced("CLM", "CLM*A1*40***11:B:1*Y*A*Y*Y***********12"), "A7:555"),
        (replaced("CLM", "CLM*A1*4O***11:B:1*Y*A*Y*Y"), "A7:178"),
        (replaced("DMG", "DMG*D8*19500231*F"), "A7:158:IL"),
        (replaced("DMG", "DMG*D8*19500101*X"), "A7:157:IL"),
        (replaced("SBR", "SBR*P*18*******C1"), "A7:480:PR"),
        (replaced("HI", "HI*ABF:D510"), "A7:254"),
        (replaced("HI", "HI*ABK:D510*ABK:E538"), "A7:255"),
        (replaced("SV1", "SV1*HC:96372*40*UN*1***"), "A6:477"),
        (replaced("SV1", "SV1*HC:96372*40*UN*1***13"), "A7:477"),
        (replaced("SV1", "SV1*HC:96372*40*DA*1***1"), "A7:659"),
        (replaced("SV1", "SV1*HC:96372*40*UN****1"), "A6:476"),
        (replaced("DTP", "DTP*472*D8*20250231"), "A7:187"),
        (replaced("NM1*PR", "NM1*PR*2*PAYER*****PI"), "A6:153:PR"),
        (replaced("REF*EI", "REF*EI"), "A6:128:85"),
        (replaced("LIN", "LIN**N4", whole=DRUG), "A6:218"),
        (replaced("CTP", "CTP*****ML", whole=DRUG), "A6:724"),
        (replaced("HI"), "A6:254"),
        (replaced("SV1"), "A6:454"),
        (replaced("DTP"), "A6:187"),
        (replaced("REF*EI"), "A6:128:85"),
        (replaced("NM1*PR"), "A6:153:PR"),
        (DRUG[:-1], "A6:724"),
        ((*WHOLE, *(text for at in range(2, 52) for text in (f"LX*{at}", *LINE[1:]))), "A3:121"),
    ],
)
def test_a_breach_has_the_status_of_its_place(segments: tuple[str, ...], status: str) -> None:
    assert statuses(*segments) == [(status,)]


def test_the_birth_date_of_a_patient_is_not_the_subscribers() -> None:
    patient = (
        "HL*3*2*23*0",
        "PAT*19",
        "NM1*QC*1*DOE*JO",
        "N3*1 MAIN ST",
        "N4*COLUMBUS*OH*43215",
        "DMG*D8*20150231*F",
    )
    before = next(at for at, text in enumerate(WHOLE) if text.startswith("CLM"))
    whole = (*WHOLE[:before], *patient, *WHOLE[before:])
    assert ("A7:158:QC",) in statuses(*replaced("HL*2", "HL*2*1*22*1", whole=whole))


def test_places_of_others_have_none() -> None:
    """NM109 of another payer is missing: that says nothing of this payer."""
    assert statuses(*SECONDARY) == [()]
    assert statuses(*replaced("BHT", "BHT*0019*00*1*20250131*1200*XX")) == [()]


def test_rules_themselves_say_no_status() -> None:
    assert {rule.acknowledgment.claim_status for rule in rules()} == {()}


@pytest.mark.parametrize("place", _FACTS, ids=str)
def test_every_place_of_the_table_is_in_the_guide(place: tuple[str, str, int, int]) -> None:
    segment, code, element, component = place
    used = {usage(loop, segment, code, element, component) for loop in _LOOPS}
    assert used & {"R", "S"}, place
