"""A segment that stands a little out of its place is one finding, and is read where it belongs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cleanclaim.claim import Claim, build
from cleanclaim.findings import Finding
from cleanclaim.guide import place
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.guide_text import BILLING, CHILD, CLAIM, LINE, SUBSCRIBER, WHOLE, judged, replaced, run, wrap
from tests.test_guide_strays import COB, FAMILY
from tests.verdicts import pyx12_accepts

RENDERING = ("NM1*82*1*DOE*ANN****XX*1234567893", "PRV*PE*PXC*207R00000X")
TWO = (*WHOLE, "LX*2", *LINE[1:], "REF*6R*A", *CLAIM, "LX*1", *LINE[1:])


def moves(whole: tuple[str, ...], far: int) -> Iterator[tuple[str, ...]]:
    """The transaction with one segment moved by at most so many places."""
    for at, text in enumerate(whole):
        rest = (*whole[:at], *whole[at + 1 :])
        for to in range(max(at - far, 0), min(at + far, len(rest)) + 1):
            moved = (*rest[:to], text, *rest[to:])
            if moved != whole:
                yield moved


def moved(text: str, by: int, whole: tuple[str, ...] = WHOLE) -> tuple[str, ...]:
    """The transaction with one segment moved."""
    at = whole.index(text)
    rest = (*whole[:at], *whole[at + 1 :])
    return (*rest[: at + by], text, *rest[at + by :])


def told(*segments: str) -> list[tuple[str, str, str]]:
    """Rules, segments and messages."""
    return [(found.rule, found.mark.segment_id, found.message) for found in run(wrap(segments))[1]]


@pytest.mark.parametrize("whole", [FAMILY, COB, TWO])
def test_a_segment_that_changed_places_with_the_next_is_one_finding(whole: tuple[str, ...]) -> None:
    for segments in moves(whole, 1):
        found = judged(*segments)
        assert len(found) <= 1, (segments, found)
        at_one_position = whole == COB and "NM1*PR" in segments[18]  # as 2330A; pyx12 wants that first
        assert found or at_one_position or pyx12_accepts(wrap(segments)), segments


@pytest.mark.parametrize("whole", [FAMILY, COB, TWO])
def test_a_segment_that_was_moved_is_one_finding_nearly_always(whole: tuple[str, ...]) -> None:
    found = [judged(*segments) for segments in moves(whole, 5)]
    assert sum(len(one) == 1 for one in found) > 0.95 * len(found)
    assert sum(len(one) > 1 for one in found) < 0.04 * len(found)


def test_the_first_segment_of_a_loop_that_comes_too_late() -> None:
    ((rule, segment, message),) = told(*moved(BILLING[1], 2))
    assert (rule, segment) == ("IG020", "NM1")
    assert message == (
        "segment NM1 (Billing Provider Name) of loop 2010AA comes too late: it belongs before segment 9 (N3), "
        "and is read as if it were there"
    )


def test_the_first_segment_of_a_loop_that_comes_too_early() -> None:
    ((rule, segment, message),) = told(*moved(BILLING[1], -2))
    assert (rule, segment) == ("IG020", "NM1")
    assert "comes too early: it belongs before segment 10 (N3)" in message


@pytest.mark.parametrize("far", [2, 3, 4])
def test_the_first_segment_of_a_line_that_comes_some_places_too_early(far: int) -> None:
    """What stands behind it belongs to the line before: it begins another one, wherever its loop has its place."""
    line = (*LINE[1:], "REF*6R*A")
    whole = (*WHOLE[: WHOLE.index("LX*1")], "LX*1", *line, "LX*2", *line, "LX*3", *line)
    for opener in ("LX*2", "LX*3"):
        ((rule, segment, message),) = told(*moved(opener, -far, whole))
        assert (rule, segment) == ("IG020", "LX")
        assert "too early: it belongs before segment" in message and "(SV1)" in message
        source = Source.from_bytes(wrap(moved(opener, -far, whole)).encode())
        (claim,) = (item for item in build(place(read_events(source))) if isinstance(item, Claim))
        assert [(line.number, line.procedure, line.date is None) for line in claim.lines] == [
            (number, "96372", False) for number in (1, 2, 3)
        ]


def test_the_first_segment_of_a_loop_that_is_legal_where_it_stands_but_too_early() -> None:
    whole = (*WHOLE[: WHOLE.index("LX*1")], *RENDERING, *LINE)
    ((rule, segment, message),) = told(*moved("LX*1", -2, whole))
    assert (rule, segment) == ("IG020", "LX")
    assert "comes too early: it belongs before segment 23 (SV1)" in message


def test_a_segment_that_stands_before_others_of_its_loop() -> None:
    ((rule, segment, message),) = told(*moved(BILLING[4], -2))
    assert (rule, segment) == ("IG020", "REF")
    assert message.endswith("comes too early: segment 11 (N3) belongs before it")


def test_a_segment_of_the_line_before() -> None:
    """The number of line 1 stands in line 2, which has its own."""
    whole = (*WHOLE, "REF*6R*A", "LX*2", *LINE[1:], "REF*6R*B")
    ((rule, segment, message),) = told(*moved("REF*6R*A", 1, whole))
    assert (rule, segment) == ("IG020", "REF")
    assert message.endswith("belongs before it, and another one follows")


def test_where_it_belongs_is_a_related_place() -> None:
    (found,) = run(wrap(moved(BILLING[1], 2)))[1]
    assert [(mark.segment, mark.segment_id, mark.label) for mark in found.related] == [
        (9, "N3", "NM1 belongs before this")
    ]
    assert found.syntax is not None
    assert found.syntax.segment_code == "7"


@pytest.mark.parametrize("by", [-3, -2, -1, 1, 2, 3])
def test_every_segment_is_read_where_it_belongs(by: int) -> None:
    right = {item.segment.text: item.node.serial for item in run(wrap(WHOLE))[0]}
    tried = 0
    for text in (*BILLING[:3], SUBSCRIBER[0], SUBSCRIBER[2], *CLAIM, *LINE):
        placed, found = run(wrap(moved(text, by)))
        if len(found) == 1 and " belongs before " in found[0].message:  # else another place explains it as well
            assert {item.segment.text: item.node.serial for item in placed} == right, text
            tried += 1
    assert tried >= 4


def test_claims_are_told_apart_where_a_claim_segment_is_out_of_place() -> None:
    at = TWO.index(CLAIM[0], TWO.index(CLAIM[0]) + 1)
    for by in (-2, -1, 1, 2):
        rest = (*TWO[:at], *TWO[at + 1 :])
        text = wrap((*rest[: at + by], TWO[at], *rest[at + by :]))
        events = build(place(read_events(Source.from_bytes(text.encode()))))
        claims = [item for item in events if isinstance(item, Claim)]
        assert [len(claim.lines) for claim in claims] == [2, 1], by
        assert [len(claim.diagnoses_as_sent or ()) for claim in claims] == [1, 1], by


def test_two_faults_stay_two() -> None:
    segments = moved(BILLING[1], 2)
    assert [rule for rule, _, _ in told(*(text for text in segments if text != CLAIM[1]))] == ["IG020", "IG021"]
    bad = tuple("DTP*472*D8*20250132" if text == LINE[2] else text for text in segments)
    assert [rule for rule, _, _ in told(*bad)] == ["IG020", "IG037"]
    displaced = moved("NM1*85*2*CLINIC*****XX*1234567893", 1, WHOLE)
    wrong = tuple(text.replace("*2*CLINIC", "*9*CLINIC") for text in displaced)
    assert sorted(rule for rule, _, _ in told(*wrong)) == ["IG020", "IG036"]


def test_a_claim_that_has_its_diagnoses_did_not_begin_too_early() -> None:
    """The NM1*PW is gone: what it leaves behind would fit the payer, but the claim stands where it belongs."""
    address = ("N3*2 DEPOT RD", "N4*SPRINGFIELD*IL*62701")
    claim = (CLAIM[0], "CR1****A*DH*12", "CRC*07*Y*04*09", CLAIM[1])
    header = (*WHOLE[: WHOLE.index(CLAIM[0])], *claim)
    line = tuple(text.replace("96372", "A0429:RH") for text in LINE)
    whole = (*header, "NM1*PW*2", *address, "NM1*45*2", *address, *line, "REF*6R*1", "LX*2", *line[1:], "REF*6R*2")
    assert told(*whole) == []
    said = told(*header, *whole[len(header) + 1 :])
    assert [segment for _, segment, _ in said] == ["N3"]
    assert "too early" not in said[0][2]


def test_what_is_missing_is_not_taken_from_a_claim_further_on() -> None:
    without = tuple(text for text in WHOLE if text != "LX*1")
    assert [rule for rule, _, _ in told(*without, *CLAIM, *LINE)] == ["IG021"]


def test_what_stands_in_another_claim_is_missing_here() -> None:
    """A second HI in one claim and none in the next: each claim is judged, but where one place apart tells it all."""
    first = (*WHOLE[: WHOLE.index(CLAIM[1]) + 1], CLAIM[1], *LINE)
    lines = [(f"LX*{number}", *LINE[1:]) for number in range(2, 8)]
    for between, rules in ((0, ["IG020"]), (3, ["IG023", "IG021"]), (6, ["IG023", "IG021"])):
        more = [text for line in lines[:between] for text in line]
        assert [rule for rule, _, _ in told(*first, *more, CLAIM[0], *LINE)] == rules, between


def test_a_file_of_segments_out_of_place_is_read_to_its_end() -> None:
    claim = (CLAIM[1], CLAIM[0], LINE[1], LINE[0], LINE[2])
    segments = (*WHOLE, *(claim * 30))
    items = list(place(read_events(Source.from_bytes(wrap(segments).encode()))))
    assert 30 <= sum(isinstance(item, Finding) for item in items) <= 62


def test_a_first_segment_far_above_is_not_moved() -> None:
    """More lines than a claim may have: the CLM stands where it belongs."""
    lines = [text for number in range(1, 56) for text in (f"LX*{number}", *LINE[1:])]
    found = {rule for rule, _, _ in told(*WHOLE[: WHOLE.index("LX*1")], *lines)}
    assert found == {"IG022"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("HL*2*1*22*1", "HL*2*1*23*1", "22"),
        ("HL*3*2*23*0", "HL*3*2*22*0", "23"),
        ("HL*4*1*22*0", "HL*4*1*23*0", "22"),
    ],
)
def test_a_level_with_the_code_of_another_is_read_as_what_it_is(old: str, new: str, code: str) -> None:
    """HL02 and the next segment say which level it is."""
    segments = tuple(new if text == old else text for text in FAMILY)
    placed, found = run(wrap(segments))
    assert [(item.rule, item.mark.element, item.message) for item in found] == [
        ("IG036", "HL03", f"HL03 (Hierarchical Level Code) must be `{code}`")
    ]
    assert [item.node.serial for item in placed] == [item.node.serial for item in run(wrap(FAMILY))[0]]


@pytest.mark.parametrize("more", [(), ("REF*Y4*A",)])
def test_what_stands_before_the_address_is_not_taken_for_the_end_of_its_loop(more: tuple[str, ...]) -> None:
    """The N3 of the subscriber behind the DMG: the payer, who comes next, could have an address as well."""
    il = SUBSCRIBER[2]
    whole = replaced("DMG*", SUBSCRIBER[3], *CHILD[3:5], *more)
    placed, found = run(wrap(whole))
    assert [(item.rule, item.mark.segment_id, item.loop) for item in found] == [("IG020", "DMG", "2010BA")]
    right = (*replaced("NM1*IL", il, *CHILD[3:5]),)
    right = tuple(text for at in right for text in ((at, *more) if at.startswith("DMG") else (at,)))
    nodes = {item.segment.text: item.node.serial for item in run(wrap(right))[0]}
    assert {item.segment.text: item.node.serial for item in placed} == nodes


PAY_TO = ("NM1*87*2", "N3*PO BOX 1", "N4*SPRINGFIELD*IL*627010002")


@pytest.mark.parametrize(
    ("whole", "text", "before", "loop", "due"),
    [
        ((*WHOLE, "LX*2", "SV1*HC:96373*40*UN*1***1", LINE[2]), "SV1*HC:96373*40*UN*1***1", LINE[1], "2400", "DTP"),
        (replaced("HL*2", *PAY_TO, SUBSCRIBER[0]), PAY_TO[1], BILLING[2], "2010AB", "N4"),
    ],
)
def test_it_belongs_before_what_the_guide_has_behind_it(
    whole: tuple[str, ...], text: str, before: str, loop: str, due: str
) -> None:
    """Not behind all that could be read without it."""
    rest = [other for other in whole if other != text]
    at = rest.index(before)
    placed, found = run(wrap((*rest[:at], text, *rest[at:])))
    assert [(item.rule, item.loop, item.related[0].segment_id) for item in found] == [("IG020", loop, due)]
    nodes = [item.node.serial for item in run(wrap(whole))[0]]
    assert [item.node.serial for item in placed] == nodes


TWICE = (*WHOLE, "REF*6R*A", "HL*3*1*22*0", *SUBSCRIBER[1:], *CLAIM, *LINE)
CHILDREN = (*WHOLE, "HL*3*1*22*1", "SBR*P********CI", SUBSCRIBER[2], SUBSCRIBER[4], *CHILD, *CLAIM, *LINE)


@pytest.mark.parametrize("by", [-5, -4, -3, -2, 1, 2, 3, 4, 5])
def test_a_level_that_is_some_places_away_is_one_finding(by: int) -> None:
    ((rule, segment, message),) = told(*moved("HL*3*1*22*0", by, TWICE))
    assert (rule, segment) == ("IG020", "HL")
    assert f"of loop 2000B comes too {'early' if by < 0 else 'late'}" in message


@pytest.mark.parametrize("by", [-5, -4, -3, -2])
def test_a_patient_level_that_comes_early_is_one_finding(by: int) -> None:
    child = replaced("HL*3*2*23*0", "HL*4*3*23*0", whole=CHILDREN)
    ((rule, segment, message),) = told(*moved("HL*4*3*23*0", by, child))
    assert (rule, segment) == ("IG020", "HL")
    assert "of loop 2000C comes too early" in message


@pytest.mark.parametrize("text", ["REF*F8*A", "DTP*439*D8*20250115", "AMT*F5*1"])
def test_what_stands_right_before_a_claim_belongs_to_it(text: str) -> None:
    """Though the claim before it has a place for it too, further away."""
    second = ("CLM*A2*40***11:B:1*Y*A*Y*Y", *CLAIM[1:], *LINE)
    placed, (finding,) = run(wrap((*WHOLE, text, *second)))
    assert (finding.rule, finding.mark.segment) == ("IG020", len(WHOLE) + 4)
    assert f"it belongs before segment {len(WHOLE) + 6} (HI)" in finding.message
    order = [item.segment.text for item in placed]
    assert order[order.index(text) - 1 :][:3] == [second[0], text, second[1]]


@pytest.mark.parametrize("text", ["REF*F8", "REF*F8*A*B", "DTP*439*D8*20251315", "AMT*F5*X"])
def test_what_is_wrong_in_itself_is_no_part_of_the_claim_behind_it(text: str) -> None:
    """It would be two findings there, and nobody knows that it belongs there."""
    second = ("CLM*A2*40***11:B:1*Y*A*Y*Y", *CLAIM[1:], *LINE)
    assert [(rule, "does not belong after DTP" in message) for rule, _, message in told(*WHOLE, text, *second)] == [
        ("IG020", True)
    ]


def test_what_a_claim_ends_with_stays_there() -> None:
    """A second one of what may stand once is none of the next claim, and what may stand here does."""
    second = ("CLM*A2*40***11:B:1*Y*A*Y*Y", "REF*F8*A", *CLAIM[1:], *LINE)
    assert [rule for rule, _, _ in told(*WHOLE, "REF*F8*A", *second)] == ["IG020"]
    assert told(*WHOLE, "REF*6R*A", *second) == []


@pytest.mark.parametrize("text", ["REF*F8*123", "REF*G1*123"])
def test_what_stands_right_before_a_name_belongs_to_it(text: str) -> None:
    """Both have a place in the claim as well; that is far above."""
    other = next(at for at, line in enumerate(COB) if line.startswith("NM1*PR") and at > COB.index(CLAIM[1]))
    ((rule, segment, message),) = told(*COB[:other], text, *COB[other:])
    assert (rule, segment) == ("IG020", "REF")
    assert "of loop 2330B comes too early" in message
