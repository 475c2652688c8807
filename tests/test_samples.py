"""The samples: `samples/README.md` says what each shows, and each shows that and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from cleanclaim.findings import Finding
from cleanclaim.lint import Run, Settings
from cleanclaim.source import Source
from tests.claimgen import clean
from tests.linting import catalogue, findings_of, place_of
from tests.verdicts import pyx12_accepts

SAMPLES = Path(__file__).parent.parent / "samples"
ROW = re.compile(r"\| `(?P<file>[^`]+)` \| (?P<shows>.+?) \| (?P<findings>.+) \|")
FINDING = re.compile(
    r"`(?P<rule>[A-Z]{2,3}\d{3})`(?: (?P<place>[A-Z0-9-]+|\?))?(?:, claim (?P<claim>\d+))?(?:, line (?P<line>\d+))?"
)
# pyx12 takes 1F for no component separator, though X12.6 proposes it.
NOT_FOR_PYX12 = {"clean/control-character-delimiters.837"}


class Said(NamedTuple):
    """One finding as the table states it; the place is an element or, where none is named, a segment."""

    rule: str
    place: str
    claim: int | None
    service_line: int | None


def read_table() -> dict[str, tuple[Said, ...]]:
    rows = [ROW.fullmatch(line) for line in (SAMPLES / "README.md").read_text("utf-8").splitlines()]
    return {row["file"]: _findings(row["findings"]) for row in rows if row}


def _findings(cell: str) -> tuple[Said, ...]:
    if cell == "none":
        return ()
    matches = [FINDING.fullmatch(part) for part in cell.split("; ")]
    assert all(matches), cell
    return tuple(Said(m["rule"], m["place"] or "", _number(m["claim"]), _number(m["line"])) for m in matches if m)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


TABLE = read_table()
CLEAN = [name for name in TABLE if name.startswith("clean/")]


def read_sample(name: str) -> str:
    return (SAMPLES / name).read_bytes().decode("ascii")


def test_no_sample_repeats_a_claim_of_another() -> None:
    """Else a folder of them would be full of claims that were sent before: give the patient another member id."""
    with Run(catalogue(), Settings(), len(TABLE)) as run:
        for name in TABLE:
            with Source.open(SAMPLES / name, name) as source:
                found = [item for item in run.lint(source) if isinstance(item, Finding)]
                assert [one for one in found if any(mark.path for mark in one.related)] == [], name


def test_table_and_folder_agree() -> None:
    found = [*SAMPLES.glob("clean/*.837"), *SAMPLES.glob("flawed/*.837")]
    assert sorted(TABLE) == sorted(str(path.relative_to(SAMPLES)) for path in found)
    assert len(CLEAN) >= 14


def test_flawed_files_and_no_others_have_findings() -> None:
    assert {name.partition("/")[0] for name, said in TABLE.items() if said} == {"flawed"}
    assert all(TABLE[name] == () for name in CLEAN)


@pytest.mark.parametrize("name", [name for name in CLEAN if name not in NOT_FOR_PYX12])
def test_clean_samples_are_well_formed(name: str) -> None:
    assert pyx12_accepts(read_sample(name))


def test_batch_is_what_the_generator_makes() -> None:
    assert read_sample("clean/batch-of-200.837") == "".join(clean(200, seed=2026))


@pytest.mark.parametrize("name", TABLE)
def test_samples_are_invented(name: str) -> None:
    """Test files by their own word (ISA15), NPIs from one invented block, telephone numbers that never ring."""
    text = read_sample(name)
    separator = text[3]
    assert text.split(separator)[15] == "T"
    for number in re.findall(rf"[{re.escape(separator)}\x1d]XX[{re.escape(separator)}\x1d](\d+)", text):
        assert number.startswith("1999")
    for phone in re.findall(rf"TE[{re.escape(separator)}](\d+)", text):
        assert phone[3:8] == "55501"


@pytest.mark.parametrize("name", TABLE)
def test_samples_show_what_the_table_says(name: str) -> None:
    found = []
    for finding in findings_of(read_sample(name)):
        at = place_of(finding)
        found.append(Said(finding.rule, at.element or at.segment_id, at.claim, at.service_line))
    assert tuple(found) == TABLE[name]
