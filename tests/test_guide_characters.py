"""A character that no X12 set has is said once a claim."""

from __future__ import annotations

from tests.guide_text import BILLING, CLAIM, LINE, SUBSCRIBER, WHOLE, run, wrap

TWO = (*WHOLE, CLAIM[0], CLAIM[1], *LINE)


def told(*segments: str) -> list[tuple[str, str]]:
    return [(found.rule, found.mark.element) for found in run(wrap(segments))[1]]


def tabbed(*old: str) -> tuple[str, ...]:
    """The transaction with a tab in each of these segments."""
    return tuple(text[:-2] + "\t" + text[-2:] if text in old else text for text in TWO)


def test_a_tab_in_many_elements_is_said_once_a_claim() -> None:
    assert told(*tabbed(BILLING[2], BILLING[3])) == [("IG035", "N301")]
    (found,) = run(wrap(tabbed(BILLING[2])))[1]
    assert found.message.endswith("contains an invalid character (said once a claim: look for others)")


def test_it_is_said_of_every_claim() -> None:
    assert told(*tabbed(BILLING[2], SUBSCRIBER[2], CLAIM[0])) == [
        ("IG035", "N301"),
        ("IG035", "NM109"),
        ("IG035", "CLM08"),
        ("IG035", "CLM08"),
    ]


def test_what_is_unreadable_is_known_of_every_element() -> None:
    placed, _ = run(wrap(tabbed(BILLING[2], BILLING[3])))
    assert [item.segment.text.partition("*")[0] for item in placed if item.faults] == ["N3", "N4"]


def test_letters_in_numbers_are_said_each() -> None:
    bad = LINE[1].replace("*40*", "*4O*")
    segments = (*WHOLE, "LX*2", bad, LINE[2], "LX*3", bad, LINE[2])
    assert [element for _, element in told(*segments)] == ["SV102", "SV102"]
