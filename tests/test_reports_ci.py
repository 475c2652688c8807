"""The formats that other programs read: against their published schema, their limits and their own readers."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from junitparser import Error, Failure, JUnitXml

from cleanclaim.findings import Location, Rule
from cleanclaim.reports import Totals, open_report
from tests.test_reports import DATE, EMPTY, FINDINGS, NURSE_VISIT, TOOL, TOTALS, written

# The schema of SARIF 2.1.0 as OASIS publishes it.
SCHEMA = json.loads((Path(__file__).parent / "test_reports" / "sarif-2.1.0.schema.json").read_text("utf-8"))


def sarif(text: str) -> Any:
    log = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(log)
    return log["runs"][0]


def test_sarif_is_valid_and_refers_to_its_rules() -> None:
    run = sarif(written("sarif"))
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [f.rule for f in FINDINGS]
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note", "error"]


def test_sarif_without_findings_is_valid() -> None:
    assert sarif(written("sarif", (), Totals()))["results"] == []


def empty_texts(piece: Any) -> bool:
    if isinstance(piece, dict):
        return any(map(empty_texts, piece.values()))
    return any(map(empty_texts, piece)) if isinstance(piece, list) else piece == ""


def test_sarif_has_what_github_asks_for() -> None:
    run = sarif(written("sarif"))
    assert not empty_texts(run)
    for result in run["results"]:
        assert result["message"]["text"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert region["endColumn"] >= region["startColumn"] >= 1
    assert run["results"][0]["partialFingerprints"] == {"primaryLocationLineHash": NURSE_VISIT.fingerprint}
    assert run["results"][0]["relatedLocations"][0]["message"]["text"] == "the injection"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("out/a b%.837", "out/a%20b%25.837"),
        ("/srv/claims/ä.837", "file:///srv/claims/%C3%A4.837"),
        ("<stdin>", "%3Cstdin%3E"),
        ("a?b#c:d.837", "a%3Fb%23c%3Ad.837"),
    ],
)
def test_sarif_paths_are_uri_references(path: str, uri: str) -> None:
    assert NURSE_VISIT.location
    run = sarif(written("sarif", (replace(NURSE_VISIT, location=replace(NURSE_VISIT.location, path=path)),)))
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_says_how_many_results_are_not_shown() -> None:
    run = sarif(written("sarif", (EMPTY,) * 5_001))
    assert len(run["results"]) == 5_001
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert notes[0] == "5,001 results; GitHub shows 5,000 of them"
    assert "1 byte of the input could not be read" in notes


def test_github_annotations_are_sorted_capped_and_counted() -> None:
    findings = (EMPTY, DATE, *(NURSE_VISIT,) * 14)
    lines = written("github", findings).splitlines()
    kinds = [line.split(" ", 1)[0] for line in lines if line.startswith("::")]
    assert kinds == ["::error"] * 10 + ["::warning", "::notice"]
    assert "4 more findings without an annotation: GitHub shows 10 of each kind" in lines


def test_nothing_in_a_finding_ends_a_workflow_command() -> None:
    assert DATE.location
    odd = replace(DATE, message="a\n::error::b%0A", location=replace(DATE.location, path="a,line=9:x%.837"))
    lines = written("github", (odd,)).splitlines()
    assert lines[0] == (
        "::warning file=a%2Cline=9%3Ax%25.837,line=12,col=1,title=IG037 Date that is not in the calendar"
        "::a␊::error::b%250A"
    )
    assert not any(line.startswith("::error") for line in lines)


def test_the_step_summary_is_a_table_by_rule() -> None:
    report = open_report("github", io.StringIO())
    odd = replace(DATE, about=replace(DATE.about, title="a | b <script>"))
    for finding in (odd, odd, NURSE_VISIT):
        report.finding(finding)
    report.end(TOTALS)
    table = report.step_summary()  # type: ignore[attr-defined]
    assert table.splitlines()[5:9] == [
        "| rule | severity | findings | title |",
        "|---|---|---:|---|",
        "| INJ001 | error | 1 | 99211 billed with an injection administration code |",
        "| IG037 | warning | 2 | a \\| b &lt;script> |",
    ]


def test_gitlab_issues_have_unique_fingerprints_in_two_copies_of_a_file() -> None:
    assert NURSE_VISIT.location
    copy = replace(NURSE_VISIT, location=replace(NURSE_VISIT.location, path="copy.837"))
    issues = json.loads(written("gitlab", (NURSE_VISIT, copy, DATE)))
    assert len({issue["fingerprint"] for issue in issues}) == 3
    assert issues[0]["description"].startswith("INJ001: 99211 is not payable")
    assert issues[0]["severity"] == "critical"
    assert issues[0]["location"] == {"path": "out/batch.837", "lines": {"begin": 1}}


def test_gitlab_without_findings_is_an_empty_array() -> None:
    assert json.loads(written("gitlab", ())) == []


def test_junit_is_read_back_by_its_library(tmp_path: Path) -> None:
    report = open_report("junit", stream := io.StringIO())
    report.begin(TOOL)
    report.finding(NURSE_VISIT)
    report.finding(DATE)
    report.file("out/batch.837")
    report.file("clean.837")
    report.end(TOTALS)
    (tmp_path / "junit.xml").write_text(stream.getvalue(), "utf-8")
    suites = list(JUnitXml.fromfile(str(tmp_path / "junit.xml")))
    assert [(suite.name, suite.tests, suite.failures) for suite in suites] == [
        ("out/batch.837", 2, 1),
        ("clean.837", 1, 0),
    ]
    failed, warned = suites[0]
    assert [type(result) for result in failed.result] == [Failure]
    assert "INJ001 error: 99211 is not payable" in failed.result[0].text
    assert not any(isinstance(result, Failure | Error) for result in warned.result)
    assert "IG037 warning" in warned.system_out


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_is_read_back() -> None:
    first, *_ = rows(written("csv"))
    assert (first["rule"], first["claim"], first["CARC"], first["release"]) == ("INJ001", "1", "97", "2026Q4")
    assert len(rows(written("csv"))) == len(FINDINGS)


@pytest.mark.parametrize("message", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(message: str) -> None:
    odd = replace(
        DATE,
        about=Rule("IG037", message, "error", 1),
        message=message,
        suggestion=message,
        location=Location(message, 1, 1, 0, 0, 1, "ISA"),
    )
    (row,) = rows(written("csv", (odd,)))
    for column in ("title", "message", "path", "suggestion"):
        assert row[column].startswith("'")
    assert row["line"] == "1"


def test_json_lines_begin_with_the_tool_and_end_with_the_summary() -> None:
    objects = [json.loads(line) for line in written("jsonl").splitlines()]
    assert [entry["type"] for entry in objects] == ["tool", *["finding"] * len(FINDINGS), "summary"]
    document = json.loads(written("json"))
    assert [{k: v for k, v in entry.items() if k != "type"} for entry in objects[1:-1]] == document["findings"]
