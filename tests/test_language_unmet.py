"""Why a failing example finds nothing: the first condition that nothing in it meets, as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanclaim.engine import Engine
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.examples import prove
from tests.running import Cli

HEAD = '{\nseverity error\nsnip 4\nmessage "m"\n'
RULE = """effective 2026-01-01
payer is 60054
for line where procedure is 97110 and place_of_service is 11
when claim.prior_auth is missing
require line.units <= 4 and line.modifiers has GP
"""
LAST = """for line as again where procedure is 97110 and modifiers lacks 76
let first = again.ndc
when first is present and first like "99999999998"
forbid any earlier line as before of same patient with same procedure where date < again.date
mark before.procedure
"""
PAIR = """for line as one where procedure is 97110
  paired with other line as two with same date where procedure is 97112
forbid two.units > 2
"""
PROVIDER = "for provider where npi is present\nrequire valid_npi(provider.npi)\n"
CLAIM = "for claim\neffective 2026-01-01\nwhen claim.frequency is 7\nforbid claim.total_charge > $50\n"


def helps(tmp_path: Path, *rules: str) -> list[str]:
    """What is said of each example of rules with these clauses, in a file."""
    text = "\n".join(f'rule TST00{number} "A test" {HEAD}{body}}}' for number, body in enumerate(rules, 1))
    (tmp_path / "t.rules").write_text(text, encoding="utf-8")
    found = compile_rules([RuleText(str(tmp_path / "t.rules"), text)])
    return [proof.help for proof in prove(found, Engine)]


@pytest.mark.parametrize(
    ("rule", "example", "help_"),
    [
        (RULE, "line 99213 x5", "nothing in it meets line 7, `procedure is 97110`"),
        (RULE, "line 97110 x5 place 12", "nothing in it meets line 7, `place_of_service is 11`"),
        (RULE, "line 97110 x5", "nothing in it meets line 6, `payer is 60054`"),
        (RULE, "payer.id: 60054  line 97110 x5", "nothing in it meets line 5, `effective 2026-01-01`"),
        (
            RULE,
            'payer.id: 60054  claim.prior_auth: "A"  line 97110 x5 on 2026-01-01',
            "nothing in it meets line 8, `claim.prior_auth is missing`",
        ),
        (
            RULE,
            "payer.id: 60054  line 97110-GP x4 on 2026-01-01",
            "all of it has what is required: line 9, `line.units <= 4 and line.modifiers has GP`",
        ),
        (LAST, "line 97110-76", "nothing in it meets line 5, `modifiers lacks 76`"),
        (LAST, "line 97110", "nothing in it meets line 7, `first is present`"),
        (
            LAST,
            'line 97110 { ndc: "00517003125"  ndc_quantity: 1  ndc_unit: ML }',
            'nothing in it meets line 7, `first like "99999999998"`',
        ),
        (
            LAST.replace("when", "# when"),
            "line 97110  line 97110",
            "nothing in it is what is forbidden: line 8, "
            "`any earlier line as before of same patient with same procedure where date < again.date`",
        ),
        (
            PAIR,
            "line 97110",
            "nothing in it meets line 6, `paired with other line as two with same date where procedure is 97112`",
        ),
        (PAIR, "line 97110  line 97112", "nothing in it is what is forbidden: line 7, `two.units > 2`"),
        (
            RULE.replace("and place", "or place"),
            "line 99213 x5 place 12",
            "nothing in it meets line 7, `procedure is 97110 or place_of_service is 11`",
        ),
        (PROVIDER, "line 99213", "all of it has what is required: line 6, `valid_npi(provider.npi)`"),
        (CLAIM, "line 99213", "nothing in it meets line 6, `effective 2026-01-01`"),
        (CLAIM, "line 99213 on 2026-01-01", "nothing in it meets line 7, `claim.frequency is 7`"),
    ],
)
def test_the_first_condition_that_nothing_meets(rule: str, example: str, help_: str, tmp_path: Path) -> None:
    assert helps(tmp_path, f"{rule}fail {{ {example} }}\n") == [help_]


@pytest.mark.parametrize(
    "example",
    [
        "pass { payer.id: 60054  line 97110 x5 on 2026-01-01 }",
        "pass { line 99213 }",
        "fail { payer.id: 60054  line 97110 x5 on 2026-01-01 }",
        "fail times 2 { payer.id: 60054  line 97110 x5 on 2026-01-01 }",
    ],
)
def test_nothing_is_said_of_an_example_that_finds_something_or_may_not(example: str, tmp_path: Path) -> None:
    assert helps(tmp_path, f"{RULE}{example}\n") == [""]


def test_other_rules_that_speak_in_its_place(tmp_path: Path) -> None:
    rule = "for line\nforbid line.units > 2\nfail { line 99213 x3 }\n"
    covered = helps(tmp_path, rule, "covers TST001\nfor line\nforbid line.units > 1\nfail { line 99213 x3 }\n")
    assert covered == ["a rule that covers this one speaks there", ""]


def test_a_rule_that_extends_it(tmp_path: Path) -> None:
    rule = "for line\nforbid line.units > 2\nfail { payer.id: X9001  line 99213 x3 }\n"
    text = f'rule TST001 "A test" {HEAD}{rule}}}\nrule TST002 "B" extends TST001 {{\npayer is X9001\n}}'
    found = compile_rules([RuleText("never/written.rules", text)])
    assert [proof.help for proof in prove(found, Engine)] == ["a rule that extends this one speaks there"]


def test_a_text_that_is_in_no_file() -> None:
    clauses = "for line where procedure is 97110\nforbid line.units > 2\nfail { line 99213 }\n"
    text = f'rule TST001 "A test" {HEAD}{clauses}}}'
    (proof,) = prove(compile_rules([RuleText("never/written.rules", text)]), Engine)
    assert proof.help == "nothing in it meets line 5"


def test_it_is_printed_below(cli: Cli, tmp_path: Path) -> None:
    helps(tmp_path, f"{RULE}fail {{ line 99213 }}\npass {{ line 99213 }}\n")
    found = cli("rules", "test", str(tmp_path))
    assert found.status == 1
    assert found.out.splitlines()[1:] == [
        "  help: nothing in it meets line 7, `procedure is 97110`",
        "2 examples ran, 1 failed",
    ]


LATE = "for line\nforbid months_between(line.date, file.created) >= 12\n"
DAY = "the file is of 2025-02-03: `file.created: ...` in the example says another day"


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        (LATE, 'fail "a year" { line 99213 on 2024-02-03 }'),
        (LATE.replace("created", "today"), 'fail "two years" { line 99213 on 2023-02-03 }'),
        (LATE, 'pass "less than a year" { line 99213 on 2024-02-04 }'),
        ("for line\nforbid line.date > file.today\n", 'fail "tomorrow" { line 99213 on 2025-02-04 }'),
        ("for line\nforbid line.date > file.today\n", 'pass "today" { line 99213 on 2025-02-03 }'),
    ],
)
def test_a_file_is_of_one_day_for_rules_that_ask_it(tmp_path: Path, rule: str, example: str) -> None:
    (tmp_path / "t.rules").write_text(text := f'language 1\nrule TST001 "A test" {HEAD}{rule}{example}\n}}\n')
    assert [proof.wrong for proof in prove(compile_rules([RuleText(str(tmp_path / "t.rules"), text)]), Engine)] == [
        ""
    ]


@pytest.mark.parametrize(
    ("rule", "example", "help_"),
    [
        (LATE, "fail {  line 99213 on 2024-02-04 }", DAY),
        (LATE, "pass {  line 99213 on 2024-02-03 }", DAY),
        (LATE, "fail { file.created: 2025-02-03  line 99213 on 2024-02-04 }", ""),
        (LATE.replace("file.created", "line.end_date"), "fail { line 99213 on 2024-02-04 }", ""),
    ],
)
def test_the_day_of_the_file_is_told(tmp_path: Path, rule: str, example: str, help_: str) -> None:
    (said,) = helps(tmp_path, f"{rule}{example}\n")
    assert said.partition(";")[2].strip() == help_ or said == help_
