"""The page as a file: one part, nothing from outside, no data that becomes markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from cleanclaim.findings import Reference, Release
from tests.test_reports import FINDINGS, NURSE_VISIT, written


class Page(HTMLParser):
    """The elements of a page, and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = dict(attrs)
        self.tags.append((tag, fields))
        self._open = str(fields.get("id", tag)) if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open] = self.texts.get(self._open, "") + data


def data(page: Page, part: str) -> Any:
    return json.loads(page.texts[part])


def test_the_page_asks_nothing_from_outside() -> None:
    page = Page(written("html"))
    assert not [fields for _, fields in page.tags if "src" in fields]
    assert not [tag for tag, fields in page.tags if tag in ("link", "img", "iframe", "object", "base")]
    assert "@import" not in page.texts["style"]
    assert "url(" not in page.texts["style"]
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(|eval\(|innerHTML|document\.write", page.texts["script"])


def test_the_policy_names_the_style_and_the_script_of_the_page() -> None:
    page = Page(written("html"))
    (policy,) = [
        fields["content"] for _, fields in page.tags if fields.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'; ")
    for name in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.texts[name].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert not [
        fields for _, fields in page.tags if "style" in fields or any(name.startswith("on") for name in fields)
    ]


def test_nothing_in_a_finding_becomes_markup() -> None:
    nasty = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> ]]> &amp; \u2028"
    about = replace(NURSE_VISIT.about, title=nasty, references=(Reference(nasty, "javascript:alert(1)"),))
    assert NURSE_VISIT.location
    odd = replace(
        NURSE_VISIT, message=nasty, suggestion=nasty, about=about, location=replace(NURSE_VISIT.location, path=nasty)
    )
    page, usual = Page(written("html", (odd,))), Page(written("html", (NURSE_VISIT,)))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in usual.tags]
    assert data(page, "findings")[0][2] == nasty.replace("\u2028", "\ufffd")
    assert data(page, "kept")["rules"]["INJ001"]["references"][0][1] == ""


def test_each_finding_is_a_row_and_each_name_is_there_once() -> None:
    page = Page(written("html", (*FINDINGS, *FINDINGS)))
    rows, kept = data(page, "findings"), data(page, "kept")
    assert [row[0] for row in rows] == [finding.rule for finding in (*FINDINGS, *FINDINGS)]
    assert len(kept["names"]["file"]) == len(FINDINGS)
    assert kept["closing"][0].startswith("2 errors, 1 warning, 1 info in 3 of 214 files")
    assert set(kept["rules"]) == {finding.rule for finding in FINDINGS}


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (None, "ncci-ptp (release 2026Q4)"),
        (Release("ncci-ptp", "2026Q4"), "ncci-ptp (release 2026Q4, in the rule itself)"),
    ],
)
def test_the_page_says_what_decided_as_the_text_does(own: Release | None, said: str) -> None:
    finding = replace(NURSE_VISIT, about=replace(NURSE_VISIT.about, data=own))
    (row,) = data(Page(written("html", (finding,))), "findings")
    assert said in row
    assert f"note: {said} · " in written("full", (finding,))


def test_a_page_without_findings_is_whole() -> None:
    page = Page(written("html", ()))
    assert data(page, "findings") == []
    assert data(page, "kept")["rules"] == {}
