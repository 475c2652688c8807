"""`lint --fix` and `lint --diff` on real files."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path

import pytest

from tests.running import Cli

FIXABLE = {"wrong-segment-count.837": "ENV010", "wrapped-at-80-columns.837": "ENV022"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (*FIXABLE, "pointers.837"):
        shutil.copy(Path("samples/flawed") / name, tmp_path)
    return tmp_path


def findings(said: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(said)["findings"]
    return found


def test_what_can_be_fixed_is_counted_and_described(cli: Cli, folder: Path) -> None:
    said = cli("lint", "--output", "json", str(folder))
    fixes = {finding["rule"]: finding["fix"] for finding in findings(said.out) if finding["fix"]}
    assert set(fixes) == set(FIXABLE.values())
    assert "2 can be fixed with --fix" in cli("lint", str(folder)).out


def test_fix_mends_the_files_and_lints_them_again(cli: Cli, folder: Path) -> None:
    pointers = (folder / "pointers.837").read_bytes()
    said = cli("lint", "--fix", "--output", "json", str(folder))
    assert not set(FIXABLE.values()) & {str(finding["rule"]) for finding in findings(said.out)}
    assert said.err.count("fixed `") == 2
    assert (folder / "pointers.837").read_bytes() == pointers
    assert said.status == 1  # the pointers are not ours to mend
    assert cli("lint", "--fix", str(folder)).err.count("fixed `") == 0


def test_diff_shows_and_changes_nothing(cli: Cli, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    said = cli("lint", "--diff", str(folder))
    assert said.status == 1
    assert said.out.count("--- ") == 2
    assert "@@ byte" in said.out
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    assert cli("lint", "--diff", str(folder / "pointers.837")).status == 0


def test_a_file_that_can_not_be_written_is_trouble_and_is_linted_all_the_same(cli: Cli, tmp_path: Path) -> None:
    (folder := tmp_path / "no").mkdir()
    shutil.copy("samples/flawed/wrong-segment-count.837", folder)

    def refuse(*_: object, **__: object) -> tuple[int, str]:
        raise PermissionError(13, "Permission denied")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleanclaim.fix.rewrite.tempfile.mkstemp", refuse)
        said = cli("lint", "--fix", str(folder))
    assert said.status == 2
    assert "error: cannot fix" in said.err
    assert "ENV010" in said.out


@pytest.mark.parametrize("paths", ["basename", "hash"])
def test_diff_names_files_as_reports_do(cli: Cli, folder: Path, paths: str) -> None:
    (folder / "gone.837").symlink_to("nowhere")
    said = cli("lint", "--diff", "--paths", paths, str(folder))
    assert said.status == 2
    assert said.err.count("cannot read") == 1
    assert said.out.count("+++ ") == 2
    assert ("+++ wrong-segment-count.837\n" in said.out) == (paths == "basename")
    assert str(folder) not in said.out + said.err


def test_what_can_not_be_looked_at_is_told_where_nothing_is_linted(cli: Cli, folder: Path) -> None:
    (folder / "gone.837").symlink_to("nowhere")
    for option in ("--diff", "--list-files"):
        said = cli("lint", option, str(folder))
        assert (said.status, said.err.count("gone.837`: the link leads to no file")) == (2, 1)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_signals_are_heard_while_a_file_is_fixed_and_as_before_then(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is ignored stays so: nohup ignores that the terminal has gone."""
    write, during = os.fsync, []
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL), signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def written(handle: int) -> None:
        during.append((callable(signal.getsignal(signal.SIGTERM)), signal.getsignal(signal.SIGHUP)))
        write(handle)

    monkeypatch.setattr(os, "fsync", written)
    try:
        cli("lint", "--fix", str(folder))
        after = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGHUP, before[1])
    assert set(during) == {(True, signal.SIG_IGN)}
    assert after == (signal.SIG_DFL, signal.SIG_IGN)
