"""Which rows are judged together: those that one key brings together; where they are many, only two claims first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleanclaim.compiled import Reach
from cleanclaim.engine.before import Before
from cleanclaim.engine.rounds import HELD, Meeting

SUBJECT, ALONE, PARTNER = 1, 2, 4  # a row: the rule is about it; breaks it in its own claim; is compared with
LIVE = 8  # it stands in a production interchange (ISA15 is P), so that it meets rows of other files
_TOGETHER = HELD  # claims at most that are held for all that one key brings together
_FLAGS = 4  # bits
_POSITION, _NUMBER = 16, 32  # bits of a line's position and of a claim's number, above the flags

Place = tuple[int, int]  # the number of a claim in the run; the position of a line in it, 0 for the claim


def packed(rule: int, number: int, position: int, flags: int) -> int:
    """A row in 64 bits."""
    return ((rule << _NUMBER | number) << _POSITION | position) << _FLAGS | flags


def _rule_of(row: int) -> int:
    return row >> _FLAGS + _POSITION + _NUMBER


def _place_of(row: int) -> Place:
    place = row >> _FLAGS
    return place >> _POSITION & (1 << _NUMBER) - 1, place & (1 << _POSITION) - 1


class Meetings:
    """Collects them from the rows of a file and those of the files before.

    `first` are those that are held first. Where more claims meet than can be held at once, or they stand in more
    files before this one, a row's claim meets the first one alone that it could be compared with: for most rules that
    decides, and a claim that was sent ten thousand times is not compared with all the others.
    """

    def __init__(self, reaches: Sequence[Reach | None], before: Before) -> None:
        self.first: list[Meeting] = []
        self._together: set[int] = set()  # claims that meet as often as their keys do
        self._reaches, self._before = reaches, before
        self._keys: list[tuple[int, tuple[int, ...]]] = []  # a rule, and the claims that one key brings together
        self._wider: dict[tuple[int, Place], int] = {}  # which of them a meeting of two leaves out
        self._open: dict[int, list[Place]] = {}  # the rows for which that matters

    def add(self, key: int, rows: Sequence[int]) -> None:
        """Take the rows of a file that have one key, all of one rule as a rule's number is part of it."""
        rule = _rule_of(rows[0])
        reach = self._reaches[rule]
        assert reach is not None
        flags: dict[Place, int] = {}
        for row in rows:
            place = _place_of(row)
            flags[place] = flags.get(place, 0) | row & (1 << _FLAGS) - 1
        live = reach.run and any(each & LIVE for each in flags.values())
        earlier = self._before.find(key) if live else []
        partners = sorted({*earlier, *(place[0] for place in flags if flags[place] & PARTNER)})
        subjects = [place for place in sorted(flags) if _matters(place, flags[place], partners, reach)]
        if reach.run and self._before.keeps:
            for number, position in sorted(flags):
                if flags[number, position] & PARTNER and flags[number, position] & LIVE:
                    self._before.add(key, number, position)
        if subjects and reach.first and not self._hold({*partners, *(number for number, _ in subjects)}):
            self._begin(rule, subjects, tuple(partners))
        elif subjects:
            self.first.append(_meeting(rule, partners, subjects))

    def _hold(self, claims: set[int]) -> bool:
        """Hold claims beside the others where there is room; whether there is. Of the files before one alone is read
        for them.
        """
        if len({self._before.place(number).input for number in claims if not self._before.is_here(number)}) > 1:
            return False
        fresh = claims - self._together
        if len(self._together) + len(fresh) > _TOGETHER:
            return False
        self._together |= fresh
        return True

    def _begin(self, rule: int, subjects: Sequence[Place], partners: tuple[int, ...]) -> None:
        """Each row with the first claim that it could be compared with."""
        self._keys.append((rule, partners))
        for subject in subjects:
            number = subject[0]
            other = next((one for one in partners if one != number), number)
            self.first.append(_meeting(rule, {other}, [subject]))
            if len(partners) > 2 or (len(partners) == 2 and number not in partners):
                self._wider[rule, subject] = len(self._keys) - 1

    def is_whole(self, meeting: Meeting) -> bool:
        """Whether a meeting brings together all that its rows could be compared with."""
        return (meeting.rule, meeting.subjects[0]) not in self._wider

    def leave_open(self, meeting: Meeting) -> None:
        """A meeting of two claims did not decide: its row is judged among all."""
        self._open.setdefault(self._wider[meeting.rule, meeting.subjects[0]], []).append(meeting.subjects[0])

    def left(self) -> list[Meeting]:
        """The meetings of all that one key brings together, for the rows that were left open."""
        return [_meeting(*self._keys[number], subjects) for number, subjects in self._open.items()]


def _meeting(rule: int, claims: Iterable[int], subjects: Sequence[Place]) -> Meeting:
    return Meeting(rule, tuple(sorted({*claims, *(number for number, _ in subjects)})), tuple(subjects))


def _matters(place: Place, flags: int, partners: Sequence[int], reach: Reach) -> bool:
    """Whether a row must be judged: it breaks the rule already, or there is something in another claim."""
    if not flags & SUBJECT:
        return False
    if flags & ALONE or not partners or reach.quieted:
        return bool(flags & ALONE)
    return partners[0] < place[0] or (not reach.back and partners[-1] > place[0])
