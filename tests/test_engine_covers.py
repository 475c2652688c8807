"""No double report: a finding is silent as far as a more specific rule speaks, and tells the rest."""

from __future__ import annotations

import pytest

from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.findings import Finding
from cleanclaim.language import RuleText, compile_rules
from tests.test_engine import one_claim

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
