"""Levels that say nothing of themselves, or whose first segments are gone: one finding, and they are read."""

from __future__ import annotations

import pytest

from cleanclaim.claim import Claim, build
from cleanclaim.findings import Finding
from cleanclaim.guide import place
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
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

SECOND = ("HL*3*1*22*0", *SUBSCRIBER[1:], *CLAIM, *LINE)
FAMILY = (*HEADER, *BILLING, *PARENT, *CHILD, *CLAIM, *LINE)
LEVELS = [(WHOLE, "HL*1", "2000A"), (WHOLE, "HL*2", "2000B"), (FAMILY, "HL*3", "2000C")]


@pytest.mark.parametrize(("whole", "level", "loop"), LEVELS)
@pytest.mark.parametrize("text", ["HL", "HL*", "HL***"])
def test_an_empty_level_is_the_one_that_follows(whole: tuple[str, ...], level: str, loop: str, text: str) -> None:
    assert judged(*replaced(level, text, whole=whole)) == [("IG046", "HL", loop)]


@pytest.mark.parametrize(("whole", "level", "loop"), LEVELS[1:])
def test_a_level_without_a_code_and_a_parent(whole: tuple[str, ...], level: str, loop: str) -> None:
    found = judged(*replaced(level, f"{level}***0", whole=whole))
    assert found == [("IG030", "HL02", loop), ("IG030", "HL03", loop)]


@pytest.mark.parametrize("first", [SUBSCRIBER, (*PARENT, *CHILD)])
@pytest.mark.parametrize("children", [1, 2])
def test_a_whole_subscriber_is_gone_before_its_patients(first: tuple[str, ...], children: int) -> None:
    """The number that is passed by is the one that HL02 names: neither it nor the subscriber before is at fault."""
    gone = sum(segment.startswith("HL") for segment in first) + 2
    family = [f"HL*{gone + at}*{gone}*23*0" for at in range(1, children + 1)]
    text = (*HEADER, *BILLING, *first, *CLAIM, *LINE)
    text += tuple(one for level in family for one in (level, *CHILD[1:], *CLAIM, *LINE))
    (found,) = run(wrap(text))[1]
    assert (found.rule, found.mark.element) == ("IG041", "HL01")
    said = f"HL01 must be `{gone}`, it counts the levels of the transaction; the level that HL02 names is missing"
    assert found.message == said


@pytest.mark.parametrize(
    ("level", "rules"),
    [
        ("HL*4*2*23*0", ["IG041"]),  # a number too many
        ("HL*4*1*23*0", ["IG041", "IG042"]),
        ("HL*5*3*23*0", ["IG041", "IG042"]),
        ("HL*3*3*23*0", ["IG042"]),
    ],
)
def test_another_wrong_number_is_no_level_that_is_gone(level: str, rules: list[str]) -> None:
    text = (*HEADER, *BILLING, *PARENT, level, *CHILD[1:], *CLAIM, *LINE)
    found = run(wrap(text))[1]
    assert [one.rule for one in found] == rules
    assert not any("missing" in one.message for one in found)


def test_what_is_missing_of_a_transaction_stands_where_it_was_due() -> None:
    (finding,) = run(wrap(replaced("NM1*40")))[1]
    assert (finding.rule, finding.mark.segment, finding.mark.segment_id) == ("IG021", 6, "PER")
    assert finding.syntax is not None
    assert finding.syntax.after == 6
    (finding,) = run(wrap(replaced("BHT")))[1]
    assert (finding.rule, finding.mark.segment, finding.mark.segment_id) == ("IG021", 3, "ST")


def claims(*segments: str) -> tuple[list[str], list[Claim]]:
    """The messages about a transaction, and its claims."""
    items = list(build(place(read_events(Source.from_bytes(wrap(segments).encode())))))
    return [item.message for item in items if isinstance(item, Finding)], [i for i in items if isinstance(i, Claim)]


def test_the_first_segments_of_a_subscriber_are_gone() -> None:
    (message,), (_, claim) = claims(*WHOLE, *SECOND[2:])
    assert message == (
        "required segment HL (Subscriber Hierarchical Level) is missing in loop 2000B, and SBR with it"
    )
    assert claim.subscriber is not None
    assert {"filing", "relationship"} <= claim.subscriber.unreadable


def test_the_first_segments_of_a_patient_are_gone() -> None:
    at = FAMILY.index("HL*3*2*23*0")
    (message,), (claim,) = claims(*FAMILY[:at], *FAMILY[at + 2 :])
    assert message == "required segment HL (Patient Hierarchical Level) is missing in loop 2000C, and PAT with it"
    assert claim.patient is not None
    assert claim.patient.birth_date is not None
    assert claim.patient.birth_date.year == 2012


def test_several_segments_may_be_gone_with_the_first() -> None:
    (finding,) = run(wrap((*HEADER, BILLING[0], "REF*0B*A1", BILLING[-1], *SUBSCRIBER, *CLAIM, *LINE)))[1]
    assert finding.message.endswith("is missing in loop 2010AA, and N3, N4 with it")


@pytest.mark.parametrize(
    ("rest", "missing"),
    [((*BILLING[2:], *SUBSCRIBER, *CLAIM, *LINE), "NM1"), ((*CLAIM, *LINE), "NM1, HL, SBR, NM1, NM1")],
)
def test_what_begins_a_loop_within_is_said_to_be_missing_with_the_level(rest: tuple[str, ...], missing: str) -> None:
    (finding,) = run(wrap([*HEADER, *rest]))[1]
    assert finding.message.endswith(
        f"(Billing Provider Hierarchical Level) is missing in loop 2000A, and {missing} with it"
    )
