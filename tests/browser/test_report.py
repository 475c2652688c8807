"""The HTML report in headless Chromium: filter, search, expand, keys, print; no word on the console."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.test_reports import DATE, EMPTY, NURSE_VISIT, written

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install cleanclaim[browser]")

MANY = 10_000


def many() -> tuple[Any, ...]:
    kinds = (NURSE_VISIT, DATE, EMPTY)
    return tuple(kinds[number % 3] for number in range(MANY))


def count(page: Any) -> str:
    return str(page.inner_text("#count"))


def shown(page: Any) -> list[str]:
    return [str(text) for text in page.locator("#list .severity").all_inner_texts()]


def test_a_reader_filters_by_severity_rule_and_file(open_page: Any) -> None:
    page = open_page(written("html"))
    assert count(page) == "4 findings"
    page.get_by_label("warnings").uncheck()
    assert shown(page) == ["INJ001 error", "ENV021 info", "ENV000 error"]
    page.get_by_role("button", name="INJ001").click()
    assert (count(page), shown(page)) == ("1 of 4 findings", ["INJ001 error"])
    page.get_by_role("button", name="show all again").click()
    page.get_by_role("button", name="By file").click()
    page.get_by_role("button", name="b.837", exact=True).click()
    assert shown(page) == ["ENV021 info"]
    page.keyboard.press("Escape")
    assert count(page) == "4 findings"
    assert page.get_by_label("warnings").is_checked()


def test_a_reader_searches_with_the_keyboard(open_page: Any) -> None:
    assert NURSE_VISIT.location
    twelfth = replace(NURSE_VISIT, location=replace(NURSE_VISIT.location, claim=12))
    page = open_page(written("html", (NURSE_VISIT, twelfth, DATE)))
    page.keyboard.press("/")
    page.keyboard.type("claim 1")
    playwright.expect(page.locator("#count")).to_have_text("1 of 3 findings")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert "claim 12" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("k")
    was_open = page.locator("details.finding").first.get_attribute("open")
    page.keyboard.press("Enter")
    assert (page.locator("details.finding").first.get_attribute("open") is None) != (was_open is None)


def test_a_finding_shows_its_segments_and_what_to_do(open_page: Any) -> None:
    page = open_page(written("html", (NURSE_VISIT,)))
    body = page.locator("details.finding").first.inner_text()
    for part in ("21 | SV1*HC:99211*40*UN*1***1~", "^^^^^ this visit", "----- the injection", "DTP*472*D8*••••••••~"):
        assert part in body
    assert "bill 96372 alone" in body
    assert "ncci-ptp (release 2026Q4)" in body
    assert page.locator("mark.primary").inner_text() == "99211"


def test_ten_thousand_findings_are_drawn_as_the_reader_comes_to_them(open_page: Any) -> None:
    page = open_page(written("html", many()))
    assert count(page) == "10,000 findings"
    assert page.locator("details.finding").count() < 1_000
    page.get_by_role("button", name="IG037").click()
    assert count(page) == "3,333 of 10,000 findings"
    page.get_by_role("button", name="Expand all").click()
    assert page.locator("details.finding[open] pre").count() == page.locator("details.finding").count()
    page.get_by_role("button", name="Collapse all").click()
    assert page.locator("details.finding[open]").count() == 0


def test_paper_has_every_finding_that_was_asked_for(open_page: Any) -> None:
    page = open_page(written("html", many()[:900]))
    page.get_by_role("button", name="INJ001").click()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.finding[open]").count() == 300


def test_nothing_in_a_finding_runs(open_page: Any) -> None:
    nasty = "</script><script>document.title='caught'</script><img src=x onerror=\"document.title='caught'\">"
    page = open_page(written("html", (replace(NURSE_VISIT, message=nasty, suggestion=nasty),)))
    assert nasty in page.locator("details.finding").first.inner_text()
    assert page.title() == "cleanclaim report"


def test_dark_and_light_are_both_there(browser: Any, tmp_path: Path) -> None:
    (path := tmp_path / "report.html").write_text(written("html"), "utf-8")
    papers = []
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto(path.as_uri())
        papers.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.close()
    assert papers == ["rgb(255, 255, 255)", "rgb(20, 23, 26)"]
