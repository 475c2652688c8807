"""What receivers take, by ISA08 and GS03: each fault is said once, of the interchange or group that it is in."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cleanclaim.findings import Finding
from cleanclaim.source import Source
from cleanclaim.x12 import Agreement, Receiver, Transaction, read_events
from tests.claims import GS, ISA, claim_file

FILE = claim_file("CLM*1*40***11:B:1*Y*A*Y*Y", "HI*ABK:E538", "LX*1")
LOW = FILE.replace("JANE", "Jane")
GROUP = FILE[FILE.index("GS*") : FILE.index("IEA*")]


def said(text: str, receivers: Mapping[str, Receiver], **more: str) -> list[str]:
    """The findings about receivers and characters: rule and element."""
    agreement = Agreement(receivers=receivers, **more)  # type: ignore[arg-type]
    with Source.from_bytes(text.encode()) as source:
        found = [event for event in read_events(source, agreement) if isinstance(event, Finding)]
    return [f"{one.rule} {one.mark.element or one.mark.segment_id}" for one in found if one.rule in _ASKED]


_ASKED = ("RCV001", "RCV002", "RCV003", "ENV030", "ENV031")


def two_groups(first: str, second: str, body: str = GROUP) -> str:
    """One interchange with two groups, to two receivers."""
    groups = "".join(
        body.replace("*INVENTEDTAKER*", f"*{name}*", 1)
        .replace("*1200*1*X", f"*1200*{number}*X")
        .replace("GE*1*1", f"GE*1*{number}")
        for number, name in ((1, first), (2, second))
    )
    return f"{ISA}{groups}IEA*2*000000001~"


@pytest.mark.parametrize(
    ("receiver", "found"),
    [
        (Receiver(), []),
        (Receiver(usage="T", senders=frozenset({"INVENTEDSENDER"})), []),
        (Receiver(usage="P"), ["RCV001 ISA15"]),
        (Receiver(senders=frozenset({"OTHER"})), ["RCV002 ISA06"]),
        (Receiver(usage="P", senders=frozenset({"OTHER"})), ["RCV001 ISA15", "RCV002 ISA06"]),
    ],
)
def test_what_the_isa_says_against_its_receiver(receiver: Receiver, found: list[str]) -> None:
    assert said(FILE, {"INVENTEDTAKER": receiver}) == found  # ISA08 and GS03 are the same: said once
    assert said(FILE, {"ANOTHER": receiver}) == []


def test_usage_that_was_asked_for_is_not_told_twice() -> None:
    assert said(FILE, {"INVENTEDTAKER": Receiver(usage="P")}, usage="P") == ["ENV030 ISA15"]
    assert said(FILE, {"INVENTEDTAKER": Receiver(usage="P")}, usage="T") == ["RCV001 ISA15"]


def test_a_group_has_a_receiver_of_its_own() -> None:
    wants = {"A": Receiver(usage="P"), "B": Receiver(senders=frozenset({"OTHER"}))}
    assert said(two_groups("A", "B"), wants) == ["RCV001 ISA15", "RCV002 ISA06"]
    assert said(two_groups("A", "A"), wants) == ["RCV001 ISA15"]
    assert said(two_groups("C", "D"), wants) == []


def test_characters_are_looked_at_where_the_receiver_asks() -> None:
    low = GROUP.replace("JANE", "Jane")
    wants = {"A": Receiver(characters="basic"), "B": Receiver(characters="extended")}
    assert said(two_groups("B", "B", low), wants) == []
    assert said(two_groups("A", "B", low), wants) == ["RCV003 NM104"]
    assert said(two_groups("A", "A", low), wants) == ["RCV003 NM104"]  # once an interchange
    mixed = two_groups("A", "B").replace("JANE", "jane", 2).replace("jane", "JANE", 1)  # in the second group alone
    assert said(mixed, wants) == []
    assert said(LOW, {"INVENTEDTAKER": Receiver(characters="basic")}) == ["RCV003 NM104"]
    assert said(LOW, {"INVENTEDTAKER": Receiver(characters="basic")}, characters="basic") == ["ENV031 NM104"]


def test_a_transaction_knows_how_many_claims_its_receiver_takes() -> None:
    wants = {"A": Receiver(most_claims=3), "INVENTEDTAKER": Receiver(most_claims=9)}
    with Source.from_bytes(two_groups("A", "C").encode()) as source:
        found = [event for event in read_events(source, Agreement(receivers=wants)) if isinstance(event, Transaction)]
    assert [event.most_claims for event in found] == [3, 9]


def test_no_message_names_a_sender_or_a_receiver() -> None:
    agreement = Agreement(receivers={"INVENTEDTAKER": Receiver("P", "basic", frozenset({"OTHER"}))})
    with Source.from_bytes(LOW.encode()) as source:
        found = [event for event in read_events(source, agreement) if isinstance(event, Finding)]
    assert {one.rule for one in found} >= {"RCV001", "RCV002", "RCV003"}
    for one in found:
        assert "INVENTED" not in one.message + one.help and "OTHER" not in one.message and GS not in one.message
