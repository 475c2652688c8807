"""The shipped rules: every example keeps its promise, and no condition of a rule goes unproved."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

import pytest

from cleanclaim.catalogue import prove
from cleanclaim.engine import Engine
from cleanclaim.language.compile import compile_rule
from cleanclaim.language.examples import Proof, examples_of
from cleanclaim.language.examples import prove as prove_rules
from cleanclaim.language.typed import TypedRule
from tests.linting import catalogue
from tests.mutants import mutants
from tests.test_engine import one_claim

CODES = [rule.code for rule in catalogue().rules]

# Damage that no example can show, and why.
EQUIVALENT = {
    ("INJ001", "check: not other"): "a 99211 is no injection",
    ("INJ002", "check: not other"): "a drug is no administration",
    ("MOD101", "check: not other"): "a visit is no injection",
    ("MOD102", "pair: not other"): "an injection is no visit",
    ("MOD102", "condition 1: not other"): "it has a distinct modifier, the other has none",
    ("MOD103", "where: without part 0"): "the check looks for 59 as well",
    ("MOD110", "where: without part 1"): "the check looks for 25 as well",
    ("MOD111", "where: without part 1"): "the check looks for 57 as well",
    ("MOD112", "where: without part 1"): "the check looks for them as well",
    ("MOD131", "where: without part 1"): "the check looks for them as well",
    ("MOD132", "no where"): "the check looks for JZ as well",
    ("MOD133", "no where"): "a line without JW is what the check asks for",
    ("INJ007", "no condition 1"): "what is missing is not Z23",
    ("DAT001", "no condition 0"): "a date that is missing is not compared",
    ("EXT001", "no where"): "the table has no other code",
    ("EXT001", "no condition 2"): "the table has the code",
    ("DXP006", "no condition 0"): "a claim has a first day, or it is not checked",
    ("DXP007", "no condition 1"): "what is missing is not R53.83",
    ("MUE001", "where: without part 0"): "the table has no other code",
    ("MUE001", "no condition 2"): "the table has the code",
    ("MUE002", "no where"): "the table has no other code",
    ("MUE002", "no condition 2"): "the table has the code",
    ("UNT003", "no where"): "the table has no such dose for another drug",
    ("UNT003", "no condition 2"): "the table has the dose",
    ("UNT003", "condition 2: without part 0"): "a row that is missing has no such dose",
    ("UNT003", "condition 2: without part 1"): "the table has the dose",
    ("UNT004", "no condition 2"): "the table has the drug",
    ("MOD103", "check: test, the opposite codes"): "the X modifier is found instead; the samples hold the place",
    ("DXP001", "check: no where"): "the guide reports pointers that are no position",
    ("DXP001", "check: where, without part 0"): "the guide reports them",
    ("DXP001", "check: where, without part 1"): "the guide reports them",
    ("SIT001", "no where"): "the guide lets no other qualifier through",
    ("SIT001", "where: without part 0"): "what is missing is not XX",
    ("SIT001", "where: without part 1"): "the guide lets no other qualifier through",
    ("SIT001", "no condition 0"): "the guide wants an NPI where it has its qualifier",
    ("UNT001", "no condition 2"): "the table has the drug",
    ("UNT002", "no where"): "the table has no other drug",
    ("UNT002", "condition 2: without part 0"): "a row that is missing has no such dose",
}


@cache
def proofs() -> tuple[Proof, ...]:
    return tuple(prove(catalogue()))


def test_codes_are_given_once() -> None:
    assert len(CODES) == len(set(CODES)) > 40


@pytest.mark.parametrize("code", CODES)
def test_examples_keep_their_promises(code: str) -> None:
    assert [f"{proof.title}: {proof.wrong}" for proof in proofs() if proof.rule == code and proof.wrong] == []


@pytest.mark.parametrize("code", CODES)
def test_every_rule_has_a_failing_and_a_passing_example(code: str) -> None:
    examples = examples_of(catalogue().by_code[code])
    assert {example.fails for example in examples} == {True, False}
    titles = [example.title for example in examples]
    assert all(titles) and len(set(titles)) == len(titles)


def test_an_example_shows_one_fault() -> None:
    """Another rule speaks only where the title says so: two rules never report one fault."""
    for proof in proofs():
        for other in proof.others:
            assert other.rule in proof.title, (proof.rule, proof.title, other.rule)


def test_no_message_shows_what_is_protected() -> None:
    texts = [f"{finding.message} {finding.suggestion}" for proof in proofs() for finding in proof.others]
    for rule in catalogue().rules:
        texts += [f"{rule.about.title} {rule.about.help}"]
    shown = re.sub("from 2024-0[14]-01 on", "", " ".join(texts))  # when codes began, which is no secret
    assert not re.search(r"\d{9}|\d{4}-\d\d-\d\d", shown)


@pytest.mark.parametrize("code", CODES)
def test_examples_notice_damage(code: str) -> None:
    rule = cast(TypedRule, catalogue().by_code[code].baggage)
    survivors = []
    for name, damaged in mutants(rule):
        compiled = compile_rule(damaged)
        if not any(proof.wrong for proof in prove_rules([compiled], Engine)):
            survivors.append(name)
    known = {name for known_code, name in EQUIVALENT if known_code == code}
    assert set(survivors) <= known
    assert survivors or not known


def test_ncci_rules_are_errors_for_those_whom_ncci_binds() -> None:
    claim = one_claim("99211", "96372")
    severities = {}
    for filing in ("MA", "MB", "MC", "16", "CI", "BL", None):
        claim.filing = filing
        (found,) = (found for found in Engine(catalogue().rules).judge(claim) if found.rule == "INJ001")
        severities[filing] = found.severity
    assert severities == {
        "MA": "error", "MB": "error", "MC": "error", "16": "error", "CI": "warning", "BL": "warning", None: "warning",
    }  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_a_rule_explains_itself(code: str) -> None:
    about = catalogue().about[code]
    assert about.help and about.suggestion and about.references
    assert about.acknowledgment.claim_status or about.acknowledgment.carc or about.severity == "info"
    assert not about.title[0].islower() and not about.title.endswith(".")
