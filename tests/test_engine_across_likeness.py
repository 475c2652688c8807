"""Claims that meet, but have little in common: only those that could break a rule are looked at."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cleanclaim import group as group_room
from cleanclaim.claim.model import Claim, Line
from cleanclaim.compiled import CompiledRule, Unreadable
from cleanclaim.engine import Engine
from cleanclaim.group import Group
from cleanclaim.language.compile.likenesses import likeness_of
from cleanclaim.language.compile.reaching import rows_across
from cleanclaim.language.typed import TypedRule
from tests.linting import catalogue
from tests.test_engine import claims_of, rules
from tests.test_engine_across import PEOPLE, file_of

MANY = 60  # claims


def claims_apart() -> list[Claim]:
    """Claims of one patient, day, place and total, each with other charges on its lines; the last is sent again."""
    claims = claims_of(file_of([("1", PEOPLE[0], [("85025", "20250103")] * 2)] * MANY))
    for number, claim in enumerate(claims):
        mine = Decimal(min(number, MANY - 2))
        claim.lines[0].charge, claim.lines[1].charge = mine, 1000 - mine
        claim.total_charge = Decimal(1000)
    return claims


def looked_at(rule: CompiledRule, claims: list[Claim], monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[int]]:
    """How many rows were asked where they stand, and the claims that break the rule."""
    asked = 0
    place = Group.place

    def watched(self: Group, row: Line | Claim) -> tuple[int, int, int]:
        nonlocal asked
        asked += 1
        return place(self, row)

    monkeypatch.setattr(Group, "place", watched)
    engine = Engine([rule])
    for claim in claims:
        engine.judge(claim)
    found = sorted(engine.across(lambda: claims))
    return asked, found


def test_claims_that_differ_are_not_compared_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, found = looked_at(catalogue().by_code["DUP002"], claims_apart(), monkeypatch)
    assert found == [MANY]
    assert asked < 10 * MANY


def test_what_is_compared_in_a_condition_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    (rule,) = rules("""  for line as now where charge > $0.00
  forbid any earlier line as oth of same patient where oth.charge = now.charge and not (oth.units = now.units)""")
    claims = claims_apart()
    claims[30].lines[0].units = Decimal(7)
    claims[31].lines[0].charge = claims[30].lines[0].charge
    asked, found = looked_at(rule, claims, monkeypatch)
    assert found == [claims[31].ordinal]
    assert asked < 40 * MANY


@pytest.mark.parametrize(
    ("condition", "keys", "values", "lists"),
    [
        ("", 1, 0, False),
        (" where oth.total_charge = now.total_charge", 1, 1, False),
        (" where now.total_charge = oth.total_charge and count(oth.lines) = count(now.lines)", 1, 2, False),
        (" where oth.total_charge = now.total_charge or oth.frequency is 8", 1, 0, False),
        (" where not (oth.total_charge = now.total_charge)", 1, 0, False),
        (" where oth.total_charge = sum(b.charge of b in oth.lines)", 1, 0, False),
        (" where sum(b.charge of b in oth.lines) = sum(a.charge of a in now.lines)", 1, 1, False),
        (" where oth.total_charge = $100.00", 1, 1, False),
        (" where oth.total_charge + now.total_charge = $100.00", 1, 0, False),
        (" where (every a in now.lines satisfies (any b in oth.lines satisfies b.charge = a.charge))", 1, 0, True),
        (" where (every a in now.lines satisfies (any b in oth.lines where a.charge = b.charge))", 1, 0, True),
        (" where (any a in now.lines satisfies (any b in oth.lines satisfies b.charge = a.charge))", 1, 0, False),
        (" where (every b in oth.lines satisfies (any a in now.lines satisfies b.charge = a.charge))", 1, 0, False),
        (" where (every a in now.lines satisfies (any b in oth.lines satisfies b.charge > a.charge))", 1, 0, False),
    ],
)
def test_what_is_in_common(condition: str, keys: int, values: int, lists: bool) -> None:
    (rule,) = rules(
        f"  for claim as now\n  forbid any other claim as oth of same patient with same to_date{condition}"
    )
    assert isinstance(rule.core, TypedRule)
    (rows,) = rows_across(rule.core)
    found = likeness_of(rows)
    assert found is not None
    assert (len(found.keys), len(found.values), found.lists is not None) == (keys, values, lists)


# ------------------------------------------------------------------- rows by their keys


def group_of(*charges: Decimal | None) -> Group:
    """A claim with such lines, and enough others."""
    claim = Claim()
    claim.lines = tuple(Line(position=at) for at in range(1, 20))
    for at, line in enumerate(claim.lines):
        line.charge = charges[at] if at < len(charges) else Decimal(1000 + at)
    return Group([claim])


def charge_of(line: Line) -> tuple[object, ...]:
    if line.charge is None:
        raise Unreadable
    return (line.charge,)


def places(group: Group, *own: object) -> list[int]:
    return [line.position for line in group.among("line", None, (charge_of, lambda: own))]  # type: ignore[union-attr]


def test_numbers_are_alike_whatever_they_are_made_of() -> None:
    group = group_of(Decimal(1), Decimal("1.00"), Decimal(2))
    assert places(group, Decimal("1.0")) == places(group, 1) == [1, 2]


def test_a_row_whose_keys_can_not_be_read_is_always_looked_at() -> None:
    assert places(group_of(Decimal(1), None, Decimal(2)), Decimal(2)) == [2, 3]


def test_of_several_keys_that_counts_which_fewest_have() -> None:
    group = group_of(Decimal(1), Decimal(1), Decimal(2))
    assert places(group, Decimal(1), Decimal(2)) == [3]
    assert places(group, Decimal(1), Decimal(5)) == []


def test_all_rows_are_looked_at_where_nothing_is_asked_for() -> None:
    group = group_of(Decimal(1))
    assert len(places(group)) == len(group.lines)
    assert group.among("line", None, (charge_of, lambda: ([],))) is group.lines  # it can not be a key
    assert group.among("line", None, (charge_of, lambda: 1 // 0)) is group.lines


def test_few_rows_are_not_chosen_among(monkeypatch: pytest.MonkeyPatch) -> None:
    group = group_of(Decimal(1))
    monkeypatch.setattr(group_room, "_FEW", 20)
    assert group.among("line", None, (charge_of, lambda: (Decimal(1),))) is group.lines
