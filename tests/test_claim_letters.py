"""Codes in small letters: said once where each stands, and judged by every rule as if they stood in capitals."""

from __future__ import annotations

import re

import pytest

from cleanclaim.catalogue import Catalogue, load
from cleanclaim.claim import Claim, build
from cleanclaim.claim.kinds import IN_CAPITALS
from cleanclaim.findings import Finding
from cleanclaim.guide import place_runs
from cleanclaim.lint import Settings, lint
from cleanclaim.privacy import mask
from cleanclaim.source import Source
from cleanclaim.x12 import Delimiters, read_events
from tests.claims import HEAD, claim_file
from tests.linting import catalogue, findings_of
from tests.releases import all_tables
from tests.test_samples import SAMPLES, TABLE, read_sample

CLAIM = ("CLM*A1*52***11:B:1*Y*A*Y*Y", "HI*ABK:D510*ABF:E538")
LINES = (
    "LX*1",
    "SV1*HC:96372*40*UN*1***1",
    "DTP*472*D8*20250115",
    "LX*2",
    "SV1*HC:J3420*12*UN*1***1:2",
    "DTP*472*D8*20250115",
)
FLAWED = [name for name in TABLE if name.startswith("flawed/") and "*" in read_sample(name)]
TABLES = sorted(path.name for path in (SAMPLES / "tables" / "flawed").glob("*.837"))
CODES = re.compile(  # the whole of what holds codes: the composites of SV1 and SVD, HI, PRV03, a state
    r"(?<=SV1\*HC:)[^*~]+|(?<=HC:)[0-9A-Z:]+(?=\*)|(?<=[BK]:)[0-9A-Z.]+|(?<=BF:)[0-9A-Z.]+|(?<=PXC\*)\w+"
    r"|(?<=\nN4)\*[^*~]+\*[A-Z]{2}\b"
)


def lowered(text: str) -> str:
    """The file with its codes in small letters; texts in SV101-7 and cities go with them, and matter to no rule."""
    return CODES.sub(lambda match: match[0].lower(), text)


def said(findings: list[Finding]) -> list[tuple[str, int, str, str]]:
    found = [(one.rule, one.mark.segment, one.mark.element, one.message) for one in findings]
    return [one for one in found if one[0] not in ("EXT111", "RCV003")]


def small(text: str) -> list[tuple[str, str]]:
    return [(one.mark.element, one.message) for one in findings_of(text) if one.rule == "EXT111"]


@pytest.mark.parametrize("name", FLAWED)
def test_small_letters_put_no_rule_to_sleep(name: str) -> None:
    text = read_sample(name)
    found = findings_of(lowered(text))
    assert said(found) == said(findings_of(text))
    assert any(one.rule == "EXT111" for one in found), "nothing was lowered"


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    texts = [(SAMPLES / "tables" / "flawed" / name).read_text("ascii") for name in TABLES]
    return load().bind(all_tables(tmp_path_factory.mktemp("store"), texts))


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_asked_for_the_code_in_capitals(name: str, rules: Catalogue) -> None:
    text = (SAMPLES / "tables" / "flawed" / name).read_text("ascii")
    found = [
        [
            item
            for item in lint(Source.from_bytes(one.encode("ascii")), rules, Settings(excerpts=False))
            if isinstance(item, Finding)
        ]
        for one in (text, lowered(text))
    ]
    assert said(found[0])
    assert said(found[1]) == said(found[0])


def test_each_code_is_said_where_it_stands() -> None:
    lines = (*LINES[:1], "SV1*HC:96372:xu:59*40*UN*1***1", LINES[2], LINES[3], "SV1*HC:j3420*12*UN*1***1:2", LINES[5])
    text = claim_file("CLM*A1*52***11:B:1*Y*A*Y*Y", "HI*ABK:d510*ABF:E538*ABF:e11.9", *lines)
    assert small(text) == [
        ("HI01-2", "expected `D510`, found `d510`: codes are written in capitals"),
        ("HI03-2", "expected `E11.9`, found `e11.9`: codes are written in capitals"),
        ("SV101-3", "expected `XU`, found `xu`: codes are written in capitals"),
        ("SV101-2", "expected `J3420`, found `j3420`: codes are written in capitals"),
    ]
    found = {(one.rule, one.mark.element) for one in findings_of(text)}
    assert {("MOD103", "SV101-4"), ("DXP003", "HI03-2")} <= found, "other faults are said as well"


@pytest.mark.parametrize(
    ("old", "new", "element"),
    [
        ("207Q00000X", "207q00000x", "PRV03"),
        ("N4*SPRINGFIELD*IL*627010001~REF", "N4*SPRINGFIELD*il*627010001~REF", "N402"),
        ("N4*SPRINGFIELD*IL*627010001~DMG", "N4*SPRINGFIELD*Il*627010001~DMG", "N402"),
    ],
)
def test_a_protected_code_is_not_named(old: str, new: str, element: str) -> None:
    assert old in HEAD
    text = claim_file(*CLAIM, *LINES, head=HEAD.replace(old, new))
    assert small(text) == [(element, f"expected a code in capitals in {element}, found small letters")]
    assert said(findings_of(text)) == said(findings_of(claim_file(*CLAIM, *LINES)))


@pytest.mark.parametrize("line", ["SV1*HC:smith*12*UN*1***1", "SV1*HC:j34*12*UN*1***1", "SV1*HC:j342o*12*UN*1***1"])
def test_what_is_no_code_in_capitals_either_is_said_once(line: str) -> None:
    text = claim_file(*CLAIM, *LINES[:4], line, LINES[5])
    assert small(text) == []
    assert [one.rule for one in findings_of(text) if one.mark.segment_id == "SV1"] == ["EXT105"]
    assert not any("smith" in one.message.lower() for one in findings_of(text))


def test_a_code_behind_another_fault_of_its_segment_is_read_too() -> None:
    text = claim_file(*CLAIM, *LINES[:4], "SV1*HC:j3420*12*xx*1***1:2", LINES[5])
    assert [(one.rule, one.mark.element) for one in findings_of(text)] == [("EXT111", "SV101-2"), ("IG036", "SV103")]


@pytest.mark.parametrize("text", ["SV1*hc:J3420*12*UN*1***1:2", "SV1*HC:J3420*12*un*1***1:2"])
def test_small_letters_in_a_code_that_the_guide_lists_are_the_guides(text: str) -> None:
    found = findings_of(claim_file(*CLAIM, *LINES[:4], text, LINES[5]))
    assert [one.rule for one in found] == ["IG036"]


def test_reasons_and_remarks_of_another_payer() -> None:
    text = read_sample("clean/secondary-after-medicare.837")
    lower = re.sub(r"(?<=MOA\*\*\*)MA?\d+", lambda match: match[0].lower(), text)
    lower = re.sub(r"CAS\*CO\*45", "CAS*CO*b7", lower)
    reference = re.sub(r"CAS\*CO\*45", "CAS*CO*B7", text)
    places = {element for element, _ in small(lower)}
    assert places == {"CAS02", "MOA03"}
    assert said(findings_of(lower)) == said(findings_of(reference))


def test_each_reason_of_a_segment_is_read() -> None:
    text, adjusted = read_sample("clean/secondary-after-medicare.837"), "CAS*CO*45*51.23**253*2.14~"
    assert adjusted in text
    for reasons, places in (
        ("b7*51.23**b8*2.14", ["CAS02", "CAS05"]),
        ("45*51.23**b8*2.14**b9*0", ["CAS05", "CAS08"]),
        ("45*51.23**b8*2.14**b999999*0", ["CAS05"]),  # what is too long is another's to tell
    ):
        assert [element for element, _ in small(text.replace(adjusted, f"CAS*CO*{reasons}~"))] == places


def test_a_segment_that_fills_two_rows_is_told_once() -> None:
    """N4 of 2010BA says where the subscriber lives, and the patient who is the subscriber."""
    head = HEAD.replace("N4*SPRINGFIELD*IL*627010001~DMG", "N4*SPRINGFIELD*il*627010001~DMG")
    events = list(build(place_runs(read_events(Source.from_bytes(claim_file(*CLAIM, *LINES, head=head).encode())))))
    assert [one.mark.element for one in events if isinstance(one, Finding)] == ["N402"]


def test_the_model_holds_capitals_and_a_description_stays() -> None:
    text = claim_file(*CLAIM, *LINES[:4], "SV1*HC:j3420:tc::::Vial of b12*12*UN*1***1:2", LINES[5])
    events = build(place_runs(read_events(Source.from_bytes(text.encode("ascii")))))
    (claim,) = (item for item in events if isinstance(item, Claim))
    line = claim.lines[1]
    assert (line.procedure, line.modifiers, line.description) == ("J3420", ("TC",), "Vial of b12")


def test_letters_outside_ascii_are_left_alone() -> None:
    text = claim_file(*CLAIM, *LINES[:4], "SV1*HC:J342\xb5*12*UN*1***1:2", LINES[5])
    assert small(text) == []


def test_an_excerpt_shows_the_code_as_it_was_sent() -> None:
    drawn = mask("SV1*HC:j3420:tc*12*UN*1***1", Delimiters())
    assert "HC:j3420:tc*12" in drawn


def test_every_system_looks_like_a_code_in_capitals() -> None:
    assert all("a-z" not in shape for shape in IN_CAPITALS.values())
    assert catalogue().about["EXT111"].severity == "warning"
