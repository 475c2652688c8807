"""The command line as people and programs use it: what it prints where, and its exit status."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleanclaim import __version__
from cleanclaim.source import Source
from tests.running import Cli, started

SAMPLES = Path(__file__).parent.parent / "samples"
CLEAN = str(SAMPLES / "clean" / "one-line.837")
NURSE_VISIT = str(SAMPLES / "flawed" / "nurse-visit-with-injection.837")
_LINES = Path(NURSE_VISIT).read_text().splitlines()
VISIT = next(at for at, line in enumerate(_LINES, 1) if line.startswith("SV1*HC:99211"))  # one segment a line
SHOT = next(at for at, line in enumerate(_LINES, 1) if line.startswith("SV1*HC:96372"))
EMPTY_SEGMENT = str(SAMPLES / "flawed" / "empty-segment.837")


def test_a_clean_file_is_status_0_and_says_that_it_was_read(cli: Cli) -> None:
    done = cli("lint", CLEAN)
    assert (done.status, done.err) == (0, "")
    found, read = done.out.splitlines()
    assert found == "nothing found in 1 file"
    assert read.startswith("read 1 file, ") and "; 0 bytes unread; not imported: add-on, " in read


def test_findings_are_status_1_and_one_line_each_in_a_pipe(cli: Cli) -> None:
    done = cli("lint", NURSE_VISIT)
    assert (done.status, done.err) == (1, "")
    first, found, _ = done.out.splitlines()
    assert first.startswith(f"{NURSE_VISIT}:{VISIT}:8: INJ001 error 99211 ")
    assert found == "1 error in 1 of 1 file"


def test_the_full_report_shows_the_segments(cli: Cli) -> None:
    done = cli("lint", "--output", "full", NURSE_VISIT)
    assert done.out.splitlines()[1:9] == [
        f"  --> {NURSE_VISIT}:{VISIT}:8",
        f"   = claim 1, line 1 · loop 2400 · segment {VISIT}",
        "   |",
        f"{VISIT - 1} | LX*1~",
        f"{VISIT} | SV1*HC:99211*40*UN*1***1~",
        "   |        ^^^^^ this visit",
        f"{VISIT + 1} | DTP*472*D8*••••••••~",
        " … |",
    ]


@pytest.mark.parametrize(
    ("fail_on", "path", "status"),
    [
        ("warning", EMPTY_SEGMENT, 1),
        ("error", EMPTY_SEGMENT, 0),
        ("info", EMPTY_SEGMENT, 1),
        ("never", EMPTY_SEGMENT, 0),
        ("never", NURSE_VISIT, 0),
        ("error", NURSE_VISIT, 1),
    ],
)
def test_fail_on_says_what_makes_status_1(cli: Cli, fail_on: str, path: str, status: int) -> None:
    done = cli("lint", "--select", "ENV,INJ", "--fail-on", fail_on, path)
    assert done.status == status
    assert " in 1 of 1 file" in done.out


def test_show_hides_but_counts(cli: Cli) -> None:
    done = cli("lint", "--select", "ENV", "--show", "error", "--fail-on", "warning", EMPTY_SEGMENT)
    assert done.status == 1
    assert done.out.splitlines()[0] == "1 warning in 1 of 1 file · 1 not shown"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--select", "INJ"], True),
        (["--select", "ENV,INJ001"], True),
        (["--select", "ENV"], False),
        (["--select", "ENV", "--extend-select", "INJ001"], True),
        (["--ignore", "INJ001"], False),
        (["--ignore", "INJ", "--select", "ALL"], False),
        (["--ignore", "INJ", "--extend-select", "INJ001"], True),
        (["--ignore", "ENV000"], True),
    ],
)
def test_rules_are_chosen_by_code_and_prefix(cli: Cli, options: list[str], found: bool) -> None:
    done = cli("lint", *options, NURSE_VISIT)
    assert done.status == int(found)
    assert ("INJ001" in done.out) == found


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["lint", "nope.837"], "error: `nope.837` does not exist"),
        (["lint", "--nope", CLEAN], "No such option"),
        (["lint", "--with-claims", CLEAN], "No such option"),
        (["lint", "--paths", "none", CLEAN], "Invalid value"),
        (["lint", "--rules", CLEAN, CLEAN], "is a claim file, no rule file"),
        (["lint", "--values", "ids", CLEAN], "--values ids is for files, and for terminals outside CI"),
        (["lint", "--values", "ids", "--output", "csv=x.csv", CLEAN], "--values ids adds nothing but to full"),
        (["lint", "--output", "json", "--list-files", CLEAN], "--list-files prints names of files and writes"),
        (["lint", "--output", "json=x.json", "--diff", CLEAN], "--diff prints changes and writes no report"),
        (["lint", "--output", "xml", CLEAN], "error: `xml` is no report format"),
        (["lint", "--ignore", "INJ999", CLEAN], "error: there is no rule `INJ999`"),
        (["lint", "--as-of", "2026-02-30", CLEAN], "Invalid value"),
        (["lint", "--rules", "nope.rules", CLEAN], "does not exist"),
        (["lint", "--output", f"json={CLEAN}", CLEAN], "is one of the inputs"),
        (["lint", "--values", "all", CLEAN], "--values all shows protected health information"),
        (["lnit"], "No such command"),
        (["explain", "INJ01"], "error: there is no rule `INJ01`; did you mean `INJ001`?"),
    ],
)
def test_what_can_not_be_done_is_status_2_and_nothing_on_stdout(cli: Cli, arguments: list[str], words: str) -> None:
    done = cli(*arguments)
    assert (done.status, done.out) == (2, "")
    assert words in done.err


def test_a_file_that_is_taken_for_an_option_is_told(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-x.837").write_bytes(Path(CLEAN).read_bytes())
    hint = "`-x.837` is a file here: write `./-x.837`, or `--` before the files\n"
    done = cli("lint", "--nope", "-x.837")
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith(hint)
    for right in (["--", "-x.837"], ["./-x.837"]):
        assert cli("lint", *right).status == 0
    assert "is a file here" not in cli("lint", "--nope", "--", "-x.837").err
    assert "is a file here" not in cli("lint", "-" + "x" * 5000).err


def test_a_report_that_was_refused_did_not_touch_the_input(cli: Cli) -> None:
    before = Path(CLEAN).read_bytes()
    assert cli("lint", "--output", f"json={CLEAN}", CLEAN).status == 2
    assert Path(CLEAN).read_bytes() == before


def test_a_folder_without_claim_files_is_status_2_unless_allowed(cli: Cli, tmp_path: Path) -> None:
    assert "no claim files in" in cli("lint", str(tmp_path)).err
    done = cli("lint", "--allow-empty", str(tmp_path))
    assert (done.status, done.out) == (
        0,
        "nothing found in 0 files\nread 0 files, 0 segments, 0 bytes; 0 bytes unread\n",
    )


def test_json_is_one_document_and_two_runs_give_the_same_bytes(cli: Cli) -> None:
    first, second = (cli("lint", "--output", "json", str(SAMPLES / "flawed")) for _ in range(2))
    assert first.out == second.out
    document = json.loads(first.out)
    assert document["tool"]["version"] == __version__
    assert document["summary"]["errors"] == sum(item["severity"] == "error" for item in document["findings"])
    (visit,) = (item for item in document["findings"] if item["path"] == NURSE_VISIT)
    assert visit["related"][0]["line"] == SHOT
    assert visit["element"] == "SV101-2"
    content = Path(NURSE_VISIT).read_bytes()
    assert content[visit["offset"] :][: visit["length"]] == b"99211"


def test_several_reports_at_once(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    done = cli("lint", "--output", f"json={out}", "--output", "none", NURSE_VISIT)
    assert (done.status, done.out) == (1, "")
    assert json.loads(out.read_text())["summary"]["errors"] == 1


def test_a_file_that_is_no_x12_is_a_finding_and_the_others_are_read(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.837").write_text("hello")
    (tmp_path / "b.837").write_bytes(Path(CLEAN).read_bytes())
    done = cli("lint", str(tmp_path))
    assert done.status == 1
    assert "a.837:1:1: ENV000 error " in done.out
    assert "1 error in 1 of 2 files\n" in done.out
    assert "; 5 bytes unread" in done.out


def test_a_file_that_can_not_be_read_is_status_2_and_the_others_are_read(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = Source.open

    def refuse(path: Path, name: str | None = None) -> Source:
        if path.name == "a\x1b.837":
            raise PermissionError(13, "Permission denied")
        return really(path, name)

    monkeypatch.setattr(Source, "open", refuse)
    (tmp_path / "a\x1b.837").write_text("")
    (tmp_path / "b.837").write_bytes(Path(NURSE_VISIT).read_bytes())
    done = cli("lint", str(tmp_path))
    assert done.status == 2
    assert done.err == f"error: cannot read `{tmp_path}/a␛.837`: permission denied\n"
    assert f"b.837:{VISIT}:8: INJ001" in done.out


@pytest.mark.parametrize(
    ("environment", "terminal", "allowed"),
    [
        ({}, False, False),
        ({}, True, True),
        ({"CI": "true"}, True, False),
        ({"GITHUB_ACTIONS": "true"}, True, False),
        ({"CI": "true", "CLEANCLAIM_ALLOW_PHI": "1"}, False, True),
        ({"CLEANCLAIM_ALLOW_PHI": "yes"}, False, False),
    ],
)
def test_all_values_are_shown_on_a_terminal_outside_ci_or_where_allowed(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], terminal: bool, allowed: bool
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    done = cli("lint", "--values", "all", "--output", "full", "--color", "never", NURSE_VISIT)
    assert done.status == (1 if allowed else 2)
    assert ("DTP*472*D8*20260311~" in done.out) == allowed


def test_no_values_but_shapes(cli: Cli) -> None:
    done = cli("lint", "--values", "none", "--output", "full", NURSE_VISIT)
    assert f"{VISIT} | SV1*••:•••••*••*••*•***•~" in done.out


def test_colours_are_asked_for(cli: Cli) -> None:
    plain = cli("lint", "--output", "full", NURSE_VISIT).out
    colored = cli("lint", "--output", "full", "--color", "always", NURSE_VISIT).out
    assert "\x1b[" not in plain
    assert "\x1b[1;31m" in colored


def test_statistics_and_time_go_to_standard_error(cli: Cli) -> None:
    plain, done = cli("lint", NURSE_VISIT), cli("lint", "--statistics", NURSE_VISIT)
    assert done.out == plain.out
    rule, read, taken = done.err.splitlines()
    assert rule == "       1  INJ001  error    99211 billed with an injection administration code"
    assert read.startswith("read 1 file, 1 interchange, 1 transaction, 1 claim, 3 service lines, 46 segments, ")
    assert taken.startswith("in ") and taken.endswith(" a second")


def test_statistics_say_what_was_not_reported(cli: Cli, tmp_path: Path) -> None:
    cli("baseline", "write", NURSE_VISIT, "-o", str(tmp_path / "b.json"))
    known = ("--baseline", str(tmp_path / "b.json"))
    done = cli("lint", *known, "--show", "error", "--statistics", NURSE_VISIT, EMPTY_SEGMENT)
    assert "not reported: 1 in the baseline, 1 less grave than --show\n" in done.err


def test_list_files_reads_nothing(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Source, "open", None)
    done = cli("lint", "--list-files", NURSE_VISIT, CLEAN)
    assert (done.status, done.out) == (0, f"{NURSE_VISIT}\n{CLEAN}\n")


def _crash(*_: object) -> Iterator[object]:
    yield from (int(text) for text in ("SMITH 123456789",))


def test_a_crash_is_status_2_and_says_no_value(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleanclaim.cli.run.Run.lint", _crash)
    done = cli("lint", NURSE_VISIT)
    assert done.status == 2
    assert "internal error: ValueError at test_cli.py:" in done.err
    assert f"while reading `{NURSE_VISIT}` after segment 0" in done.err
    assert f"\n  cleanclaim {__version__}, Python " in done.err
    assert re.search(r"\n  cli/run\.py:\d+ run\n", done.err)
    assert re.search(r"\n  test_cli\.py:\d+ <genexpr>\n$", done.err)
    assert "SMITH" not in done.err + done.out
    assert "123456789" not in done.err + done.out


def test_a_crash_names_no_file_that_reports_do_not_name(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleanclaim.cli.run.Run.lint", _crash)
    done = cli("lint", NURSE_VISIT, "--paths", "hash")
    assert "internal error" in done.err
    assert "nurse" not in done.err


def test_an_interrupt_is_status_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cleanclaim.cli.run.Run.lint", interrupt)
    assert cli("lint", NURSE_VISIT).status == 130


@pytest.mark.parametrize("arguments", [["--help"], ["lint", "--help"], ["rules", "--help"], ["rules", "list", "-h"]])
def test_help_is_status_0(cli: Cli, arguments: list[str]) -> None:
    done = cli(*arguments)
    assert done.status == 0
    assert "Usage: cleanclaim" in done.out


def test_the_version_is_printed() -> None:
    assert started("--version").stdout.decode().strip() == f"cleanclaim {__version__}"


def test_standard_input_has_the_name_it_was_given() -> None:
    content = Path(NURSE_VISIT).read_bytes()
    done = started("lint", "-", "--stdin-filename", "in.837", input=content)
    assert done.returncode == 1
    assert done.stdout.startswith(f"in.837:{VISIT}:8: INJ001 ".encode())
    assert started("lint", "-", input=content).stdout.startswith(f"<stdin>:{VISIT}:8: INJ001 ".encode())


def test_output_is_utf_8_whatever_the_locale_says() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = started("lint", "--output", "full", NURSE_VISIT, env=environment)
    assert "DTP*472*D8*••••••••~" in done.stdout.decode("utf-8")


def test_a_command_that_is_misspelt_is_told_the_nearest(cli: Cli) -> None:
    done = cli("lnt")
    assert (done.status, done.out) == (2, "")
    assert done.err.endswith("Error: No such command 'lnt'; did you mean 'lint'?\n")
    assert cli("xyzzy").err.endswith("Error: No such command 'xyzzy'.\n")
