"""A segment out of its place stands in a listing where it stands in the file, with the place that it was read at."""

from __future__ import annotations

import pytest

from cleanclaim.listing.stretches import read_stretches
from cleanclaim.source import Source
from tests.guide_text import BILLING, LINE, WHOLE, wrap


@pytest.mark.parametrize(("text", "by"), [(BILLING[1], 2), (BILLING[1], -2), (LINE[0], 1), (LINE[0], -2)])
def test_every_segment_has_its_place_and_its_turn(text: str, by: int) -> None:
    at = WHOLE.index(text)
    rest = (*WHOLE[:at], *WHOLE[at + 1 :])
    moved = wrap((*rest[: at + by], text, *rest[at + by :]))
    stretches = list(read_stretches(Source.from_bytes(moved.encode())))
    assert [stretch.number for stretch in stretches] == list(range(1, moved.count("~") + 1))
    assert {stretch.kind for stretch in stretches} == {"segment"}
