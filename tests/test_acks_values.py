"""What of a claim an acknowledgment repeats: codes with their code's shape, ids for those who asked, nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim.errors import NotX12Error
from cleanclaim.privacy import Values
from tests.acks_reading import Ik3, answers, read
from tests.canaries import joined, plant, segments
from tests.claims import claim_file
from tests.test_acks import CLAIM, WHOLE, only
from tests.verdicts import pyx12_accepts


def first_error(text: str, values: Values = "codes", level: int = 2) -> Ik3:
    answer, _ = answers(text, level, values)
    assert pyx12_accepts(answer)
    return only(answer).transactions[0].errors[0]


def copy(text: str, values: Values = "codes") -> str:
    """IK404 of the first element at fault; empty where there is none."""
    (ik4, _), *_ = first_error(text, values).elements
    return ik4[4] if len(ik4) > 4 else ""


@pytest.mark.parametrize(
    ("old", "new", "codes", "everything"),
    [
        (":B:1*Y*", ":B:1*Q*", "Q", "Q"),
        ("*Y*A*Y*Y", "*SMITH*A*Y*Y", "", "SMITH"),
        ("HI*ABK:D510", "HI*ABX:D510", "ABX", "ABX"),
        ("HI*ABK:D510", "HI*SMITH:D510", "", "SMITH"),
        ("NM1*IL*1*DOE", "NM1*IL*1*" + "DOE" * 40, "", "DOE" * 33),
        ("NM1*IL*1*DOE", "NM1*IL*1*DOE\x07ROE", "", "DOEROE"),
        ("NM1*IL*1*DOE", "NM1*IL*1*DOE^ROE", "", ""),
        ("NM1*IL*1*DOE", "NM1*IL*1*DOE ", "", "DOE"),
        ("NM1*IL*1*DOE", "NM1*IL*1*DO\xc9", "", "DO"),
        ("*40*UN*1", "*40*UN*1 ", "", "1"),
        ("DTP*472*D8*20250115", "DTP*472*D8*20250231", "", "20250231"),
    ],
)
def test_copies_follow_what_may_be_shown(old: str, new: str, codes: str, everything: str) -> None:
    assert old in WHOLE
    text = WHOLE.replace(old, new, 1)
    assert copy(text, "none") == ""
    assert copy(text) == copy(text, "ids") == codes
    assert copy(text, "all") == everything


def test_a_drug_number_is_a_code_where_it_says_so() -> None:
    drug = claim_file(*CLAIM, "LIN**N4*00517003125", "CTP****1*ML")
    assert copy(drug.replace("*1*ML", "*1*M")) == ""
    assert only(answers(drug)[0]).verdict[1] == "A"


@pytest.mark.parametrize(("values", "shown"), [("none", False), ("codes", False), ("ids", True), ("all", True)])
def test_the_claim_is_named_for_those_who_asked(values: Values, shown: bool) -> None:
    error = first_error(WHOLE.replace("CLM*A1*40", "CLM*PATIENT77*40").replace("*40*UN*1*", "*40*UN**"), values)
    assert error.contexts == ([["CTX", "CLM01:PATIENT77"]] if shown else [])


def test_a_claim_number_with_a_delimiter_names_nobody() -> None:
    error = first_error(WHOLE.replace("CLM*A1*40", "CLM*A:1*40").replace("*40*UN*1*", "*40*UN**"), "all")
    assert error.contexts == []


def test_an_unknown_segment_id_may_be_a_value() -> None:
    text = WHOLE.replace("~LX*1", "~DOE*1~LX*1")
    assert first_error(text).said[1] == "XXX"
    assert first_error(text, "all").said[1] == "DOE"


def test_rules_above_structure_are_told_where_that_was_asked() -> None:
    """A total that does not add up: SNIP level 3, with the charges that it should be the sum of."""
    text = WHOLE.replace("CLM*A1*40", "CLM*A1*41")
    assert only(answers(text, level=2)[0]).verdict[1] == "A"
    (ik4, _), *_ = first_error(text, level=3).elements
    assert ik4 == ["IK4", "2", "782", "I12", "41"]
    assert only(answers(text, level=3)[0]).transactions[0].verdict == ["IK5", "R", "I5"]


def test_a_place_that_made_another_wrong_is_its_trigger() -> None:
    """99211 beside an injection (INJ001): the injection is why."""
    visit = ("LX*1", "SV1*HC:99211*40*UN*1***1", "DTP*472*D8*20250115")
    text = claim_file("CLM*A1*80***11:B:1*Y*A*Y*Y", CLAIM[1], *visit, "LX*2", *CLAIM[3:])
    (error,) = only(answers(text, level=6)[0]).transactions[0].errors
    ((ik4, contexts),) = error.elements
    assert ik4 == ["IK4", "1:2", "234", "I12", "99211"]
    position = str(int(error.said[2]) + 3)
    assert contexts == [["CTX", "SITUATIONAL TRIGGER", "SV1", position, "2400", "1:2"]]


ENVELOPE = ("ISA", "GS", "ST", "SE", "GE", "IEA")


@pytest.mark.parametrize("values", ["codes", "none"])
def test_tokens_in_every_protected_element_come_out_nowhere(values: Values) -> None:
    """Envelope addresses and control numbers apart: an answer can not go without them."""
    parts = segments("clean/secondary-after-medicare.837")
    tokens = plant(parts, outside=ENVELOPE, end=" ")  # a fault in every one of them
    answer, interchange = answers(joined(parts), level=7, values=values)
    assert len(tokens) > 60
    assert answer.count("IK4") > 20
    assert [token for token in tokens if token.strip() in answer + interchange] == []
    assert any(token.strip() in answers(joined(parts), values="all")[0] for token in tokens)


EDITS = (st.integers(0, len(WHOLE) - 1), st.sampled_from("*:~^AX09 \n\x07\xe9"), st.booleans())


def edited(at: int, character: str, replaces: bool) -> tuple[str, str]:
    """The answers to the whole file with one character more, or another one; nothing where it is X12 no more."""
    try:
        return answers(WHOLE[:at] + character + WHOLE[at + int(replaces) :], level=3)
    except NotX12Error:
        return "", ""


@given(*EDITS)
@settings(max_examples=150, deadline=None)
def test_any_edit_has_answers_that_can_be_read(at: int, character: str, replaces: bool) -> None:
    implementation, interchange = edited(at, character, replaces)
    read(interchange)
    for answer in read(implementation):
        assert all(group.verdict for group in answer.groups)
        assert all(said.verdict for group in answer.groups for said in group.transactions)


@given(*EDITS)
@settings(max_examples=20, deadline=None)
def test_any_edit_has_answers_that_are_valid(at: int, character: str, replaces: bool) -> None:
    assert all(pyx12_accepts(text) for text in edited(at, character, replaces) if text)
