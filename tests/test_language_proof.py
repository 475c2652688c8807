"""The proof of rules: damage is found where it was done, noted where it changes nothing, and every kind is tried."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.examples import Score, prove_thoroughly
from cleanclaim.language.examples.damage import damages
from cleanclaim.language.examples.notes import read_notes, spoken
from cleanclaim.language.typed import TypedRule
from tests.running import Cli

HEAD = 'rule TST001 "A test" {\n  severity error\n  snip 4\n'


def _typed(rule: CompiledRule) -> TypedRule:
    return cast(TypedRule, rule.baggage)


def score(body: str, *more: str) -> Score:
    """The score of a rule with these clauses, beside other rules."""
    text = f'{HEAD}{body}\n  message "m"\n}}'
    rules = compile_rules([RuleText("t.rules", "\n".join([text, *more]))])
    return prove_thoroughly(rules[0], rules, Engine, text.split("\n"))


def said(body: str) -> list[str]:
    """Everything that is done to a rule with these clauses, in words."""
    text = f'{HEAD}{body}\n  message "m"\n}}'
    (rule,) = compile_rules([RuleText("t.rules", text)])
    return [spoken(one.said, one.at, text.split("\n"), 1) for one in damages(_typed(rule))]


@pytest.mark.parametrize(
    ("body", "done"),
    [
        ("  for line where procedure is 99213\n  forbid line.units > 1", [
            "without `where`", "the opposite check", "the opposite of `procedure is 99213`",
            "`>=` for `>` in `line.units > 1`",
        ]),
        ("  for line\n  when line.units >= 2 and line.charge > $5\n  require line.units = 3", [
            "without `when`", "the opposite check", "without `line.units >= 2`", "without `line.charge > $5`",
            "`>` for `>=` in `line.units >= 2`", "`>=` for `>` in `line.charge > $5`",
            "`!=` for `=` in `line.units = 3`",
        ]),
        ("  payer is 99999\n  effective 2020-01-01\n  for line\n  forbid line.units > 1", [
            "without `payer`", "without `effective`", "the opposite check", "the opposite of `payer is 99999`",
            "`>` for `>=` in `effective 2020-01-01`", "`>=` for `>` in `line.units > 1`",
        ]),
        ("  for line\n  forbid any other line as b with same date where units > 1", [
            "without `other`", "without `where`", "without `same date`", "`>=` for `>` in `units > 1`",
        ]),
        ("  for line\n  let more = count(other lines where units > 1)\n  forbid not (more < 2 or more = 7)", [
            "the opposite check", "without `other`", "without `where`", "`>=` for `>` in `units > 1`",
            "without `not` in `not (more < 2 or more = 7)`", "without `more < 2`", "without `more = 7`",
            "`<=` for `<` in `more < 2`", "`!=` for `=` in `more = 7`",
        ]),
        ("  for line\n  require every m in line.modifiers satisfies m is 25", [
            "without `satisfies`", "the opposite of `m is 25`",
        ]),
    ],
)  # fmt: skip
def test_each_condition_is_damaged(body: str, done: list[str]) -> None:
    assert said(body) == done


BODY = """  for line where procedure is 99213
  forbid line.units > 3{note}
  fail "four" {{ line 99213 x4 }}
  pass "another" {{ line 85025 x4 }}
  pass "fewer" {{ line 99213 x{fewer} }}"""


def test_what_no_example_notices_is_told_with_its_line() -> None:
    found = score(BODY.format(note="", fewer=1))
    assert (found.damages, found.noticed, found.passed) == (4, 3, False)
    assert found.survivors == ((5, "`>=` for `>` in `line.units > 3`"),)
    assert score(BODY.format(note="", fewer=3)).passed


NOTE = "# equivalent: `>=` for `>` in `line.units > 3` because nobody asks"


@pytest.mark.parametrize("note", [f"  {NOTE}", f"  {NOTE} for it"])
def test_a_note_says_why(note: str) -> None:
    found = score(BODY.format(note=note, fewer=1))
    assert found.passed and (found.noticed, found.equivalent) == (3, 1)
    assert found.noted[0].reason.startswith("nobody asks")
    alone = score(BODY.replace("  forbid", f"{note}\n\n  # more\n  forbid").format(note="", fewer=1))
    assert alone.passed and alone.equivalent == 1


@pytest.mark.parametrize(
    "note",
    [
        "  # equivalent: `>=` for `>` in `line.units > 3`",  # no reason
        "  # equivalent: `<` for `>` because it is not what was done",
        "  # `>=` for `>` in `line.units > 3` because this is no note",
    ],
)
def test_another_note_does_not_help(note: str) -> None:
    assert not score(BODY.format(note=note, fewer=1)).passed


def test_a_note_that_is_not_needed_is_told() -> None:
    found = score(BODY.format(note=f"  {NOTE}", fewer=3))
    assert not found.passed
    assert [(note.line, note.at) for note in found.idle] == [(5, 5)]


def test_a_note_at_the_end_speaks_of_itself() -> None:
    assert read_notes(["x", "  # equivalent: a because b"], 7) == ((8, "a", "b", 8),)


def test_an_example_that_never_held_notices_nothing() -> None:
    found = score("  for line\n  forbid line.units > 1\n  pass { line 99213 x2 }")
    assert found.noticed == 0


COVERED = """rule TST002 "Two units" {{
  severity error
  snip 4
  for line
  forbid line.units > 1
  message "m"
  fail {{ line 85025 x2 }}
  {example}
}}"""


@pytest.mark.parametrize(("example", "passed"), [("", False), ('pass "TST001 speaks" { line 99213 x2 }', True)])
def test_what_a_rule_covers_is_proved_by_the_other_rule(example: str, passed: bool) -> None:
    body = "  covers TST002\n  for line where procedure is 99213\n  forbid line.units > 1\n"
    body += "  fail { line 99213 x2 }\n  pass { line 99213 }\n  pass { line 85025 x2 }"
    found = score(body, COVERED.format(example=example))
    assert found.passed is passed
    assert [survivor.said for survivor in found.survivors] == ([] if passed else ["without `covers TST002`"])


PARENT = """rule TST001 "Too many" {
  severity error
  snip 4
  param most = 3
  for line
  when not (line.procedure is 99213)
  forbid line.units > most
  message "m"
  fail { line 85025 x4 }
  pass { line 85025 x3 }
  pass { line 99213 x4 }
}"""
HEIR = """rule TST002 "Too many for them" extends TST001 {
  payer is X9001
  param most = 1
  fail { payer.id: X9001  line 85025 x2 }
}"""


def test_what_is_inherited_is_proved_by_the_parent() -> None:
    """And that a parent leaves claims to its heirs is no condition of its own."""
    rules = compile_rules([RuleText("t.rules", f"{PARENT}\n{HEIR}")])
    told = {
        rule.code: [spoken(one.said, one.at, text.split("\n"), rule.line) for one in damages(_typed(rule))]
        for rule, text in zip(rules, (PARENT, HEIR), strict=True)
    }
    assert told == {
        "TST001": [
            "without `when`", "the opposite check", "without `not` in `not (line.procedure is 99213)`",
            "the opposite of `line.procedure is 99213`", "`>=` for `>` in `line.units > most`",
        ],
        "TST002": ["without `payer`", "the opposite of `payer is X9001`"],
    }  # fmt: skip
    texts = PARENT.split("\n"), HEIR.split("\n")
    parent, heir = (prove_thoroughly(rule, rules, Engine, text) for rule, text in zip(rules, texts, strict=True))
    assert parent.passed
    assert [survivor.said for survivor in heir.survivors] == ["without `payer`"]


def test_the_command_tells_what_is_not_proved(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.rules"
    path.write_text(f'{HEAD}{BODY.format(note="", fewer=1)}\n  message "m"\n}}\n')
    done = cli("rules", "check", "--proof", str(path))
    assert (done.status, done.err) == (1, "")
    assert done.out.splitlines() == [
        "1 rule checked, no fault found",
        f"{path}:5: TST001 no example notices: `>=` for `>` in `line.units > 3`",
        "TST001     3 of   4 noticed",
        "3 of 4 damages noticed",
    ]
    path.write_text(f'{HEAD}{BODY.format(note="  " + NOTE, fewer=3)}\n  message "m"\n}}\n')
    done = cli("rules", "check", "--proof", str(path))
    assert done.status == 1
    assert done.out.splitlines()[1].startswith(f"{path}:5: TST001 a note that is not needed: `>=`")
    path.write_text(f'{HEAD}{BODY.format(note="  " + NOTE, fewer=1)}\n  message "m"\n}}\n')
    done = cli("rules", "check", "--proof", str(path))
    assert (done.status, done.out.splitlines()[-1]) == (0, "3 of 4 damages noticed, 1 noted as equivalent")
