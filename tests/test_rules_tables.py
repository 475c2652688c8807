"""The shipped rules with every reference table: silent over right claims, and each fault found where it stands."""

from __future__ import annotations

import re

import pytest

from cleanclaim.catalogue import Catalogue, load
from cleanclaim.findings import Finding
from cleanclaim.lint import Settings, Summary, lint
from cleanclaim.reference import TABLES, Store
from cleanclaim.source import Source
from tests.claimgen import clean
from tests.linting import catalogue, findings_of, place_of
from tests.releases import RELEASES, all_tables
from tests.test_engine import claims_of
from tests.test_engine_gates import COLD, WARM, awake, telling
from tests.test_samples import CLEAN, FINDING, SAMPLES, Said, read_sample

HERE = SAMPLES / "tables"
ROW = re.compile(r"\| `((?:clean|flawed)/[^`]+)` \| .+? \| (.+) \|")
TABLE = dict(ROW.findall((HERE / "README.md").read_text("utf-8")))
GENERATED = "".join(clean(300, seed=26, lines=4, per_transaction=100))


def text_of(name: str) -> str:
    return (HERE / name).read_bytes().decode("ascii")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    texts = [*map(read_sample, CLEAN), *map(text_of, TABLE), GENERATED]
    return all_tables(tmp_path_factory.mktemp("store"), texts)


@pytest.fixture(scope="module")
def rules(store: Store) -> Catalogue:
    return load().bind(store)


def found_in(text: str, rules: Catalogue) -> list[Finding]:
    source = Source.from_bytes(text.encode("latin-1"))
    found = (item for item in lint(source, rules, Settings(excerpts=False)) if isinstance(item, Finding))
    return [item for item in found if item.severity != "info"]


def expected(cell: str) -> tuple[Said, ...]:
    if cell == "none":
        return ()
    matches = [FINDING.fullmatch(part) for part in cell.split("; ")]
    assert all(matches), cell
    return tuple(
        Said(
            m["rule"],
            m["place"] or "",
            int(m["claim"]) if m["claim"] else None,
            int(m["line"]) if m["line"] else None,
        )
        for m in matches
        if m
    )


def test_no_table_is_missing(store: Store, rules: Catalogue) -> None:
    assert rules.absent == {}
    filled = {part.name for part in store.parts}
    assert {name for name, about in TABLES.items() if not about.joined} - filled == {
        "place-of-service",
        "states",
        "zip-prefixes",
    }


def test_table_and_folder_agree() -> None:
    files = [path for folder in ("clean", "flawed") for path in (HERE / folder).iterdir()]
    assert sorted(TABLE) == sorted(str(path.relative_to(HERE)) for path in files)
    assert all((cell == "none") is name.startswith("clean/") for name, cell in TABLE.items())


@pytest.mark.parametrize("name", TABLE)
def test_samples_show_what_the_table_says(name: str, rules: Catalogue) -> None:
    found = []
    for finding in found_in(text_of(name), rules):
        at = place_of(finding)
        found.append(Said(finding.rule, at.element or at.segment_id, at.claim, at.service_line))
    assert tuple(found) == expected(TABLE[name])


@pytest.mark.parametrize("name", TABLE)
def test_without_tables_nothing_is_found(name: str) -> None:
    assert [finding.rule for finding in findings_of(text_of(name)) if finding.severity != "info"] == []


@pytest.mark.parametrize("name", CLEAN)
def test_clean_samples_stay_silent(name: str, rules: Catalogue) -> None:
    assert [(finding.rule, place_of(finding).segment) for finding in found_in(read_sample(name), rules)] == []


def test_generated_claims_stay_silent(rules: Catalogue) -> None:
    assert [(finding.rule, place_of(finding).segment) for finding in found_in(GENERATED, rules)] == []


def test_each_finding_of_a_table_names_its_release(rules: Catalogue) -> None:
    """The release, and for a later day that it is an older one; a severity that rests on it is then lower."""
    for name, cell in TABLE.items():
        for finding in found_in(text_of(name), rules) if cell != "none" else ():
            assert finding.data is not None, name
            assert finding.data["release"] in ("2026Q1", "2026-01-01"), name
            assert "note" not in finding.data, name
        later = re.sub("202603(?=1[128])", "202606", text_of(name))
        for finding in found_in(later, rules) if cell != "none" else ():
            if finding.rule == cell[1:7]:
                assert finding.severity == "warning", name
                assert finding.data is not None
                assert "older than the service" in finding.data["note"], name


def test_what_is_asked_before_a_rule_is_run_loses_nothing(rules: Catalogue) -> None:
    """Also where it asks the tables."""
    asked = [rule for rule in rules.rules if rule.sources and not rule.across]
    claims = [claim for text in [GENERATED, *map(text_of, TABLE)] for claim in claims_of(text)]
    found = telling(asked, claims, WARM)
    assert found[0] and found == telling(awake(asked), claims, COLD)


def test_a_day_before_the_first_release_is_not_checked_also_on_another_claim(rules: Catalogue) -> None:
    """What a table can not know of the other row does not keep that row from being judged."""
    text = text_of("flawed/visit-after-a-replacement.837")
    assert [finding.rule for finding in found_in(text, rules)] == ["MOD151"]
    early = text.replace("D8*20260202", "D8*20251231").replace("D8*20260311", "D8*20260202")
    (summary,) = (
        item
        for item in lint(Source.from_bytes(early.encode("latin-1")), rules, Settings(excerpts=False))
        if isinstance(item, Summary)
    )
    assert summary.not_checked["MOD151"] == 1


def test_every_rule_of_a_table_has_a_sample() -> None:
    """By the table that it asks: each of them shows at least one fault here."""
    shown = {match[1] for cell in TABLE.values() for match in re.finditer(r"`([A-Z]{3}[0-9]{3})`", cell)}
    asked = {source: {rule.code for rule in catalogue().rules if source in rule.sources} for source in TABLES}
    public = {
        "ncci-ptp",
        "ncci-ptp-medicaid",
        "mue-practitioner",
        "mue-medicaid",
        "mue-dme",
        "add-on",
        "fee-schedule",
    }
    public |= {"fee-schedule-days", "ndc-hcpcs", "coverage", "coverage-lists"}
    assert {source for source in public if not asked[source] & shown} == set()


def test_the_releases_say_that_they_are_invented() -> None:
    for path in RELEASES.iterdir():
        said = "invented" in path.read_text("ascii").lower()
        assert said or path.name.startswith("article_x_icd10"), path.name  # which has no room for it
