"""What Windows does otherwise, as far as it can be tried elsewhere: slashes, modes, consoles, line ends."""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.cli import main, meter
from cleanclaim.cli.paths import find_inputs
from cleanclaim.reports.naming import make_naming, slashed
from tests.running import Cli

FLAWED = Path("samples/flawed/wrong-segment-count.837")


def test_reports_for_others_write_forward_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    at_home = make_naming("hash", b"0123456789abcdef")("out/batch.837")
    monkeypatch.setattr(os, "sep", "\\")
    assert slashed(r"out\batch.837") == "out/batch.837"
    assert make_naming("hash", b"0123456789abcdef")(r"out\batch.837") == at_home


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
def test_each_of_them_does(cli: Cli, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    content = FLAWED.read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    monkeypatch.setattr(f"cleanclaim.reports.{form}.slashed", lambda path: path.replace("\\", "/"))
    done = cli("lint", "-", "--stdin-filename", r"out\batch.837", "--output", form)
    assert "out/batch.837" in done.out
    assert "\\" not in done.out.replace("\\u", "")


def test_a_file_is_fixed_where_there_are_no_modes(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(FLAWED, tmp_path)
    monkeypatch.delattr(os, "fchmod")
    done = cli("lint", "--fix", str(tmp_path))
    assert (done.status, done.err.count("fixed `")) == (0, 1)


def test_folders_are_walked_on_disks_that_do_not_number_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shutil.copy(FLAWED, tmp_path / name)
    (tmp_path / "one" / "back").symlink_to(tmp_path)
    really = os.stat

    def unnumbered(*arguments: Any, **more: Any) -> os.stat_result:
        about = list(really(*arguments, **more))
        about[1] = about[2] = 0
        return os.stat_result(about)

    monkeypatch.setattr(os, "stat", unnumbered)
    monkeypatch.setattr(Path, "stat", lambda path, **more: unnumbered(path, **more))
    assert len(find_inputs([str(tmp_path)]).files) == 2


def test_the_line_of_an_old_console_is_cleared_with_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter, "_OLD", True)
    monkeypatch.setattr(meter, "_width", lambda: 5)
    assert meter._clear() == "\r    \r"


@pytest.mark.parametrize("arguments", [["rules", "list"], ["explain", "INJ001"], ["lint", str(FLAWED)]])
def test_output_has_the_same_bytes_as_elsewhere(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="cp1252", newline="\r\n")
    monkeypatch.setattr(sys, "stdout", stream)
    main(arguments)
    stream.flush()
    assert b"\r" not in written.getvalue()
    assert written.getvalue().decode("utf-8")
