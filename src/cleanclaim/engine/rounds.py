"""Which claims are read again together, so that only so many are held at a time."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple

_HELD = 5_000  # claims


class Meeting(NamedTuple):
    """Claims that a rule judges together, by their numbers in the file, ascending.

    `subjects` are the rows that the rule is about: the claim's number, and the line's or 0.
    """

    rule: int
    claims: tuple[int, ...]
    subjects: tuple[tuple[int, int], ...]


def rounds(meetings: Sequence[Meeting], held: int = _HELD) -> list[list[Meeting]]:
    """The meetings in rounds: in each the file is read once, and a claim is held from its first meeting to its last.

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
    open_: list[tuple[int, int]] = []  # the last claim and the size of meetings that are open
    size = 0
    for meeting in waiting:
        while open_ and open_[0][0] < meeting.claims[0]:
            size -= heappop(open_)[1]
        if now and size + len(meeting.claims) > held:
            later.append(meeting)
            continue
        heappush(open_, (meeting.claims[-1], len(meeting.claims)))
        size += len(meeting.claims)
        now.append(meeting)
    return now, later
