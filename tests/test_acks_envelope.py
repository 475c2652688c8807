"""Envelopes in acknowledgments: groups and transactions, trailers, control numbers, delimiters, other guides."""

from __future__ import annotations

import re

import pytest

from tests.acks_reading import answers, read, segments
from tests.test_acks import GROUP, HEADER, TRANSACTION, WHOLE, only
from tests.verdicts import pyx12_accepts

FAULTY = TRANSACTION.replace("*40*UN*1***1", "*40*UN****1")  # SV104 is missing


def group(*transactions: str, control: str = "1") -> str:
    """A group of transactions, numbered from 0001."""
    body = "".join(
        re.sub(r"(ST\*837|SE\*\d+)\*0001", rf"\1*{at:04d}", text) for at, text in enumerate(transactions, 1)
    )
    start = GROUP[: GROUP.index("ST*")].replace("*1*X*", f"*{control}*X*")
    return f"{start}{body}GE*{len(transactions)}*{control}~"


def interchange(*groups: str) -> str:
    return f"{HEADER}{''.join(groups)}IEA*{len(groups)}*000000001~"


def ta1(text: str) -> list[tuple[str, str]]:
    """TA104 and TA105 of each interchange."""
    return [(answer.ta1[4], answer.ta1[5]) for answer in read(answers(text)[1])]


def test_the_pieces_make_the_whole() -> None:
    assert interchange(group(TRANSACTION)) == WHOLE


@pytest.mark.parametrize(
    ("transactions", "verdict"),
    [
        ((TRANSACTION, TRANSACTION), ["A", "2", "2", "2"]),
        ((TRANSACTION, FAULTY), ["P", "2", "2", "1"]),
        ((FAULTY, TRANSACTION, TRANSACTION), ["P", "3", "3", "2"]),
        ((FAULTY, FAULTY), ["R", "2", "2", "0"]),
    ],
)
def test_a_group_is_accepted_rejected_or_partially_accepted(
    transactions: tuple[str, ...], verdict: list[str]
) -> None:
    text, _ = answers(interchange(group(*transactions)))
    assert only(text).verdict[1:] == verdict
    assert pyx12_accepts(text)
    assert [said.said[2] for said in only(text).transactions] == [f"{at + 1:04d}" for at in range(len(transactions))]


def test_what_is_less_than_an_error_is_noted() -> None:
    """HL04 says that a dependent follows, and none does: read all the same."""
    text, _ = answers(interchange(group(TRANSACTION.replace("HL*2*1*22*0", "HL*2*1*22*1"), TRANSACTION)))
    first, second = only(text).transactions
    assert (first.verdict, second.verdict) == (["IK5", "E", "5"], ["IK5", "A"])
    assert only(text).verdict == ["AK9", "E", "2", "2", "2"]
    assert pyx12_accepts(text)


def test_each_group_has_a_999_of_its_own() -> None:
    text, _ = answers(interchange(group(TRANSACTION), group(FAULTY, control="2")))
    (answer,) = read(text)
    assert [(one.said[2], one.verdict[1]) for one in answer.groups] == [("1", "A"), ("2", "R")]
    assert [elements[2] for elements in segments(text) if elements[0] == "ST"] == ["0001", "0002"]
    assert pyx12_accepts(text)


def test_each_interchange_has_an_answer_of_its_own() -> None:
    text, other = answers(WHOLE + WHOLE.replace("000000001", "000000007") + WHOLE)
    assert [answer.isa[13] for answer in read(text)] == ["000000001", "000000007", "000000002"]
    assert [answer.ta1[1] for answer in read(other)] == ["000000001", "000000007", "000000001"]
    assert [answer.ta1[4:] for answer in read(other)] == [["A", "000"], ["A", "000"], ["E", "025"]]
    assert pyx12_accepts(text) and pyx12_accepts(other)


END = TRANSACTION[TRANSACTION.rindex("SE*") :]


@pytest.mark.parametrize(
    ("old", "new", "transaction", "of_group"),
    [
        (END, END.replace("*0001", "*0002"), ["R", "3"], ["R", "1", "1", "0"]),
        (END, "SE*9*0001~", ["R", "4"], ["R", "1", "1", "0"]),
        (END, "", ["R", "2"], ["R", "1", "1", "0"]),
        (END, "SE*X*0001~", ["R", "4"], ["R", "1", "1", "0"]),
        ("GE*1*1~", "GE*2*1~", ["A"], ["R", "2", "1", "0", "5"]),
        ("GE*1*1~", "GE*1*2~", ["A"], ["R", "1", "1", "0", "4"]),
        ("GE*1*1~", "", ["A"], ["R", "1", "1", "0", "3"]),
        ("GE*1*1~", "GE*X*1~", ["A"], ["R", "1", "1", "0", "5"]),
        ("GS*HC*", "GS*XX*", ["A"], ["R", "1", "1", "0", "1"]),
        ("*0001*005010X222A1~", "*0001*005010X223A2~", ["R", "I6"], ["R", "1", "1", "0"]),
        ("ST*837*", "ST*850*", None, ["R", "1", "1", "0"]),
        ("ST*837*0001*", "ST*837*1*", ["R", "7", "3"], ["R", "1", "1", "0"]),
    ],
)
def test_trailers_and_headers_have_their_codes(
    old: str, new: str, transaction: list[str] | None, of_group: list[str]
) -> None:
    assert old in WHOLE
    text, _ = answers(WHOLE.replace(old, new, 1))
    said = only(text)
    assert [one.verdict[1:] for one in said.transactions] == ([transaction] if transaction else [])
    assert said.verdict[1:] == of_group
    assert pyx12_accepts(text)


def test_numbers_that_come_twice_have_their_codes() -> None:
    twice = group(TRANSACTION, TRANSACTION).replace("*0002", "*0001")
    said = only(answers(interchange(twice))[0])
    assert [one.verdict for one in said.transactions] == [["IK5", "A"], ["IK5", "R", "23"]]
    text, _ = answers(interchange(group(TRANSACTION), group(TRANSACTION)))
    (answer,) = read(text)
    assert [one.verdict[1:] for one in answer.groups] == [["A", "1", "1", "1"], ["R", "1", "1", "0", "19"]]
    assert pyx12_accepts(text)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("*00*          *00*", "*07*          *00*", ("R", "010")),
        ("*ZZ*INVENTEDSENDER ", "*Q7*INVENTEDSENDER ", ("R", "005")),
        ("*ZZ*INVENTEDTAKER  ", "*Q7*INVENTEDTAKER  ", ("R", "007")),
        ("*250131*1200*^", "*250231*1200*^", ("R", "014")),
        ("*250131*1200*^", "*250131*2560*^", ("R", "015")),
        ("*00501*", "*00401*", ("R", "017")),
        ("*000000001*0*T", "*00000000A*0*T", ("R", "018")),
        ("*0*T*:", "*X*T*:", ("R", "019")),
        ("*0*T*:", "*0*X*:", ("R", "020")),
        ("*0*T*:", "*0*T*^", ("R", "027")),
        ("*0*T*:", "*0*T**", ("R", "027")),
        ("IEA*1*", "IEA*2*", ("R", "021")),
        ("IEA*1*000000001", "IEA*1*000000002", ("R", "001")),
        ("IEA*1*000000001~", "", ("R", "023")),
        ("*INVENTEDTAKER*20250131*", "*INVENTEDTAKER*20250231*", ("R", "024")),
        ("GE*1*1~", "GE*1*1~QQ*1~", ("R", "024")),
        ("INVENTEDSENDER *", "INVENTEDSENDER*", ("R", "006")),
    ],
)
def test_an_interchange_has_its_codes(old: str, new: str, expected: tuple[str, str]) -> None:
    assert old in WHOLE
    text = WHOLE.replace(old, new, 1)
    assert ta1(text) == [expected]
    assert pyx12_accepts(answers(text)[1])


def test_an_interchange_that_nobody_can_read_has_its_answer() -> None:
    text, other = answers(HEADER[:70])
    assert text == ""
    assert [answer.ta1[1:] for answer in read(other)] == [["000000000", "260401", "0000", "R", "022"]]
    assert pyx12_accepts(other)


def test_groups_that_are_no_claims_of_ours() -> None:
    """Another kind of claim is refused; an acknowledgment is never acknowledged."""
    other = WHOLE.replace("005010X222A1", "005010X223A2")
    said = only(answers(other)[0])
    assert said.transactions[0].verdict == ["IK5", "R", "I6"]
    remittance = interchange(group(TRANSACTION)).replace("GS*HC", "GS*HP").replace("ST*837", "ST*835")
    text, _ = answers(remittance.replace("005010X222A1", "005010X221A1"))
    assert only(text).said[1] == "HP"
    assert only(text).transactions[0].verdict == ["IK5", "R", "1"]
    assert pyx12_accepts(text)
    acknowledged, interchange_answer = answers(text)
    assert acknowledged == ""
    assert [answer.ta1[4] for answer in read(interchange_answer)] == ["A"]


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("*:^~", "*:^~"),
        ("|<{\n", "|<{\n"),
        ("|>{}", "|>{}"),
        ("\x1d:\x1f\x1e", "\x1d:\x1f\x1e"),
        ("*:U~", "*:^~"),
        ("^:U~", "^:!~"),
        ("\xa7:^~", "*:^~"),
    ],
)
def test_the_answer_has_the_delimiters_of_the_question(marks: str, expected: str) -> None:
    table = str.maketrans("*:~", marks[0] + marks[1] + marks[3])
    text = WHOLE.translate(table)
    text = text[:82] + marks[2] + text[83:]
    said, _ = answers(text)
    assert (said[3], said[104], said[82], said[105]) == tuple(expected)
    assert only(said).verdict[1] == "A"
    assert pyx12_accepts(said) or "\x1f" in marks


def test_two_runs_write_the_same() -> None:
    text = interchange(group(TRANSACTION, FAULTY), group(FAULTY, control="2"))
    assert answers(text) == answers(text)


def test_a_transaction_without_its_header_rejects_the_group() -> None:
    """Its claims are judged, but no transaction set was received that AK2 could name."""
    headless = re.sub(r"ST\*837\*0001\*[^~]*~", "", WHOLE, count=1)
    text, _ = answers(headless)
    assert only(text).verdict == ["AK9", "R", "1", "0", "0", "5"]
    assert only(text).transactions == []
    assert pyx12_accepts(text)


def test_a_stray_trailer_is_an_unexpected_segment() -> None:
    text, _ = answers(WHOLE.replace("~LX*1", "~SE*9*0001~LX*1", 1))
    (transaction,) = only(text).transactions
    assert [error.said[1::3] for error in transaction.errors] == [["SE", "2"]]
    assert transaction.verdict == ["IK5", "R", "5"]
    assert pyx12_accepts(text)


@pytest.mark.parametrize(("version", "shown"), [("004010X098A1", "004010X098A1"), ("DOEJANE", "005010")])
def test_a_wrong_version_of_the_group_is_told_of_the_group(version: str, shown: str) -> None:
    text, _ = answers(WHOLE.replace("*X*005010X222A1", f"*X*{version}"))
    assert (only(text).said[3], only(text).verdict) == (shown, ["AK9", "R", "1", "1", "0", "2"])
    assert "DOE" not in text


def test_a_missing_version_of_a_transaction_rejects_it() -> None:
    text, _ = answers(WHOLE.replace("ST*837*0001*005010X222A1", "ST*837*0001"))
    assert only(text).transactions[0].verdict == ["IK5", "R", "I6"]
    assert pyx12_accepts(text)
