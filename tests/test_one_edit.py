"""One edit to a clean sample gives the findings that belong to it, and no other."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.linting import findings_of, place_of
from tests.test_samples import CLEAN, read_sample

VISIT, HYDROXO, INFUSION, FAMILY, SECONDARY, ODD, CRLF, ONE_LINE, ANESTHESIA = (
    f"clean/{name}.837"
    for name in (
        "visit-with-b12-injection",
        "hydroxocobalamin-100-units",
        "infusion-and-injection",
        "dependents-among-subscribers",
        "secondary-after-medicare",
        "odd-delimiters",
        "crlf-line-ends",
        "one-line",
        "anesthesia-minutes",
    )
)


class Found(NamedTuple):
    """What must be said, and where."""

    rule: str
    segment_id: str
    element: str = ""
    claim: int | None = None
    service_line: int | None = None


class Edit(NamedTuple):
    """A sample, what is replaced in it (each text stands there once), and what must be found."""

    name: str
    sample: str
    change: tuple[tuple[str, str], ...]
    found: tuple[Found, ...]


def edit(name: str, sample: str, old: str, new: str, *found: Found) -> Edit:
    return Edit(name, sample, ((old, new),), found)


def line(rule: str, element: str, service_line: int, claim: int = 1, segment_id: str = "SV1") -> Found:
    return Found(rule, segment_id, element, claim, service_line)


EDITS = (
    # the twelve rules
    edit("nurse visit", VISIT, "99213:25", "99211", line("INJ001", "SV101-2", 1)),
    edit("nurse visit with 25", VISIT, "99213:25", "99211:25", line("INJ001", "SV101-2", 1)),
    edit("no administration", VISIT, "HC:96372", "HC:93000", line("INJ002", "SV101-2", 3)),
    edit("visit without 25", VISIT, "99213:25", "99213", line("MOD101", "SV101-2", 1)),
    Edit(
        "59 in place of 25",
        VISIT,
        (("99213:25", "99213"), ("HC:96372", "HC:96372:59")),
        (line("MOD102", "SV101-3", 2),),
    ),
    Edit(
        "xu in place of 25",
        VISIT,
        (("99213:25", "99214"), ("HC:96372", "HC:96372:XU")),
        (line("MOD102", "SV101-3", 2),),
    ),
    edit("59 with xu", INFUSION, "96372:XU", "96372:59:XU", line("MOD103", "SV101-3", 3)),
    edit("one unit of j3425", HYDROXO, "*UN*100*", "*UN*1*", line("UNT005", "SV104", 2)),
    edit("micrograms as units", VISIT, "*6.5*UN*1*", "*6.5*UN*1000*", line("UNT005", "SV104", 3)),
    edit("pointer to nothing", VISIT, "***1:2~", "***1:3~", line("DXP001", "SV107-2", 1)),
    edit("first pointer to nothing", VISIT, "***1:2~", "***7~", line("DXP001", "SV107-1", 1)),
    edit("pointer of a dependent", FAMILY, "***1:2~", "***1:4~", line("DXP001", "SV107-2", 1, claim=3)),
    edit("pointer twice", VISIT, "***1:2~", "***2:2~", line("DXP002", "SV107-2", 1)),
    edit("decimal point", VISIT, "ABK:D510", "ABK:D51.0", Found("DXP003", "HI", "HI01-2", 1)),
    edit("decimal point, second", VISIT, "ABF:R5383", "ABF:R53.83", Found("DXP003", "HI", "HI02-2", 1)),
    edit("one cent too much", VISIT, "*164.5*", "*164.51*", Found("BAL001", "CLM", "CLM02", 1)),
    edit("one line too dear", VISIT, "96372*40*", "96372*41*", Found("BAL001", "CLM", "CLM02", 1)),
    edit("rendering npi", VISIT, "XX*1999400025", "XX*1999400052", Found("SIT001", "NM1", "NM109", 1)),
    # envelope and structure
    edit("segment count", VISIT, "SE*44*", "SE*45*", Found("ENV010", "SE", "SE01")),
    edit("wrong parent", VISIT, "HL*2*1*22", "HL*2*2*22", Found("IG042", "HL", "HL02")),
    edit("wrong HL number", VISIT, "HL*2*1*22", "HL*3*1*22", Found("IG041", "HL", "HL01")),
    edit("dependent below the provider", FAMILY, "HL*5*3*23", "HL*5*1*23", Found("IG042", "HL", "HL02")),
    Edit(
        "no billing provider",
        VISIT,
        (("NM1*85*2*CEDAR HOLLOW FAMILY MEDICINE*****XX*1999400017~\n", ""), ("SE*44*", "SE*43*")),
        (Found("IG021", "PRV"),),
    ),
    edit(
        "31 February",
        VISIT,
        "20260311~\nREF*6R*CH4417L03",
        "20260231~\nREF*6R*CH4417L03",
        line("IG037", "DTP03", 3, segment_id="DTP"),
    ),
    edit(
        "29 February of another payer",
        SECONDARY,
        "DTP*573*D8*20260303~\nLX*2",
        "DTP*573*D8*20260229~\nLX*2",
        line("IG037", "DTP03", 1, segment_id="DTP"),
    ),
    edit("lines out of order", VISIT, "LX*3", "LX*4", line("IG044", "LX01", 3, segment_id="LX")),
    edit("no units", VISIT, "*40*UN*1*", "*40*UN**", line("IG030", "SV104", 2)),
    edit("letters in a charge", VISIT, "96372*40*", "96372*4O*", line("IG035", "SV102", 2)),
    edit("code not listed", VISIT, ":B:1*Y*A*", ":B:1*Y*E*", Found("IG036", "CLM", "CLM07", 1)),
    Edit(
        "unknown segment",
        VISIT,
        (("LX*1~", "ZZ*1~\nLX*1~"), ("SE*44*", "SE*45*")),
        (Found("IG020", "?", "", 1),),
    ),
    Edit(
        "no service date",
        VISIT,
        (("DTP*472*D8*20260311~\nREF*6R*CH4417L03~\n", "REF*6R*CH4417L03~\n"), ("SE*44*", "SE*43*")),
        (line("IG021", "", 3, segment_id="LX"),),
    ),
    Edit(
        "empty segment before a fault",
        VISIT,
        (("LX*2~", "~LX*2~"), ("96372*40*", "96372*4O*")),
        (Found("ENV021", "", "", 1, 2), line("IG035", "SV102", 2)),
    ),
    # the same in other dialects
    edit("odd delimiters", ODD, "|||1>2\n", "|||1>3\n", line("DXP001", "SV107-2", 1)),
    edit("CR and LF", CRLF, "***1:2~", "***1:3~", line("DXP001", "SV107-2", 1)),
    edit("one line", ONE_LINE, "***1:2~", "***1:3~", line("DXP001", "SV107-2", 1)),
    # nothing to say
    edit("another visit with 25", VISIT, "99213:25", "99214:25"),
    edit("a zero behind the point", VISIT, "*164.5*", "*164.50*"),
    edit("service place as on the claim", ANESTHESIA, "*MJ*48***1", "*MJ*48*24**1"),
)


def apply(change: Edit) -> str:
    """The sample with its edit."""
    text = read_sample(change.sample)
    for old, new in change.change:
        assert text.count(old) == 1, (change.name, old, text.count(old))
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("change", EDITS, ids=lambda change: change.name)
def test_edits_change_what_they_say(change: Edit) -> None:
    assert apply(change) != read_sample(change.sample)


@pytest.mark.parametrize("change", EDITS, ids=lambda change: change.name)
def test_edits_give_their_findings_and_no_other(change: Edit) -> None:
    found = []
    for finding in findings_of(apply(change)):
        at = place_of(finding)
        found.append(Found(finding.rule, at.segment_id, at.element, at.claim, at.service_line))
    assert tuple(found) == change.found


@pytest.mark.parametrize("name", [name for name in CLEAN if "batch" not in name and "several" not in name])
def test_a_file_cut_anywhere_is_never_clean(name: str) -> None:
    """Every cut in the second half of a file is reported, and what stands before it is read."""
    text = read_sample(name)
    for end in range(len(text) // 2, len(text.rstrip("\r\n")) - 1, 37):
        assert "ENV017" in {finding.rule for finding in findings_of(text[:end])}, end


def test_an_unreadable_date_of_the_injection_is_one_finding() -> None:
    """What cannot be read is neither there nor missing: INJ002 has to wait for the date of line 2."""
    text = read_sample(VISIT).replace("20260311~\nREF*6R*CH4417L02", "20260231~\nREF*6R*CH4417L02")
    assert [finding.rule for finding in findings_of(text)] == ["IG037"]


def test_a_file_cut_in_a_line_says_so_once() -> None:
    text = read_sample(VISIT)
    cut = text[: text.index("SV1*HC:96372") + 14]
    places = [(finding.rule, place_of(finding).segment_id) for finding in findings_of(cut)]
    assert places == [("ENV017", "SV1")]
