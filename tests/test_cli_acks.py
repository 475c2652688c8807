"""`--output 999=PATH` and `ta1=PATH`: files for this user alone, made before anything is selected."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cleanclaim.acks import ACKS
from cleanclaim.cli.outputs import ACK_FORMATS
from tests.acks_reading import read
from tests.running import Cli

SAMPLES = Path(__file__).parent.parent / "samples"
FAULTY = str(SAMPLES / "flawed" / "missing-units.837")
UNBALANCED = str(SAMPLES / "flawed" / "claim-total.837")
CLEAN = str(SAMPLES / "clean" / "one-line.837")
AS_OF = ("--as-of", "2026-04-01")


def test_what_can_be_asked_for_can_be_written() -> None:
    assert set(ACK_FORMATS) == set(ACKS)


def test_answers_stand_in_files_for_this_user_alone(cli: Cli, tmp_path: Path) -> None:
    implementation, interchange = tmp_path / "a.999", tmp_path / "a.ta1"
    done = cli("lint", *AS_OF, "--output", f"999={implementation}", "--output", f"ta1={interchange}", FAULTY)
    assert (done.status, done.out, done.err) == (1, "", "")
    (answer,) = read(implementation.read_text())
    assert answer.isa[9:11] == ["260401", "0000"]
    assert answer.groups[0].transactions[0].errors[0].elements[0][0] == ["IK4", "4", "380", "1"]
    assert read(interchange.read_text())[0].ta1[4:] == ["A", "000"]
    assert os.name == "nt" or stat.S_IMODE(implementation.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.999", "a.ta1"]


def test_answers_to_several_files_stand_one_behind_the_other(cli: Cli) -> None:
    done = cli("lint", *AS_OF, "--output", "999", FAULTY, CLEAN)
    assert [answer.groups[0].verdict[1] for answer in read(done.out)] == ["R", "A"]
    assert done.out == cli("lint", *AS_OF, "--output", "999", FAULTY, CLEAN).out


@pytest.mark.parametrize("options", [["--ignore", "ALL"], ["--select", "INJ"], ["--show", "error"]])
def test_selection_changes_no_answer(cli: Cli, options: list[str]) -> None:
    plain = cli("lint", *AS_OF, "--output", "999", FAULTY)
    assert cli("lint", *AS_OF, *options, "--output", "999", FAULTY).out == plain.out
    assert cli("lint", "--ignore", "IG030", "--output", "999", FAULTY).status == 0


@pytest.mark.parametrize(("level", "status"), [("1", "A"), ("2", "A"), ("3", "R")])
def test_the_level_says_what_is_judged(cli: Cli, level: str, status: str) -> None:
    for options in ([], ["--ignore", "BAL"]):
        done = cli("lint", *AS_OF, *options, "--ack-level", level, "--output", "999", UNBALANCED)
        assert read(done.out)[0].groups[0].verdict[1] == status
    assert cli("lint", "--ack-level", "3", "--ignore", "BAL", UNBALANCED, "--output", "none").status == 0


def test_claims_are_named_in_files_only(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.999"
    assert cli("lint", "--values", "ids", "--output", f"999={path}", FAULTY).status == 1
    assert "CTX*CLM01:" in path.read_text()
    done = cli("lint", "--values", "ids", "--output", "999", FAULTY)
    assert (done.status, done.out) == (2, "")
    assert "--values ids is for files, and for terminals outside CI" in done.err
    assert cli("lint", "--values", "ids", "--output", f"sarif={path}", FAULTY).status == 2
    assert "CTX*CLM01" not in cli("lint", "--output", "999", FAULTY).out


def test_the_usage_that_was_asked_for(cli: Cli) -> None:
    assert cli("lint", "--expect-usage", "T", CLEAN).status == 0
    done = cli("lint", "--expect-usage", "P", CLEAN)
    assert done.status == 1
    assert "ENV030 error ISA15 must be `P`" in done.out
    answer = read(cli("lint", "--expect-usage", "P", "--output", "ta1", CLEAN).out)
    assert answer[0].ta1[4:] == ["R", "020"]


def test_the_character_set_of_the_receiver(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "small-letters.837"
    path.write_text(Path(CLEAN).read_text().replace("COLUMBUS", "Columbus"))
    assert "Columbus" in path.read_text()
    assert cli("lint", str(path)).status == 0
    done = cli("lint", "--character-set", "basic", "--fail-on", "warning", str(path))
    assert done.status == 1
    assert done.out.count("ENV031") == 1


def test_an_envelope_from_the_future_is_compared_with_the_day_that_is_said(cli: Cli) -> None:
    assert "ENV032 warning ISA09" in cli("lint", "--select", "ENV", "--as-of", "2020-01-01", CLEAN).out
    assert "ENV032" not in cli("lint", "--select", "ENV", CLEAN).out


def test_why_an_answer_is_empty_is_said(cli: Cli, tmp_path: Path) -> None:
    text = Path(CLEAN).read_text()
    headless, answer = tmp_path / "headless.837", tmp_path / "a.999"
    headless.write_text(text[text.index("GS*") :])
    done = cli("lint", "--output", f"999={answer}", "--output", f"ta1={tmp_path / 'a.ta1'}", str(headless))
    assert done.status == 1
    assert done.err.splitlines() == [
        "no 999 was written: no input has a functional group that is acknowledged",
        "no TA1 was written: no input has an interchange (ISA)",
    ]
    assert answer.read_text() == ""
