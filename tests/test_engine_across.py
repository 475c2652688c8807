"""Rules that look across claims: what is kept, what is read again, and that nothing is lost by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim.catalogue import Catalogue
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CompiledRule, Unreadable
from cleanclaim.engine import Engine, store
from cleanclaim.engine import across as engine_across
from cleanclaim.engine.rounds import Meeting, rounds
from cleanclaim.findings import Finding
from cleanclaim.group import Group
from cleanclaim.language.packs import read_pack, write_pack
from cleanclaim.lint import Settings, Summary, lint
from cleanclaim.source import Source
from tests.claims import claim_file
from tests.test_engine import claims_of, codes, rules, service

BODIES = (
    # 1: the same service again, anywhere in the file
    """  for line as now
  forbid any earlier line as first of same file with same procedure, date, rendering, modifiers
    where first.claim.frequency is not 8
  mark now.procedure, first.procedure "the first" """,
    # 2: too soon for the same patient
    """  for line as now where procedure is [J3420, J3425]
  forbid any earlier line as last of same patient
    where procedure is [J3420, J3425] and now.date - date > 0 days and now.date - date < 28 days
  mark last.date, now.date""",
    # 3: too much for the same patient in a day, said on the last line
    """  for line as now where procedure is 96372
  when no later line of same patient with same procedure, date
  let all_day = sum(units of lines of same patient with same procedure, date)
  forbid all_day > 4""",
    # 4: something that must be there, in any claim of the patient
    """  for line as drug where procedure is J3425
  require any other line of same patient with same date where procedure is 96372""",
    # 5: two claims with one number
    """  for claim as mine
  forbid any other claim as twin of same file with same control_number
    where twin.frequency = mine.frequency
  mark mine.control_number, twin.control_number "the other" """,
    # 6: pairs
    """  for line as visit where procedure is 99213
    paired with later line as shot of same patient with same date where procedure is 96372
  when visit.claim.ordinal != shot.claim.ordinal
  forbid shot.claim.total_charge > $50
  mark visit.procedure, shot.claim.total_charge""",
    # 7: more lines than three for a patient
    """  for claim
  forbid count(lines of same patient where procedure is J3420) > 2""",
    # 8: one of two kinds, each within days of its own
    """  for line as visit where procedure is 99213
  forbid any other line as near of same patient with same rendering
    where near.claim.frequency is not 8
      and (procedure is 96372 and days(date, visit.date) between 0 and 12 or procedure is J3425 and date > visit.date)
  mark visit.procedure, near.procedure""",
    # 9: another day of the patient, where the payer of the other claim is known
    """  for line as now where procedure is [J3420, J3425]
  forbid any earlier line as last of same patient with same procedure
    where last.claim.filing is present and last.claim.filing is CI and last.date != now.date
  mark now.procedure, last.procedure""",
)


@cache
def far() -> tuple[CompiledRule, ...]:
    return rules(*BODIES)


SERVICES = st.sampled_from(["99213", "96372", "96372:59:RT", "96372:RT:59", "J3420", "J3425", "85025"])
LINES = st.lists(st.tuples(SERVICES, st.sampled_from(["20250103", "20250115", "20250215"])), min_size=1, max_size=3)
PEOPLE = ["INV0001*19700504", "INV0001*20100504", "INV0002*19700504", "*19700504"]
CLAIMS = st.lists(st.tuples(st.sampled_from("123"), st.sampled_from(PEOPLE), LINES), min_size=1, max_size=6)
Drawn = list[tuple[str, str, list[tuple[str, str]]]]


def file_of(drawn: Drawn, usage: str = "P") -> str:
    """A file with these claims: control number, person, and lines as procedure and date."""
    segments: list[str] = []
    levels = 2  # the first subscriber is there already
    for number, (control, person, lines) in enumerate(drawn):
        if number or person != PEOPLE[0]:
            levels += 1
            segments += subscriber(person, levels)
        segments += [f"CLM*X{control}*{40 * len(lines)}***11:B:1*Y*A*Y*Y", "HI*ABK:D510"]
        for at, (procedure, date) in enumerate(lines, 1):
            segments += service(at, procedure, date)
    return claim_file(*segments).replace("*0*T*:~", f"*0*{usage}*:~", 1)


def subscriber(person: str, number: int) -> list[str]:
    member, born = person.split("*")
    named = f"NM1*IL*1*DOE*JANE****MI*{member}" if member else "NM1*IL*1*DOE*JANE"
    return [
        f"HL*{number}*1*22*0", "SBR*P*18*******CI", named, "N3*2 INVENTED ST", "N4*SPRINGFIELD*IL*627010001",
        f"DMG*D8*{born}*F", "NM1*PR*2*INVENTED PAYER*****PI*00001",
    ]  # fmt: skip


Told = tuple[int, int, str, tuple[int, ...]]


def tell(finding: Finding) -> Told:
    marks = (finding.mark.offset, *(mark.offset for mark in finding.related))
    return finding.claim or 0, finding.service_line or 0, finding.rule, marks


def judged(engine: Engine, claims: list[Claim]) -> list[Told]:
    """What the engine says in the end."""
    assert [finding for claim in claims for finding in engine.judge(claim)] == []
    return sorted(tell(finding) for found in engine.across(lambda: claims).values() for finding in found)


def by_force(claims: list[Claim], careful: bool = False) -> tuple[list[Told], dict[str, int]]:
    """Every row of every claim, judged among all claims of the file."""
    group, engine = Group(claims), Engine(far())
    told: list[Told] = []
    skipped: dict[str, int] = {}
    for rule in far():
        for claim in claims:
            for subject in (claim,) if rule.subject == "claim" else claim.lines:
                try:
                    verdicts = (rule.carefully if careful else rule.judge)(claim, subject, group) or ()
                except Unreadable:
                    verdicts = (None,)
                for said in engine._findings(rule, claim, subject, verdicts):
                    told.append(tell(said.finding))
                skipped[rule.code] = skipped.get(rule.code, 0) + sum(verdict is None for verdict in verdicts)
    return sorted(told), {code: number for code, number in skipped.items() if number}


@settings(max_examples=120, deadline=None)
@given(CLAIMS)
def test_nothing_is_lost_by_keys(drawn: Drawn) -> None:
    """INVARIANT of the rows that are kept: what does not meet would find nothing."""
    claims = claims_of(file_of(drawn))
    assert judged(Engine(far()), claims) == by_force(claims)[0]


@settings(max_examples=60, deadline=None)
@given(CLAIMS)
def test_care_changes_nothing_where_all_is_readable(drawn: Drawn) -> None:
    claims = claims_of(file_of(drawn))
    expected = judged(Engine(far()), claims)
    for claim in claims:
        claim.unreadable.add("delay_reason")  # no rule reads it
    engine = Engine(far())
    assert judged(engine, claims) == expected == by_force(claims, careful=True)[0]
    people = [person.split("*")[0] for _, person, _ in drawn]
    assert engine.not_checked == {} or not all(people), "only who can not be told leaves something unchecked"


def test_every_rule_finds_something() -> None:
    """Else the tests above could not fail."""
    drawn: Drawn = [
        ("1", PEOPLE[0], [("99213", "20250103"), ("J3420", "20250103"), ("96372", "20250103")]),
        ("1", PEOPLE[0], [("96372", "20250103"), ("96372", "20250103"), ("96372", "20250103")]),
        ("2", PEOPLE[0], [("J3420", "20250115"), ("J3420", "20250215"), ("J3425", "20250215")]),
        ("3", PEOPLE[1], [("96372", "20250103"), ("J3425", "20250215")]),
    ]
    drawn[1][2].append(("96372", "20250103"))
    told = judged(Engine(far()), claims_of(file_of(drawn)))
    assert {rule for _, _, rule, _ in told} == {f"TST{number:03}" for number in range(1, 10)}


def test_rules_from_a_pack_look_as_far() -> None:
    drawn: Drawn = [("1", PEOPLE[0], [("J3425", "20250103")]), ("1", PEOPLE[0], [("J3425", "20250104")])]
    claims = claims_of(file_of(drawn))
    told = judged(Engine(far()), claims)
    assert told and judged(Engine(read_pack(write_pack(far()))), claims) == told


# ------------------------------------------------------------------- who is the same patient


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("INV0001*19700504", "INV0001*19700504", True),
        ("INV0001*19700504", "inv0001*19700504", True),
        ("INV0001*19700504", "INV0001*19700505", False),
        ("INV0001*19700504", "INV0002*19700504", False),
        ("*19700504", "*19700504", False),
    ],
)
def test_a_patient_is_known_by_id_birth_date_and_name(one: str, other: str, same: bool) -> None:
    claims = claims_of(file_of([("1", one, [("J3420", "20250103")]), ("2", other, [("J3420", "20250115")])]))
    assert ("TST002" in {rule for _, _, rule, _ in judged(Engine(far()), claims)}) is same


def test_who_can_not_be_told_is_still_himself() -> None:
    lines = [("J3420", "20250103"), ("J3420", "20250115")]
    told = judged(Engine(far()), claims_of(file_of([("1", "*19700504", lines)])))
    assert (1, 1, "TST002") in {one[:3] for one in told}


@pytest.mark.parametrize(("person", "unread"), [("*19700504", 2), ("INV0001*1970X504", 2), (PEOPLE[0], 0)])
def test_a_patient_whom_nobody_can_tell_is_counted(person: str, unread: int) -> None:
    """Nothing that is said of a patient's claims passes in silence: both claims could be of one patient."""
    engine = Engine(far())
    told = judged(
        engine, claims_of(file_of([("1", person, [("J3420", "20250103")]), ("2", person, [("J3420", "20250115")])]))
    )
    assert engine.not_checked.get("TST002", 0) == unread
    assert ("TST002" in {rule for _, _, rule, _ in told}) is (unread == 0)


# ------------------------------------------------------------------- what can not be read


def test_an_unreadable_key_removes_its_row_only() -> None:
    drawn: Drawn = [(number, PEOPLE[0], [("85025", "20250103")]) for number in "123"]
    claims = claims_of(file_of(drawn))
    claims[0].lines[0].unreadable.add("procedure")
    claims[0].lines[0].procedure = None
    engine = Engine(far()[:1])
    assert [told[:3] for told in judged(engine, claims)] == [(3, 1, "TST001")]
    assert engine.not_checked == {"TST001": 1}


def test_a_row_that_is_only_compared_is_counted_when_its_key_is_unreadable() -> None:
    drawn: Drawn = [("1", PEOPLE[0], [("J3425", "20250103")]), ("2", PEOPLE[0], [("96372", "20250103")])]
    claims = claims_of(file_of(drawn))
    claims[1].lines[0].unreadable.add("date")
    claims[1].lines[0].date = None
    engine = Engine(far()[3:4])
    assert [told[:3] for told in judged(engine, claims)] == [(1, 1, "TST004")]
    assert engine.not_checked == {"TST004": 1}


def test_an_unreadable_value_of_another_claim_leaves_it_open() -> None:
    drawn: Drawn = [(number, PEOPLE[0], [("85025", "20250103")]) for number in "12"]
    claims = claims_of(file_of(drawn))
    claims[0].unreadable.add("frequency")
    engine = Engine(far()[:1])
    assert judged(engine, claims) == []
    assert engine.not_checked == {"TST001": 1}


# ------------------------------------------------------------------- what is kept and read again


def test_a_file_is_not_read_again_where_nothing_meets() -> None:
    drawn: Drawn = [("1", PEOPLE[0], [("J3420", "20250103")]), ("2", PEOPLE[0], [("99213", "20250103")])]
    engine = Engine(far()[:6])  # the last counts for every claim of the patient
    for claim in claims_of(file_of(drawn)):
        engine.judge(claim)

    def again() -> Iterable[Claim]:
        raise AssertionError("read again")

    assert engine.across(again) == {}


def test_a_row_that_fits_no_side_of_a_choice_is_not_kept() -> None:
    """What each side of an `or` asks of the other row alone is asked while the file is read."""
    drawn: Drawn = [("1", PEOPLE[0], [("99213", "20250103")]), ("2", PEOPLE[0], [("85025", "20250103")])]
    claims, engine = claims_of(file_of(drawn)), Engine(far()[7:])
    for claim in claims:
        engine.judge(claim)

    def again() -> Iterable[Claim]:
        raise AssertionError("read again")

    assert engine.across(again) == {}
    near: Drawn = [drawn[0], ("2", PEOPLE[0], [("96372", "20250103")])]
    assert [told[:3] for told in judged(Engine(far()[7:]), claims_of(file_of(near)))] == [(1, 1, "TST008")]


def test_rows_on_disk_are_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: Drawn = [
        (control, PEOPLE[0], [("96372", "20250103"), ("J3420", f"202501{day:02}")])
        for day, control in enumerate("1231231231", 1)
    ]
    claims = claims_of(file_of(drawn))
    expected = judged(Engine(far()), claims)
    monkeypatch.setattr(engine_across, "Rows", lambda: store.Rows(most=7))
    assert judged(Engine(far()), claims) == expected


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2**64 - 1)), max_size=60), st.integers(1, 70))
def test_rows_come_back_by_their_keys(pairs: list[tuple[int, int]], most: int) -> None:
    rows = store.Rows(most)
    expected: dict[int, list[int]] = {}
    for key, row in pairs:
        rows.add(key * (2**64 // 41), row)
        expected.setdefault(key, []).append(row)
    found = {key: sorted(group) for key, group in rows.groups()}
    assert found == {key * (2**64 // 41): sorted(group) for key, group in expected.items()}
    assert list(rows.groups()) == []


@given(st.lists(st.integers(0, 9), max_size=60), st.integers(1, 70))
def test_rows_are_found_while_more_come(drawn: list[int], most: int) -> None:
    rows = store.Found(most)
    expected: dict[int, list[int]] = {}
    for row, number in enumerate(drawn):
        key = (2**64 - 1) // 9 * number
        assert rows.find(key) == expected.get(key, [])
        rows.add(key, row)
        expected.setdefault(key, []).append(row)
    assert {key: rows.find(key) for key in expected} == expected
    rows.close()


def test_a_row_takes_16_bytes() -> None:
    rows = store.Rows()
    for number in range(100_000):
        rows.add(number * 7919, number)
    size = sum(part.itemsize * len(part) for kept in (rows._keys, rows._rows) for part in kept)
    assert size == 16 * 100_000


MEETINGS = st.lists(st.sets(st.integers(1, 30), min_size=1, max_size=6).map(sorted), max_size=25)


@given(MEETINGS, st.integers(1, 12))
def test_rounds_hold_few_claims(drawn: list[list[int]], most: int) -> None:
    meetings = [Meeting(0, tuple(claims), ()) for claims in drawn]
    found = rounds(meetings, most)
    assert sorted(meeting for one in found for meeting in one) == sorted(meetings)
    for one in found:
        largest = max(len(meeting.claims) for meeting in one)
        assert max(_held(one)) <= max(most, largest)


def _held(meetings: list[Meeting]) -> Iterator[int]:
    """How many claims are held while each claim of a round is read."""
    for now in range(1, 31):
        yield len({
            claim
            for meeting in meetings
            for claim in meeting.claims
            if claim <= now <= meeting.claims[-1]
        })  # fmt: skip


def test_few_rounds_where_claims_stand_near() -> None:
    assert len(rounds([Meeting(0, (number, number + 1), ()) for number in range(10_000)], 100)) == 1


# ------------------------------------------------------------------- through the whole pipeline


def linted(text: str, of: tuple[CompiledRule, ...]) -> list[Finding | Summary]:
    catalogue = Catalogue(of, {rule.code: rule.about for rule in of}, "")
    return list(lint(Source.from_bytes(text.encode("latin-1")), catalogue, Settings()))


def test_findings_across_claims_stand_among_the_others() -> None:
    drawn: Drawn = [("1", PEOPLE[0], [("85025", "20250103")]), ("1", PEOPLE[0], [("85025", "20250103")])]
    text = file_of(drawn)
    near = rules(*BODIES, "  for line\n  forbid line.units > 0\n  mark line.units")
    *found, summary = linted(text, near)
    assert isinstance(summary, Summary) and summary.claims == 2
    findings = [item for item in found if isinstance(item, Finding)]
    assert codes(findings) == ["TST005", "TST010", "TST005", "TST001", "TST010"]
    last = findings[-2]
    assert last.location is not None and (last.location.transaction, last.location.claim) == (1, 2)
    assert text[last.location.offset :][: last.location.length] == "85025"
    (other,) = last.related
    assert text[other.offset :][: other.length] == "85025" and other.offset < last.location.offset
    assert other.label == "the first" and other.column > 0 and last.excerpt and last.fingerprint


def test_a_fault_that_is_there_once_is_said_once() -> None:
    """The file is read three times for its findings."""
    drawn: Drawn = [("1", PEOPLE[0], [("85025", "20250103")]), ("1", PEOPLE[0], [("85025", "20250103")])]
    text = file_of(drawn).replace("SE*", "SE*9", 1)
    once = [item for item in linted(text, ()) if isinstance(item, Finding)]
    found = [item for item in linted(text, far()) if isinstance(item, Finding)]
    assert len(once) == 1
    assert codes(found) == [*codes(once), "TST005", "TST005", "TST001"]


def test_what_is_not_checked_across_claims_is_counted() -> None:
    drawn: Drawn = [("1", PEOPLE[0], [("85025", "20250103")]), ("2", PEOPLE[0], [("85025", "2025010A")])]
    *_, summary = linted(file_of(drawn), far())
    assert isinstance(summary, Summary)
    assert summary.not_checked["TST001"] == 1
