"""Baselines: what is known stays known in another export, what is new is told, what is gone is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.baseline import Baseline, Entry, Known, read_baseline, write_baseline
from cleanclaim.errors import ConfigError
from cleanclaim.findings import Finding, Mark, Rule, found
from tests.claimgen import flawed
from tests.linting import findings_of
from tests.test_lint import SMALL
from tests.test_samples import read_sample
from tests.test_scrub import BY_THE_CALENDAR, scrubbed

RULES = {code: Rule(code, "title", "error", 4) for code in ("TST001", "TST002")}
PRINTS = ("0123456789abcdef", "fedcba9876543210")


def finding(rule: str = "TST001", fingerprint: str = f"{PRINTS[0]}-1") -> Finding:
    return found(RULES[rule], "message", Mark(1, "CLM", 0, 3), fingerprint=fingerprint)


def baseline(*entries: tuple[str, str, str, int]) -> Baseline:
    made = Baseline.empty()
    return made.knowing(Entry(made.digest(path), rule, print_, count) for path, rule, print_, count in entries)


def took(known: Known, path: str, times: int, **of: str) -> list[bool]:
    return [known.takes(path, finding(**of)) for _ in range(times)]


def test_each_entry_takes_as_many_as_it_counts() -> None:
    known = Known(baseline(("a.837", "TST001", PRINTS[0], 2)), ["a.837"])
    assert took(known, "a.837", 3) == [True, True, False]
    assert took(known, "a.837", 1, rule="TST002") == [False]
    assert took(known, "a.837", 1, fingerprint=f"{PRINTS[1]}-1") == [False]


def test_the_number_that_tells_findings_apart_does_not_matter() -> None:
    known = Known(baseline(("a.837", "TST001", PRINTS[0], 1)), ["a.837"])
    assert took(known, "a.837", 1, fingerprint=f"{PRINTS[0]}-17") == [True]


def test_an_entry_of_a_file_in_the_run_is_kept_for_that_file() -> None:
    known = Known(baseline(("b.837", "TST001", PRINTS[0], 1)), ["a.837", "b.837"])
    assert took(known, "a.837", 1) == [False]
    assert took(known, "b.837", 1) == [True]


def test_a_file_may_get_another_name() -> None:
    known = Known(baseline(("monday.837", "TST001", PRINTS[0], 1)), ["tuesday.837"])
    assert took(known, "tuesday.837", 2) == [True, False]


def stale(known: Known) -> list[tuple[str, int]]:
    return [(entry.rule, entry.count) for entry in known.stale()]


def test_only_what_was_read_to_its_end_can_be_stale() -> None:
    known = Known(baseline(("a.837", "TST001", PRINTS[0], 2), ("b.837", "TST002", PRINTS[0], 1)), ["a.837", "b.837"])
    took(known, "a.837", 1)
    assert stale(known) == []
    known.read("a.837")
    assert stale(known) == [("TST001", 1)]
    known.read("b.837")
    assert stale(known) == [("TST001", 1), ("TST002", 1)]


def test_a_rule_that_did_not_run_leaves_nothing_stale() -> None:
    known = Known(baseline(("a.837", "TST001", PRINTS[0], 1)), ["a.837"], lambda code: code != "TST001")
    known.read("a.837")
    assert stale(known) == []
    assert len(known.pruned().known) == 1


def test_pruning_forgets_what_is_gone_and_takes_along_what_moved() -> None:
    old = baseline(
        ("a.837", "TST001", PRINTS[0], 3), ("a.837", "TST002", PRINTS[0], 1), ("gone.837", "TST001", PRINTS[1], 1),
        ("other.837", "TST002", PRINTS[1], 4),
    )  # fmt: skip
    known = Known(old, ["a.837", "b.837"])
    took(known, "a.837", 2)
    took(known, "b.837", 1, fingerprint=f"{PRINTS[1]}-1")
    for path in ("a.837", "b.837"):
        known.read(path)
    entries = [("a.837", "TST001", PRINTS[0], 2), ("b.837", "TST001", PRINTS[1], 1)]
    assert known.pruned(others=False) == _expected(old, *entries)
    assert known.pruned() == _expected(old, *entries, ("other.837", "TST002", PRINTS[1], 4))


def _expected(old: Baseline, *entries: tuple[str, str, str, int]) -> Baseline:
    return old.knowing(Entry(old.digest(path), rule, print_, count) for path, rule, print_, count in entries)


def test_writing_again_knows_all_that_was_found_and_nothing_else() -> None:
    old = baseline(("a.837", "TST001", PRINTS[0], 9), ("gone.837", "TST001", PRINTS[1], 1))
    known = Known(old, ["a.837"])
    took(known, "a.837", 2)
    took(known, "a.837", 1, rule="TST002")
    assert known.rewritten() == _expected(old, ("a.837", "TST001", PRINTS[0], 2), ("a.837", "TST002", PRINTS[0], 1))


ENTRIES = st.builds(
    Entry,
    st.sampled_from([f"{number:016x}" for number in range(4)]),
    st.sampled_from(["TST001", "TST002", "ABCD123"]),
    st.sampled_from(PRINTS),
    st.integers(1, 2**40),
)


@given(st.lists(ENTRIES, unique_by=lambda entry: (entry.file, entry.rule, entry.fingerprint)), st.randoms())
def test_what_is_written_is_read_and_order_does_not_matter(entries: list[Entry], chance: st.DataObject) -> None:
    made = Baseline.empty().knowing(entries)
    assert read_baseline(write_baseline(made), "b.json") == made
    chance.shuffle(entries)  # type: ignore[attr-defined]
    assert write_baseline(made.knowing(entries)) == write_baseline(made)


GOOD = write_baseline(baseline(("a.837", "TST001", PRINTS[0], 1)))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"\xff", b"[" * 100_000, GOOD[:-4], GOOD.replace(b"TST001", b"DOE, JANE"),
        GOOD.replace(b'"count":1', b'"count":0'), GOOD.replace(b'"count"', b'"name":"DOE","count"'),
        GOOD.replace(PRINTS[0].encode(), b"DOE"), GOOD.replace(b'"key":"', b'"key":"zz'),
    ],
)  # fmt: skip
def test_what_is_no_baseline_is_told_without_its_text(content: bytes) -> None:
    with pytest.raises(ConfigError) as raised:
        read_baseline(content, "b\x1b.json")
    assert str(raised.value) == "`b␛.json` is no baseline: write it with `cleanclaim baseline write`"


def test_another_version_is_told() -> None:
    with pytest.raises(ConfigError, match="is a baseline of version 2: expected 1"):
        read_baseline(GOOD.replace(b'"version":1', b'"version":2'), "b.json")


def test_no_path_is_in_the_file() -> None:
    made = baseline(("doe-jane.837", "TST001", PRINTS[0], 1))
    assert b"doe" not in write_baseline(made)
    assert Baseline.empty().digest("doe-jane.837") != made.digest("doe-jane.837")  # each has a key of its own


# What a fingerprint must outlive: `Known` compares fingerprints without their numbers.


def prints(text: str) -> list[tuple[str, str]]:
    return sorted(
        (finding.rule, finding.fingerprint.partition("-")[0])
        for finding in findings_of(text)
        if finding.rule not in BY_THE_CALENDAR
    )


# An id that no guide knows, or that the end of the file cut off, is replaced: it may be a name.
REPLACED = ("flawed/misspelled-segment-id.837", "flawed/truncated.837")


@pytest.mark.parametrize("name", [name for name in SMALL if name not in REPLACED])
def test_other_numbers_names_and_dates_change_no_fingerprint(name: str) -> None:
    text = read_sample(name)
    other = scrubbed(text.encode("latin-1"), b"a key under which dates move").decode("latin-1")
    assert other != text
    assert prints(other) == prints(text)


@pytest.mark.parametrize("seed", range(3))
def test_another_order_of_claims_changes_no_fingerprint(seed: int) -> None:
    text = reversed_order(flawed(60, seed).text)  # once, so that both have HL numbers that count up
    other = reversed_order(text)
    assert other.split("~")[10:60] != text.split("~")[10:60]
    assert len(prints(text)) >= 50
    assert prints(other) == prints(text)


def reversed_order(text: str) -> str:
    """The file with its providers, and the subscribers of each, the other way round, and its HL segments counted."""
    segments = [segment for segment in text.replace("\n", "").split("~") if segment]
    first = next(at for at, segment in enumerate(segments) if segment.startswith("HL*"))
    last = next(at for at, segment in enumerate(segments) if segment.startswith("SE*"))
    levels = [levels[::-1] for levels in _nested(segments[first:last])][::-1]
    body = [level for provider in levels for level in _flat(provider)]
    return "".join(f"{segment}~\n" for segment in (*segments[:first], *_numbered(body), *segments[last:]))


def _nested(segments: list[str]) -> list[list[list[str]]]:
    """The levels of each provider: its own, then each subscriber's with those of the dependents."""
    providers: list[list[list[str]]] = []
    for segment in segments:
        kind = segment.split("*")[3] if segment.startswith("HL*") else ""
        if kind == "20":
            providers.append([])
        if kind in ("20", "22"):
            providers[-1].append([])
        providers[-1][-1].append(segment)
    return providers


def _flat(provider: list[list[str]]) -> Iterator[str]:
    """The segments of a provider, its own level before those of its subscribers."""
    own = next(level for level in provider if level[0].split("*")[3] == "20")
    yield from own
    for level in provider:
        if level is not own:
            yield from level


def _numbered(segments: list[str]) -> Iterator[str]:
    numbers: dict[str, str] = {}
    for segment in segments:
        if segment.startswith("HL*"):
            _, number, parent, rest = segment.split("*", 3)
            numbers[number] = str(len(numbers) + 1)
            segment = f"HL*{numbers[number]}*{numbers.get(parent, parent)}*{rest}"
        yield segment
