"""No double report: whatever lines stand side by side, one fault is one finding."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, combinations_with_replacement

import pytest

from tests.linting import findings_of
from tests.test_facts import claim
from tests.test_samples import TABLE, read_sample

LINES = (
    "99211", "99211:25", "99211:59", "99213", "99213:25", "99213:59", "99283", "99309", "96372", "96372:59",
    "96372:25", "96372:XU", "96372:JZ", "96365", "96365:59", "96374", "20610", "20610:25", "90471", "90686", "36591",
    "93000", "J3420", "J3420:JW", "J3425*100", "J3424*200", "J1885", "J1885:JW:JZ",
)  # fmt: skip
# Rules that may speak of one place, because they name faults that are mended one without the other.
APART = {("DUP001", "POS001"): "a line that was sent twice has its own fault besides"} | {
    (rule, other): "what was injected is another fact"
    for rule in ("INJ003", "INJ009")
    for other in ("NCC002", "NCC003", "NCC004", "POS001")
}


def doubled(text: str) -> set[tuple[str, ...]]:
    """The pairs of rules that speak of one place."""
    places = defaultdict(list)
    for finding in findings_of(text):
        places[finding.mark.offset, finding.mark.length].append(finding.rule)
    return {pair for rules in places.values() for pair in combinations(sorted(rules), 2)}


@pytest.mark.parametrize("name", TABLE)
def test_no_place_of_a_sample_is_reported_twice(name: str) -> None:
    assert doubled(read_sample(name)) == set()


@pytest.mark.parametrize("place", ["11", "22"])
def test_two_lines_get_one_finding_for_one_fault(place: str) -> None:
    found = set()
    for pair in combinations_with_replacement(LINES, 2):
        found |= doubled(claim(*pair, place=place))
    assert found <= set(APART)


def test_three_lines_get_one_finding_for_one_fault() -> None:
    found = set()
    for number, three in enumerate(combinations(LINES, 3)):
        if number % 4 == 0:
            found |= doubled(claim(*three))
    assert found <= set(APART)
    assert ("INJ003", "NCC003") in found  # the search would see others as well
