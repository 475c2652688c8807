"""Files of a run whose claims meet: few patients, few values, much that is there again."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim, Line
from tests.test_engine import claims_of
from tests.test_engine_across import PEOPLE, file_of

Files = list[list[Claim]]

_THEMES = (  # procedures that rules name together, also those of the rows that examples give to tables
    ("96372", "J3420", "99213", "85025"),
    ("85025", "85027"),
    ("99396", "99213", "J3420"),
    ("99213", "27447", "96372"),
    ("96372", "90715"),
)
_MODIFIERS = ("59", "76", "RT", "LT", "25")
_DAYS = (dt.date(2025, 1, 3), dt.date(2025, 1, 15), dt.date(2025, 1, 31), dt.date(2025, 2, 28), dt.date(2024, 2, 29))
_NUMBERS = (Decimal(1), Decimal("1.0"), Decimal(2), Decimal("2.5"))
_OF_LINE = ("procedure", "modifiers", "units", "charge", "date", "end_date", "place_of_service", "ndc", "description")
_NAMELESS, _ALIKE = 0.2, 0.9
_SPOILED = {
    "claim": ("frequency", "place_of_service", "total_charge", "filing", "to_date"),
    "line": ("procedure", "date", "modifiers", "units", "charge", "ndc", "place_of_service"),
}


def files(luck: random.Random, count: int, claims: int) -> Files:
    """So many files of a run with so many claims at most, of two or three patients, whose values are often alike."""
    found: Files = []
    # who has no member id can not be told from others
    people = luck.sample(PEOPLE[:-1], 2) + PEOPLE[-1:] * (luck.random() < _NAMELESS)
    theme = luck.choice(_THEMES)
    for number in range(1, count + 1):
        drawn = [
            (luck.choice("123"), luck.choice(people), [("85025", "20250103")] * luck.randint(1, 3))
            for _ in range(luck.randint(1, claims))
        ]
        made = claims_of(file_of(drawn, "P" if luck.random() < 0.8 else "T"))
        for claim in made:
            claim.input = number
            _vary(luck, claim, theme)
        _repeat(luck, [claim for file in (*found, made) for claim in file])
        found.append(made)
    return found


def _repeat(luck: random.Random, claims: Sequence[Claim]) -> None:
    """Some claims become what an earlier one was, but for a line or two."""
    for _ in range(len(claims) // 4):
        one, other = luck.choice(claims), luck.choice(claims)
        for name in ("frequency", "filing", "place_of_service", "total_charge", "from_date", "to_date"):
            setattr(other, name, getattr(one, name))
        for line, again in zip(one.lines, other.lines, strict=False):
            if luck.random() < _ALIKE:
                for name in _OF_LINE:
                    setattr(again, name, getattr(line, name))


def _vary(luck: random.Random, claim: Claim, theme: Sequence[str]) -> None:
    claim.frequency = luck.choice("1111678" if luck.random() < 0.5 else "1")
    claim.filing = luck.choice(["MB", "CI", "MC", "MC", None])
    claim.place_of_service = luck.choice(["11", "11", "22"])
    claim.total_charge = luck.choice(_NUMBERS)
    assert claim.payer is not None and claim.patient is not None
    claim.patient.relationship = luck.choice((None, None, None, "19"))
    if luck.random() < 0.2:
        claim.payer.id = luck.choice(["X9001", "X9002"])
    for line in claim.lines:
        _vary_line(luck, line, theme)
    claim.from_date = min(line.date for line in claim.lines if line.date)
    claim.to_date = max(line.end_date for line in claim.lines if line.end_date)


def _vary_line(luck: random.Random, line: Line, theme: Sequence[str]) -> None:
    line.procedure = luck.choice(theme)
    line.modifiers = tuple(luck.choices(_MODIFIERS, k=luck.choice((0, 0, 0, 1, 2))))
    line.units, line.charge = luck.choice(_NUMBERS), luck.choice(_NUMBERS)
    line.date = luck.choice(_DAYS)
    line.end_date = line.date + dt.timedelta(luck.choice((0, 0, 0, 2, 30)))
    line.ndc = luck.choice((None, None, "00517003125", "00517234010"))
    line.description = luck.choice((None, None, "PATIENT SUPPLIED", "patient supplied"))


def spoil(luck: random.Random, run: Files) -> None:
    """Some values that could not be read."""
    claims = [claim for file in run for claim in file]
    for _ in range(luck.randint(1, 3)):
        claim = luck.choice(claims)
        row: Row = claim
        name = luck.choice(_SPOILED["claim"])
        if luck.random() < 0.7:
            row, name = luck.choice(claim.lines), luck.choice(_SPOILED["line"])
        row.unreadable.add(name)
        claim.unread = None  # so that the walk over its rows tells
        setattr(row, name, () if name == "modifiers" else None)
