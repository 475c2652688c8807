"""Counted nouns in messages, and codes that ask a table as they stand."""

from __future__ import annotations

import json

import pytest

from cleanclaim.engine import Engine
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.docs import says
from cleanclaim.language.examples import examples_of, prove
from cleanclaim.language.examples.proof import read_example
from cleanclaim.language.notation import read, write
from tests.running import Cli

TABLE = """table most (procedure: procedure, units: number) key procedure {
  | 96372 | 4 |
  | 00100 | 2 |
  | J3420 | 1 |
  | 0001F | 0 |
}
table cap (procedure: procedure, units: number, first: date, last: date?) key procedure valid first to last {
  | 96372 | 4 | 2024-01-01 | 2024-12-31 |
  | 96372 | 3 | 2025-01-01 | -          |
}
"""


def rule_of(clauses: str, example: str, message: str = "m") -> str:
    return (
        f"language 1\n{TABLE}"
        'rule TST001 "A test" {\n severity error\n snip 4\n for line\n'
        f' {clauses}\n message "{message}"\n {example}\n}}'
    )


def told(message: str, line: str) -> str:
    """What a rule with that message says of a line."""
    (rule,) = compile_rules([RuleText("t.rules", rule_of("forbid line.units > 0", f"fail {{ {line} }}", message))])
    (claim,) = read_example(examples_of(rule)[0]).claims
    (finding,) = Engine([rule]).judge(claim)
    return finding.message


@pytest.mark.parametrize(
    ("message", "line", "text"),
    [
        ("{line.units | unit}", "line 99213 x1", "1 unit"),
        ("{line.units | unit}", "line 99213 x2", "2 units"),
        ("{line.units | unit}", "line 99213 x0.5", "0.5 units"),
        ("{line.units - 2 | unit} more", "line 99213 x1", "-1 unit more"),
        ("{count(claim.diagnoses) | diagnosis, diagnoses}!", "diagnoses D51.0, E53.8  line 99213", "2 diagnoses!"),
        ("{count(claim.diagnoses)|diagnosis, diagnoses}", "line 99213", "1 diagnosis"),
        ("{days(line.date, line.end_date) | day}", "line 99213 on 2025-01-15 to 2025-01-16", "1 day"),
        ("{line.units | service line}", "line 99213 x3", "3 service lines"),
        ("{line.units * 1 day}", "line 99213 x1", "1 day"),
        ("{line.units * 1 month}", "line 99213 x2", "2 months"),
        ("{line.units * 1 mcg}", "line 99213 x1", "1 mcg"),
    ],
)
def test_a_counted_noun_agrees_with_its_number(message: str, line: str, text: str) -> None:
    assert told(message, line) == text


def test_a_number_too_long_to_be_told_stays_hidden() -> None:
    assert told("{line.units * 100000000 | unit}", "line 99213 x1") == "••••••••• units"


def test_a_counted_noun_is_explained_and_kept() -> None:
    text = rule_of("forbid line.units > 0", "fail { line 99213 }", "{line.units | unit}")
    (rule,) = compile_rules([RuleText("t.rules", text)])
    lines = text.split("\n")[rule.line - 1 :]
    assert list(says(rule, "message", lines)) == [
        "{line.units} units",
        "  {line.units}: Service Unit Count (SV104)",
    ]
    kept = rule.baggage.message  # type: ignore[attr-defined]
    assert read(json.loads(json.dumps(write(kept)))) == kept


@pytest.mark.parametrize(
    ("clauses", "example"),
    [
        ("let top = cap(96372) on line.date\n when top is present\n forbid line.units > top.units",
         "fail { line 99213 x4 }"),
        ("let top = cap(96372) on line.date\n when top is present\n forbid line.units > top.units",
         "pass { line 99213 x4 on 2024-05-01 }"),
        ("let top = most(00100)\n when top is present\n forbid line.units > top.units", "fail { line 99213 x3 }"),
        ("let top = most(J3420)\n when top is present\n forbid line.units > top.units", "fail { line 99213 x2 }"),
        ("let top = most(0001F)\n when top is present\n forbid line.units > top.units", "fail { line 99213 }"),
    ],
)  # fmt: skip
def test_a_table_is_asked_by_a_code_that_stands_in_the_rule(clauses: str, example: str) -> None:
    rules = compile_rules([RuleText("t.rules", rule_of(clauses, example))])
    assert [proof.wrong for proof in prove(rules, Engine)] == [""]


def test_a_new_rule_is_named_in_capitals(cli: Cli) -> None:
    refused = cli("rules", "new", "inj001", "A fault").err
    assert refused.endswith("expected two to six capitals, then three or four digits: write INJ001\n")
