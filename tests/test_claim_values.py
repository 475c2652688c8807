"""Values that were read before are given anew: the same ones, and never more of them than were promised."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from cleanclaim.claim import values
from cleanclaim.claim.kinds import DATE, MONEY, NUMBER, TEXT, TIME, Kind, code
from cleanclaim.claim.values import kept_diagnosis, reader

DAY = dt.date(2026, 1, 15)


@pytest.mark.parametrize(
    ("kind", "part", "text", "value"),
    [
        (DATE, "", "20260115", DAY),
        (DATE, "last", "20260115", DAY),
        (DATE, "", "20260115-20260120", DAY),
        (DATE, "last", "20260110-20260115", DAY),
        (DATE, "", "202601151230", DAY),
        (DATE, "", "20260230", None),
        (MONEY, "", "100.00", Decimal("100.00")),
        (NUMBER, "", "1E3", None),
        (code("procedure"), "", "J3420", "J3420"),
        (code("procedure"), "", "j3420", None),
        (code("payer_id"), "", "j3420", "j3420"),
        (TEXT, "", "20260115", "20260115"),
        (TIME, "", "2460", None),
    ],
)
def test_a_text_says_the_same_at_every_reading(kind: Kind, part: str, text: str, value: object) -> None:
    read = reader(kind, part)
    assert read(text) == value
    assert read(text) == value
    assert type(read(text)) is type(value)


def test_equal_amounts_keep_the_places_that_they_were_written_with() -> None:
    read = reader(MONEY, "")
    assert [str(read(text)) for text in ("100", "100.00", "100.0", "100")] == ["100", "100.00", "100.0", "100"]


def test_a_day_is_one_object_however_it_was_read() -> None:
    first, last = reader(DATE, ""), reader(DATE, "last")
    assert first("20260115") is last("20260115") is last("20260110-20260115")


@pytest.mark.parametrize(("text", "code"), [("d51.0", "D510"), ("D510", "D510"), (" E53.8 ", "E538")])
def test_a_diagnosis_stands_as_its_code_set_has_it(text: str, code: str) -> None:
    assert kept_diagnosis(text) == kept_diagnosis(text) == code


def test_a_full_memory_begins_anew() -> None:
    asked: list[str] = []

    def read(text: str) -> str:
        asked.append(text)
        return text.upper()

    kept = values._Kept(read)
    for number in range(3 * values._KEPT):
        assert kept[f"a{number}"] == f"A{number}"
        assert len(kept) <= values._KEPT
    assert kept[f"a{number}"] == f"A{number}"
    assert len(asked) == 3 * values._KEPT


def test_a_long_text_is_read_and_not_kept() -> None:
    kept = values._Kept(len)
    assert kept["1" * 1_000_000] == 1_000_000
    assert not kept
