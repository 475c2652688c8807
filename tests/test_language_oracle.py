"""Compiled rules say what their nodes mean: the same verdicts as a plain interpreter, on random claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CompiledRule, Verdict
from cleanclaim.engine.rows import providers
from cleanclaim.group import Group
from cleanclaim.language.compile import compile_rule
from cleanclaim.language.examples import examples_of
from cleanclaim.language.examples.damage import damages
from cleanclaim.language.examples.given import given as given_rows
from cleanclaim.language.examples.proof import read_example
from cleanclaim.language.nodes import Quantified, Typed
from cleanclaim.language.printing import shown
from cleanclaim.language.typed import Counted, TypedRule
from tests.linting import written
from tests.oracle import Oracle, Said
from tests.test_engine import claims_of, read_sample
from tests.test_engine_across import far, file_of
from tests.test_language import features

THEMES = [  # procedures that rules name together: one theme a claim, so that they meet
    ["99211", "99213", "96372", "J3420"],
    ["99203", "99281", "G0463", "96372", "96365"],
    ["99211", "90460", "90471", "90686", "96372"],
    ["85025", "85027", "96366", "96365"],  # what examples of tables give rows for
    ["99231", "11042", "20610", "36591", "96372", "96365"],
    ["J3420", "J3424", "J3425", "J1100", "J1756", "96365"],
    ["99214", "85025", "80053", "99406", "J3490"],
]
MODIFIERS = "25 57 59 XU XE RT LT 50 76 26 TC 54 55 JW JZ QW".split()  # noqa: SIM905
NDCS = [None, "00517003125", "00517234010", "00517231005"]
PEOPLE = ["INV0001*19700504", "INV0002*20100504"]
DAYS = st.sampled_from(
    [dt.date(2025, 1, 3), *[dt.date(2025, 1, 15)] * 3, dt.date(2025, 1, 31), dt.date(2004, 12, 31)]
)
MANY = st.sampled_from([Decimal(number) for number in ("0.5", "1", "2", "3", "4", "5", "10", "100", "1000")])
COST = st.sampled_from([Decimal(number) for number in ("0", "0.99", "1", "40", "80.5", "100", "100.01")])


@cache
def every_rule() -> tuple[CompiledRule, ...]:
    return tuple(map(with_rows, (*written(), *features(), *far())))


def with_rows(rule: CompiledRule) -> CompiledRule:
    """A rule that asks the reference store has the rows that its first failing example gives."""
    if not rule.sources:
        return rule
    example = next(example for example in examples_of(rule) if example.fails)
    return given_rows([rule], example)[0]


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    """A file of claims that are as a reader could have built them, with values of all sorts."""
    lines = st.lists(st.just(("99213", "20250115")), min_size=1, max_size=5)
    shape = draw(st.lists(st.tuples(st.just("1"), st.sampled_from(PEOPLE), lines), min_size=1, max_size=3))
    found = claims_of(file_of(shape))
    for claim in found:
        _vary_claim(draw, claim)
    return found


def _vary_claim(draw: st.DrawFn, claim: Claim) -> None:
    claim.frequency = draw(st.sampled_from("111678"))
    claim.filing = draw(st.sampled_from(["MB", "CI", "16", None]))
    claim.place_of_service = draw(st.sampled_from(["11", "22"]))
    claim.payer_claim_number = draw(st.sampled_from([None, "1"]))
    claim.total_charge = draw(COST)
    codes = st.sampled_from(["D510", "D51", "E538", "D532", "I10", "Z23", "R5383"])
    claim.diagnoses = tuple(draw(st.lists(codes, min_size=1, max_size=4)))
    claim.diagnoses_as_sent = draw(st.sampled_from([claim.diagnoses, ("D51.0", *claim.diagnoses[1:])]))
    if claim.billing is not None:
        claim.billing.npi = draw(st.sampled_from(["1234567893", "1234567893", "1234567890"]))
    if claim.payer is not None:
        claim.payer.id = draw(st.sampled_from(["00001", "X9001", "X9155"]))
    procedures = st.sampled_from(draw(st.sampled_from(THEMES)))
    for line in claim.lines:
        line.procedure = draw(procedures)
        line.modifiers = tuple(draw(st.lists(st.sampled_from(MODIFIERS), max_size=3)))
        line.units, line.charge = draw(MANY), draw(COST)
        line.date = draw(DAYS)
        line.end_date = line.date + dt.timedelta(draw(st.sampled_from([0, 0, 3, 40])))
        line.place_of_service = draw(st.sampled_from(["11", "22", "81"]))
        line.pointers = tuple(draw(st.lists(st.integers(0, 5), min_size=1, max_size=4)))
        line.diagnoses = tuple(claim.diagnoses[at - 1] for at in line.pointers if 0 < at <= len(claim.diagnoses))
        line.primary_diagnosis = line.diagnoses[0] if line.diagnoses else None
        line.prior_auth = draw(st.sampled_from([None, None, "A1"]))
        line.description = draw(st.sampled_from([None, "PATIENT SUPPLIED"]))
        line.ndc = draw(st.sampled_from(NDCS))
        line.ndc_quantity = draw(st.sampled_from([None, Decimal(1), Decimal(3)])) if line.ndc else None
    claim.from_date = min(line.date for line in claim.lines if line.date)
    claim.to_date = max(line.end_date for line in claim.lines if line.end_date)


def subjects(rule: CompiledRule, claim: Claim) -> Iterator[Row]:
    if rule.subject == "claim":
        yield claim
    elif rule.subject == "line":
        yield from claim.lines
    else:
        yield from (provider for provider, _ in providers(claim))


Telling = tuple[str, tuple[Any, ...], str]


def compiled_verdicts(rule: CompiledRule, all_claims: list[Claim], careful: bool) -> list[Telling]:
    judge, group = (rule.carefully if careful else rule.judge), (Group(all_claims),) if rule.across else ()
    told = []
    for claim in all_claims:
        for subject in subjects(rule, claim):
            for verdict in judge(claim, subject, *group) or ():
                told.append(_tell(cast(Verdict, verdict)))
    return told


def _tell(verdict: Verdict) -> Telling:
    places = tuple((id(pointer.row), pointer.field, pointer.item) for pointer in verdict.pointers)
    return verdict.severity, places, verdict.message


def oracle_verdicts(typed: TypedRule, rule: CompiledRule, all_claims: list[Claim]) -> list[Telling]:
    oracle = Oracle(typed, all_claims)
    found = [
        said for claim in all_claims for subject in subjects(rule, claim) for said in oracle.judge(claim, subject)
    ]
    return [(said.severity, said.places, message_of(typed, said)) for said in found]


def message_of(typed: TypedRule, said: Said) -> str:
    """The message of a rule with the values that the oracle found."""
    values = iter(said.values)
    return "".join(part if isinstance(part, str) else _spoken(part, next(values)) for part in typed.message)


def _spoken(part: Typed, value: Any) -> str:
    """A value of a message; with its noun where it counts something."""
    text = shown(value, part.type)
    if not isinstance(part, Counted):
        return text
    return f"{text} {part.one if text in ('1', '-1') else part.many}"


@settings(max_examples=40, deadline=None)
@given(claims())
def test_compiled_rules_say_what_they_mean(drawn: list[Claim]) -> None:
    for rule in every_rule():
        expected = oracle_verdicts(cast(TypedRule, rule.baggage), rule, drawn)
        assert compiled_verdicts(rule, drawn, careful=False) == expected, rule.code
        assert compiled_verdicts(rule, drawn, careful=True) == expected, rule.code


@pytest.mark.parametrize("name", ["secondary-after-medicare", "dependents-among-subscribers", "batch-of-200"])
def test_they_do_so_on_samples(name: str) -> None:
    drawn = claims_of(read_sample(f"clean/{name}.837"))[:8]
    for rule in every_rule():
        expected = oracle_verdicts(cast(TypedRule, rule.baggage), rule, drawn)
        assert compiled_verdicts(rule, drawn, careful=False) == expected, rule.code


@cache
def damaged_rules() -> tuple[tuple[str, TypedRule, CompiledRule], ...]:
    """Rules that nobody wrote: each rule with one condition damaged, which reach more of the compiler."""
    found = []
    for rule in every_rule():
        for damage in damages(cast(TypedRule, rule.baggage)):
            check = damage.rule.check
            if isinstance(check, Quantified) and check.word == "every" and check.test is None:
                continue  # no rule file can say it
            found.append((f"{rule.code} {damage.said}", damage.rule, compile_rule(damage.rule)))
    return tuple(found)


@settings(max_examples=40, deadline=None)
@given(claims(), st.integers(0, 11))
def test_damaged_rules_say_what_they_mean(drawn: list[Claim], part: int) -> None:
    for name, typed, rule in damaged_rules()[part::12]:
        try:
            expected = oracle_verdicts(typed, rule, drawn)
            found = compiled_verdicts(rule, drawn, careful=False)
        except (TypeError, AttributeError):
            continue  # the guard of a missing value is what was damaged
        assert found == expected, name


@pytest.mark.parametrize("part", range(8))
def test_they_do_so_on_the_examples_of_every_rule(part: int) -> None:
    """What random claims can not hold (coverage by other payers, dates, notes) stands in the examples."""
    for rule in (*written(), *features(), *far())[part::8]:
        for example in examples_of(rule):
            (own,) = given_rows([rule], example)
            drawn = [claim for claim in read_example(example).claims if claim.complete]
            typed = cast(TypedRule, own.baggage)
            expected = oracle_verdicts(typed, own, drawn)
            assert compiled_verdicts(own, drawn, careful=False) == expected, (rule.code, example.title)
            assert expected or not example.fails, (rule.code, example.title)


def test_the_claims_break_many_rules() -> None:
    """Else the tests on random claims could not fail; 50 rules have every kind of node."""
    broken: set[str] = set()

    @settings(max_examples=40, deadline=None, database=None, derandomize=True)
    @given(claims())
    def look(drawn: list[Claim]) -> None:
        for rule in every_rule():
            if rule.code not in broken and compiled_verdicts(rule, drawn, careful=False):
                broken.add(f"{rule.path} {rule.code}")

    look()
    assert len(broken) >= 50
