"""`--extend-select FIX`: files under version control are looked at as fixtures, others are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.running import Cli
from tests.test_facts import claim

INVENTED = claim("99213", filing="MB").replace("1999000023", "1234567893")
REAL = INVENTED.replace("1EG4TE5MK73", "2AA2AA2AA22").replace("XX*1234567893", "XX*1999000015", 1)


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


@pytest.mark.parametrize(
    ("ignored", "found"),
    [
        ({".gitignore": "deep/\n"}, []),
        ({".gitignore": "*.837\n"}, []),
        ({"deep/.gitignore": "/a.837\n"}, []),
        ({".git/info/exclude": "a.837\n"}, []),
        ({".gitignore": "deep/*\n", "deep/.gitignore": "# none\n"}, []),
        ({".gitignore": "/a.837\nout/\n"}, ["FIX001"]),
        ({".gitignore": "*.837\n!deep/*.837\n"}, ["FIX001"]),
        ({".gitignore": "*.837\n", "deep/.gitignore": "!a.837\n"}, ["FIX001"]),
        ({".gitignore": "deep/\n", "deep/.gitignore": "!a.837\n"}, []),  # what is below an ignored folder stays so
    ],
)
def test_what_git_ignores_is_no_fixture(folder: Path, cli: Cli, ignored: dict[str, str], found: list[str]) -> None:
    (folder / "tree" / ".git" / "info").mkdir(parents=True)
    for name, text in ignored.items():
        (folder / "tree" / name).write_text(text)
    assert rules(cli, "tree", "--select", "FIX001") == found


@pytest.mark.parametrize(
    ("name", "found"),
    [("deep/a.837", ["FIX001"]), ("more/deep/a.837", []), ("deep/a.8370", [])],
)
def test_what_was_added_though_ignored_is_a_fixture(folder: Path, cli: Cli, name: str, found: list[str]) -> None:
    """An entry of the index: 62 bytes, of which the last two hold the length of the name, the name, and a nought."""
    (folder / "tree" / ".git").mkdir()
    (folder / "tree" / ".gitignore").write_text("*.837\n")
    entry = b"DIRC\0\0\0\2\0\0\0\1" + bytes(60) + len(name).to_bytes(2, "big") + name.encode() + b"\0"
    (folder / "tree" / ".git" / "index").write_bytes(entry)
    assert rules(cli, "tree", "--select", "FIX001") == found


def test_elsewhere_they_say_nothing(folder: Path, cli: Cli) -> None:
    assert rules(cli, "tree", "--select", "FIX") == []


def test_one_can_be_left_out(folder: Path, cli: Cli) -> None:
    (folder / "tree" / ".git").mkdir()
    assert rules(cli, "tree", "--select", "FIX", "--ignore", "FIX004") == ["FIX001", "FIX003"]


def test_what_is_invented_is_silent(folder: Path, cli: Cli) -> None:
    (folder / "tree" / ".git").mkdir()
    (folder / "tree" / "deep" / "a.837").write_text(INVENTED, "ascii")
    assert rules(cli, "tree", "--select", "FIX") == []
