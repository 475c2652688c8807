"""The pipeline with a policy: it acts on what others have heard, and counts what it holds back."""

from __future__ import annotations

import datetime as dt

from cleanclaim.findings import Finding
from cleanclaim.lint import Run, Settings, Summary
from cleanclaim.policy import Ignored, Policy, Terms
from cleanclaim.source import Source
from tests.claims import HEAD, claim_file
from tests.linting import catalogue

LINES = ("LX*1", "SV1*HC:99213*40*UN*1***9", "DTP*472*D8*20250106")
FAULTY = claim_file("CLM*1*40***11:B:1*Y*A*Y*Y", "HI*ABK:E538", *LINES)
NEXT = (
    "HL*3*1*22*0~SBR*P*18*******CI~NM1*IL*1*ROE*JIM****MI*INV0002~N3*2 INVENTED ST~N4*SPRINGFIELD*IL*627010001~"
    "DMG*D8*19700504*M~NM1*PR*2*ANOTHER PAYER*****PI*00002~CLM*2*40***11:B:1*Y*A*Y*Y~HI*ABK:E538~"
)
HIGH = HEAD.replace("1234567893", "1234567890")  # the NPI above all claims has a wrong check digit


class Heard:
    """Hears what the pipeline found."""

    def __init__(self) -> None:
        self.rules: list[str] = []

    def see(self, event: object) -> None:
        if isinstance(event, Finding):
            self.rules.append(f"{event.rule} {event.severity}")


def linted(text: str, *, today: dt.date = dt.date(2026, 1, 1), **terms: object) -> tuple[list[str], Summary, Policy]:
    policy = Policy(Terms(**terms), today)  # type: ignore[arg-type]
    settings = Settings(excerpts=False, policy=policy.for_file("a.837"))
    with Source.from_bytes(text.encode()) as source, Run(catalogue(), settings, 1) as run:
        *found, summary = run.lint(source)
    assert isinstance(summary, Summary)
    return [f"{item.rule} {item.severity}" for item in found if isinstance(item, Finding)], summary, policy


def test_without_a_policy_all_is_said() -> None:
    said, summary, _ = linted(FAULTY)
    assert "DXP001 error" in said
    assert summary.suppressed == 0


def test_what_is_held_back_is_counted() -> None:
    entry = Ignored("c.toml:1", "DXP001", "so", payer="00001", receiver="INVENTEDTAKER")
    said, summary, policy = linted(FAULTY, ignored=(entry,))
    assert not any(one.startswith("DXP001") for one in said)
    assert (summary.suppressed, policy.needed) == (1, {entry})


def test_severities_are_changed_for_the_payer_of_the_claim() -> None:
    two = claim_file("CLM*1*40***11:B:1*Y*A*Y*Y", "HI*ABK:E538", *LINES, *NEXT.split("~")[:-1], *LINES)
    said, _, _ = linted(two, payers={"00002": {"DXP": "info"}})
    assert [one for one in said if one.startswith("DXP001")] == ["DXP001 error", "DXP001 info"]


def test_what_stands_above_claims_of_several_payers_has_no_payer() -> None:
    two = claim_file("CLM*1*40***11:B:1*Y*A*Y*Y", "HI*ABK:E538", *LINES, *NEXT.split("~")[:-1], *LINES, head=HIGH)
    whole, _, _ = linted(two)
    assert sum(one.startswith("SIT001") for one in whole) == 1
    for payer, said_times in (("00001", 1), ("00002", 1), ("", 0)):
        said, summary, _ = linted(two, ignored=(Ignored("c.toml:1", "SIT001", "so", payer=payer),))
        assert (sum(one.startswith("SIT001") for one in said), summary.suppressed) == (said_times, 1 - said_times)


def test_findings_of_the_envelope_have_a_receiver_and_no_payer() -> None:
    text = FAULTY.replace("IEA*1*", "IEA*2*")
    assert "ENV006 error" in linted(text, ignored=(Ignored("c:1", "ENV", "so", payer="00001"),))[0]
    assert "ENV006 error" not in linted(text, ignored=(Ignored("c:1", "ENV", "so", receiver="INVENTEDTAKER"),))[0]


def test_findings_across_claims_are_counted_too() -> None:
    once = claim_file("CLM*1*40***11:B:1*Y*A*Y*Y", "HI*ABK:E538", *LINES)
    clm = once[once.index("CLM*1") : once.rindex("~SE*") + 1]
    twice = once.replace(clm, clm + clm)
    whole, _, _ = linted(twice)
    assert any(one.startswith("DUP002") for one in whole)
    said, summary, _ = linted(twice, ignored=(Ignored("c:1", "DUP", "so"),))
    assert not any(one.startswith("DUP") for one in said)
    assert summary.suppressed == len(whole) - len(said) > 0


def test_listeners_hear_what_the_policy_holds_back() -> None:
    heard = Heard()
    policy = Policy(Terms(ignored=(Ignored("c:1", "ALL", "so"),)), dt.date(2026, 1, 1))
    settings = Settings(excerpts=False, policy=policy.for_file("a"), listen=lambda source: heard)
    with Source.from_bytes(FAULTY.encode()) as source, Run(catalogue(), settings, 1) as run:
        assert [type(item) for item in run.lint(source)] == [Summary]
    assert "DXP001 error" in heard.rules


def test_each_source_can_have_rules_and_settings_of_its_own() -> None:
    few = catalogue().select(["BAL001"]).bind(None)
    quiet = Settings(excerpts=False, wanted=few.wanted)
    with Run(catalogue(), Settings(excerpts=False), 2) as run:
        said = []
        for arguments in ((few, quiet), ()):
            with Source.from_bytes(FAULTY.encode()) as source:
                said.append([item.rule for item in run.lint(source, *arguments) if isinstance(item, Finding)])
    assert said[0] == []
    assert "DXP001" in said[1]
