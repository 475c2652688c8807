"""What the rule language means: every construct is proved by the examples of a rule of its own."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.errors import RuleError
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.examples import Proof, examples_of, prove, render
from tests.test_engine import claims_of

FEATURES = Path(__file__).parent / "test_language" / "features.rules"


@cache
def features() -> tuple[CompiledRule, ...]:
    return compile_rules([RuleText("features.rules", FEATURES.read_text(encoding="utf-8"))])


@cache
def proofs() -> tuple[Proof, ...]:
    """Each rule judged alone, so that no other one wakes it or keeps it asleep."""
    return tuple(proof for rule in features() for proof in prove([rule], Engine))


@pytest.mark.parametrize("rule", [f"TST{number:03}" for number in range(1, 27)])
def test_construct(rule: str) -> None:
    told = [f"line {proof.line}, {proof.title}: {proof.wrong}" for proof in proofs() if proof.rule == rule]
    assert len(told) >= 2
    assert [text for text in told if not text.endswith(": ")] == []


def only(body: str) -> CompiledRule:
    """One rule with these clauses."""
    text = f'language 1\nrule TST001 "A test" {{\n  severity error\n  snip 4\n{body}\n}}\n'
    return compile_rules([RuleText("t.rules", text)])[0]


def messages(rule: CompiledRule) -> list[str]:
    """What the rule says of its own failing examples."""
    told: list[str] = []
    for text in examples(rule):
        told += [finding.message for claim in claims_of(text) for finding in Engine([rule]).judge(claim)]
    return told


def examples(rule: CompiledRule) -> list[str]:
    return [render(example) for example in examples_of(rule) if example.fails]


@pytest.mark.parametrize(
    ("message", "line", "said"),
    [
        ("{line.procedure} {line.modifiers}", "line 99213-25-59", "99213 25, 59"),
        ("{line.modifiers}.", "line 99213", "none."),
        ("{claim.diagnoses}", "diagnoses D51.0, I10, S72.001A  line 99213", "D51.0, I10, S72.001A"),
        ("{line.charge} {line.charge * 2} {line.charge / 3}", "line 99213 $10.50", "$10.50 $21.00 $3.50"),
        ("{line.charge / 7} {line.units / 7}", "line 99213 x1 $10", "$1.429 0.143"),
        ("{line.units} {line.units * 0.5} {0 - line.units}", "line 99213 x1.5", "1.5 0.75 -1.5"),
        ("{5 mg} {1 days} {2 mL}", "line 99213", "5000 mcg 1 day 2 mL"),
        ("{line.position} {count(claim.lines)} {line.number}", "line 99213", "1 1 1"),
        ('a \\"quoted\\" word', "line 99213", 'a "quoted" word'),
        ("{year(line.date)} {shape(line.procedure)}", "line J3420", "2025 A9999"),
    ],
)
def test_values_in_messages(message: str, line: str, said: str) -> None:
    rule = only(f'  for line\n  forbid line.units > 0\n  message "{message}"\n  fail {{ {line} }}')
    assert messages(rule) == [said]


@pytest.mark.parametrize(
    "body",
    [
        "  for line as row_1 where procedure is 99213\n  forbid any other line where procedure is 99214\n"
        '  message "said"\n  fail { line 99213  line 99214 }',
        "  for line\n  let pointer_at = line.units\n  forbid any pointer in line.pointers satisfies pointer = 2\n"
        '  message "{pointer_at}"\n  mark pointer\n  fail { diagnoses D51.0, I10  line 99213 x7 pointers 1,2 }',
    ],
)
def test_names_that_nobody_wrote_meet_no_written_one(body: str) -> None:
    assert messages(only(body)) in (["said"], ["7"])


def test_a_severity_asks_rows_for_values_that_are_there() -> None:
    body = (
        '  for line\n  forbid line.units > 0\n  message "m"\n  fail { claim.prior_auth: X1  line 99213  line 99213 }'
    )
    asked = '  severity error when (any line as one where {}one.prior_auth = "X1") otherwise warning'

    def rule(guard: str) -> CompiledRule:
        text = f'language 1\nrule TST001 "A test" {{\n{asked.format(guard)}\n  snip 4\n{body}\n}}\n'
        return compile_rules([RuleText("t.rules", text)])[0]

    with pytest.raises(RuleError, match=r"`one\.prior_auth` can be missing"):
        rule("")
    assert messages(rule("one.prior_auth is present and ")) == ["m", "m"]


def test_lark_is_imported_only_to_parse() -> None:
    code = "import sys, cleanclaim.catalogue; sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
