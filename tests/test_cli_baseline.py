"""`cleanclaim baseline` and `lint --baseline`, as a team adopts the tool on files that have findings."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from tests.running import Cli

SAMPLES = Path(__file__).parent.parent / "samples" / "flawed"


@pytest.fixture
def outbound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two flawed files, and the folder above it as the working directory."""
    folder = tmp_path / "out"
    folder.mkdir()
    for name in ("pointers.837", "claim-total.837"):
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    return folder


def test_what_is_known_is_counted_and_fails_nothing(cli: Cli, outbound: Path) -> None:
    assert cli("lint", "out").status == 1
    done = cli("baseline", "write", "out")
    assert (done.status, done.out, done.err) == (0, "", "`cleanclaim-baseline.json` knows 3 findings\n")
    assert os.name == "nt" or stat.S_IMODE(Path("cleanclaim-baseline.json").stat().st_mode) == 0o600
    done = cli("lint", "out", "--baseline", "cleanclaim-baseline.json")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("nothing found in 2 files · 3 in the baseline\n")


def test_writing_twice_gives_the_same_bytes(cli: Cli, outbound: Path) -> None:
    cli("baseline", "write", "out", "-o", "b.json")
    before = Path("b.json").read_bytes()
    cli("baseline", "write", "out", "-o", "b.json")
    assert Path("b.json").read_bytes() == before


def test_some_of_the_files_from_another_folder(cli: Cli, outbound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("baseline", "write", "out", "-o", "b.json")
    monkeypatch.chdir(outbound)
    done = cli("lint", "pointers.837", "--baseline", "../b.json")
    assert (done.status, done.err) == (0, "")
    assert "nothing found in 1 file · 2 in the baseline" in done.out


def test_what_is_new_is_reported(cli: Cli, outbound: Path) -> None:
    cli("baseline", "write", "out", "-o", "b.json")
    shot = (SAMPLES / "nurse-visit-with-injection.837").read_bytes()
    (outbound / "new.837").write_bytes(shot)
    done = cli("lint", "out", "--baseline", "b.json", "--output", "json")
    assert done.status == 1
    document = json.loads(done.out)
    assert [item["rule"] for item in document["findings"]] == ["INJ001"]
    assert (document["summary"]["baselined"], document["summary"]["errors"]) == (3, 1)
    assert document["summary"]["stale"] == []


def test_what_is_gone_is_said_and_pruned(cli: Cli, outbound: Path) -> None:
    cli("baseline", "write", "out", "-o", "b.json")
    clean = (SAMPLES.parent / "clean" / "one-line.837").read_bytes()
    (outbound / "pointers.837").write_bytes(clean)
    done = cli("lint", "out", "--baseline", "b.json", "--output", "json")
    assert done.status == 0
    assert done.err.startswith("b.json: 2 findings of the baseline not found again (DXP001, DXP002); ")
    assert [(one["rule"], one["count"]) for one in json.loads(done.out)["summary"]["stale"]] == [
        ("DXP001", 1),
        ("DXP002", 1),
    ]
    assert cli("lint", "out/claim-total.837", "--baseline", "b.json").err == ""  # the other file was not read
    assert cli("lint", "out", "--select", "BAL", "--baseline", "b.json").err == ""  # the rules did not run
    assert cli("baseline", "prune", "out", "--baseline", "b.json").err == "`b.json` knows 1 finding\n"
    assert cli("lint", "out", "--baseline", "b.json").err == ""


def test_pruning_keeps_what_is_known_of_other_files_unless_told(cli: Cli, outbound: Path) -> None:
    cli("baseline", "write", "out", "-o", "b.json")
    path = "out/claim-total.837"
    assert cli("baseline", "prune", path, "--baseline", "b.json").err == "`b.json` knows 3 findings\n"
    assert cli("baseline", "prune", path, "--baseline", "b.json", "--only-these").err == "`b.json` knows 1 finding\n"


def test_the_same_options_judge(cli: Cli, outbound: Path) -> None:
    Path("cleanclaim.toml").write_text('select = ["DXP001"]\nshow = "error"\n')
    assert cli("baseline", "write", "out", "-o", "b.json").err == "`b.json` knows 1 finding\n"
    assert cli("baseline", "write", "out", "-o", "b.json", "--select", "DXP").err == "`b.json` knows 2 findings\n"


def test_an_acknowledgment_knows_nothing_of_a_baseline(cli: Cli, tmp_path: Path) -> None:
    path, answer = str(SAMPLES / "missing-units.837"), tmp_path / "answer.999"
    cli("baseline", "write", path, "-o", str(tmp_path / "b.json"))
    done = cli("lint", path, "--baseline", str(tmp_path / "b.json"), "--output", f"999={answer}")
    assert done.status == 0
    assert "IK5*R" in answer.read_text()


def test_what_can_not_be_done(cli: Cli, outbound: Path) -> None:
    Path("b.json").write_text('{"known": "DOE"}')
    for arguments in (["lint", "out", "--baseline", "b.json"], ["baseline", "write", "out", "-o", "b.json"]):
        done = cli(*arguments)
        assert (done.status, done.out) == (2, "")
        assert done.err == "error: `b.json` is no baseline: write it with `cleanclaim baseline write`\n"
    assert cli("lint", "out", "--baseline", "none.json").status == 2
    assert cli("baseline", "prune", "out", "--baseline", "none.json").status == 2
    done = cli("baseline", "write", "out", "-o", "out/pointers.837")
    assert done.status == 2


def test_a_file_that_can_not_be_read_writes_no_baseline(
    cli: Cli, outbound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cleanclaim.source import Source

    def refuse(path: Path, name: str | None = None) -> Source:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Source, "open", refuse)
    assert cli("baseline", "write", "out", "-o", "b.json").status == 2
    assert not Path("b.json").exists()
