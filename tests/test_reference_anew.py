"""A store while it is written: a copy takes its place, whole or not at all, and nobody who reads it notices."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from cleanclaim.reference import RefdataError, Store, anew
from cleanclaim.reference import load as loading
from cleanclaim.reference.load import import_files
from cleanclaim.reference.standing import faults
from tests.refdata import imported, public, rows_of
from tests.test_reference_store import HCPCS, MUE, NOW, PTP, quarters, table


def test_a_fault_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    before = rows_of(imported(tmp_path / "s", PTP, MUE), "ncci-ptp")
    broken = tmp_path / PTP
    broken.write_bytes(public(PTP).read_bytes() + b"96372\t99214\t\tsoon\t*\t0\tx\r\n")
    with pytest.raises(RefdataError, match="line 14"):
        import_files(tmp_path / "s", [public(HCPCS), broken])
    store = Store.open(tmp_path / "s")
    assert rows_of(store, "ncci-ptp") == before
    assert store.table("hcpcs") is None
    assert list(faults(store)) == []


def test_an_interruption_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_STEP", 3)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    imported(tmp_path / "s", MUE).close()
    content = (tmp_path / "s").read_bytes()
    for store in ("s", "new"):
        with pytest.raises(KeyboardInterrupt):
            import_files(tmp_path / store, [public(PTP)], tell=interrupt)
    assert (tmp_path / "s").read_bytes() == content
    assert not (tmp_path / "new").exists()


def test_progress_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_STEP", 3)
    told: list[tuple[str, str, int]] = []
    import_files(tmp_path / "s", [public(PTP)], tell=lambda *step: told.append(step))
    assert told == [(PTP, "ncci-ptp", 3), (PTP, "ncci-ptp", 6)]


def test_the_store_is_its_users_alone(tmp_path: Path) -> None:
    imported(tmp_path / "folder" / "s", MUE).close()
    assert stat.S_IMODE((tmp_path / "folder" / "s").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "folder").stat().st_mode) == 0o700


BREAK_OFF = """
import os, sys
from pathlib import Path
from cleanclaim.reference import load
load._STEP = 3
def die(*_): os._exit(9)
load.import_files(Path(sys.argv[1]), [Path(sys.argv[2])], "", die)
"""


def test_an_import_that_was_killed_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    imported(tmp_path / "s", MUE).close()
    content = (tmp_path / "s").read_bytes()
    ended = subprocess.run([sys.executable, "-c", BREAK_OFF, tmp_path / "s", public(PTP)], check=False)
    assert ended.returncode == 9
    assert (tmp_path / "s").read_bytes() == content
    imported(tmp_path / "s", PTP).close()
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


def test_a_release_that_is_imported_again_does_not_touch_those_who_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lint runs while the import writes, and goes on when it has ended."""
    reader = quarters(tmp_path, "2026Q1")
    limits = table(reader, "mue-practitioner")
    first = limits.on(("96372",), dt.date(2026, 1, 1))
    monkeypatch.setattr(loading, "_STEP", 1)
    seen: list[object] = []

    def look(*_: object) -> None:
        with Store.open(tmp_path / "s") as store:
            seen.append([part.rows for part in store.parts])
        limits._kept.clear()
        seen.append(limits.on(("96372",), dt.date(2026, 1, 1)))

    (tmp_path / "mue.csv").write_bytes(public(MUE).read_bytes())
    import_files(tmp_path / "s", [tmp_path / "mue.csv"], "2026Q1", look)
    limits._kept.clear()
    assert limits.on(("96372",), dt.date(2026, 1, 1)) == first
    assert seen == [[4], first] * 4
    later = table(Store.open(tmp_path / "s"), "mue-practitioner").on(("96372",), dt.date(2026, 1, 1))
    assert later is not None
    assert later != first


def test_the_store_stays_whose_it_is_and_a_link_stays_a_link(tmp_path: Path) -> None:
    imported(tmp_path / "real", MUE).close()
    (tmp_path / "real").chmod(0o640)
    (tmp_path / "s").symlink_to("real")
    imported(tmp_path / "s", PTP).close()
    assert (tmp_path / "s").is_symlink()
    assert stat.S_IMODE((tmp_path / "real").stat().st_mode) == 0o640


def test_a_store_is_on_disk_before_it_takes_the_place_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut could leave neither of them."""
    replace = Path.replace
    done: list[tuple[str, int]] = []

    def placed(copy: Path, store: Path) -> Path:
        done.append(("placed", copy.stat().st_size))
        return replace(copy, store)

    monkeypatch.setattr(os, "fsync", lambda handle: done.append(("on disk", os.fstat(handle).st_size)))
    monkeypatch.setattr(Path, "replace", placed)
    imported(tmp_path / "s", MUE).close()
    size = (tmp_path / "s").stat().st_size
    assert done == [("on disk", size), ("placed", size)]


def test_a_store_that_can_not_be_replaced_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows does not replace a file that is open."""
    imported(tmp_path / "s", MUE).close()

    def denied(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", denied)
    with pytest.raises(RefdataError, match="the store `s` is being read: try again"):
        import_files(tmp_path / "s", [public(PTP)])
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


def test_the_store_is_closed_where_open_files_are_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else no import could end on Windows."""
    imported(tmp_path / "s", MUE).close()
    replace, free = Path.replace, []

    def watched(copy: Path, store: Path) -> Path:
        with closing(sqlite3.connect(store, timeout=0, isolation_level=None)) as other:
            try:
                free.append(bool(other.execute("BEGIN IMMEDIATE")))
            except sqlite3.OperationalError:
                free.append(False)
        return replace(copy, store)

    monkeypatch.setattr(Path, "replace", watched)
    for stays in (True, False):
        monkeypatch.setattr(anew, "_OPEN_STAYS", stays)
        import_files(tmp_path / "s", [public(PTP)])
    assert free == [True, False]
    with Store.open(tmp_path / "s") as store:
        assert len(store.parts) == 2


def test_a_store_that_is_being_written_is_no_damaged_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = imported(tmp_path / "s", MUE)
    connect = sqlite3.connect
    with closing(connect(tmp_path / "s", isolation_level=None)) as writer:
        monkeypatch.setattr("sqlite3.connect", lambda where, **more: connect(where, **{**more, "timeout": 0}))
        store._connection.execute("PRAGMA busy_timeout = 0")
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(RefdataError, match="is being written by an import: try again"):
            Store.open(tmp_path / "s")
        with pytest.raises(RefdataError, match="is being written by an import: try again"):
            table(store, "mue-practitioner").on(("96372",), NOW)
        with pytest.raises(RefdataError, match="another import is writing it, try again"):
            import_files(tmp_path / "s", [public(PTP)])


def test_an_import_that_waits_for_one_that_fails_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first makes the store and takes the empty one away when it fails, while the second has it open."""
    monkeypatch.setattr(loading, "_STEP", 3)
    second = threading.Thread(target=import_files, args=(tmp_path / "s", [public(MUE)]))
    waits = threading.Event()
    begun = anew._open

    def opened(store: Path) -> sqlite3.Connection:
        connection = begun(store)
        if threading.current_thread() is second:
            waits.set()
        return connection

    def fail(*_: object) -> None:
        second.start()
        assert waits.wait(5)
        raise KeyboardInterrupt

    monkeypatch.setattr(anew, "_open", opened)
    with pytest.raises(KeyboardInterrupt):
        import_files(tmp_path / "s", [public(PTP)], tell=fail)
    second.join()
    with Store.open(tmp_path / "s") as store:
        assert [part.name for part in store.parts] == ["mue-practitioner"]


def test_another_import_that_makes_the_store_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exists = Path.exists

    def late(path: Path) -> bool:
        """The other one makes it right after this one has looked."""
        found = exists(path)
        if path.name == "s" and not found:
            monkeypatch.undo()
            imported(tmp_path / "s", MUE).close()
        return found

    monkeypatch.setattr(Path, "exists", late)
    import_files(tmp_path / "s", [public(PTP)])
    with Store.open(tmp_path / "s") as store:
        assert {part.name for part in store.parts} == {"mue-practitioner", "ncci-ptp"}
