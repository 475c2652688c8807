"""Several mistakes in one item are told in one run, each once, and nothing is told that only follows from them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.errors import RuleError, RuleFault
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.parse import parse_file
from cleanclaim.resources import resource
from tests.test_language_errors import faults, rule

MANY = """language 1
rule TST001 "Every clause has its own" {
  severity eror
  snip six
  effective 2025-02-30
  for lines where procedure is 99213
  forbid line.units => 1
  mesage "{line.units}"
  mark line.units,
  suggest "{line.units"
  fail "x" { line 99213 x2
  pass "y" { line 99213 on 2025-13-01 }
}
rule TST002 "Another" {
  severity error
  snip 4
  for line
  forbid line.unist > 1
  message "m"
}
"""
HEAD = 'rule TST001 "A" {\n  severity error\n  snip 4\n  for line\n  forbid line.units > 1\n  message "m"\n'


def places(text: str) -> list[tuple[int, int]]:
    """Line and column of everything that is told of a file."""
    return [
        (int(row), int(column)) for row, column in re.findall(r"^t\.rules:(\d+):(\d+):", faults(text), re.MULTILINE)
    ]


def test_each_clause_tells_its_own_fault() -> None:
    assert places(MANY) == [
        (3, 12), (4, 8), (5, 13), (6, 7), (7, 21), (8, 3), (10, 3), (10, 12), (11, 27), (12, 28), (18, 15),
    ]  # fmt: skip


def test_faults_that_only_the_meaning_shows_are_gathered_too() -> None:
    text = MANY.replace("eror", "error").replace("six", "6").replace("lines", "line").replace("=>", ">")
    text = text.replace("mesage", "message").replace("line.units,", "line.units").replace("x2\n", "x2 }\n")
    assert places(text) == [(5, 13), (10, 12), (12, 28), (18, 15)]


def test_rows_of_a_table_stay_apart() -> None:
    text = (
        "language 1\ntable top (code: procedure, most: number, first: date) key code {\n"
        "  | 99213 | many | 2025-01-01 |\n  | 99214 | 3 | 2025-01-01 |\n  | 99215 , 3 | 2025-01-01 |\n"
        "  | 85025 | 3 | 2025-13-01 |\n}\n"
    )
    assert places(text) == [(3, 13), (5, 11), (6, 17)]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("| 96372 | 4 |   |", 15),
        ("| 96372 | 4 ||", 15),
        ("| 96372 | 4 | | # a note |", 15),
        ('| 96372 |  | "a | b" |', 11),
        ("|  | 4 | -  |", 3),
        ("| 96372 | | |", 11),
        ("| | | |", 3),
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_an_empty_cell_is_told_where_it_stands(row: str, column: int, last: bool) -> None:
    rows = ['| 96373 | 3 | "x | y" |']
    rows.insert(len(rows) if last else 0, row)
    head = "language 1\ntable most (code: procedure, number: number, why: text?) key code {\n"
    told = faults(head + "\n".join(f"  {one}" for one in rows) + "\n}\n")
    assert re.findall(r"^t\.rules:(\d+):(\d+): E\d+ (.*)", told, re.MULTILINE) == [
        (str(3 + rows.index(row)), str(column), "a cell of this row is empty")
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("x2 }\n", "x2\n", "t.rules:7:23: E001 an example is not closed"),
        ("x2 }\n", "x2 }}\n", "t.rules:7:25: E001 `}` closes the rule, but more of it follows"),
        (
            'message "m"',
            "message",
            "t.rules:7:3: E001 `fail` begins a new clause, but the one before is not complete",
        ),
    ],
)
def test_a_brace_or_an_end_that_is_missing_is_told_once(before: str, after: str, told: str) -> None:
    text = f"{HEAD}  fail {{ line 99213 x2 }}\n  pass {{ line 99213 }}\n}}\n"
    assert before in text
    said = faults(text.replace(before, after))
    assert said.split("\n")[0] == told
    assert len(re.findall(r"^t\.rules:", said, re.MULTILINE)) == 1


def test_prose_in_a_help_without_an_end_is_no_clause() -> None:
    help_ = '  help """\n    It is so\n  for lines that are many,\n  when they are\n  fail { line 99213 }\n}\n'
    assert places(HEAD + help_) == [(7, 8)]


# ---------------------------------------------------------------------- several in one clause


@pytest.mark.parametrize(
    ("clause", "columns"),
    [
        ("when line.unist > 1 and line.qty > 2", [13, 32]),
        ("when line.unist > 1 or line.charge > 2 or line.procedure is 9921", [13, 63]),
        ('when line.unist is present and line.ndc like "9999"', [13]),  # nobody knows what it would have guarded
        ('suggest "{line.foo} and {line.units} and {line.bar}"', [18, 50]),
        ("mark line.x, line.units, line.y", [13, 33]),
        ("when line.procedure is [9921, 99213, 99215..99211] except [992]", [27, 40, 62]),
        ("fail { diagnoses D5  line 99213 { foo: 1  bar: 2 }  claim.foo: 1 }", [20, 37, 45, 61]),
    ],
)
def test_each_part_of_a_clause_tells_its_own_fault(clause: str, columns: list[int]) -> None:
    found = [column for row, column in places(f"{HEAD}  {clause}\n}}\n") if row == 7]
    assert found == columns


def test_an_heir_is_told_of_everything_that_it_may_not_say() -> None:
    heir = 'rule TST002 "B" extends TST001 {\n  for claim\n  when line.units > 2\n  forbid line.units > 3\n}\n'
    assert [row for row, _ in places(f"{HEAD}}}\n{heir}")] == [8, 9, 10, 11]


def test_a_letter_at_both_ends_is_a_zero_that_was_mistyped() -> None:
    told = faults(f"{HEAD}  when line.procedure is J342O\n}}\n")
    assert "E104 `J342O` is not a procedure code" in told
    assert "help: did you mean J3420?" in told


# ---------------------------------------------------------------------- what only follows


@pytest.mark.parametrize(
    ("broken", "use"),
    [
        ("set drugz : procedure = [J3420 J3425]", "for line where procedure is drugz\n  forbid line.units > 1"),
        (
            "table top (code: procedure, most: number) key code {\n  | 99213 , 3 |\n}",
            "for line\n  let row = top(line.procedure)\n  when row is present\n  forbid line.units > row.most",
        ),
        ('rule TST009 "Lost" {\n  severity eror\n}', "covers TST009\n  for line\n  forbid line.units > 1"),
    ],
)
def test_what_names_a_lost_item_is_no_fault(broken: str, use: str) -> None:
    text = f'{broken}\nrule TST001 "A" {{\n  severity error\n  snip 4\n  {use}\n  message "m"\n}}\n'
    assert len(places(text)) == 1


@pytest.mark.parametrize(
    "use",
    [
        "for line where procedure is theirs\n  forbid line.units > 1",
        "for line\n  let row = theirs(line.procedure)\n  when row is present\n  forbid line.units > row.most",
        "for line\n  forbid line.units > 1\n  fail { given theirs(99213) { most: 1 }  line 99213 x2 }",
    ],
)
def test_names_of_a_file_that_is_not_there_are_no_fault(use: str) -> None:
    text = f'use elsewhere\nrule TST001 "A" {{\n  severity error\n  snip 4\n  {use}\n  message "m"\n}}\n'
    assert places(text) == [(1, 5)]


def test_a_file_that_stands_beside_is_to_be_given(tmp_path: Path) -> None:
    (tmp_path / "lib.rules").write_text("language 1\nset mine : procedure = [99213]\n")
    with pytest.raises(RuleError, match=r"`lib\.rules` stands beside this file: give both, or their folder"):
        compile_rules([RuleText("a.rules", "language 1\nuse lib\n", str(tmp_path))])


def test_an_heir_of_a_lost_rule_is_no_fault() -> None:
    text = 'rule TST009 "Lost" {\n  severity eror\n}\nrule TST001 "A" extends TST009 {\n  payer is X9001\n}\n'
    assert places(text) == [(2, 12)]


def test_a_profile_whose_only_rule_is_lost_is_no_fault() -> None:
    assert places('profile acme "A plan"\nrule TST009 "Lost" {\n  severity eror\n}\n') == [(3, 12)]


def _shipped() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(resource("rules").rglob("*.rules"))]
    return [rule for text in texts for rule in re.split(r"(?m)^(?=rule )", text) if rule.startswith("rule ")]


@pytest.mark.parametrize("number", range(0, 240, 8))
def test_one_wrong_clause_is_one_fault(number: int) -> None:
    """Whatever stands around it: a word that no clause knows is put behind each clause of a rule in turn."""
    text = _shipped()[number]
    rows = text.split("\n")
    for at, row in enumerate(rows):
        if re.match(r"  (severity|snip|for|forbid|require|message|mark|cite|map|fail|pass)\b", row):
            word = row.split()[0]
            broken = "\n".join([*rows[:at], row.replace(word, f"{word} ]", 1), *rows[at + 1 :]])
            _, wrong = parse_file("t.rules", broken)
            assert [fault.line for fault in wrong] == [at + 1], row


def test_the_path_of_a_file_is_told_with_each(tmp_path: Path) -> None:
    _, wrong = parse_file(str(tmp_path / "mine.rules"), MANY)
    assert {fault.path for fault in wrong} == {str(tmp_path / "mine.rules")}
    assert all(fault.excerpt.strip() for fault in wrong)


@given(st.integers(1, 2000), st.integers(1, 50), st.integers(0, 2500))
def test_a_long_line_is_cut_around_its_caret(column: int, length: int, more: int) -> None:
    line = "".join(chr(0x4E00 + at) for at in range(column + length + more))
    fault = RuleFault("t.rules", 7, column, length, "E001", "m", line)
    _, row, carets = fault.render().split("\n")
    at = carets.index("^")
    assert row[at : at + carets.count("^")] == line[column - 1 :][: carets.count("^")]
    assert carets.count("^") == length
    assert len(row) < 260


BOTH = """language 1
set shots : procedure = [96372]
rule TST001 "The meaning of other clauses is looked at too" {
  severity error
  snip 4
  for line as visit where procedure is shots
  when line.rendring.npi is present
  let most = visit.unist
  let least = visit.units =
  forbid any other line as shot whre units > least
  message "{shot.prosedure} of {least} on {visit.dat}"
  suggest "{visit.units}"
  map CARC XYZ
  fail "x" { line 9921 }
  pass "y" { lin 99213 }
}
"""


def test_a_clause_that_can_not_be_read_hides_no_other() -> None:
    assert places(BOTH) == [(7, 8), (8, 20), (10, 3), (10, 33), (11, 50), (13, 12), (14, 19), (15, 18)]


@pytest.mark.parametrize(
    "body",
    [
        'for line\nwhn line.ndc is present\nforbid line.ndc like "99" and line.units > 1',
        'for line\nlet found = any line where\nforbid found > 1\nmessage "{found}"',
        'for line as visit were units > 1\nforbid visit.units > 1\nmessage "{visit.ndc_quantity}"',
        'for line\nforbid any other line as shot whith same date\nmessage "{shot.units}"\nmark shot.procedure',
        'for line\nforbid any x in line.pointers satisfies x => 1\nmessage "{x}"\nmark x',
        "for line\nparam drugs = [J3420]\nforbid line.procedure is drugs",
        'for line\nforbid line.ndc is present ad line.units > 1\nmessage "{line.ndc}"',
        "severity eror\nfor line\nforbid line.units > 1",
        "snip six\nfor line\nforbid line.units > 1",
        'for line\nforbid line.units => 1\nmesage "x"',
        'for line\nforbid line.units > 1\nfail "x" { line 99213 x2',
    ],
)
def test_what_follows_from_a_clause_that_can_not_be_read_is_no_fault(body: str) -> None:
    told = faults(rule(body))
    assert re.findall(r" (E\d+) ", told) == ["E001"] * told.count("t.rules:") and told.count("t.rules:") <= 2, told


def test_a_deep_rule_with_another_fault_is_no_recursion_error() -> None:
    told = faults(rule("for line\nwhen " + "not " * 3000 + "line.units > 1\nforbid line.units => 1"))
    assert "nested deeper than 64" in told and "write `>=`" in told


def test_what_is_guarded_is_told_where_no_guard_is_lost() -> None:
    told = faults(rule("snip six\nfor line\nforbid line.ndc_quantity > 1"))
    assert "E105 `line.ndc_quantity` can be missing" in told and told.count("t.rules:") == 2


ROWS = """language 1
table drug (procedure: procedure, per_unit: mass) key procedure {
  | J3420 | 1000 mcg |
  | J3425 | = |
  | J3426 | 10 mL |
  | J3420 | 10 mcg |
  | 12 | $5 |
"""


@pytest.mark.parametrize(
    ("end", "more"),
    [
        ("}\n", []),
        ("  | J3430 | 10 mcg\n}\n", ["8:19 the row has no end"]),
        ("", []),
    ],
)
def test_a_row_that_can_not_be_read_hides_no_fault_of_the_others(end: str, more: list[str]) -> None:
    told = re.findall(r"t.rules:(\d+:\d+): E\d+ (.*)", faults(ROWS + end))
    said = [
        "4:13 `=` is not expected here",
        "5:13 the column holds a mass, which this is not",
        "6:3 another row has the same key",
        "7:5 `12` is not a procedure code",
        "7:10 the column holds a mass, which this is not",
        *more,
    ]
    assert [f"{at} {message}"[: len(expected)] for (at, message), expected in zip(told, said, strict=True)] == said


def test_a_cell_that_does_not_fit_hides_no_key_that_comes_twice() -> None:
    assert "t.rules:6:3: E122 another row has the same key" in faults(ROWS.replace("  | J3425 | = |", "") + "}\n")


def test_a_row_without_its_end_is_shown_with_the_next_one() -> None:
    told = faults(ROWS.replace("| = |", "| 10 mcg") + "}\n")
    assert "t.rules:4:3: E103 the row has 4 cells; the table has 2 columns" in told
    assert "help: a row ends with `|`: look at the end of line 4" in told


PARENT = """language 1
rule TST001 "A parent" {
  severity error
  snip 4
  for line
  when line.ndc is present and line.unist > 1
  forbid line.units > 3
  message "m"
}
rule TST002 "An heir" extends TST001 {
  payer is [AAA]
  message "{line.ndc} {line.foo}"
  map CARC XX
}
"""


def test_what_an_heir_says_itself_is_checked_though_its_parent_is_at_fault() -> None:
    told = re.findall(r"t.rules:(\d+:\d+): (E\d+) (.*)", faults(PARENT))
    assert [(at, code) for at, code, _ in told if code != "E130"] == [
        ("6:37", "E102"),
        ("12:29", "E102"),
        ("13:12", "E104"),
    ]


def test_a_where_at_fault_does_not_hide_the_other_line_of_a_pair() -> None:
    body = (
        "for line as a where unist > 3 paired with other line as b with same dat\nlet v = b.units\nforbid v > a.units"
    )
    told = re.findall(r"t.rules:\d+:\d+: (E\d+ .*)", faults(rule(body)))
    assert told == ["E101 `unist` is not known here", "E102 `same dat` is not known"]
