"""Profiles of payers in rule files: what belongs to one, what it may not do, and when it runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanclaim.catalogue import load, prove, prove_thoroughly
from cleanclaim.claim import Claim, build
from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.errors import RuleError
from cleanclaim.findings import Finding, Grade, Profile
from cleanclaim.guide import place
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.format import format_text
from cleanclaim.language.packs import read_pack, write_pack
from cleanclaim.lint import Settings, lint
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.claims import claim_file

HEAD = 'language 1\n\nprofile acme "ACME health plan"'
RULE = """
rule PAY901 "Infusion" {
  severity error
  snip 7
  for line where procedure is 96365
  require claim.prior_auth is present
  message "an infusion"
  mark line.procedure

  fail "one" at line 1 { line 96365 }
  pass "authorized" { claim.prior_auth: "A1"  line 96365 }
  pass "none" { line 85025 }
}
"""
TEXT = f"{HEAD} {{\n  severity BAL001 info\n}}\n{RULE}"
CLAIM = claim_file(
    "CLM*1*40***11:B:1*Y*A*Y*Y", "HI*ABK:E538", "LX*1", "SV1*HC:96365*40*UN*1***1", "DTP*472*D8*20250106"
)


def compiled(*texts: str) -> tuple[CompiledRule, ...]:
    return compile_rules([], [RuleText(f"{number}.rules", text) for number, text in enumerate(texts)])


def faults_of(*texts: str) -> list[str]:
    with pytest.raises(RuleError) as caught:
        compiled(*texts)
    return [f"{fault.line}: {fault.message}" for fault in caught.value.faults]


def test_rules_of_a_file_belong_to_its_profile() -> None:
    inside, outside = compiled(TEXT, f"language 1\n{RULE.replace('PAY901', 'PAY902')}")
    assert inside.profile == Profile("acme", "ACME health plan", (Grade("BAL001", "info", 4),))
    assert outside.profile is None


def test_a_profile_needs_no_braces() -> None:
    (rule,) = compiled(f"{HEAD}\n{RULE}")
    assert rule.profile == Profile("acme", "ACME health plan")


def test_a_profile_is_kept_with_its_rules() -> None:
    rules = compiled(TEXT)
    assert read_pack(write_pack(rules))[0].profile == rules[0].profile


def test_the_one_style_leaves_it_alone() -> None:
    assert format_text(TEXT) == TEXT
    assert format_text(TEXT.replace("  severity BAL001", "severity   BAL001")) == TEXT


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f'{TEXT}\nprofile other "Another"\n', "20: a rule file has one profile"),
        (HEAD, "3: a profile has at least one rule"),
        (TEXT.replace("info\n", "info\n  severity BAL001 error\n"), "5: the severity of `BAL001` is said twice"),
        (TEXT.replace("snip 7", "snip 7\n  covers INJ001"), "it silences no rule of another file"),
        (
            TEXT + '\nrule PAY902 "Heir" extends PAY901 {\n  payer is X1\n  fail { line 96365 }\n}\n',
            "it silences no rule of another file",
        ),
    ],
)
def test_what_a_profile_can_not_do(text: str, fault: str) -> None:
    assert any(fault in said for said in faults_of(text)), faults_of(text)


def test_rules_of_one_file_can_cover_one_another() -> None:
    other = RULE.replace("PAY901", "PAY902").replace("snip 7", "snip 7\n  covers PAY901")
    assert [rule.covers for rule in compiled(TEXT + other)] == [(), ("PAY901",)]


def test_a_severity_of_a_rule_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.rules").write_text(TEXT.replace("BAL001", "BAL991"))
    told = (
        r"a\.rules:4:12: E101 there is no rule `BAL991`\n  4 \|   severity BAL991 .*\n    \| {12}\^{6}\n  help: did"
    )
    with pytest.raises(RuleError, match=told):
        load([tmp_path / "a.rules"])


@pytest.mark.parametrize("code", ["SIT078", "ENV001", "IG047", "PAY901"])
def test_severities_of_every_kind_of_rule_can_be_said(code: str, tmp_path: Path) -> None:
    (tmp_path / "a.rules").write_text(TEXT.replace("BAL001", code))
    assert load([tmp_path], shipped=False).profiles["acme"].grades[0].rule == code


def test_files_add_to_a_profile(tmp_path: Path) -> None:
    (tmp_path / "a.rules").write_text(TEXT)
    (tmp_path / "b.rules").write_text(TEXT.replace("info", "warning").replace("PAY901", "PAY902"))
    profile = load([tmp_path], shipped=False).profiles["acme"]
    assert [(grade.rule, grade.severity) for grade in profile.grades] == [("BAL001", "warning")]


def found(text: str, *on: str, frequency: str = "1") -> list[str]:
    catalogue = load([Path(text)], shipped=False)
    catalogue = catalogue.switch_on(dict.fromkeys(on, lambda claim: claim.frequency == frequency))
    with Source.from_bytes(CLAIM.encode()) as source:
        said = list(lint(source, catalogue, Settings(excerpts=False)))
    return [item.rule for item in said if isinstance(item, Finding) and item.rule.startswith("PAY")]


def test_it_runs_where_it_is_switched_on_for_the_claims_of_its_payers(tmp_path: Path) -> None:
    path = tmp_path / "a.rules"
    path.write_text(TEXT)
    assert found(str(path)) == []
    assert found(str(path), "other") == []
    assert found(str(path), "acme") == ["PAY901"]
    assert found(str(path), "acme", frequency="7") == []


def test_a_rule_across_claims_is_scoped_as_well(tmp_path: Path) -> None:
    path = tmp_path / "a.rules"
    path.write_text(
        f'{HEAD}\n\nrule PAY903 "Any line" {{\n  severity error\n  snip 7\n  for line\n'
        "  forbid any line as shot of same file with same procedure where procedure is 96365\n"
        '  message "a"\n  mark line.procedure\n'
        "  fail { line 96365 }\n  pass { line 85025 }\n}\n"
    )
    assert found(str(path), "acme") == ["PAY903"]
    assert found(str(path), "acme", frequency="7") == []


def test_examples_are_judged_without_other_profiles(tmp_path: Path) -> None:
    (tmp_path / "a.rules").write_text(TEXT)
    (tmp_path / "b.rules").write_text(TEXT.replace("acme", "other").replace("PAY901", "PAY902"))
    catalogue = load([tmp_path], shipped=False)
    assert [(proof.rule, proof.wrong, proof.others) for proof in prove(catalogue)] == [
        (code, "", ()) for code in ["PAY901"] * 3 + ["PAY902"] * 3
    ]
    assert all(score.passed for score in prove_thoroughly(catalogue))
    assert [finding.rule for finding in Engine(catalogue.rules).judge(_claims()[0])] == ["PAY901", "PAY902"]


def _claims() -> list[Claim]:
    with Source.from_bytes(CLAIM.encode()) as source:
        return [event for event in build(place(read_events(source))) if isinstance(event, Claim)]
