"""Report formats against snapshots: the layout and the JSON document are contracts."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from itertools import groupby

import pytest
from pytest_regressions.file_regression import FileRegressionFixture

from cleanclaim.findings import (
    Acknowledgment,
    Caret,
    ExcerptLine,
    Finding,
    Location,
    Mark,
    Reference,
    Rule,
    Syntax,
)
from cleanclaim.reports import BINARY, FORMATS, Tool, Totals, open_report
from cleanclaim.reports.format import closing, not_checked

TOOL = Tool("cleanclaim", "0.1.0", "sha256:00ff")
INJ001 = Rule(
    "INJ001",
    "99211 billed with an injection administration code",
    "error",
    6,
    references=(
        Reference("NCCI Policy Manual, chapter 11", "https://www.cms.gov/"),
        Reference("Pub. 100-04, 30.6.7"),
    ),
    acknowledgment=Acknowledgment(carc=("97",), rarc=("M15",)),
)
VISIT = Mark(21, "SV1", 571, 5, "SV101-2", "this visit", 1, 2)
SHOT = Mark(24, "SV1", 639, 5, "SV101-2", "the injection", 1, 2, service_line=2, line=1, column=640)
NURSE_VISIT = Finding(
    about=INJ001,
    severity="error",
    message="99211 is not payable with 96372 on line 2; no modifier changes that",
    mark=VISIT,
    loop="2400",
    related=(SHOT,),
    help="an injection already pays for the nurse's work on that day",
    suggestion="bill 96372 alone, or the visit level that the record supports with modifier 25",
    claim=1,
    service_line=1,
    data={"table": "ncci-ptp", "release": "2026Q4"},
    location=Location("out/batch.837", 1, 572, 571, 5, 21, "SV1", "SV101-2", "2400", 1, 1, 1, 1, 1),
    excerpt=(
        ExcerptLine(20, "LX*1~"),
        ExcerptLine(21, "SV1*HC:99211*40*UN*1***1~", (Caret(7, 5, "this visit", True),)),
        ExcerptLine(22, "DTP*472*D8*••••••••~"),
        ExcerptLine(24, "SV1*HC:96372*40*UN*1***1~", (Caret(7, 5, "the injection", False),)),
    ),
    fingerprint="0123456789abcdef-1",
)
DATE = Finding(
    about=Rule("IG037", "Date that is not in the calendar", "warning", 1, help="dates are written CCYYMMDD"),
    severity="warning",
    message="DTP03 (Service Date) is no date",
    mark=Mark(9_999, "DTP", 80_000, 8, "DTP03", "", 3),
    syntax=Syntax(element_code="8", data_element="1251"),
    location=Location("a\x1b[31m\u202e.837", 12, 1, 80_000, 8, 9_999, "DTP", "DTP03"),
    excerpt=(ExcerptLine(9_999, "DTP*472*D8*••••••••~", (Caret(11, 8, "", True),)), ExcerptLine(10_000, "LX*2~")),
)
EMPTY = Finding(
    about=Rule("ENV021", "Empty segment", "info", 1),
    severity="info",
    message="an empty segment",
    mark=Mark(3, "", 40, 1),
    location=Location("b.837", 3, 9, 40, 1, 3, ""),
    excerpt=(ExcerptLine(2, "LX*1~"), ExcerptLine(0, "~", (Caret(0, 1, "", True),)), ExcerptLine(3, "LX*2~")),
)
NOT_X12 = Finding(
    about=Rule("ENV000", "Input is not an X12 file", "error", 1),
    severity="error",
    message="the file is empty",
    mark=Mark(0, "", 0, 0),
    location=Location("empty.837", 1, 1, 0, 0, 0, ""),
)
TEXTS = sorted(FORMATS.keys() - BINARY)
FINDINGS = (NURSE_VISIT, DATE, EMPTY, NOT_X12)
TOTALS = Totals(
    files=214, files_with_findings=3, skipped=2, interchanges=214, transactions=214, claims=3_000,
    service_lines=7_000, segments=31_902, bytes=612_345, unread_bytes=1, errors=2, warnings=1, infos=1, hidden=1,
    not_checked={"claim cut off": 1, "NCC001": 1_204},
)  # fmt: skip


def written(name: str, findings: tuple[Finding, ...] = FINDINGS, totals: Totals = TOTALS, color: bool = False) -> str:
    stream = io.StringIO()
    report = open_report(name, stream, color=color)
    report.begin(TOOL)
    for path, of_file in groupby(findings, key=lambda finding: finding.location.path if finding.location else ""):
        for finding in of_file:
            report.finding(finding)
        report.file(path)
    report.end(totals)
    return stream.getvalue()


EXTENSIONS = {
    "full": ".txt", "concise": ".txt", "grouped": ".txt", "json": ".json", "jsonl": ".jsonl", "sarif": ".sarif",
    "github": ".txt", "gitlab": ".json", "junit": ".xml", "csv": ".csv",
}  # fmt: skip


@pytest.mark.parametrize(("name", "extension"), EXTENSIONS.items())
def test_each_format_is_as_it_was_agreed(name: str, extension: str, file_regression: FileRegressionFixture) -> None:
    file_regression.check(written(name), extension=extension, encoding="utf-8")


def test_colours_are_as_they_were_agreed(file_regression: FileRegressionFixture) -> None:
    file_regression.check(written("full", color=True).replace("\x1b", "ESC"), encoding="utf-8")


def test_colours_change_nothing_but_colours() -> None:
    colored = written("full", color=True)
    assert "\x1b[1;31m" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == written("full")


def test_text_that_looks_like_markup_is_text() -> None:
    odd = replace(NURSE_VISIT, message="[bold]HC:ok:25[/bold] :smile: https://x.org 'a'")
    assert "[bold]HC:ok:25[/bold] :smile:" in written("full", (odd,), color=True)
    assert "[bold]HC:ok:25[/bold] :smile:" in written("full", (odd,))


def test_the_full_layout_is_that_of_the_contract() -> None:
    bare = replace(NURSE_VISIT, help="", about=replace(INJ001, references=()))
    assert written("full", (bare,)).splitlines()[:14] == [
        "INJ001 error: 99211 is not payable with 96372 on line 2; no modifier changes that",
        "  --> out/batch.837:1:572",
        "   = claim 1, line 1 · loop 2400 · segment 21",
        "   |",
        "20 | LX*1~",
        "21 | SV1*HC:99211*40*UN*1***1~",
        "   |        ^^^^^ this visit",
        "22 | DTP*472*D8*••••••••~",
        " … |",
        "24 | SV1*HC:96372*40*UN*1***1~",
        "   |        ----- the injection",
        "   |",
        "   = help: bill 96372 alone, or the visit level that the record supports with modifier 25",
        "   = note: ncci-ptp (release 2026Q4) · CARC 97 · RARC M15",
    ]


@pytest.mark.parametrize("name", ["full", "concise", "grouped", "github"])
def test_silence_is_never_silent(name: str) -> None:
    nothing = written(name, (), Totals(files=1, segments=30, bytes=999))
    assert nothing == "nothing found in 1 file\nread 1 file, 30 segments, 999 bytes; 0 bytes unread\n"
    assert written(name).endswith(
        "2 errors, 1 warning, 1 info in 3 of 214 files · 1 not shown\n"
        "read 214 files, 31,902 segments, 612 KB; 1 byte unread; 2 other files skipped; "
        "not checked: claim cut off (1), NCC001 (1,204)\n"
    )


def test_none_writes_nothing() -> None:
    assert written("none") == ""


KEYS = """
    rule title severity snip message path line column offset length segment segment_id element loop interchange group
    transaction claim service_line related help suggestion fix acknowledgment references data fingerprint
"""
RELATED_KEYS = "segment element service_line label line column offset length path"
SUMMARY_KEYS = """
    files interchanges transactions claims service_lines segments bytes unread_bytes errors warnings infos suppressed
    baselined stale ignores not_checked
"""


def test_the_json_document_has_the_keys_of_the_contract_in_their_order() -> None:
    document = json.loads(written("json"))
    assert list(document) == ["version", "tool", "findings", "summary"]
    assert list(document["findings"][0]) == KEYS.split()
    assert list(document["findings"][0]["related"][0]) == RELATED_KEYS.split()
    assert list(document["summary"]) == SUMMARY_KEYS.split()
    assert document["findings"][0]["acknowledgment"] == {
        "277CA": [],
        "999": None,
        "TA1": None,
        "CARC": ["97"],
        "RARC": ["M15"],
    }
    assert document["findings"][1]["acknowledgment"]["999"]["IK403"] == "8"


def test_a_place_in_another_file_is_named() -> None:
    there = replace(DATE.mark, label="the first", input=1, path="out/be\x1bfore.837", line=3, column=14)
    (found,) = json.loads(written("json", (replace(DATE, related=(there,)),)))["findings"]
    assert (found["related"][0]["path"], found["related"][0]["line"]) == ("out/be␛fore.837", 3)
    assert "= the first: out/be␛fore.837:3:14" in written("full", (replace(DATE, related=(there,)),))
    assert "out/be%E2%90%9Bfore.837" in written("sarif", (replace(DATE, related=(there,)),))


def test_a_json_document_without_findings_is_whole() -> None:
    assert json.loads(written("json", ()))["findings"] == []


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_in_a_path_or_message_steers_a_terminal(name: str) -> None:
    odd = replace(DATE, message="a\x1b]0;x\x07\nb", help="\x9b1m", suggestion="\u202e")
    text = written(name, (odd,))
    assert not set(text) & set("\x1b\x07\x9b\u202e")


def test_an_undecodable_path_can_be_written() -> None:
    location = Location("caf\udce9.837", 1, 1, 0, 0, 1, "ISA")
    for name in TEXTS:
        written(name, (replace(DATE, location=location),)).encode("utf-8")


@pytest.mark.parametrize("name", sorted(set(TEXTS) - {"github", "junit", "grouped"}))
def test_findings_are_written_as_they_come(name: str) -> None:
    stream = io.StringIO()
    report = open_report(name, stream)
    report.begin(TOOL)
    report.finding(NURSE_VISIT)
    assert name == "none" or "INJ001" in stream.getvalue()


def test_of_many_rules_those_are_named_that_it_befell_most_and_words_before_rules() -> None:
    reasons = {f"SIT{number:03}": number for number in range(1, 31)} | {"claim cut off": 1, "hcpcs not imported": 1}
    totals = Totals(files=1, not_checked=reasons)
    told = closing(totals)[1].partition("not checked: ")[2]
    assert told == (
        "claim cut off (1), 30 rules in part: SIT030 (30), SIT029 (29), SIT028 (28), SIT027 (27), SIT026 (26) "
        "and 25 more (lint --statistics); not imported: hcpcs"
    )
    rules = {reason: times for reason, times in reasons.items() if reason.startswith("SIT")}
    assert "not checked: 30 rules in part: " in closing(Totals(files=1, not_checked=rules))[1]
    whole = closing(totals, whole=True)[1]
    assert all(f"{reason} ({times})" in whole for reason, times in reasons.items() if "import" not in reason)
    assert f"not checked: {not_checked(totals)}; not imported: hcpcs" in whole
    assert "more" not in whole
    few = closing(Totals(files=1, not_checked=dict(sorted(rules.items())[:5])))[1]
    assert few.endswith("not checked: SIT001 (1), SIT002 (2), SIT003 (3), SIT004 (4), SIT005 (5)")
