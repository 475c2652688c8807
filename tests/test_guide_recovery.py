"""One fault, one finding: what is said of a segment too many, of one that is missing, and of what can not be read."""

from __future__ import annotations

import pytest

from cleanclaim.catalogue import Catalogue
from cleanclaim.claim import Claim, build
from cleanclaim.guide import place
from cleanclaim.lint import Settings, Summary, lint
from cleanclaim.source import Source
from cleanclaim.x12 import read_events, reader
from tests.guide_text import BILLING, CLAIM, HEADER, LINE, SUBSCRIBER, run, wrap

RENDERING = ("NM1*82*1*DOE*ANN****XX*1234567893", "PRV*PE*PXC*207R00000X")
PAYER = ("SBR*S*18*******MB", "OI***Y***Y", "NM1*IL*1*DOE*JANE****MI*A2", "NM1*PR*2*OTHER*****PI*P2")
WHOLE = (*HEADER, *BILLING, *SUBSCRIBER, *CLAIM, *RENDERING, *PAYER, *LINE, "LX*2", *LINE[1:])
STRAY = "SBR*S*18*******MB"


def said(*segments: str) -> list[tuple[str, int]]:
    """The rules that are broken, and the segments, counted in the transaction body from 0."""
    return [(found.rule, found.mark.segment - 4) for found in run(wrap(segments))[1]]


def put(after: str, *segments: str) -> tuple[str, ...]:
    """The whole claim with segments put behind one."""
    at = WHOLE.index(after) + 1
    return (*WHOLE[:at], *segments, *WHOLE[at:])


def test_the_claim_is_right() -> None:
    assert said(*WHOLE) == []


@pytest.mark.parametrize("after", [CLAIM[0], CLAIM[1], RENDERING[0], LINE[0], LINE[1], "LX*2"])
def test_a_stray_subscriber_segment_is_one_finding(after: str) -> None:
    assert said(*put(after, STRAY)) == [("IG020", WHOLE.index(after) + 1)]


@pytest.mark.parametrize("after", [CLAIM[1], RENDERING[1], PAYER[3], LINE[0], LINE[1], LINE[2]])
def test_a_stray_line_number_is_one_finding(after: str) -> None:
    assert said(*put(after, "LX*9")) == [("IG020", WHOLE.index(after) + 1)]


def test_a_stray_line_number_at_the_end() -> None:
    assert said(*WHOLE, "LX*9") == [("IG020", len(WHOLE))]


def test_what_follows_a_stray_segment_is_judged() -> None:
    segments = [*put(CLAIM[1], STRAY)]
    segments[-1] = "DTP*472*D8*20250132"
    assert [rule for rule, _ in said(*segments)] == ["IG020", "IG037"]


def test_an_opener_is_kept_where_what_follows_is_at_fault() -> None:
    assert said(*put("LX*1", "ZZ*1")) == [("IG020", WHOLE.index("LX*1") + 1)]
    without = tuple(segment for segment in WHOLE if segment != PAYER[1])
    assert said(*without) == [("IG021", WHOLE.index(PAYER[0]))]


def test_a_line_number_that_came_twice_is_said_to_be_just_that() -> None:
    assert [rule for rule, _ in said(*put("LX*1", "LX*1"))] == ["IG021"]


def test_a_claim_whose_first_segment_is_missing_is_told_by_its_line_numbers() -> None:
    second = ("HI*ABK:R5383", *LINE)
    assert said(*WHOLE, *second) == [("IG021", len(WHOLE) - 1)]
    found = run(wrap([*WHOLE, *second]))[1]
    assert "CLM" in found[0].message
    assert [rule for rule, _ in said(*WHOLE, second[0])] == ["IG023"]
    one = WHOLE[: WHOLE.index("LX*2")]
    assert said(*one, *second) == [("IG021", len(one) - 1)]


def test_a_segment_that_is_too_long_is_not_missing_besides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "BLOCK", 400)
    giant = LINE[1].replace("HC:96372", f"HC:{'A' * 1000}")
    found = run(wrap([*HEADER, *BILLING, *SUBSCRIBER, *CLAIM, LINE[0], giant, LINE[2]]))[1]
    assert [(item.rule, item.mark.segment_id) for item in found] == [("ENV024", "SV1")]
    found = run(wrap([*HEADER, *BILLING, *SUBSCRIBER, *CLAIM, LINE[0], "X" * 1000, *LINE[1:]]))[1]
    assert [(item.rule, item.mark.segment_id) for item in found] == [("ENV024", "")]


@pytest.mark.parametrize("header", ["GS*", "ST*"])
def test_a_missing_header_of_an_envelope_is_one_finding(header: str) -> None:
    text = wrap(WHOLE)
    begin = text.index(header)
    assert len(run(text[:begin] + text[text.index("~", begin) + 1 :])[1]) == 1


def test_a_trailer_in_small_letters_is_one_finding() -> None:
    assert [item.rule for item in run(wrap(WHOLE).replace("~SE*", "~se*"))[1]] == ["ENV033"]


def test_what_was_not_judged_is_counted() -> None:
    reasons = {}
    for name, text in (
        ("stray", wrap(put(CLAIM[1], STRAY))),
        ("unknown", wrap([*WHOLE, "ZZ1*1", "ZZ2*1"])),
        ("outside", wrap(WHOLE).replace("GE*1*1~", "N3*1 MAIN ST~PRV*1~GE*1*1~")),
        ("no header", wrap(WHOLE).replace("ST*837*0001*005010X222A1~", "")),
        ("no claim", wrap([*WHOLE, "HI*ABK:R5383", *LINE])),
        ("another kind", wrap(WHOLE, version="005010X223A2")),
    ):
        items = list(lint(Source.from_bytes(text.encode()), Catalogue((), {}, ""), Settings()))
        summary = items[-1]
        assert isinstance(summary, Summary)
        reasons[name] = summary.not_checked
    assert reasons == {
        "stray": {"segment passed over": 1},
        "unknown": {"segment passed over": 2},
        "outside": {"segment passed over": 2},
        "no header": {},
        "no claim": {"claim without CLM": 1},
        "another kind": {"transaction of another kind": 1},
    }


def test_what_follows_a_missing_claim_segment_is_no_part_of_the_claim_before() -> None:
    text = wrap([*WHOLE, "HI*ABK:R5383", *LINE, *CLAIM, *LINE])
    claims = [item for item in build(place(read_events(Source.from_bytes(text.encode())))) if isinstance(item, Claim)]
    assert [len(claim.lines) for claim in claims] == [2, 1]
    assert text[claims[0].end :].startswith("HI*ABK:R5383")


def test_a_line_that_is_too_long_leaves_the_total_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "BLOCK", 400)
    giant = LINE[1].replace("HC:96372", f"HC:{'A' * 1000}")
    text = wrap([*HEADER, *BILLING, *SUBSCRIBER, *CLAIM, LINE[0], giant, LINE[2]])
    (claim,) = (c for c in build(place(read_events(Source.from_bytes(text.encode())))) if isinstance(c, Claim))
    assert "lines" in claim.unreadable
