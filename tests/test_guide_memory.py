"""What was thought over once is answered from memory: the same, without a value of a claim in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from cleanclaim.findings import Finding
from cleanclaim.guide import memory
from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.choice import Stray
from cleanclaim.guide.displaced import Displaced, find_displaced
from cleanclaim.guide.memory import Memory
from cleanclaim.guide.walker import Walker, Way
from tests.conform.mutants import make, specs
from tests.guide_text import BILLING, CLAIM, HEADER, LINE, SUBSCRIBER, run, wrap

LINES = (*LINE, "LX*2", *LINE[1:], "REF*6R*QQCANARY2")
Change = Callable[[list[str]], list[str]]


def batch(change: Change, count: int = 12) -> str:
    """A file in which the same fault stands in every claim."""
    body = [*HEADER, *BILLING]
    for number in range(2, count + 2):
        claim = [
            f"HL*{number}*1*22*0",
            *SUBSCRIBER[1:],
            f"CLM*QQCANARY{number}*80***11:B:1*Y*A*Y*Y",
            CLAIM[1],
            *LINES,
        ]
        claim[2] = f"NM1*IL*1*QQCANARY3*JANE****MI*QQCANARY{number}"
        body += change(claim)
    return wrap(body)


def moved(at: int, to: int) -> Change:
    """One segment of each claim stands elsewhere."""

    def change(claim: list[str]) -> list[str]:
        segment = claim.pop(at)
        return [*claim[:to], segment, *claim[to:]]

    return change


CHANGES: list[Change] = [
    moved(at, to) for at, to in [(6, 5), (6, 8), (7, 8), (5, 7), (4, 1), (1, 4), (0, 3), (8, 10)]
]
CHANGES += [
    lambda claim: claim[1:],
    lambda claim: [claim[0], *claim[2:]],
    lambda claim: [*claim[:5], *claim[6:]],
    lambda claim: [*claim[:6], "QQCANARY4*1", *claim[6:]],
    lambda claim: [*claim[:7], "LX*QQCANARY5", *claim[7:]],
    lambda claim: [*claim[:4], "NM1*QC*1*QQCANARY6*ANN", "N3*QQCANARY7", *claim[4:]],
]


def told(text: str) -> tuple[list[tuple[int, int]], list[Finding]]:
    """Where segments were put, and what was found."""
    placed, findings = run(text)
    return [(item.segment.number, item.node.serial) for item in placed], findings


def think(
    self: Memory, question: str, walker: Walker, stray: Stray, ways: Sequence[Way], thought: Callable[[Stray], Any]
) -> Any:
    """Without a memory."""
    return thought(stray)


@pytest.mark.parametrize("change", CHANGES)
def test_a_fault_in_every_claim_is_said_as_without_a_memory(change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    text = batch(change)
    remembered = told(text)
    assert remembered == told(text)
    monkeypatch.setattr(Memory, "_recall", think)
    assert told(text) == remembered
    assert len(remembered[1]) >= 12


def test_mutants_are_said_as_without_a_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {"several", "one", "move", "swap", "double", "drop", "requalify", "stray", "move loop"}
    chosen = [spec for spec in specs(5) if spec.kind in kinds][::90]
    texts = [mutant.text for spec in chosen if (mutant := make(spec)) is not None]
    assert len(texts) > 100
    remembered = [told(text) for text in texts]
    monkeypatch.setattr(Memory, "_recall", think)
    assert [told(text) for text in texts] == remembered


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Stray]:
    """Those that are thought over."""
    found: list[Stray] = []

    def find(walker: Walker, stray: Stray, ways: Sequence[Way]) -> Displaced | None:
        found.append(stray)
        return find_displaced(walker, stray, ways)

    monkeypatch.setattr(memory, "find_displaced", find)
    return found


def test_what_was_thought_over_is_not_thought_over_again(asked: list[Stray]) -> None:
    run(batch(CHANGES[0], 40))
    assert len(asked) <= 4


def test_claims_of_one_subscriber_are_thought_over_no_more_often(
    asked: list[Stray], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many there were before does not matter, as long as many more may come; 2300 may occur 100 times."""

    def claims(count: int) -> str:
        wrong = [CLAIM[0], *LINES, *CLAIM[1:]]  # HI stands behind the lines
        return wrap([*HEADER, *BILLING, *SUBSCRIBER, *wrong * count])

    text = claims(130)
    remembered = told(text)
    few = len(asked)
    assert few < 130 * 0.6
    assert told(claims(80))[0] == remembered[0][: len(told(claims(80))[0])]
    assert len(asked) <= few + 8  # those near the end of the shorter file see it end
    monkeypatch.setattr(Memory, "_recall", think)
    assert told(text) == remembered


def test_what_is_asked_again_is_kept_where_others_go(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Memory(load_guide())
    monkeypatch.setattr(memory, "_MOST", 3)
    again = ("asked", "again")
    kept._known[again] = [((), "answer")]
    for number in range(20):
        assert kept._kept(("asked", number)) == ()
        kept._known[("asked", number)] = []
        assert kept._kept(again) == [((), "answer")]
        assert len(kept._known) <= 3 and len(kept._older) <= 3


def _strings(item: object) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, dict):
        for pair in item.items():
            yield from _strings(pair)
    elif isinstance(item, tuple | list | frozenset | set):
        for part in item:
            yield from _strings(part)


def test_no_value_of_a_claim_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Memory(load_guide())
    monkeypatch.setattr(Memory, "_recall", lambda _, *said: recall(kept, *said))
    for change in CHANGES:
        run(batch(change))
    words = set(_strings(kept._known))
    assert {"CLM", "NM1", "displaced"} <= words
    assert not [word for word in words if "CANARY" in word]


recall = Memory._recall


def test_a_memory_forgets_before_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Memory(load_guide())
    monkeypatch.setattr(memory, "_MOST", 3)
    monkeypatch.setattr(Memory, "_recall", lambda _, *said: recall(kept, *said))
    for change in CHANGES:
        run(batch(change, 2))
        assert len(kept._known) <= 3
