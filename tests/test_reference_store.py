"""The store: releases and their days, read only, nothing foreign in it."""

from __future__ import annotations

import datetime as dt
import gc
import os
import sqlite3
import threading
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.reference import TABLES, RefdataError, Release, Store, Table, Unanswered
from cleanclaim.reference.load import import_files
from cleanclaim.reference.standing import absent, faults, shipped_standings, standings
from tests.refdata import imported, public, rows_of

PTP, PTP_2 = "ccipra-v323r0-f1.txt", "ccipra-v323r0-f2.txt"
MUE, ICD, HCPCS = (
    "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv",
    "icd10cm_order_2027.txt",
    "HCPC2026_OCT_ANWEB.txt",
)
NOW = dt.date(2026, 11, 2)


def table(store: Store, name: str) -> Table:
    found = store.table(name)
    assert found is not None
    return found


# ------------------------------------------------------------------------------ asking


def test_a_pair_on_a_day(tmp_path: Path) -> None:
    pairs = table(imported(tmp_path / "s", PTP), "ncci-ptp")
    release = Release("ncci-ptp", "2026Q4")
    assert pairs.on(("96372", "99211"), NOW) == (("96372", "99211", "0"), release)
    assert pairs.on(("99211", "96372"), NOW) is None  # direction matters
    assert pairs.on(("96372", "12345"), NOW) is None


@pytest.mark.parametrize(
    ("day", "indicator"),
    [("2008-12-31", None), ("2009-01-01", "0"), ("2019-12-31", "0"), ("2020-01-01", "1"), ("2026-12-31", "1")],
)
def test_the_last_day_of_an_edit_is_included(day: str, indicator: str | None, tmp_path: Path) -> None:
    found = table(imported(tmp_path / "s", PTP), "ncci-ptp").on(("96365", "96372"), dt.date.fromisoformat(day))
    assert (found and found.values[-1]) == indicator


def test_what_was_asked_is_remembered_and_answers_alike(tmp_path: Path) -> None:
    pairs = table(imported(tmp_path / "s", PTP), "ncci-ptp")
    assert pairs.on(("96372", "99211"), NOW) == pairs.on(("96372", "99211"), NOW)
    assert pairs.on(("96365", "96372"), dt.date(2019, 1, 1)) != pairs.on(("96365", "96372"), NOW)


def test_memory_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleanclaim.reference.store._KEPT", 10)
    pairs = table(imported(tmp_path / "s", PTP), "ncci-ptp")
    for number in range(100):
        pairs.on((f"{number:05}", "99211"), NOW - dt.timedelta(days=number))
        assert len(pairs._kept) <= 10 and len(pairs._days) <= 10
    pairs.on(("SMITH, JOHN OF SPRINGFIELD, ILLINOIS, USA", "99211"), NOW)
    assert not any("SMITH" in part for key in pairs._kept for part in key)


def test_nobody_is_remembered(tmp_path: Path) -> None:
    own = table(imported(tmp_path / "s", "enrolment.csv"), "enrolment")
    found = own.on(("1999000015", "X9001"), NOW)
    assert found is not None and found.values == ("1999000015", "X9001", "123456789")
    assert own.on(("1999000023", "X9001"), NOW) is None  # it ended in 2025
    assert own._kept == {}


def test_numbers_are_exact(tmp_path: Path) -> None:
    store = imported(tmp_path / "s", "section 508 version of October 2026 ASP NDC-HCPCS Crosswalk 091426.csv")
    found = table(store, "ndc-hcpcs").on(("99999004201", "J3425"), NOW)
    assert found is not None and found.values[3] == Decimal("0.5")


# ------------------------------------------------------------------------------ releases


def quarters(tmp_path: Path, *releases: str) -> Store:
    for number, release in enumerate(releases):
        text = public(MUE).read_text("latin-1").replace("96372,4", f"96372,{number + 1}")
        (tmp_path / "mue.csv").write_text(text, "latin-1")
        import_files(tmp_path / "s", [tmp_path / "mue.csv"], release)
    return Store.open(tmp_path / "s")


@pytest.mark.parametrize(
    ("day", "most", "release", "outdated"),
    [
        ("2026-01-01", 1, "2026Q1", False),
        ("2026-03-31", 1, "2026Q1", False),
        ("2026-04-01", 1, "2026Q1", True),
        ("2026-06-30", 1, "2026Q1", True),
        ("2026-07-01", 2, "2026Q3", False),
        ("2027-05-05", 2, "2026Q3", True),
    ],
)
def test_each_day_has_its_release(day: str, most: int, release: str, outdated: bool, tmp_path: Path) -> None:
    found = table(quarters(tmp_path, "2026Q1", "2026Q3"), "mue-practitioner").on(
        ("96372",), dt.date.fromisoformat(day)
    )
    assert found is not None
    assert (found.values[1], found.release) == (most, Release("mue-practitioner", release, outdated))


def test_nobody_knows_the_limits_before_the_first_release(tmp_path: Path) -> None:
    with pytest.raises(Unanswered):
        table(quarters(tmp_path, "2026Q1"), "mue-practitioner").on(("96372",), dt.date(2025, 12, 31))


def test_edits_say_themselves_since_when(tmp_path: Path) -> None:
    """A release keeps edits that have ended, so it answers for days before it as well."""
    pairs = table(imported(tmp_path / "s", PTP), "ncci-ptp")
    found = pairs.on(("96372", "99211"), dt.date(2024, 5, 1))
    assert found is not None and found.release == Release("ncci-ptp", "2026Q4", early=True)
    assert pairs.on(("96372", "99213"), dt.date(2013, 6, 30)) is None


def test_a_code_that_is_not_there_does_not_exist_on_the_days_of_a_release_only(tmp_path: Path) -> None:
    codes = table(imported(tmp_path / "s", HCPCS), "hcpcs")
    assert codes.on(("J9999",), NOW) is None
    for day in (dt.date(2027, 1, 1), dt.date(2026, 9, 30)):
        with pytest.raises(Unanswered):
            codes.on(("J9999",), day)
    assert codes.on(("J3425",), dt.date(2027, 1, 1)) is not None
    with pytest.raises(Unanswered):  # it is too young for that day, but a code that ended can have had its number
        codes.on(("J3425",), dt.date(2023, 12, 31))


def test_a_release_that_is_imported_again_takes_its_own_place(tmp_path: Path) -> None:
    store = quarters(tmp_path, "2026Q1", "2026Q1", "2026Q2")
    assert [part.release for part in store.parts] == ["2026Q1", "2026Q2"]
    assert [row[1] for row in rows_of(store, "mue-practitioner") if row[0] == "96372"] == ["2", "3"]


def test_parts_of_a_release_come_one_by_one(tmp_path: Path) -> None:
    imported(tmp_path / "s", PTP).close()
    store = imported(tmp_path / "s", PTP_2)
    assert [(part.release, part.label, part.rows) for part in store.parts] == [("2026Q4", "1", 6), ("2026Q4", "2", 1)]
    assert table(store, "ncci-ptp").on(("G0463", "96372"), NOW) is not None
    assert [part.rows for part in imported(tmp_path / "s", PTP).parts] == [1, 6]


# ------------------------------------------------------------------------------ what is no store


def test_a_store_is_opened_to_be_read(tmp_path: Path) -> None:
    store = imported(tmp_path / "s", MUE)
    with pytest.raises(RefdataError):
        store.query("DELETE FROM parts")
    with pytest.raises(FileNotFoundError):
        Store.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not tell which files are open")
def test_a_store_is_closed_where_another_thread_lets_it_go(tmp_path: Path) -> None:
    """A connection is in a circle with its statements: whichever thread clears up lets it go."""
    held = [imported(tmp_path / "s", MUE)]
    where = str((tmp_path / "s").resolve())

    def is_open() -> bool:
        return any(os.path.realpath(path) == where for path in Path("/proc/self/fd").iterdir())

    assert is_open()
    held.clear()
    other = threading.Thread(target=gc.collect)
    other.start()
    other.join()
    assert not is_open()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("CREATE VIEW more AS SELECT 1", "a view"),
        ("CREATE TRIGGER t AFTER INSERT ON parts BEGIN SELECT 1; END", "a trigger"),
        ("CREATE TABLE more (x)", "a table"),
        ("CREATE INDEX i ON parts (name)", "a index"),
        ("DROP TABLE t_hcpcs", "lacks tables"),
        ("ALTER TABLE parts ADD COLUMN more TEXT", "holds what no import has made"),
        ("PRAGMA application_id = 1", "is no reference store"),
        ("PRAGMA user_version = 99", "is of format 99"),
    ],
)
def test_what_no_import_has_made_is_refused(statement: str, told: str, tmp_path: Path) -> None:
    imported(tmp_path / "s", MUE).close()
    connection = sqlite3.connect(tmp_path / "s")
    connection.execute(statement)
    connection.commit()
    connection.close()
    with pytest.raises(RefdataError, match=told):
        Store.open(tmp_path / "s")
    with pytest.raises(RefdataError, match=told):
        import_files(tmp_path / "s", [public(PTP)])


@pytest.mark.parametrize("content", [b"ISA*00*", b"SQLite format 3\0" + b"\0" * 100, b"x" * 5000])
def test_a_file_that_is_no_store(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(content)
    with pytest.raises(RefdataError, match="`s` is no reference store"):
        Store.open(tmp_path / "s")
    with pytest.raises(RefdataError, match="`s` is no reference store"):
        import_files(tmp_path / "s", [public(PTP)])
    assert (tmp_path / "s").read_bytes() == content


def test_a_damaged_page_is_told(tmp_path: Path) -> None:
    imported(tmp_path / "s", MUE).close()
    content = bytearray((tmp_path / "s").read_bytes())
    size = int.from_bytes(content[16:18], "big")
    at = content.index(b"96372") // size * size
    content[at : at + size] = b"\xff" * size
    (tmp_path / "s").write_bytes(content)
    with pytest.raises(RefdataError, match="import its files anew"):
        table(Store.open(tmp_path / "s"), "mue-practitioner").on(("96372",), NOW)


# ------------------------------------------------------------------------------ status and verify


def test_standings(tmp_path: Path) -> None:
    store = quarters(tmp_path, "2026Q1", "2026Q3", "2027Q1")
    found = standings(store, NOW)
    assert [(one.release, one.rows, one.first, one.last, one.note) for one in found] == [
        ("2027Q1", 4, "2027-01-01", "2027-03-31", "to come"),
        ("2026Q3", 4, "2026-07-01", "2026-09-30", "earlier"),
        ("2026Q1", 4, "2026-01-01", "2026-03-31", "earlier"),
    ]
    assert standings(store, dt.date(2027, 4, 1))[0].note == "stale: it has ended, and no later one is here"
    shipped = {"icd-10-cm", "icd-10-cm-sides", "place-of-service", "states", "zip-prefixes"}
    own = {name for name, about in TABLES.items() if not about.joined}
    assert {about.name for about in absent(store)} == own - {"mue-practitioner"} - shipped
    assert {about.name for about in absent(None)} == own - shipped
    assert {standing.table for standing in shipped_standings(NOW)} == shipped


def damage(store: Path, *statements: str) -> list[str]:
    connection = sqlite3.connect(store)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return list(faults(Store.open(store)))


def test_a_sound_store_has_no_faults(tmp_path: Path) -> None:
    assert list(faults(imported(tmp_path / "s", PTP, PTP_2, MUE, ICD, HCPCS, "enrolment.csv"))) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM t_ncci_ptp WHERE column2 = '99211'", f"ncci-ptp 2026Q4: expected 6 rows of `{PTP}`, found 5"),
        ("UPDATE t_ncci_ptp SET part = 9 WHERE column2 = '99211'", "ncci-ptp: 1 rows are of no file"),
        ("UPDATE t_ncci_ptp SET last = 19990101 WHERE column2 = '99211'", "ncci-ptp: 1 rows end before they begin"),
        ("UPDATE t_ncci_ptp SET last = 20201231 WHERE last = 20191231", "ncci-ptp: 1 rows contradict another"),
        ("UPDATE parts SET label = '3' WHERE label = '2'", "ncci-ptp 2026Q4: file f2 is missing"),
        ("UPDATE parts SET last = 20260101 WHERE label = '1'", "ncci-ptp 2026Q4: it ends before it begins"),
        ("UPDATE parts SET name = 'other' WHERE label = '1'", "other: there is no such table"),
    ],
)  # fmt: skip
def test_faults_are_found(statement: str, told: str, tmp_path: Path) -> None:
    imported(tmp_path / "s", PTP, PTP_2).close()
    assert any(fault.startswith(told) for fault in damage(tmp_path / "s", statement))


def test_a_file_that_was_cut_off_is_suspected(tmp_path: Path) -> None:
    quarters(tmp_path, "2026Q1").close()
    text = "".join(public(MUE).read_text("latin-1").splitlines(keepends=True)[:6])
    (tmp_path / "mue.csv").write_text(text, "latin-1")
    import_files(tmp_path / "s", [tmp_path / "mue.csv"], "2026Q2")
    (fault,) = faults(Store.open(tmp_path / "s"))
    assert fault == "mue-practitioner 2026Q2: 1 rows, 4 in the release before: is a file cut off?"
