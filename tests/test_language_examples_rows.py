"""Rows that examples add: other payers and what they decided, attachments, conditions, dependents."""

from __future__ import annotations

import pytest

from cleanclaim.claim.model import Claim
from cleanclaim.errors import RuleError
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.examples import examples_of, render
from cleanclaim.language.format import format_text
from tests.test_engine import claims_of
from tests.verdicts import pyx12_accepts

RULE = """language 1

rule TST001 "A test" {{
  severity error
  snip 4
  for claim
  forbid claim.total_charge > $0
  message "m"
  fail "one" {{ {} }}
}}
"""
ALL = """
    claim.responsibility: S
    condition { category: 07  applies: N  indicators: [01, 04] }
    paperwork { report_type: OZ  transmission: FX  control_number: "A1" }
    note { kind: CER  text: "A NOTE" }
    other_payer {
      responsibility: P
      filing: MB
      paid: $60.00
      patient_liability: $20.00
      remark_codes: [MA01, N30]
      id: X9001
      adjudicated: 2025-01-30
      adjustment { group: CO  reason: 45  amount: $15.00 }
      adjustment { group: PR  reason: 2  amount: $5.00  quantity: 1 }
    }
    other_payer { responsibility: T }
    line 99213 $80.00 {
      adjudication { payer_id: X9001  paid: $60.00  units: 1  adjustment { group: CO  reason: 45  amount: $20.00 } }
      condition { category: 09  indicators: [38] }
      paperwork { report_type: B3 }
      note { text: "ANOTHER" }
    }
"""


def read(body: str) -> tuple[Claim, str]:
    """The claim of an example, and its file."""
    (rule,) = compile_rules([RuleText("t.rules", RULE.format(body))])
    (example,) = examples_of(rule)
    text = render(example)
    (claim,) = claims_of(text)
    return claim, text


def test_rows_arrive_in_the_claim() -> None:
    claim, text = read(ALL)
    first, second = claim.other_payers
    assert (first.responsibility, first.filing, str(first.paid), first.id) == ("P", "MB", "60.00", "X9001")
    assert first.remark_codes == ("MA01", "N30") and first.adjudicated is not None
    assert [(row.group, row.reason, str(row.amount)) for row in first.adjustments] == [
        ("CO", "45", "15.00"), ("PR", "2", "5.00"),
    ]  # fmt: skip
    assert (second.responsibility, second.paid) == ("T", None)
    assert [(row.category, row.applies, row.indicators) for row in claim.conditions] == [("07", "N", ("01", "04"))]
    assert [(row.transmission, row.control_number) for row in claim.paperwork] == [("FX", "A1")]
    assert [(row.kind, row.text) for row in claim.notes] == [("CER", "A NOTE")]
    assert pyx12_accepts(text)


def test_rows_arrive_in_the_line() -> None:
    (line,) = read(ALL)[0].lines
    (decided,) = line.adjudications
    assert (decided.payer_id, str(decided.paid), str(decided.units)) == ("X9001", "60.00", "1")
    assert [(row.group, row.reason) for row in decided.adjustments] == [("CO", "45")]
    assert [row.indicators for row in line.conditions] == [("38",)]
    assert [row.report_type for row in line.paperwork] == ["B3"]
    assert [row.text for row in line.notes] == ["ANOTHER"]


def test_a_dependent_has_levels_of_its_own() -> None:
    claim, text = read(
        'patient.relationship: 19  patient.first_name: "TOM"  patient.birth_date: 2020-05-01  line 99213'
    )
    assert claim.patient is not None and claim.subscriber is not None
    assert (claim.patient.relationship, claim.patient.first_name, claim.patient.loop) == ("19", "TOM", "2010CA")
    assert (claim.subscriber.relationship, claim.subscriber.first_name) == (None, "ERIN")
    assert "HL*2*1*22*1~SBR*P********CI~" in text and "HL*3*2*23*0~PAT*19~" in text
    assert pyx12_accepts(text)


def test_levels_count_on_behind_a_dependent() -> None:
    _, text = read_many("claim { patient.relationship: 19  line 99213 }  claim { line 99213 }")
    assert "HL*2*1*22*1~" in text and "HL*3*2*23*0~" in text and "HL*4*1*22*0~" in text
    assert pyx12_accepts(text)


def read_many(body: str) -> tuple[list[Claim], str]:
    """The claims of an example, and their file."""
    (rule,) = compile_rules([RuleText("t.rules", RULE.format(body))])
    (example,) = examples_of(rule)
    text = render(example)
    return claims_of(text), text


def test_a_telephone_number_stands_behind_the_address() -> None:
    claim, text = read('billing.contact_phone: "5555550100"  line 99213')
    assert claim.billing is not None and claim.billing.contact_phone == "5555550100"
    assert pyx12_accepts(text)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("othr_payer { paid: $1.00 }  line 99213", "did you mean `other_payer`?"),
        ("line 99213 { other_payer { paid: $1.00 } }", "can not add `other_payer` to a line"),
        ("adjustment { group: CO }  line 99213", "can not add `adjustment` to a claim"),
        ("line { procedure: 99213 }  line 99213", "line"),
        ("other_payer { pait: $1.00 }  line 99213", "did you mean `paid`?"),
        ("other_payer { paid: 1 }  line 99213", "`paid` is an amount of money"),
        ("other_payer { claim.filing: MB }  line 99213", "name one of its fields"),
        ("other_payer { adjudication { paid: $1.00 } }  line 99213", "can not add `adjudication`"),
    ],
)
def test_what_is_no_row_is_refused(body: str, message: str) -> None:
    with pytest.raises(RuleError, match=None) as raised:
        read(body)
    assert message in str(raised.value)


def test_rows_are_set_apart_like_fields() -> None:
    text = RULE.format('other_payer {paid: $1.00 adjustment {group: CO}} line 99213 {note {text: "A"}}')
    row = 'other_payer { paid: $1.00  adjustment { group: CO } }  line 99213 { note { text: "A" } }'
    assert f'fail "one" {{ {row} }}' in format_text(text)
