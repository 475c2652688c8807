"""`cleanclaim rules` and `cleanclaim explain`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleanclaim.resources import resource
from tests.linting import catalogue
from tests.running import Cli, started

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


def test_what_a_terminal_would_obey_is_drawn(cli: Cli, tmp_path: Path) -> None:
    """And a tab is as wide as a blank, so that the caret stands under the word."""
    path = tmp_path / "own.rules"
    path.write_text('rule AAA001 "a title" {\n\tseverity eror # \x1b[31m\n}\n')
    done = cli("rules", "check", str(path))
    assert "\x1b" not in done.err
    assert "\n  2 |  severity eror # ␛[31m\n    |           ^^^^\n" in done.err


def test_shipped_rules_are_in_order(cli: Cli) -> None:
    done = cli("rules", "check")
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith(" checked, no fault found\n")


def test_examples_of_rules_are_run(cli: Cli) -> None:
    done = cli("rules", "test", "-k", "inj001")
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith(" examples ran, none failed\n")
    assert not done.out.startswith("0 ")


def test_a_text_that_no_example_has_is_trouble(cli: Cli, tmp_path: Path) -> None:
    """That none ran would read as if all were well."""
    done = cli("rules", "test", "-k", "aaa001")
    said = "error: no rule or example has `aaa001` in its code or title"
    assert (done.status, done.out, done.err) == (2, "", f"{said}: without PATHS these are the shipped ones\n")
    (tmp_path / "own.rules").write_text(OWN)
    assert cli("rules", "test", "-k", "BBB", str(tmp_path)).err == said.replace("aaa001", "BBB") + "\n"
    assert cli("rules", "test", "-k", "lies", str(tmp_path)).out.endswith("\n1 example ran, 1 failed\n")


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


def test_check_runs_examples_on_request(cli: Cli, tmp_path: Path) -> None:
    own = tmp_path / "own.rules"
    own.write_text(OWN)
    assert cli("rules", "check", str(own)).status == 0
    done = cli("rules", "check", "--test", str(own))
    assert done.status == 1
    assert done.out.startswith("1 rule checked, no fault found\n")
    assert done.out.endswith("ran, 1 failed\n")


def test_the_proof_says_what_is_left_of_a_new_rule(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("rules", "new", "AAA001", "Line of two units").status == 0
    path = tmp_path / "aaa001.rules"
    told = "aaa001.rules:3: AAA001 still says what `rules new` wrote: "
    assert f"{told}suggest, help, cite\n" in cli("rules", "check", "--proof", "aaa001.rules").out
    assert "rules new" not in cli("rules", "check", "aaa001.rules").out
    path.write_text(path.read_text().replace("what the biller can do", "bill one unit"))
    assert f"{told}help, cite\n" in cli("rules", "check", "--proof", "aaa001.rules").out
    path.write_text(path.read_text().replace("the document that says so", "a manual").replace("Why it", "Because it"))
    assert "rules new" not in cli("rules", "check", "--proof", "aaa001.rules").out


def test_the_proof_says_that_examples_do_not_hold(cli: Cli, tmp_path: Path) -> None:
    """Else everything seems unproved; the places come in the order of the file."""
    (tmp_path / "own.rules").write_text(
        OWN.replace("  for line\n", "  payer is 60054\n  for line where procedure is 99213\n")
    )
    done = cli("rules", "check", "--proof", str(tmp_path))
    lines = done.out.splitlines()
    assert [int(line.split(":")[1]) for line in lines if "no example notices" in line] == [5, 5, 6, 6]
    assert lines[-2:] == [
        "examples that do not keep their promise, and so notice nothing: 1; see `cleanclaim rules test`",
        "2 of 6 damages noticed",
    ]
    (tmp_path / "own.rules").write_text(
        OWN.replace('  pass "it lies" { line 99213 }\n', '  pass "two" { line 99213 x2 }\n')
    )
    assert "promise" not in cli("rules", "check", "--proof", str(tmp_path)).out


def test_hidden_rule_files_are_passed_over(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "other.rules").write_text("no rule at all")
    (tmp_path / "own.rules").write_text(OWN)
    assert cli("rules", "check", str(tmp_path)).out == "1 rule checked, no fault found\n"


def test_a_rule_of_ones_own_is_explained_with_its_text(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.rules"
    path.write_text(f"# mine\n\n{OWN}\n# the end\n")
    done = cli("explain", "AAA001", "--rules", str(path))
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("AAA001 Line of one unit\nwarning · SNIP level 6\n")
    assert "to leave it out: cleanclaim lint --ignore AAA001\n" in done.out
    written = done.out.partition(f"with its examples ({path}:3):\n\n")[2]
    assert written.replace("\n  ", "\n")[2:] == OWN


def test_a_rule_that_the_configuration_names_is_explained(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A finding of it says: `cleanclaim explain AAA001`."""
    monkeypatch.chdir(tmp_path)
    done = cli("explain", "aaa001")
    yours = "(one of yours is found with `--rules PATH`, or named by a configuration here)"
    assert (done.status, done.err) == (2, f"error: there is no rule `aaa001`; did you mean `DAT001`? {yours}\n")
    (tmp_path / "own.rules").write_text(OWN)
    (tmp_path / "cleanclaim.toml").write_text('rules = ["*.rules"]\n')
    done = cli("explain", "aaa001")
    assert done.err == ""
    assert done.out.startswith("AAA001 Line of one unit\n")
    (tmp_path / "cleanclaim.toml").write_text('rules = ["none/*.rules"]\n')
    assert cli("explain", "AAA001").err.endswith("cleanclaim.toml:1: no rule file matches `none/*.rules`\n")
    assert cli("explain", "INJ001").status == 0, "a shipped rule is explained whatever a configuration says"
    assert cli("explain", "QQQ999", "--rules", str(tmp_path / "own.rules")).err.endswith("`QQQ999`\n")


def test_a_rule_that_is_built_in_is_explained_without_text(cli: Cli) -> None:
    done = cli("explain", "ENV000")
    assert done.status == 0
    assert "as it is written" not in done.out


def test_every_rule_can_be_explained(cli: Cli) -> None:
    """With its text, unless it is built in."""
    for line in cli("rules", "list").out.splitlines():
        code = line.split()[0]
        out = cli("explain", code).out
        assert (f"\n  rule {code} " in out or "\n  @check(\n" in out) == (code in catalogue().by_code), code


def test_a_terminal_that_can_not_draw_a_character_gets_another() -> None:
    """What goes into a file or a pipe is UTF-8 all the same."""
    pty = pytest.importorskip("pty", reason="there are no terminals of this kind here")
    terminal, drawn_on = pty.openpty()
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "cleanclaim", "explain", "ENV000"]
    done = subprocess.run(command, stdout=drawn_on, stderr=subprocess.PIPE, env=env, timeout=60, check=False)
    os.close(drawn_on)
    drawn = os.read(terminal, 65_536)
    os.close(terminal)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"error ? SNIP level 1" in drawn
    assert "error · SNIP level 1" in started("explain", "ENV000", env=env).stdout.decode()


def test_one_shipped_file_is_judged_among_its_kin(cli: Cli) -> None:
    """What its rules cover, and what covers them, stands in other files; nothing is said of these."""
    done = cli("rules", "check", "--proof", str(resource("rules") / "injections.rules"))
    assert done.status == 0, done.out
    assert "no example notices" not in done.out
    assert {line.split()[0] for line in done.out.splitlines()[1:-1]} == {"INJ001", "INJ002"}
    tested = cli("rules", "test", str(resource("rules") / "units.rules"))
    assert tested.out.endswith(" examples ran, none failed\n")
