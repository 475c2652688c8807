"""What `rules check` refuses of rules that would run: no proof, names that nobody uses, what says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanclaim.catalogue import refuse_idle as refuse_files
from cleanclaim.errors import RuleError
from cleanclaim.language import RuleText, compile_rules, refuse_idle
from tests.running import Cli
from tests.test_language_errors import faults, rule

SHOWN = '  fail "a" { line 99213 x2 }\n  pass "b" { line 99213 }\n'
HEAD = 'language 1\nrule TST001 "A test" {\n  severity error\n  snip 4\n  for line\n'
BODY = '  forbid line.units > 1\n  message "m"\n'


def idle(*texts: str, asked: str = "") -> list[str]:
    """What is told of files, which are named a, b and so on; of all where none is `asked`."""
    files = [RuleText(f"{name}.rules", text) for name, text in zip("abc", texts, strict=False)]
    try:
        refuse_idle(files[:1], files[1:], {f"{asked}.rules"} if asked else {file.path for file in files})
    except RuleError as error:
        return [f"{fault.path}:{fault.line}: {fault.code} {fault.message}" for fault in error.faults]
    return []


def test_a_rule_has_a_failing_and_a_passing_example() -> None:
    both = ["a.rules:2: E130 the rule has no failing example", "a.rules:2: E130 the rule has no passing example"]
    fails, passes, _ = SHOWN.split("\n")
    assert idle(f"{HEAD}{BODY}}}") == both
    assert idle(f"{HEAD}{BODY}{fails}\n}}") == both[1:]
    assert idle(f"{HEAD}{BODY}{passes}\n}}") == both[:1]
    assert idle(f"{HEAD}{BODY}{SHOWN}}}") == []


def test_an_heir_brings_examples_of_its_own() -> None:
    heir = 'rule TST002 "An heir" extends TST001 {\n  payer is X9001\n}'
    told = idle(f"{HEAD}{BODY}{SHOWN}}}\n{heir}")
    assert [line.partition(": ")[2] for line in told] == [
        "E130 the rule has no failing example", "E130 the rule has no passing example",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clauses", "unused"),
    [
        ("  let twice = line.units * 2\n  forbid line.units > 1\n", "twice"),
        ("  param most = 1\n  forbid line.units > 1\n", "most"),
        ("  param most = 1\n  forbid line.units > most\n", ""),
        ("  let twice = line.units * 2\n  when twice > 2\n  forbid line.units > 1\n", ""),
        ("  let twice = line.units * 2\n  let four = twice * 2\n  forbid line.units > 1\n", "four"),
        ("  let twice = line.units * 2\n  forbid line.units > 1\n  suggest \"{twice}\"\n", ""),
        ("  let big = line.units > 5\n  forbid line.units > 1\n", "big"),
        ("  let u = line.units\n  forbid any other line where units > u\n", ""),
    ],
)  # fmt: skip
def test_a_name_that_a_rule_gives_is_used(clauses: str, unused: str) -> None:
    told = idle(f'{HEAD}{clauses}  message "m"\n{SHOWN}}}')
    assert [line.partition(": ")[2] for line in told] == [f"E123 nothing uses `{unused}`"] * bool(unused)


def test_an_heir_may_change_a_param_that_its_parent_uses() -> None:
    parent = f'{HEAD}  param most = 1\n  forbid line.units > most\n  message "m"\n{SHOWN}}}\n'
    assert idle(f'{parent}rule TST002 "An heir" extends TST001 {{\n  payer is X1\n  param most = 2\n{SHOWN}}}') == []


LISTS = """set used   : procedure = [99213]
set inside : procedure = [used, 85025]
set idle   : procedure = [70450]
table most (procedure: procedure, units: number) key procedure {
  | 99213 | 1 |
}
"""
ASKS = HEAD.replace("for line", "for line where procedure is inside") + BODY + SHOWN + "}"


def test_sets_and_tables_are_used() -> None:
    whole = LISTS + ASKS.replace("language 1\n", "")
    assert idle(whole) == ["a.rules:3: E123 nothing uses `idle`", "a.rules:4: E123 nothing uses `most`"]
    both = "payer is X1\n  let limit = most(line.procedure)\n  when limit is present and line.procedure is idle"
    assert idle(whole.replace("  forbid", f"  {both}\n  forbid")) == []


def test_a_library_is_judged_where_somebody_uses_it() -> None:
    asks = ASKS.replace("language 1\n", "use a\n")
    wrong = ["a.rules:3: E123 nothing uses `idle`", "a.rules:4: E123 nothing uses `most`"]
    assert idle(LISTS) == []
    assert idle(LISTS, asks) == wrong
    assert idle(LISTS, asks, asked="b") == []
    through = "use a\nset more : procedure = [inside]\n" + HEAD.replace(
        "for line", "for line where procedure is more"
    )
    assert idle(LISTS, through.replace("language 1\n", "") + BODY + SHOWN + "}") == wrong
    assert idle(LISTS, "use a\nset more : procedure = [70450]\n", asks.replace("use a", "use b"))[:2] == wrong


def test_what_is_used_is_needed() -> None:
    plain = HEAD.replace("language 1\n", "use a\n") + BODY + SHOWN + "}"
    assert idle(LISTS, plain, asked="b") == ["b.rules:1: E123 nothing of `a` is used here"]


def test_faults_that_are_no_habits_come_first() -> None:
    assert idle(f"{HEAD}  forbod line.units > 1\n}}") == ["a.rules:6: E001 `forbod` is not a clause"]


def test_such_rules_run(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.rules"
    path.write_text(f"{HEAD}{BODY}}}\n")
    assert len(compile_rules([RuleText("own.rules", path.read_text())])) == 1
    assert cli("lint", "--rules", str(path), "--fail-on", "never", "samples/clean").status == 0
    done = cli("rules", "check", str(path))
    assert done.status == 2
    assert "E130 the rule has no failing example" in done.err and "help: show what it finds" in done.err


def test_the_shipped_rules_say_nothing_for_nothing() -> None:
    refuse_files()


# ---------------------------------------------------------------------- conditions that are always true


@pytest.mark.parametrize(
    "body",
    [
        "forbid line.modifiers has 25 or line.modifiers lacks 25",
        "forbid line.modifiers has [25, 59] or line.modifiers lacks 59",
        "forbid line.ndc is present or line.ndc is missing",
        "forbid line.procedure is [99213, 99214] or line.procedure is not 99213",
        "forbid line.procedure is [J*] or line.procedure is not [J*]",
        "forbid line.units > 2 or line.units <= 2",
        "forbid 2 < line.units or line.units < 3",
        "forbid line.units > line.charge / $1 or line.charge / $1 >= line.units",
        "forbid line.units = line.units",
        "forbid line.units > 3 and line.units < 5 or not (line.units > 3) or line.units >= 5",
        "forbid (any other line where units > 1) or not (any other line where units > 1)",
        "forbid count(line.modifiers) >= 0",
        "forbid sum(units of lines) > 3 or sum(units of lines) < 4",
        "when line.units > 1 or line.units < 2\nforbid line.units > 5",
        "when line.units > 3\nwhen line.units > 2\nforbid line.units > 5",
        "when line.procedure is 99213\nwhen line.procedure is [99213, 99214]\nforbid line.units > 5",
        "effective 2020-01-01\nwhen line.date >= 2019-01-01\nforbid line.units > 5",
        "payer is [X1, X2]\nwhen payer.id is [X1, X2, X3]\nforbid line.units > 5",
        "forbid any other line where units > 1 or units <= 1",
        "require line.units > 3 or line.units < 4",
    ],
)
def test_what_is_always_true_is_refused(body: str) -> None:
    told = faults(rule(f"for line\n{body}"))
    assert "E106 this is always true" in told


@pytest.mark.parametrize(
    "body",
    [
        "forbid line.units >= 0",  # a negative one can arrive
        "forbid line.charge >= $0",
        "forbid line.units < 0 or line.units > 0",
        "forbid line.modifiers has 25 or line.modifiers lacks 59",
        "forbid line.modifiers has 25 or line.modifiers lacks [25, 59]",
        "forbid line.modifiers first is 25 or line.modifiers last is not 25",
        "forbid line.ndc is present or line.description is missing",
        "forbid (any other line where units > 1) or not (any other line where units > 2)",
        "forbid (any other line where units > 1) or not (any earlier line where units > 1)",
        "when line.units > 2\nwhen line.units > 3\nforbid line.units > 5",
        "when line.procedure is 99213\nforbid line.procedure is 99213",  # a line that has no place at all
        "payer is [X1, X2]\nwhen payer.id is X1\nforbid line.units > 5",
        "effective 2020-01-01\nwhen line.date >= 2020-01-02\nforbid line.units > 5",
    ],
)
def test_what_can_be_false_is_let_through(body: str) -> None:
    assert faults(rule(f"for line\n{body}")) == "no fault found"


@pytest.mark.parametrize(
    "body",
    [
        "forbid line.modifiers has 25 and line.modifiers lacks [25, 59]",
        "forbid line.units < line.units",
        "forbid line.units > 3 and not (line.units > 3)",
        "forbid line.procedure is [J*] and line.procedure is not [J*]",
        "forbid sum(units of lines) > 3 and sum(units of lines) < 2",
        "forbid 5 < line.units and line.units < 3",
        "payer is X1\nwhen payer.id is X2\nforbid line.units > 5",
    ],
)
def test_what_is_never_true_is_refused(body: str) -> None:
    assert "E106 this is never true" in faults(rule(f"for line\n{body}"))


@pytest.mark.parametrize(
    ("condition", "idle"),
    [
        ("line.units > 3 and line.units > 3", "line.units > 3 "),
        ("line.units > 3 and line.charge > $5 and line.units > 2", "line.units > 2"),
        ("line.units > 2 and line.units > 3", "line.units > 2"),
        ("line.units > 3 or line.units > 2", "line.units > 3"),
        ("line.modifiers lacks 25 or line.units > 2 or line.modifiers lacks 25", "line.modifiers lacks 25 "),
        ("line.procedure is 99213 and line.procedure is [99213, 99214]", "line.procedure is [99213, 99214]"),
        ("line.procedure is 99213 or line.procedure is [99213, 99214]", "line.procedure is 99213"),
        ("line.units between 1 and 5 and line.units > 3", ""),
        ("line.units > 3 and line.units < 5", ""),
        ("line.units < 3 or line.units > 5", ""),
        ("line.ndc is present and line.ndc is 00517003125", ""),
        ("line.modifiers has 25 and line.modifiers has [25, 59]", "line.modifiers has [25, 59]"),
        ("line.modifiers has 25 and line.modifiers has [59]", ""),
        ("line.procedure is 99213 or line.procedure is not 99214", "line.procedure is 99213"),
        ("(any other line where units > 1) and (any other line where units > 2)", ""),
    ],
)
def test_each_part_of_a_condition_adds_something(condition: str, idle: str) -> None:
    told = faults(rule(f"for line\nforbid {condition}"))
    if not idle:
        assert told == "no fault found"
        return
    first, _, caret = told.split("\n")[:3]
    assert "E106 this adds nothing to what stands beside it" in first
    column = int(first.split(":")[2])
    assert f"  forbid {condition} "[column - 1 :].startswith(idle) and caret.count("^") == len(idle.strip())


@pytest.mark.parametrize(
    "condition", ["line.units > 3 or 1 < 2", "1 = 2 or line.units > 3", "$1 > $2 or line.units > 3"]
)
def test_written_values_are_compared(condition: str) -> None:
    assert "E106 this is " in faults(rule(f"for line\nforbid {condition}"))


def test_a_param_can_be_changed_by_an_heir() -> None:
    assert faults(rule("for line\nparam most = 3\nforbid line.units > 2 and most > 2")) == "no fault found"
    assert faults(rule("for line\nparam most = 1\nforbid line.units > 2 and most > 2")) == "no fault found"


@pytest.mark.parametrize(("condition", "said"), [("> 3", "always"), ("<= 4", "never"), ("> 5", "")])
def test_of_two_severities_each_can_hold(condition: str, said: str) -> None:
    head = HEAD.replace("severity error", f"severity error when line.units {condition} otherwise info")
    told = faults(f'{head}  when line.units > 4\n  forbid line.charge > $5\n  message "m"\n}}')
    assert f"E106 this is {said} true here" in told if said else told == "no fault found"


@pytest.mark.parametrize(
    "condition",
    [
        'line.ndc contains "-"',
        'line.ndc like "9999999999"',
        'line.ndc like "99999-9999-99"',
        'line.procedure contains "-"',
        'line.procedure like "9999"',
        'line.procedure like "999999"',
        'line.rendering.taxonomy like "999XXXXXX"',
    ],
)
def test_what_is_sent_can_be_no_code(condition: str) -> None:
    """Such elements are kept as they are sent, and a rule may look for the fault."""
    path = condition.split()[0]
    guard = "" if path == "line.procedure" else f"when {path} is present\n"
    assert faults(rule(f"for line\n{guard}forbid {condition}")) == "no fault found"


def test_a_typed_product_is_found_by_its_dashes(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.rules"
    path.write_text(
        'language 1\nrule OWN001 "NDC with its dashes" {\n  severity warning\n  snip 2\n  for line\n'
        '  when line.ndc is present\n  forbid line.ndc contains "-"\n  message "dashes"\n  mark line.ndc\n'
        '  fail "typed so" at line 1 { line J3420 { ndc: "00517-0031-25" ndc_quantity: 1 ndc_unit: ML } }\n'
        '  pass "digits" { line J3420 { ndc: 00517003125 ndc_quantity: 1 ndc_unit: ML } }\n}\n'
    )
    assert "2 examples ran, none failed" in cli("rules", "test", str(path)).out


def test_a_fallback_can_be_an_empty_text() -> None:
    assert faults(rule('for line\nforbid (line.description otherwise "") = ""')) == "no fault found"


@pytest.mark.parametrize(
    ("body", "help_"),
    [
        ("for line as one\npaired with other line as two\nforbid two.ndc_quantity > 3", "guard it: `when "),
        ("for line as one\nforbid any other line as two satisfies two.ndc_quantity > 3", "ask `two.ndc_quantity is"),
    ],
)
def test_a_value_is_guarded_where_its_row_is_known(body: str, help_: str) -> None:
    """Both lines of a pair are the rule's own; a line that is ranged over is known to its `where` alone."""
    assert f"help: {help_}" in faults(rule(body))


@pytest.mark.parametrize(
    ("condition", "meant"),
    [
        ("line.modifiers = XE", "line.modifiers has XE"),
        ("line.modifiers != XE", "line.modifiers lacks XE"),
        ("line.procedure != J3420", "line.procedure is not J3420"),
    ],
)
def test_a_code_behind_a_sign_is_told_with_the_word_of_its_field(condition: str, meant: str) -> None:
    assert f"write `{meant}`" in faults(rule(f"for line\nforbid {condition}"))


@pytest.mark.parametrize("text", ["", "language 1\n", "# nothing yet\n"])
def test_a_file_in_which_nothing_stands_is_told(text: str) -> None:
    assert idle(text) == ["a.rules:1: E123 nothing stands in this file"]


@pytest.mark.parametrize(
    "body", ["for line where position < 1\nforbid line.units > 1", "for claim\nwhen claim.ordinal = 0\nforbid true"]
)
def test_positions_count_from_one(body: str) -> None:
    assert "the left side cannot be below 1" in faults(rule(body))


def test_a_field_in_a_cite_is_told_and_braces_are_let_be() -> None:
    told = faults(rule('for line\nforbid line.units > 3\ncite "CMS, X{EPSU} and {line.units}"'))
    assert "t.rules:8:3: E103 `{line.units}` is not filled in here" in told
    assert faults(rule('for line\nforbid line.units > 3\ncite "CMS, X{EPSU} {units}"')) == "no fault found"
