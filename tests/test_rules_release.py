"""The release of the reference table that a rule's facts are from: each of its findings carries it."""

from __future__ import annotations

import io
import json

import pytest

from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.errors import RuleError
from cleanclaim.findings import Release
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.docs import page
from cleanclaim.language.packs import read_pack, write_pack
from cleanclaim.reports.json import Json
from tests.linting import catalogue, findings_of
from tests.test_engine import one_claim
from tests.test_facts import claim

RULE = """language 1
rule TST001 "Too much" {
  severity error
  snip 6
  param most = 1
  for line where procedure is 99213
  forbid line.units >= most
  message "m"
DATA}
"""
HEIR = """rule TST002 "Too much elsewhere" extends TST001 {
  payer is X9001
DATA}
"""
NCCI = ("INJ001", "MOD101", "MOD102", "NCC001", "NCC002", "NCC003", "NCC004", "NCC005", "NCC006")


def compiled(text: str, *data: str) -> tuple[CompiledRule, ...]:
    """The rules of a text with these clauses in place of DATA."""
    clauses = "".join(f"  data {one}\n" for one in data)
    return compile_rules([RuleText("t.rules", text.replace("DATA", clauses))])


def test_a_rule_without_it_says_nothing() -> None:
    (rule,) = compiled(RULE)
    assert rule.about.data is None
    (finding,) = Engine([rule]).judge(one_claim("99213"))
    assert finding.data is None


def test_each_finding_names_table_and_release() -> None:
    (rule,) = compiled(RULE, '"mue-practitioner" release "2024Q3"')
    assert rule.about.data == Release("mue-practitioner", "2024Q3")
    (finding,) = Engine([rule]).judge(one_claim("99213"))
    assert finding.data == {"table": "mue-practitioner", "release": "2024Q3"}


def test_it_is_kept_between_runs() -> None:
    rules = compiled(RULE, '"mue-practitioner" release "2024Q3"')
    (restored,) = read_pack(write_pack(rules))
    assert restored.about == rules[0].about


def test_a_rule_says_it_once() -> None:
    with pytest.raises(RuleError, match="a rule has one `data`"):
        compiled(RULE, '"a" release "1"', '"b" release "2"')


@pytest.mark.parametrize("data", ['"a"', '"a" release', 'release "1"', "a release 1"])
def test_table_and_release_belong_together(data: str) -> None:
    with pytest.raises(RuleError):
        compiled(RULE, data)


def test_an_heir_takes_it_and_can_say_another() -> None:
    parent = RULE.replace("DATA", '  data "a" release "1"\n')
    assert [rule.about.data for rule in compiled(parent + HEIR)] == [Release("a", "1"), Release("a", "1")]
    assert compiled(parent + HEIR, '"b" release "2"')[1].about.data == Release("b", "2")


def test_release_is_a_name_elsewhere() -> None:
    text = RULE.replace("for line where procedure is 99213", "for claim where release is Y").replace(
        "line.units", "count(claim.lines)"
    )
    (rule,) = compiled(text, '"a" release "1"')
    assert rule.about.data == Release("a", "1")


@pytest.mark.parametrize("code", NCCI)
def test_ncci_rules_rest_on_the_edits_of_a_quarter(code: str) -> None:
    assert catalogue().about[code].data == Release("ncci-ptp", "2024Q3")


@pytest.mark.parametrize("code", ["MUE001", "MUE002"])
def test_mue_rules_rest_on_the_limits_of_a_quarter(code: str) -> None:
    assert catalogue().about[code].data == Release("mue-practitioner", "2024Q3")


def test_other_rules_rest_on_no_such_table() -> None:
    named = {code for code, about in catalogue().about.items() if about.data is not None}
    assert named == {*NCCI, "MUE001", "MUE002", "MUE003", "MUE004"}


def test_json_carries_it() -> None:
    found = findings_of(claim("99211", "96372", "J3420"))
    stream = io.StringIO()
    report = Json(stream)
    for finding in found:
        report.finding(finding)
    entry = json.loads(stream.getvalue().strip())
    assert (entry["rule"], entry["data"]) == ("INJ001", {"table": "ncci-ptp", "release": "2024Q3"})


def test_the_page_of_a_rule_names_it() -> None:
    assert "table ncci-ptp, release 2024Q3" in page(catalogue().about["INJ001"])
