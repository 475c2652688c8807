"""Findings in file order, numbered, said once, with fingerprints that outlive a new export."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from cleanclaim.claim import Claim, build, mark_of
from cleanclaim.findings import Finding, Rule, found
from cleanclaim.guide import place
from cleanclaim.lint import Settings, lint
from cleanclaim.locate import Summary, View, locate
from cleanclaim.privacy import Values
from cleanclaim.source import Source
from cleanclaim.x12 import Event, read_events
from tests.claims import HEAD, claim_file
from tests.linting import catalogue
from tests.test_samples import read_sample

ABOVE = Rule("TST001", "Billing provider", "error", 4)
INSIDE = Rule("TST002", "Line", "warning", 4)

CLAIM = ("CLM*{}*150***11:B:1*Y*A*Y*Y", "HI*ABK:D510", "LX*1", "SV1*HC:{}*150*UN*1***1", "DTP*472*D8*20250115")

Judge = Callable[[Claim], Iterator[Finding]]


def claims(*claim: tuple[str, str]) -> str:
    return claim_file(*(segment.format(number) for number, code in claim for segment in _claim(code)))


def _claim(code: str) -> list[str]:
    return [segment.replace("HC:{}", f"HC:{code}") for segment in CLAIM]


def judge(claim: Claim) -> Iterator[Finding]:
    """What a rule would say: one fault of the billing provider, one of every line."""
    assert claim.billing is not None
    for line in reversed(claim.lines):
        yield found(
            INSIDE, "line", mark_of(claim, line, "procedure"), claim=claim.ordinal, service_line=line.position
        )
    yield found(ABOVE, "billing", mark_of(claim, claim.billing, "npi"), claim=claim.ordinal)


def run(text: str, judge: Judge = judge, view: View | None = None) -> tuple[list[Finding], Summary]:
    source = Source.from_bytes(text.encode("latin-1"), "batch.837")

    def judged() -> Iterator[Event | Claim]:
        for event in build(place(read_events(source))):
            if isinstance(event, Claim):
                yield from judge(event)
            yield event

    *findings, summary = locate(judged(), source, view or View())
    assert isinstance(summary, Summary)
    assert all(isinstance(finding, Finding) for finding in findings)
    return findings, summary  # type: ignore[return-value]


def at(finding: Finding) -> tuple[str, int | None, int | None]:
    assert finding.location is not None
    return finding.rule, finding.location.claim, finding.location.service_line


def test_findings_come_in_file_order_and_what_stands_above_is_said_once() -> None:
    findings, summary = run(claims(("A", "99213"), ("B", "99214"), ("C", "99215")))
    assert [at(finding) for finding in findings] == [
        ("TST001", 1, None),
        ("TST002", 1, 1),
        ("TST002", 2, 1),
        ("TST002", 3, 1),
    ]
    assert (summary.claims, summary.service_lines, summary.unread_bytes) == (3, 3, 0)


def test_another_provider_is_said_again() -> None:
    again = HEAD[HEAD.index("HL*1") :].replace("HL*1**20*1", "HL*3**20*1").replace("HL*2*1*", "HL*4*3*").split("~")
    first, second = _claim("99213"), _claim("99214")
    findings, _ = run(claim_file(*first, *again[:-1], *second).replace("{}", "A"))
    assert [finding.rule for finding in findings].count("TST001") == 2


def test_a_finding_knows_the_envelopes_that_it_stands_in() -> None:
    one = claims(("A", "99213"))
    findings, _ = run(one + one.replace("000000001", "000000002"))
    places = [finding.location for finding in findings if finding.rule == "TST002"]
    assert [(p.interchange, p.group, p.transaction, p.claim) for p in places if p] == [(1, 1, 1, 1), (2, 2, 2, 2)]
    location = places[0]
    assert location is not None
    assert (location.path, location.line, location.element, location.loop) == ("batch.837", 1, "SV101-2", "2400")
    assert location.column == location.offset + 1
    assert one[location.offset : location.offset + location.length] == "99213"


def test_what_is_not_wanted_is_left_out() -> None:
    findings, _ = run(claims(("A", "99213")), view=View(wanted=lambda code: code == "TST001"))
    assert [finding.rule for finding in findings] == ["TST001"]


def test_an_excerpt_is_cut_only_when_it_is_wanted() -> None:
    text = claims(("A", "99213"))
    assert all(finding.excerpt for finding in run(text)[0])
    assert not any(finding.excerpt for finding in run(text, view=View(excerpts=False))[0])


def test_without_values_not_even_a_message_holds_one() -> None:
    text = claims(("A", "99213"))
    for finding in run(text, view=View(values="none"))[0]:
        assert finding.message == finding.about.title
        assert not finding.suggestion
        assert not any("99213" in line.text for line in finding.excerpt)


def fingerprints(text: str) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for finding in run(text)[0]:
        out.setdefault(finding.rule, []).append(finding.fingerprint)
    return out


def test_a_fingerprint_outlives_new_numbers_dates_and_another_order() -> None:
    text = claims(("A", "99213"), ("B", "99214"))
    other = claims(("D", "99214"), ("C", "99213")).replace("20250115", "20250120").replace("0001", "0009")
    one, two = fingerprints(text), fingerprints(other)
    assert sorted(one["TST002"]) == sorted(two["TST002"])
    assert len(set(one["TST002"])) == 2
    assert one["TST001"] == two["TST001"]  # what stands above the claims has nothing of theirs


def test_claims_that_are_alike_have_fingerprints_of_their_own() -> None:
    prints = fingerprints(claims(("A", "99213"), ("B", "99213"), ("C", "99213")))["TST002"]
    assert len(set(prints)) == 3


def test_a_name_in_a_coded_place_does_not_go_into_a_fingerprint() -> None:
    text = claims(("A", "99213"))
    doe, roe = (fingerprints(text.replace("HC:99213", f"HC:{name}")) for name in ("DOEJA", "ROEJO"))
    assert doe == roe != fingerprints(text)


@pytest.mark.parametrize("change", ["SV1*HC:99213:25", "SV1*HC:99211"])
def test_a_fingerprint_changes_with_the_codes(change: str) -> None:
    text = claims(("A", "99213"))
    assert fingerprints(text) != fingerprints(text.replace("SV1*HC:99213", change))


@pytest.mark.parametrize(
    ("payer_id", "values", "said"),
    [
        ("99201", "codes", "99201 (CI)"),
        ("SMITH", "codes", "another payer (CI)"),
        ("123456789", "codes", "another payer (CI)"),
        ("99201", "none", ""),
    ],
)
def test_a_finding_names_its_payer_by_id_and_its_provider_by_place(payer_id: str, values: Values, said: str) -> None:
    text = read_sample("flawed/pointers.837").replace("*PI*99201~", f"*PI*{payer_id}~")
    found = lint(Source.from_bytes(text.encode(), "a.837"), catalogue(), Settings(values=values))
    location = next(item.location for item in found if isinstance(item, Finding) and item.rule == "DXP001")
    assert location
    assert location.payer == said
    assert location.provider == ("a.837, segment 9" if values == "codes" else "")
