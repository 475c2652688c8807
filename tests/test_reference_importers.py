"""The public files: recognised by what stands in them, read with their quirks, refused with line and reason."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.reference import RefdataError, Store, Unanswered
from cleanclaim.reference.archives import Member
from cleanclaim.reference.days import day_number, day_of_year, given_period, named_quarter, written
from cleanclaim.reference.documents import Document
from cleanclaim.reference.faults import Misfit
from cleanclaim.reference.importers import IMPORTERS, recognised
from cleanclaim.reference.importers.icd10 import sides_of
from cleanclaim.reference.load import import_files
from cleanclaim.reference.tables import OPEN, TABLES
from tests.refdata import FILES, imported, public, rows_of, sheet, zipped

PTP, PTP_2, PTP_SAVED = "ccipra-v323r0-f1.txt", "ccipra-v323r0-f2.txt", "ptp-saved.csv"
MUE = "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv"
HCPCS = "HCPC2026_OCT_ANWEB.txt"
ASP = "section 508 version of October 2026 ASP NDC-HCPCS Crosswalk 091426.csv"
AOC_HEAD = (
    "AOC_Edit_Type", "Add-On_Code", "AOC_DelDT", "Primary_Code", "Primary_Code_DelDT", "AOC_Edit_EffDT",
    "AOC_Edit_DelDT", "Special_Instruction_Notes",
)  # fmt: skip
HCPCS_HEAD = (
    "HCPC", "SEQNUM", "RECID", "LONG DESCRIPTION", "SHORT DESCRIPTION", "COV", "BETOS", "TOS1", "ADD DT",
    "ACT EFF DT", "TERM DT", "ACTION CD",
)  # fmt: skip
READ = {
    PTP: ("NCCI procedure-to-procedure edits", {"ncci-ptp": "2026Q4"}),
    PTP_SAVED: ("NCCI procedure-to-procedure edits", {"ncci-ptp": "2026Q3"}),
    MUE: ("NCCI medically unlikely edits", {"mue-practitioner": "2026Q4"}),
    "MCR_MUE_DMESupplierServices_Eff_10-01-2026.csv": ("NCCI medically unlikely edits", {"mue-dme": "2026Q4"}),
    "Medicaid_PRA_MUE_Q4_2026.csv": ("NCCI medically unlikely edits", {"mue-medicaid": "2026Q4"}),
    "AOC_V2026Q4-MCR.txt": ("NCCI add-on codes", {"add-on": "2026Q4", "add-on-codes": "2026Q4"}),
    "AOC_V2026Q4-MCD.txt": (
        "NCCI add-on codes",
        {"add-on-medicaid": "2026Q4", "add-on-codes-medicaid": "2026Q4"},
    ),
    HCPCS: ("HCPCS Level II", {"hcpcs": "2026Q4", "hcpcs-modifiers": "2026Q4"}),
    "icd10cm_order_2027.txt": (
        "ICD-10-CM order file",
        {"icd-10-cm": "2027", "icd-10-cm-headers": "2027", "icd-10-cm-sides": "2027"},
    ),
    "nucc_taxonomy_261.csv": ("NUCC taxonomy", {"taxonomy": "26.1"}),
    "nucc_taxonomy_150.csv": ("NUCC taxonomy", {"taxonomy": "15.0"}),
    ASP: ("ASP NDC-HCPCS crosswalk", {"ndc-hcpcs": "2026Q4", "ndc-hcpcs-codes": "2026Q4"}),
    "PPRRVU2026_Oct_nonQPP.csv": (
        "physician fee schedule",
        {"fee-schedule": "2026Q4", "fee-schedule-codes": "2026Q4", "fee-schedule-days": "2026Q4"},
    ),
    "place-of-service.html": ("place of service codes", {"place-of-service": "list"}),
    "places.csv": ("place of service codes", {"place-of-service": "list"}),
    "article_x_hcpc_code.csv": ("coverage articles, procedures", {"coverage-procedures": "2026Q4"}),
    "article_x_icd10_covered.csv": ("coverage articles, diagnoses", {"coverage-diagnoses": "2026Q4"}),
    "article_x_icd10_noncovered.csv": ("coverage articles, diagnoses", {"coverage-diagnoses": "2026Q4"}),
    "enrolment.csv": ("enrolment", {"enrolment": "own"}),
}


@pytest.mark.parametrize("name", READ)
def test_each_file_is_recognised_by_one_importer(name: str) -> None:
    doc = Document(Member(("anything.bin",), 0, lambda: public(name).open("rb")))
    assert [importer.name for importer in IMPORTERS if importer.recognise(doc)] == [READ[name][0]]


@pytest.mark.parametrize("name", READ)
def test_each_file_fills_its_tables(name: str, tmp_path: Path) -> None:
    release = "2026Q4" if name.startswith("article") else ""
    made = import_files(tmp_path / "s", [public(name)], release)
    assert {one.table: one.release for one in made} == READ[name][1]
    assert all(one.rows for one in made)


def test_every_table_has_a_file_that_fills_it() -> None:
    filled = {table for _, tables in READ.values() for table in tables}
    other_names = {"ncci-ptp-medicaid", "mue-medicaid-dme"}  # of the same layouts
    joined = {name for name, about in TABLES.items() if about.joined}
    assert {*TABLES} - filled - joined == other_names | {"states", "zip-prefixes"}  # and these are shipped
    assert {path.name for path in FILES.iterdir()} == {*READ, PTP_2, ".gitattributes"}


def test_pairs_of_several_parts(tmp_path: Path) -> None:
    store = imported(tmp_path / "s", PTP, PTP_2)
    assert rows_of(store, "ncci-ptp") == [
        ("00100", "0213T", "0", 20110101, OPEN),
        ("11042", "96372", "1", 19960101, OPEN),
        ("96365", "96372", "0", 20090101, 20191231),
        ("96365", "96372", "1", 20200101, OPEN),
        ("96372", "99211", "0", 20050101, OPEN),
        ("96372", "99213", "1", 20130701, OPEN),
        ("G0463", "96372", "1", 20140101, OPEN),
    ]
    assert [(part.label, part.rows) for part in store.parts] == [("1", 6), ("2", 1)]


def test_a_file_and_its_archive_are_read_once(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "ptp-edits-ccipra-v323r0-f1.zip", PTP)
    made = import_files(tmp_path / "s", [archive, public(PTP), public(PTP_2)])
    assert [one.file for one in made] == [PTP, PTP_2]
    assert [part.label for part in Store.open(tmp_path / "s").parts] == ["1", "2"]


def test_edits_that_never_were_are_left_out(tmp_path: Path) -> None:
    assert [one.left_out for one in import_files(tmp_path / "s", [public(PTP), public(PTP_2)])] == [1, 1]


def test_pairs_that_a_spreadsheet_saved(tmp_path: Path) -> None:
    rows = rows_of(imported(tmp_path / "s", PTP_SAVED), "ncci-ptp")
    assert rows == [("00100", "99213", "1", 20260701, OPEN), ("96372", "99211", "0", 20050101, OPEN)]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("medicaid-ncci-q4-2026-practitioner-ptp-edits.txt", "ncci-ptp-medicaid"),
        ("medicare-ncci-2026q4-practitioner-ptp-edits-f1.txt", "ncci-ptp"),
    ],
)
def test_whose_pairs_they_are_is_in_the_name(name: str, table: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(public(PTP).read_bytes())
    (made,) = import_files(tmp_path / "s", [tmp_path / name])
    assert (made.table, made.release) == (table, "2026Q4")


def test_hospital_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ccioph-v323r0-f1.txt").write_bytes(public(PTP).read_bytes())
    with pytest.raises(RefdataError, match="hospital edits are not for professional claims"):
        import_files(tmp_path / "s", [tmp_path / "ccioph-v323r0-f1.txt"])
    text = public(MUE).read_text("latin-1").replace("Practitioner Services", "Outpatient Hospital Services")
    (tmp_path / "mue-2026q4.csv").write_text(text, "latin-1")
    with pytest.raises(RefdataError, match="hospital"):
        import_files(tmp_path / "s", [tmp_path / "mue-2026q4.csv"])


def test_a_limit_of_nothing_is_a_limit(tmp_path: Path) -> None:
    rows = rows_of(imported(tmp_path / "s", MUE), "mue-practitioner")
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("96372", "4", "3"),
        ("99291", "1", "2"),
        ("A4253", "0", "1"),
        ("J3420", "1", "3"),
    ]


def test_medicaid_limits_have_no_indicator(tmp_path: Path) -> None:
    ((code, most, indicator, *_),) = rows_of(imported(tmp_path / "s", "Medicaid_PRA_MUE_Q4_2026.csv"), "mue-medicaid")
    assert (code, most, indicator) == ("96372", "5", None)


def test_add_on_codes(tmp_path: Path) -> None:
    store = imported(tmp_path / "s", "AOC_V2026Q4-MCR.txt")
    assert rows_of(store, "add-on") == [
        ("64462", "64461", "3", 20160101, 20201231),
        ("96366", "96365", "1", 20130401, OPEN),
        ("96366", "96367", "1", 20130401, 20191231),
        ("99292", "99291", "1", 20130401, OPEN),
    ]
    assert ("96415", "2", 20130401, OPEN) in rows_of(store, "add-on-codes")


def test_add_on_codes_in_a_spreadsheet(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    rows = [["An invented notice"], AOC_HEAD, [1, 96366, None, 96365, None, 2013091, 2019365, None]]
    import_files(tmp_path / "s", [sheet(tmp_path / "AOC_V2026Q3-MCR.xlsx", rows)])
    assert rows_of(Store.open(tmp_path / "s"), "add-on") == [("96366", "96365", "1", 20130401, 20191231)]


def test_codes_and_modifiers_of_320_columns(tmp_path: Path) -> None:
    store = imported(tmp_path / "s", HCPCS)
    assert rows_of(store, "hcpcs") == [
        ("D0120", "", "C", "O1E", "1", 20150101, OPEN),  # dental texts belong to others
        ("J3420", "Vitamin b12 injection", "C", "O1E", "1", 19860101, OPEN),
        ("J3425", "Inj, hydroxocobalamin, im", "C", "O1E", "1", 20240101, OPEN),
        ("Q9999", "Invented, ended", "C", "O1E", "1", 20180101, 20251231),
    ]
    assert [row[0] for row in rows_of(store, "hcpcs-modifiers")] == ["A1", "XU"]


def test_codes_in_a_spreadsheet(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine", reason="python-calamine is not installed")
    rows: list[Sequence[str | int | None]] = [
        ["An invented notice"],
        HCPCS_HEAD,
        ["A1", "0010", "7", "x", "Dressing for one wound", "C", None, None, 19950101, 19950101, None, "N"],
        ["J3425", "0010", "3", "x", "Inj, hydroxocobalamin, im", "C", "O1E", "1", 20240101, 20240101, None, "N"],
        ["J3425", "0020", "4", "more", None, None, None, None, None, None, None, None],
        ["Q9999", "0010", "3", "x", "Ended", "C", "O1E", "1", 20180101, 20180101, 20251231, "D"],
    ]
    import_files(tmp_path / "s", [sheet(tmp_path / "HCPC2026_OCT_ANWEB.xlsx", rows)])
    store = Store.open(tmp_path / "s")
    assert [(row[0], row[-2], row[-1]) for row in rows_of(store, "hcpcs")] == [
        ("J3425", 20240101, OPEN),
        ("Q9999", 20180101, 20251231),
    ]
    assert rows_of(store, "hcpcs-modifiers") == [("A1", "Dressing for one wound", 19950101, OPEN)]


def test_diagnoses_and_their_headers(tmp_path: Path) -> None:
    rows = rows_of(imported(tmp_path / "s", "icd10cm_order_2027.txt"), "icd-10-cm")
    assert [row[:2] for row in rows[2:5]] == [("D51", "N"), ("D510", "Y"), ("D518", "Y")]
    assert rows[-1][0] == "S72001A"


def test_a_category_may_have_a_letter_in_the_second_place(tmp_path: Path) -> None:
    """QA0 came with the addendum of April 2026."""
    text = public("icd10cm_order_2027.txt").read_text(encoding="latin-1")
    path = tmp_path / "icd10cm_order_2027.txt"
    path.write_text(text.replace("00005 D518    1", "00005 QA00101 1"), encoding="latin-1")
    import_files(tmp_path / "s", [path])
    assert ("QA00101", "Y") in [row[:2] for row in rows_of(Store.open(tmp_path / "s"), "icd-10-cm")]


def test_the_addendum_of_april_has_days_of_its_own(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "april-1-2027-code-descriptions.zip", "icd10cm_order_2027.txt")
    import_files(tmp_path / "s", [archive])
    part, *_ = Store.open(tmp_path / "s").parts
    assert (part.release, part.first, part.last) == ("2027-04", 20270401, 20270930)


def test_taxonomy_of_both_layouts(tmp_path: Path) -> None:
    store = imported(tmp_path / "s", "nucc_taxonomy_150.csv")
    assert rows_of(store, "taxonomy") == [("207Q00000X", 20030401, OPEN), ("332BC3200X", 0, 20140630)]


def test_products_without_a_code_of_drugs_are_left_out(tmp_path: Path) -> None:
    made = import_files(tmp_path / "s", [public(ASP)])
    assert [(one.rows, one.left_out) for one in made] == [(4, 1), (3, 2)]
    rows = rows_of(Store.open(tmp_path / "s"), "ndc-hcpcs")
    assert ("50242006101", "J9035", "10 MG", "16", "1", "40", "40", 0, OPEN) in rows
    assert ("99999004201", "J3425", "10 MCG", "0.5", "10", "50", "500", 0, OPEN) in rows


def test_indicators_of_the_fee_schedule(tmp_path: Path) -> None:
    rows = {
        row[:2]: row[2:10] for row in rows_of(imported(tmp_path / "s", "PPRRVU2026_Oct_nonQPP.csv"), "fee-schedule")
    }
    assert rows["96372", ""] == ("A", "5", "XXX", "0", "0", "1", "0", "0")
    assert rows["27447", ""] == ("A", "0", "090", "2", "1", "2", "2", "0")  # spreadsheets write 90
    assert ("71046", "26") in rows


def test_indicators_that_come_twice_are_read_once(tmp_path: Path) -> None:
    content = public("PPRRVU2026_Oct_nonQPP.csv").read_bytes()
    both = zipped(tmp_path / "rvu26d.zip", ("PPRRVU2026_Oct_QPP.csv", content), "PPRRVU2026_Oct_nonQPP.csv")
    made = import_files(tmp_path / "s", [both])
    assert {one.file for one in made} == {"PPRRVU2026_Oct_nonQPP.csv"}
    alone = import_files(tmp_path / "t", [zipped(tmp_path / "rvu.zip", ("PPRRVU2026_Oct_QPP.csv", content))])
    assert [one.rows for one in alone] == [one.rows for one in made]
    assert {part.file for part in Store.open(tmp_path / "s").parts} == {"PPRRVU2026_Oct_nonQPP.csv"}


def test_codes_of_the_fee_schedule(tmp_path: Path) -> None:
    store = imported(tmp_path / "s", "PPRRVU2026_Oct_nonQPP.csv")
    codes = [row[0] for row in rows_of(store, "fee-schedule-codes")]
    assert sorted({row[0] for row in rows_of(store, "fee-schedule")}, key=str) == sorted(codes, key=str)
    table = store.table("fee-schedule-codes")
    assert table is not None and table.on(("99999",), dt.date(2026, 11, 1)) is None
    with pytest.raises(Unanswered):  # a release that has ended knows no code of later
        table.on(("99999",), dt.date(2027, 1, 1))


def test_places_of_a_page_and_of_a_list(tmp_path: Path) -> None:
    assert rows_of(imported(tmp_path / "a", "place-of-service.html"), "place-of-service") == [
        ("01", 0, OPEN),
        ("27", 20231001, OPEN),
    ]
    assert rows_of(imported(tmp_path / "b", "places.csv"), "place-of-service") == [
        ("01", 20051001, OPEN),
        ("11", 0, OPEN),
    ]


def test_coverage_articles_in_archives_in_one_another(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "current_article_csv.zip", "article_x_hcpc_code.csv", "article_x_icd10_covered.csv",
                   "article_x_icd10_noncovered.csv", ("article.csv", b"article_id,title\n50001,x\n"))  # fmt: skip
    outer = zipped(
        tmp_path / "current_article 2026-11-19.zip", (inner.name, inner.read_bytes()), ("read me.pdf", b"%PDF\0\1")
    )
    import_files(tmp_path / "s", [outer])
    store = Store.open(tmp_path / "s")
    assert {part.release for part in store.parts} == {"2026-11-19"}
    assert [row[:4] for row in rows_of(store, "coverage-diagnoses")] == [
        ("50001", "D510", "1", "Y"),
        ("50001", "E538", "1", "Y"),
        ("50001", "R5383", "1", "N"),
    ]


def test_articles_that_name_no_procedure_are_left_out(tmp_path: Path) -> None:
    rows = b"50009,7,XX000,1,1,N,2026-11-01\r\n50009,7,NA,1,1,N,2026-11-01\r\n"
    file = tmp_path / "article_x_hcpc_code.csv"
    file.write_bytes(public(file.name).read_bytes().rstrip() + b"\r\n" + rows)
    (made,) = import_files(tmp_path / "s", [file], "2026Q4")
    (before,) = import_files(tmp_path / "t", [public(file.name)], "2026Q4")
    assert (made.rows, made.left_out) == (before.rows, 2)


def test_sides_that_descriptions_of_diagnoses_name(tmp_path: Path) -> None:
    store = imported(tmp_path / "s", "icd10cm_order_2027.txt")
    assert rows_of(store, "icd-10-cm-sides") == [("H8101", "R", 0, OPEN), ("S72001A", "R", 0, OPEN)]
    assert [sides_of(words) for words in ("left eye", "Right ear", "bilateral", "outright, lefthanded")] == [
        "L", "R", "RL", "",
    ]  # fmt: skip


def test_no_text_of_others_is_kept(tmp_path: Path) -> None:
    """Descriptors of CPT codes, rationales of edits and the texts of NUCC stay where they are."""
    imported(tmp_path / "s", PTP, "PPRRVU2026_Oct_nonQPP.csv", "nucc_taxonomy_261.csv", "AOC_V2026Q4-MCR.txt").close()
    content = (tmp_path / "s").read_bytes().lower()
    assert b"96372" in content
    for words in (b"invented text", b"invented rationale", b"invented class", b"invented note"):
        assert words not in content


# ------------------------------------------------------------------------------ what does not fit


def changed(tmp_path: Path, name: str, old: str, new: str) -> Path:
    text = public(name).read_bytes().decode("latin-1")
    assert old in text
    (tmp_path / name).write_bytes(text.replace(old, new, 1).encode("latin-1"))
    return tmp_path / name


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (PTP, "20130701", "20130731x", "line 8: effective date: expected YYYYMMDD"),
        (PTP, "20130701", "20130732", "line 8: effective date: expected YYYYMMDD"),
        (PTP, "20191231", "soon", "line 9: deletion date: expected YYYYMMDD"),
        (PTP, "99213", "99213X", "line 8: expected a procedure code of five characters"),
        (PTP, "\t0\tInv", "\t2\tInv", "line 7: modifier indicator: expected 0, 1 or 9"),
        (PTP, "\t20130701\t*\t1\tInvented rationale", "", "line 8: expected 6 cells, found 3"),
        (MUE, "96372,4", "96372,four", "MUE value: expected a whole number"),
        (MUE, "96372,4,3", "96372,4,5", "MUE adjudication indicator: expected 1, 2 or 3"),
        ("AOC_V2026Q4-MCR.txt", "2019365", "2019366", "line 4: date: expected YYYYDDD"),
        ("AOC_V2026Q4-MCR.txt", "1\t96366", "4\t96366", "line 3: add-on code type: expected 1, 2 or 3"),
        ("icd10cm_order_2027.txt", "00004 D510    1", "00004 D510   1 ", "line 4: expected an order number"),
        ("nucc_taxonomy_261.csv", "261QM0801X", "261QM0801", "line 4: expected a taxonomy code"),
        (HCPCS, "20240101", "20240132", "line 14: date added: expected YYYYMMDD"),
        (HCPCS, "J3425", "J3?25", "line 14: expected a record of 320 characters"),
        (ASP, "50,500", "50,many", "line 6: package: expected a number"),
        (ASP, "BILLUNITSPKG", "OTHER", "line 4: expected the columns PKG SIZE"),
        ("PPRRVU2026_Oct_nonQPP.csv", "PCTC", "", "there is no column `pc_tc`"),
        ("places.csv", "11,Office", "1A,Office", "line 3: place of service: expected two digits"),
        ("enrolment.csv", "1999000015", "199900001", "line 3: expected an NPI of ten digits"),
        ("enrolment.csv", "12-3456789", "12-345678", "line 3: expected a tax identifier of nine digits"),
        ("enrolment.csv", "tax_id", "taxid", "line 2: there is a column `taxid`: expected npi, payer"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_line(name: str, old: str, new: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(RefdataError) as caught:
        import_files(tmp_path / "s", [changed(tmp_path, name, old, new)])
    assert told in str(caught.value)
    assert "1999000015" not in str(caught.value)
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("claims.837", b"ISA*00*          *00*", "no header of a public table in its first 1 lines, from line 1"),
        ("empty.txt", b"", "there is no line of text in it"),
        ("picture.png", b"\x89PNG\0\0\0", "this is no text"),
        ("utf16.csv", "Code,Classification".encode("utf-16"), "this is UTF-16: save it as CSV in UTF-8"),
        ("long.txt", b"x" * (1 << 21), "this is no text"),
    ],
)
def test_what_is_not_known_is_refused(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RefdataError, match="is not known") as caught:
        import_files(tmp_path / "s", [tmp_path / name])
    assert told in str(caught.value)


def test_a_file_that_says_no_quarter_needs_a_release(tmp_path: Path) -> None:
    (tmp_path / "mue.csv").write_bytes(public(MUE).read_bytes())
    with pytest.raises(RefdataError, match="nothing says which quarter this is: add `--release 2026Q4`"):
        import_files(tmp_path / "s", [tmp_path / "mue.csv"])
    (made,) = import_files(tmp_path / "s", [tmp_path / "mue.csv"], "2026Q2")
    assert made.release == "2026Q2"
    with pytest.raises(RefdataError, match="`summer` is no release"):
        import_files(tmp_path / "s", [tmp_path / "mue.csv"], "summer")


@pytest.mark.parametrize(
    ("name", "release", "told"),
    [
        (PTP, "2026", "it comes each quarter: expected `--release 2026Q4`, found `2026`"),
        (MUE, "26.1", "it comes each quarter"),
        (HCPCS, "2027-04", "it comes each quarter"),
        ("PPRRVU2026_Oct_nonQPP.csv", "2026", "it comes each quarter"),
        ("icd10cm_order_2027.txt", "2026Q4", "it comes each fiscal year: expected `--release 2027` or `2027-04`"),
        ("nucc_taxonomy_261.csv", "2026Q4", "it comes each half year: expected `--release 26.1`"),
    ],
)
def test_a_release_of_another_kind_is_a_slip(name: str, release: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(RefdataError, match="`--release") as caught:
        import_files(tmp_path / "s", [public(name)], release)
    assert told in str(caught.value)


@given(st.binary(max_size=400), st.sampled_from([*READ]), st.integers(0, 600))
def test_whatever_stands_in_a_file_only_misfits(junk: bytes, name: str, at: int) -> None:
    """Recognising and reading raise nothing but what is told to the user."""
    content = public(name).read_bytes()
    broken = content[:at] + junk + content[at:]
    doc = Document(Member((name,), len(broken), lambda: _stream(broken)))
    importer = recognised(doc)
    if importer is None:
        return
    try:
        for reading in importer.read(doc, None):
            for row in reading.rows:
                assert row is None or len(row) == len(TABLES[reading.table].columns) + 2
    except (Misfit, RefdataError):
        pass


def _stream(content: bytes) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(content))


# ------------------------------------------------------------------------------ days and names


@pytest.mark.parametrize(
    ("name", "release"),
    [
        ("medicare-ncci-2026q4-practitioner-ptp-edits-ccipra-v323r0-f1.zip", "2026Q4"),
        ("medicare-ncci-2026-q4-practitioner-services-mue-table.zip", "2026Q4"),
        ("MCR_MUE_PractitionerServices_Eff_07-01-2024.csv", "2024Q3"),
        ("ccipra-v302r0-f1.txt", "2024Q3"),
        ("AOC_V2026Q2-MCR.xlsx", "2026Q2"),
        ("HCPC2026_JAN_ANWEB_v2.txt", "2026Q1"),
        ("october-2026-alpha-numeric-hcpcs-file.zip", "2026Q4"),
        ("section 508 version of October 2026 ASP NDC-HCPCS Crosswalk 09-10-2026.csv", "2026Q4"),
        ("october MCR_MUE_DMESupplierServices_Eff_01-01-2026.csv", "2026Q1"),
        ("MUE 07-01-2026.csv", "2026Q3"),
        ("Eff_13-01-2026.csv", None),
        ("download (3).csv", None),
    ],
)
def test_the_quarter_in_a_name(name: str, release: str | None) -> None:
    found = named_quarter(name)
    assert (found and found.release) == release


def test_releases_by_their_names() -> None:
    assert given_period("2026Q4") == ("2026Q4", 20261001, 20261231)
    assert given_period("2027") == ("2027", 20261001, 20270930)
    assert given_period("2027-04") == ("2027-04", 20270401, 20270930)
    assert given_period("26.1") == ("26.1", 20260701, 20261231)
    assert given_period("2026Q5") is None


@given(st.dates())
def test_days_are_read_as_they_are_written(day: dt.date) -> None:
    number = day.year * 10000 + day.month * 100 + day.day
    texts = (f"{number:08}", day.isoformat(), f"{day.month}/{day.day}/{day.year:04}")
    assert [day_number(text) for text in texts] == [number] * 3
    assert day_of_year(f"{day.year:04}{day.timetuple().tm_yday:03}") == number
    assert written(number) == ("" if number == OPEN else day.isoformat())


@pytest.mark.parametrize("text", ["", "*", "20260230", "2026-13-01", "1/32/2026", "00000000", "2026", "20260101x"])
def test_what_is_no_day(text: str) -> None:
    assert day_number(text) is None
