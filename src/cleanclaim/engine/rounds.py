"""Which claims are read again together, so that only so many are held at a time."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple

HELD = 5_000  # claims


class Meeting(NamedTuple):
    """Claims that a rule judges together, by their numbers in the run, ascending.

    `subjects` are the rows that the rule is about: the claim's number, and the line's or 0.
    """

    rule: int
    claims: tuple[int, ...]
    subjects: tuple[tuple[int, int], ...]


def rounds(meetings: Sequence[Meeting], held: int = HELD) -> list[list[Meeting]]:
    """The meetings in rounds: in each the files are read once, and a claim is held to the end of its last meeting.

    A meeting that is larger than what may be held has a round to itself.
    """
    found = []
    waiting = sorted(meetings, key=lambda meeting: (meeting.claims, meeting.rule))
    while waiting:
        now, waiting = _first_round(waiting, held)
        found.append(now)
    return found


def _first_round(waiting: Sequence[Meeting], held: int) -> tuple[list[Meeting], list[Meeting]]:
    now: list[Meeting] = []
    later: list[Meeting] = []
    until: dict[int, int] = {}  # claims that are held, and the one that ends their last meeting
    ends: list[tuple[int, int]] = []  # the same, as a heap by ends
    for meeting in waiting:
        first, *_, last = meeting.claims[0], meeting.claims[-1]
        while ends and ends[0][0] < first:
            end, claim = heappop(ends)
            if until.get(claim) == end:
                del until[claim]
        holding = [claim for claim in meeting.claims[:-1] if until.get(claim, 0) < last]
        more = sum(claim not in until for claim in holding) + 1  # and the last one, for a moment
        if now and len(until) + more > held:
            later.append(meeting)
            continue
        for claim in holding:
            until[claim] = last
            heappush(ends, (last, claim))
        now.append(meeting)
    return now, later
