"""`cleanclaim show` as people use it: what it prints where, and its exit status."""

from __future__ import annotations

import gzip
import io
import os
import sys
from pathlib import Path

import pytest

from tests.claims import claim_file
from tests.running import Cli, started
from tests.test_cli import CLEAN, EMPTY_SEGMENT, NURSE_VISIT
from tests.test_listing import CLAIM


def test_a_file_is_shown_with_its_findings(cli: Cli) -> None:
    done = cli("show", NURSE_VISIT)
    assert (done.status, done.err) == (1, "")
    lines = done.out.splitlines()
    assert lines[0] == NURSE_VISIT
    assert lines[-2] == "1 error in 1 of 1 file"
    assert lines[-1].startswith("read 1 file, 46 segments, 1.3 KB; 0 bytes unread")
    assert sum("= rule: cleanclaim explain INJ001" in line for line in lines) == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((CLEAN,), 0),
        ((NURSE_VISIT,), 1),
        ((NURSE_VISIT, "--fail-on", "never"), 0),
        ((NURSE_VISIT, "--ignore", "INJ001"), 0),
        ((NURSE_VISIT, "--select", "NCC"), 0),
        ((EMPTY_SEGMENT, "--ignore", "IG"), 0),
        ((EMPTY_SEGMENT, "--ignore", "IG", "--fail-on", "warning"), 1),
        (("no-such-file.837",), 2),
        ((str(Path(CLEAN).parent),), 2),
        ((CLEAN, "--output", "pdf"), 2),
        ((CLEAN, "--output", "html="), 2),
        ((CLEAN, "--output", "html", "--output", "text"), 2),
        ((CLEAN, "--output", f"html={CLEAN}"), 2),
        ((CLEAN, "--values", "all"), 2),
        ((CLEAN, "--values", "ids"), 2),
    ],
)
def test_the_exit_status_says_what_was_found(cli: Cli, arguments: tuple[str, ...], status: int) -> None:
    done = cli("show", *arguments)
    assert done.status == status, done.err
    assert (status == 2) == bool(done.err)


def test_the_page_is_written_for_this_user_alone(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "listing.html"
    done = cli("show", NURSE_VISIT, "--output", f"html={path}", "--output", "text")
    assert done.out.startswith(NURSE_VISIT)
    assert path.read_text("utf-8").startswith("<!doctype html>")
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    only = tmp_path / "only.html"
    assert cli("show", NURSE_VISIT, "--output", f"html={only}").out == ""
    assert only.read_bytes() == path.read_bytes()


def test_values_are_shown_where_they_may_be(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (file := tmp_path / "in.837").write_text(claim_file(*CLAIM))
    path = tmp_path / "out"
    cli("show", str(file), "--values", "ids", "--output", f"html={path}")
    assert "CLM*INV1*80" in path.read_text("utf-8")
    assert "DOE" not in path.read_text("utf-8")
    monkeypatch.setenv("CLEANCLAIM_ALLOW_PHI", "1")
    assert "NM1*IL*1*DOE*JANE" in cli("show", str(file), "--values", "all").out
    refused = cli("show", str(file), "--values", "all", "--output", f"html={path}")
    assert (refused.status, refused.err) == (
        2,
        "error: --values all is never written as html: that page is kept by others\n",
    )


def test_standard_input_is_read_twice(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    content = Path(NURSE_VISIT).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    shown = cli("show", "-", "--stdin-filename", "batch.837").out
    assert shown.splitlines()[0] == "batch.837"
    assert shown.splitlines()[1:] == cli("show", NURSE_VISIT).out.splitlines()[1:]


def test_a_compressed_file_is_shown(cli: Cli, tmp_path: Path) -> None:
    (path := tmp_path / "batch.837.gz").write_bytes(gzip.compress(Path(NURSE_VISIT).read_bytes()))
    assert cli("show", str(path)).out.splitlines()[1:] == cli("show", NURSE_VISIT).out.splitlines()[1:]


def test_names_are_told_on_request(cli: Cli) -> None:
    told = cli("show", CLEAN, "--names").out
    assert "SV103 unit of measure: UN (units)\n" in told
    assert "SV103 unit" not in cli("show", CLEAN).out


def test_what_is_no_claim_file_is_shown_unread(cli: Cli, tmp_path: Path) -> None:
    (path := tmp_path / "letter.837").write_text("Dear payer,\n")
    done = cli("show", str(path))
    assert done.status == 1
    assert "… 12 bytes not read" in done.out
    assert "ENV000 error: no interchange header (ISA) was found" in done.out


def test_a_reader_who_stops_early_is_no_trouble() -> None:
    done = started("show", str(Path(CLEAN).parent / "batch-of-200.837"), "--color", "always")
    assert done.returncode == 0
    assert b"\x1b[1m" in done.stdout
