"""What the rule language says of wrong rules, word for word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from cleanclaim.errors import RuleError
from cleanclaim.language import RuleText, compile_rules

CODES = """language 1
set x_epsu : modifier = [XE, XP, XS, XU]
set b12_drug : procedure = [J3420, J3425]
table drug (procedure: procedure, per_unit: mass) key procedure {
  | J3420 | 1000 mcg |
  | J3425 |   10 mcg |
}
table mue (procedure: procedure, units: number, first: date, last: date?) key procedure valid first to last {
  | 96372 | 4 | 2024-07-01 | - |
}
table covered (diagnosis: diagnosis, note: text) key diagnosis {
  | D51.0 | "a" |
}
"""
HEAD = 'language 1\nuse codes\nrule TST001 "A test" {\n'


def rule(body: str) -> str:
    """A rule with these clauses, and with those that every rule needs."""
    lines = body.strip().split("\n")
    said = {line.split()[0] for line in lines}
    more = [line for line in ("severity error", "snip 4") if line.split()[0] not in said]
    if "message" not in said:
        lines.append('message "m"')
    return HEAD + "".join(f"  {line}\n" for line in [*more, *lines]) + "}\n"


def faults(text: str) -> str:
    """Everything that is said of a rule file."""
    try:
        compile_rules([RuleText("codes.rules", CODES), RuleText("t.rules", text)])
    except RuleError as error:
        return str(error)
    return "no fault found"


def cases(name: str) -> list[tuple[str, str]]:
    """What is wrong, by its title: bodies of rules in `wrong` and `foreign`, whole files in `files`."""
    text = (Path(__file__).parent / "test_language_errors" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^--- (.*)\n", text, flags=re.MULTILINE)[1:]
    return [
        (title, body if name in ("files", "more") else rule(body))
        for title, body in zip(blocks[::2], blocks[1::2], strict=True)
    ]


NAMES = {
    "wrong": "explained",
    "foreign": "foreign_explained",
    "files": "files_explained",
    "spoken": "spoken_explained",
    "lists": "lists_explained",
    "more": "more_explained",
}


@pytest.mark.parametrize(("name", "explained"), NAMES.items())
def test_wrong_rules_are_explained(name: str, explained: str, file_regression: FileRegressionFixture) -> None:
    told = [f"--- {title}\n{faults(text)}\n" for title, text in cases(name)]
    file_regression.check("".join(told), basename=explained, extension=".txt")


@pytest.mark.parametrize(
    "asked", ['like "9% AAA"', 'like "WALKER/AAA (99)"', 'contains "5% (W/V) ?"', 'contains "$"', 'like "9.9"']
)
def test_signs_that_texts_have_are_asked_for(asked: str) -> None:
    text = rule(f"for line\nforbid line.description is present and line.description {asked}")
    assert faults(text) == "no fault found"


def test_a_brace_that_is_missing() -> None:
    text = rule("for line\nforbid line.units > 1").rstrip("}\n")
    assert faults(text) == (
        't.rules:8:14: E001 the file ends inside a rule\n  8 |   message "m"\n    |              ^\n'
        "  help: a closing `}` is missing"
    )


@pytest.mark.parametrize(("title", "text"), [case for name in NAMES for case in cases(name)])
def test_no_wrong_rule_is_let_through(title: str, text: str) -> None:
    assert faults(text) != "no fault found", title


def test_faults_of_one_place_come_in_one_order() -> None:
    """Whatever the seed of the hashes: of twenty places not all could be in order by chance."""
    text = "language 1\n" + "".join(f'rule TST{number:03} "A test" {{\n  for line\n}}\n' for number in range(20))
    with pytest.raises(RuleError) as caught:
        compile_rules([RuleText("t.rules", text)])
    told = [(fault.line, fault.column, fault.code, fault.message) for fault in caught.value.faults]
    assert told == sorted(told)
    assert len({place[:2] for place in told}) * 2 <= len(told)
