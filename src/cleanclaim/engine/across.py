"""Rules that look across claims: rows are kept while a file is read; those that meet are read again and judged."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim
from cleanclaim.claim.patients import Patient, patient_of
from cleanclaim.compiled import CompiledRule, Group, Reach, Unreadable, Verdict
from cleanclaim.engine.crashes import CRASHES
from cleanclaim.engine.rounds import Meeting, rounds
from cleanclaim.engine.store import Rows

_SUBJECT, _ALONE, _PARTNER = 1, 2, 4  # a row: the rule is about it; breaks it in its own claim; is compared with
_FLAGS = 3  # bits
_POSITION, _ORDINAL = 16, 34  # bits of a line's position and of a claim's number, above the flags

Verdicts = tuple[Verdict | None, ...]


class Judged(NamedTuple):
    """What a rule says of a row; None where it could not be run."""

    rule: CompiledRule
    claim: Claim
    subject: Row
    verdicts: Verdicts | None


class _Reading:
    """A claim while it is read, and what is known of it once that is asked for."""

    def __init__(self, claim: Claim, careful: bool) -> None:
        self.claim, self._careful = claim, careful

    @cached_property
    def patient(self) -> Patient | None:
        return patient_of(self.claim)

    @cached_property
    def _group(self) -> Group:
        return Group((self.claim,))

    def breaks(self, rule: CompiledRule, reach: Reach, subject: Row) -> bool:
        """Whether the claim breaks a rule, or could, if it meets no other one."""
        if not reach.alone and len(self.claim.lines) < 2:
            return False
        judge = rule.carefully if self._careful else rule.judge
        try:
            return judge(self.claim, subject, self._group) is not None
        except Unreadable:
            return True


class Across:
    """Keeps 16 bytes of each row that a rule could compare with a row of another claim."""

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self.rules = tuple(rule for rule in rules if rule.across)
        self._rows = Rows()
        self._secret = os.urandom(16)  # so that nobody can choose values that meet

    def keep(self, claim: Claim, careful: bool) -> Iterator[Judged]:
        """Keep what matters of a claim, and say which rows could not be judged."""
        reading = _Reading(claim, careful)
        for number, rule in enumerate(self.rules):
            reach = rule.careful_reach if careful else rule.reach
            assert reach is not None
            for subject, position in _rows_of(claim, rule.subject):
                try:
                    values = reach.subject(claim, subject)
                    if values is not None:
                        flags = _SUBJECT | (_ALONE if reading.breaks(rule, reach, subject) else 0)
                        self._add(number, reach, reading, position << _FLAGS | flags, values)
                except Unreadable:
                    yield Judged(rule, claim, subject, (None,))
                except CRASHES:
                    yield Judged(rule, claim, subject, None)
            self._partners(number, reach, reading)

    def _partners(self, number: int, reach: Reach, reading: _Reading) -> None:
        for entity, key in reach.partners:
            for row, position in _rows_of(reading.claim, entity):
                try:
                    values = key(reading.claim, row)
                except (Unreadable, *CRASHES):
                    continue  # nobody knows with what it would meet
                if values is not None and None not in values:
                    self._add(number, reach, reading, position << _FLAGS | _PARTNER, values)

    def _add(self, number: int, reach: Reach, reading: _Reading, low: int, values: tuple[object, ...]) -> None:
        ordinal = reading.claim.ordinal
        patient = reading.patient if reach.patient else ()
        missing = None in values
        if missing and not low & _ALONE:
            return  # what is missing equals nothing, so it meets no row
        own = ordinal if missing or patient is None else 0  # it meets rows of its own claim only
        plain = tuple(frozenset(value) if isinstance(value, tuple) else value for value in values)
        key = hash((self._secret, number, own, patient, plain)) & (1 << 64) - 1
        self._rows.add(key, (number << _ORDINAL | ordinal) << _POSITION + _FLAGS | low)

    # ------------------------------------------------------------------- when the file has been read

    def judge(self, again: Callable[[], Iterable[Claim]], careful: Callable[[Claim], bool]) -> Iterator[Judged]:
        """Judge the rows that meet. `again` reads the claims anew, once for each round."""
        meetings = [meeting for rows in self._rows.groups() for meeting in self._meetings(rows)]
        for now in rounds(meetings):
            yield from self._round(now, again(), careful)

    def _meetings(self, rows: Sequence[int]) -> Iterator[Meeting]:
        """What one key brings together: one rule, as a rule's number is part of the key."""
        flags: dict[int, int] = {}
        for row in rows:
            place = row >> _FLAGS
            flags[place] = flags.get(place, 0) | row & (1 << _FLAGS) - 1
        partners = {_place(place)[0] for place in flags if flags[place] & _PARTNER}
        subjects = tuple(_place(place) for place in sorted(flags) if _matters(place, flags[place], partners))
        if subjects:
            claims = partners | {ordinal for ordinal, _ in subjects}
            yield Meeting(next(iter(flags)) >> _ORDINAL + _POSITION, tuple(sorted(claims)), subjects)

    def _round(
        self, now: Sequence[Meeting], claims: Iterable[Claim], careful: Callable[[Claim], bool]
    ) -> Iterator[Judged]:
        wanted: dict[int, int] = {}
        ending: dict[int, list[Meeting]] = {}
        for meeting in now:
            ending.setdefault(meeting.claims[-1], []).append(meeting)
            for ordinal in meeting.claims:
                wanted[ordinal] = wanted.get(ordinal, 0) + 1
        held: dict[int, Claim] = {}
        for claim in claims:
            if claim.ordinal in wanted:
                held[claim.ordinal] = claim
            for meeting in ending.get(claim.ordinal, ()):
                yield from self._meet(meeting, held, careful)
                for ordinal in meeting.claims:
                    wanted[ordinal] -= 1
                    if not wanted[ordinal]:
                        del held[ordinal]

    def _meet(
        self, meeting: Meeting, held: Mapping[int, Claim], careful: Callable[[Claim], bool]
    ) -> Iterator[Judged]:
        rule = self.rules[meeting.rule]
        group = Group([held[ordinal] for ordinal in meeting.claims])
        judge = rule.carefully if any(map(careful, group.claims)) else rule.judge
        for ordinal, position in meeting.subjects:
            claim = held[ordinal]
            subject: Row = claim.lines[position - 1] if position else claim
            try:
                yield Judged(rule, claim, subject, judge(claim, subject, group) or ())
            except Unreadable:
                yield Judged(rule, claim, subject, (None,))
            except CRASHES:
                yield Judged(rule, claim, subject, None)


def _matters(place: int, flags: int, partners: set[int]) -> bool:
    """Whether a row must be judged: it breaks the rule already, or there is something in another claim."""
    ordinal, _ = _place(place)
    return bool(flags & _SUBJECT) and (bool(flags & _ALONE) or not partners <= {ordinal})


def _rows_of(claim: Claim, entity: str) -> Iterator[tuple[Row, int]]:
    if entity == "claim":
        yield claim, 0
    else:
        yield from ((line, line.position) for line in claim.lines if line.position < 1 << _POSITION)


def _place(place: int) -> tuple[int, int]:
    """The claim's number and the line's position, or 0 for the claim itself."""
    return place >> _POSITION & (1 << _ORDINAL) - 1, place & (1 << _POSITION) - 1
