"""`docs/situations.md` names rules that exist, and every rule of the room stands in it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.linting import catalogue

PAGE = Path(__file__).parent.parent / "docs" / "situations.md"
ROWS = [line for line in PAGE.read_text("utf-8").splitlines() if re.match(r"\| \d", line)]
NAMED = set(re.findall(r"`([A-Z]{2,3}\d{3})`", "\n".join(ROWS)))


def test_every_rule_that_is_named_exists() -> None:
    assert NAMED - set(catalogue().about) == set()


def test_every_situation_has_its_row() -> None:
    assert {code for code in catalogue().about if code.startswith("SIT")} - NAMED == set()


def test_a_rule_stands_in_the_row_of_its_number() -> None:
    """Four rules are older than the numbers."""
    for row in ROWS:
        first, _, last = row.split("|")[1].partition("–")
        numbers = {int(number) for number in re.findall(r"\d+", first)}
        numbers |= set(range(min(numbers), int(last) + 1)) if last.strip() else set()
        for code in re.findall(r"`SIT(\d{3})`", row):
            assert int(code) % 100 in numbers or code in ("002", "003", "004") or "takes the country" in row, row


def test_names_of_files_are_real() -> None:
    for name in re.findall(r"`(samples/[^`]+)`", PAGE.read_text("utf-8")):
        assert (PAGE.parent.parent / name).is_file()
