"""Files whose claims meet: all of one patient, all on one day, or a few that are sent again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from tests.claimgen.claims import DAYS, Case, claim_segments, invent_case
from tests.claimgen.draw import Draw
from tests.claimgen.invent import PAYERS
from tests.claimgen.parties import GS, ISA, Coverage, Practice, invent_person, transaction_header
from tests.claimgen.services import CYANOCOBALAMIN, SHOT

CROWDS = ("patient", "day", "repeats", "shots")
_TOGETHER = 100  # claims of a subscriber in one loop 2000B (X222A1, 2300)
_YEARS = 3650  # days, over which shots are spread
_ADULT = (1960, 2004)  # years of birth
_DIFFERENT = 200  # claims, of which a file of repeats is made
_PRACTICE = Practice(3)


def crowd(kind: str, claims: int, seed: int, lines: int = 1) -> Iterator[str]:
    """Parts of a production file of so many claims, one transaction of one practice and one payer.

    `patient`: all are of one patient; `day`: each is of another one, and all on one day; `repeats`: two hundred
    claims, each of its own patient, follow one another again and again under the same numbers; `shots`: one
    patient has a drug on one claim and an injection on the next, on days of ten years. Raises `ValueError` for
    another kind.
    """
    if kind not in CROWDS:
        raise ValueError(f"expected one of {', '.join(CROWDS)}")
    yield ISA.format(seed).replace("*T*:", "*P*:") + "~\n" + GS.format(1) + "~\n"
    header = [*transaction_header(1), *_PRACTICE.segments(1)]
    yield _text(header)
    segments, hl = len(header), 1
    for loop in _subscribers(kind, claims, Draw(seed), lines):
        hl += 1
        found = loop(hl)
        segments += len(found)
        yield _text(found)
    yield f"SE*{segments + 1}*0001~\nGE*1*1~\nIEA*1*{seed:09d}~\n"


def _text(segments: list[str]) -> str:
    return "~\n".join(segments) + "~\n"


def _subscribers(kind: str, claims: int, draw: Draw, lines: int) -> Iterator[Callable[[int], list[str]]]:
    """What makes each loop 2000B, of its HL01."""
    most = {"day": claims, "repeats": min(_DIFFERENT, claims)}.get(kind, 1)
    covered = [Coverage(PAYERS[0], invent_person(draw, number, _ADULT)) for number in range(1, most + 1)]
    if most == 1:
        make = _shot if kind == "shots" else partial(_case, lines=lines)
        for first in range(1, claims + 1, _TOGETHER):
            numbers = range(first, min(first + _TOGETHER, claims + 1))
            yield partial(_loop, covered[0], [make(draw, number, covered[0]) for number in numbers])
        return
    known = [partial(_loop, one, [_case(draw, number, one, lines)]) for number, one in enumerate(covered, 1)]
    if kind == "day":
        known = [
            partial(_loop, one, [_on(DAYS[0], _case(draw, at, one, lines))]) for at, one in enumerate(covered, 1)
        ]
    for number in range(claims):
        yield known[number % most]


def _loop(coverage: Coverage, cases: list[Case], hl: int) -> list[str]:
    out = coverage.segments(hl, 1, is_patient=True)
    for case in cases:
        out += claim_segments(case)
    return out


def _case(draw: Draw, number: int, coverage: Coverage, lines: int) -> Case:
    return invent_case(draw, number, coverage, lines, _PRACTICE.clinician(draw))


def _on(day: str, case: Case) -> Case:
    return case._replace(days=tuple((day, services) for _, services in case.days))


def _shot(draw: Draw, number: int, coverage: Coverage) -> Case:
    """The drug, or the injection."""
    day = f"{date(2026, 1, 1) - timedelta(draw.below(_YEARS)):%Y%m%d}"
    given = CYANOCOBALAMIN if number % 2 else SHOT
    return _case(draw, number, coverage, 1)._replace(days=((day, (given,)),), diagnoses=("D510",))
