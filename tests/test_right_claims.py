"""Right claims of many kinds, with every reference table and the profile of their payer: nothing is said of them."""

from __future__ import annotations

import re

import pytest

from cleanclaim.catalogue import Catalogue, load
from cleanclaim.findings import Finding
from cleanclaim.lint import Settings, lint
from cleanclaim.source import Source
from tests.linting import findings_of
from tests.releases import all_tables
from tests.right_claims import right_claims
from tests.verdicts import pyx12_accepts

CLAIMS = right_claims()
PROFILES = {"MB": "medicare", "MC": "medicaid_example", "CI": "commercial_example"}
NOTES = {"SIT013", "SIT045"}  # a hospital that is not named, services of two years: no faults


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Catalogue]:
    """The shipped rules with all tables: without a profile, and with each."""
    store = all_tables(tmp_path_factory.mktemp("store"), CLAIMS.values())
    shipped = load()
    with_profiles = {name: shipped.switch_on({**shipped.on, name: lambda claim: True}) for name in PROFILES.values()}
    return {name: catalogue.bind(store) for name, catalogue in {"": shipped, **with_profiles}.items()}


def found(text: str, catalogue: Catalogue) -> list[tuple[str, str, int | None]]:
    source = Source.from_bytes(text.encode("ascii"))
    items = lint(source, catalogue, Settings(excerpts=False))
    return [(item.rule, item.severity, item.service_line) for item in items if isinstance(item, Finding)]


def filing(text: str) -> str:
    said = re.search(r"SBR\*[^~]*\*(\w\w)~", text)
    assert said is not None
    return said[1]


def test_there_are_many() -> None:
    assert len(CLAIMS) >= 100
    assert {"MB", "MC", "CI", "BL", "HM", "16", "CH", "VA", "WC", "AM"} == {filing(text) for text in CLAIMS.values()}


@pytest.mark.parametrize("title", CLAIMS)
def test_nothing_is_found(title: str, rules: dict[str, Catalogue]) -> None:
    text = CLAIMS[title]
    assert [one for one in found(text, rules[""]) if one[1] != "info"] == []
    profile = PROFILES.get(filing(text))
    if profile is not None:
        assert [one for one in found(text, rules[profile]) if one[1] != "info"] == []


def test_nothing_is_found_without_tables() -> None:
    spoken = {(title, finding.rule) for title, text in CLAIMS.items() for finding in findings_of(text)}
    assert {one for one in spoken if one[1] not in NOTES} == set()
    assert {rule for _, rule in spoken} == NOTES


def test_pyx12_takes_them() -> None:
    assert [title for title, text in CLAIMS.items() if not pyx12_accepts(text)] == []
