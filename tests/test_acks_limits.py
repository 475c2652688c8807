"""Limits of acknowledgments: how many codes, contexts and faults they hold, in which order, and what fills a gap."""

from __future__ import annotations

import io

import pytest

from cleanclaim.acks import Implementation
from cleanclaim.acks.records import Fault, Group, Interchange, Transaction, Trigger, Verdict
from cleanclaim.x12 import Delimiters
from tests.acks_reading import MADE, Ak1, answers, read
from tests.test_acks import WHOLE, errors, only

ISA = ("ISA", "00", " " * 10, "00", " " * 10, "ZZ", "A".ljust(15), "ZZ", "B".ljust(15), "250131", "1200")


def written(group: Group, *faults: Fault) -> Ak1:
    """What is written of a group with one transaction of such faults."""
    stream = io.StringIO()
    answer = Implementation(stream, MADE)
    around = Interchange((*ISA, "^", "00501", "000000001", "0", "T", ":"), Delimiters())
    transaction = Transaction(("ST", "837", "0001", "005010X222A1"), 3)
    answer.begin_interchange(around)
    answer.begin_group(group)
    answer.begin_transaction(transaction)
    answer.faults(faults, {})
    answer.end_transaction(transaction)
    answer.end_group(group)
    answer.end_interchange(around)
    return only(stream.getvalue())


def group() -> Group:
    return Group(("GS", "HC", "A", "B", "20250131", "1200", "1", "X", "005010X222A1"))


def test_faults_stand_in_the_order_of_the_transaction() -> None:
    """That an address is missing is known when the loop ends; what is at fault behind its place is found before."""
    text = WHOLE.replace("*40*UN*1***1", "*40*UN****1")
    at = text.index("N3*")
    text = (text[:at] + text[text.index("~", at) + 1 :]).replace("*85*2*", "*85*9*").replace("REF*EI*", "REF*EI**")
    positions = [int(said[2]) for said in errors(text) if said[0] == "IK3"]
    assert len(positions) == 4
    assert positions == sorted(positions)


@pytest.mark.parametrize(("element", "most"), [(0, 9), (2, 10)])
def test_contexts_are_no_more_than_there_is_room_for(element: int, most: int) -> None:
    triggers = tuple(Trigger("SV1", at, "2400", 1) for at in range(1, 13))
    fault = Fault(5, "SV1", "8", "2400", element, element_code="I12" if element else "", triggers=triggers)
    (error,) = written(group(), fault).transactions[0].errors
    contexts = error.elements[0][1] if element else error.contexts
    assert [context[3] for context in contexts] == [str(at) for at in range(1, most + 1)]


def test_a_verdict_has_five_codes_and_the_gravest_first() -> None:
    verdict = Verdict()
    verdict.note("warning", "7")
    for code in "12345":
        verdict.note("error", code)
    assert verdict.codes == ["1", "2", "3", "4", "5"]


def test_counts_have_six_digits() -> None:
    crowd = group()
    crowd.received, crowd.accepted = 1_000_001, 1_000_000
    assert written(crowd).verdict[2:5] == ["999999", "999999", "999999"]


@pytest.mark.parametrize(("usage", "said"), [("P", "P"), ("T", "T"), ("X", "T"), (" ", "T")])
def test_an_answer_to_no_usage_is_a_test(usage: str, said: str) -> None:
    for answer in answers(WHOLE.replace("*0*T*:", f"*0*{usage}*:")):
        assert [one.isa[15] for one in read(answer)] == [said]
