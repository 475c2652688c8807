"""The faults that collections of damaged claims are made of: each is found where it stands, and nothing besides."""

from __future__ import annotations

import pytest

from tests.guide_text import BILLING, CLAIM, HEADER, LINE, SUBSCRIBER, WHOLE, replaced, run, wrap

SECOND = ("HL*3*1*22*0", *SUBSCRIBER[1:], *CLAIM, *LINE)
OTHER = ("SBR*S*18*******MB", "OI***Y***Y", "NM1*IL*1*DOE*JANE****MI*X1", "NM1*PR*2*OTHER*****PI*O1")
COB = (*WHOLE[:-3], *OTHER, *LINE)

# What is announced, the transaction, and what is found: rule, element or segment, number in the file.
FAULTS: dict[str, tuple[tuple[str, ...], list[tuple[str, str, int]]]] = {
    "no error": (WHOLE, []),
    "bad segment id": (replaced("N3", "Nd3*1 MAIN ST"), [("IG020", "N3", 10)]),
    "bad code": (replaced("SBR", "SBR*X*18*******CI"), [("IG036", "SBR01", 14)]),
    "bad qualifier of a loop": (replaced("NM1*85", "NM1*XX*2*CLINIC*****XX*1234567893"), [("IG036", "NM101", 9)]),
    "missing element": (replaced("CLM", "CLM*A1****11:B:1*Y*A*Y*Y"), [("IG030", "CLM02", 18)]),
    "missing component": (replaced("CLM", "CLM*A1*40***11:B*Y*A*Y*Y"), [("IG030", "CLM05-3", 18)]),
    "missing segment": (replaced("HI"), [("IG021", "CLM", 18)]),
    "missing loop": (replaced("NM1*40"), [("IG021", "PER", 6)]),
    "missing loop in one of several": ((*WHOLE, *SECOND[:4], *SECOND[5:]), [("IG021", "HL", 23)]),
    "missing loops in several": (
        (*HEADER, *BILLING, *SUBSCRIBER[:4], *CLAIM, *LINE, *SECOND[:4], *SECOND[5:]),
        [("IG021", "HL", 13), ("IG021", "HL", 22)],
    ),
    "missing first segment of a line": (replaced("LX"), [("IG021", "HI", 19)]),
    "segment too often": (replaced("DTP", LINE[2], LINE[2]), [("IG023", "DTP", 23)]),
    "loop too often": (replaced("NM1*PR", SUBSCRIBER[4], SUBSCRIBER[4]), [("IG022", "NM1", 18)]),
    "loop too often within another": ((*COB[:-4], OTHER[3], *COB[-4:]), [("IG022", "NM1", 24)]),
    "segments out of order": (
        (*HEADER, *BILLING[:2], BILLING[3], BILLING[2], BILLING[4], *SUBSCRIBER, *CLAIM, *LINE),
        [("IG020", "N3", 11)],
    ),
}


@pytest.mark.parametrize("announced", FAULTS)
def test_what_is_announced_is_found_at_its_place(announced: str) -> None:
    segments, expected = FAULTS[announced]
    found = run(wrap(segments))[1]
    assert [(one.rule, one.mark.element or one.mark.segment_id, one.mark.segment) for one in found] == expected


def test_other_separators_and_several_envelopes_are_no_fault() -> None:
    text = wrap(WHOLE)
    other = text.translate(str.maketrans("*:^~", "|>!\n"))
    transaction = text[text.index("ST*") : text.index("GE*")]
    again = transaction.replace("*0001", "*0002")
    two = text.replace(transaction, transaction + again).replace("GE*1*1~", "GE*2*1~")
    group = text[text.index("GS*") : text.index("IEA*")]
    groups = text.replace(group, group + group.replace("*1*X*", "*2*X*").replace("GE*1*1~", "GE*1*2~"))
    groups = groups.replace("IEA*1*", "IEA*2*")
    for right in (other, two, groups, text + text.replace("000000001", "000000002")):
        assert run(right)[1] == []
