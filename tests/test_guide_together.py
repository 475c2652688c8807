"""A value that is missing with its qualifier is one finding, and so is all that is too much at an end."""

from __future__ import annotations

import pytest

from cleanclaim.claim import Claim, build
from cleanclaim.findings import Finding
from cleanclaim.guide import place
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.guide_text import judged, replaced, run, wrap

SV1 = "SV1*HC:96372{}*40*UN*1***1"


def only(old: str, new: str) -> Finding:
    (found,) = run(wrap(replaced(old, new)))[1]
    return found


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("NM1*41", "NM1*41*2*INVENTED", "NM109"),
        ("NM1*IL", "NM1*IL*1*DOE*JANE", "NM109"),
        ("NM1*PR", "NM1*PR*2*PAYER", "NM109"),
        ("PER", "PER*IC*ANN", "PER04"),
        ("SV1", "SV1*HC:96372*40*****1", "SV104"),
        ("DTP", "DTP*472", "DTP03"),
    ],
)
def test_a_value_that_is_missing_with_its_qualifier_is_one_fault(old: str, new: str, where: str) -> None:
    assert [found[:2] for found in judged(*replaced(old, new))] == [("IG030", where)]


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ("NM1*IL*1*DOE*JANE*****A1", [("IG030", "NM108")]),
        ("NM1*IL*1*DOE*JANE****MI", [("IG030", "NM109")]),
        ("NM1*IL*1**JANE", [("IG030", "NM103"), ("IG030", "NM109")]),
    ],
)
def test_other_elements_that_are_missing_are_said_one_by_one(new: str, found: list[tuple[str, str]]) -> None:
    assert [one[:2] for one in judged(*replaced("NM1*IL", new))] == found


def test_the_words_are_of_both() -> None:
    member = only("NM1*IL", "NM1*IL*1*DOE*JANE")
    named = "NM108 (Identification Code Qualifier) and NM109 (Subscriber Primary Identifier)"
    assert member.message == f"required elements {named} are missing"
    assert member.suggestion == "send MI in NM108 and the member number in NM109, as it is on the card"
    payer = only("NM1*PR", "NM1*PR*2*PAYER")
    assert payer.about.acknowledgment.claim_status == ("A6:153:PR",)
    units = only("SV1", "SV1*HC:96372*40*****1")
    assert units.suggestion == (
        "send UN for units, or MJ for minutes of anesthesia; send the number of units or minutes in digits"
    )
    assert units.about.acknowledgment.claim_status == ("A6:476",)


@pytest.mark.parametrize(
    ("old", "new", "where", "said"),
    [
        ("SV1", SV1.format(":A1:A2:A3:A4:A5:A6:A7:A8"), "SV101-9", "component too many, and SV101-8 is not used"),
        ("HI", "HI*ABK:D510:A:B:C:D:E:F:G:H", "HI01-10", "component too many, and HI01-3 to HI01-9 are not used"),
        ("NM1*85", "NM1*85*2*CLINIC*****XX*1234567893*A*B*C*D", "NM113", "too many, and NM110 to NM112 are not used"),
    ],
)
def test_what_is_not_used_before_what_is_too_many_is_one_fault(old: str, new: str, where: str, said: str) -> None:
    found = only(old, new)
    assert (found.rule, found.mark.element) == ("IG032", where)
    assert said in found.message


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("SV1", SV1.format(":A1:A2:A3:A4:A5:A6"), ["SV101-8"]),
        ("SV1", SV1.format(":A1:A2:A3:A4:A5::A7"), ["SV101-9"]),
        ("NM1*85", "NM1*85*2*CLINIC***MS**XX*1234567893****D", ["NM106", "NM113"]),  # they are apart
    ],
)
def test_elsewhere_each_is_said(old: str, new: str, found: list[str]) -> None:
    assert [where for _, where, _ in judged(*replaced(old, new))] == found


def test_both_stay_unread() -> None:
    text = wrap(replaced("SV1", "SV1*HC:96372*40*****1"))
    events = build(place(read_events(Source.from_bytes(text.encode("ascii")))))
    (claim,) = (item for item in events if isinstance(item, Claim))
    assert {"unit_basis", "units"} <= claim.lines[0].unreadable
