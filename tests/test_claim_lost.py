"""What is missing, passed over or out of its place is said once: no rule takes it for what a claim does not say."""

from __future__ import annotations

import pytest

from cleanclaim.claim import Claim, build
from cleanclaim.findings import Finding
from cleanclaim.guide import place
from cleanclaim.lint import Settings, Summary, lint
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.claims import HEAD, claim_file
from tests.linting import catalogue

CLM = "CLM*INV-1*150***11:B:1*Y*A*Y*Y"
HI = "HI*ABK:D510*ABF:E538"
LINE = ("LX*1", "SV1*HC:99213:25*120*UN*1***1:2", "DTP*472*D8*20250115")
SECOND = ("LX*2", "SV1*HC:36415*30*UN*1***2", "DTP*472*D8*20250115")
WHOLE = [*HEAD.split("~")[:-1], CLM, HI, *LINE, *SECOND]
MAN = [
    "HL*3*1*22*0",
    "SBR*P*18*******CI",
    "NM1*IL*1*ROE*TOM****MI*INV0002",
    "N3*3 INVENTED ST",
    "N4*SPRINGFIELD*IL*627010001",
    "DMG*D8*19600504*M",
    "NM1*PR*2*INVENTED PAYER*****PI*00001",
    "CLM*INV-2*120***11:B:1*Y*A*Y*Y",
    "HI*ABK:N400",
    *LINE[:1],
    "SV1*HC:99213*120*UN*1***1",
    LINE[2],
]
HOLDER = ["HL*3*1*22*1", "SBR*P********CI", *MAN[2:3], MAN[6]]
CHILD = ["HL*4*3*23*0", "PAT*19", "NM1*QC*1*ROE*TIM", *MAN[3:5], "DMG*D8*20150101*M", *MAN[7:]]
OTHER = ["SBR*S*18*******MB", "AMT*D*40", "OI***Y***Y", "NM1*IL*1*DOE*JANE****MI*X1", "NM1*PR*2*OTHER*****PI*00002"]


def at(segments: list[str], start: str) -> int:
    """Where the first segment stands that begins so."""
    return next(index for index, segment in enumerate(segments) if segment.startswith(start))


def without(segments: list[str], *starts: str) -> list[str]:
    """The segments but for the first that begins with each of these."""
    gone = {at(segments, start) for start in starts}
    return [segment for index, segment in enumerate(segments) if index not in gone]


def moved(segments: list[str], start: str, before: str) -> list[str]:
    """The segments with one of them before another."""
    rest = without(segments, start)
    index = at(rest, before)
    return [*rest[:index], segments[at(segments, start)], *rest[index:]]


def added(segments: list[str], segment: str, before: str) -> list[str]:
    """The segments with one more before another."""
    index = at(segments, before)
    return [*segments[:index], segment, *segments[index:]]


def run(segments: list[str]) -> tuple[list[str], Summary]:
    """The rules that every rule of the catalogue finds broken, and the summary."""
    text = claim_file(*segments, head="")
    *findings, summary = lint(Source.from_bytes(text.encode("latin-1"), "x"), catalogue(), Settings())
    assert isinstance(summary, Summary)
    return [finding.rule for finding in findings if isinstance(finding, Finding)], summary


def claims(segments: list[str]) -> list[Claim]:
    """The claims as they are built."""
    source = Source.from_bytes(claim_file(*segments, head="").encode("latin-1"))
    return [event for event in build(place(read_events(source))) if isinstance(event, Claim)]


@pytest.mark.parametrize("segments", [WHOLE, [*WHOLE, *MAN], [*WHOLE, *HOLDER, *CHILD]])
def test_the_claims_are_right_before_anything_is_lost(segments: list[str]) -> None:
    found, summary = run(segments)
    assert found == []
    assert not [code for code in summary.not_checked if code.startswith("SIT")]


def test_a_subscriber_whose_hl_is_missing_is_another_one() -> None:
    segments = [*WHOLE, *MAN[1:]]
    assert run(segments)[0] == ["IG021"]
    first, second = claims(segments)
    assert first.subscriber is not second.subscriber
    assert first.patient is not None and second.patient is not None
    assert (first.patient.sex, second.patient.sex) == ("F", "M")
    assert (first.member_id, second.member_id) == ("INV0001", "INV0002")


def test_what_is_wrong_with_a_subscriber_whose_hl_is_missing_is_found() -> None:
    woman = [segment.replace("19600504*M", "19600504*F") for segment in MAN[1:]]
    assert run([*WHOLE, *woman])[0] == ["IG021", "DEM002"]


def test_a_dependent_whose_hl_is_missing_is_another_one() -> None:
    sister = [segment.replace("TIM", "ANN").replace("20150101*M", "20170101*F") for segment in CHILD[1:]]
    first, second = claims([*WHOLE, *HOLDER, *CHILD, *sister])[1:]
    assert first.patient is not None and second.patient is not None
    assert (first.patient.first_name, second.patient.first_name) == ("TIM", "ANN")
    assert first.subscriber is second.subscriber


def test_a_provider_whose_hl_is_missing_is_another_one() -> None:
    clinic = ["PRV*BI*PXC*207Q00000X", "NM1*85*2*OTHER CLINIC*****XX*1999999984", *WHOLE[7:9], "REF*EI*987654321"]
    first, second = claims([*WHOLE, *clinic, *MAN])
    assert first.billing is not None and second.billing is not None
    assert (first.billing.npi, second.billing.npi) == ("1234567893", "1999999984")
    assert second.subscriber is not first.subscriber


@pytest.mark.parametrize(
    "segments",
    [
        without(WHOLE, "SBR"),
        [*WHOLE, *without(MAN, "SBR")],
        [*WHOLE, *HOLDER, *without(CHILD, "PAT")],
    ],
)
def test_a_missing_sbr_or_pat_is_said_once(segments: list[str]) -> None:
    assert run(segments)[0] == ["IG021"]


def test_a_missing_sbr_leaves_the_next_subscriber_as_he_is() -> None:
    first, second = claims([*without(WHOLE, "SBR"), *MAN])
    assert first.subscriber is not None and second.subscriber is not None
    assert {"filing", "relationship", "group_number"} <= first.subscriber.unreadable
    assert "filing" in first.unreadable
    assert second.subscriber.unreadable == set()


def test_a_level_that_is_no_more_than_its_hl_leaves_the_next_subscriber_as_he_is() -> None:
    (claim,) = claims([*WHOLE[: at(WHOLE, "SBR")], *MAN])
    assert claim.subscriber is not None
    assert claim.subscriber.unreadable == set()


@pytest.mark.parametrize(("start", "hollow"), [("SBR", "SBR"), ("PAT", "PAT")])
def test_a_segment_without_a_value_is_said_once(start: str, hollow: str) -> None:
    segments = [*WHOLE, *HOLDER, *CHILD] if start == "PAT" else list(WHOLE)
    segments[at(segments, start)] = hollow
    assert run(segments)[0] == ["IG030"]


def test_who_bills_is_not_known_without_his_address() -> None:
    (claim,) = claims(without(WHOLE, "N3"))
    assert claim.billing is not None and claim.subscriber is not None
    assert {"address", "address_2"} <= claim.billing.unreadable
    assert "address" not in claim.subscriber.unreadable


REPLACED = [segment.replace("11:B:1", "11:B:7") for segment in WHOLE]
ACCIDENT = [segment.replace("*Y*A*Y*Y", "*Y*A*Y*Y**OA") for segment in WHOLE]


def test_what_stands_right_before_its_claim_is_read_in_it() -> None:
    for segments in (added(REPLACED, "REF*F8*INV777", "CLM"), added(ACCIDENT, "DTP*439*D8*20250110", "CLM")):
        found, summary = run(segments)
        assert found == ["IG020"]
        assert not summary.not_checked.keys() & {"SIT002", "SIT031"}


@pytest.mark.parametrize(
    ("segments", "rule"),
    [
        (added(REPLACED, "REF*F8*INV777", "NM1*PR"), "SIT002"),
        (added(ACCIDENT, "DTP*439*D8*20250110", "NM1*PR"), "SIT031"),
        (moved(WHOLE, "DMG", "CLM"), "SIT015"),
    ],
)
def test_a_segment_that_was_passed_over_is_not_said_to_be_missing(segments: list[str], rule: str) -> None:
    found, summary = run(segments)
    assert found == ["IG020"]
    assert summary.not_checked[rule] == 1


def test_what_was_passed_over_in_one_claim_is_not_missed_in_the_next_subscriber() -> None:
    segments = [*added(REPLACED, "REF*F8*INV777", "CLM"), *(item.replace("11:B:1", "11:B:7") for item in MAN)]
    assert run(segments)[0] == ["IG020", "SIT002"]


def test_what_was_passed_over_between_two_claims_may_be_of_either() -> None:
    second = [segment.replace("INV-1", "INV-2") for segment in WHOLE[at(WHOLE, "CLM") :]]
    first, other, far = claims([*WHOLE, "NM1*ZZ*1*ROE*RAY", *second, *MAN])
    assert "rendering" in first.unreadable & first.lines[0].unreadable
    assert "referral" not in first.unreadable | other.unreadable  # nothing but the name was passed over
    assert "rendering" in other.unreadable & other.lines[1].unreadable
    assert "rendering" not in far.unreadable | far.lines[0].unreadable


def test_what_was_passed_over_in_a_claim_is_of_no_other() -> None:
    second = [segment.replace("INV-1", "INV-2") for segment in WHOLE[at(WHOLE, "CLM") :]]
    first, other = claims([*added(WHOLE, "NM1*ZZ*1*ROE*RAY", "LX"), *second])
    assert "rendering" in first.unreadable
    assert "rendering" not in other.unreadable | other.lines[0].unreadable
    (last,) = claims([*WHOLE, "NM1*ZZ*1*ROE*RAY"])
    assert "rendering" in last.unreadable


def test_what_was_passed_over_of_one_subscriber_is_of_no_other() -> None:
    """Though no claim of the first one came to take it."""
    holder = WHOLE[: at(WHOLE, "CLM")]
    (claim,) = claims([*holder, "NM1*ZZ*1*ROE*RAY", *MAN])
    assert "rendering" not in claim.unreadable


def test_who_bills_is_known_by_what_stands_above_the_first_subscriber() -> None:
    (above,) = claims(added(WHOLE, "REF*ZZ*1", "HL*2"))
    (below,) = claims(added(WHOLE, "REF*ZZ*1", "LX"))
    assert above.billing is not None and below.billing is not None
    assert "social_security_number" in above.billing.unreadable
    assert below.billing.unreadable == set()


def test_what_was_read_stays_when_another_of_its_kind_was_passed_over() -> None:
    segments = added(added(WHOLE, "REF*F8*INV777", "HI"), "REF*F8*INV778", "CLM")
    (claim,) = claims(segments)
    assert "payer_claim_number" not in claim.unreadable
    assert "referral" in claim.unreadable


@pytest.mark.parametrize(
    ("start", "before"),
    [("HI", "CLM"), ("SV1", "LX"), ("SV1*HC:36415", "LX*2"), ("DTP", "SV1"), ("CLM", "LX"), ("N3*2", "NM1*IL")],
)
def test_a_segment_that_is_read_in_its_place_leaves_nothing_open(start: str, before: str) -> None:
    found, summary = run(moved(WHOLE, start, before))
    assert found == ["IG020"]
    assert not [code for code in summary.not_checked if code[:3] in ("BAL", "SIT", "DUP", "DXP")]


def test_a_claim_that_was_put_right_must_still_add_up() -> None:
    segments = [segment.replace("*150***", "*151***") for segment in moved(WHOLE, "HI", "CLM")]
    assert run(segments)[0] == ["IG020", "BAL001"]


def test_diagnoses_that_come_twice_are_said_to_be_that_and_nothing_else() -> None:
    segments = added(WHOLE, HI, "LX")
    assert run(segments)[0] == ["IG023"]
    (claim,) = claims(segments)
    assert {"diagnoses", "diagnoses_as_sent"} <= claim.unreadable


def test_what_other_payers_paid_is_not_known_when_an_amount_was_passed_over() -> None:
    index = at(WHOLE, "LX")
    coordinated = [*WHOLE[:index], *OTHER, *WHOLE[index:]]
    (whole,) = claims(coordinated)
    (lost,) = claims(added(coordinated, "AMT*ZZ*5", "OI"))
    assert "other_payers" not in whole.unreadable
    assert "other_payers" in lost.unreadable


def test_what_others_paid_is_not_known_where_the_date_of_it_stands_alone() -> None:
    """DTP*573 tells when the other payer decided of a line: the SVD before it is missing."""
    index = at(WHOLE, "LX")
    other = [OTHER[0], "AMT*D*150", *OTHER[2:]]
    coordinated = [*WHOLE[:index], *other, *WHOLE[index:], "SVD*00002*30*HC:36415**1", "DTP*573*D8*20250201"]
    coordinated = added(coordinated, "DTP*573*D8*20250201", "LX*2")
    coordinated = added(coordinated, "SVD*00002*120*HC:99213**1", "DTP*573")
    assert run(coordinated)[0] == []
    assert run(without(coordinated, "SVD"))[0] == ["IG020"]


@pytest.mark.parametrize(
    ("start", "written"), [("NM1*IL", "NM1"), ("N3*2", "ZN3*2 INVENTED ST"), ("DMG", "ZDMG*D8*19700504*F")]
)
def test_nobody_is_asked_for_what_was_passed_over_with_a_name_or_unknown(start: str, written: str) -> None:
    index = at(WHOLE, start)
    assert len(run([*WHOLE[:index], written, *WHOLE[index + 1 :]])[0]) == 1
