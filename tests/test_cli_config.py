"""`cleanclaim config`: what it writes can be read, what it shows is what holds."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import jsonschema
import pytest

from tests.running import Cli


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
    (folder / "base.toml").write_text("\nfail-on = 'warning'\n")
    (inner := folder / "in box").mkdir()
    (inner / "cleanclaim.toml").write_text("extend = '../base.toml'\n[payers.'60 054']\nprofile = 'x'\n")
    lines = cli("config", "show", "in box").out.splitlines()
    assert lines[0] == "# in box/cleanclaim.toml holds for in box"
    assert 'fail-on = "warning"  # base.toml:2' in lines
    assert 'select = ["ALL"]  # default' in lines
    assert any(line.startswith('payers = { "60 054" = { profile = "x"') for line in lines)
    assert tomllib.loads("\n".join(lines))["fail-on"] == "warning"


def test_show_without_a_file_shows_the_defaults(cli: Cli) -> None:
    said = cli("config", "show")
    assert said.out.startswith("# no configuration file holds for .\n")
    assert all(line.endswith("# default") for line in said.out.splitlines()[1:])


def test_what_is_wrong_in_the_file_is_trouble(cli: Cli, folder: Path) -> None:
    (folder / "cleanclaim.toml").write_text("fail-onn = 'error'")
    said = cli("config", "show")
    assert said.status == 2
    assert "cleanclaim.toml:1: unknown key `fail-onn`; did you mean `fail-on`?" in said.err
