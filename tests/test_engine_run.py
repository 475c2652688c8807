"""Rules that look across the files of a run: the same findings as by comparing every row with every other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleanclaim.catalogue import Catalogue
from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim, Line
from cleanclaim.compiled import CompiledRule, Unreadable
from cleanclaim.engine import Before, Engine, Said, meetings, store
from cleanclaim.findings import Finding
from cleanclaim.group import Group
from cleanclaim.lint import CHANGED, Run, Settings, Summary
from cleanclaim.source import Source
from tests.test_engine import claims_of, rules
from tests.test_engine_across import CLAIMS, PEOPLE, Drawn, file_of

BODIES = (
    # 1: the same service again, anywhere in the run
    """  for line as now
  forbid any earlier line as first of same run with same procedure, date, rendering, modifiers
    where first.claim.frequency is not 8
  mark now.procedure, first.procedure "the first" """,
    # 2: the same patient
    """  for claim as mine
  forbid any earlier claim as twin of same run with same patient, from_date
    where twin.control_number = mine.control_number
  mark mine.control_number, twin.control_number "the first" """,
    # 3: too much in all files so far; alone as well
    """  for line as now where procedure is 96372
  let before = sum(units of earlier lines of same run with same procedure, date)
  forbid before + now.units > 2""",
    # 4: pairs
    """  for line as shot where procedure is 96372
    paired with earlier line as visit of same run with same date where procedure is 99213
  forbid shot.claim.total_charge > $40
  mark shot.procedure, visit.procedure""",
    # 5: the first that meets a condition, unless another one is there
    """  for line as now where procedure is J3420
  when no earlier line of same run with same date where procedure is J3425
  forbid any earlier line as last of same run with same date where procedure is [J3420, 96372]
  mark last.procedure, now.procedure""",
    # 6: the patient was here a few days ago
    """  for line as now where procedure is 96372
  forbid any earlier line as before of same run with same patient, procedure
    where days(before.date, now.date) <= 2 and before.claim.prior_auth is missing
  mark now.procedure, before.procedure""",
)
RUNS = st.lists(CLAIMS, min_size=1, max_size=3)
Told = tuple[int, int, int, str, tuple[tuple[int, int], ...]]


@cache
def wide() -> tuple[CompiledRule, ...]:
    return rules(*BODIES)


def tell(number: int, finding: Finding) -> Told:
    marks = tuple((mark.input or number, mark.offset) for mark in (finding.mark, *finding.related))
    return number, finding.claim or 0, finding.service_line or 0, finding.rule, marks


def files_of(run: list[Drawn]) -> list[list[Claim]]:
    files = [claims_of(file_of(drawn)) for drawn in run]
    for number, claims in enumerate(files, 1):
        for claim in claims:
            claim.input = number
    return files


def judged(files: list[list[Claim]], most: int = 100) -> tuple[list[Told], dict[str, int]]:
    """What engines say file by file."""
    before, told = Before(), []
    before._rows = store.Found(most)
    skipped: dict[str, int] = {}
    for number, claims in enumerate(files, 1):
        engine = Engine(wide(), before=before)
        for claim in claims:
            assert engine.judge(claim) == []

        def again(wanted: Mapping[int, int], number: int = number) -> Iterator[Claim]:
            assert list(wanted) == sorted(wanted) and max(wanted) <= number
            for file, last in wanted.items():
                yield from files[file - 1][:last]

        told += [tell(number, said.finding) for said in engine.far(again)]
        assert engine.lost == 0
        before.next(len(claims))
        for code, times in engine.not_checked.items():
            skipped[code] = skipped.get(code, 0) + times
    before.close()
    return sorted(told), skipped


def by_force(files: list[list[Claim]], careful: bool = False) -> list[Told]:
    """Every row of every claim, judged among all claims of its file and of those before."""
    told: list[Told] = []
    for number, claims in enumerate(files, 1):
        known, engine = [claim for file in files[:number] for claim in file], Engine(wide())
        for rule in wide():
            group = Group(known, {id(row) for row in _hidden(rule.code, known)})
            for claim in claims:
                for subject in (claim,) if rule.subject == "claim" else claim.lines:
                    try:
                        verdicts = (rule.carefully if careful else rule.judge)(claim, subject, group) or ()
                    except Unreadable:
                        continue
                    for said in engine._findings(rule, claim, subject, verdicts):
                        told.append(tell(number, said.finding))
    return sorted(told)


KEYS = {
    "TST001": {"procedure", "date", "modifiers"},
    "TST003": {"procedure", "date"},
    "TST004": {"date"},
    "TST005": {"date"},
    "TST006": {"procedure"},
}


def _hidden(code: str, claims: list[Claim]) -> Iterator[Row]:
    """Rows whose keys can not be read: with those nothing is compared."""
    for claim in claims:
        if code == "TST002" and (claim.unreadable & {"from_date"} or "birth_date" in claim.patient.unreadable):  # type: ignore[union-attr]
            yield claim
        for line in claim.lines:
            spoiled = code == "TST001" and line.rendering is not None and "npi" in line.rendering.unreadable
            spoiled |= code == "TST006" and "birth_date" in claim.patient.unreadable  # type: ignore[union-attr]
            if spoiled or line.unreadable & KEYS.get(code, set()):
                yield line


TWICE: Drawn = [("1", PEOPLE[0], [("96372", "20250103"), ("99213", "20250103")])]


@settings(max_examples=120, deadline=None)
@given(RUNS, st.integers(1, 30))
@example([TWICE, TWICE, TWICE], 2)
def test_nothing_is_lost_between_files(drawn: list[Drawn], most: int) -> None:
    files = files_of(drawn)
    assert judged(files, most)[0] == by_force(files)


FIELDS = st.sampled_from(["procedure", "date", "modifiers", "units", "rendering", "frequency", "birth_date"])


@settings(max_examples=120, deadline=None)
@given(RUNS, st.lists(st.tuples(st.integers(0, 20), FIELDS), max_size=4))
def test_what_can_not_be_read_hides_only_its_row(drawn: list[Drawn], spoiled: list[tuple[int, str]]) -> None:
    files = files_of(drawn)
    for at, name in spoiled:
        claims = [claim for file in files for claim in file]
        _spoil(claims[at % len(claims)], name)
    told, _ = judged(files)
    assert told == by_force(files, careful=True)


def _spoil(claim: Claim, name: str) -> None:
    line = claim.lines[0]
    if name == "rendering":
        assert line.rendering is not None
        line.rendering.unreadable.add("npi")
        line.rendering.npi = None
    elif name == "frequency":
        claim.unreadable.add("frequency")
        claim.frequency = None
    elif name == "birth_date":
        assert claim.patient is not None
        claim.patient.unreadable.add("birth_date")
        claim.patient.birth_date = None
    else:
        line.unreadable.add(name)
        setattr(line, name, () if name == "modifiers" else None)


def test_every_rule_finds_something() -> None:
    """Else the tests above could not fail."""
    other: Drawn = [("2", PEOPLE[1], [("J3420", "20250103")])]
    told, _ = judged(files_of([TWICE, TWICE, TWICE, other]))
    assert {rule for *_, rule, _ in told} == {f"TST{number:03}" for number in range(1, 7)}
    assert {number for number, *_ in told} == {2, 3, 4}


def test_the_file_of_a_finding_is_the_later_one() -> None:
    """Rule 5 marks the earlier row first; the finding stands on its own row all the same."""
    other: Drawn = [("2", PEOPLE[1], [("J3420", "20250103")])]
    (told,) = [told for told in judged(files_of([TWICE, other]))[0] if told[3] == "TST005"]
    assert [number for number, _ in told[4]] == [2, 1]


@pytest.mark.parametrize("usages", ["TT", "PT", "TP"])
def test_fixtures_are_not_compared_with_other_files(usages: str) -> None:
    """Within a file everything is compared, whatever ISA15 says."""
    files = [claims_of(file_of([*TWICE, *TWICE], usage)) for usage in usages]
    for number, claims in enumerate(files, 1):
        for claim in claims:
            claim.input = number
    told, _ = judged(files)
    assert {rule for *_, rule, _ in told} >= {"TST001", "TST002"}
    assert {place for number, *_, marks in told for place, _ in marks if place != number} == set()
    live, _ = judged(files_of([[*TWICE, *TWICE], TWICE]))
    assert {place for number, *_, marks in live for place, _ in marks if place != number} == {1}


@pytest.mark.parametrize(("held", "together"), [(39, 2), (40, 40)])
def test_a_claim_that_was_sent_often_is_compared_with_the_first(
    held: int, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand copies do not make a million comparisons, and where they are too many two are held for each."""
    monkeypatch.setattr(meetings, "_TOGETHER", held)
    drawn: Drawn = [(str(number % 2 + 1), PEOPLE[0], [("85025", "20250103")]) for number in range(40)]
    (claims,) = files_of([drawn])
    engine = Engine(wide()[:1])
    sizes: list[int] = []
    asked: list[Row] = []
    judge, place = wide()[0].judge, Group.place

    def watched(claim: Claim, subject: Row, group: Group) -> object:
        sizes.append(len(group.claims))
        return judge(claim, subject, group)

    def noted(self: Group, row: Claim | Line) -> tuple[int, int, int]:
        asked.append(row)
        return place(self, row)

    monkeypatch.setitem(wide()[0].__dict__, "judge", watched)
    monkeypatch.setattr(Group, "place", noted)
    for claim in claims:
        engine.judge(claim)
    found = list(engine.far(lambda _: iter(claims)))
    assert len(found) == len(sizes) == 39
    assert max(sizes) == together
    assert len(asked) < 8 * 40


# ------------------------------------------------------------------- through the whole pipeline


def lint_run(sources: list[Source], of: tuple[CompiledRule, ...], files: int = 0) -> list[list[Finding | Summary]]:
    catalogue = Catalogue(of, {rule.code: rule.about for rule in of}, "")
    with Run(catalogue, Settings(), files) as run:
        found = []
        for source in sources:
            with source:
                found.append(list(run.lint(source)))
    return found


def write(folder: Path, name: str, drawn: Drawn) -> Path:
    path = folder / name
    path.write_text(file_of(drawn), encoding="latin-1", newline="")
    return path


def findings(told: list[Finding | Summary]) -> list[Finding]:
    return [item for item in told if isinstance(item, Finding)]


def summary(told: list[Finding | Summary]) -> Summary:
    assert isinstance(told[-1], Summary)
    return told[-1]


def in_a_folder(folder: Path) -> list[Source]:
    return [Source.open(write(folder, name, TWICE)) for name in ("one.837", "two.837")]


def in_memory(_folder: Path) -> list[Source]:
    return [Source.from_bytes(file_of(TWICE).encode("latin-1"), name) for name in ("one.837", "two.837")]


def copied(folder: Path) -> list[Source]:
    found = []
    for source in in_a_folder(folder):
        assert source.path is not None
        with source, source.path.open("rb") as stream:
            found.append(Source.copy(source.path.name, stream))
    return found


@pytest.mark.parametrize("sources", [in_a_folder, in_memory, copied])
def test_a_finding_names_the_other_file(sources: Callable[[Path], list[Source]], tmp_path: Path) -> None:
    text = file_of(TWICE)
    one, two = lint_run(sources(tmp_path), wide()[:2])
    assert findings(one) == []
    assert [found.rule for found in findings(two)] == ["TST002", "TST001", "TST001"]
    for found in findings(two):
        (other,) = found.related
        assert other.path.endswith("one.837") and found.location is not None
        assert found.location.path.endswith("two.837")
        assert (other.line, other.column) == (found.location.line, found.location.column)
        assert text[other.offset :][: other.length] == text[found.mark.offset :][: found.mark.length]
        assert all(caret.primary for line in found.excerpt for caret in line.carets)


def test_a_file_that_changed_is_counted_and_left_out(tmp_path: Path) -> None:
    sources = in_a_folder(tmp_path)
    catalogue = Catalogue(wide(), {rule.code: rule.about for rule in wide()}, "")
    with Run(catalogue, Settings()) as run, sources[0], sources[1]:
        assert findings(list(run.lint(sources[0]))) == []
        write(tmp_path, "one.837", [("7", PEOPLE[1], [("85025", "20250103")])] * 3)
        told = list(run.lint(sources[1]))
    assert findings(told) == []
    assert summary(told).not_checked == {CHANGED: 6}  # three lines, a claim, a sum and a pair


def test_a_file_that_is_gone_is_counted(tmp_path: Path) -> None:
    sources = in_a_folder(tmp_path)
    catalogue = Catalogue(wide()[:2], {rule.code: rule.about for rule in wide()}, "")
    with Run(catalogue, Settings()) as run, sources[0], sources[1]:
        list(run.lint(sources[0]))
        (tmp_path / "one.837").unlink()
        told = list(run.lint(sources[1]))
    assert findings(told) == []
    assert summary(told).not_checked == {CHANGED: 3}


def test_a_file_that_changes_under_its_reader_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "one.837", TWICE * 2)
    real = Engine.far

    def far(self: Engine, again: Callable[[Mapping[int, int]], Iterable[Claim]]) -> Iterator[Said]:
        os.utime(path, ns=(0, 0))
        return real(self, again)

    monkeypatch.setattr(Engine, "far", far)
    (told,) = lint_run([Source.open(path)], wide()[:2])
    assert findings(told) == []
    assert summary(told).not_checked == {CHANGED: 3}


def test_files_are_not_all_open_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Source] = []
    most = 0
    real = Source.open.__func__  # type: ignore[attr-defined]

    def watched(cls: type[Source], path: Path, name: str | None = None) -> Source:
        nonlocal most
        source: Source = real(cls, path, name)
        opened.append(source)
        most = max(most, sum(not one._stream.closed for one in opened))
        return source

    monkeypatch.setattr(Source, "open", classmethod(watched))
    catalogue = Catalogue(wide(), {rule.code: rule.about for rule in wide()}, "")
    with Run(catalogue, Settings(), files=20) as run:
        for number in range(20):
            with Source.open(write(tmp_path, f"{number}.837", TWICE)) as source:
                told = findings(list(run.lint(source)))
        assert {mark.path for found in told for mark in found.related if mark.path} >= {str(tmp_path / "0.837")}
    assert most <= 3
    assert all(source._stream.closed for source in opened)


def test_nothing_is_kept_of_the_last_file(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []
    monkeypatch.setattr(store.Found, "add", lambda self, key, row: kept.append(row))
    lint_run(in_memory(Path())[:1], wide(), files=1)
    assert kept == []


def test_two_runs_say_the_same(tmp_path: Path) -> None:
    drawn: list[Drawn] = [TWICE * 2, TWICE, [*TWICE, ("2", PEOPLE[1], [("J3420", "20250103")])]]
    paths = [write(tmp_path, f"{number}.837", one) for number, one in enumerate(drawn)]
    first, second = (lint_run([Source.open(path) for path in paths], wide()) for _ in range(2))
    assert first == second
    for told in first:
        offsets = [(found.mark.offset, found.rule, found.message) for found in findings(told)]
        assert offsets == sorted(offsets)
