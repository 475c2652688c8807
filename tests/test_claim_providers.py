"""Who is named in a claim: wherever the guide has room for an NPI, each time that its loop may come, it is judged."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from cleanclaim.claim import Claim, build
from cleanclaim.findings import Finding
from cleanclaim.guide import place
from cleanclaim.guide.cache import load_guide
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.claims import HEAD, claim_file
from tests.linting import findings_of, place_of

ADDRESS = ("N3*9 INVENTED AVE", "N4*SPRINGFIELD*IL*627010002")
PERSONS = {"2310D", "2420D", "2420E", "2310A", "2420F"}
CLAIM = ("CLM*A1*40***11:B:1*Y*A*Y*Y", "HI*ABK:D510")
LINE = ("LX*1", "SV1*HC:99213*40*UN*1***1", "DTP*472*D8*20250115")
CHILD = ("HL*3*2*23*0", "PAT*19", "NM1*QC*1*DOE*TIM", *ADDRESS, "DMG*D8*20150101*M")
HEAD_OF_CHILD = HEAD.replace("HL*2*1*22*0", "HL*2*1*22*1").replace("SBR*P*18*", "SBR*P**")


class Spot(NamedTuple):
    """A place of an NPI: the loops that lead to it, and which time its own comes."""

    path: tuple[str, ...]
    code: str  # NM101
    time: int

    @property
    def loop(self) -> str:
        return self.path[-1]


def spots() -> list[Spot]:
    """Every NM109 of the guide that may hold an NPI: one for each time that its loop may come."""
    guide = load_guide()
    found = []
    for shape in guide.shapes:
        qualifier = shape.field(8)
        if shape.segment == "NM1" and qualifier is not None and "XX" in qualifier.codes:
            times = min(guide.loops[shape.loop].most, 9)
            path = guide.nodes[shape.serial].path
            found += [Spot(path, shape.codes[min(time, len(shape.codes)) - 1], time) for time in range(1, times + 1)]
    return found


SPOTS = spots()


def npi(number: int, *, right: bool = True) -> str:
    """An NPI that is nobody's, or one whose last digit is wrong."""
    digits = f"80840199900{number:03}"
    doubled = (int(sign) * (2 - at % 2) for at, sign in enumerate(reversed(digits)))
    check = -sum(value // 10 + value % 10 for value in doubled) % 10
    return f"199900{number:03}{check if right else (check + 1) % 10}"


def named(spot: Spot, number: str) -> tuple[str, ...]:
    kind = "1*HILL*ANN***" if spot.loop in PERSONS else "2*INVENTED PLACE****" if spot.loop != "2420B" else "2*****"
    address = ADDRESS if spot.loop in ("2310C", "2420C") else ()
    return (f"NM1*{spot.code}*{kind}*XX*{number}", *address)


def file_with(wrong: Spot | None, *, child: bool) -> str:
    """A claim that names somebody at every spot, one of them with a wrong NPI."""
    around: dict[str, list[str]] = {"23": [], "24": []}
    for at, spot in enumerate(SPOTS):
        if spot.loop != "2010AA" and ("2000C" in spot.path) == child:
            around[spot.loop[:2]] += named(spot, npi(at, right=spot != wrong))
    head = HEAD_OF_CHILD if child else HEAD
    if wrong is not None and wrong.loop == "2010AA":
        head = head.replace("1234567893", "1234567890")
    above = CHILD if child else ()
    return claim_file(*above, *CLAIM, *around["23"], *LINE, *around["24"], head=head)


def test_the_guide_has_room_for_an_npi_here() -> None:
    loops = [(spot.loop, spot.time) for spot in SPOTS if "2000C" not in spot.path]
    claim = [("2310A", 1), ("2310A", 2), ("2310B", 1), ("2310C", 1), ("2310D", 1)]
    line = [("2420A", 1), ("2420B", 1), ("2420C", 1), ("2420D", 1), ("2420E", 1), ("2420F", 1), ("2420F", 2)]
    assert loops == [("2010AA", 1), *claim, *line]
    assert [(spot.loop, spot.time) for spot in SPOTS if "2000C" in spot.path] == [*claim, *line]


@pytest.mark.parametrize("child", [False, True])
def test_each_of_them_is_in_the_claim(child: bool) -> None:
    text = file_with(None, child=child)
    source = Source.from_bytes(text.encode("latin-1"))
    events = list(build(place(read_events(source))))
    assert not [event for event in events if isinstance(event, Finding)]
    (claim,) = (event for event in events if isinstance(event, Claim))
    numbers = [provider.npi for provider in claim.providers]
    assert sorted(filter(None, numbers)) == sorted(
        segment.split("*")[9] for segment in text.split("~") if segment.startswith("NM1*") and "*XX*" in segment
    )


@pytest.mark.parametrize("child", [False, True])
def test_right_numbers_are_silent(child: bool) -> None:
    assert "SIT001" not in {finding.rule for finding in findings_of(file_with(None, child=child))}


@pytest.mark.parametrize("wrong", SPOTS, ids=lambda spot: f"{'-'.join(spot.path)} {spot.time}")
def test_a_wrong_number_is_found_where_it_stands(wrong: Spot) -> None:
    for child in {"2000C" in wrong.path, wrong.loop == "2010AA" or "2000C" in wrong.path}:
        text = file_with(wrong, child=child)
        (finding,) = (finding for finding in findings_of(text) if finding.rule == "SIT001")
        assert (finding.loop, place_of(finding).element) == (wrong.loop, "NM109")
        segment = text.split("~")[finding.mark.segment - 1]
        assert segment.startswith(f"NM1*{wrong.code}*")
        assert text[finding.mark.offset :].startswith(segment.split("*")[9])
        assert finding.service_line == (1 if wrong.loop.startswith("24") else None)


@pytest.mark.parametrize("wrong", SPOTS, ids=lambda spot: f"{'-'.join(spot.path)} {spot.time}")
def test_the_claim_status_says_whose_number_it_is(wrong: Spot) -> None:
    """A 277CA that says 562 (NPI) has the entity beside it: the NM101 of the loop."""
    (found,) = (one for one in findings_of(file_with(wrong, child="2000C" in wrong.path)) if one.rule == "SIT001")
    assert found.about.acknowledgment.claim_status == ("A7:562",)
    assert found.acknowledgment.claim_status == (f"A7:562:{wrong.code}",)


@pytest.mark.parametrize("on_the_line", [False, True])
def test_of_two_in_one_loop_each_is_told_by_its_own_code(on_the_line: bool) -> None:
    """Loops 2310A and 2420F: DN is the referring provider, P3 the primary care provider."""
    both = [f"NM1*{code}*1*HILL*ANN****XX*{npi(at, right=False)}" for at, code in enumerate(("DN", "P3"))]
    segments = (*CLAIM, *LINE, *both) if on_the_line else (*CLAIM, *both, *LINE)
    found = [one for one in findings_of(claim_file(*segments)) if one.rule == "SIT001"]
    assert {one.loop for one in found} == {"2420F" if on_the_line else "2310A"}
    assert [one.acknowledgment.claim_status for one in found] == [("A7:562:DN",), ("A7:562:P3",)]
