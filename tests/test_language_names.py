"""A bare name inside a `where` is a field of the row under test, and nothing else may have its name there."""

from __future__ import annotations

import pytest

from cleanclaim.claim import build
from cleanclaim.claim.model import Claim
from cleanclaim.findings import Finding
from cleanclaim.guide import place
from cleanclaim.resources import resource
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.test_language_errors import faults, rule

TAKEN = [
    "let units = line.charge\nfor line\nforbid any other line where units > $1.00",
    "param units = 3\nfor line\nforbid any other line where units > 2",
    "param date = 2025-01-01\nfor line\nforbid count(other lines where date = 2025-01-31) > 1",
    "for claim\nforbid any line where (any procedure in modifiers satisfies procedure is 25)",
]


@pytest.mark.parametrize("body", TAKEN)
def test_a_name_that_is_also_a_field_means_nothing_certain(body: str) -> None:
    word = next(word for word in ("units", "date", "procedure") if word in body)
    told = faults(rule(body))
    assert f"E113 `{word}` could mean the field of the row under test, or what the rule names so" in told
    assert "help: give the rule's own value another name" in told


@pytest.mark.parametrize(
    "body",
    [
        "let units = line.units * 2\nfor line\nforbid units > 2",
        "param most = 3\nfor line\nforbid any other line where units > most",
        "for line\nforbid any date in line.pointers satisfies date > 4",
    ],
)
def test_elsewhere_it_means_what_the_rule_names_so(body: str) -> None:
    assert "E113" not in faults(rule(body))


def test_the_place_is_that_of_the_bare_name() -> None:
    told = faults(rule("param units = 3\nfor line\nforbid any other line where units > 2"))
    row, carets = told.split("\n")[1:3]
    assert row[carets.index("^") :].startswith("units > 2")
    assert carets.count("^") == len("units")


# ---------------------------------------------------------------------- guards and params


@pytest.mark.parametrize("guard", ["line.units > 0", "0 < line.units", "1 <= line.units", "0 != line.units"])
def test_what_is_not_zero_can_be_said_from_both_sides(guard: str) -> None:
    body = f"for line\nwhen {guard}\nforbid line.charge / line.units > $100.00"
    assert faults(rule(body)) == "no fault found"


@pytest.mark.parametrize("guard", ["0 <= line.units", "line.units >= 0", "0 > line.units - 1", "3 > line.units"])
def test_what_can_be_zero_divides_nothing(guard: str) -> None:
    body = f"for line\nwhen {guard}\nforbid line.charge / line.units > $100.00"
    assert "`line.units` can be 0" in faults(rule(body))


@pytest.mark.parametrize(
    ("divisor", "refused"),
    [
        ("max(days(line.date, line.end_date) + 1, 1)", False),
        ("max(0.5, line.units)", False),
        ("max(line.units, 0)", True),
        ("max(line.units, line.position)", True),
        ("min(line.units, 1)", True),
        ("abs(line.units)", True),
    ],
)
def test_the_larger_of_two_is_not_zero_where_one_is_above(divisor: str, refused: bool) -> None:
    """So a row's value that is computed can divide, where no `let` can give it a name."""
    assert ("can be 0" in faults(rule(f"for line\n  forbid 12 / {divisor} > 3"))) == refused
    units = divisor.replace("line.", "one.")
    summed = f"for line\n  forbid sum(one.units / {units} of lines as one) > 3"
    assert ("can be 0" in faults(rule(summed))) == refused


def test_a_param_can_be_below_zero() -> None:
    assert faults(rule("param least = -5\nfor line\nforbid line.units < least")) == "no fault found"


# ---------------------------------------------------------------------- what no claim can hold


@pytest.mark.parametrize(
    "condition",
    [
        'line.description contains "漢"',
        'line.description contains "é"',
        'line.description = "“A”"',
        'line.description like "9–A"',
        'line.description != "José"',
        'line.description contains "\t"',
    ],
)
def test_a_text_that_no_claim_can_hold_is_refused(condition: str) -> None:
    body = f"for line\nwhen line.description is present\nforbid {condition}"
    assert "no text of a claim has `" in faults(rule(body))


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_text_with_a_letter_that_x12_has_not_is_told_and_not_read(encoding: str) -> None:
    text = resource("samples", "clean", "patient-supplied-drug.837").read_text(encoding="latin-1")
    assert "NTE*ADD*PATIENT SUPPLIED" in text
    content = text.replace("NTE*ADD*PATIENT SUPPLIED", "NTE*ADD*PATIENT SUPPLIED É").encode(encoding)
    with Source.from_bytes(content, "claims") as source:
        told = list(build(place(read_events(source))))
    assert [item.rule for item in told if isinstance(item, Finding)] == ["IG035"]
    claims = [item for item in told if isinstance(item, Claim)]
    notes = [
        note for claim in claims for note in (*claim.notes, *(note for line in claim.lines for note in line.notes))
    ]
    assert notes and all(note.text is None and "text" in note.unreadable for note in notes)


@pytest.mark.parametrize("sign", ["~", "*", ":", "^", "漢", "é", "\x07"])
def test_an_example_holds_no_sign_that_a_claim_does_not(sign: str) -> None:
    body = f'for line\nforbid line.units > 1\nfail {{ line 99213 x2 {{ description: "A{sign}B" }} }}'
    assert f"E130 `{sign}` can not stand in a claim" in faults(rule(body))


@pytest.mark.parametrize(
    "said",
    [
        "claim.frequency: 1  claim.frequency: 7  line 99213 x2",
        "payer.id: A0001  claim.payer.id: B0001  line 99213 x2",
        'line 99213 x2 { description: "A"  description: "B" }',
        "other_payer { paid: $1.00  paid: $2.00 }  line 99213 x2",
    ],
)
def test_an_example_sets_a_field_once(said: str) -> None:
    told = faults(rule(f"for line\nforbid line.units > 1\nfail {{ {said} }}"))
    assert "is set twice" in told
    assert told.count("E130") == 1
