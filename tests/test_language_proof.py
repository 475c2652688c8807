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
        ("  effective 2020-01-01\n  for claim\n  forbid claim.total_charge > $5", [  # asks for the day by itself
            "without `effective`", "the opposite check", "`>` for `>=` in `effective 2020-01-01`",
            "`>=` for `>` in `claim.total_charge > $5`",
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
        ("  for line\n  forbid any other line as b with same rendering where b.units > 1", [
            "without `other`", "without `where`", "without `same rendering`", "`>=` for `>` in `b.units > 1`",
        ]),
        ("  for line\n  forbid any earlier line of same patient with same date", [
            "without `earlier`", "without `same date`", "`of same claim` for `of same patient`",
            "`of same file` for `of same patient`",
        ]),
        ("  for line\n  forbid any other line of same file with same date", [
            "without `other`", "without `same date`", "`of same claim` for `of same file`",
            "`of same patient` for `of same file`",
        ]),
        ("  for claim\n  forbid any other claim of same patient with same frequency", [
            "without `other`", "without `same frequency`", "`of same file` for `of same patient`",
        ]),
        ("  for line\n  forbid (line.ndc_quantity otherwise 1) > 5", [
            "the opposite check", "`>=` for `>` in `(line.ndc_quantity otherwise 1) > 5`",
            "always what stands after `otherwise` in `line.ndc_quantity otherwise 1`",
            "another value after `otherwise` in `line.ndc_quantity otherwise 1`",
        ]),
        ('  for line\n  forbid (line.description otherwise "") contains "X"', [
            "the opposite check", 'always what stands after `otherwise` in `line.description otherwise ""`',
        ]),
        ("  for line\n  forbid line.procedure is [99211..99215] except [99213]", [
            "the opposite check", "the opposite of `line.procedure is [99211..99215] except [99213]`",
            "without `except` in `line.procedure is [99211..99215] except [99213]`",
        ]),
    ],
)  # fmt: skip
def test_each_condition_is_damaged(body: str, done: list[str]) -> None:
    assert said(body) == done


def test_the_condition_of_a_severity_is_damaged() -> None:
    """But not that what it asks must be there, which nobody wrote."""
    severity = "severity error when claim.filing is MB or line.units > 3 otherwise info"
    text = (
        f'rule TST001 "A test" {{\n  {severity}\n  snip 4\n  for line\n  forbid line.charge > $5\n  message "m"\n}}'
    )
    (rule,) = compile_rules([RuleText("t.rules", text)])
    told = [spoken(one.said, one.at, text.split("\n"), 1) for one in damages(_typed(rule))]
    assert told == [
        "the opposite check", "`>=` for `>` in `line.charge > $5`",
        "without `claim.filing is MB`", "without `line.units > 3`",
        "without `claim.filing is MB`",  # so that any filing will do
        "the opposite of `claim.filing is MB`", "`>=` for `>` in `line.units > 3`", "the other severity",
    ]  # fmt: skip


def _survivors(text: str, code: str = "TST001") -> list[str]:
    """What no example of a rule of a file notices."""
    rules = compile_rules([RuleText("t.rules", text)])
    rule = next(rule for rule in rules if rule.code == code)
    return [one.said for one in prove_thoroughly(rule, rules, Engine, text.split("\n")[rule.line - 1 :]).survivors]


GRAVE = """rule TST001 "A test" {
  severity error when claim.filing is MB otherwise info
  snip 4
  for line
  forbid line.units > 1
  message "m"
  fail { line 99213 x2 }
  pass { line 99213 x1 }
"""


def test_examples_of_both_severities_prove_the_condition() -> None:
    condition = ["the opposite of `claim.filing is MB`", "the other severity"]
    assert _survivors(GRAVE.replace("  fail { line 99213 x2 }\n", "") + "}")[-2:] == condition
    assert _survivors(GRAVE + "}") == []
    always = GRAVE.replace("claim.filing is MB", "claim.filing is MB or line.charge > $500")
    kept = ["without `claim.filing is MB`", "`>=` for `>` in `line.charge > $500`"]
    assert _survivors(always + '  fail "dear" { line 99213 x2 $501 }\n}') == kept


FAR = """rule TST001 "A test" {
  severity error
  snip 4
  for line
  forbid any earlier line of same patient with same procedure
  message "m"
  fail "in one claim" { line 99213  line 99213 }
  pass "others" { line 99213  line 85025 }
"""
TWO = '  fail "in another claim" { claim { line 99213 } claim { line 99213 } }\n'
OTHERS = """  pass "another patient" {
    claim { line 99213 }
    claim { subscriber.member_id: EXAMPLE0002  line 99213 }
  }
"""


def test_examples_of_several_claims_prove_a_scope() -> None:
    narrow, wide = "`of same claim` for `of same patient`", "`of same file` for `of same patient`"
    assert _survivors(FAR + "}") == [narrow, wide]
    assert _survivors(FAR + TWO + "}") == [wide]
    assert _survivors(FAR + TWO + OTHERS + "}") == []
    by_file = (
        (FAR + TWO + OTHERS).replace("of same patient", "of same file").replace('pass "another', 'fail "another')
    )
    assert _survivors(by_file + "}") == []


DATED = """table limit (code: procedure, units: number, first: date, last: date?) key code valid first to last {
  | 99213 | 1 | 2024-01-01 | 2024-12-31 |
  | 99213 | 3 | 2025-01-01 | -          |
}
rule TST001 "A test" {
  severity error
  snip 4
  for line
  let most = limit(line.procedure) on line.date
  when most is present
  forbid line.units > most.units
  message "m"
  fail { line 99213 x4 }
  pass { line 99213 x3 }
  pass { line 85025 x9 }
"""


def test_an_example_of_another_day_proves_the_day_of_a_table() -> None:
    assert "the last row for `limit(line.procedure) on line.date`" in _survivors(DATED + "}")
    assert "the last row" not in "".join(_survivors(DATED + '  fail "then" { line 99213 x2 on 2024-02-01 }\n}'))


def test_examples_prove_a_fallback_and_an_exception() -> None:
    body = """  for line where procedure is [99211..99215] except [99213]
  forbid (line.ndc_quantity otherwise 1) > 5
  message "m"
  fail { line 99211 { ndc: 00517003125  ndc_quantity: 6  ndc_unit: ML } }
  pass { line 99211 { ndc: 00517003125  ndc_quantity: 5  ndc_unit: ML } }
  pass { line 85025 { ndc: 00517003125  ndc_quantity: 6  ndc_unit: ML } }
"""
    another = "another value after `otherwise` in `line.ndc_quantity otherwise 1`"
    assert _survivors(f"{HEAD}{body}}}") == [
        "without `except` in `procedure is [99211..99215] except [99213]`", another,
    ]  # fmt: skip
    more = "  pass { line 99213 { ndc: 00517003125  ndc_quantity: 6  ndc_unit: ML } }\n  pass { line 99211 }\n"
    assert _survivors(f"{HEAD}{body}{more}}}") == []


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
    taking_over = "without taking over from `TST001`"
    assert [survivor.said for survivor in heir.survivors] == ["without `payer`", taking_over]
    assert [one.said for one in damages(_typed(rules[1]), _typed(rules[0]))][-1] == "without `param most`"


@pytest.mark.parametrize(
    ("example", "left"),
    [
        ("", ["without `payer`", "without taking over from `TST001`"]),
        ("  pass { line 85025 x2 }\n", ["without taking over from `TST001`"]),
        ("  pass { line 85025 x2 }\n  fail { payer.id: X9001  line 85025 x9 }\n", []),
    ],
)
def test_an_heir_proves_its_params_and_that_it_takes_over(example: str, left: list[str]) -> None:
    heir = HEIR.removesuffix("}") + example + "}"
    assert _survivors(f"{PARENT}\n{heir}", "TST002") == left
    blunt = heir.replace("line 85025 x2 }\n" + example, "line 85025 x9 }\n" + example)
    assert "without `param most`" in _survivors(f"{PARENT}\n{blunt}", "TST002")


def test_a_parent_can_prove_that_it_is_silent() -> None:
    parent = PARENT.removesuffix("}") + '  pass "TST002 speaks" { payer.id: X9001  line 85025 x9 }\n}'
    heir = HEIR.removesuffix("}") + "  pass { line 85025 x2 }\n}"
    assert _survivors(f"{parent}\n{heir}", "TST002") == []


def test_an_heir_of_some_days_proves_that_it_takes_over() -> None:
    days = "2025-01-01", "2025-06-30"
    spoken_for = [f'pass "TST002 speaks" {{ payer.id: X9001  line 85025 x9 on {day} }}' for day in days]
    parent = "\n".join([PARENT.removesuffix("}"), *spoken_for, "}"])
    taken = [f"fail {{ payer.id: X9001  line 85025 x9 on {day} }}" for day in days]
    left = [f"pass {{ payer.id: X9001  line 85025 x9 on {day} }}" for day in ("2024-12-31", "2025-07-01")]
    head, *rest = HEIR.removesuffix("}").split("\n")
    heir = "\n".join(
        [head, "effective 2025-01-01 to 2025-06-30", *rest, *taken, *left, "pass { line 85025 x9 }", "}"]
    )
    assert _survivors(f"{parent}\n{heir}", "TST001") == []
    assert _survivors(f"{parent}\n{heir}", "TST002") == []


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
