"""`samples/agreements`: profiles of payers and settings of receivers, each with a file that shows what they find."""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from tests.running import Cli
from tests.test_samples import FINDING, ROW, SAMPLES
from tests.verdicts import pyx12_accepts

FOLDER = SAMPLES / "agreements"
TABLE = {
    row["file"]: row["findings"]
    for row in map(ROW.fullmatch, (FOLDER / "README.md").read_text("utf-8").splitlines())
    if row
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(FOLDER, tmp_path / "samples" / "agreements")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(cli: Cli, *options: str) -> dict[str, list[str]]:
    """What is found in each file of the folder, as its table says it."""
    result = cli("lint", "samples/agreements", "--output", "json", "--fail-on", "never", *options)
    assert result.status == 0, result.err
    said = defaultdict(list)
    for finding in json.loads(result.out)["findings"]:
        claim = f", claim {finding['claim']}" if finding["claim"] else ""
        line = f", line {finding['service_line']}" if finding["service_line"] else ""
        where = finding["element"] or finding["segment_id"]
        said[Path(finding["path"]).name].append(f"`{finding['rule']}` {where}{claim}{line}")
    return dict(said)


def test_table_and_folder_agree() -> None:
    assert sorted(TABLE) == sorted(path.name for path in FOLDER.glob("*.837"))
    rules = {match["rule"] for cell in TABLE.values() for match in FINDING.finditer(cell)}
    wanted = {f"PAY{number}" for number in (201, 202, 203, 301, 302, 303, 401, 402, 403)}
    assert rules == wanted | {"RCV001", "RCV002", "RCV003", "RCV004"}


def test_each_file_shows_what_the_table_says(desk: Path, cli: Cli) -> None:
    assert found(cli) == {name: cell.split("; ") for name, cell in TABLE.items() if cell != "none"}


def test_a_production_file_is_no_fixture(desk: Path, cli: Cli) -> None:
    (desk / ".git").mkdir()
    assert found(cli, "--select", "FIX001") == {"production.837": ["`FIX001` ISA15, claim 1"]}


@pytest.mark.parametrize("name", [name for name, cell in TABLE.items() if cell == "none"])
def test_clean_files_are_well_formed(name: str) -> None:
    assert pyx12_accepts((FOLDER / name).read_bytes().decode("ascii"))


@pytest.mark.parametrize("name", TABLE)
def test_they_are_invented(name: str) -> None:
    text = (FOLDER / name).read_bytes().decode("ascii")
    assert all(number.startswith("1999") for number in re.findall(r"\*XX\*(\d+)", text))
    assert all(phone[3:8] == "55501" for phone in re.findall(r"TE\*(\d+)", text))
