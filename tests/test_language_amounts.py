"""Amounts as people say them: each is told by what it means."""

from __future__ import annotations

from itertools import product

import pytest

from cleanclaim.language.parse import parse_file

WORDS = {
    ">=": ["at least", "no less than", "not less than", "no fewer than", "not fewer than"],
    "<=": ["at most", "up to", "no more than", "not more than", "no greater than", "not higher than"],
    ">": ["more than", "greater than", "higher than"],
    "<": ["less than", "fewer than", "lower than"],
}
SAID = [(words, sign) for sign, several in WORDS.items() for words in several]
COUNTING = {
    "at least": ">=", "no fewer than": ">=", "no less than": ">=", "at most": "<=", "no more than": "<=",
    "up to": "<=",
    "more than": ">", "fewer than": "<", "less than": "<", "exactly": "=", "only": "=", "just": "=",
}  # fmt: skip
COUNTED = {"2": "2", "one": "1", "two": "2", "three": "3"}


def told(clause: str) -> list[tuple[str, str]]:
    """The messages and helps for a rule with this clause, or for a table with this row."""
    rule = f'rule TST001 "A" {{\n  severity error\n  snip 4\n  for claim\n  {clause}\n  message "m"\n}}\n'
    table = f'table kinds (one: text, other: text) key one {{\n  {clause}\n  | "A" | "B" |\n}}\n'
    _, faults = parse_file("t.rules", "language 1\n" + (table if clause.startswith("|") else rule))
    return [(fault.message, fault.help) for fault in faults]


@pytest.mark.parametrize("begin", ["", "is "])
@pytest.mark.parametrize(("words", "sign"), SAID)
def test_amounts_are_compared_by_signs(words: str, sign: str, begin: str) -> None:
    ((message, help_),) = told(f"require claim.total_charge {begin}{words} $5")
    assert help_ == f"write `{sign}`"
    assert message in (f"`{begin}{words}` is not used here", f"`{words}` is not used here")


@pytest.mark.parametrize(("number", "rows"), [*product(COUNTED, ["lines", "other lines"])])
def test_how_many_rows_there_are_is_counted(number: str, rows: str) -> None:
    for words, sign in COUNTING.items():
        if (words, number) == ("at least", "one"):  # which is `any`
            continue
        help_ = f"write `count({rows} where ...) {sign} {COUNTED[number]}`"
        assert told(f"require {words} {number} {rows} where procedure is 99213") == [
            ("how many there are is said of their count", help_)
        ]


@pytest.mark.parametrize("row", ["line", "other line", "earlier line"])
def test_at_least_one_is_any(row: str) -> None:
    assert told(f"require at least one {row} where procedure is 99213") == [
        ("`at least one` is not used here", f"write `any {row}`")
    ]


@pytest.mark.parametrize("row", ["|---|---|", "| --- | :--: |", "|:---|---:|"])
def test_a_table_has_no_line_under_its_head(row: str) -> None:
    assert told(row) == [("a table has no line under its head", "rows alone stand in the braces")]


@pytest.mark.parametrize("end", ["first", "last"])
@pytest.mark.parametrize("words", ["modifier", "modifier of line", "modifier of the line"])
def test_the_first_modifier_is_one_of_the_line(words: str, end: str) -> None:
    help_ = f"write `line.modifiers {end} is ...`"
    assert told(f"require {end} {words} is QW") == [(f"`{end} {words}` is not used here", help_)]


@pytest.mark.parametrize("words", ["sum of units", "sum units of lines", "max charge of other lines"])
def test_what_is_added_up_stands_in_parentheses(words: str) -> None:
    ((message, help_),) = told(f"require {words} > 3")
    assert message == f"`{words[:3]}` takes what it ranges over in parentheses"
    assert help_ == "write `sum(units of lines)`, or `count(lines where ...)`"
