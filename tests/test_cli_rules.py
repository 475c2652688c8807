"""`cleanclaim rules` and `cleanclaim explain`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import Cli

CLEAN = str(Path(__file__).parent.parent / "samples" / "clean" / "one-line.837")


def test_rules_are_listed_and_explained(cli: Cli) -> None:
    listed = cli("rules", "list").out.splitlines()
    assert listed == sorted(listed)
    assert any(line.startswith("INJ001") for line in listed)
    assert any(line.startswith("ENV000") for line in listed)
    assert cli("explain", "inj001").out.startswith("INJ001 ")


@pytest.mark.parametrize("command", [["rules", "check"], ["rules", "list"], ["lint", CLEAN, "--rules"]])
def test_a_faulty_rule_file_is_status_2_with_its_place(cli: Cli, tmp_path: Path, command: list[str]) -> None:
    path = tmp_path / "own.rules"
    path.write_text('rule AAA001 "a title" {\n  severity eror\n}\n')
    done = cli(*command, str(path))
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"{path}:2:12: E")
    assert "\n    |            ^^^^\n" in done.err


def test_shipped_rules_are_in_order(cli: Cli) -> None:
    done = cli("rules", "check")
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith(" checked, no fault found\n")


def test_examples_of_rules_are_run(cli: Cli) -> None:
    done = cli("rules", "test", "-k", "inj001")
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith(" examples ran, none failed\n")
    assert not done.out.startswith("0 ")


OWN = """rule AAA001 "Line of one unit" {
  severity warning
  snip 6
  for line
  forbid line.units = 1
  message "one unit"
  mark line.units
  fail "one" at line 1 { line 99213 }
  pass "it lies" { line 99213 }
}
"""


def test_an_example_that_does_not_keep_its_promise_is_status_1(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.rules"
    path.write_text(OWN)
    done = cli("rules", "test", str(path))
    assert (done.status, done.err) == (1, "")
    assert done.out.splitlines() == [
        f"{path}:9: AAA001 it lies: expected no finding, found 1",
        "2 examples ran, 1 failed",
    ]
