"""Listings as people read them: the terminal's lines, and the page as a file."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.privacy import Values
from cleanclaim.reports import Tool, Totals
from cleanclaim.reports.listing import FORMS, open_form
from tests.canaries import joined, plant, segments
from tests.claims import claim_file
from tests.listings import listed, rows_of
from tests.test_listing import CLAIM
from tests.test_reports_html import Page, data

SAMPLES = Path(__file__).parents[1] / "samples"
NURSE_VISIT = (SAMPLES / "flawed" / "nurse-visit-with-injection.837").read_bytes()


def beneath(text: str, start: str) -> list[str]:
    """The lines of a listing from the one that begins so (after its indent) up to an empty one."""
    lines = text.splitlines()
    first = next(at for at, line in enumerate(lines) if line.partition("| ")[2].strip().startswith(start))
    last = next(at for at in range(first, len(lines)) if not lines[at].partition("|")[2].strip())
    return lines[first:last]


def test_a_finding_stands_beneath_its_segment() -> None:
    text = listed("text", NURSE_VISIT)
    assert text.startswith("in.837\n\n  1     | ISA*00*")
    advice = "remove 99211, or bill the visit level that the record supports with modifier 25"
    assert beneath(text, "SV1*HC:99211") == [
        " 31 1.1 |           SV1*HC:99211*40*UN*1***1~   service",
        "        |                  ^^^^^ this visit",
        "        |           INJ001 error: 99211 is not payable with 96372 on line 2; no modifier changes that",
        "        |             = the injection: segment 35 · SV101-2 · line 2",
        f"        |             = help: {advice}",
        "        |             = note: ncci-ptp (release 2024Q3, in the rule itself) · CARC 97 · RARC M15",
        "        |             = rule: cleanclaim explain INJ001",
    ]


def test_loops_are_indented_under_their_names() -> None:
    lines = [line.partition("| ")[2] for line in listed("text", claim_file(*CLAIM)).splitlines()]
    assert [line for line in lines if re.match(r" *\d{4}[A-Z]* ", line)] == [
        "  1000A submitter",
        "  1000B receiver",
        "  2000A billing provider level",
        "    2010AA billing provider",
        "    2000B subscriber level",
        "      2010BA subscriber",
        "      2010BB payer",
        "      2300 claim 1",
        "        2400 service line 1",
        "        2400 service line 2",
    ]


def test_elements_are_told_on_request() -> None:
    told = listed("text", claim_file(*CLAIM), names=True)
    assert "SV101-1 procedure code list: HC (HCPCS and CPT)\n" in told
    assert "REF02 billing provider tax id: •••••••••\n" in told
    assert "SV101-1" not in listed("text", claim_file(*CLAIM))


def test_rows_without_a_segment_say_what_they_are() -> None:
    text = claim_file(*CLAIM)
    lines = listed("text", f"junk\n{text[:106]}{text[106:].replace('HI*', 'QQ*1~~~HI*')}").splitlines()
    assert any(line.endswith("| … 5 bytes not read") for line in lines)
    assert any(line.endswith("| " + " " * 8 + "••••~   not judged") for line in lines)
    assert any(line.endswith("| " + " " * 8 + "~~   2 empty segments") for line in lines)
    assert "cut off, not read" in listed("text", text[:-40])


def test_colours_change_nothing_of_the_text() -> None:
    form = open_form("text", stream := io.StringIO(), color=True)
    form.begin(Tool("cleanclaim", "0", ""), "in.837", len(NURSE_VISIT))
    totals = Totals(files=1)
    for row in rows_of(NURSE_VISIT):
        for shown in row.found:
            totals.count(shown.finding)
        form.row(row)
    form.end(totals)
    painted = stream.getvalue()
    assert "\x1b[1;31m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == listed("text", NURSE_VISIT)


def test_the_page_asks_nothing_from_outside_and_runs_only_its_own_script() -> None:
    page = Page(listed("html", NURSE_VISIT))
    assert not [fields for _, fields in page.tags if "src" in fields or "style" in fields]
    assert not [tag for tag, _ in page.tags if tag in ("link", "img", "iframe", "object", "base")]
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(|eval\(|innerHTML|document\.write", page.texts["script"])
    assert "url(" not in page.texts["style"]
    (policy,) = [
        fields["content"] for _, fields in page.tags if fields.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-")


def test_the_page_holds_each_kind_of_segment_once() -> None:
    page = Page(listed("html", claim_file(*CLAIM)))
    rows, kept = data(page, "rows"), data(page, "kept")
    shapes: list[dict[str, Any]] = kept["shapes"]
    assert [shapes[row[3]]["title"] for row in rows if row[6]] == [
        "claim", "diagnoses", "line number", "service", "service date", "line number", "service", "service date",
    ]  # fmt: skip
    assert len({(shape["loop"], shape["id"], shape["title"]) for shape in shapes}) == len(shapes)
    service = next(shape for shape in shapes if shape["id"] == "SV1")["elements"]
    assert service["2"] == ["charge", -1]
    assert kept["codes"][service["1"][0][1]]["HC"] == "HCPCS and CPT"


def test_nothing_of_a_file_becomes_markup() -> None:
    nasty = claim_file(*CLAIM).replace("HI*ABK", "</script><img src=x onerror=alert(1)>*ABK")
    page, usual = Page(listed("html", nasty, values="all")), Page(listed("html", claim_file(*CLAIM)))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in usual.tags]
    assert any("</script><img" in row[2] for row in data(page, "rows"))


@pytest.mark.parametrize("values", ["codes", "none"])
@pytest.mark.parametrize("name", ["flawed/nurse-visit-with-injection.837", "clean/secondary-after-medicare.837"])
def test_no_token_comes_out_of_a_listing(name: str, values: Values) -> None:
    parts = segments(name)
    tokens = plant(parts)
    said = "".join(listed(form, joined(parts), names=True, values=values) for form in FORMS)
    assert len(tokens) > 60
    assert [token for token in tokens if token in said] == []
