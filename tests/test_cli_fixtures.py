"""`--extend-select FIX`: files under version control are looked at as fixtures, others are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.running import Cli
from tests.test_facts import claim

REAL = claim("99213", filing="MB").replace("1EG4TE5MK73", "2AA2AA2AA22").replace("1234567893", "1999000015")


def production(text: str) -> str:
    return text.replace("*0*T*:~", "*0*P*:~")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tree" / "deep").mkdir(parents=True)
    (tmp_path / "tree" / "deep" / "a.837").write_text(production(REAL), "ascii")
    (tmp_path / "a.837").write_text(production(REAL), "ascii")
    return tmp_path


def rules(cli: Cli, *arguments: str) -> list[str]:
    result = cli("lint", "--output", "json", "--fail-on", "never", *arguments)
    assert result.status == 0, result.err
    return [finding["rule"] for finding in json.loads(result.out)["findings"]]


def test_they_are_off_unless_named(folder: Path, cli: Cli) -> None:
    (folder / "tree" / ".git").mkdir()
    for asked in ([], ["--select", "ALL"], ["--extend-select", "SIT"]):
        assert [rule for rule in rules(cli, "tree", *asked) if rule.startswith("FIX")] == []


@pytest.mark.parametrize("asked", ["FIX", "fix", "FIX0"])
def test_they_look_at_files_under_version_control(folder: Path, cli: Cli, asked: str) -> None:
    (folder / "tree" / ".git").mkdir()
    found = rules(cli, "tree", "a.837", "--extend-select", asked)
    assert sorted(rule for rule in found if rule.startswith("FIX")) == ["FIX001", "FIX003", "FIX004"]


def test_a_work_tree_can_be_a_file_that_names_it(folder: Path, cli: Cli) -> None:
    (folder / "tree" / ".git").write_text("gitdir: elsewhere\n")
    assert rules(cli, "tree", "--select", "FIX001") == ["FIX001"]


def test_elsewhere_they_say_nothing(folder: Path, cli: Cli) -> None:
    assert rules(cli, "tree", "--select", "FIX") == []


def test_one_can_be_left_out(folder: Path, cli: Cli) -> None:
    (folder / "tree" / ".git").mkdir()
    assert rules(cli, "tree", "--select", "FIX", "--ignore", "FIX004") == ["FIX001", "FIX003"]


def test_what_is_invented_is_silent(folder: Path, cli: Cli) -> None:
    (folder / "tree" / ".git").mkdir()
    (folder / "tree" / "deep" / "a.837").write_text(claim("99213", filing="MB"), "ascii")
    assert rules(cli, "tree", "--select", "FIX") == []
