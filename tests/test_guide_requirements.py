"""What the guide requires at SNIP 2, place by place: each breach is one finding with its 999 codes."""

from __future__ import annotations

import pytest

from cleanclaim.findings import Finding
from cleanclaim.guide.levels import MOST_CLAIMS
from tests.guide_text import BILLING, CLAIM, HEADER, LINE, SUBSCRIBER, WHOLE, replaced, run, wrap

OTHER = ("SBR*S*18*******CI", "OI***Y***Y", "NM1*IL*1*DOE*JANE****MI*A1", "NM1*PR*2*OTHER*****PI*P2")
DRUG = ("LIN**N4*00517003125", "CTP****1*ML")
PAID = ("SVD*P2*10*HC:96372**1", "CAS*CO*45*30", "DTP*573*D8*20250120")
FORM = ("LQ*UT*01", "FRM*1**A")
RICH = (*HEADER, *BILLING, *SUBSCRIBER, *CLAIM, *OTHER, *LINE, *DRUG, *PAID, *FORM)
TWELVE = "*".join(["HI*ABK:D510", *("ABF:E538",) * 11])


def said(*segments: str) -> list[tuple[str, str, str, str]]:
    """Rule, place, IK304 and IK403 of every finding."""
    return [_codes(finding) for finding in run(wrap(segments))[1]]


def _codes(finding: Finding) -> tuple[str, str, str, str]:
    syntax = finding.syntax
    assert syntax is not None
    place = finding.mark.element or syntax.segment or finding.mark.segment_id
    return finding.rule, place, syntax.segment_code, syntax.element_code


def test_the_rich_claim_is_right() -> None:
    assert run(wrap(RICH))[1] == []


MISSING = [
    ("NM1*41", "NM1"),
    ("PER", "PER"),
    ("NM1*40", "NM1"),
    ("NM1*85", "NM1"),
    ("N3", "N3"),
    ("N4", "N4"),
    ("REF*EI", "REF"),
    ("SBR*P", "SBR"),
    ("NM1*PR*2*PAYER", "NM1"),
    ("HI", "HI"),
    ("LX", "LX"),
    ("SV1", "SV1"),
    ("DTP*472", "DTP"),
    ("CTP", "CTP"),
    ("DTP*573", "DTP"),
    ("FRM", "FRM"),
    ("OI", "OI"),
    ("NM1*PR*2*OTHER", "NM1"),
]


@pytest.mark.parametrize(("begin", "name"), MISSING)
def test_a_segment_that_is_required_by_its_qualifier_is_said_once(begin: str, name: str) -> None:
    assert said(*replaced(begin, whole=RICH)) == [("IG021", name, "3", "")]


ELEMENTS = [
    # the transaction
    ("BHT", "BHT*0018*00*1*20250131*1200*CH", "BHT01", "7"),
    ("BHT", "BHT*0019*22*1*20250131*1200*CH", "BHT02", "7"),
    ("BHT", "BHT*0019*00*1*20250131*1200*TH", "BHT06", "7"),
    ("PER", "PER*IC*ANN*XX*5555550100", "PER03", "7"),
    ("PER", "PER*IC*ANN*TE", "PER04", "1"),
    # levels and parties
    ("HL*1", "HL*1**20*0", "HL04", "7"),
    ("NM1*PR*2*PAYER", "NM1*PR*2*PAYER*****ZZ*P1", "NM108", "7"),
    ("NM1*PR*2*PAYER", "NM1*PR*2*PAYER*****PI", "NM109", "1"),
    # the claim
    ("CLM", "CLM*A1*40***11:A:1*Y*A*Y*Y", "CLM05-2", "7"),
    ("CLM", "CLM*A1*40***11:B:1*X*A*Y*Y", "CLM06", "7"),
    ("CLM", "CLM*A1*40***11:B:1*Y*X*Y*Y", "CLM07", "7"),
    ("CLM", "CLM*A1*40***11:B:1*Y*A*X*Y", "CLM08", "7"),
    ("CLM", "CLM*A1*40***11:B:1*Y*A*Y*N", "CLM09", "7"),
    ("CLM", "CLM*A1*40***11:B:1*Y*A*Y*Y*B", "CLM10", "7"),
    ("CLM", "CLM*A1*40***11:B:1*Y*A*Y*Y**XX", "CLM11-1", "7"),
    ("CLM", "CLM*A1*40***11:B:1*Y*A*Y*Y***01", "CLM12", "7"),
    ("CLM", "CLM*A1*40***11:B:1*Y*A*Y*Y***********12", "CLM20", "7"),
    ("HI", "HI*ABF:D510", "HI01-1", "7"),
    ("HI", "HI*ABK:D510*ABK:E538", "HI02-1", "7"),
    ("HI", f"{TWELVE}*ABF:R5383", "HI13", "3"),
    # the line
    ("SV1", "SV1*AD:96372*40*UN*1***1", "SV101-1", "7"),
    ("SV1", "SV1*HC:96372*40*DA*1***1", "SV103", "7"),
    ("SV1", "SV1*HC:96372*40*UN*1***", "SV107", "1"),
    ("SV1", "SV1*HC:96372*40*UN*1***13", "SV107-1", "7"),
    ("SV1", "SV1*HC:96372*40*UN*1***1:0", "SV107-2", "7"),
    ("DTP*472", "DTP*472*D6*250115", "DTP02", "7"),
    ("LIN", "LIN**XX*00517003125", "LIN02", "7"),
    ("LIN", "LIN**N4", "LIN03", "1"),
    ("CTP", "CTP*****ML", "CTP04", "1"),
    ("CTP", "CTP****1", "CTP05", "1"),
    ("CTP", "CTP****1*XX", "CTP05-1", "7"),
    ("LQ", "LQ*XX*01", "LQ01", "7"),
    ("OI", "OI***X***Y", "OI03", "7"),
]


@pytest.mark.parametrize(("begin", "wrong", "element", "code"), ELEMENTS)
def test_a_code_that_the_guide_does_not_list_is_said_once(begin: str, wrong: str, element: str, code: str) -> None:
    rule = {"1": "IG030", "3": "IG032", "7": "IG036"}[code]
    assert said(*replaced(begin, wrong, whole=RICH)) == [(rule, element, "8", code)]


def test_a_provider_may_have_no_npi() -> None:
    assert said(*replaced("NM1*85", "NM1*85*2*CLINIC")) == []


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        (replaced("DTP", LINE[2], LINE[2]), ("IG023", "DTP", "5", "")),
        (replaced("HI", CLAIM[1], "HI*ABK:E538"), ("IG023", "HI", "5", "")),
        (replaced("NM1*PR", SUBSCRIBER[4], SUBSCRIBER[4]), ("IG022", "NM1", "4", "")),
        (replaced("REF*EI", BILLING[4], "REF*SY*900000000"), ("IG023", "REF", "5", "")),
        ((*WHOLE, *("LX*2", *LINE[1:])), None),
        ((*WHOLE, *(text for at in range(2, 51) for text in (f"LX*{at}", *LINE[1:]))), None),
        ((*WHOLE, *(text for at in range(2, 52) for text in (f"LX*{at}", *LINE[1:]))), ("IG022", "LX", "4", "")),
        ((*WHOLE, *(CLAIM + LINE) * 99), None),
        ((*WHOLE, *(CLAIM + LINE) * 100), ("IG022", "CLM", "4", "")),
        (replaced("HI", TWELVE), None),
    ],
)
def test_limits(segments: tuple[str, ...], expected: tuple[str, ...] | None) -> None:
    assert said(*segments) == ([expected] if expected else [])


def _many(claims: int) -> list[str]:
    """A transaction with so many claims, 100 of a subscriber."""
    out = [*HEADER, *BILLING]
    for at in range(claims):
        if at % 100 == 0:
            out += [f"HL*{2 + at // 100}*1*22*0", *SUBSCRIBER[1:]]
        out += [*CLAIM, *LINE]
    return out


def test_claims_of_a_transaction_are_limited_with_a_warning() -> None:
    assert run(wrap(_many(MOST_CLAIMS)))[1] == []
    findings = run(wrap(_many(MOST_CLAIMS + 2)))[1]
    assert [(found.rule, found.severity, found.mark.segment_id, found.loop) for found in findings] == [
        ("IG047", "warning", "CLM", "2300")
    ]
    placed, _ = run(wrap(_many(MOST_CLAIMS + 2)))
    claims = [item.segment.number for item in placed if item.node.segment == "CLM"]
    assert findings[0].mark.segment == claims[MOST_CLAIMS]


def test_claims_are_counted_in_each_transaction_for_itself() -> None:
    half = wrap(_many(MOST_CLAIMS - 1))
    start, end = half.index("ST*"), half.index("GE*")
    both = half[:end] + half[start:end].replace("*0001", "*0002") + half[end:].replace("GE*1", "GE*2")
    assert [found.rule for found in run(both)[1]] == []
