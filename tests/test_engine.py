"""The engine: which rules a line wakes, what is skipped, and in which order findings come."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim.claim import build
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.findings import Finding
from cleanclaim.guide import place
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.resources import resource
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.claims import claim_file
from tests.linting import catalogue

FIRST = ["BAL001", "DXP001", "DXP002", "INJ001", "INJ002", "MOD101", "MOD102", "MOD103", "SIT001", "UNT001", "UNT002"]


@cache
def first_rules() -> tuple[CompiledRule, ...]:
    """Some of the shipped rules, so that a new one changes no test of the engine."""
    return tuple(catalogue().by_code[code] for code in FIRST)


def claims_of(text: str) -> list[Claim]:
    """The claims of a file, read through the pipeline."""
    with Source.from_bytes(text.encode("latin-1")) as source:
        return [event for event in build(place(read_events(source))) if isinstance(event, Claim)]


def service(number: int, procedure: str, date: str = "20250115", more: str = "40*UN*1***1") -> list[str]:
    """The segments of a service line; `procedure` with its modifiers."""
    return [f"LX*{number}", f"SV1*HC:{procedure}*{more}", f"DTP*472*D8*{date}"]


def one_claim(*procedures: str, head: str = "HI*ABK:D510") -> Claim:
    """A claim with these procedures at $40 each."""
    lines = [segment for number, code in enumerate(procedures, 1) for segment in service(number, code)]
    total = 40 * len(procedures)
    (claim,) = claims_of(claim_file(f"CLM*X1*{total}***11:B:1*Y*A*Y*Y", head, *lines))
    return claim


def read_sample(name: str) -> str:
    return resource("samples", *name.split("/")).read_text(encoding="latin-1")


def codes(findings: list[Finding]) -> list[str]:
    return [finding.rule for finding in findings]


def rules(*bodies: str) -> tuple[CompiledRule, ...]:
    """Rules with these clauses, by turns TST001, TST002 …"""
    text = "".join(
        f'rule TST{number:03} "A test" {{\n  severity error\n  snip 4\n{body}\n  message "m"\n}}\n'
        for number, body in enumerate(bodies, 1)
    )
    return compile_rules([RuleText("t.rules", "language 1\n" + text)])


SERVICES = st.sampled_from(
    [
        "99211",
        "99213",
        "99213:25",
        "99213:59",
        "96372",
        "96372:59",
        "96372:XU:59",
        "J3420",
        "J3425",
        "G0463",
        "20610:RT",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SERVICES, min_size=1, max_size=5))
def test_waking_loses_nothing(procedures: list[str]) -> None:
    """INVARIANT of the index: a rule that is not woken would find nothing."""
    claim = one_claim(*procedures)
    sleepless = tuple(replace(rule, wakes=()) for rule in first_rules())
    assert Engine(first_rules()).judge(claim) == Engine(sleepless).judge(claim)


@settings(max_examples=60, deadline=None)
@given(st.lists(SERVICES, min_size=1, max_size=5))
def test_care_changes_nothing_where_all_is_readable(procedures: list[str]) -> None:
    claim = one_claim(*procedures)
    quick = Engine(first_rules()).judge(claim)
    assert claim.file is not None
    claim.file.unreadable.add("sender")  # no rule reads it
    engine = Engine(first_rules())
    assert engine.judge(claim) == quick
    assert engine.not_checked == {}


def test_findings_come_in_the_order_of_their_places() -> None:
    claim = one_claim("J3420", "99211", "J3425", "96372:59:XU")
    found = Engine(first_rules()).judge(claim)
    places = [(finding.mark.offset, finding.rule) for finding in found]
    assert places == sorted(places)
    assert codes(found) == ["INJ001", "UNT001", "MOD103"]


def test_a_finding_says_all_that_the_engine_knows() -> None:
    (found,) = Engine(first_rules()).judge(one_claim("96372", "99211"))
    assert (found.rule, found.severity, found.claim, found.service_line, found.loop) == (
        "INJ001",
        "warning",
        1,
        2,
        "2400",
    )
    assert found.message == "99211 is not payable with 96372 on line 1; no modifier changes that"
    assert (found.mark.segment_id, found.mark.element, found.mark.length) == ("SV1", "SV101-2", 5)
    (other,) = found.related
    assert (other.label, other.service_line, other.element) == ("the injection", 1, "SV101-2")
    assert found.suggestion.startswith("remove 99211") and found.help and found.about.references


# ------------------------------------------------------------------- values that could not be read


def test_a_missing_value_skips_the_rules_that_read_it_and_no_other() -> None:
    claim = one_claim("99211", "96372", "J3425")
    claim.lines[2].unreadable.add("units")
    engine = Engine(first_rules())
    assert codes(engine.judge(claim)) == ["INJ001"]
    assert engine.not_checked == {"UNT001": 1}


def test_an_unreadable_charge_skips_the_sum() -> None:
    claim = one_claim("99213", "85025")
    claim.total_charge = None
    claim.lines[1].unreadable.add("charge")
    engine = Engine(first_rules())
    assert engine.judge(claim) == []
    assert engine.not_checked == {"BAL001": 1}


def test_a_row_whose_key_can_not_be_read_does_not_hide_another() -> None:
    claim = one_claim("99211", "96372", "96372")
    claim.lines[1].unreadable.add("date")
    claim.lines[1].date = None
    engine = Engine([rule for rule in first_rules() if rule.code == "INJ001"])
    (found,) = engine.judge(claim)
    assert found.related[0].service_line == 3
    assert engine.not_checked == {}


def test_a_row_whose_key_can_not_be_read_may_be_the_one_that_is_missed() -> None:
    """No echo of the malformed date: the injection may have been on the day of the drug."""
    claim = one_claim("J3420", "96372", "85025")
    claim.lines[1].unreadable.add("date")
    claim.lines[2].unreadable.add("date")
    engine = Engine([rule for rule in first_rules() if rule.code == "INJ002"])
    assert engine.judge(claim) == []
    assert engine.across(lambda: [claim]) == {}
    assert engine.not_checked == {"INJ002": 1}


def test_a_row_that_is_out_anyway_does_not_matter() -> None:
    claim = one_claim("J3420", "85025")
    claim.lines[1].unreadable.add("date")
    engine = Engine([rule for rule in first_rules() if rule.code == "INJ002"])
    assert engine.judge(claim) == []
    assert codes(engine.across(lambda: [claim])[claim.ordinal]) == ["INJ002"]


def test_what_its_own_claim_settles_is_not_read_again() -> None:
    """More claims can only hold the injection as well; a patient comes often, and reading twice is dear."""
    rules = [rule for rule in catalogue().rules if rule.code in {"INJ002", "INJ003"}]
    settled, open_still = Engine(rules), Engine(rules)
    claims = [one_claim("J3420", "96372"), one_claim("J3420", "96372")]
    for number, claim in enumerate(claims, start=1):
        claim.ordinal = number
        assert settled.judge(claim) == []
    assert settled.across(lambda: pytest.fail("read again")) == {}
    assert open_still.judge(one_claim("J3420")) == []
    assert open_still.across(lambda: [one_claim("J3420")])


def test_the_own_key_must_be_readable() -> None:
    claim = one_claim("99211", "96372")
    claim.lines[0].unreadable.add("date")
    engine = Engine([rule for rule in first_rules() if rule.code == "INJ001"])
    assert engine.judge(claim) == []
    assert engine.not_checked == {"INJ001": 1}


def test_a_quantifier_is_skipped_where_it_can_not_be_decided() -> None:
    """Line 2 could be the administration of the drug: nobody knows."""
    claim = one_claim("J3420", "85025")
    claim.lines[1].unreadable.add("procedure")
    engine = Engine([rule for rule in first_rules() if rule.code == "INJ002"])
    assert engine.judge(claim) == []
    assert engine.not_checked == {"INJ002": 2}  # the drug, and the line that could be one


def test_a_quantifier_is_decided_by_the_rows_that_can_be_read() -> None:
    claim = one_claim("99211", "96372", "85025")
    claim.lines[2].unreadable.add("procedure")
    engine = Engine([rule for rule in first_rules() if rule.code == "INJ001"])
    assert codes(engine.judge(claim)) == ["INJ001"]
    assert engine.not_checked == {"INJ001": 1}  # line 3 itself could be a 99211


def test_what_does_not_matter_does_not_skip() -> None:
    """`and` is false and `or` is true whatever an unreadable side says."""
    found = rules(
        "  for line\n  forbid line.units > 5 and line.charge > $1",
        "  for line\n  forbid line.units > 5 or line.charge > $1",
        "  for line\n  forbid not (line.units > 5 and line.charge > $1000)",
        "  for line\n  forbid any other line where units > 5 and charge > $1000",
        "  for line\n  forbid every other line satisfies charge > $1",
    )
    claim = one_claim("99213", "85025")
    for line in claim.lines:
        line.unreadable.add("units")
    engine = Engine(found)
    assert sorted(codes(engine.judge(claim))) == ["TST002", "TST002", "TST003", "TST003", "TST005", "TST005"]
    assert engine.not_checked == {"TST001": 2}


def test_sums_and_counts_want_every_row() -> None:
    found = rules(
        "  for claim\n  forbid sum(units of lines) > 100",
        "  for claim\n  forbid count(lines where units > 5) > 100",
        "  for claim\n  forbid (max(units of lines) otherwise 0) > 100",
        "  for claim\n  forbid sum(units of lines where procedure is 99213) > 100",
    )
    claim = one_claim("99213", "85025")
    claim.lines[1].unreadable.add("units")
    engine = Engine(found)
    assert engine.judge(claim) == []
    assert engine.not_checked == {"TST001": 1, "TST002": 1, "TST003": 1}


def test_pairs_are_skipped_one_by_one() -> None:
    found = rules("  for line as a paired with later line as b\n  forbid a.units = b.units")
    claim = one_claim("99213", "85025", "85027")
    claim.lines[1].unreadable.add("units")
    engine = Engine(found)
    (only,) = engine.judge(claim)
    assert only.service_line == 1
    assert engine.not_checked == {"TST001": 2}


def test_an_unreadable_severity_is_the_milder_one() -> None:
    claim = one_claim("99211", "96372")
    claim.unreadable.add("filing")
    (found,) = Engine(first_rules()).judge(claim)
    assert found.severity == "warning"


# ------------------------------------------------------------------- providers


def two_claims(npi: str) -> list[Claim]:
    text = claim_file(
        "CLM*X1*40***11:B:1*Y*A*Y*Y", "HI*ABK:D510", *service(1, "99213"),
        "CLM*X2*40***11:B:1*Y*A*Y*Y", "HI*ABK:D510", *service(1, "99213"),
    )  # fmt: skip
    return claims_of(text.replace("1234567893", npi))


def test_a_provider_above_claims_is_judged_with_the_first() -> None:
    engine = Engine(first_rules())
    first, second = (engine.judge(claim) for claim in two_claims("1234567890"))
    assert (codes(first), codes(second)) == (["SIT001"], [])
    assert (first[0].loop, first[0].mark.element, first[0].service_line) == ("2010AA", "NM109", None)
    assert "1234567890" not in str(first[0])


def test_a_known_provider_is_judged_again_where_the_claim_is_asked() -> None:
    (asking,) = rules("  for provider\n  when claim.frequency is 8\n  forbid provider.entity is 85")
    (graver,) = compile_rules(
        [
            RuleText(
                "t.rules",
                'language 1\nrule TST001 "A test" {\n  severity error when claim.frequency is 8 otherwise warning\n'
                '  snip 4\n  for provider\n  forbid provider.entity is 85\n  message "m"\n}\n',
            )
        ]
    )
    text = claim_file(
        "CLM*X1*40***11:B:1*Y*A*Y*Y", "HI*ABK:D510", *service(1, "99213"),
        "CLM*X2*40***11:B:8*Y*A*Y*Y", "REF*F8*X0", "HI*ABK:D510", *service(1, "99213"),
    )  # fmt: skip
    for rule, told in ((asking, [[], ["error"]]), (graver, [["warning"], ["error"]])):
        engine = Engine([rule])
        assert [[one.severity for one in engine.judge(claim)] for claim in claims_of(text)] == told


def test_a_provider_of_a_line_is_found_on_its_line() -> None:
    text = claim_file(
        "CLM*X1*80***11:B:1*Y*A*Y*Y", "HI*ABK:D510", *service(1, "99213"),
        *service(2, "85025"), "NM1*82*1*DOE*JANE****XX*1234567890",
    )  # fmt: skip
    (claim,) = claims_of(text)
    (found,) = Engine(first_rules()).judge(claim)
    assert (found.rule, found.service_line, found.loop) == ("SIT001", 2, "2420A")


def test_a_provider_for_the_whole_claim_is_found_once() -> None:
    text = claim_file(
        "CLM*X1*80***11:B:1*Y*A*Y*Y", "HI*ABK:D510", "NM1*82*1*DOE*JANE****XX*1234567890",
        *service(1, "99213"), *service(2, "85025"),
    )  # fmt: skip
    (claim,) = claims_of(text)
    assert codes(Engine(first_rules()).judge(claim)) == ["SIT001"]


def test_two_providers_without_npi_are_never_the_same() -> None:
    text = claim_file("CLM*X1*80***11:B:1*Y*A*Y*Y", "HI*ABK:D510", *service(1, "99211"), *service(2, "96372"))
    (claim,) = claims_of(text.replace("*XX*1234567893", ""))
    assert Engine(first_rules()).judge(claim) == []


def test_rows_in_rows_of_a_secondary_claim() -> None:
    """Other payers, their line adjudications, and the adjustments in those."""
    found = rules(
        "  for line\n  when count(line.adjudications) > 0\n  forbid any paid in line.adjudications"
        " where (any why in adjustments where group is CO)\n  mark paid.paid, line.charge",
        "  for claim\n  forbid any other_one in claim.other_payers where filing is present and filing is MB\n"
        "  mark other_one.responsibility",
        "  for line\n  let paid = sum(paid of one in line.adjudications)\n  when count(line.adjudications) > 0\n"
        "  forbid paid + sum(sum(amount otherwise $0 of why in one.adjustments) of one in line.adjudications)"
        " = line.charge",
        "  for claim\n  forbid any other_one in claim.other_payers satisfies other_one.paid is present"
        " and other_one.paid = sum(sum(paid of one in part.adjudications) of lines as part)\n  mark other_one.paid",
    )
    (claim,) = claims_of(read_sample("clean/secondary-after-medicare.837"))
    engine = Engine(found)
    judged = engine.judge(claim)
    assert {finding.rule for finding in judged} == {"TST001", "TST002", "TST003", "TST004"}
    assert engine.not_checked == {}
    places = {(finding.rule, finding.mark.element, finding.loop) for finding in judged}
    assert places >= {("TST001", "SVD02", "2430"), ("TST002", "SBR01", "2320"), ("TST003", "SV101-2", "2400")}
    assert ("TST004", "AMT02", "2320") in places


def test_a_rule_that_crashes_is_a_finding_and_others_run() -> None:
    def crash(_claim: Claim, _subject: object) -> None:
        raise ValueError("SECRET")

    broken = [
        replace(rule, make_judge=lambda: crash, make_careful=lambda: crash, make_glance=lambda: None, wakes=())
        if rule.code in ("BAL001", "DXP002")
        else rule
        for rule in first_rules()
    ]
    claim = one_claim("99211", "96372")
    for _ in range(2):
        engine = Engine(broken)
        found = engine.judge(claim)
        assert codes(found) == ["RUN001", "INJ001", "RUN001", "RUN001"]
        assert "SECRET" not in str(found)
        assert [finding.service_line for finding in found] == [None, 1, 1, 2]
        assert engine.not_checked == {}
        assert claim.file is not None
        claim.file.unreadable.add("sender")  # the second time with care


def test_a_pair_stands_on_the_line_that_is_marked_first() -> None:
    """Not on the rule's own line where its partner is marked."""
    (rule,) = rules(
        "  for line as one where procedure is 99213\n  paired with other line as two where procedure is 96372\n"
        "  forbid two.units > 0\n  mark two.procedure, one.procedure"
    )
    (found,) = Engine((rule,)).judge(one_claim("99213", "96372"))
    assert found.service_line == 2 and [mark.service_line for mark in found.related] == [1]
    assert found.mark.segment > found.related[0].segment
