"""No double report: a finding is silent as far as a more specific rule speaks, and tells the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from random import Random
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.findings import Finding
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.typed import TypedRule
from tests.linting import written
from tests.oracle import Oracle
from tests.test_engine import one_claim
from tests.test_language_oracle import claims, message_of, subjects

GENERAL = """language 1
rule TST001 "A line and others of its day" {
  severity error
  snip 6
  for line where procedure is [99213, 99214]
  forbid any other line as odd with same date where procedure is [96372, 85025, 80053]
  message "beside {odd.procedure} on line {odd.position}"
  mark line.procedure "this line", odd.procedure "the other"
}
"""
SPECIFIC = """rule TST002 "A visit and an injection" {
  severity error
  snip 6
  covers TST001
  for line where procedure is 99213
  forbid any other line as shot with same date where procedure is [96372, 96401]
  message "shot on line {shot.position}"
  mark line.procedure
}
"""
PAIRS = (
    GENERAL.replace("for line where", "for line as visit where")
    .replace("forbid any", "paired with")
    .replace("  message", "  forbid visit.units > 0\n  message")
    .replace("mark line.", "mark visit.")
)

Told = list[tuple[str, int | None, str, list[tuple[int | None, str]]]]


def compiled(*texts: str) -> tuple[CompiledRule, ...]:
    return compile_rules([RuleText("t.rules", "".join(texts))])


def told(rules: tuple[CompiledRule, ...], *procedures: str, careful: bool = False) -> Told:
    """The findings: their rules, lines and messages, and the other lines that they mark with their labels."""
    claim: Claim = one_claim(*procedures)
    if careful:
        claim.lines[-1].unreadable = {"units"}  # nothing here asks for the last line
    return [_of(finding) for finding in Engine(rules).judge(claim)]


def _of(found: Finding) -> tuple[str, int | None, str, list[tuple[int | None, str]]]:
    return found.rule, found.service_line, found.message, [(mark.service_line, mark.label) for mark in found.related]


@pytest.mark.parametrize("careful", [False, True])
@pytest.mark.parametrize(
    ("services", "left"),
    [
        ("99213 96372", []),
        ("99213 85025", [("beside 85025 on line 2", [(2, "the other")])]),
        ("99213 96372 85025", [("beside 85025 on line 3", [(3, "the other")])]),
        ("99213 85025 96372", [("beside 85025 on line 2", [(2, "the other")])]),
        ("99213 85025 96372 80053", [("beside 85025 on line 2", [(2, "the other"), (4, "and here")])]),
        ("96372 99213 96372 80053 85025", [("beside 80053 on line 4", [(4, "the other"), (5, "and here")])]),
        ("99213 96372 96372", []),
    ],
)
def test_what_is_not_covered_is_told(services: str, left: list[object], careful: bool) -> None:
    found = told(compiled(GENERAL, SPECIFIC), *services.split(), "99999", careful=careful)
    assert [row[2:] for row in found if row[0] == "TST001"] == left
    assert sum(row[0] == "TST002" for row in found) == ("96372" in services)


@pytest.mark.parametrize(
    ("services", "left"),
    [
        ("99213 96372 96372", []),
        ("99213 96372 85025 96372", ["beside 85025 on line 3"]),
        ("99214 96372 96372", ["beside 96372 on line 2", "beside 96372 on line 3"]),
    ],
)
def test_a_rule_covers_whatever_breaks_it(services: str, left: list[str]) -> None:
    """Also where it names the first only, and the other rule speaks of each by itself."""
    found = told(compiled(PAIRS, SPECIFIC), *services.split())
    assert [row[2] for row in found if row[0] == "TST001"] == left


def test_each_pair_is_told_by_itself() -> None:
    pairs = """language 1
rule TST001 "A visit and a shot, and tests of their day" {
  severity error
  snip 6
  for line as visit where procedure is 99213
    paired with other line as shot with same date where procedure is 96372
  forbid any other line as lab with same date where procedure is [85025, 80053]
  message "shot {shot.position}, test {lab.position}"
}
"""
    rules = compiled(pairs, SPECIFIC.replace("[96372, 96401]", "85025"))
    assert [row[2] for row in told(rules, "99213", "96372", "96372", "85025", "80053")] == [
        "shot 2, test 5", "shot 3, test 5", "shot on line 4"
    ]  # fmt: skip
    assert [row[2] for row in told(rules, "99213", "96372", "96372", "85025")] == ["shot on line 4"]


# ---------------------------------------------------------------------- the oracle says the same


Words = tuple[str, str, str]  # rule, severity, message


@cache
def near_rules() -> tuple[CompiledRule, ...]:
    """The shipped rules that look at one claim and ask no table."""
    return tuple(rule for rule in written() if not (rule.across or rule.sources))


def expected(rules: Sequence[CompiledRule], claim: Claim) -> list[Words]:
    """What is told of a claim, by a plain interpreter: each row that breaks a rule is covered or told by itself."""
    spoken: dict[str, set[frozenset[int]]] = {}

    def note(code: str, rows: frozenset[int]) -> bool:
        spoken.setdefault(code, set()).add(rows)
        return True

    for rule in rules:
        _ask(rule, claim, partial(note, rule.code))
    found = []
    for rule in rules:
        above = [rows for other in rules if rule.code in other.covers for rows in spoken.get(other.code, ())]
        found += _ask(rule, claim, partial(_covered, above))
    return sorted(found)


def _covered(above: Sequence[frozenset[int]], rows: frozenset[int]) -> bool:
    return any(rows <= other or other <= rows for other in above)


def _ask(rule: CompiledRule, claim: Claim, aside: Callable[[frozenset[int]], bool]) -> list[Words]:
    typed = cast(TypedRule, rule.baggage)
    oracle = Oracle(typed, [claim])
    said = [one for subject in subjects(rule, claim) for one in oracle.judge(claim, subject, aside)]
    return [(rule.code, one.severity, message_of(typed, one)) for one in said]


def told_by_engine(rules: Sequence[CompiledRule], claim: Claim) -> list[Words]:
    return sorted((one.rule, one.severity, one.message) for one in Engine(rules).judge(claim))


@settings(max_examples=25, deadline=None)
@given(claims(), st.randoms(use_true_random=False))
def test_what_is_left_is_what_the_oracle_says(drawn: list[Claim], chance: Random) -> None:
    """Each claim with covering rules that nobody wrote: any rule, before one that looks at the same kind of row."""
    for claim in drawn:
        speaking = {found.rule for found in Engine(near_rules()).judge(claim)}
        some = [rule for rule in near_rules() if rule.code in speaking]
        at_will = [
            replace(rule, covers=tuple(other.code for other in some[at + 1 :] if chance.random() < 0.4))
            for at, rule in enumerate(some)
        ]
        assert told_by_engine(at_will, claim) == expected(at_will, claim)


def test_it_leaves_parts_of_findings() -> None:
    """Else the test above could not fail where only some of what a finding says is covered."""
    rules = compiled(GENERAL, SPECIFIC)
    claim = one_claim("99213", "85025", "96372", "80053")
    assert expected(rules, claim) == told_by_engine(rules, claim)
    assert [row[2] for row in expected(rules, claim)] == ["beside 85025 on line 2", "shot on line 3"]
    assert [row[2] for row in expected(rules[:1], claim)] == ["beside 85025 on line 2"]
