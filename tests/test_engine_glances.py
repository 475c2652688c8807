"""Rules that are asked at a glance before their code is made: what they find is what that code finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, cast

import pytest
from hypothesis import given, settings

from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.engine import near as near_room
from cleanclaim.language import glance as glance_room
from cleanclaim.language.compile import compile_rule
from cleanclaim.language.compile.glances import make_glances
from cleanclaim.language.examples.damage import damages
from cleanclaim.language.packs import read_pack, write_pack
from cleanclaim.language.typed import TypedRule
from tests.claimgen.files import clean
from tests.linting import written
from tests.test_engine import claims_of, one_claim, rules
from tests.test_engine_gates import COLD, awake, near_rules, telling
from tests.test_language_oracle import claims

_STEP = 6  # of the rules one in so many is damaged


@cache
def glancing() -> tuple[CompiledRule, ...]:
    """Rules as a run gets them that checks none."""
    return read_pack(write_pack(near_rules()))


@cache
def some_damaged() -> tuple[tuple[CompiledRule, ...], tuple[CompiledRule, ...]]:
    """Rules with one condition damaged, with and without glances."""
    found = [damage.rule for rule in near_rules()[::_STEP] for damage in damages(cast(TypedRule, rule.baggage))]
    some = [replace(rule, about=replace(rule.about, code=f"D{at}")) for at, rule in enumerate(found)]
    made = tuple(map(compile_rule, some))
    return read_pack(write_pack(made)), awake(made)


def kinds(tree: Any) -> Iterator[str]:
    """What stands first in a condition and in its parts."""
    if isinstance(tree, list) and tree:
        if isinstance(tree[0], str) and tree[0] != "get":
            yield tree[0]
        for part in tree[1:] if isinstance(tree[0], str) else tree:
            yield from kinds(part)


@settings(max_examples=8, deadline=None)
@given(claims())
def test_glances_lose_nothing(drawn: list[Claim]) -> None:
    assert telling(glancing(), drawn, COLD) == telling(awake(near_rules()), drawn, COLD)


@settings(max_examples=5, deadline=None)
@given(claims())
def test_glances_of_rules_that_nobody_wrote_lose_nothing(drawn: list[Claim]) -> None:
    """Some crash, as the guard of a missing value is what was damaged: a glance may let those sleep."""
    quick, slow = (telling(some, drawn, COLD)[0] for some in some_damaged())
    assert [one for one in quick if one[4] != "RUN001"] == [one for one in slow if one[4] != "RUN001"]


def test_most_rules_need_no_code_for_a_clean_claim() -> None:
    some = read_pack(write_pack([rule for rule in written() if not (rule.across or rule.sources)]))
    engine = Engine(some, COLD)
    for claim in claims_of("".join(clean(1, seed=3))):
        engine.judge(claim)
    asked = [rule for rule in some if "glance" in vars(rule)]
    made = [rule for rule in asked if "judge" in vars(rule)]
    assert len(asked) > 4 * len(made), "glances told nothing"


def test_code_is_made_for_what_is_asked_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_room, "_GLANCES", 2)
    (rule,) = read_pack(write_pack(rules("  for claim\n  forbid claim.total_charge < $0")))
    engine = Engine([rule], COLD)
    for made in (False, False, True):
        assert engine.judge(one_claim("99213")) == []
        assert ("judge" in vars(rule)) is made


def test_what_can_not_be_asked_at_a_glance_is_judged() -> None:
    (rule,) = read_pack(write_pack(rules("  for claim\n  forbid claim.total_charge < $0")))
    assert rule.glance is not None
    claim = one_claim("99213")
    claim.total_charge = None
    with pytest.raises(TypeError):
        rule.glance(claim, claim)
    (judged,) = Engine([rule], COLD).judge(claim)
    assert judged.rule == "RUN001"


def test_every_kind_of_condition_is_asked_of_some_rule() -> None:
    used = {
        kind for rule in near_rules() if isinstance(rule.core, TypedRule) for kind in kinds(make_glances(rule.core))
    }
    assert used >= set(glance_room._KINDS) - {"get", "within"}


def test_what_is_repeated_is_told_from_what_is_there() -> None:
    (rule,) = read_pack(write_pack(rules("  for line\n  forbid no repeated code in line.modifiers")))
    assert rule.glance is not None
    claim = one_claim("99213", "99213")
    for line, modifiers in zip(claim.lines, (("25",), ("25", "25")), strict=True):
        line.modifiers = modifiers
    assert [rule.glance(claim, line) for line in claim.lines] == [True, False]
