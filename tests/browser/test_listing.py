"""The listing as a page in headless Chromium: names, search, steps from finding to finding, links, print."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.reports import Tool, Totals
from cleanclaim.reports.listing import open_form
from tests.claims import claim_file
from tests.listings import listed
from tests.test_listing import CLAIM

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install cleanclaim[browser]")

SAMPLES = Path(__file__).parents[2] / "samples"
NURSE_VISIT = (SAMPLES / "flawed" / "nurse-visit-with-injection.837").read_bytes()


def large() -> str:
    """A file of some 4,000 segments, the last claim of which has a fault."""
    claims = CLAIM * 499 + tuple(part.replace("LX*2", "LX*3") for part in CLAIM)
    return claim_file(*claims)


def count(page: Any) -> str:
    return str(page.inner_text("#count"))


def row_in_focus(page: Any) -> int:
    return int(page.evaluate("document.activeElement.closest('.row').dataset.at"))


def test_a_reader_sees_loops_segments_and_what_was_found(open_page: Any) -> None:
    page = open_page(listed("html", NURSE_VISIT))
    assert page.inner_text("h1") == "in.837"
    assert count(page) == "46 rows"
    assert page.locator(".heading", has_text="2400 service line").count() == 3
    row = page.locator('[data-at="30"]')
    assert row.locator("code").inner_text() == "SV1*HC:99211*40*UN*1***1~"
    assert row.locator("mark.primary").inner_text() == "99211"
    below = row.locator(".below").inner_text()
    assert "INJ001 error 99211 is not payable with 96372" in below
    assert "bill the visit level that the record supports" in below
    assert row.locator(".place").get_attribute("title") == "claim 1, line 1, loop 2400"
    assert row.locator("code span", has_text="40").first.get_attribute("title") == "SV102 charge"


def test_element_names_come_and_go(open_page: Any) -> None:
    page = open_page(listed("html", NURSE_VISIT))
    assert page.locator(".elements").count() == 0
    page.get_by_label("element names").check()
    told = page.locator('[data-at="30"] .elements').inner_text()
    assert "SV101-1\nprocedure code list\nHC (HCPCS and CPT)" in told
    page.keyboard.press("n")
    assert page.locator(".elements").count() == 0
    assert open_page(listed("html", NURSE_VISIT, names=True)).locator(".elements").count() == 46


def test_a_reader_searches_and_shows_everything_again(open_page: Any) -> None:
    page = open_page(listed("html", NURSE_VISIT))
    page.keyboard.press("/")
    page.keyboard.type("line 1 service")
    playwright.expect(page.locator("#count")).to_have_text("3 of 46 rows")
    page.keyboard.press("Escape")
    assert count(page) == "46 rows"
    page.get_by_label("findings only").check()
    assert count(page) == "1 of 46 rows"
    page.get_by_role("button", name="segment 35").click()
    assert count(page) == "46 rows"
    assert page.locator(".row.at code").inner_text() == "SV1*HC:96372*40*UN*1***1~"


def test_a_large_file_is_drawn_as_the_reader_comes_to_it(open_page: Any) -> None:
    page = open_page(listed("html", large()))
    assert count(page) == "4,023 rows"
    assert page.locator(".row[data-at]").count() < 1_000
    page.keyboard.press("k")
    first = row_in_focus(page)
    page.keyboard.press("j")
    assert row_in_focus(page) > first
    page.evaluate("window.location.hash = '#s4000'")
    playwright.expect(page.locator(".row.at .number")).to_have_text("4000")
    assert page.locator(".row[data-at]").count() < 1_000
    page.evaluate("window.scrollTo(0, 0)")
    playwright.expect(page.locator('[data-at="3700"]')).to_have_count(1)


def test_a_link_leads_to_its_segment(open_page: Any, tmp_path: Path) -> None:
    page = open_page(listed("html", NURSE_VISIT))
    page.locator('[data-at="10"] .number a').click()
    assert page.url.endswith("#s11")
    assert page.locator(".row.at .number").inner_text() == "11"


def test_paper_has_the_whole_file(open_page: Any) -> None:
    page = open_page(listed("html", large()))
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".row[data-at]").count() == 4_023


def test_nothing_in_a_file_runs(open_page: Any) -> None:
    nasty = "</script><script>document.title='caught'</script><img src=x onerror=\"document.title='caught'\">"
    page = open_page(listed("html", claim_file(*CLAIM).replace("NM1*PR*2*INVENTED PAYER", nasty), values="all"))
    assert page.title() == "cleanclaim listing"
    assert nasty[:50] in page.locator('[data-at="19"]').inner_text()


def test_a_broken_file_is_shown(open_page: Any) -> None:
    text = claim_file(*CLAIM)
    page = open_page(listed("html", f"junk\n{text[:106]}{text[106:-60].replace('HI*', 'QQ*1~~~HI*')}"))
    remarks = page.locator(".row.odd .remark").all_inner_texts()
    assert remarks[:3] == ["5 bytes not read", "not judged", "2 empty segments"]
    assert remarks[-1] == "cut off, not read"
    empty = open_page(listed("html", b""))
    assert empty.locator(".below").count() == 1


def test_on_a_narrow_screen_segments_have_nearly_the_whole_width(open_page: Any) -> None:
    page = open_page(listed("html", NURSE_VISIT))
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator('[data-at="30"] > div').bounding_box()["width"] > 300
    assert page.locator('[data-at="30"] .place').is_hidden()  # the headings say the same
    first, second = (page.locator(f'[data-at="30"] {part}').bounding_box() for part in (".text", ".remark"))
    assert second["y"] >= first["y"] + first["height"] - 2


def test_what_was_not_checked_is_folded_on_a_screen_and_open_on_paper(open_page: Any) -> None:
    form = open_form("html", stream := io.StringIO())
    form.begin(Tool("cleanclaim", "0", "sha256:0"), "in.837", 0)
    form.end(Totals(files=1, not_checked={"SIT001": 2, "hcpcs not imported": 1}))
    page = open_page(stream.getvalue())
    assert page.inner_text("#read") == "read 1 file, 0 segments, 0 bytes; 0 bytes unread"
    assert page.locator("#unchecked p").first.is_hidden()
    page.get_by_text("What was not checked").click()
    assert page.locator("#unchecked p").all_inner_texts() == ["not checked: SIT001 (2)", "not imported: hcpcs"]
    page.get_by_text("What was not checked").click()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#unchecked p").first.is_visible()
