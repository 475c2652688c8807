"""Findings that wait: in order when they come back, and none of them changed by the file that they waited in."""

from __future__ import annotations

import os
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim.findings import Caret, ExcerptLine, Finding, Location, Mark, Rule, Syntax
from cleanclaim.locate import Waiting, waiting

RULES = [Rule(f"TST{number:03}", f"Test {number}", "error", 4) for number in range(3)]
WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
NUMBERS = st.integers(0, 2**40)
MARKS = st.builds(Mark, NUMBERS, WORDS, NUMBERS, NUMBERS, label=WORDS, service_line=st.none() | NUMBERS, path=WORDS)
EXCERPTS = st.lists(
    st.builds(ExcerptLine, NUMBERS, WORDS, st.tuples(st.builds(Caret, NUMBERS, NUMBERS, WORDS, st.booleans())))
)
FINDINGS = st.builds(
    Finding,
    st.sampled_from(RULES),
    st.sampled_from(["error", "warning", "info"]),
    st.sampled_from(["one", "two"]),
    MARKS,
    related=st.lists(MARKS, max_size=2).map(tuple),
    claim=st.none() | NUMBERS,
    syntax=st.none() | st.builds(Syntax, WORDS, WORDS, WORDS, st.integers(0, 9)),
    data=st.none() | st.dictionaries(WORDS, WORDS, max_size=2),
    location=st.none() | st.builds(Location, WORDS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, WORDS),
    excerpt=EXCERPTS.map(tuple),
    fingerprint=WORDS,
)  # fmt: skip
PLACES = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=2).map(tuple)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), FINDINGS, PLACES), max_size=12), st.integers(0, 12))
def test_they_come_back_in_order_and_whole(
    drawn: list[tuple[int, Finding, tuple[tuple[int, int, int], ...]]], most: int
) -> None:
    expected = sorted(drawn, key=lambda one: (one[0], one[1].rule, one[1].message))
    with Waiting(most) as held:
        for number, finding, rows in drawn:
            held.add(number, finding, rows)
        assert len(held) == len(drawn)
        for _ in range(2):
            found = [(waiter.order[0], waiter.finding, waiter.rows) for waiter in held]
            assert found == expected
            for (_, finding, _), (_, was, _) in zip(found, expected, strict=True):
                assert finding.excerpt == was.excerpt and finding.about is was.about


def test_records_that_are_longer_than_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_READ", 64)
    messages = ["m" * size for size in (1, 500, 3, 90, 2000)]
    with Waiting(1) as held:
        for number, message in enumerate(messages):
            held.add(number, Finding(RULES[0], "error", message, Mark(1, "CLM", 0, 1)))
        assert [waiter.finding.message for waiter in held] == messages


def test_the_file_has_no_name_and_is_nobody_elses() -> None:
    with Waiting(0) as held:
        held.add(1, Finding(RULES[0], "error", "m", Mark(1, "CLM", 0, 1)))
        assert held._file is not None
        about = os.fstat(held._file.fileno())
        if os.name == "posix":
            assert (about.st_nlink, stat.S_IMODE(about.st_mode)) == (0, 0o600)
        file = held._file
    assert file.closed


def test_few_findings_need_no_file() -> None:
    with Waiting(3) as held:
        for number in (3, 1, 2):
            held.add(number, Finding(RULES[0], "error", "m", Mark(1, "CLM", 0, 1)))
        assert held._file is None
        assert [waiter.order[0] for waiter in held] == [1, 2, 3]
