"""The allow-list: what is shown, what is protected, and the shapes that keep names out."""

from __future__ import annotations

import pytest

from cleanclaim.claim.fields import fields_of
from cleanclaim.claim.model import ROWS
from cleanclaim.privacy.allowed import KNOWN_SEGMENTS, coded, coded_element, element_shape, place_shape

SHOWN = {
    "SV101-2": "99211",
    "SV101-3..6": "25",
    "SV102": "1040.5",
    "SV104": "12.5",
    "SV107-1..": "12",
    "CLM05-1": "11",
    "2000B SBR09": "MB",
    "2410 LIN03": "12345678901",
    "2410 CTP04": "1.5",
    "HI*ABK|BK 01..12-2": "D51.0",
    "HI*ABK|BK 01..12-1": "ABK",
    "AMT*EAF 02": "-12.34",
    "MOA03..07": "MA01",
    "CAS02, 05 … 17": "B7",
    "CAS03, 06 … 18": "40",
    "SV105, else CLM05-1": "22",
    "ISA15": "T",
    "2000C PAT01": "19",
}
PROTECTED = [
    "CLM01", "REF*G1 02", "REF*6R 02", "REF*4N 02", "DTP*472 03", "2330B DTP*573 03", "NM109", "NM103", "N301",
    "N402", "N403", "DMG02", "DMG03", "PAT06", "PAT08", "PRV03", "2000B SBR03", "SV101-7", "SV101", "K301", "NTE02",
    "ISA06", "ISA13", "GS06", "ST02", "SE02", "BHT03", "BHT04", "PWK06", "SVD01", "CLM11-4", "ISA02", "MEA03",
    "earliest line date", "PER communication number of TE", "",
]  # fmt: skip


@pytest.mark.parametrize(("place", "value"), SHOWN.items())
def test_coded_places_show_values_of_their_shape(place: str, value: str) -> None:
    shape = place_shape(place)
    assert coded(place)
    assert shape is not None
    assert shape.fullmatch(value)


@pytest.mark.parametrize("place", PROTECTED)
def test_everything_else_is_protected(place: str) -> None:
    assert not coded(place)


@pytest.mark.parametrize("system", ["procedure", "diagnosis", "place_of_service", "ndc"])
def test_a_field_of_no_single_element_is_judged_by_its_code_system(system: str) -> None:
    assert coded("HI, resolved", system)
    assert not coded("HI, resolved", "payer_id")


def test_a_resolved_diagnosis_has_the_shape_of_a_diagnosis_not_of_its_pointer() -> None:
    shape = place_shape("SV107-1, resolved in HI", "diagnosis")
    assert shape is not None
    assert shape.fullmatch("D510")
    assert shape.fullmatch("U071")  # COVID-19
    assert shape.fullmatch("QA00101")  # of April 2026, the first with a letter in the second place
    assert shape.fullmatch("V5889")
    assert shape.fullmatch("E8121")
    assert not shape.fullmatch("1")
    assert not shape.fullmatch("QB00101")


def test_qualifiers_decide_where_one_element_holds_different_codes() -> None:
    assert coded_element("LIN", 3, qualifier="N4")
    assert not coded_element("LIN", 3, qualifier="UP")
    assert coded_element("HI", 7, 2, "ABF")
    assert not coded_element("HI", 7, 2, "ZZ")
    assert not coded_element("HI", 7, 4, "ABF")


@pytest.mark.parametrize("value", ["SMITH", "DOE", "O'HARA", "123456789", "1234567893", "19800131", "99211 "])
def test_no_name_id_or_date_has_the_shape_of_a_code_beside_it(value: str) -> None:
    for segment, element, component in (("SV1", 1, 2), ("SV1", 2, 0), ("SV1", 4, 0), ("CAS", 2, 0), ("REF", 1, 0),
                                        ("NM1", 1, 0), ("NTE", 1, 0), ("SBR", 9, 0), ("HL", 1, 0), ("HI", 1, 2),
                                        ("HI", 1, 1), ("SE", 1, 0), ("LIN", 3, 0), ("GS", 8, 0)):  # fmt: skip
        shape = element_shape(segment, element, component)
        assert shape is not None
        assert not shape.fullmatch(value), (segment, element)


def test_a_field_of_text_or_date_is_never_coded() -> None:
    for row in ROWS.values():
        for field in fields_of(row).values():
            if field.kind.base in ("text", "date", "time"):
                assert not coded(field.place or field.derived, field.kind.system), field.name


def test_the_segments_of_the_guide_are_known() -> None:
    assert {"CLM", "SV1", "HI", "NTE", "K3", "N3", "ISA", "IEA", "CL1"} <= KNOWN_SEGMENTS
