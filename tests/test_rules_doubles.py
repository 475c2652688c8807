"""What is one fault for a biller is one finding, of the rule that is nearest to it and says all there is to do."""

from __future__ import annotations

import pytest

from tests.test_facts import claim, only, said


@pytest.mark.parametrize(
    ("services", "rule", "line", "severity"),
    [
        (("99213:59:XU", "20610"), "MOD112", 1, "warning"),
        (("99213:XE:XS", "20610"), "MOD112", 1, "warning"),
        (("20610:59:XE:XS",), "MOD103", 1, "warning"),
        (("20610:XE:XS",), "MOD104", 1, "warning"),
        (("20610:XS:XS",), "MOD120", 1, "error"),
        (("96372:JW:JZ", "J1885"), "MOD131", 1, "error"),
        (("96372", "J1885:JW:JZ"), "MOD130", 2, "error"),
        (("99213:JZ",), "MOD131", 1, "warning"),
        (("20610:JW:JZ",), "MOD131", 1, "warning"),
    ],
)
def test_modifiers_that_do_not_belong_are_one_finding(
    services: tuple[str, ...], rule: str, line: int, severity: str
) -> None:
    assert said(claim(*services)) == [(rule, line, severity)]


def test_the_one_finding_says_all_that_is_to_be_done() -> None:
    assert only(claim("99213:59:XU", "20610")).suggestion.startswith("remove each of 59, XE, XP, XS and XU;")
    assert only(claim("96372:JW:JZ", "J1885")).suggestion.startswith("remove JW and JZ from 96372;")
    assert only(claim("20610:XE:XS")).message == "expected only one of XE, XP, XS and XU on 20610, found XE, XS"


def test_jz_on_the_injection_before_it_existed_is_one_finding() -> None:
    early = {1: "20221231", 2: "20221231"}
    late = ("SIT073", None, "info")  # the claim comes years after
    assert said(claim("96372:JZ", "J1885", days=early)) == [late, ("MOD131", 1, "error")]
    assert said(claim("96372", "J1885:JZ", days=early)) == [late, ("MOD132", 2, "error")]


@pytest.mark.parametrize(
    ("pointers", "rules"),
    [
        ("5:5", ["DXP001"]),
        ("1:5:5", ["DXP001"]),
        ("1:1", ["DXP002"]),
        ("1:1:5", ["DXP001", "DXP002"]),  # two faults: each is to be corrected
        ("1:2", []),
    ],
)
def test_a_pointer_to_nothing_is_not_repeated_as_well(pointers: str, rules: list[str]) -> None:
    text = claim("99213", diagnoses=("D510", "E538")).replace("*UN*1***1~", f"*UN*1***{pointers}~")
    assert sorted(rule for rule, _, _ in said(text)) == rules
