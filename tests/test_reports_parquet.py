"""The Parquet table: every key of the JSON document is a column, and the table says what the document says."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.reports import Totals, open_report
from cleanclaim.reports.records import finding_record, summary_record
from tests.running import Cli
from tests.test_reports import DATE, FINDINGS, NURSE_VISIT, TOOL, TOTALS

parquet: Any = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")

from cleanclaim.reports.parquet import schema  # noqa: E402 (it needs pyarrow)

FLAWED = Path(__file__).parent.parent / "samples" / "flawed"
FIXABLE = str(FLAWED / "wrong-segment-count.837")


def content(findings: tuple[Any, ...] = FINDINGS, totals: Totals = TOTALS) -> io.BytesIO:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw)
    report = open_report("parquet", stream)
    report.begin(TOOL)
    for finding in findings:
        report.finding(finding)
    report.end(totals)
    stream.detach()
    return raw


def table(findings: tuple[Any, ...] = FINDINGS) -> Any:
    return parquet.read_table(content(findings))


def test_a_row_says_what_the_document_says() -> None:
    for finding, row in zip(FINDINGS, table().to_pylist(), strict=True):
        record = json.loads(json.dumps(finding_record(finding)))
        if record["data"]:
            row["data"] = {name: value for name, value in row["data"].items() if value is not None}
        assert row == record


def test_the_columns_are_the_keys_of_the_contract_in_their_order() -> None:
    assert schema().names == list(finding_record(NURSE_VISIT))
    assert table(()).schema.equals(schema())
    related = schema().field("related").type.value_type
    assert [field.name for field in related] == list(finding_record(NURSE_VISIT)["related"][0])
    codes = schema().field("acknowledgment").type
    assert [field.name for field in codes] == list(finding_record(DATE)["acknowledgment"])
    assert [field.name for field in codes.field("999").type] == list(finding_record(DATE)["acknowledgment"]["999"])


def test_types_are_stable() -> None:
    kinds = {field.name: str(field.type) for field in schema()}
    assert (kinds["snip"], kinds["offset"], kinds["claim"], kinds["service_line"]) == (
        "int8", "int64", "int64", "int32",
    )  # fmt: skip
    assert kinds["rule"] == kinds["element"] == "string"
    assert kinds["data"] == "struct<table: string, release: string, note: string>"


def test_the_summary_is_in_the_metadata() -> None:
    said = json.loads(parquet.read_metadata(content()).metadata[b"cleanclaim"])
    assert said == {"version": 1, "tool": TOOL._asdict(), "summary": json.loads(json.dumps(summary_record(TOTALS)))}


def test_many_rows_come_in_groups() -> None:
    assert table((NURSE_VISIT,) * 10_001).num_rows == 10_001


def test_every_finding_of_the_samples_fits(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "findings.parquet"
    done = cli("lint", str(FLAWED), "--output", f"parquet={path}", "--output", "json")
    document = json.loads(done.out)
    found = parquet.read_table(path)
    assert found.column("fingerprint").to_pylist() == [one["fingerprint"] for one in document["findings"]]
    assert found.column("fix").to_pylist() == [one["fix"] for one in document["findings"]]
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600
    again = tmp_path / "again.parquet"
    cli("lint", str(FLAWED), "--output", f"parquet={again}", "--output", "none")
    assert again.read_bytes() == path.read_bytes()


def test_a_pipe_takes_it_and_a_terminal_does_not(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    from cleanclaim.cli import main

    assert main(["lint", FIXABLE, "--output", "parquet"]) == 1
    assert parquet.read_table(io.BytesIO(capfdbinary.readouterr().out)).num_rows > 0
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["lint", FIXABLE, "--output", "parquet"]) == 2
    said = capfdbinary.readouterr()
    assert (said.out, said.err) == (
        b"", b"error: parquet is nothing to read on a terminal: write parquet=PATH\n",
    )  # fmt: skip


def test_a_run_that_breaks_leaves_no_file(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleanclaim.cli.run.Run.lint", lambda *_: 1 / 0)
    assert cli("lint", FIXABLE, "--output", f"parquet={tmp_path / 'a.parquet'}").status == 2
    assert list(tmp_path.iterdir()) == []


def test_without_pyarrow_it_is_said_and_nothing_is_written(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = cli("lint", FIXABLE, "--output", f"parquet={tmp_path / 'a.parquet'}")
    assert (done.status, done.out) == (2, "")
    assert done.err == "error: the format parquet needs pyarrow: pip install 'cleanclaim[parquet]'\n"
    assert list(tmp_path.iterdir()) == []


def test_an_undecodable_path_fits() -> None:
    at = replace(DATE.location, path="caf\udce9.837") if DATE.location else None
    assert table((replace(DATE, location=at),)).column("path").to_pylist() == ["caf�.837"]
