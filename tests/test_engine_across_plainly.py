"""Rules across claims say what they would if every claim were kept and every row asked among all of them."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from cleanclaim import group
from cleanclaim.engine import meetings
from tests.across.claims import files
from tests.across.reference import differences, quickly
from tests.across.rules import drawn, shipped

_RULES = 8  # that nobody wrote, beside the shipped ones


@pytest.mark.parametrize("part", range(4))
def test_the_engine_says_what_a_plain_reference_does(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m tests.across` hunts on."""
    monkeypatch.setattr(group, "_FEW", (1, 16)[part % 2])  # rows, from which on it is chosen among them
    monkeypatch.setattr(meetings, "_TOGETHER", (3, 5_000)[part // 2])  # claims that are held at once
    for seed in range(part * 8 + 1, part * 8 + 9):
        luck = random.Random(seed)
        made = {one.rule.code: one for one in drawn(luck, _RULES)}
        wrong = differences(luck, (*shipped(), *(one.rule for one in made.values())), spoiled=seed % 3 == 0)
        assert wrong == [], (seed, [made[code].text for code in wrong if code in made])


def test_every_shipped_rule_and_most_others_find_something() -> None:
    """Else the test above could not fail."""
    found: Counter[str] = Counter()
    for seed in range(1, 130):
        luck = random.Random(seed)
        made = drawn(luck, _RULES)
        told, _ = quickly(files(luck, 2, 12), (*shipped(), *(one.rule for one in made)))
        found.update({code for code, *_ in told})
    assert {rule.code for rule in shipped()} <= set(found)
    assert sum(found[f"FUZ{number:03}"] for number in range(_RULES)) > 129 * _RULES / 2
