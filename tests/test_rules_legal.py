"""Claims that the guide allows and that few expect: no rule speaks of them."""

from __future__ import annotations

from pathlib import Path

from tests.linting import findings_of

SAMPLES = Path(__file__).parents[1] / "samples"
_SON = (
    "HL*3*2*23*0~\nPAT*19~\nNM1*QC*1*TABLEROCK*PIM~\nN3*27 MULBERRY CT~\nN4*WESTERVILLE*OH*430812206~\n"
    "DMG*D8*20190302*M~\nCLM*CT26-00322*140***11:B:1*Y*A*Y*Y~\nHI*ABK:J029~\n"
    "NM1*82*1*QUILLFORD*MARIT*E***XX*1999400025~\nPRV*PE*PXC*207Q00000X~\nLX*1~\nSV1*HC:99213*140*UN*1***1~\n"
    "DTP*472*D8*20260311~\nREF*6R*CT00322L01~\n"
)


def family(member_of_father: str = "HL*2*1*22*1~") -> str:
    """A father and his son, both treated: one loop 2000B with the father's claim, and the son below it."""
    text = (SAMPLES / "clean/newborn-visit.837").read_text(encoding="latin-1")
    text = text.replace("HL*2*1*22*0~", member_of_father).replace("*20260302*M~", "*19860302*M~")
    text = text.replace("HI*ABK:Z00111~", "HI*ABK:J029~").replace("HC:99391", "HC:99213")
    return text.replace("SE*28*0001~", f"{_SON}SE*42*0001~")


def test_a_subscriber_and_a_dependent_of_his_are_both_treated() -> None:
    assert [(found.rule, found.message) for found in findings_of(family())] == []


def test_a_dependent_below_a_subscriber_who_was_not_treated_is_found() -> None:
    text = family()
    start, end = text.index("CLM*CT26-00321"), text.index("HL*3*2*23*0~")
    alone = (text[:start] + text[end:]).replace("SE*42*0001~", "SE*34*0001~")
    assert [found.rule for found in findings_of(alone)] == ["SIT115"]


def test_the_number_of_a_device_is_no_ndc() -> None:
    text = (SAMPLES / "clean/equipment-ordered.837").read_text(encoding="latin-1")
    assert findings_of(text) == []
    line = next(part for part in text.split("~\n") if part.startswith("NM1*DK"))
    product = "LIN**UP*012345678905~\nCTP****1*UN~\n"
    count = int(text.split("\nSE*")[1].split("*")[0])
    wider = text.replace(line, product + line, 1).replace(f"SE*{count}*", f"SE*{count + 2}*")
    assert [(found.rule, found.message) for found in findings_of(wider)] == []
    assert [found.rule for found in findings_of(wider.replace("LIN**UP*", "LIN**N4*", 1))] == ["SIT081"]


def test_equipment_is_billed_for_the_days_to_come() -> None:
    text = (SAMPLES / "clean/equipment-ordered.837").read_text(encoding="latin-1")
    day = text.split("DTP*472*D8*")[1][:8]
    made = text.split("BHT*0019*00*")[1].split("*")[1]
    ahead = text.replace(f"DTP*472*D8*{day}", f"DTP*472*RD8*{day}-{int(made) + 10000}")
    assert ahead != text
    assert not {"DAT002", "DAT004"} & {found.rule for found in findings_of(ahead)}
