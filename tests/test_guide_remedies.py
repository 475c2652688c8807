"""What to do at a place is said in the words of the trade, and each place is one that the guide has."""

from __future__ import annotations

import pytest

from cleanclaim.findings import Finding
from cleanclaim.guide import faults
from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.remedies import _LIMITS, _SAID, find_limit, find_remedy
from cleanclaim.guide.shape import Shape
from cleanclaim.x12 import element_name
from tests.claims import claim_file
from tests.linting import findings_of

CLM, HI = "CLM*A1*40***11:B:1*Y*A*Y*Y", "HI*ABK:D510*ABF:E538"
SV1, DAY = "SV1*HC:99213*40*UN*1***1:2", "DTP*472*D8*20250115"
THIRTEEN = HI + "".join(f"*ABF:{code}" for code in ["I10", "E785", "Z720", *(f"K2{at}0" for at in range(8))])


def structural(*segments: str) -> list[Finding]:
    return [one for one in findings_of(claim_file(*segments)) if one.rule.startswith("IG")]


def shape_is_at(shape: Shape, place: str) -> bool:
    """Whether a place is the segment, one of its elements or components, or the first that is too many."""
    names = {shape.segment, element_name(shape.segment, len(shape.fields) + 1)}
    for at, field in enumerate(shape.fields, 1):
        names.add(element_name(shape.segment, at))
        names.update(
            element_name(shape.segment, at, part + 1) for part in range(len(field.parts) + bool(field.parts))
        )
    return place in names


@pytest.mark.parametrize(
    ("line", "message", "advice"),
    [
        ("SV1*HC:99213*40*UN*1***1:2:1:2:1", "a line points to 1 to 4 diagnoses: SV107-5 is", "keep the four"),
        ("SV1*HC:99213*40*UN*1***0", "SV107-1 (Diagnosis Code Pointer) must be a number from 1 to 12", "1 for HI01"),
        ("SV1*HC:99213*40*UN*1***1:13", "SV107-2 (Diagnosis Code Pointer) must be a number from", "1 for HI01"),
        ("SV1*HC:99213*40*UN*1***A", "SV107-1 (Diagnosis Code Pointer) contains an", "as a component of its own"),
        ("SV1*HC:99213*40*UN*1", "required element SV107 (Composite Diagnosis Code", "point to 1 to 4 diagnoses"),
        ("SV1*HC:99213*$40*UN*1***1", "SV102 (Line Item Charge Amount) contains an", "without $, comma or spaces"),
        ("SV1*HC:99213*40*ML*1***1", "SV103 (Unit or Basis for Measurement Code) must", "send UN for units"),
        ("SV1*HC:99213:5*40*UN*1***1", "SV101-3 (Procedure Modifier 1) must have", "two letters or digits"),
    ],
)
def test_a_line_hears_of_its_fields(line: str, message: str, advice: str) -> None:
    (found,) = structural(CLM, HI, "LX*1", line, DAY)
    assert found.message.startswith(message)
    assert advice in found.suggestion


def test_a_thirteenth_diagnosis_is_too_many() -> None:
    (found,) = structural(CLM, THIRTEEN, "LX*1", SV1, DAY)
    assert found.message == "a claim holds at most 12 diagnoses (HI01 to HI12): HI13 is one too many"
    assert found.suggestion == "leave out diagnoses that no line needs"


@pytest.mark.parametrize(
    ("segments", "advice"),
    [
        ((CLM, "LX*1", SV1, DAY), "add HI with the diagnoses"),
        ((CLM, HI, "LX*1", SV1), "add DTP with 472"),
        ((CLM, HI, "LX*1", SV1, "DTP*472*D8*20250132"), "write the day in eight digits"),
        (("CLM*A1*40***11:B*Y*A*Y*Y", HI, "LX*1", SV1, DAY), "send 1 for an original claim"),
        ((CLM, HI, "LX*1", SV1, "DTP*473*D8*20250115", DAY), "correct the qualifier"),
        ((CLM, HI, "LX*1", "SV1*HC:99213*40*UN*1***1*****N", DAY), "send Y: the guide has no other code here"),
    ],
)
def test_what_to_do_is_said_of_the_place(segments: tuple[str, ...], advice: str) -> None:
    (found,) = structural(*segments)
    assert found.suggestion.startswith(advice)


def test_other_codes_than_diagnoses_are_not_called_so() -> None:
    assert find_remedy("IG036", "HI01-1", "2300", ("ABK", "BK")).startswith("send ABK")
    assert not find_remedy("IG036", "HI01-1", "2300", ("BG",))
    assert not find_limit("HI13", "2300", ("BP",))


def test_each_place_is_one_of_the_guide() -> None:
    guide = load_guide()
    codes = {rule.code for rule in faults.RULES}
    for places, loops, rules, text in _SAID:
        assert set(rules.split()) <= codes
        assert text and text[0].islower() and not text.endswith(".")
        for place in places.split():
            for loop in loops.split() or [""]:
                assert any(
                    shape_is_at(shape, place) and loop in ("", guide.nodes[shape.serial].loop)
                    for shape in guide.shapes
                ), (place, loop)


def test_a_place_is_told_once() -> None:
    told = [
        (place, loop, code)
        for places, loops, codes, _ in _SAID
        for place in places.split()
        for loop in loops.split() or [""]
        for code in codes.split()
    ]
    assert len(told) == len(set(told))


def test_each_limit_is_where_the_guide_ends() -> None:
    guide = load_guide()
    for place, loop in _LIMITS:
        assert any(
            shape_is_at(shape, place) and guide.nodes[shape.serial].loop == loop and not known(shape, place)
            for shape in guide.shapes
        )


def known(shape: Shape, place: str) -> bool:
    """Whether the guide has an element or component of this name."""
    return any(
        place == element_name(shape.segment, at, part)
        for at, field in enumerate(shape.fields, 1)
        for part in range(len(field.parts) + 1)
    )
