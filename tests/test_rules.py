"""The shipped rules: every example keeps its promise, and no condition of a rule goes unproved."""

from __future__ import annotations

import re
from functools import cache

import pytest

from cleanclaim.catalogue import prove, prove_thoroughly
from cleanclaim.engine import Engine
from cleanclaim.language.examples import Proof, Score, examples_of
from tests.linting import catalogue, written
from tests.test_engine import one_claim

CODES = [rule.code for rule in catalogue().rules]
WRITTEN = [rule.code for rule in written()]


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
            if other.rule == "FIX004":  # the NPIs of all examples pass their check digit
                continue
            assert other.rule in proof.title, (proof.rule, proof.title, other.rule)


def test_no_message_shows_what_is_protected() -> None:
    texts = [f"{finding.message} {finding.suggestion}" for proof in proofs() for finding in proof.others]
    for rule in catalogue().rules:
        texts += [f"{rule.about.title} {rule.about.help}"]
    shown = re.sub("from 2024-0[14]-01 on", "", " ".join(texts))  # when codes began, which is no secret
    shown = re.sub(r"NDC \d{11}\b", "", shown)  # which product was given, a code
    assert not re.search(r"\d{9}|\d{4}-\d\d-\d\d", shown)


@cache
def scores() -> dict[str, Score]:
    return {score.rule: score for score in prove_thoroughly(catalogue())}


@pytest.mark.parametrize("code", WRITTEN)
def test_examples_notice_damage(code: str) -> None:
    score = scores()[code]
    assert (score.survivors, score.idle) == ((), ())
    assert score.noticed


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
    coded = about.acknowledgment.claim_status or about.acknowledgment.carc
    assert coded or about.severity == "info" or code.startswith("FIX")  # nobody answers about fixtures
    assert not about.title[0].islower() and not about.title.endswith(".")
