"""SV101-1 says whose code SV101-2 is. Rules know CPT and HCPCS: what they would say of another set is not said."""

from __future__ import annotations

import pytest

from cleanclaim.findings import Finding
from cleanclaim.lint import Settings, Summary, lint
from cleanclaim.resources import resource
from cleanclaim.source import Source
from tests.linting import catalogue

SAMPLE = "visit-with-b12-injection.837"  # 99213-25, 96372, J3420
OTHERS = ["ER:WC002", "ER:99211", "ER:J3490", "ER:96372", "IV:S9338", "IV:K0001", "WK:AAAAA", "WK:JABCD"]


def judged(code: str, for_: str) -> tuple[list[str], Summary]:
    """The codes of the findings on the sample with one code for another, and the summary."""
    text = resource("samples", "clean", SAMPLE).read_text(encoding="latin-1")
    assert f"SV1*HC:{for_}" in text
    source = Source.from_bytes(text.replace(f"SV1*HC:{for_}", f"SV1*{code}").encode("latin-1"))
    told = list(lint(source, catalogue(), Settings(excerpts=False)))
    summary = next(item for item in told if isinstance(item, Summary))
    return [item.rule for item in told if isinstance(item, Finding)], summary


@pytest.mark.parametrize("code", OTHERS)
def test_a_code_of_another_set_is_not_taken_for_one_of_hcpcs(code: str) -> None:
    codes, summary = judged(code, "99213")
    assert codes == []
    assert "MOD110" in summary.not_checked
    assert summary.not_checked["line whose code is neither CPT nor HCPCS"] == 1


@pytest.mark.parametrize("code", ["ER:WC002", "WK:JABCD", "IV:S9338"])
def test_it_could_be_the_administration_of_the_drug(code: str) -> None:
    codes, summary = judged(code, "96372")
    assert codes == []
    assert "INJ002" in summary.not_checked


def test_what_does_not_hang_on_the_code_is_judged() -> None:
    text = resource("samples", "clean", SAMPLE).read_text(encoding="latin-1")
    wrong = text.replace("SV1*HC:99213:25*118*UN*1***1:2", "SV1*ER:WC002:25*118*UN*1***1:9")
    assert wrong != text
    told = lint(Source.from_bytes(wrong.encode("latin-1")), catalogue(), Settings(excerpts=False))
    assert [item.rule for item in told if isinstance(item, Finding)] == ["DXP001"]


def test_codes_of_hcpcs_are_judged_as_ever() -> None:
    codes, summary = judged("HC:99211", "99213")
    assert "INJ001" in codes and not {"MOD110", "INJ001"} & summary.not_checked.keys()
    assert not [reason for reason in summary.not_checked if reason.startswith("line whose")]
