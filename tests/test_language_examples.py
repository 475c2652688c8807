"""Examples: written as real files, and honest about what they find."""

from __future__ import annotations

import pytest

from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.examples import UnrenderableError, examples_of, prove, render
from tests.linting import findings_of
from tests.test_engine import claims_of


def rule(example: str, check: str = "forbid line.units > 1") -> CompiledRule:
    """A rule with one example."""
    text = f'rule TST001 "A test" {{\n severity error\n snip 4\n for line\n {check}\n message "m"\n {example}\n}}'
    return compile_rules([RuleText("t.rules", "language 1\n" + text)])[0]


def wrong(example: str) -> str:
    """What the proof says of an example."""
    compiled = rule(example)
    (proof,) = prove([compiled], Engine)
    return proof.wrong


@pytest.mark.parametrize(
    ("example", "told"),
    [
        ("fail { line 99213 x2 }", ""),
        ("fail { line 99213 }", "expected 1 finding, found 0"),
        ("fail { line 99213 x2  line 85025 x2 }", "expected 1 finding, found 2"),
        ("fail times 2 { line 99213 x2  line 85025 x2 }", ""),
        ("fail at line 2 { line 99213 x2  line 85025 x2 }", "expected findings on line 2, found 1, 2"),
        ("fail at line 2 { line 99213  line 85025 }", "expected findings on line 2, found none"),
        ("fail at line 1, 2 { line 99213 x2  line 85025 x2 }", ""),
        ("fail at line 3 { claim { line 99213  line 85025 } claim { line 99213 x2 } }", ""),
        ("pass { line 99213 }", ""),
        ("pass { line 99213 x2 }", "expected no finding, found 1"),
    ],
)
def test_proofs(example: str, told: str) -> None:
    assert wrong(example) == told


def test_an_example_that_is_no_proper_claim_proves_nothing() -> None:
    told = wrong("pass { claim.frequency: 8  claim.filing: -  subscriber.id_qualifier: QQ  line 99213 }")
    assert told.startswith("the example itself is not clean: IG036")


def test_a_field_that_can_not_be_written_is_said() -> None:
    assert wrong('pass { claim.pay_to.city: "X"  line 99213 }') == "an example can not set `pay_to` of a claim"
    with pytest.raises(UnrenderableError, match="can not set `reference`"):
        render(examples_of(rule('pass { file.reference: "X"  line 99213 }'))[0])
    assert wrong("pass { file.usage: -  line 99213 }") == "an example can not leave out `usage`"


@pytest.mark.parametrize(
    ("example", "check"),
    [
        ("fail { line 99213 x-2 }", "forbid line.units < 0"),
        ("fail { line 99213 { units: -2 } }", "forbid line.units < 0"),
        ("fail { line 99213 x-0.5 }", "forbid line.units between -1 and 0"),
        ("pass { line 99213 x-2 }", "forbid line.units > 0"),
        ("fail { line 99213 $-40.00 }", "forbid line.charge < $0"),
        ("fail { line 99213 { charge: $-40.00 } }", "forbid line.charge = $-40"),
        ("fail { claim.total_charge: $-1  line 99213 }", "forbid claim.total_charge < $0"),
    ],
)
def test_numbers_below_zero(example: str, check: str) -> None:
    (proof,) = prove([rule(example, check)], Engine)
    assert proof.wrong == ""


def test_a_number_below_zero_stands_in_the_file() -> None:
    assert "*-40*UN*-2*" in text_of("pass { line 99213 x-2 $-40.00 }")
    assert "*UN*-2.5*" in text_of("pass { line 99213 { units: -2.5 } }")


def text_of(example: str) -> str:
    return render(examples_of(rule(example))[0])


def test_the_baseline_passes_every_shipped_rule() -> None:
    assert findings_of(text_of("pass { line 99213 }")) == []


def test_what_an_example_says_is_what_is_read() -> None:
    text = text_of("""pass "all of it" {
      diagnoses D51.0, E53.8
      claim.filing: MB
      claim.total_charge: $99.50
      claim.prior_auth: "AUTH1"
      claim.onset_date: 2025-01-02
      claim.patient_paid: $5.00
      claim.notes: "CLAIM NOTE"
      claim.referring.npi: 1999000049
      patient.birth_date: 1950-02-03
      payer.id: X9001
      file.created: 2025-03-01
      line 99213-25-59 x2 $80.50 on 2025-01-20 to 2025-01-22 place 22 pointers 2,1 by 1999000023 {
        ndc: 00517003125
        ndc_quantity: 1.5
        ndc_unit: ML
        description: "SOMETHING"
        notes: "LINE NOTE"
        test_date: 2025-01-19
        control_number: "LINE1"
        facility.zip: "432150009"
      }
      line 85025
    }""")
    (claim,) = claims_of(text)
    first, second = claim.lines
    assert (
        claim.file is not None
        and claim.patient is not None
        and claim.payer is not None
        and first.rendering is not None
    )
    assert (claim.diagnoses, claim.filing, str(claim.total_charge)) == (("D510", "E538"), "MB", "99.50")
    assert (claim.prior_auth, str(claim.onset_date), str(claim.patient_paid)) == ("AUTH1", "2025-01-02", "5.00")
    assert (claim.notes[0].text, claim.referring and claim.referring.npi) == ("CLAIM NOTE", "1999000049")
    assert (str(claim.patient.birth_date), claim.payer.id, str(claim.file.created)) == (
        "1950-02-03",
        "X9001",
        "2025-03-01",
    )
    assert (first.procedure, first.modifiers, str(first.units), str(first.charge)) == (
        "99213",
        ("25", "59"),
        "2",
        "80.5",
    )
    assert (str(first.date), str(first.end_date), first.place_of_service) == ("2025-01-20", "2025-01-22", "22")
    assert (first.pointers, first.rendering.npi, first.ndc, str(first.ndc_quantity)) == (
        (2, 1),
        "1999000023",
        "00517003125",
        "1.5",
    )
    assert (first.description, first.notes[0].text, str(first.test_date)) == ("SOMETHING", "LINE NOTE", "2025-01-19")
    assert (first.control_number, first.facility and first.facility.zip) == ("LINE1", "432150009")
    assert (second.procedure, str(second.date), second.place_of_service) == ("85025", "2025-01-15", "11")


def test_that_file_is_a_proper_837p() -> None:
    text = text_of("""pass {
      claim.rendering.npi: 1999000023
      claim.supervising.npi: 1999000031
      claim.facility.npi: 1999000049
      line 99213-25 { ordering.npi: 1999000031  referring.npi: 1999000031 }
      line J3420 { ndc: 00517003125  ndc_quantity: 1  ndc_unit: ML }
      line 96372
    }""")
    assert findings_of(text) == []
