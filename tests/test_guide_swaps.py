"""Two codes of one segment that changed places are one finding, and both places stay unread."""

from __future__ import annotations

import pytest

from cleanclaim.claim import Claim, build
from cleanclaim.guide import place_runs
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.claims import claim_file
from tests.linting import findings_of

CLM, HI = "CLM*A1*40***11:B:1*Y*A*Y*Y", "HI*ABK:D510*ABF:E538"
LINE = ("LX*1", "SV1*HC:99213*40*UN*1***1:2", "DTP*472*D8*20250115")
EXCHANGED = "HI01-1 and HI02-1 hold each other's codes: HI01-1 (Diagnosis Type Code) must be `ABK` or `BK`"


def refused(*segments: str) -> list[tuple[str, str]]:
    found = findings_of(claim_file(*segments))
    return [(one.mark.element, one.message) for one in found if one.rule == "IG036"]


def places(*segments: str) -> list[str]:
    return [element for element, _ in refused(*segments)]


def test_the_first_diagnosis_in_second_place_is_one_fault() -> None:
    found = findings_of(claim_file(CLM, "HI*ABF:D510*ABK:E538", *LINE))
    assert [(one.rule, one.mark.element, one.message) for one in found] == [("IG036", "HI01-1", EXCHANGED)]
    assert found[0].suggestion.startswith("exchange the codes of HI01-1 and HI02-1, or what they stand in")
    assert found[0].about.acknowledgment.claim_status == ("A7:254",)


def test_the_segment_further_on_is_exchanged_too() -> None:
    assert refused(CLM, "HI*ABF:D510*ABF:I10*ABK:E538", *LINE) == [("HI01-1", EXCHANGED.replace("HI02", "HI03"))]


def test_simple_elements_can_change_places() -> None:
    found = findings_of(claim_file("CLM*A1*40***11:B:1*A*Y*Y*Y", HI, *LINE))
    assert [(one.mark.element, one.suggestion) for one in found] == [
        ("CLM06", "exchange the codes of CLM06 and CLM07")
    ]


@pytest.mark.parametrize(
    ("segment", "where"),
    [
        ("HI*ABF:D510*ABF:E538", ["HI01-1"]),
        ("HI*ABK:D510*ABK:E538", ["HI02-1"]),
        ("HI*ABK:D510*ABK:E538*ABK:I10", ["HI02-1", "HI03-1"]),
        ("HI*ABF:D510*ABK:E538*ABK:I10", ["HI01-1", "HI03-1"]),  # exchanged with the first of them
        ("HI*ABF:D510*XYZ:E538", ["HI01-1", "HI02-1"]),  # neither is the other's
    ],
)
def test_other_codes_are_said_one_by_one(segment: str, where: list[str]) -> None:
    assert places(CLM, segment, *LINE) == where


def test_both_stay_unread() -> None:
    text = claim_file("CLM*A1*40***11:B:1*A*Y*Y*Y", HI, *LINE)
    events = build(place_runs(read_events(Source.from_bytes(text.encode("ascii")))))
    (claim,) = (item for item in events if isinstance(item, Claim))
    assert {"provider_signature", "assignment"} <= claim.unreadable
