"""Claim statuses of the shipped rules (277CA): those that say nothing alone have what they need beside them."""

from __future__ import annotations

import pytest

from cleanclaim.findings import Acknowledgment
from cleanclaim.guide import statuses
from tests.linting import catalogue

# X12 code source 508, usage notes: "requires use of an entity code".
OF_AN_ENTITY = {
    *("26", "116", "124", "125", "126", "127", "128", "129", "142", "145", "153", "157", "158", "159", "162", "163"),
    *("164", "183", "252", "480", "500", "501", "502", "503", "504", "505", "514", "516", "560", "562", "680", "741"),
    *("754", "755", "775"),
}
# And: "at least one other status code is required".
WITH_ANOTHER = {"21", "402", "508", "510", "511", "512", "693", "694", "697", "700", "710", "732", "745"}
ANYBODY = {"SIT079"}  # the names of patients, subscribers and providers


@pytest.mark.parametrize("code", sorted(catalogue().about))
def test_a_status_has_its_entity_and_its_companion(code: str) -> None:
    said = [status.split(":") for status in catalogue().about[code].acknowledgment.claim_status]
    rule = catalogue().by_code.get(code)
    # what is wrong with a provider can be wrong with each of them
    if code not in ANYBODY and (rule is None or rule.subject != "provider"):
        assert [status for status in said if status[1] in OF_AN_ENTITY and len(status) < 3] == []
    alone = [status for status in said if status[1] not in WITH_ANOTHER]
    assert alone or not said


@pytest.mark.parametrize("place", statuses._FACTS.items())
def test_a_status_of_the_guide_has_its_entity(place: tuple[object, str]) -> None:
    fact, _, entity = place[1].partition(":")
    assert entity or fact not in OF_AN_ENTITY
    assert fact not in WITH_ANOTHER


def test_a_status_that_names_somebody_or_needs_nobody_stays_as_it_is() -> None:
    codes = Acknowledgment(("A7:562:85", "A7:454"), ("16",), ("N257",))
    assert codes.in_loop("2310B") is codes
    assert Acknowledgment(("A7:562", "A7:454"), ("16",)).in_loop("2310B") == Acknowledgment(
        ("A7:562:82", "A7:454"), ("16",)
    )
    assert Acknowledgment(("A7:562",)).in_loop("2310A", "P3") == Acknowledgment(("A7:562:P3",))
    assert Acknowledgment(("A7:562",)).in_loop("2300") == Acknowledgment(("A7:562",))
