"""Checks in Python over raw elements and addresses: gaps, ZIP codes, countries."""

from __future__ import annotations

import pytest

from tests.linting import findings_of, place_of
from tests.test_facts import claim


def found(text: str, code: str) -> list[str]:
    return [place_of(finding).element for finding in findings_of(text) if finding.rule == code]


@pytest.mark.parametrize(
    ("pointers", "expected"),
    [("1", []), ("1:2", []), ("1::2", ["SV107"]), (":1", ["SV107"]), ("1:2::", [])],
)
def test_gaps_among_pointers(pointers: str, expected: list[str]) -> None:
    text = claim("99213", "85025")
    head, _, tail = text.partition("SV1*HC:99213")
    line, _, rest = tail.partition("~")
    elements = line.split("*")
    elements[6] = pointers
    assert found(f"{head}SV1*HC:99213{'*'.join(elements)}~{rest}", "SIT061") == expected


@pytest.mark.parametrize(
    ("procedure", "expected"),
    [
        ("HC:99213:25", []),
        ("HC:99213::25", ["SV101"]),
        ("HC:99213:25::59", ["SV101"]),
        ("HC:99213:::::NOTE", []),
        ("HC:99213:25::::NOTE", []),
        ("HC:99213::25:::NOTE", ["SV101"]),
    ],
)
def test_gaps_among_modifiers(procedure: str, expected: list[str]) -> None:
    text = claim("99213", "85025").replace("HC:99213", procedure, 1)
    assert [element[:5] for element in found(text, "SIT061")] == expected


@pytest.mark.parametrize(
    ("address", "rules"),
    [
        ("N4*COLUMBUS*OH*432150001", []),
        ("N4*COLUMBUS*IN*432150001", ["SIT204"]),
        ("N4*COLUMBUS*ZZ*432150001", ["EXT109"]),
        ("N4*COLUMBUS*OH*000010001", ["SIT204"]),
        ("N4*COLUMBUS*OH*432150001*MX", ["SIT005"]),
        ("N4*COLUMBUS**432150001*MX", []),
        ("N4*LONDON**W1A1AA*UK", ["EXT309"]),
        ("N4*TORONTO*ON*M5V3L9*CA", []),
    ],
)
def test_addresses_of_the_billing_provider(address: str, rules: list[str]) -> None:
    text = claim("99213")
    head, at, tail = text.partition("NM1*85")
    before, _, rest = tail.partition("N4*")
    text = f"{head}{at}{before}{address}~{rest.partition('~')[2]}"
    wanted = {"SIT005", "SIT204", "EXT109", "EXT309"}
    assert [finding.rule for finding in findings_of(text) if finding.rule in wanted] == rules


def test_gaps_beside_a_value_that_can_not_be_read() -> None:
    text = claim("99213", "85025").replace("HC:99213", "HC:99213::25", 1).replace("*40*UN*1*", "*4O*UN*1*", 1)
    assert [finding.rule for finding in findings_of(text)] == ["SIT061", "IG035"]
