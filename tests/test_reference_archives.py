"""Archives within limits: as downloaded, in one another, damaged, encrypted, and made to burst."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cleanclaim import archives
from cleanclaim.reference import RefdataError
from cleanclaim.reference.load import import_files
from tests.refdata import public, sheet, zipped
from tests.running import Cli

PTP, MUE = "ccipra-v323r0-f1.txt", "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv"


def refused(path: Path, tmp_path: Path) -> str:
    with pytest.raises(RefdataError) as caught:
        import_files(tmp_path / "s", [path])
    assert not (tmp_path / "s").exists()
    return str(caught.value)


def test_a_table_inside_an_archive_beside_other_files(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "medicare-ncci-2026q3-f1.zip",
        ("notes.pdf", b"%PDF-1.7\0"),
        ("a/b/edits.txt", public(PTP).read_bytes()),
    )
    (made,) = import_files(tmp_path / "s", [path])
    assert (made.file, made.release, made.rows) == ("edits.txt", "2026Q3", 6)


def test_a_table_that_comes_in_two_forms_is_read_once(tmp_path: Path) -> None:
    book = sheet(
        tmp_path / "MCR_MUE.xlsx",
        [["HCPCS/CPT Code", "Practitioner Services MUE Values", "MUE Adjudication Indicator"], [96372, 4, "3 x"]],
    )
    path = zipped(tmp_path / "mue-2026-q4.zip", ("MCR_MUE.xlsx", book.read_bytes()), MUE)
    made = import_files(tmp_path / "s", [path])
    assert [(one.file, one.rows) for one in made] == [(MUE, 4)]


def test_a_spreadsheet_inside_an_archive(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    book = sheet(
        tmp_path / "MCR_MUE.xlsx",
        [["HCPCS/CPT Code", "Practitioner Services MUE Values", "MUE Adjudication Indicator"], [100, 4, "3 x"]],
    )
    (made,) = import_files(
        tmp_path / "s", [zipped(tmp_path / "mue-2026-q4.zip", ("MCR_MUE.xlsx", book.read_bytes()))]
    )
    assert (made.table, made.release, made.rows) == ("mue-practitioner", "2026Q4", 1)


def test_a_spreadsheet_whose_first_sheets_are_a_notice(tmp_path: Path) -> None:
    """CMS puts the licence of the AMA or a word about the release before some tables."""
    pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    book = sheet(
        tmp_path / "MCR_MUE_2026-q4.xlsx",
        [["This file has a table of edits in its second sheet"], ["HCPCS/CPT Code"]],
        [],
        [["as of", 20261001], ["HCPCS/CPT Code", "Practitioner Services MUE Values", "MUE Adjudication Indicator"],
         [96372, 4, "3 x"]],
        [["changes"], ["none"]],
    )  # fmt: skip
    (made,) = import_files(tmp_path / "s", [book])
    assert (made.table, made.release, made.rows) == ("mue-practitioner", "2026Q4", 1)


def test_further_sheets_that_look_like_tables_are_named(tmp_path: Path, cli: Cli) -> None:
    pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    head = ["HCPCS/CPT Code", "Practitioner Services MUE Values", "MUE Adjudication Indicator"]
    book = sheet(
        tmp_path / "MCR_MUE_2026-q4.xlsx",
        [["a notice"]],
        [head, [96372, 4, "3 x"]],
        [["x"]],
        [head, [99291, 1, "2 x"]],
    )
    (made,) = import_files(tmp_path / "s", [book])
    assert (made.rows, made.other_sheets) == (1, ("Sheet 4",))
    told = cli("refdata", "import", "--store", str(tmp_path / "t"), str(book))
    assert told.out == "mue-practitioner 2026Q4: 1 row of MCR_MUE_2026-q4.xlsx\n"
    assert told.err.startswith(
        "note: sheet `Sheet 4` of MCR_MUE_2026-q4.xlsx looks like a table too and was not read: "
    )
    assert told.err.count("\n") == 1


def test_a_spreadsheet_of_notices_alone(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    book = sheet(tmp_path / "a.xlsx", [["a notice"]], [["another"]])
    assert "none of its 2 sheets has the header of a public table" in refused(book, tmp_path)
    assert "no header of a public table" in refused(sheet(tmp_path / "b.xlsx", [["a notice"]]), tmp_path)
    assert "there is no line of text in it" in refused(sheet(tmp_path / "c.xlsx", []), tmp_path)


def test_nothing_known_in_an_archive(tmp_path: Path) -> None:
    told = refused(zipped(tmp_path / "a.zip", ("x.txt", b"x"), ("y.txt", b"y")), tmp_path)
    assert "none of its 2 files is a table that can be imported (`x.txt`, `y.txt`)" in told


def test_names_of_members_are_drawn(tmp_path: Path) -> None:
    told = refused(zipped(tmp_path / "a.zip", ("\x1b[31mx\u202e.txt", b"x"), ("y.txt", b"y")), tmp_path)
    assert "x" in told and "\x1b" not in told and "\u202e" not in told


def test_a_member_that_bursts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What its head says of a member's size is not believed: the bytes are counted."""
    monkeypatch.setattr(archives, "RATIO", 20)
    monkeypatch.setattr(archives, "SMALL", 1000)
    content = public(PTP).read_bytes() + b"96372\t99215\t\t20050101\t*\t0\tx\r\n" * 20_000
    path = zipped(tmp_path / "bomb.zip", ("edits-2026q4.txt", content))
    assert "unpacks to more than 20 times its size" in refused(path, tmp_path)


def test_archives_that_are_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "SIZE", 1 << 10)
    assert "unpacks to more than" in refused(zipped(tmp_path / "a.zip", PTP, MUE), tmp_path)


def test_archives_of_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MEMBERS", 3)
    path = zipped(tmp_path / "a.zip", *((f"{number}.txt", b"") for number in range(4)))
    assert "holds more than 3 files" in refused(path, tmp_path)


def test_archives_that_are_too_deep(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "0.zip", PTP)
    for depth in (1, 2):
        inner = zipped(tmp_path / f"{depth}.zip", (inner.name, inner.read_bytes()))
    assert "archives more than 2 deep" in refused(inner, tmp_path)
    (made,) = import_files(tmp_path / "s", [tmp_path / "1.zip"])
    assert made.rows == 6


def test_a_damaged_member(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", PTP)
    content = bytearray(path.read_bytes())
    content[120] ^= 0xFF
    path.write_bytes(content)
    assert "is damaged: download it again" in refused(path, tmp_path)


def test_an_archive_that_was_cut_off(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", PTP)
    path.write_bytes(path.read_bytes()[:-30])
    assert "is damaged: download it again" in refused(path, tmp_path)


def test_an_encrypted_member(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", PTP)
    content = bytearray(path.read_bytes())
    content[6] |= 1  # in the member's head
    content[content.rindex(b"PK\x01\x02") + 8] |= 1  # and in the directory
    path.write_bytes(content)
    assert "is encrypted" in refused(path, tmp_path)


def test_a_spreadsheet_that_bursts(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [["x"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image.xml", b" " * (4 << 20))
    assert "unpacks to more than 200 times its size" in refused(path, tmp_path)


def test_a_damaged_spreadsheet(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    assert "is a damaged spreadsheet" in refused(tmp_path / "a.xlsx", tmp_path)
