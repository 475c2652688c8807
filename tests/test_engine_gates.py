"""Rules that are asked many at a time: what they find is what each finds alone."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import ROWS, Claim
from cleanclaim.compiled import PROTECTED, USUAL, CompiledRule, Gate
from cleanclaim.engine import Engine
from cleanclaim.engine import index as index_room
from cleanclaim.engine import near as near_room
from cleanclaim.engine.experience import by_experience
from cleanclaim.engine.index import Index
from cleanclaim.engine.near import Near
from cleanclaim.engine.rows import troubled, troubles
from cleanclaim.engine.sweep import make_ask
from cleanclaim.findings import Finding
from cleanclaim.language.model import field_type
from tests.claimgen.files import clean
from tests.linting import catalogue
from tests.test_engine import claims_of, first_rules, one_claim, rules
from tests.test_language_oracle import claims, damaged_rules, every_rule, subjects
from tests.variants import many_rules

WARM, COLD = 0, 1_000_000  # claims before rules are asked by their gates


@cache
def near_rules() -> tuple[CompiledRule, ...]:
    return tuple(rule for rule in every_rule() if not (rule.across or rule.sources))


@cache
def damaged() -> tuple[CompiledRule, ...]:
    found = {rule.code + name: rule for name, _, rule in damaged_rules() if not rule.across}
    return tuple(replace(rule, about=replace(rule.about, code=f"D{at}")) for at, rule in enumerate(found.values()))


def awake(some: Sequence[CompiledRule]) -> tuple[CompiledRule, ...]:
    """The rules, each run wherever it could be."""
    return tuple(
        replace(rule, wakes=(), presences=(), make_gate=lambda: None, make_glance=lambda: None) for rule in some
    )


def telling(some: Sequence[CompiledRule], judged: Sequence[Claim], patience: int) -> tuple[list[Any], dict[str, int]]:
    """What an engine finds and could not check; rules of several files can have one code."""
    engine = Engine(some, patience)
    found = [finding for claim in judged for finding in engine.judge(claim)]
    return sorted(map(_told, found)), engine.not_checked


def _told(finding: Finding) -> tuple[Any, ...]:
    related = tuple((mark.offset, mark.label) for mark in finding.related)
    place = (finding.claim, finding.mark.offset, finding.mark.length, finding.service_line or 0)
    return *place, finding.rule, finding.severity, finding.message, related


@settings(max_examples=15, deadline=None)
@given(claims())
def test_gates_lose_nothing(drawn: list[Claim]) -> None:
    alone = telling(awake(near_rules()), drawn, COLD)
    assert telling(near_rules(), drawn, WARM) == alone
    assert telling(near_rules(), drawn, COLD) == alone


@settings(max_examples=8, deadline=None)
@given(claims())
def test_gates_of_rules_that_nobody_wrote_lose_nothing(drawn: list[Claim]) -> None:
    """Some crash, as the guard of a missing value is what was damaged: a gate may let those sleep."""
    for part in (damaged()[at::4] for at in range(4)):
        quick, slow = telling(part, drawn, WARM)[0], telling(awake(part), drawn, COLD)[0]
        assert [one for one in quick if one[4] != "RUN001"] == [one for one in slow if one[4] != "RUN001"]


@settings(max_examples=5, deadline=None)
@given(claims())
def test_conditions_mean_the_same_in_the_order_that_claims_taught(drawn: list[Claim]) -> None:
    moved = 0
    for rule in near_rules():
        gate = rule.gate
        assert gate is not None
        seen = [(claim, row) for claim in drawn for row in subjects(rule, claim)]
        learned = by_experience(gate, seen)
        moved += learned.rest is not gate.rest and learned.before != gate.before
        asks = make_ask(rule, gate), make_ask(rule, learned)
        assert all(bool(asks[0](*subject)) == bool(asks[1](*subject)) for subject in seen), rule.code
    assert moved, "no condition changed its place"


def test_many_rules_find_the_same_with_and_without_index() -> None:
    drawn = claims_of("".join(clean(100, seed=3)))
    for count in (40, 400):
        some = many_rules(catalogue().rules, count)
        found = telling(some, drawn, WARM)
        assert found == telling(some, drawn, COLD) == telling(awake(some), drawn, COLD)
        assert found == telling(some, drawn, 60), "the order that 60 claims taught lost something"
    assert found[0], "nothing was found, so nothing was compared"


def test_a_pair_is_asked_before_it_is_judged() -> None:
    """What a partner must be, and what the rule asks of both, as far as it costs little."""
    (rule,) = rules(
        """  for line as one where procedure is 99213
    paired with other line as two with same date
  let more = two.units - one.units
  when more > 0
  when no line as third where third.procedure = two.procedure and third.position > two.position
  forbid two.charge > one.charge"""
    )
    claim = one_claim("99213", "96372", "J3420", "J3425")
    assert rule.gate is not None
    ask, (first, second, *_) = make_ask(rule, rule.gate), claim.lines
    assert not ask(claim, first) and rule.judge(claim, first) is None
    second.units, second.charge = Decimal(2), Decimal(50)
    assert ask(claim, first) and rule.judge(claim, first) is not None
    second.charge = first.charge
    assert not ask(claim, first) and rule.judge(claim, first) is None


# ------------------------------------------------------------------- values that could not be read


@st.composite
def troubled_claims(draw: st.DrawFn) -> list[Claim]:
    drawn = draw(claims())
    for claim in drawn:
        for row in draw(st.lists(st.sampled_from(_rows(claim)), max_size=2)):
            known = [name for name in type(row).__dataclass_fields__ if name not in Row.__dataclass_fields__]
            name = draw(st.sampled_from([name for name in known if name != "position"]))
            row.unreadable.add(name)
    return drawn


def _rows(claim: Claim) -> list[Row]:
    above = (claim.file, claim.subscriber, claim.patient, claim.payer, claim.billing)
    return [claim, *claim.lines, *(row for row in above if row is not None)]


@settings(max_examples=20, deadline=None)
@given(troubled_claims())
def test_what_can_not_be_read_concerns_the_rules_that_read_it(drawn: list[Claim]) -> None:
    """As if each rule had been run with care wherever it could be."""
    careful = tuple(replace(rule, make_judge=rule.make_careful) for rule in awake(near_rules()))
    assert telling(near_rules(), drawn, WARM) == telling(careful, drawn, COLD)
    assert telling(near_rules(), drawn, COLD) == telling(careful, drawn, COLD)


def test_troubles_are_named_by_row_and_field() -> None:
    claim = one_claim("99213", "85025")
    assert not troubled(claim) and troubles(claim) == frozenset()
    claim.lines[1].unreadable.add("units")
    assert claim.billing is not None and claim.file is not None
    claim.billing.unreadable.add("npi")
    assert troubled(claim) and troubles(claim) == {"line.units", "provider.npi"}


# ------------------------------------------------------------------- who sleeps


def index_of(some: Sequence[CompiledRule], patience: int) -> Index:
    return Near(some, patience)._index


def woken(index: Index, claim: Claim, line: int) -> set[str]:
    bits = index.of_line(claim.lines[line], index.of_claim(claim) & index.lines)
    return {rule.code for rule, _ in index.asked[bits]}


def test_only_rules_that_a_line_can_break_are_woken() -> None:
    claim = one_claim("85025", "99213")
    cold, warm = index_of(first_rules(), COLD), index_of(first_rules(), WARM)
    assert [woken(cold, claim, at) for at in (0, 1)] == [{"DXP001", "DXP002"}, {"DXP001", "DXP002"}]
    assert [woken(warm, claim, at) for at in (0, 1)] == [{"DXP001"}, {"DXP001"}]  # no injection beside the visit
    assert woken(warm, one_claim("99213", "96372"), 0) == {"DXP001", "MOD101"}
    assert woken(cold, one_claim("99213", "96372"), 0) == {"DXP001", "DXP002", "MOD101"}


def test_what_sleeps_in_a_usual_claim_is_not_swept() -> None:
    near = Near(first_rules(), WARM)
    swept = {rule.code for rule in near._swept}
    assert swept == {"BAL001", "DXP001", "SIT001"}
    hits: list[Any] = []
    claim = one_claim("85025", "99213")
    near._sweep(claim, (), None, None, hits)
    assert hits == []
    claim.total_charge = None
    near._sweep(claim, (), None, None, hits)
    assert [(rule.code, row) for rule, row in hits] == [("BAL001", claim)]


def test_a_swept_rule_is_asked_about_the_values_that_it_names() -> None:
    """An empty procedure wakes this rule, so that it is swept; usual ones let it sleep there as well."""
    (rule,) = rules('  for line where procedure_qualifier is HC\n  require line.procedure like "99999"')
    near, claim = Near((rule,), WARM), one_claim("85025", "J3420")
    hits: list[Any] = []
    near._sweep(claim, (), None, None, hits)
    assert near._swept == (rule,) and hits == [(rule, claim.lines[1])]


def test_rules_that_lack_what_they_need_are_never_compiled() -> None:
    def never() -> Any:
        raise AssertionError("code was made for nothing")

    text = "  for line\n  when line.ndc is present and line.ndc_quantity is missing\n  forbid line.units > 1"
    (rule,) = rules(text)
    claim = one_claim("85025")
    assert rule.presences == (("line.ndc", True), ("line.ndc_quantity", False))
    assert Engine([replace(rule, make_judge=never)]).judge(claim) == []
    claim.lines[0].ndc = "00002821501"
    with pytest.raises(AssertionError):
        Engine([replace(rule, make_judge=never)]).judge(claim)


def test_the_sweep_never_crashes_where_all_is_readable() -> None:
    """Else each of its rules would be run alone, and nobody would see that it is slow."""
    near = Near(near_rules(), WARM)
    for claim in claims_of("".join(clean(60, seed=4))):
        near._sweep(claim, claim.providers, None, None, [])


def test_a_sweep_that_crashes_lets_each_rule_say_so() -> None:
    found = rules("  for claim\n  forbid claim.total_charge < $0", "  for line\n  forbid line.end_date < line.date")
    claim = one_claim("85025", "99213")
    claim.lines[0].end_date = None  # nobody called it unreadable
    told = [(finding.rule, finding.message) for finding in Engine(found, WARM).judge(claim)]
    assert told == [("RUN001", "rule TST002 could not be run here")]


def test_gates_are_worked_out_when_it_pays() -> None:
    near = Near(first_rules(), 2)
    claim = one_claim("85025", "99213")
    near.judge(claim, False)
    assert near._swept == ()
    near.judge(claim, False)
    assert near._swept


def test_one_diagnosis_must_meet_all_that_a_rule_asks_of_it() -> None:
    index = index_of(
        rules(
            "  for line\n  when any code in claim.diagnoses satisfies code is D51* and code is not D51.0\n"
            "  forbid line.units > 9"
        ),
        WARM,
    )
    woken_by = {
        head: index.of_claim(one_claim("99213", head=head)) for head in ("HI*ABK:D510*ABF:I10", "HI*ABK:D513")
    }
    assert woken_by == {"HI*ABK:D510*ABF:I10": 0, "HI*ABK:D513": 1}


# ------------------------------------------------------------------- what is remembered


def test_no_protected_value_is_remembered() -> None:
    for path in USUAL:
        row, *names = path.split(".")
        for name in names[:-1]:
            row = field_type(row, name).system
        assert row in ROWS and field_type(row, names[-1]).protected == (path == PROTECTED), path


def test_of_payers_only_those_are_known_that_rules_name() -> None:
    some = rules(
        "  payer is [00001, 00002]\n  for line\n  forbid line.procedure is 99213",
        "  payer is not 00001\n  for line\n  forbid line.procedure is 99213",
        "  payer is X9*\n  for line\n  forbid line.procedure is 99213",
    )
    index = index_of(some, WARM)
    claim = one_claim("99213")
    assert claim.payer is not None
    expected = {"00001": {"TST001"}, "00002": {"TST001", "TST002"}, "X9001": {"TST002", "TST003"}, "Q": {"TST002"}}
    for payer, codes in expected.items():
        claim.payer.id = payer
        assert {finding.rule for finding in Engine(some, WARM).judge(claim)} == codes
        assert woken(index, claim, 0) - {"TST003"} == codes - {"TST003"}
    for one in (index, index_of(some, COLD)):
        known = one._of_claim[PROTECTED]
        assert set(known) == {"00001", "00002"}
    names = [name for rule in some for value in rule.judge.__globals__.values() for name in _remembered(value)]
    assert not {"X9001", "Q"} & set(names)


def _remembered(value: Any) -> list[str]:
    return list(value) if isinstance(value, dict) else []


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_room, "_REMEMBERED", 3)
    index = index_of(first_rules(), WARM)
    for number in range(10):
        claim = one_claim(f"{number:05}", "99213")
        woken(index, claim, 0)
    assert len(_remembered(index.procedures)) == 3
    assert len(index.plans) <= 3
    assert len(index._needed) == 3


# ------------------------------------------------------------------- what claims teach


def test_what_most_lines_wake_is_asked_of_each_and_what_few_wake_is_looked_up() -> None:
    visit, unusual = rules(
        "  for line where procedure is 99213\n  forbid line.ndc is present",
        '  for line where procedure_qualifier is HC\n  require line.procedure like "99999"',
    )
    near = Near((visit, unusual), near_room._SEEN)
    assert Near((visit, unusual), WARM)._swept == (unusual,)
    for _ in range(near_room._SEEN):
        near.judge(one_claim("99213", "99213", "85025"), False)
    assert near._swept == (visit,)
    claim = one_claim("99213", "J3420")
    claim.lines[0].ndc = "00002821501"
    assert {judged.rule for judged in near.judge(claim, False)} == {visit, unusual}


def test_a_procedure_says_what_else_of_a_line_must_be_looked_at() -> None:
    index = index_of(
        rules(
            "  for line where procedure is 99213\n  forbid line.units > 9",
            "  for line where procedure is 96372 and modifiers has 59\n  forbid line.units > 9",
        ),
        WARM,
    )
    visit, shot, other = one_claim("99213", "96372", "85025").lines
    plans = [index.plans[index.procedures[line.procedure]] for line in (visit, shot, other)]
    assert [([rule.code for rule, _ in asked], further is None) for asked, further in plans] == [
        (["TST001"], True),
        ([], False),
        ([], True),
    ]
    assert index.of_line(shot, index.everything) == 0
    shot.modifiers = ("59",)
    assert [rule.code for rule in index.chosen[index.of_line(shot, index.everything)]] == ["TST002"]


def test_what_looks_further_at_a_line_asks_what_its_values_wake(monkeypatch: pytest.MonkeyPatch) -> None:
    index = index_of(
        rules(
            "  for line where procedure is 96372 and primary_diagnosis is present and primary_diagnosis is I10\n"
            "  forbid line.units > 9",
            "  for line where procedure is 96372 and modifiers has 59\n  forbid line.units > 9",
        ),
        WARM,
    )
    monkeypatch.setattr(index_room, "_REMEMBERED", 2)
    (shot,) = one_claim("96372").lines
    _, further = index.plans[index.procedures[shot.procedure]]
    assert further is not None
    for _ in range(2):  # the second time from what is remembered, and what was let go
        for diagnosis, modifiers, codes in (
            ("I10", (), ["TST001"]),
            ("E119", ("59",), ["TST002"]),
            ("I10", ("59",), ["TST001", "TST002"]),
            ("E119", (), []),
        ):
            shot.primary_diagnosis, shot.modifiers = diagnosis, modifiers
            assert [rule.code for rule, _ in further(shot)] == codes
            assert [rule.code for rule in index.chosen[index.of_line(shot, index.everything)]] == codes
    assert len(index.plans._further) <= 2


def test_a_condition_comes_with_its_guard_where_both_together_decide_most() -> None:
    """The guard alone lets nothing go, so that it would wait behind what lets some go."""
    claim = one_claim(*["J3420"] * 10)
    for number, line in enumerate(claim.lines):
        line.units, line.ndc_quantity = Decimal(2 if number < 6 else 1), Decimal(1)
    (rule,) = rules(
        "  for line\n  when line.units > 1\n  when line.ndc_quantity is present\n  forbid line.ndc_quantity > 5"
    )
    assert rule.gate is not None
    learned = by_experience(rule.gate, [(claim, line) for line in claim.lines])
    assert isinstance(learned.rest, ast.BoolOp)
    asked = [ast.unparse(part).split(".")[1].split()[0] for part in learned.rest.values]
    assert asked == ["ndc_quantity", "ndc_quantity", "units"]
    assert learned.before == (frozenset(), frozenset({0}), frozenset())


def test_the_guards_of_a_guard_come_first() -> None:
    parts = {"cheap": True, "there": True, "known": True, "decides": False}
    rest = ast.parse(" and ".join(f"{name}(v__the_row)" for name in parts), mode="eval").body
    names = {name: lambda _, passed=passed: passed for name, passed in parts.items()}
    gate = Gate(rest=rest, names=names, before=(frozenset(), frozenset(), frozenset({1}), frozenset({2})))
    claim = one_claim("99213")
    learned = by_experience(gate, [(claim, claim.lines[0])])
    assert learned.rest is not None
    assert ast.unparse(learned.rest).replace("(v__the_row)", "") == "there and known and decides and cheap"
    assert learned.before == (frozenset(), frozenset({0}), frozenset({1}), frozenset())
