"""The rules of a payer among the samples: typed, proved, found where their table says, silent elsewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from cleanclaim.catalogue import Catalogue, load, prove, prove_thoroughly
from cleanclaim.findings import Finding
from cleanclaim.language.format import format_text
from cleanclaim.lint import Settings, lint
from cleanclaim.source import Source
from tests.linting import place_of
from tests.test_samples import CLEAN, FINDING, SAMPLES, Said
from tests.verdicts import pyx12_accepts

FOLDER = SAMPLES / "payer-rules"
ROW = re.compile(r"\| .+ \| .+ \| `(?P<file>[a-z-]+\.837)` \| (?P<finding>.+) \|")
CODES = [f"PAY{number}" for number in range(101, 111)]


@cache
def both() -> Catalogue:
    """The shipped rules and those of the payer."""
    return load([FOLDER])


@cache
def alone() -> Catalogue:
    return load([FOLDER], shipped=False)


def found_in(path: Path) -> list[Finding]:
    with Source.open(path) as source:
        return [item for item in lint(source, both(), Settings(excerpts=False)) if isinstance(item, Finding)]


def read_table() -> dict[str, str]:
    rows = [ROW.fullmatch(line) for line in (FOLDER / "README.md").read_text("utf-8").splitlines()]
    return {row["file"]: row["finding"] for row in rows if row}


TABLE = read_table()


def test_table_and_folder_agree() -> None:
    assert sorted(TABLE) == sorted(path.name for path in FOLDER.glob("*.837"))
    assert [rule.code for rule in sorted(alone().rules, key=lambda rule: rule.code)] == CODES
    assert {path.stem for path in FOLDER.glob("*.rules")} == {name.removesuffix(".837") for name in TABLE} - {"clean"}


@pytest.mark.parametrize("name", TABLE)
def test_each_file_shows_what_the_table_says(name: str) -> None:
    told = []
    for finding in found_in(FOLDER / name):
        at = place_of(finding)
        told.append(Said(finding.rule, at.element or at.segment_id, at.claim, at.service_line))
    if TABLE[name] == "none":
        assert told == []
        return
    match = FINDING.fullmatch(TABLE[name])
    assert match is not None
    line = int(match["line"]) if match["line"] else None
    assert told == [Said(match["rule"], match["place"], int(match["claim"]), line)]


def test_each_rule_is_shown_once() -> None:
    assert sorted(match["rule"] for said in TABLE.values() if (match := FINDING.fullmatch(said))) == CODES


@pytest.mark.parametrize("name", TABLE)
def test_files_are_well_formed_and_invented(name: str) -> None:
    text = (FOLDER / name).read_text("ascii")
    assert pyx12_accepts(text) and text.split("*")[15] == "T"
    assert all(number.startswith("1999") for number in re.findall(r"\*XX\*(\d+)", text))


@pytest.mark.parametrize("name", CLEAN)
def test_clean_samples_stay_silent(name: str) -> None:
    assert found_in(SAMPLES / name) == []


def test_the_plan_would_be_heard_in_the_clean_samples() -> None:
    """They are silent because they are another payer's: one of them, sent to the plan, is not."""
    text = (SAMPLES / "clean" / "visit-with-b12-injection.837").read_text("ascii")
    text = text.replace("*PI*99201", "*PI*X9001").replace("*MI*NFM", "*MI*NF-")
    with Source.from_bytes(text.encode("ascii")) as source:
        told = {item.rule for item in lint(source, both(), Settings()) if isinstance(item, Finding)}
    assert told == {"PAY106"}


def test_examples_keep_their_promises() -> None:
    proofs = list(prove(alone()))
    assert len(proofs) > 60
    assert [f"{proof.rule} {proof.title}: {proof.wrong}" for proof in proofs if proof.wrong] == []


def test_examples_notice_every_damage() -> None:
    for score in prove_thoroughly(alone()):
        assert (score.rule, score.survivors, score.idle) == (score.rule, (), ())
        assert score.noticed


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.rules")), ids=lambda path: path.stem)
def test_rules_stand_in_the_one_style(path: Path) -> None:
    assert format_text(path.read_text("utf-8")) == path.read_text("utf-8")


def test_rules_tell_who_reports_the_same_and_where_it_says_so() -> None:
    for rule in alone().rules:
        assert rule.about.help and rule.about.suggestion and rule.about.references and "payer" in rule.tags
        assert rule.about.acknowledgment.claim_status or rule.about.acknowledgment.carc
