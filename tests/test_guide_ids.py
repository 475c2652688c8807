"""Ids that are written badly or are none: one finding, and what can be read is read."""

from __future__ import annotations

import pytest

from tests.guide_text import LINE, SUBSCRIBER, WHOLE, judged, replaced, run, wrap
from tests.linting import findings_of


@pytest.mark.parametrize(
    ("old", "new", "name", "marked"),
    [
        ("LX", "lx*1", "LX", "lx"),
        ("SV1", LINE[1].replace("SV1*", "SV1 *"), "SV1", "SV1 "),
        ("SV1", LINE[1].replace("SV1*", "Sv1*"), "SV1", "Sv1"),
        ("SV1", f"\x00{LINE[1]}", "SV1", "SV1\x00"),
        ("CLM", "clm*A1*40***11:B:1*Y*A*Y*Y", "CLM", "clm"),
        ("HL*2", "hl*2*1*22*0", "HL", "hl"),
        ("HI", "\x07hi\x07\x07*ABK:D510", "HI", "hi\x07\x07"),
    ],
)
def test_an_id_written_badly_is_one_finding_and_is_read(old: str, new: str, name: str, marked: str) -> None:
    text = wrap(replaced(old, new))
    placed, findings = run(text)
    assert [(found.rule, found.mark.segment_id) for found in findings] == [("IG020", name)]
    assert f"`{name}`" in findings[0].message
    assert [item.node.segment for item in placed] == [text.partition("*")[0] for text in WHOLE]
    assert not any(item.faults for item in placed)
    begin = findings[0].mark.offset
    assert text[begin : begin + 2].upper() == name[:2]


def test_elements_behind_an_id_written_badly_keep_their_place() -> None:
    text = wrap(replaced("SV1", "SV1  *HC:96372*4O*UN*1***1"))
    found = next(found for found in run(text)[1] if found.rule == "IG035")
    assert text[found.mark.offset : found.mark.offset + found.mark.length] == "4O"


@pytest.mark.parametrize("text", ["Per*IC*ANN*TE*5555550142", "dmg*D8*19700504*F", "SE *5", "se*5", "Svx*1", "\x00"])
def test_a_value_that_lost_its_place_is_no_id(text: str) -> None:
    found = run(wrap(replaced("HI", "HI*ABK:D510", text)))[1]
    assert [(item.rule, item.mark.segment_id) for item in found] == [("IG020", "?")]
    assert "unknown segment after HI" in found[0].message


@pytest.mark.parametrize("count", [1, 2, 50])
def test_a_run_of_unknown_segments_is_one_finding(count: int) -> None:
    segments = replaced("HI", "HI*ABK:D510", *(f"Q{number}*X" for number in range(count)))
    placed, findings = run(wrap(segments))
    assert [(found.rule, found.mark.segment_id) for found in findings] == [("IG020", "?")]
    assert len(placed) == len(WHOLE)
    tail = {1: "loop 2300", 2: "the next is unknown too"}.get(count, f"the next {count - 1} are unknown too")
    assert findings[0].message.endswith(tail)


def test_runs_end_where_something_is_read_or_is_of_another_kind() -> None:
    assert [rule for rule, _, _ in judged(*replaced("SV1", "XX*1", LINE[1], "XX*1"))] == ["IG020", "IG020"]
    assert [rule for rule, _, _ in judged(*WHOLE, "XX*1", "SV2*1", "SV2*1", "XX*1")] == ["IG020", "IG024", "IG020"]
    found = run(wrap((*WHOLE, "SV2*1", "SV2*1", "SV3*1")))[1]
    assert [item.message.partition("; ")[2] for item in found] == ["the next is such", ""]
    assert [rule for rule, _, _ in judged(*WHOLE, "XX*1")] == ["IG020"]


def test_unknown_segments_after_a_party_without_a_place_are_told_apart() -> None:
    found = judged(*replaced("HI", "HI*ABK:D510", "NM1*99*2*SOMEBODY", "REF*G1*1", "XX*1", "XX*2"))
    assert [(rule, name) for rule, name, _ in found] == [("IG020", "NM1"), ("IG020", "?")]


def test_a_composite_with_another_separator_stays_in_its_place() -> None:
    """All of SV101 is then one component: what is wrong is said of it, and the line has its SV1."""
    placed, findings = run(wrap(replaced("SV1", "SV1*HC>96372*40*UN*1***1>2")))
    assert {found.mark.element[:3] for found in findings} == {"SV1"}
    assert len(placed) == len(WHOLE)


def test_the_whole_pipeline_says_no_more() -> None:
    address = ("N3*1 MAIN ST", "N4*SPRINGFIELD*IL*627010001")
    subscriber = replaced("NM1*IL", SUBSCRIBER[2], *address)
    text = wrap(replaced("SV1", "sv1*HC:99213*40*UN*1***1", whole=subscriber))
    assert [found.rule for found in findings_of(text)] == ["IG020"]


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("N4", "Nd4*SPRINGFIELD*IL*627010001", "N4"),
        ("NM1*85", "NM31*85*2*CLINIC*****XX*1234567893", "NM1"),
        ("NM1*IL", "XNM1*IL*1*DOE*JANE****MI*A1", "NM1"),
        ("CLM", "CLAIM*A1*40***11:B:1*Y*A*Y*Y", "CLM"),
        ("HI", "HIX*ABK:D510", "HI"),
        ("LX", "L2X*1", "LX"),
        ("SV1", "SV11*HC:96372*40*UN*1***1", "SV1"),
        ("DTP", "XXX*472*D8*20250115", "DTP"),
        ("HL*2", "HLL*2*1*22*0", "HL"),
    ],
)
def test_a_segment_under_an_unknown_id_is_one_finding_and_is_read(old: str, new: str, name: str) -> None:
    text = wrap(replaced(old, new))
    placed, findings = run(text)
    assert [(found.rule, found.mark.segment_id) for found in findings] == [("IG020", name)]
    assert findings[0].message.endswith(f"read as `{name}`, which belongs here")
    assert [item.node.segment for item in placed] == [text.partition("*")[0] for text in WHOLE]
    begin, written = findings[0].mark.offset, new.partition("*")[0]
    assert text[begin : begin + findings[0].mark.length] == written


def test_the_opener_of_a_loop_that_may_lack_is_told_by_what_follows() -> None:
    facility = ("NMX*77*2*CLINIC", "N3*1 MAIN ST", "N4*SPRINGFIELD*IL*627010001")
    placed, findings = run(wrap(replaced("HI", "HI*ABK:D510", *facility)))
    assert [(found.rule, found.mark.segment_id) for found in findings] == [("IG020", "NM1")]
    assert len(placed) == len(WHOLE) + 3
    assert judged(*replaced("HI", "HI*ABK:D510", "NMX*82*1*DOE*ANN****XX*1234567893")) == [("IG020", "?", "2300")]


def test_elements_behind_another_id_keep_their_place() -> None:
    """The NPI is marked where it stands in the file."""
    text = wrap(replaced("NM1*85", "NM31*85*2*CLINIC*****XX*1234567890"))
    found = next(found for found in findings_of(text) if found.rule == "SIT001")
    assert found.location is not None
    assert text[found.location.offset : found.location.offset + found.location.length] == "1234567890"


@pytest.mark.parametrize("new", ["*472*D8*20250115", "X*472*D8*20250115"])
def test_a_required_segment_under_no_id_is_passed_over_and_said_once(new: str) -> None:
    assert [(rule, name) for rule, name, _ in judged(*replaced("DTP", new))] == [("IG020", "?")]


def test_an_unknown_segment_is_not_taken_for_one_that_follows_or_does_not_fit() -> None:
    assert judged(*replaced("LX", "XX*1", "LX*1")) == [("IG020", "?", "2300")]
    assert [rule for rule, _, _ in judged(*replaced("N4", "XX4*SPRINGFIELD*IL*6"))] == ["IG020", "IG021"]
    assert judged(*WHOLE, "XX*1") == [("IG020", "?", "2400")]
