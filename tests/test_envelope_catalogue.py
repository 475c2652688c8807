"""SNIP level 1, edit by edit: each fault has its rule, its place, and the codes of TA1 and 999.

The left column numbers the edits as a front end lists them; the codes of the rules are our own.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from cleanclaim.findings import Finding
from tests.acks_reading import answers, read
from tests.linting import findings_of
from tests.test_acks import GROUP, TRANSACTION, WHOLE
from tests.test_acks_envelope import group, interchange


class Edit(NamedTuple):
    """What is replaced by what; the rule and the element that are then told; what the answer holds."""

    number: str
    old: str
    new: str
    rule: str
    place: str
    answer: str  # TA105, AK905, IK502, IK304 or IK403, and the code
    more: int = 0  # findings that the same edit leads to


EDITS = (
    Edit("ENV001", "*00*          *ZZ*INV", "*00*         *ZZ*INV", "ENV001", "ISA04", "TA105 013"),
    Edit("ENV001", "*1200*^*", "*1200*:*", "ENV001", "ISA", "TA105 027"),
    Edit("ENV002", "*ZZ*INVENTEDSENDER ", "*Q7*INVENTEDSENDER ", "IG036", "ISA05", "TA105 005"),
    Edit("ENV002", "*ZZ*INVENTEDTAKER  ", "*Q7*INVENTEDTAKER  ", "IG036", "ISA07", "TA105 007"),
    Edit("ENV003", "*00501*", "*00401*", "IG036", "ISA12", "TA105 017"),
    Edit("ENV004", "*000000001", "*00000000X", "IG035", "ISA13", "TA105 018", 1),
    Edit("ENV004", "IEA*1*000000001", "IEA*1*000000002", "ENV004", "IEA02", "TA105 001"),
    Edit("ENV005", "*0*T*:", "*0*X*:", "IG036", "ISA15", "TA105 020"),
    Edit("ENV005", "*0*T*:", "*2*T*:", "IG036", "ISA14", "TA105 019"),
    Edit("ENV006", "IEA*1*", "IEA*3*", "ENV006", "IEA01", "TA105 021"),
    Edit("ENV007", "*250131*1200*^", "*251331*1200*^", "IG037", "ISA09", "TA105 014"),
    Edit("ENV007", "*250131*1200*^", "*250131*2500*^", "IG038", "ISA10", "TA105 015"),
    Edit("ENV007", "TAKER*20250131*1200", "TAKER*20251331*1200", "IG037", "GS04", "TA105 024"),
    Edit("ENV008", "GS*HC*", "GS*XX*", "IG036", "GS01", "AK905 1"),
    Edit("ENV008", "005010X222A1", "005010X223A2", "IG002", "ST", "IK502 I6"),
    Edit("ENV009", "GE*1*1", "GE*1*2", "ENV009", "GE02", "AK905 4"),
    Edit("ENV009", "GE*1*1", "GE*3*1", "ENV009", "GE01", "AK905 5"),
    Edit("ENV009", GROUP, group(TRANSACTION) * 2, "ENV027", "GS06", "AK905 19"),
    Edit("ENV010", "SE*24*0001", "SE*24*0002", "ENV010", "SE02", "IK502 3"),
    Edit("ENV010", "SE*24*", "SE*23*", "ENV010", "SE01", "IK502 4"),
    Edit("ENV010", GROUP, group(TRANSACTION, TRANSACTION).replace("*0002", "*0001"), "ENV028", "ST02", "IK502 23"),
    Edit("ENV011", "ST*837*0001*005010X222A1", "ST*837*0001*005010X222A2", "IG003", "ST03", "IK502 I6", 1),
    Edit("ENV008", "*X*005010X222A1", "*X*004010X098A1", "IG003", "GS08", "AK905 2"),
    Edit("ENV011", "ST*837*0001*005010X222A1", "ST*837*0001", "IG030", "ST03", "IK502 I6"),
    Edit("ENV012", "~LX*1", "~QQ*1~LX*1", "IG020", "?", "IK304 1"),
    Edit("ENV012", "~LX*1", "~CUR*85*USD~LX*1", "IG020", "CUR", "IK304 2"),
    Edit("ENV012", "~HI*ABK:D510", "", "IG021", "CLM", "IK304 3"),
    Edit("ENV012", "~HI*ABK:D510", "~HI*ABK:D510~HI*ABK:E538", "IG023", "HI", "IK304 5"),
    Edit("ENV013", "*40*UN*1*", "*4O*UN*1*", "IG035", "SV102", "IK403 6"),
    Edit("ENV013", "REF*EI*123456789", "REF*EI*" + "9" * 51, "IG034", "REF02", "IK403 5"),
    Edit("ENV013", "ST*837*0001*", "ST*837*001*", "IG033", "ST02", "IK502 7", 1),
    Edit("ENV013", "NM1*IL*1*DOE*", "NM1*IL*1*DOE *", "IG035", "NM103", "IK403 6"),
    Edit("ENV013", "*D8*20250115", "*D8*20250231", "IG037", "DTP03", "IK403 8"),
    Edit("ENV013", "~LX*1", "~~LX*1", "ENV021", "", ""),
    Edit("ENV013", "HI*ABK:D510", "HI*ABK:D510**", "IG045", "HI", ""),
    Edit("ENV014", "NM1*IL*1*DOE*", "NM1*IL*1*DO:E*", "IG032", "NM103", "IK403 13"),
    Edit("ENV015", "*TE*5555550100", "*TE*5555550100*EM", "IG031", "PER06", "IK403 2"),
    Edit("ENV016", WHOLE, WHOLE + WHOLE, "ENV029", "ISA13", "TA105 025"),
)


def codes(text: str) -> set[str]:
    """Every code that the answers to a text hold."""
    implementation, acknowledgment = answers(text)
    found = {f"TA105 {answer.ta1[5]}" for answer in read(acknowledgment)}
    for answer in read(implementation):
        for said in answer.groups:
            found |= {f"AK905 {code}" for code in said.verdict[5:]}
            for transaction in said.transactions:
                found |= {f"IK502 {code}" for code in transaction.verdict[2:]}
                for error in transaction.errors:
                    found.add(f"IK304 {error.said[4]}")
                    found |= {f"IK403 {ik4[3]}" for ik4, _ in error.elements}
    return found


def broken(edit: Edit) -> str:
    assert edit.old in WHOLE
    text = WHOLE.replace(edit.old, edit.new)
    if edit.number == "ENV012":  # one segment more or less
        text = text.replace("SE*24*", f"SE*{24 + edit.new.count('~') - edit.old.count('~')}*")
    return text.replace("IEA*1*", "IEA*2*") if edit.rule == "ENV027" else text


def at(finding: Finding) -> str:
    return finding.mark.element or finding.mark.segment_id


@pytest.mark.parametrize("edit", EDITS)
def test_each_edit_is_found_once_and_has_its_code(edit: Edit) -> None:
    text = broken(edit)
    said = [(finding.rule, at(finding)) for finding in findings_of(text) if finding.rule[:2] in ("EN", "IG")]
    assert said.count((edit.rule, edit.place)) == 1
    assert len(said) == 1 + edit.more
    assert not edit.answer or edit.answer in codes(text)


def test_every_edit_of_the_list_has_a_rule() -> None:
    assert {edit.number for edit in EDITS} == {f"ENV{number:03d}" for number in range(1, 17)}
    assert codes(WHOLE) == {"TA105 000"}
    assert codes(interchange(group(TRANSACTION), group(TRANSACTION, control="2"))) == {"TA105 000"}
