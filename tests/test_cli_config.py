"""`cleanclaim config`: what it writes can be read, what it shows is what holds."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from tests.running import Cli, Outcome


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_init_writes_a_file_once(cli: Cli, folder: Path) -> None:
    assert cli("config", "init").out == "wrote cleanclaim.toml\n"
    assert tomllib.loads((folder / "cleanclaim.toml").read_text()) == {}
    again = cli("config", "init")
    assert (again.status, again.err) == (2, "error: `cleanclaim.toml` is there already\n")


def test_schema_is_a_json_schema(cli: Cli) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(cli("config", "schema").out))


def test_show_says_where_each_setting_was_written(cli: Cli, folder: Path) -> None:
    (folder / "base.toml").write_text("\nvalues = 'none'\n")
    (inner := folder / "in box").mkdir()
    (inner / "cleanclaim.toml").write_text("extend = '../base.toml'\n[payers.'60 054']\nprofile = 'x'\n")
    lines = cli("config", "show", "in box").out.splitlines()
    assert lines[0] == "# in box/cleanclaim.toml holds for in box"
    assert 'values = "none"  # base.toml:2' in lines
    assert 'select = ["ALL"]  # default' in lines
    assert any(line.startswith('payers = { "60 054" = { profile = "x"') for line in lines)
    assert tomllib.loads("\n".join(lines))["values"] == "none"


def test_show_without_a_file_shows_the_defaults(cli: Cli) -> None:
    said = cli("config", "show")
    assert said.out.startswith("# no configuration file holds for .\n")
    assert all(line.endswith("# default") for line in said.out.splitlines()[1:])


def test_show_says_what_the_environment_says(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "cleanclaim.toml").write_text("fail-on = 'warning'\nselect = ['INJ']\n")
    monkeypatch.setenv("CLEANCLAIM_LINT_FAIL_ON", "info")
    monkeypatch.setenv("CLEANCLAIM_LINT_SELECT", "DXP,MOD INJ")
    monkeypatch.setenv("CLEANCLAIM_LINT_PAYER", "medicare")
    monkeypatch.setenv("CLEANCLAIM_LINT_PATHS", "hash")
    lines = cli("config", "show").out.splitlines()
    assert 'fail-on = "info"  # environment CLEANCLAIM_LINT_FAIL_ON' in lines
    assert 'select = ["DXP", "MOD", "INJ"]  # environment CLEANCLAIM_LINT_SELECT' in lines
    assert 'payer = "medicare"  # environment CLEANCLAIM_LINT_PAYER' in lines
    assert 'paths = "hash"  # environment CLEANCLAIM_LINT_PATHS' in lines
    monkeypatch.setenv("CLEANCLAIM_LINT_FAIL_ON", "sometimes")
    said = cli("config", "show")
    assert (said.status, "'sometimes' is not one of" in said.err) == (2, True)


def test_show_of_a_file_tells_settings_of_the_run_apart(cli: Cli, folder: Path) -> None:
    (folder / "cleanclaim.toml").write_text("fail-on = 'never'\nvalues = 'none'\n")
    (folder / "in").mkdir()
    (folder / "in" / "a.837").write_text("x")
    (folder / "in" / "cleanclaim.toml").write_text(
        "show = 'error'\n[files.'*.837']\nexpect-usage = 'T'\n[[ignore]]\nrule='DXP'\nreason='r'\n"
        "expires=2027-01-31\n"
    )
    lines = cli("config", "show", "in/a.837").out.splitlines()
    assert lines[:2] == ["# in/cleanclaim.toml holds for in/a.837", '# [files."*.837"] holds for it']
    assert 'fail-on = "never"  # cleanclaim.toml:1' in lines
    assert 'show = "info"  # default' in lines  # the run's, and the working directory says nothing
    assert 'values = "codes"  # default' in lines  # the file's, and its configuration says nothing
    assert tomllib.loads("\n".join(lines))["ignore"][0]["expires"].isoformat() == "2027-01-31"


def test_what_is_wrong_in_the_file_is_trouble(cli: Cli, folder: Path) -> None:
    (folder / "cleanclaim.toml").write_text("fail-onn = 'error'")
    said = cli("config", "show")
    assert said.status == 2
    assert "cleanclaim.toml:1: unknown key `fail-onn`; did you mean `fail-on`?" in said.err


CLAIM = Path("samples/flawed/pointers.837").resolve()


def lint(cli: Cli, folder: Path, config: str, *arguments: str) -> Outcome:
    (folder / "cleanclaim.toml").write_text(config)
    return cli("lint", str(CLAIM), *arguments)


def test_lint_does_what_the_file_says(cli: Cli, folder: Path) -> None:
    assert lint(cli, folder, "fail-on = 'never'").status == 0
    assert "DXP001" not in lint(cli, folder, "select = ['DXP002']").out
    assert lint(cli, folder, "output = ['json']").out.startswith('{"version":1')
    lint(cli, folder, "output = ['json=found.json']")
    assert json.loads((folder / "found.json").read_text())["findings"]


def test_the_command_line_beats_the_file(cli: Cli, folder: Path) -> None:
    assert lint(cli, folder, "fail-on = 'never'", "--fail-on", "error").status == 1
    assert "DXP001" in lint(cli, folder, "select = ['DXP002']", "--select", "DXP001").out


def test_rules_of_the_file_are_read(cli: Cli, folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "own" / "a.rules").write_text(
        'language 1\n\nrule TST001 "Any line" {\n  severity warning\n  snip 7\n  for line\n'
        '  forbid line.procedure is 96372\n  message "a shot"\n  mark line.procedure\n'
        '  fail "one" at line 1 { line 96372  line J3420 }\n  pass "none" { line 85025 }\n}\n'
    )
    said = lint(cli, folder, "rules = ['own/*.rules']\nselect = ['TST001']")
    assert "TST001 warning a shot" in said.out, said


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("[severity]\nDXP991 = 'info'", "cleanclaim.toml:2: there is no rule `DXP991`; did you mean `DXP001`?"),
        ("rules = ['no/*.rules']", "cleanclaim.toml:1: no rule file matches `no/*.rules`"),
        ("rules = ['../*']", "is outside of the working directory"),
        ("rules = ['/etc/*']", "is outside of the working directory"),
        ("shw = 'info'", "cleanclaim.toml:1: unknown key `shw`; did you mean `show`?"),
    ],
)
def test_what_the_file_can_not_ask_for_is_trouble(config: str, words: str, cli: Cli, folder: Path) -> None:
    said = lint(cli, folder, config)
    assert said.status == 2
    assert words in said.err
