"""`docs/catalogue.md` is made from `docs/catalogue.csv`, and the two know every rule there is."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.catalogue_page import DOCS, PAGE, Row, beyond, known_rules, read_rows, render_page, section_of

ROOMS = [row for row in read_rows() if section_of(row.condition) in ("ENV", "IG", "BAL", "SIT", "EXT")]


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == render_page(read_rows(), known_rules()), "run `make docs-catalogue`"


def test_every_rule_that_is_named_exists() -> None:
    named = {code for row in read_rows() for code in row.rules}
    assert named - set(known_rules()) == set()


@pytest.mark.parametrize("row", read_rows(), ids=lambda row: row.condition)
def test_a_condition_has_a_rule_or_a_reason(row: Row) -> None:
    assert row.rules or row.why
    assert row.says and not row.says.endswith(".")
    assert len(set(row.rules)) == len(row.rules)


def test_conditions_stand_once() -> None:
    assert [name for name, times in Counter(row.condition for row in read_rows()).items() if times > 1] == []


@pytest.mark.parametrize(
    ("prefix", "last", "left"),
    [("ENV", 16, ()), ("IG", 13, ()), ("BAL", 10, ()), ("SIT", 89, (14, 55, 72, 87)), ("EXT", 14, ())],
)
def test_no_number_is_passed_over(prefix: str, last: int, left: tuple[int, ...]) -> None:
    numbers = [int(row.condition[len(prefix) :]) for row in ROOMS if section_of(row.condition) == prefix]
    assert numbers == [number for number in range(1, last + 1) if number not in left]


def test_situations_and_code_sets_are_all_in_their_rows() -> None:
    assert [rule.code for rule in beyond(read_rows(), known_rules()) if rule.code.startswith(("SIT", "EXT"))] == []


def test_a_rule_stands_in_the_row_of_its_number() -> None:
    """A second and a third rule for a situation have 100 and 200 more; four rules are older than the numbers."""
    older = {"SIT002", "SIT003", "SIT004"}
    for code, rows in _rows_of("SIT").items():
        assert code in older or any(int(code[3:]) % 100 == int(row.condition[3:]) for row in rows), code


def test_what_is_beyond_is_said() -> None:
    text = PAGE.read_text("utf-8")
    assert [code for code in known_rules() if f"`{code}`" not in text] == []


def test_names_of_files_and_pages_are_real() -> None:
    text = PAGE.read_text("utf-8")
    for name in re.findall(r"`(samples/[^`]+)`", text):
        assert (DOCS.parent / name).is_file()
    for name in re.findall(r"\]\(([^)]+)\)", text):
        assert (DOCS / name).is_file()


def _rows_of(prefix: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in read_rows():
        if section_of(row.condition) == prefix:
            for code in row.rules:
                if code.startswith(prefix):
                    found.setdefault(code, []).append(row)
    return found
