"""One wrong amount in a claim that another payer has decided: one finding, of the rule that says it best."""

from __future__ import annotations

import pytest

from cleanclaim.catalogue import load
from cleanclaim.findings import Finding
from cleanclaim.lint import Settings, lint
from cleanclaim.resources import resource
from cleanclaim.source import Source
from tests.test_engine import read_sample

BALANCING = load([resource("rules") / "balancing.rules"], shipped=False)
SECONDARY = "clean/secondary-after-medicare.837"


def findings(*changes: tuple[str, str]) -> list[Finding]:
    content = read_sample(SECONDARY)
    for old, new in changes:
        assert content.count(old) == 1, old
        content = content.replace(old, new)
    added = sum(new.count("~") for _, new in changes)
    content = content.replace("SE*53*", f"SE*{53 + added}*")
    return [
        item for item in lint(Source.from_bytes(content.encode()), BALANCING, Settings()) if isinstance(item, Finding)
    ]


@pytest.mark.parametrize(
    ("changes", "rule", "element"),
    [
        ((("93000*55*", "93000*55.001*"),), "BAL011", "SV102"),
        ((("93000*55*", "93000*-55*"),), "BAL011", "SV102"),
        ((("93000*55*", "93000*-55*"), ("*240***11", "*130***11")), "BAL011", "SV102"),
        ((("93000*55*", "93000*100000055*"),), "BAL011", "SV102"),
        ((("99203*104.87", "99203*-104.87"),), "BAL010", "SVD02"),
        ((("*240***11", "*0***11"),), "BAL001", "CLM02"),
        ((("AMT*EAF*34.76", "AMT*EAF*-34.76"),), "BAL014", "AMT02"),
        ((("AMT*EAF*34.76", "AMT*EAF*240.01"),), "BAL014", "AMT02"),
        ((("AMT*D*136.24", "AMT*D*136.24~AMT*A8*240.01"),), "BAL016", "AMT02"),
        ((("AMT*D*136.24", "AMT*D*136.24~AMT*A8*-1"),), "BAL016", "AMT02"),
    ],
)
def test_one_wrong_amount_is_one_finding(changes: tuple[tuple[str, str], ...], rule: str, element: str) -> None:
    (found,) = findings(*changes)
    assert (found.rule, found.mark.element) == (rule, element)


@pytest.mark.parametrize("paid", ["128.24", "136.24"])
def test_the_same_adjustment_at_both_levels_is_one_finding(paid: str) -> None:
    """Where the payment is less by as much it adds up all the same; else BAL002 has no more to say."""
    (found,) = findings(("AMT*D*136.24", f"CAS*PR*2*8~AMT*D*{paid}"))
    assert (found.rule, found.mark.segment_id) == ("BAL013", "CAS")


def test_another_amount_at_the_claim_is_another_adjustment() -> None:
    assert findings(("AMT*D*136.24", "CAS*PR*2*7~AMT*D*129.24")) == []


def test_a_part_that_was_not_covered_may_stand_beside_a_decision() -> None:
    assert findings(("AMT*D*136.24", "AMT*D*136.24~AMT*A8*15")) == []


def test_a_payment_below_zero_is_told_what_is_expected() -> None:
    (found,) = findings(("HI*ABK:I10", "AMT*F5*-1~HI*ABK:I10"))
    assert found.rule == "BAL008"
    assert "expected a patient payment between $0.00" in found.message
