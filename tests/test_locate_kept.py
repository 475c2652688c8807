"""Claims that are kept while their file goes by: they come back in the envelopes that they stood in."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.claim.model import Claim
from cleanclaim.locate import Kept
from cleanclaim.source import Segment
from cleanclaim.x12 import Delimiters, End, Event, Group, Interchange, Tally, Transaction

KINDS = st.lists(st.sampled_from(["ISA", "GS", "ST", "CLM", "CLM", "SE", "GE", "IEA"]), max_size=40)
Where = tuple[int | None, int | None, int | None]  # interchange, group, transaction


def events(kinds: list[str]) -> Iterator[Event | Claim]:
    header = Segment("", 0, 1)
    for at, kind in enumerate(kinds, 1):
        if kind == "ISA":
            yield Interchange(at, header, Delimiters())
        elif kind == "GS":
            yield Group(at, header, "")
        elif kind == "ST":
            yield Transaction(at, header, "", "")
        elif kind == "CLM":
            claim = Claim()
            claim.ordinal = kinds[:at].count("CLM")
            yield claim
        else:
            yield End(kind, None)


def stands(some: Iterator[Event | Claim]) -> dict[int, Where]:
    """Where each claim stands, as who places findings sees it."""
    found: dict[int, Where] = {}
    interchange = group = transaction = None
    for event in some:
        match event:
            case Interchange():
                interchange = event.ordinal
            case Group():
                group = event.ordinal
            case Transaction():
                transaction = event.ordinal
            case End():
                transaction = None
                group = None if event.what != "SE" else group
                interchange = None if event.what == "IEA" else interchange
            case Claim():
                found[event.ordinal] = interchange, group, transaction
    return found


def closed(kinds: list[str]) -> list[str]:
    """The same with every envelope closed before one of its kind or above it, as a reader says it."""
    levels = {"ISA": "IEA", "GS": "GE", "ST": "SE"}
    found: list[str] = []
    for kind in kinds:
        if kind in levels:
            order = list(levels.values())
            found += reversed(order[order.index(levels[kind]) :])
        found.append(kind)
    return found


@given(KINDS, st.sets(st.integers(1, 30)))
def test_claims_come_back_where_they_stood(kinds: list[str], wanted: set[int]) -> None:
    kinds = closed(kinds)
    kept = Kept()
    kept.begin()
    claims: list[Claim] = []
    for event in events(kinds):
        kept.see(event)
        if isinstance(event, Claim) and event.ordinal in wanted:
            claims.append(event)
    for claim in reversed(claims):
        kept.hold(claim)
    *back, tally = kept.events()
    assert kept.whole and isinstance(tally, Tally)
    assert [event for event in back if isinstance(event, Claim)] == claims
    expected = {ordinal: where for ordinal, where in stands(events(kinds)).items() if ordinal in wanted}
    assert stands(iter(back)) == expected


def test_nothing_is_kept_of_what_is_too_much_or_goes_by_again() -> None:
    kept = Kept(2)
    kept.begin()
    for event in events(["ISA", "GS", "ST", "CLM", "CLM", "CLM"]):
        kept.see(event)
        assert kept.whole
        if isinstance(event, Claim):
            kept.hold(event)
    assert not kept.whole and list(kept.events()) == [Tally()]

    for transactions in (2, 3):
        kept = Kept(2)
        kept.begin()
        for event in events(["ISA", "GS", *["ST", "CLM", "SE"] * transactions]):
            kept.see(event)
        assert kept.whole == (transactions == 2)

    kept = Kept()
    kept.begin()
    kept.begin()
    assert not kept.whole
