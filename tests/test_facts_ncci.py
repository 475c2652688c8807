"""The facts of the NCCI table pair by pair, and of modifiers and places: which line is denied, and what helps."""

from __future__ import annotations

import pytest

from tests.test_facts import claim, said

VISITS_25 = [*range(99202, 99206), *range(99212, 99216), 99455, 99456, 99483, 99497, "G0463"]
INFUSIONS = [96360, 96365, 96369, 96374, 96401, 96402, 96405, 96406, 96409, 96413, 96416]
NO_HELP = [*range(99231, 99234), *range(99307, 99311), *range(99460, 99464), 99465]


def denied(*services: str) -> list[tuple[str, int | None]]:
    """What speaks of a Medicare claim of an injection, of a drug and of these services."""
    return [(rule, line) for rule, line, _ in said(claim(*services, "J3301*4", filing="MB"))]


@pytest.mark.parametrize("visit", VISITS_25)
def test_the_visit_is_denied_without_25(visit: int | str) -> None:
    assert denied("96372", f"{visit}") == [("MOD101", 2)]
    assert denied("96372", f"{visit}:25") == []


@pytest.mark.parametrize("visit", ["99281", "99282", "99283", "99284", "99285"])
def test_the_injection_is_denied_beside_an_emergency_visit(visit: str) -> None:
    assert denied("96372", visit) == [("NCC002", 1)]
    assert denied("96372:59", visit) == denied("96372:XE", visit) == []


@pytest.mark.parametrize("visit", NO_HELP)
def test_no_modifier_helps_the_injection_beside_these_visits(visit: int) -> None:
    for services in (("96372", f"{visit}"), ("96372:59", f"{visit}"), ("96372", f"{visit}:25")):
        assert denied(*services) == [("NCC004", 1)]


@pytest.mark.parametrize("column_1", [*INFUSIONS, 90460, 11042, 17000, 20552, 20610])
def test_the_injection_is_denied_beside_these_services(column_1: int) -> None:
    assert denied("96372", f"{column_1}") == [("NCC003", 1)]
    assert denied("96372:59", f"{column_1}") == denied("96372:XU", f"{column_1}") == []


@pytest.mark.parametrize("column_2", ["36591", "36592", "96523"])
def test_drawing_from_a_device_is_denied_beside_the_injection(column_2: str) -> None:
    assert denied("96372", column_2) == denied("96372", f"{column_2}:59") == [("NCC005", 2)]


def test_99211_beside_a_vaccine_needs_25() -> None:
    assert said(claim("90471", "90686", "99211", filing="MB", diagnoses=("Z23",))) == [("NCC006", 3, "error")]
    assert said(claim("90471", "90686", "99211:25", filing="MB", diagnoses=("Z23",))) == []


@pytest.mark.parametrize(
    ("rule", "services"),
    [
        ("INJ001", ("99211", "96372", "J3420")),
        ("MOD101", ("99213", "96372", "J3420")),
        ("NCC001", ("99211", "96365", "J1756*200")),
        ("NCC002", ("99283", "96372", "J3420")),
        ("NCC003", ("96365", "96372", "J3420")),
        ("NCC004", ("99309", "96372", "J3420")),
        ("NCC005", ("36591", "96372", "J3420")),
        ("NCC006", ("99211", "90471", "90686")),
    ],
)
def test_ncci_binds_medicare_and_medicaid_and_is_advice_to_others(rule: str, services: tuple[str, ...]) -> None:
    for filing, severity in {"MA": "error", "MB": "error", "MC": "error", "16": "error", "CI": "warning"}.items():
        found = said(claim(*services, filing=filing, diagnoses=("D510", "Z23")))
        assert [(code, grave) for code, _, grave in found] == [(rule, severity)]


@pytest.mark.parametrize(
    ("service", "rules"),
    [
        ("71046:26:TC", ["MOD121"]),
        ("66984:54:55", ["MOD122"]),
        ("20610:RT:LT", ["MOD123"]),
        ("20610:RT:RT", ["MOD120"]),
        ("20610:50:RT", ["MOD124"]),
        ("T1015:57", ["MOD111"]),
        ("20610:59:XS", ["MOD103"]),
        ("99213:25:25", ["MOD120"]),
        ("99213:59", ["MOD112"]),
        ("20610:25", ["MOD110"]),
        ("20610:57", ["MOD111"]),
    ],
)
def test_modifiers_that_can_not_stand_there_are_one_finding(service: str, rules: list[str]) -> None:
    assert [rule for rule, _, _ in said(claim(service))] == rules


@pytest.mark.parametrize("place", ["19", "21", "22", "23"])
def test_the_place_is_an_error_for_medicare_only(place: str) -> None:
    assert said(claim("96372", "J3420", place=place, filing="MB")) == [("POS001", 1, "error")]
    for filing in ("MC", "CI"):
        assert said(claim("96372", "J3420", place=place, filing=filing)) == [("POS001", 1, "warning")]


@pytest.mark.parametrize("place", ["11", "24", "31"])
def test_disputed_places_are_silent(place: str) -> None:
    assert said(claim("96372", "J3420", place=place, filing="MB")) == []


@pytest.mark.parametrize("visit", ["99291", "99292", "G0463", "98000", "98015", "S0612", "T1015", "99396", "92014"])
def test_25_belongs_on_visits_and_their_like(visit: str) -> None:
    assert said(claim(f"{visit}:25")) == []
