"""`--timing`: every frame has its stage and its rule, and the report does not change."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from cleanclaim.cli.timing import Book, Timed, is_pass_two
from cleanclaim.x12 import read_events
from tests.claimgen import crowd
from tests.linting import catalogue, findings_of, written
from tests.running import Cli

FLAWED = str(Path(__file__).parent.parent / "samples" / "flawed")


class SeenError(Exception):
    """Carries the frame that asked for something."""

    def __init__(self, frame: FrameType) -> None:
        super().__init__()
        self.frame = frame


class Row:
    """A claim or line that a rule looks at, once."""

    def __getattr__(self, name: str) -> Any:
        raise SeenError(sys._getframe(1))


def asked(rule: Any) -> FrameType:
    """The frame of a rule's code while it asks."""
    with pytest.raises(SeenError) as caught:
        rule.judge(Row(), Row())
    return caught.value.frame


def test_code_of_a_rule_is_known_by_its_place() -> None:
    book = Book(catalogue().rules)
    rules = [rule for rule in written() if not rule.across][:40]
    assert [book.place(asked(rule))[1] for rule in rules] == [rule.code for rule in rules]
    assert {book.place(asked(rule))[0] for rule in rules} == {"ask rules"}


def test_code_of_a_check_in_python_is_known_too() -> None:
    book = Book(catalogue().rules)
    check = next(rule for rule in catalogue().rules if rule.path.endswith(".py"))
    assert book.place(asked(check)) == ("ask rules", check.code)


class Reading:
    """A source that shows who reads it."""

    size = 1_000

    def read(self, start: int, end: int) -> str:
        raise SeenError(sys._getframe(1))


def test_the_innermost_room_decides() -> None:
    with pytest.raises(SeenError) as caught:
        list(read_events(Reading()))  # type: ignore[arg-type]
    assert Book(()).place(caught.value.frame) == ("read segments", "")
    assert Book(()).place(sys._getframe()) == ("everything else", "")
    assert Book(()).place(None) == ("everything else", "")


def test_stages_and_rules_are_told_on_standard_error(cli: Cli) -> None:
    plain, done = cli("lint", FLAWED), cli("lint", "--timing", FLAWED)
    assert (done.status, done.out) == (plain.status, plain.out)
    first, *lines = done.err.splitlines()
    assert first == "time by stage"
    assert {"load rules", "fix files", "finish reports"} <= {
        line.partition("  ")[2].split("  ")[-1] for line in lines
    }
    assert all(re.fullmatch(r" +\d+\.\d{3} s( +\d+%)?  \S.*|time by rule, of \d+\.\d{3} s", line) for line in lines)


def test_the_time_of_pass_two_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen from where claims are read again; where they are read first, and where nobody is, it is not."""
    seen: list[bool] = []

    def events(*asked: Any) -> Any:
        seen.append(is_pass_two(sys._getframe()))
        return read_events(*asked)

    monkeypatch.setattr("cleanclaim.lint.read_events", events)
    assert findings_of("".join(crowd("repeats", 2, 1)) + "".join(crowd("shots", 2, 1)))
    assert seen[0] is False
    assert set(seen[1:]) == {True}
    assert not is_pass_two(None)


def test_what_pass_two_took_stands_below_the_stages() -> None:
    timed = Timed()
    timed._stages.update({"read segments": 4})
    assert list(timed.lines())[1:] == ["    4.000 s  100%  read segments"]
    timed._again = 1.0
    assert list(timed.lines())[2:] == ["    1.000 s   25%  of all that, to read again and compare claims"]


def test_many_rules_are_summed_up() -> None:
    timed = Timed()
    timed._rules.update({f"TST{number:03}": number for number in range(1, 31)})
    lines = list(timed.lines())
    assert lines[-1] == "   55.000 s  10 more rules"
    assert lines[2] == "   30.000 s  TST030"
