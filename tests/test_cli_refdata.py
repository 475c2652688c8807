"""`cleanclaim refdata`: import, status, verify."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.refdata import public
from tests.running import Cli

CLEAN = str(Path(__file__).parents[1] / "samples" / "clean" / "visit-with-b12-injection.837")
PTP, MUE = "ccipra-v323r0-f1.txt", "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLEANCLAIM_REFDATA", str(tmp_path / "refdata.sqlite"))
    return tmp_path / "refdata.sqlite"


def test_import_says_what_came_in(cli: Cli, store: Path) -> None:
    found = cli("refdata", "import", str(public(PTP)), str(public(MUE)))
    assert (found.status, found.err) == (0, "")  # no progress where there is no terminal
    assert found.out == (f"ncci-ptp 2026Q4: 6 rows of {PTP}, 1 left out\nmue-practitioner 2026Q4: 4 rows of {MUE}\n")
    assert store.exists()


def test_the_store_can_be_named(cli: Cli, store: Path, tmp_path: Path) -> None:
    assert cli("refdata", "import", "--store", str(tmp_path / "other"), str(public(PTP))).status == 0
    assert not store.exists()
    assert "ncci-ptp" in cli("refdata", "status", "--store", str(tmp_path / "other")).out.partition("not imported")[0]


def test_a_file_that_does_not_fit_is_trouble(cli: Cli, store: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x\n", encoding="utf-8")
    found = cli("refdata", "import", str(tmp_path / "x.txt"))
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith("error: `x.txt` is not known: ")
    assert not store.exists()


def test_status_of_nothing(cli: Cli, store: Path) -> None:
    found = cli("refdata", "status")
    assert found.status == 0
    shipped, _, missing = found.out.partition("\n\nnot imported\n")
    assert [line.split()[0] for line in shipped.splitlines()[1:]] == [
        "icd-10-cm",
        "icd-10-cm-sides",
        "place-of-service",
        "states",
        "zip-prefixes",
    ]
    assert "shipped" in shipped and missing.startswith("  ncci-ptp ")


def test_a_store_whose_first_import_has_not_ended_is_none_yet(cli: Cli, store: Path) -> None:
    store.touch()
    done = cli("lint", CLEAN)
    assert (done.status, "not imported: " in done.out) == (0, True), done.err
    assert cli("refdata", "status").status == 0


def test_status_of_a_store(cli: Cli, store: Path) -> None:
    cli("refdata", "import", "--release", "2020Q1", str(public(PTP)))
    head, row, *_ = cli("refdata", "status").out.splitlines()
    assert head == "table             release  rows  from        to"
    assert (
        row
        == "ncci-ptp          2020Q1      6  2020-01-01  2020-03-31  stale: it has ended, and no later one is here"
    )


def test_verify(cli: Cli, store: Path) -> None:
    assert cli("refdata", "verify").status == 2
    cli("refdata", "import", str(public(PTP)), str(public(MUE)))
    found = cli("refdata", "verify")
    assert (found.status, found.out) == (0, "2 tables, 10 rows, no fault found\n")


def test_a_store_that_is_none_is_trouble(cli: Cli, store: Path) -> None:
    store.write_bytes(b"ISA*00*")
    for command in ("status", "verify"):
        found = cli("refdata", command)
        assert (found.status, found.err) == (2, "error: `refdata.sqlite` is no reference store\n")


def test_progress_on_a_terminal(cli: Cli, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("cleanclaim.reference.load._STEP", 5)
    found = cli("refdata", "import", str(public(PTP)))
    assert f"\r\x1b[K{PTP}: ncci-ptp, 5 rows\r\x1b[K" in found.err
    assert found.out.startswith("ncci-ptp 2026Q4: 6 rows")


ENDED = """
import os, signal, sys
from cleanclaim.cli import main
from cleanclaim.reference import anew
anew._settle = lambda copy: os.kill(os.getpid(), signal.SIGTERM)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_an_import_that_is_ended_leaves_nothing_beside_the_store(cli: Cli, store: Path) -> None:
    cli("refdata", "import", str(public(MUE)))
    content = store.read_bytes()
    command = [sys.executable, "-c", ENDED, "refdata", "import", str(public(PTP))]
    assert subprocess.run(command, check=False, timeout=60).returncode == 128 + signal.SIGTERM
    assert [path.name for path in store.parent.iterdir()] == [store.name]
    assert store.read_bytes() == content
