"""Rules that ask the reference store: what they may say, what they find, what is not checked without a table."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cleanclaim.catalogue import Catalogue, load
from cleanclaim.engine import Engine
from cleanclaim.errors import RuleError
from cleanclaim.findings import Finding
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.examples.proof import prove
from cleanclaim.language.packs import read_pack, write_pack
from cleanclaim.language.stored import bind
from cleanclaim.lint import Settings, Summary, lint
from cleanclaim.reference import SUPPLIERS, Store
from cleanclaim.reference.load import import_files
from cleanclaim.resources import resource
from cleanclaim.source import Source
from tests.refdata import imported, public
from tests.running import Cli
from tests.test_facts import claim as claim_of_2025

PTP, MUE, AOC = "ccipra-v323r0-f1.txt", "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", "AOC_V2026Q4-MCR.txt"
PAIR = """table ptp (column1: procedure, column2: procedure, indicator: text, release: text)
  key column1, column2 from refdata "ncci-ptp"
"""
RULE = """
rule TST001 "A test" {
  severity error
  snip 6
  for line as denied
    paired with other line as paid with same date
  let edit = ptp(paid.procedure, denied.procedure) on denied.date
  when edit is present
  forbid edit.indicator = "0"
  message "not with {paid.procedure} ({edit.release})"
  mark denied.procedure
  fail { given ptp(85025, 85027) { indicator: "0", release: "r" } line 85025 line 85027 }
  pass { line 85025 line 85027 }
}
"""


def claim(*services: str, filing: str = "CI", day: str = "20261102") -> str:
    """A file of November 2026 with one claim of a day."""
    text = claim_of_2025(*services, filing=filing, days=dict.fromkeys(range(1, len(services) + 1), day))
    return text.replace("20250131", "20261130").replace("*250131*", "*261130*")


def catalogue(store: Store | None, text: str = PAIR + RULE) -> Catalogue:
    rules = compile_rules([RuleText("t.rules", text)])
    return Catalogue(rules, {rule.code: rule.about for rule in rules}, "").bind(store)


def linted(text: str, rules: Catalogue) -> tuple[list[Finding], Summary]:
    found = list(lint(Source.from_bytes(text.encode("latin-1")), rules, Settings(excerpts=False)))
    summary = found.pop()
    assert isinstance(summary, Summary)
    own = [item for item in found if isinstance(item, Finding) and item.rule in rules.by_code]
    return own, summary


# ------------------------------------------------------------------- what a rule may say


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (PAIR.replace("ncci-ptp", "nci-ptp"), "there is no table `nci-ptp` in the reference store"),
        (PAIR.replace("indicator: text", "modifier: text"), "`ncci-ptp` has no column `modifier`"),
        (PAIR.replace("indicator: text", "indicator: number"), "column `indicator` holds a text, not a number"),
        (PAIR.replace("column2: procedure", "column2: modifier"), "`column2` holds a procedure code, not a modifier"),
        (PAIR.replace("key column1, column2", "key column2, column1"), "is asked by column1, column2, in this order"),
        (PAIR.replace("key column1, column2", "key column1"), "is asked by column1, column2, in this order"),
        (
            'table ptp (procedure: procedure, rationale: text) key procedure from refdata "mue-dme"',
            "`rationale` can be missing",
        ),
    ],
)  # fmt: skip
def test_tables_of_the_store_are_as_it_has_them(table: str, told: str) -> None:
    with pytest.raises(RuleError) as caught:
        compile_rules([RuleText("t.rules", table + RULE)])
    assert told in str(caught.value)


def test_an_example_that_gives_rows_to_one_table_finds_none_in_the_others() -> None:
    text = (
        PAIR
        + """table most (procedure: procedure, most: number) key procedure from refdata "mue-practitioner"
rule TST002 "A test" {
  severity error
  snip 6
  for line as own where ptp(procedure, J3420) on date is present
  require most(own.procedure) on own.date is present
  message "no number of units is known"
  mark own.procedure
  fail "no row" { given ptp(96372, J3420) { indicator: "0", release: "r" } line 96372 }
  pass "a row" {
    given ptp(96372, J3420) { indicator: "0", release: "r" }
    given most(96372) { most: 5 }
    line 96372
  }
}
"""
    )
    rules = compile_rules([RuleText("t.rules", text)])
    assert [proof.wrong for proof in prove(rules, Engine)] == ["", ""]


def test_a_table_of_the_store_is_asked_on_a_day() -> None:
    with pytest.raises(RuleError, match="`ptp` changes over time"):
        compile_rules([RuleText("t.rules", (PAIR + RULE).replace(" on denied.date", ""))])


def test_what_identifies_people_is_not_printed() -> None:
    text = """table own (npi: text, payer: payer_id, tax_id: text?) key npi, payer from refdata "enrolment"
    rule TST001 "A test" {
      severity error
      snip 7
      for claim
      when claim.billing.npi is present
      let mine = own(claim.billing.npi, claim.payer.id) on 2026-11-02
      when mine is present and mine.tax_id is present
      forbid claim.frequency is 1
      message "{mine.tax_id}"
      mark claim.frequency
    }"""
    with pytest.raises(RuleError, match="can identify somebody"):
        compile_rules([RuleText("t.rules", text)])


# ------------------------------------------------------------------- what it finds


def test_a_finding_names_table_and_release(tmp_path: Path) -> None:
    rules = catalogue(imported(tmp_path / "s", PTP))
    (finding,), summary = linted(claim("96372", "99211"), rules)
    assert (finding.service_line, finding.severity, finding.message) == (2, "error", "not with 96372 (2026Q4)")
    assert finding.data == {"table": "ncci-ptp", "release": "2026Q4"}
    assert summary.not_checked == {}


def test_a_release_that_has_ended_makes_it_a_warning_that_names_it(tmp_path: Path) -> None:
    rules = catalogue(imported(tmp_path / "s", PTP, release="2024Q1"))
    (finding,), _ = linted(claim("96372", "99211"), rules)
    assert finding.severity == "warning"
    assert finding.data == {
        "table": "ncci-ptp",
        "release": "2024Q1",
        "note": "ncci-ptp, older than the service",
    }


def test_the_day_of_service_counts(tmp_path: Path) -> None:
    rules = catalogue(imported(tmp_path / "s", PTP))
    assert linted(claim("96372", "99211", day="20041231"), rules)[0] == []
    assert len(linted(claim("96372", "99211", day="20050101"), rules)[0]) == 1


def test_a_rule_without_its_table_is_not_run_and_counted(tmp_path: Path) -> None:
    for store in (None, imported(tmp_path / "s", MUE)):
        rules = catalogue(store)
        found, summary = linted(claim("96372", "99211"), rules)
        assert (found, rules.rules, rules.absent) == ([], (), {"ncci-ptp": ("TST001",)})
        assert summary.not_checked == {"ncci-ptp not imported": 1}


MEDICAID = PAIR.replace("ncci-ptp", "ncci-ptp-medicaid") + RULE


@pytest.mark.parametrize(
    ("filing", "counted"), [("MC", {"ncci-ptp-medicaid not imported": 1}), ("CI", {}), ("MB", {})]
)
def test_a_table_of_other_payers_is_not_missed(filing: str, counted: dict[str, int]) -> None:
    _, summary = linted(claim("96372", "99211", filing=filing), catalogue(None, MEDICAID))
    assert summary.not_checked == counted


@pytest.mark.parametrize("filing", ["MC", "CI"])
def test_a_rule_of_the_users_own_may_ask_a_table_of_any_claim(filing: str, tmp_path: Path) -> None:
    (tmp_path / "our.rules").write_text(f"language 1\n{PAIR}{RULE}", encoding="utf-8")
    (tmp_path / "their.rules").write_text(f"language 1\n{MEDICAID.replace('TST001', 'TST002')}", encoding="utf-8")
    rules = load([tmp_path]).select(["TST"]).bind(None)
    _, summary = linted(claim("96372", "99211", filing=filing), rules)
    assert summary.not_checked == {"ncci-ptp not imported": 1, "ncci-ptp-medicaid not imported": 1}


SUPPLIER = RULE.replace("ptp(paid.procedure, denied.procedure)", "most(denied.procedure)").replace(
    'edit.indicator = "0"', "denied.units > edit.most"
)


@pytest.mark.parametrize(("taxonomy", "counted"), [("207Q00000X", {}), ("332B00000X", {"mue-dme not imported": 1})])
def test_a_table_for_suppliers_is_missed_in_their_claims_alone(taxonomy: str, counted: dict[str, int]) -> None:
    table = 'table most (procedure: procedure, most: number, release: text) key procedure from refdata "mue-dme"\n'
    rule = SUPPLIER.partition("  fail {")[0] + "}\n"
    text = claim("96372", "99211", filing="MB")
    assert "*207Q00000X~" in text
    _, summary = linted(text.replace("*207Q00000X~", f"*{taxonomy}~"), catalogue(None, table + rule))
    assert summary.not_checked == counted


@pytest.mark.parametrize(
    ("filing", "taxonomy", "missed"),
    [
        ("MC", "207Q00000X", {"ncci-ptp-medicaid", "mue-medicaid", "add-on-medicaid"}),
        ("MC", "332B00000X", {"ncci-ptp-medicaid", "mue-medicaid-dme", "add-on-medicaid"}),
        ("MB", "207Q00000X", {"ncci-ptp", "mue-practitioner", "add-on"}),
        ("MB", "332B00000X", {"ncci-ptp", "mue-dme", "add-on"}),
        ("CI", "207Q00000X", {"ncci-ptp", "mue-practitioner", "add-on"}),
        ("CI", "332B00000X", {"ncci-ptp", "mue-dme", "add-on"}),
    ],
)
def test_edits_of_another_program_are_not_missed(filing: str, taxonomy: str, missed: set[str]) -> None:
    text = claim("96372", "99211", filing=filing).replace("*207Q00000X~", f"*{taxonomy}~")
    _, summary = linted(text, load())
    named = {said.removesuffix(" not imported") for said in summary.not_checked}
    assert {table for table in named if table.startswith(("ncci", "mue", "add"))} == missed


def test_suppliers_are_those_of_the_rules() -> None:
    text = resource("rules", "sets", "codes.rules").read_text("utf-8")
    (listed,) = re.findall(r"^set supplier : taxonomy = \[(.+)\]$", text, re.MULTILINE)
    assert listed == ", ".join(f"{head}*" for head in SUPPLIERS)


def test_rules_that_were_not_bound_are_counted_as_well() -> None:
    compiled = compile_rules([RuleText("t.rules", PAIR + RULE)])
    found, summary = linted(claim("96372", "99211"), Catalogue(compiled, {}, ""))
    assert (found, summary.not_checked) == ([], {"ncci-ptp not imported": 1})


def test_what_nobody_can_know_is_counted(tmp_path: Path) -> None:
    table = 'table most (procedure: procedure, most: number) key procedure from refdata "mue-practitioner"'
    rule = """rule TST001 "A test" {
      severity error
      snip 6
      for line
      let edit = most(line.procedure) on line.date
      when edit is present
      forbid line.units > edit.most
      message "{edit.most}"
      mark line.units
    }"""
    rules = catalogue(imported(tmp_path / "s", MUE), f"{table}\n{rule}")
    found, summary = linted(claim("96372*9", day="20260930"), rules)
    assert (found, summary.not_checked) == ([], {"TST001": 1})
    (finding,), summary = linted(claim("96372*9", day="20261001"), rules)
    assert (finding.message, summary.not_checked) == ("4", {})


def test_rules_that_were_kept_ask_the_store_too(tmp_path: Path) -> None:
    compiled = compile_rules([RuleText("t.rules", PAIR + RULE)])
    (kept,) = read_pack(write_pack(compiled))
    assert kept.sources == ("ncci-ptp",)
    bound, absent = bind([kept], imported(tmp_path / "s", PTP))
    assert absent == {}
    rules = Catalogue(bound, {kept.code: kept.about}, "", absent={})
    assert len(linted(claim("96372", "99211"), rules)[0]) == 1


# ------------------------------------------------------------------- the shipped rules on whole tables


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    path = tmp_path_factory.mktemp("store") / "s"
    pairs = {"85025\t85027": 0, "93015\t99213": 1, "29881\t29877": 1, "29881\t96372": 1}
    rows = "".join(f"{pair}\t\t20200101\t*\t{indicator}\tx\r\n" for pair, indicator in pairs.items())
    (path.parent / PTP).write_bytes(public(PTP).read_bytes() + rows.encode())
    import_files(path, [path.parent / PTP, public(MUE), public(AOC)])
    return load().bind(Store.open(path))


@pytest.mark.parametrize(
    ("services", "found"),
    [
        (("85025", "85027"), [("NCC010", 2, "error")]),
        (("85027:59", "85025"), [("NCC010", 1, "error")]),
        (("99213", "93015"), [("NCC011", 1, "error")]),
        (("99213:25", "93015"), []),
        (("29881", "29877"), [("NCC012", 2, "error")]),
        (("29881:RT", "29877:LT"), []),
        (("99211", "96372", "J3420"), [("INJ001", 1, "error")]),  # covers NCC010
        (("99213", "96372", "J3420"), [("MOD101", 1, "error")]),  # covers NCC011
        (("96365", "96372", "J3420", "J1756*200"), [("NCC003", 2, "error")]),  # covers NCC012
        (("99291*2",), [("MUE012", 1, "error")]),  # MAI 2 is absolute
        (("96365", "96372", "J3420", "J1756*200", "11042"), [("NCC003", 2, "error")]),  # both pairs, and NCC012 none
        # both pairs too, and one modifier serves them
        (("96365", "96372", "J3420", "J1756*200", "29881"), [("NCC003", 2, "error")]),
        (("29881", "96372", "J3420", "11042"), [("NCC003", 2, "error")]),
        (("29881", "96372", "J3420"), [("NCC012", 2, "error")]),
        (("96372*5", "J3301*4"), [("MUE001", 1, "warning")]),  # covers MUE012
        (("96366", "J1756*200"), [("ADD001", 1, "warning")]),
        (("96365", "96366", "J1756*200"), []),
        (("99292",), []),
    ],
)
def test_specific_rules_cover_the_general(
    services: tuple[str, ...], found: list[tuple[str, int, str]], shipped: Catalogue
) -> None:
    findings, _ = linted(claim(*services, filing="MB"), shipped)
    coded = [finding for finding in findings if not finding.rule.startswith("SIT")]
    assert [(finding.rule, finding.service_line, finding.severity) for finding in coded] == found


def test_they_are_advice_to_other_payers(shipped: Catalogue) -> None:
    for services in (("85025", "85027"), ("99213", "93015"), ("29881", "29877"), ("99291*2",)):
        (finding,), _ = linted(claim(*services), shipped)
        assert finding.severity == "warning"


# ------------------------------------------------------------------- the command line


def test_lint_asks_the_store_of_the_environment(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "c.837").write_text(claim("96372", "99211", "J3420"), encoding="latin-1")
    (tmp_path / "t.rules").write_text(PAIR + RULE, encoding="utf-8")
    asked = (
        "lint",
        "--select",
        "TST",
        "--rules",
        str(tmp_path / "t.rules"),
        str(tmp_path / "c.837"),
        "--output",
        "json",
    )
    assert json.loads(cli(*asked).out)["summary"]["not_checked"] == {"ncci-ptp not imported": 1}
    monkeypatch.setenv("CLEANCLAIM_REFDATA", str(tmp_path / "refdata.sqlite"))
    cli("refdata", "import", str(public(PTP)))
    found = json.loads(cli(*asked).out)
    assert found["findings"][0]["data"] == {"table": "ncci-ptp", "release": "2026Q4"}
    assert found["summary"]["not_checked"] == {}
    monkeypatch.setenv("CLEANCLAIM_REFDATA", str(tmp_path / "none"))
    assert len(json.loads(cli(*asked, "--refdata", str(tmp_path / "refdata.sqlite")).out)["findings"]) == 1
    assert cli(*asked, "--refdata", str(tmp_path / "c.837")).status == 2
