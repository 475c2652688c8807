"""Control numbers that come twice, and what sender and receiver agreed on: usage, character set, dates."""

from __future__ import annotations

import datetime as dt

import pytest

from cleanclaim.findings import Finding
from cleanclaim.source import Source
from cleanclaim.x12 import Agreement, read_events
from tests.test_x12 import BODY, FILE, ISA

GROUP = FILE[FILE.index("GS*") : FILE.index("IEA*")]
OTHER_ISA = ISA.replace("000000001", "000000002")
PRODUCTION = FILE.replace("*T*:~", "*P*:~")


def findings(text: str, agreement: Agreement | None = None) -> list[Finding]:
    events = read_events(Source.from_bytes(text.encode("latin-1")), agreement)
    return [event for event in events if isinstance(event, Finding)]


def said(text: str, agreement: Agreement | None = None) -> list[tuple[str, str, int]]:
    return [(found.rule, found.mark.element, found.mark.segment) for found in findings(text, agreement)]


def interchange(*groups: str, isa: str = ISA) -> str:
    number = isa.split("*")[13]
    return f"{isa}{''.join(groups)}IEA*{len(groups)}*{number}~"


def group(*numbers: str, control: str = "1") -> str:
    body = "".join(BODY.replace("*0001", f"*{number}") for number in numbers)
    return f"GS*HC*A*B*20250131*1200*{control}*X*005010X222A1~{body}GE*{len(numbers)}*{control}~"


def test_control_numbers_that_are_unique_are_silent() -> None:
    assert said(interchange(group("0001", "0002"), group("0001", control="2"))) == []
    assert said(interchange(group("0001")) + interchange(group("0001"), isa=OTHER_ISA)) == []


def test_a_transaction_number_that_comes_twice_stands_on_the_second() -> None:
    (found,) = findings(interchange(group("0001", "0002", "0001")))
    assert (found.rule, found.mark.element, found.mark.segment) == ("ENV028", "ST02", 11)
    assert found.syntax and found.syntax.transaction_code == "23"


def test_a_group_number_that_comes_twice_stands_on_the_second() -> None:
    (found,) = findings(interchange(group("0001"), group("0001")))
    assert (found.rule, found.mark.element, found.mark.segment) == ("ENV027", "GS06", 8)
    assert found.syntax and found.syntax.group_code == "19"


def test_an_interchange_that_comes_twice_stands_on_the_second() -> None:
    (found,) = findings(FILE + FILE)
    assert (found.rule, found.mark.element, found.severity) == ("ENV029", "ISA13", "warning")
    assert found.syntax and found.syntax.interchange_code == "025"
    assert "000000001" not in found.message
    for text, other in (
        ("SUBMITTER      ", "ANOTHER        "),
        ("*ZZ*SUBMITTER", "*30*SUBMITTER"),
        ("RECEIVER", "TAKER   "),
    ):
        assert said(FILE + FILE.replace(text, other)) == []


def test_an_interchange_that_was_cut_may_be_sent_again() -> None:
    cut = FILE[: FILE.index("IEA*")]
    assert [rule for rule, _, _ in said(cut + FILE)] == ["ENV017"]
    assert [rule for rule, _, _ in said(cut + FILE + FILE)] == ["ENV017", "ENV029"]


def test_in_production_files_of_a_run_are_compared() -> None:
    agreement = Agreement()
    assert said(PRODUCTION, agreement) == []
    assert [rule for rule, _, _ in said(PRODUCTION, agreement)] == ["ENV029"]
    assert said(PRODUCTION, Agreement()) == []
    tests = Agreement()
    assert said(FILE, tests) == said(FILE, tests) == []


@pytest.mark.parametrize(("usage", "rules"), [("", []), ("T", []), ("P", [("ENV030", "ISA15", 1)])])
def test_the_usage_is_that_which_was_asked_for(usage: str, rules: list[tuple[str, str, int]]) -> None:
    assert said(FILE, Agreement(usage=usage)) == rules


@pytest.mark.parametrize(
    ("today", "isa", "gs", "expected"),
    [
        (None, "990131", "20990131", []),
        (dt.date(2025, 1, 31), "250131", "20250131", []),
        (dt.date(2025, 1, 30), "250131", "20250131", []),
        (dt.date(2025, 1, 29), "250131", "20250131", [("ENV032", "ISA09", 1)]),
        (dt.date(2025, 1, 29), "250129", "20250131", [("ENV032", "GS04", 2)]),
        (dt.date(2025, 1, 29), "250231", "2025013A", []),
        (dt.date(2025, 1, 29), "250131", "20250129", [("ENV032", "ISA09", 1)]),
    ],
)
def test_an_envelope_is_not_from_the_future(
    today: dt.date | None, isa: str, gs: str, expected: list[tuple[str, str, int]]
) -> None:
    text = FILE.replace("*250131*", f"*{isa}*").replace("*B*20250131*", f"*B*{gs}*")
    assert said(text, Agreement(today=today)) == expected


def test_characters_outside_the_basic_set_are_said_once_an_interchange() -> None:
    basic = Agreement(characters="basic")
    assert said(FILE, basic) == []
    text = FILE.replace("BHT*0019*00*1*", "BHT*0019*00*a1*").replace("HL*1**20*1", "HL*1**20*b")
    assert said(text, basic) == [("ENV031", "BHT03", 4)]
    assert said(text) == []
    both = text + text.replace("000000001", "000000002")
    assert [rule for rule, _, _ in said(both, basic)] == ["ENV031", "ENV031"]


def test_delimiters_are_no_characters_of_a_value() -> None:
    text = FILE.translate(str.maketrans("*:^~", "|<{}"))
    assert said(text, Agreement(characters="basic")) == []
    assert [rule for rule, _, _ in said(text.replace("|1|2025", "|~|2025"), Agreement(characters="basic"))] == [
        "ENV031"
    ]


@pytest.mark.parametrize("characters", "!\"&'()*+,-./:;?= AZ09")
def test_every_basic_character_is_allowed(characters: str) -> None:
    text = FILE.translate(str.maketrans("*:^~", "|<{}")).replace("|00|1|", f"|00|X{characters}|")
    assert said(text, Agreement(characters="basic")) == []
