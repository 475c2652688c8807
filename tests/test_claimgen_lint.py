"""Generated claims through the whole pipeline: silence over the clean, one finding over each flawed one."""

from __future__ import annotations

import pytest

from tests.claimgen import Expected, clean, flawed
from tests.linting import findings_of, place_of


@pytest.mark.parametrize(("claims", "lines"), [(600, 3), (40, 1), (60, 4), (12, 50)])
def test_nothing_is_found_in_clean_files(claims: int, lines: int) -> None:
    text = "".join(clean(claims, seed=claims, lines=lines, per_transaction=100))
    assert [(finding.rule, place_of(finding).segment) for finding in findings_of(text)] == []


@pytest.mark.parametrize("seed", [1, 2])
def test_each_flaw_is_found_and_nothing_else(seed: int) -> None:
    made = flawed(250, seed)
    found = []
    for finding in findings_of(made.text):
        at = place_of(finding)
        found.append(Expected(finding.rule, at.segment, at.segment_id, at.element, at.claim, at.service_line))
    assert tuple(found) == made.expected
