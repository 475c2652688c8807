"""Two severities and a condition: what is missing decides nothing that something else decides."""

from __future__ import annotations

import pytest

from cleanclaim.engine import Engine
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.examples import examples_of
from cleanclaim.language.examples.proof import read_example

MEDICARE, OTHER = "claim.filing: MB", "claim.filing: CI"
LATE = "claim.delay_reason: 9"


def severity(condition: str, *fields: str) -> str:
    """How grave the finding on a claim with these fields is."""
    said = "  ".join(fields)
    text = (
        f'language 1\nrule TST001 "A test" {{\n  severity error when {condition} otherwise warning\n  snip 4\n'
        f'  for line\n  forbid line.units > 1\n  message "m"\n  fail "f" {{ {said}  line 99213 x2 }}\n}}\n'
    )
    (rule,) = compile_rules([RuleText("t.rules", text)])
    (claim,) = read_example(examples_of(rule)[0]).claims
    (finding,) = Engine([rule]).judge(claim)
    return finding.severity


@pytest.mark.parametrize(
    ("condition", "fields", "said"),
    [
        ("claim.filing is MB", (MEDICARE,), "error"),
        ("claim.filing is MB", (OTHER,), "warning"),
        ("claim.filing is not MB", (OTHER,), "error"),
        ("not claim.delay_reason is 9", (OTHER,), "warning"),  # nobody knows
        ("not (claim.delay_reason is 9)", (OTHER, LATE), "warning"),
        ("claim.filing is MB or claim.delay_reason is 9", (MEDICARE,), "error"),
        ("claim.delay_reason is 9 or claim.filing is MB", (MEDICARE,), "error"),
        ("claim.filing is MB or claim.delay_reason is 9", (OTHER,), "warning"),
        ("claim.filing is MB or claim.delay_reason is 9", (OTHER, LATE), "error"),
        ("claim.filing is MB and claim.delay_reason is 9", (MEDICARE,), "warning"),
        ("claim.filing is MB and claim.delay_reason is 9", (MEDICARE, LATE), "error"),
        ("not (claim.filing is MB and claim.delay_reason is 9)", (OTHER,), "error"),
        ("not (claim.filing is MB and claim.delay_reason is 9)", (MEDICARE,), "warning"),
        ("not (claim.filing is MB or claim.delay_reason is 9)", (OTHER,), "warning"),
    ],
)
def test_what_is_missing_takes_the_second_where_it_decides(
    condition: str, fields: tuple[str, ...], said: str
) -> None:
    assert severity(condition, *fields) == said
