"""Spaces before a value: one warning each, where they stand, read ahead or not."""

from __future__ import annotations

import pytest

from tests.guide_text import CLAIM, LINE, WHOLE, judged, replaced, run, wrap


@pytest.mark.parametrize(
    ("old", "new", "element", "length"),
    [
        ("NM1*IL", "NM1*IL*1*DOE* JANE****MI*A1", "NM104", 1),
        ("NM1*IL", "NM1*IL*1*DOE*JANE****MI*   A1", "NM109", 3),
        ("N3", "N3*  1 MAIN ST", "N301", 2),
        ("SV1", "SV1*HC:96372::::: GIVEN*40*UN*1***1", "SV101-7", 1),
        ("REF*EI", "REF*EI* 123456789", "REF02", 1),
        ("NM1*IL", "NM1*IL*1*DOE* ****MI*A1", "NM104", 1),  # nothing else
    ],
)
def test_leading_spaces_are_one_warning_where_they_stand(old: str, new: str, element: str, length: int) -> None:
    text = wrap(replaced(old, new))
    placed, findings = run(text)
    assert [(one.rule, one.severity, one.mark.element) for one in findings] == [("IG048", "warning", element)]
    (found,) = findings
    begin = text.index(new)
    assert text[found.mark.offset : found.mark.offset + found.mark.length] == " " * length
    assert begin < found.mark.offset < begin + len(new)
    assert text[found.mark.offset - 1] in "*:"
    assert not any(item.faults for item in placed)
    assert len(placed) == len(WHOLE)


def test_each_value_that_begins_so_is_told() -> None:
    found = judged(*replaced("NM1*IL", "NM1*IL*1* DOE* JANE****MI* A1"))
    assert [rule for rule, _, _ in found] == ["IG048"] * 3


def test_spaces_are_told_in_a_line_that_was_read_many_times_before() -> None:
    """What was learned of right segments does not let a space through."""
    claims = [*CLAIM, *LINE] * 40
    claims[-2] = "SV1*HC:96372::::: GIVEN*40*UN*1***1"
    _, findings = run(wrap([*WHOLE[: -len(CLAIM) - len(LINE)], *claims]))
    assert [(one.rule, one.mark.element) for one in findings] == [("IG048", "SV101-7")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("NM1*IL", "NM1*IL*1*DOE* JANE ****MI*A1", ["IG035"]),  # at fault already
        ("NM1*IL", "NM1*IL*1*DOE*JO ANN****MI*A1", []),
        ("SV1", "SV1*HC:96372* 40*UN*1***1", ["IG035"]),
        ("DTP", "DTP*472*D8* 20250115", ["IG037"]),
    ],
)
def test_what_is_wrong_already_or_right_is_not_told(old: str, new: str, expected: list[str]) -> None:
    assert [rule for rule, _, _ in judged(*replaced(old, new))] == expected


def test_a_tab_in_a_padded_value_is_an_invalid_character() -> None:
    text = wrap(WHOLE).replace("*ZZ*INVENTED       ", "*ZZ*INVENTED\t      ", 1)
    (found,) = run(text)[1]
    assert (found.rule, found.mark.element) == ("IG035", "ISA06")
    assert found.message.endswith("contains an invalid character")


def test_what_the_guide_has_no_element_for_is_not_told_so() -> None:
    found = judged(*replaced("N3", "N3*1 MAIN ST** X"), *replaced("SV1", "SV1*HC:96372:::::::: X*40*UN*1***1"))
    assert "IG048" not in [rule for rule, _, _ in found]
