"""From text to nodes: items stay apart, places are right, the grammar has one meaning."""

from __future__ import annotations

import logging

import pytest
from lark import Lark, logger

from cleanclaim.language import clauses as c
from cleanclaim.language import syntax as s
from cleanclaim.language.parse import parse_file
from cleanclaim.language.parse.pieces import pieces
from cleanclaim.resources import resource
from tests.test_language_errors import faults

RULE = """rule TST001 "A test" {
  severity error
  snip 4
  for line
  forbid line.units > 1
  message "{line.units} and {line.charge * 2}"
}
"""


def test_the_grammar_has_no_conflict(caplog: pytest.LogCaptureFixture) -> None:
    grammar = resource("grammars", "rules.lark").read_text(encoding="utf-8")
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.propagate = True
    try:
        with caplog.at_level(logging.DEBUG):
            Lark(grammar, parser="lalr", start=["item", "expr"], debug=True, maybe_placeholders=False)
    finally:
        logger.setLevel(level)
    assert [record.getMessage() for record in caplog.records if "onflict" in record.getMessage()] == []


def test_a_conflict_would_be_seen(caplog: pytest.LogCaptureFixture) -> None:
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.propagate = True
    try:
        with caplog.at_level(logging.DEBUG):
            Lark('start: e\ne: e "+" e | "1"', parser="lalr", debug=True)
    finally:
        logger.setLevel(level)
    assert [record for record in caplog.records if "onflict" in record.getMessage()]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(end: str) -> None:
    file, wrong = parse_file("t.rules", ("language 1\n" + RULE).replace("\n", end))
    assert wrong == []
    assert [type(item).__name__ for item in file.items] == ["VersionItem", "RuleItem"]


def test_a_byte_order_mark_is_no_fault() -> None:
    assert parse_file("t.rules", "\ufefflanguage 1\n")[1] == []


def test_places_are_those_of_the_file() -> None:
    file, _ = parse_file("t.rules", "language 1\n# a comment\n\n" + RULE)
    rule = file.items[1]
    assert isinstance(rule, c.RuleItem)
    assert rule.at[:2] == (4, 6)
    check = next(clause for clause in rule.clauses if isinstance(clause, c.Check))
    assert (check.condition.at.line, check.condition.at.column, check.condition.at.end_column) == (8, 10, 24)
    message = next(clause for clause in rule.clauses if isinstance(clause, c.TextClause))
    inner = [part for part in message.template.parts if not isinstance(part, str)]
    assert [(node.at.line, node.at.column) for node in inner] == [(9, 13), (9, 30)]
    for node in inner:
        assert file.lines[8][node.at.column - 1 :].startswith("line.")


def test_a_product_binds_closer_than_a_sum() -> None:
    file, _ = parse_file("t.rules", RULE.replace("line.units > 1", "line.units + 2 * 3 > 1 otherwise 2"))
    (rule,) = file.items
    assert isinstance(rule, c.RuleItem)
    check = next(clause for clause in rule.clauses if isinstance(clause, c.Check))
    assert isinstance(check.condition, s.Compare)
    left = check.condition.left
    assert isinstance(left, s.Arithmetic) and [operand.operator for operand in left.rest] == ["+"]
    right = left.rest[0].value
    assert isinstance(right, s.Arithmetic) and [operand.operator for operand in right.rest] == ["*"]
    assert isinstance(check.condition.right, s.Otherwise)


def test_a_broken_rule_hides_no_other() -> None:
    broken = RULE.replace("forbid", "forbids")
    other = RULE.replace("TST001", "TST002").replace("line.units > 1", "line.unist > 1")
    told = faults("language 1\n" + broken + other)
    assert "E001 `forbids` is not a clause" in told
    assert "E102 a line has no `unist`" in told


def test_a_forgotten_brace_costs_one_rule() -> None:
    open_ended = RULE[: RULE.rindex("}")]
    other = RULE.replace("TST001", "TST002").replace("line.units > 1", "line.unist > 1")
    told = faults("language 1\n" + open_ended + other)
    assert "E001 the rule is not closed, and line 8 begins another item" in told
    assert "E102 a line has no `unist`" in told


def test_braces_and_heads_in_texts_are_no_items() -> None:
    text = RULE.replace("  message", '  help """\n{ a brace\nrule TST009 "no rule"\n"""\n  message')
    assert len(pieces("language 1\n" + text)) == 2
    assert faults("language 1\n" + text) == "no fault found"


def test_codes_are_used_once() -> None:
    told = faults("language 1\n" + RULE + RULE)
    assert told.startswith("t.rules:9:6: E122 the code `TST001` is taken")
    assert "it is used in t.rules:2" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("language 2\n", "E121 language 2 is not known; this is language 1"),
        ("use nothing\n", "E101 there is no rule file named `nothing`"),
        ("use coeds\n", "help: did you mean `codes`?"),
        ("rul TST001 {}\n", "help: did you mean `rule`?"),
        ("rule tst001 \"x\" {}\n", "E001 `tst001` is not a rule code"),
        ("set a : proceduer = [99213]\n", "help: did you mean `procedure`?"),
        ("set a : procedure = [99213]\nset a : procedure = [99214]\n", "E122 there are two sets `a`"),
        ("set a : procedure = [99213] except [99213]\n", "E112 nothing is left of this set"),
        ("set a : procedure from \"x.csv\"\n", "E101 `x.csv` does not stand below this rule file"),
        ("set a : modifier = [E*, ABC*]\n", "E104 no modifier code is like `ABC*`"),
        ("set a : filing = [M*, X*]\n", "E104 no claim filing code is like `X*`"),
        ("table a (x: mass) key y { | 1 mcg | }\n", "E101 there is no column `y`"),
        ("table a (x: mas) key x { | 1 mcg | }\n", "help: did you mean `mass`?"),
        ("table a (x: mass) key x { | 1 mL | }\n", "E103 the column holds a mass, which this is not"),
        ("table a (x: number) key x { | 1 |\n | 1 | }\n", "E122 another row has the same key"),
        ("table a (x: number, y: number) key x { | 1 | }\n", "E103 the row has 1 cell; the table has 2 columns"),
        ("table a (x: number, y: number) key x { | 1 | - | }\n", "a value is expected in every row"),
        ("table a (x: number?) key x { }\n", "E103 `x` can not be a key"),
        ("table a (x: procedure) key x { | 9921 | }\n", "E104 `9921` is not a procedure code"),
        ("table a (x: number) key x valid b to c from \"x.csv\"\n", "E101 there is no column `b`"),
    ],
)  # fmt: skip
def test_what_is_wrong_around_rules(text: str, told: str) -> None:
    assert told in faults("language 1\n" + text)


def test_a_file_can_not_use_itself() -> None:
    assert "E122 `t` is used in a circle" in faults("language 1\nuse t\n")


def test_a_fault_in_a_set_does_not_echo() -> None:
    text = "set mine : modifier = [255]\n" + RULE.replace("line.units > 1", "line.modifiers has mine")
    assert faults("language 1\n" + text).count(": E") == 1


def test_a_file_may_leave_its_language_out() -> None:
    said, unsaid = (parse_file("t.rules", head + RULE) for head in ("language 1\n", "\n"))
    assert said[1] == unsaid[1] == []
    assert said[0].items[1:] == unsaid[0].items
