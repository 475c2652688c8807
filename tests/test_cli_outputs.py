"""Where reports go, who may read them, and when they are coloured."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import pytest

from cleanclaim.cli.outputs import Output, open_outputs, parse_outputs, wants_color
from cleanclaim.errors import ConfigError
from cleanclaim.reports import KEPT_BY_OTHERS, Totals
from tests.running import Cli

FLAWED = "samples/flawed/pointers.837"


class Terminal(io.StringIO):
    """A standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_the_default_is_full_on_a_terminal_and_concise_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert parse_outputs(()) == (Output("concise", None),)
    monkeypatch.setattr("sys.stdout", Terminal())
    assert parse_outputs(()) == (Output("full", None),)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert parse_outputs(()) == (Output("github", None),)


def test_the_step_summary_is_appended(cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (summary := tmp_path / "summary.md").write_text("before\n")
    cli("lint", FLAWED)  # without a workflow nothing is written
    assert summary.read_text() == "before\n"
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    said = cli("lint", FLAWED)
    assert said.status == 1
    assert said.out.startswith("::error file=")
    assert summary.read_text().startswith("before\n### cleanclaim\n")
    assert "| error |" in summary.read_text()


@pytest.mark.parametrize("name", sorted(KEPT_BY_OTHERS))
def test_reports_that_others_keep_never_show_values(name: str, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANCLAIM_ALLOW_PHI", "1")
    said = cli("lint", "--values", "all", "--output", name, FLAWED)
    assert (said.status, said.out) == (2, "")
    assert f"--values all is never written as {name}" in said.err


def test_numbers_of_claims_are_for_terminals_outside_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    from cleanclaim.cli import main

    for verb in ("lint", "show"):
        for variable in ("CI", "GITHUB_ACTIONS"):
            with monkeypatch.context() as patch:
                patch.setattr("sys.stdout", terminal := Terminal())
                patch.setenv(variable, "1")
                assert main([verb, "--values", "ids", FLAWED]) == 2
                assert terminal.getvalue() == ""
        with monkeypatch.context() as patch:
            patch.delenv("CI", raising=False)
            patch.setattr("sys.stdout", Terminal())
            assert main([verb, "--values", "ids", FLAWED]) == 1


def test_a_suite_stands_for_each_file(cli: Cli) -> None:
    said = cli("lint", "--output", "junit", FLAWED, "samples/clean")
    assert said.out.count("<testsuite ") == 1 + len(list(Path("samples/clean").glob("*")))


def test_reports_are_named_with_their_files() -> None:
    assert parse_outputs(["json=a=b.json", "full"]) == (Output("json", Path("a=b.json")), Output("full", None))


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["xml"], "`xml` is no report format: choose from full, concise, grouped, json"),
        (["json="], "`json=` names no file"),
        (["json", "full"], "two reports can not go to standard output"),
        (["json=a", "full=./a"], "two reports can not go to"),
    ],
)
def test_what_can_not_be_written_is_said(texts: list[str], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        parse_outputs(texts)


def test_a_report_file_is_for_this_user_alone_and_appears_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    path.chmod(0o644)
    with open_outputs([Output("concise", path)], color=True) as (report,):
        report.end(Totals(files=1))
        assert path.read_text() == "old"
    assert path.read_text().startswith("nothing found in 1 file\n")
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [item.name for item in tmp_path.iterdir()] == ["out.txt"]


def test_a_run_that_breaks_leaves_the_old_report(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), open_outputs([Output("concise", path)], color=False):
        _ = 1 / 0
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["out.txt"]


def test_a_report_that_can_not_be_written_is_told_by_its_own_name(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "out.json"
    said = cli("lint", "--output", f"json={path}", FLAWED)
    assert (said.status, said.out) == (2, "")
    assert f"no such file or directory: `{path}`" in said.err


def test_a_device_is_written_to_directly() -> None:
    with open_outputs([Output("concise", Path(os.devnull))], color=False) as (report,):
        report.end(Totals())
    assert not Path(os.devnull).is_file()


def test_colours_follow_the_terminal_and_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout", Terminal())
    assert wants_color("auto")
    assert not wants_color("never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_color("auto")
    assert wants_color("always")
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not wants_color("auto")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout", io.StringIO())
    assert not wants_color("auto")
