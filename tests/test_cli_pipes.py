"""Output that nobody reads to its end: a pipe into `head` ends quietly, and never as a verdict."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleanclaim.cli import CLOSED, main

BATCH = Path("samples/clean/batch-of-200.837")


def closed(*arguments: str, both: bool = False) -> tuple[int, bytes]:
    """The status of a command, and what it said on standard error, when nobody reads its output; `both`: neither."""
    reader, writer = os.pipe()
    os.close(reader)
    errors = subprocess.STDOUT if both else subprocess.PIPE
    command = [sys.executable, "-m", "cleanclaim", *arguments]
    try:
        done = subprocess.run(command, stdout=writer, stderr=errors, timeout=60, check=False)
    finally:
        os.close(writer)
    return done.returncode, done.stderr or b""


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("--help",),
        ("lint", "--help"),
        ("lint", "samples/flawed"),
        ("lint", "samples/flawed", "--output", "json"),
        ("lint", "samples/flawed", "--output", "999"),
        ("lint", "samples/flawed", "--list-files"),
        ("show", str(BATCH)),
        ("rules", "list"),
    ],
    ids=" ".join,
)
def test_a_pipe_that_was_closed_is_no_trouble_and_no_verdict(arguments: tuple[str, ...]) -> None:
    assert closed(*arguments) == (CLOSED, b"")


def test_with_both_streams_closed_it_is_the_same() -> None:
    assert closed("lint", "samples/flawed", "--statistics", both=True)[0] == CLOSED
    assert closed("lint", "no-such-file", both=True)[0] == CLOSED


def test_a_report_in_a_file_is_not_left_half_written(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    assert closed("lint", "samples/flawed", "--output", "concise", "--output", f"json={report}")[0] == CLOSED
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is full")
@pytest.mark.parametrize("form", ["json", "999"])
def test_a_full_disk_is_not_the_fault_of_what_is_read(form: str) -> None:
    command = [sys.executable, "-m", "cleanclaim", "lint", "samples/flawed", "--output", form]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (2, b"error: no space left on device\n")


def test_head_gets_its_line() -> None:
    command = f"{sys.executable} -m cleanclaim lint samples/flawed --output concise | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, timeout=60, check=False)
    assert done.stdout.startswith(b"samples/flawed/")
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_windows_calls_it_an_invalid_argument(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """An error about a file that is named is another one."""
    monkeypatch.setattr("cleanclaim.cli._closed", lambda: CLOSED)
    for name, platform, expected in ((None, "win32", CLOSED), ("a.837", "win32", 2), (None, "linux", 2)):

        def refuse(_given: list[str], name: str | None = name) -> int:
            raise OSError(errno.EINVAL, "Invalid argument", name)

        with monkeypatch.context() as patch:
            patch.setattr("cleanclaim.cli._run", refuse)
            patch.setattr(sys, "platform", platform)
            assert main(["lint"]) == expected
    capfd.readouterr()
