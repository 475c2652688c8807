"""A segment that belongs nowhere is one finding, wherever it stands, and so is one that is missing or doubled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.guide_text import (
    BILLING,
    CHILD,
    CLAIM,
    HEADER,
    LINE,
    PARENT,
    SUBSCRIBER,
    WHOLE,
    judged,
    replaced,
    run,
    wrap,
)

FAMILY = (
    *(*HEADER, *BILLING, *PARENT, *CHILD, *CLAIM, *LINE, "LX*2", *LINE[1:]),
    *("HL*4*1*22*0", *SUBSCRIBER[1:], *CLAIM, *LINE),
)
DEPENDENT = FAMILY[: FAMILY.index("LX*2")]
OTHER = ("SBR*S*18*******CI", "OI***Y***Y", "NM1*IL*1*DOE*JANE****MI*A1", "NM1*PR*2*PAYER*****PI*P1")
COB = (*HEADER, *BILLING, *SUBSCRIBER, *CLAIM, *OTHER, *LINE, "SVD*P1*1*HC:96372**1", "DTP*573*D8*20250115")
# They fit nowhere in these claims but where the guide has them, or come out of order there.
STRAYS = ("PER*IC*DESK*TE*5555550142", "REF*LU*X", "DMG*D8*19700504*F", "PAT*19", "NM1*ZZ*1*DOE", "CTP****1*UN")


def _with(stray: str, whole: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return ((*whole[:at], stray, *whole[at:]) for at in range(len(whole) + 1))


@pytest.mark.parametrize("stray", ["REF*LU*X", "CTP****1*UN", "REF*ZZ*1", "OI***Y***Y", "XX*1"])
def test_a_stray_is_one_finding_wherever_it_stands(stray: str) -> None:
    for segments in _with(stray, FAMILY):
        assert len(judged(*segments)) <= 1, segments
        assert len(run(wrap(segments))[0]) >= len(FAMILY), segments


@pytest.mark.parametrize("whole", [FAMILY, COB])
def test_a_missing_segment_is_one_finding(whole: tuple[str, ...]) -> None:
    silent = {at for at in range(len(whole)) if not judged(*whole[:at], *whole[at + 1 :])}
    assert {whole[at].partition("*")[0] for at in silent} <= {"DMG", "LX", "HL", "SVD"}  # spare, or the last one
    for at in set(range(len(whole))) - silent:
        assert len(judged(*whole[:at], *whole[at + 1 :])) == 1, whole[at]


@pytest.mark.parametrize("whole", [FAMILY, COB])
def test_a_doubled_segment_is_one_finding(whole: tuple[str, ...]) -> None:
    for at, text in enumerate(whole):
        assert len(judged(*whole[:at], text, *whole[at:])) <= 1, text


@pytest.mark.parametrize("stray", STRAYS)
def test_reading_goes_on_behind_a_stray(stray: str) -> None:
    placed, findings = run(wrap(replaced("NM1*40", HEADER[3], stray, whole=FAMILY)))
    assert [(found.rule, found.mark.segment_id) for found in findings] == [("IG020", stray.partition("*")[0])]
    assert [item.segment.text for item in placed] == list(FAMILY)


def test_an_address_without_its_opener_before_the_one_that_follows() -> None:
    """What stands before the opening segment of its loop is out of order, and the loop is not missing."""
    found = judged(*replaced("NM1*85", BILLING[2], BILLING[1], whole=replaced("N3*1 MAIN ST", whole=FAMILY[:10])))
    assert ("IG021", "HL", "2010AA") not in found


@pytest.mark.parametrize("number", ["ZZZ", "9" * 5000, "1 ", "A^B", "A:B", ""])
def test_a_number_at_fault_is_one_finding(number: str) -> None:
    for old, new in (("LX*1", f"LX*{number}"), ("HL*1", f"HL*{number}**20*1"), ("HL*3", f"HL*{number}*2*23*0")):
        found = judged(*replaced(old, new, whole=DEPENDENT))
        assert [(len(found), found[0][1])] == [(1, f"{new[:2]}01")], found


@pytest.mark.parametrize("number", ["1 ", "A^B", "A:B", "ZZZZZZZZZZZZZZZ"])
def test_a_parent_at_fault_is_one_finding(number: str) -> None:
    found = judged(*replaced("HL*2", f"HL*2*{number}*22*1", whole=DEPENDENT))
    assert [name for _, name, _ in found] == ["HL02"]


def test_levels_after_one_that_is_missing_may_be_renumbered() -> None:
    again = tuple(text.replace("HL*4*", "HL*3*") for text in FAMILY)
    for segments in (replaced("HL*3*2", whole=again), replaced("HL*3*2", whole=FAMILY)):
        assert [rule for rule, _, _ in judged(*segments)] == ["IG021"]


@pytest.mark.parametrize("code", ["X", "", "P1"])
def test_an_opener_with_a_bad_qualifier_is_placed_where_one_loop_can_open(code: str) -> None:
    for whole, number in ((COB, "S"), (DEPENDENT, "P")):
        opener = next(text for text in whole if text.startswith(f"SBR*{number}"))
        segments = replaced(opener, f"SBR*{code}{opener[5:]}", whole=whole)
        placed, findings = run(wrap(segments))
        assert [found.mark.element for found in findings] == ["SBR01"]
        assert len(placed) == len(segments)


def test_an_opener_with_a_bad_qualifier_that_could_open_several_opens_the_one_that_is_required() -> None:
    assert judged(*replaced("NM1*85", "NM1*ZZ*2*CLINIC*****XX*1234567893")) == [("IG036", "NM101", "2010AA")]
    assert judged(*replaced("NM1*IL", "NM1*ZZ*1*DOE*JANE****MI*A1")) == [("IG036", "NM101", "2010BA")]
    assert judged(*replaced("NM1*PR", "NM1*ZZ*2*PAYER*****PI*P1")) == [("IG036", "NM101", "2010BB")]
    assert judged(*replaced("HI", CLAIM[1], "NM1*ZZ*1*DOE*ANN")) == [("IG020", "NM1", "2300")]
    assert judged(*replaced("NM1*40", "NM1*ZZ*2*TAKER*****46*B1")) == [("IG036", "NM101", "1000B")]


def test_what_an_opener_that_is_missing_left_behind_is_one_finding() -> None:
    """N3 and N4 of a service facility whose NM1 was lost have no place; its PER follows them."""
    segments = replaced("HI", CLAIM[1], "N3*1 MAIN ST", "N4*SPRINGFIELD*IL*627010001", "PER*IC**TE*5555550142")
    found = run(wrap(segments))[1]
    assert [(item.rule, item.mark.segment_id) for item in found] == [("IG020", "N3")]
    assert found[0].message.endswith("; the next 2 that belong to it are passed over")
    assert len(run(wrap(segments))[0]) == len(WHOLE)
