"""Listings: every byte of a file is in one row, every finding beneath its segment, nothing protected in either."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanclaim.listing import Row, named, read_listing
from cleanclaim.listing.stretches import read_stretches
from cleanclaim.privacy import Values
from cleanclaim.source import Source
from tests.claims import claim_file
from tests.edits import edited
from tests.linting import place_of
from tests.listings import linted, rows_of

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*/*.837"))
SPACE = " \t\r\n\f\v\x1a"
CLAIM = (
    "CLM*INV1*80***11:B:1*Y*A*Y*Y", "HI*ABK:D510", "LX*1", "SV1*HC:96372*40*UN*1***1", "DTP*472*D8*20250131",
    "LX*2", "SV1*HC:J3420*40*UN*1***1", "DTP*472*D8*20250131",
)  # fmt: skip


def check_bytes(content: bytes) -> None:
    """Stretches follow one another, white space alone lies between them, and their numbers the reader's."""
    text, at = content.decode("latin-1"), 0
    stretches = list(read_stretches(Source.from_bytes(content)))
    for stretch in stretches:
        assert not text[at : stretch.where.start].strip(SPACE)
        assert stretch.where.start >= at
        at = stretch.where.end
        at += text[at : at + 1] == stretch.delimiters.terminator
    assert not text[at:].strip(SPACE)
    numbers = [stretch.number for stretch in stretches if stretch.number and stretch.kind != "cut"]
    assert numbers == [*range(1, linted(content)[1].segments + 1)]


def check_findings(content: bytes) -> None:
    """Findings stand beneath the segments that they mark, in the claims and lines that they name."""
    findings = linted(content)[0]
    rows = list(read_listing(Source.from_bytes(content), findings))
    assert [shown.finding for row in rows for shown in row.found] == findings
    for row in rows:
        for shown in row.found:
            finding = shown.finding
            assert not row.number or not finding.mark.segment or finding.mark.segment == row.number
            assert row.kind == "unread" or shown.carets, finding.message
            if row.claim and finding.claim:
                assert row.claim == finding.claim
            if row.claim and finding.claim and place_of(finding).loop.startswith("24"):
                assert row.service_line == (finding.service_line or 0)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_listed_whole(path: Path) -> None:
    check_bytes(path.read_bytes())
    check_findings(path.read_bytes())


@pytest.mark.parametrize("number", range(120))
def test_a_damaged_file_is_listed_whole(number: int) -> None:
    content = edited(31, number)
    check_bytes(content)
    check_findings(content)


def kinds(rows: list[Row]) -> list[tuple[str, int, int]]:
    return [(row.kind, row.number, row.size) for row in rows if row.kind != "segment"]


@pytest.mark.parametrize("end", ["~", "~\r\n", "\n", "\x1c"])
def test_each_segment_has_its_place(end: str) -> None:
    rows = rows_of(claim_file(*CLAIM, end=end))
    assert kinds(rows) == []
    assert [(row.segment, row.loop, row.depth, row.claim, row.service_line) for row in rows if row.number > 19] == [
        ("NM1", "2010BB", 4, 0, 0),
        ("CLM", "2300", 4, 1, 0),
        ("HI", "2300", 4, 1, 0),
        ("LX", "2400", 5, 1, 1),
        ("SV1", "2400", 5, 1, 1),
        ("DTP", "2400", 5, 1, 1),
        ("LX", "2400", 5, 1, 2),
        ("SV1", "2400", 5, 1, 2),
        ("DTP", "2400", 5, 1, 2),
        ("SE", "", 0, 0, 0),
        ("GE", "", 0, 0, 0),
        ("IEA", "", 0, 0, 0),
    ]
    assert [row.number for row in rows if row.moved and row.loop == "2400"] == [23, 26]


def test_a_line_that_lost_its_terminator_is_a_segment_though_it_has_no_place() -> None:
    text = claim_file(*CLAIM[:2], "CUR*85*USD", *CLAIM[2:], end="~\r\n")
    content = text.replace("D510~", "D510  ").replace("USD~", "USD").encode()
    check_bytes(content)
    check_findings(content)
    assert [(row.kind, row.number, row.text) for row in rows_of(content.decode()) if 22 <= row.number <= 24] == [
        ("segment", 22, "HI*ABK:D510"),
        ("unplaced", 23, "CUR*85*•••"),
        ("segment", 24, "LX*1~"),
    ]


def test_a_title_says_what_a_segment_is() -> None:
    titles = {row.number: row.title for row in rows_of(claim_file(*CLAIM))}
    assert [titles[number] for number in (1, 3, 5, 13, 21, 25)] == [
        "interchange header",
        "transaction header",
        "submitter name",
        "billing provider tax id",
        "claim",
        "service date",
    ]


def test_elements_are_told_by_name() -> None:
    rows = rows_of(claim_file(*CLAIM))
    assert [tuple(element) for element in named(rows[23])] == [
        ("SV101-1", "procedure code list", "HC", "HCPCS and CPT"),
        ("SV101-2", "procedure", "96372", ""),
        ("SV102", "charge", "40", ""),
        ("SV103", "unit of measure", "UN", "units"),
        ("SV104", "units", "1", ""),
        ("SV107-1", "diagnosis pointer 1", "1", ""),
    ]
    assert [element.value for element in named(rows[12])] == ["EI", "•••••••••"]


def test_what_was_not_read_is_shown_as_such() -> None:
    text = claim_file(*CLAIM)
    header, rest = text[:106], text[106:]
    broken = f"junk{header}\n{rest.replace('HI*', 'QQ*1~~~HI*')}ABC*not read~"
    rows = rows_of(broken)
    assert kinds(rows) == [("unread", 0, 4), ("unplaced", 22, 4), ("empty", 0, 2), ("unread", 0, 13)]
    assert [row.text for row in rows if row.kind != "segment"] == ["", "••••~", "~~", ""]
    assert [row.title for row in rows if row.kind != "segment"] == [""] * 4


def test_a_file_that_is_cut_ends_in_what_was_cut() -> None:
    text = claim_file(*CLAIM)
    (*_, last) = rows_of(text[: text.index("*UN*1***1~DTP") + 3])
    assert (last.kind, last.number, last.text, last.title) == ("cut", 24, "SV1*HC:96372*40*UN", "")
    assert [shown.finding.rule for shown in last.found] == ["ENV017"]


def test_segments_of_a_transaction_that_is_not_read_are_listed() -> None:
    text = claim_file(*CLAIM).replace("ST*837*0001*005010X222A1", "ST*835*0001")
    rows = rows_of(text)
    assert {row.kind for row in rows[3:-3]} == {"unplaced"}
    assert rows[3].text == "BHT*0019*00*••••*••••••••*••••*CH~"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"no claim at all", b"GS*HC~ST*837~"])
def test_what_is_no_x12_file_is_one_row_with_one_finding(content: bytes) -> None:
    (row,) = rows_of(content)
    assert (row.kind, row.text) == ("unread", "")
    assert [(shown.finding.rule, shown.carets, shown.elsewhere) for shown in row.found] == [("ENV000", (), ())]


def test_a_segment_whose_id_is_misspelled_is_hidden_and_named() -> None:
    (row,) = [row for row in rows_of(claim_file(*CLAIM).replace("HI*ABK", "hi*ABK")) if row.number == 22]
    assert (row.kind, row.segment, row.text, row.title) == ("segment", "HI", "•••••••••••~", "diagnoses")


def test_a_repeated_service_without_a_line_number_is_a_line() -> None:
    rows = rows_of(claim_file(*CLAIM[:3], *CLAIM[3:5], *CLAIM[6:]))
    assert [(row.segment, row.service_line) for row in rows if row.service_line] == [
        ("LX", 1),
        ("SV1", 1),
        ("DTP", 1),
        ("SV1", 2),
        ("DTP", 2),
    ]


def test_a_service_without_any_line_number_is_the_first_line() -> None:
    rows = rows_of(claim_file(*CLAIM[:2], *CLAIM[3:]))
    assert [row.service_line for row in rows if row.segment == "SV1"] == [1, 2]


def test_one_mark_of_a_finding_is_the_first() -> None:
    rows = rows_of(claim_file(CLAIM[0], "HI*ABK:D510*ABF:D510*ABF:D510", *CLAIM[2:]))
    (shown,) = [shown for row in rows for shown in row.found if shown.finding.rule == "DXP004"]
    assert sorted(caret.primary for caret in shown.carets) == [False, True]
    assert shown.elsewhere == ()


def test_an_acknowledgment_between_envelopes_has_its_name() -> None:
    text = claim_file(*CLAIM).replace("GS*HC", "TA1*000000001*250131*1200*A*000~GS*HC")
    assert [(row.kind, row.title) for row in rows_of(text)[:2]] == [
        ("segment", "interchange header"),
        ("segment", "interchange acknowledgment"),
    ]


def test_nothing_between_interchanges_is_read() -> None:
    text = claim_file(*CLAIM)
    rows = rows_of(f"{text}~~ junk~{text}")
    assert kinds(rows) == [("unread", 0, 8)]
    assert [row.claim for row in rows if row.segment == "CLM"] == [1, 2]


def test_what_stands_beside_an_id_belongs_to_its_segment() -> None:
    rows = rows_of(claim_file(*CLAIM).replace("HI*ABK", "\x01HI*ABK"))
    assert kinds(rows) == []
    assert len(rows) == len(rows_of(claim_file(*CLAIM)))


def test_a_segment_that_is_too_long_is_not_read() -> None:
    rows = rows_of(claim_file(*CLAIM).replace("HI*ABK:D510", "NTE*ADD*" + "A" * (1 << 20)))
    assert kinds(rows) == [("unread", 22, (1 << 20) + 8)]


def test_marks_in_other_segments_are_told() -> None:
    path = next(path for path in SAMPLES if path.stem == "nurse-visit-with-injection")
    ((shown, row),) = [(shown, row) for row in rows_of(path.read_bytes()) for shown in row.found]
    assert [row.text[caret.start : caret.start + caret.length] for caret in shown.carets] == ["99211"]
    assert [(mark.segment, mark.label) for mark in shown.elsewhere] == [(35, "the injection")]


@pytest.mark.parametrize(
    ("values", "code", "shown"), [("codes", "EI", False), ("none", "", False), ("all", "EI", True)]
)
def test_values_are_shown_as_asked(values: Values, code: str, shown: bool) -> None:
    row = next(row for row in rows_of(claim_file(*CLAIM), values) if row.segment == "REF")
    assert row.code == code
    assert ("123456789" in row.text) == shown


def test_a_long_element_is_shortened_around_its_caret() -> None:
    long = (*CLAIM[:3], "SV1*HC:96372*40*UN*1***1", "DTP*472*D8*20250131", "NTE*ADD*" + "A" * 79 + "\x01")
    (row,) = [row for row in rows_of(claim_file(*long)) if row.segment == "NTE"]
    assert len(row.text) < 80
    assert "…" in row.text
    for shown in row.found:
        assert all(caret.start + caret.length <= len(row.text) for caret in shown.carets)


def test_a_segment_without_an_end_is_not_drawn_whole() -> None:
    endless = claim_file(*CLAIM).replace("HI*ABK:D510", "NTE*ADD*" + "A*" * 5_000)
    (row,) = [row for row in rows_of(endless) if row.number == 22]
    assert len(row.text) < 2_100
