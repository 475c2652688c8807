"""Structure faults: each is said once, in its place, and what follows is read on."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim.guide import rules
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

NEXT = ("HL*3*1*22*0", *SUBSCRIBER[1:], *CLAIM, *LINE)
SECOND = ("LX*2", *LINE[1:])
DEPENDENT = (*HEADER, *BILLING, *PARENT, *CHILD, *CLAIM, *LINE)
REMITTED = ("SVD*P1*1*HC:96372**1", "CAS*CO*45*1", "DTP*573*D8*20250115")
OTHER = ("SBR*S*18*******CI", "OI***Y***Y", "NM1*IL*1*DOE*JANE****MI*A1", "NM1*PR*2*PAYER*****PI*P1")


def last_claim_is_read(segments: tuple[str, ...]) -> bool:
    """Whether a subscriber with a claim that comes after the fault is placed."""
    placed, _ = run(wrap((*segments, *NEXT)))
    return [p.node.segment for p in placed[-len(NEXT) :]] == [text.partition("*")[0] for text in NEXT]


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        # required and missing
        (replaced("NM1*85"), [("IG021", "HL", "2010AA")]),
        (replaced("N3"), [("IG021", "NM1", "2010AA")]),
        (replaced("REF*EI"), [("IG021", "NM1", "2010AA")]),
        (replaced("NM1*41"), [("IG021", "BHT", "1000A")]),
        (replaced("NM1*40"), [("IG021", "PER", "1000B")]),
        (replaced("NM1*IL"), [("IG021", "SBR", "2010BA")]),
        (replaced("NM1*PR"), [("IG021", "HL", "2010BB")]),
        (replaced("SBR"), [("IG021", "HL", "2000B")]),
        (replaced("HI"), [("IG021", "CLM", "2300")]),
        (replaced("SV1"), [("IG021", "LX", "2400")]),
        (replaced("DTP"), [("IG021", "LX", "2400")]),
        (replaced("LX"), [("IG021", "HI", "2400")]),
        ((*WHOLE[:-3],), [("IG021", "CLM", "2400")]),
        ((*HEADER,), [("IG021", "NM1", "2000A")]),
        (tuple(text for text in WHOLE if not text.startswith("HL*2")), [("IG021", "REF", "2000B")]),
        ((*HEADER, *BILLING, *CLAIM, *LINE), [("IG021", "REF", "2000B")]),
        ((*HEADER, *CLAIM, *LINE), [("IG021", "NM1", "2000A")]),
        ((*WHOLE, "LX*2", *SECOND), [("IG021", "LX", "2400")]),
        ((*WHOLE, "LX*2", "LX*3", *LINE[1:]), [("IG021", "LX", "2400")]),
        (replaced("HL*2", "HL*2*1*22*0", "HL*3*1*22*0"), [("IG021", "HL", "2000B")]),
        (replaced("HL*2", "HL*2*1*22*1", "HL*2*1*22*1", whole=DEPENDENT), [("IG021", "HL", "2000B")]),
        (replaced("HL*3", CHILD[0], CHILD[0], whole=DEPENDENT), [("IG021", "HL", "2000C")]),
        # the opening segment of a loop that is not required, or of one in the middle
        (replaced("HL*1", whole=DEPENDENT), [("IG021", "NM1", "2000A")]),
        (replaced("HL*2", whole=DEPENDENT), [("IG021", "REF", "2000B")]),
        (replaced("HL*3", whole=DEPENDENT), [("IG021", "NM1", "2000C")]),
        (replaced("CLM"), [("IG021", "NM1", "2300")]),
        ((*WHOLE, *NEXT[1:]), [("IG021", "DTP", "2000B")]),
        ((*WHOLE, *LINE[1:], "LX*3", *LINE[1:]), [("IG021", "DTP", "2400")]),
        ((*WHOLE[:-3], *OTHER[1:], *LINE), [("IG021", "HI", "2320")]),
        ((*WHOLE, *REMITTED[1:]), [("IG021", "DTP", "2430")]),
        # segments that belong nowhere
        (replaced("NM1*40", HEADER[3], "PER*IC*DESK*TE*5555550142"), [("IG020", "PER", "1000B")]),
        (replaced("NM1*40", HEADER[3], "REF*G2*ABC"), [("IG020", "REF", "1000B")]),
        (replaced("NM1*40", HEADER[3], "REF*LU*X"), [("IG020", "REF", "1000B")]),
        (replaced("NM1*40", HEADER[3], "DMG*D8*19700504*F"), [("IG020", "DMG", "1000B")]),
        (replaced("REF*EI", BILLING[4], "PAT*19"), [("IG020", "PAT", "2010AA")]),
        (replaced("N4", BILLING[3], BILLING[2]), [("IG023", "N3", "2010AA")]),
        (replaced("N3", "NM1*ZZ*1*DOE", BILLING[2]), [("IG020", "NM1", "2010AA")]),
        (replaced("SV1", LINE[1], LINE[1]), [("IG023", "SV1", "2400")]),
        ((*WHOLE, *OTHER), [("IG020", "SBR", "2320")]),
        # too many
        ((*WHOLE, *LINE[1:]), [("IG021", "DTP", "2400")]),
        (replaced("HI", CLAIM[1], CLAIM[1]), [("IG023", "HI", "2300")]),
        (replaced("NM1*85", BILLING[1], BILLING[1]), [("IG022", "NM1", "2010AA")]),
        (replaced("DTP", LINE[2], LINE[2]), [("IG023", "DTP", "2400")]),
        # out of place
        ((*WHOLE[:-2], LINE[2], LINE[1]), [("IG020", "SV1", "2400")]),
        ((*WHOLE[:-1], "REF*6R*A1", WHOLE[-1]), [("IG020", "DTP", "2400")]),
        (replaced("HI", "NM1*82*1*DOE*ANN****XX*1234567893", CLAIM[1]), [("IG020", "HI", "2300")]),
        (replaced("HI", "ZZ*1", CLAIM[1]), [("IG020", "?", "2300")]),
        (replaced("HI", "a name*1", CLAIM[1]), [("IG020", "?", "2300")]),
        (replaced("HI", CLAIM[1], "SV2*0300*HC:J3420*1*UN*1"), [("IG024", "SV2", "2300")]),
        (replaced("HI", "REF*ZZ*1", CLAIM[1]), [("IG020", "REF", "2300")]),
        ((*HEADER, *BILLING, *SUBSCRIBER, *LINE), [("IG021", "NM1", "2300")]),
        ((*WHOLE, "REF*6R*A1", LINE[2]), [("IG023", "DTP", "2400")]),
        ((*WHOLE[:-1], "PWK*CT*AD", "PWK*CT*AD", WHOLE[-1]), [("IG023", "PWK", "2400")]),
        # codes that tell places apart
        (replaced("NM1*85", "NM1*99*2*CLINIC*****XX*1234567893"), [("IG036", "NM101", "2010AA")]),
        (replaced("SBR", "SBR*Z*18*******CI"), [("IG036", "SBR01", "2000B")]),
        (replaced("HL*2", "HL*2*1*21*0"), [("IG036", "HL03", "2000B")]),
        (replaced("HL*1", "HL*1**99*1"), [("IG036", "HL03", "2000A")]),
        # levels and lines
        (replaced("HL*2", "HL*3*1*22*0"), [("IG041", "HL01", "2000B")]),
        (replaced("HL*2", "HL*2*7*22*0"), [("IG042", "HL02", "2000B")]),
        (replaced("LX", "LX*2"), [("IG044", "LX01", "2400")]),
        ((*HEADER, *BILLING, "HL*2*1*22*0", *PARENT[1:], *CHILD, *CLAIM, *LINE), [("IG043", "HL04", "2000B")]),
        ((*HEADER, *BILLING, *PARENT, *CHILD[:2], *CHILD[2:], *CLAIM, *LINE), []),
        (WHOLE, []),
    ],
)  # fmt: skip
def test_faults_of_structure(segments: tuple[str, ...], expected: list[tuple[str, str, str]]) -> None:
    assert judged(*segments) == expected
    if segments[-1] == WHOLE[-1]:
        assert last_claim_is_read(segments)


@pytest.mark.parametrize(
    ("segments", "missing"),
    [
        ((*HEADER, BILLING[0], *BILLING[2:4], "REF*0B*A1", *SUBSCRIBER, *CLAIM, *LINE), ["NM1", "REF"]),
        ((*HEADER, BILLING[0], "REF*0B*A1", BILLING[-1], *SUBSCRIBER, *CLAIM, *LINE), ["NM1"]),
        ((*HEADER, *BILLING, SUBSCRIBER[-1], *CLAIM, *LINE), ["HL", "NM1"]),
    ],
)
def test_a_loop_without_its_opening_segment_is_complete_from_where_it_was_met(
    segments: tuple[str, ...], missing: list[str]
) -> None:
    """What stands at the very position that was met is still asked for, what stands before it is not."""
    found = run(wrap(segments))[1]
    assert [item.rule for item in found] == ["IG021"] * len(missing)
    assert [item.syntax.segment for item in found if item.syntax] == missing


def test_child_that_does_not_follow_is_a_warning() -> None:
    segments = (*HEADER, *BILLING, "HL*2*1*22*1", *SUBSCRIBER[1:], *CLAIM, *LINE)
    _, findings = run(wrap(segments))
    assert [(found.rule, found.severity, found.mark.element) for found in findings] == [("IG043", "warning", "HL04")]


def test_too_many_lines() -> None:
    lines = [text for number in range(1, 52) for text in (f"LX*{number}", *LINE[1:])]
    assert judged(*HEADER, *BILLING, *SUBSCRIBER, *CLAIM, *lines) == [("IG022", "LX", "2400")]


def test_counting_goes_on_after_a_wrong_number() -> None:
    for numbers, wrong in (((1, 5, 6, 7, 3, 4), 2), ((1, 2, 9, 4, 5), 1), ((3, 4, 5), 1), ((1, 1), 1)):
        lines = [text for number in numbers for text in (f"LX*{number}", *LINE[1:])]
        found = judged(*HEADER, *BILLING, *SUBSCRIBER, *CLAIM, *lines)
        assert found == [("IG044", "LX01", "2400")] * wrong


@pytest.mark.parametrize("numbers", [(2, 1), (2, 1, 3, 4), (1, 3, 2), (1, 3, 2, 4, 5)])
def test_two_numbers_that_changed_places_are_one_finding(numbers: tuple[int, ...]) -> None:
    lines = [text for number in numbers for text in (f"LX*{number}", *LINE[1:])]
    assert judged(*HEADER, *BILLING, *SUBSCRIBER, *CLAIM, *lines) == [("IG044", "LX01", "2400")]
    _, (found,) = run(wrap((*HEADER, *BILLING, *SUBSCRIBER, *CLAIM, *lines)))
    wrong = next(at for at, number in enumerate(numbers, start=1) if at != number)
    assert f"must be `{wrong}`" in found.message


def test_a_level_with_the_code_of_another_is_one_finding() -> None:
    assert judged(*replaced("HL*2", "HL*2*1*23*0")) == [("IG036", "HL03", "2000B")]
    assert len(run(wrap(replaced("HL*2", "HL*2*1*23*0")))[0]) == len(WHOLE)


def test_a_patient_level_without_its_subscriber_stays_one() -> None:
    start = WHOLE.index(SUBSCRIBER[0])
    patient = ("HL*2*1*23*0", *CHILD[1:], *CLAIM, *LINE)
    placed, findings = run(wrap((*WHOLE[:start], *patient)))
    assert "IG036" not in {found.rule for found in findings}
    assert any(item.node.segment == "PAT" and item.node.loop == "2000C" for item in placed)


def test_one_wrong_level_number_is_one_finding() -> None:
    levels = (*PARENT[1:], *CHILD, *CLAIM, *LINE, "HL*4*1*22*0", *SUBSCRIBER[1:], *CLAIM, *LINE)
    assert judged(*HEADER, *BILLING, "HL*72*1*22*1", *levels) == [("IG041", "HL01", "2000B")]


def test_what_belongs_to_a_dropped_segment_is_passed_over_and_said() -> None:
    unknown = ("NM1*99*2*SOMEBODY", "N3*2 MAIN ST", "N4*SPRINGFIELD*IL*627010001", "REF*G1*1")
    segments = replaced("HI", CLAIM[1], *unknown)
    placed, findings = run(wrap(segments))
    assert [found.rule for found in findings] == ["IG020"]
    assert findings[0].message.endswith("the next 3 that belong to it are passed over")
    assert len(placed) == len(segments) - 4


def test_what_belongs_to_a_dropped_segment_goes_no_way_that_is_known() -> None:
    for before, passed in (((), 0), (("NM1*99*2*SOMEBODY",), 2)):
        segments = replaced("HI", *before, "REF*G1*1", CLAIM[1])
        placed, findings = run(wrap(segments))
        assert len(placed) == len(segments) - passed
        assert [found.rule for found in findings] == ["IG020"] * bool(passed)


def test_a_transaction_that_was_cut_off_is_not_asked_for_the_rest() -> None:
    text = wrap(WHOLE)
    _, findings = run(text[: text.index("DTP*472")])
    assert [found.rule for found in findings] == ["ENV017"]


def test_findings_carry_what_a_999_says() -> None:
    codes, named = {}, {}
    for segments in (
        replaced("NM1*85"),
        replaced("HI", CLAIM[1], CLAIM[1]),
        (*WHOLE[:-1], "REF*6R*A1", WHOLE[-1]),
        replaced("HI", CLAIM[1], "ZZ*1"),
        replaced("SV1", "SV1*HC:96372*40*UN****1"),
        replaced("SV1", "SV1*HC:96372*40*UN*1**A*1"),
    ):
        for found in run(wrap(segments))[1]:
            assert found.syntax is not None
            codes[found.rule, found.syntax.segment_code] = found.syntax.element_code, found.syntax.data_element
            named[found.rule] = found.mark.segment_id, found.syntax.segment
    assert codes == {
        ("IG021", "3"): ("", ""),
        ("IG023", "5"): ("", ""),
        ("IG020", "7"): ("", ""),
        ("IG020", "1"): ("", ""),
        ("IG030", "8"): ("1", "380"),
        ("IG039", "8"): ("I10", "1365"),
    }
    # The missing NM1 is marked on its HL; every other finding stands on the segment that a 999 names.
    assert named.pop("IG021") == ("HL", "NM1")
    assert {segment for _, segment in named.values()} == {""}


def test_marks_cover_the_element_or_stand_where_it_should_be() -> None:
    text = wrap(replaced("SV1", "SV1*HC:96372*4O*UN****1"))
    found = run(text)[1]
    assert [text[item.mark.offset : item.mark.offset + item.mark.length] for item in found] == ["4O", ""]
    assert text[found[1].mark.offset - 3 :].startswith("UN*")


def test_faults_say_what_was_not_accepted() -> None:
    placed, _ = run(wrap(replaced("SV1", "SV1*HC:96372:1*4O*UN****1")))
    assert next(item.faults for item in placed if item.node.segment == "SV1") == ((1, 3), (2, 0), (4, 0))
    assert all(not item.faults for item in placed if item.node.segment != "SV1")


def test_every_rule_is_listed_once() -> None:
    codes = [rule.code for rule in rules()]
    assert len(codes) == len(set(codes)) == 28
    assert all(rule.title and rule.help and rule.references for rule in rules())
    assert all(rule.snip == 7 if rule.code.startswith("RCV") else rule.snip in (1, 2) for rule in rules())


SECRET = "QZJXKWVP"
_JUNK = st.sampled_from(
    [*WHOLE, *CHILD, *OTHER, "", "*", "HL", "CLM", "NM1", "REF*G1*1", "SVD*P1*1*HC:1**1", "LIN**N4*1", f"XX*{SECRET}"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_JUNK, max_size=40), st.data())
def test_no_transaction_raises_or_shows_a_value(segments: list[str], data: st.DataObject) -> None:
    draw = data.draw(st.randoms(use_true_random=False))
    for index, text in enumerate(segments):
        if draw.random() < 0.3:
            elements = text.split("*")
            elements[draw.randrange(len(elements))] = SECRET
            segments[index] = "*".join(elements)
    _, findings = run(wrap(segments))
    assert not [found.message for found in findings if SECRET in found.message]


def test_pyx12_is_not_imported_before_a_guide_is_needed() -> None:
    code = "import sys, cleanclaim.guide; sys.exit(any(name.startswith('pyx12') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "before", "words"),
    [
        ("SBR*P*18*******CI", "BHT", "segment SBR does not belong after ST"),
        ("DMG*D8*19700504*F", "BHT", "segment DMG does not belong after ST"),
        ("DTP*090*D8*20250115", "NM1*PR", "segment DTP does not belong after DMG in loop 2010BA"),
        ("REF*ZZ*A", "CLM", "segment REF with this qualifier does not belong after NM1 in loop 2010BB"),
        ("DTP*999*D8*20250115", "HI", "segment DTP with this qualifier does not belong after CLM in loop 2300"),
    ],
)
def test_a_qualifier_is_blamed_only_where_another_would_help(text: str, before: str, words: str) -> None:
    (at,) = (index for index, segment in enumerate(WHOLE) if segment.startswith(before))
    (found,) = run(wrap((*WHOLE[:at], text, *WHOLE[at:])))[1]
    assert found.message == words
