"""Envelopes whose segments changed places, stand twice, are missing or misspelt: one finding, and all is read."""

from __future__ import annotations

import pytest

from cleanclaim.findings import Finding
from cleanclaim.source import Segment, Source
from cleanclaim.x12 import End, Event, Transaction, read_events

ISA = "ISA*00*          *00*          *ZZ*SUBMITTER      *ZZ*RECEIVER       *250131*1200*^*00501*00000000{}*0*T*:~"
GS, ST, BHT = "GS*HC*A*B*20250131*1200*1*X*005010X222A1~", "ST*837*0001*005010X222A1~", "BHT*0019~"
BODY = "NM1*41~HL*1**20*1~CLM*A~LX*1~"
SE, GE, IEA = "SE*7*0001~", "GE*1*1~", "IEA*1*00000000{}~"
FILE = ISA.format(1) + GS + ST + BHT + BODY + SE + GE + IEA.format(1)
NEXT = GS + ST + BHT + BODY + SE + GE + IEA.format(2)


def events(text: str) -> list[Event]:
    return list(read_events(Source.from_bytes(text.encode())))


def told(text: str) -> list[tuple[str, str]]:
    """Rules and messages."""
    return [(found.rule, found.message) for found in events(text) if isinstance(found, Finding)]


def inside(text: str) -> list[str]:
    """The ids of the segments between ST and SE."""
    return [event.text.partition("*")[0] for event in events(text) if isinstance(event, Segment)]


WHOLE = inside(FILE)


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        (FILE.replace(SE, "").replace("CLM", SE + "CLM"), "ENV018", "SE is out of place: CLM follows it; it was"),
        (FILE.replace(SE + GE, "").replace("LX", SE + GE + "LX"), "ENV018", "SE and GE are out of place: LX follows"),
        (
            FILE.replace("LX*1~", "") + "LX*1~",
            "ENV018",
            "SE, GE and IEA are out of place: LX follows them; they were",
        ),
        (FILE.replace(SE + GE, GE + SE), "ENV018", "GE is out of place: SE follows it"),
        (FILE.replace(GE + IEA.format(1), IEA.format(1) + GE), "ENV018", "IEA is out of place: GE follows it"),
        (FILE.replace(GS + ST, ST + GS), "ENV018", "ST comes before GS but belongs after it; it was read there"),
        (
            FILE.replace(ST + BHT, BHT + ST),
            "ENV018",
            "BHT comes before ST but belongs after it; it was read there",
        ),
        (FILE.replace(GS, GS + GS), "ENV018", "GS comes twice in a row; the second was passed over"),
        (FILE.replace(ST, ST + ST), "ENV018", "ST comes twice in a row; the second was passed over"),
        (FILE.replace(GS, ""), "ENV018", "GS is missing before this ST"),
        (
            FILE.replace(GS + ST, ""),
            "ENV019",
            "GS and ST are missing: the segments from here were judged all the same",
        ),
        (FILE.replace("~SE*", "~ZZ*"), "ENV033", "the segment id must be `SE`"),
        (FILE.replace("~GE*", "~E*"), "ENV033", "the segment id must be `GE`"),
        (FILE.replace("~IEA*", "~IE*"), "ENV033", "the segment id must be `IEA`"),
        (FILE.replace("~GS*", "~SG*"), "ENV033", "the segment id must be `GS`"),
        (FILE.replace("~ST*", "~TS*"), "ENV033", "the segment id must be `ST`"),
        (FILE.replace("~st*", "~st*").replace("~ST*", "~st*"), "ENV033", "the segment id must be `ST`"),
    ],
)
def test_one_fault_of_an_envelope_is_one_finding(text: str, rule: str, words: str) -> None:
    assert text != FILE
    ((code, message),) = told(text)
    assert (code, message[: len(words)]) == (rule, words)
    assert sorted(inside(text)) == sorted(WHOLE)


def test_what_comes_too_early_is_read_where_it_belongs() -> None:
    for text in (FILE.replace(GS + ST, ST + GS), FILE.replace(ST + BHT, BHT + ST)):
        assert inside(text) == WHOLE


def test_an_envelope_whose_trailer_stood_too_early_ends_where_the_next_one_does() -> None:
    text = FILE.replace(SE, "").replace("CLM", SE + "CLM")
    (end,) = (event for event in events(text) if isinstance(event, End) and event.what == "SE")
    assert end.trailer is None
    assert end.ends == text.index("GE*")
    (cut,) = (
        event for event in events(text[: text.index("LX") + 3]) if isinstance(event, End) and event.what == "SE"
    )
    assert cut.ends is None


def test_a_count_that_fits_neither_place_is_another_fault() -> None:
    early = FILE.replace(SE, "").replace("CLM", SE + "CLM")
    assert [rule for rule, _ in told(early)] == ["ENV018"]
    assert [rule for rule, _ in told(early.replace("SE*7", "SE*5"))] == ["ENV018"]
    assert [rule for rule, _ in told(early.replace("SE*7", "SE*9"))] == ["ENV018", "ENV010"]
    assert [rule for rule, _ in told(early.replace("SE*7*0001", "SE*7*0002"))] == ["ENV018", "ENV010"]


def test_an_interchange_whose_header_is_missing() -> None:
    ((rule, message),) = told(FILE + NEXT)
    assert (rule, message) == ("ENV018", "ISA is missing before this GS")
    assert inside(FILE + NEXT) == WHOLE * 2
    moved = FILE.replace(IEA.format(1), "") + NEXT.replace(IEA.format(2), "").replace("*1*X*", "*2*X*")
    moved = moved.replace("GE*1*1~GS", "GE*1*1~IEA*2*000000001~GS")[: -len(GE)] + "GE*1*2~"
    assert [rule for rule, _ in told(moved)] == ["ENV018"]  # its only IEA comes too early


def test_an_envelope_that_holds_nothing() -> None:
    assert told(ISA.format(1) + GS + "GE*0*1~" + IEA.format(1)) == [("ENV034", "the group holds no transaction")]
    assert told(ISA.format(1) + "IEA*0*000000001~") == [("ENV034", "the interchange holds no group")]
    assert told(ISA.format(1) + "TA1*000000001*250131*1200*A*000~IEA*0*000000001~") == []
    assert [rule for rule, _ in told(ISA.format(1) + GS + GE + IEA.format(1))] == ["ENV009"]


def test_claims_without_gs_and_st_are_read_as_claims() -> None:
    (begun,) = (event for event in events(FILE.replace(GS + ST, "")) if isinstance(event, Transaction))
    assert (begun.absent, begun.kind, begun.version) == (True, "837", "")
    other = "BPR*I*0~TRN*1*A~"  # a remittance: none of ours
    assert not inside(ISA.format(1) + other + IEA.format(1))


@pytest.mark.parametrize("text", [BODY.replace("CLM*A", "ZZ*7*0009"), BODY.replace("CLM*A", "ZZ*1*0001")])
def test_an_unknown_segment_is_no_trailer_by_its_number_alone(text: str) -> None:
    assert told(FILE.replace(BODY, text)) == []
