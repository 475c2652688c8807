"""No double report: one mistake in a right claim is one finding, or the several are named here with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from cleanclaim.findings import Finding
from tests.damages import Damage, damages
from tests.linting import findings_of
from tests.right_claims import right_claims

CLAIMS = right_claims()
EACH = 43  # damages from one that is tried to the next
# Rules that may speak together of one mistake, and why.
APART = {
    ("BAL002", "DUP001"): "what was sent twice, and what another payer saw once",
    ("BAL002", "BAL011"): "a charge that nobody can bill, in a total that another payer did not see",
    ("BAL002", "INJ003"): "a line is lost with what another payer paid for it",
    ("BAL003", "BAL009"): "a charge of nothing, which another payer saw otherwise",
    ("DXP001", "DXP001"): "two lines point to what is lost",
    ("DUP001", "MOD133"): "waste that was billed twice lacks what was given",
    ("EXT102", "INJ008"): "nobody knows what the code should have been",
    ("EXT102", "SIT036"): "nobody knows what the code should have been",
    ("INJ001", "SIT004"): "what is void with another frequency is not",
}
NOTES = {"SIT045", "SIT073"}  # services of two years, a late claim: a day of another year can be meant


@cache
def of_the_right_claim(title: str) -> frozenset[str]:
    return frozenset(finding.rule for finding in findings_of(CLAIMS[title]))


def found_in(title: str, damage: Damage) -> list[Finding]:
    """What the damage brought."""
    known = of_the_right_claim(title) | NOTES
    return [finding for finding in findings_of(damage.text) if finding.rule not in known]


def tried() -> Iterator[tuple[str, Damage]]:
    every = ((title, damage) for title, text in CLAIMS.items() for damage in damages(text))
    return (one for at, one in enumerate(every) if at % EACH == 0)


def test_one_mistake_is_one_finding() -> None:
    doubled, found, number = [], 0, 0
    for title, damage in tried():
        number += 1
        rules = tuple(sorted(finding.rule for finding in found_in(title, damage)))
        found += bool(rules)
        if len(rules) > 1 and rules not in APART:
            doubled.append((title, damage.name, rules))
    assert doubled == []
    assert number > 400
    assert found > number / 2  # the rest are slips that nobody can see, such as another day


def test_the_damages_are_of_many_kinds() -> None:
    names = {damage.name.partition("*")[0] for _, damage in tried()}
    assert {"SV1", "HI", "DTP", "DMG", "SBR", "NM1", "N4", "CLM"} <= names
    text = next(iter(CLAIMS.values()))
    assert all(damage.text != text for damage in damages(text))
