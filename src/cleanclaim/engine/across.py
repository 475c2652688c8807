"""Rules that look across claims: rows are kept while a file is read; those that meet are read again and judged."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import blake2b
from typing import NamedTuple

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim
from cleanclaim.claim.patients import patient_of
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


class Across:
    """Keeps 16 bytes of each row that a rule could compare with a row of another claim."""

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self.rules = tuple(rule for rule in rules if rule.across)
        self._rows = Rows()
        self._secret = os.urandom(16)

    def keep(self, claim: Claim, careful: bool) -> Iterator[Judged]:
        """Keep what matters of a claim, and say which rows could not be judged."""
        for number, rule in enumerate(self.rules):
            reach = rule.careful_reach if careful else rule.reach
            assert reach is not None
            for subject, position in _rows_of(claim, rule.subject):
                try:
                    values = reach.subject(claim, subject)
                    if values is not None:
                        flags = _SUBJECT | (_ALONE if self._breaks(rule, reach, claim, subject, careful) else 0)
                        self._add(number, reach, claim, position << _FLAGS | flags, values)
                except Unreadable:
                    yield Judged(rule, claim, subject, (None,))
                except CRASHES:
                    yield Judged(rule, claim, subject, None)
            self._partners(number, reach, claim)

    def _partners(self, number: int, reach: Reach, claim: Claim) -> None:
        for entity, key in reach.partners:
            for row, position in _rows_of(claim, entity):
                try:
                    values = key(claim, row)
                except (Unreadable, *CRASHES):
                    continue  # nobody knows with what it would meet
                if values is not None and None not in values:
                    self._add(number, reach, claim, position << _FLAGS | _PARTNER, values)

    @staticmethod
    def _breaks(rule: CompiledRule, reach: Reach, claim: Claim, subject: Row, careful: bool) -> bool:
        """Whether a claim breaks a rule, or could, if it meets no other one."""
        if not reach.alone and len(claim.lines) < 2:
            return False
        judge = rule.carefully if careful else rule.judge
        try:
            return judge(claim, subject, Group((claim,))) is not None
        except Unreadable:
            return True

    def _add(self, number: int, reach: Reach, claim: Claim, low: int, values: Sequence[object]) -> None:
        patient = patient_of(claim) if reach.patient else ()
        if None in values and not low & _ALONE:
            return  # what is missing equals nothing, so it meets no row
        parts: list[object] = [number, *(patient or ()), *values]
        if patient is None or None in values:
            parts.append(f"claim {claim.ordinal}")  # it meets rows of its own claim only
        text = "\x1f".join(map(_text, parts)).encode("utf-8", "surrogatepass")
        key = int.from_bytes(blake2b(text, digest_size=8, key=self._secret).digest(), "big")
        self._rows.add(key, (number << _ORDINAL | claim.ordinal) << _POSITION + _FLAGS | low)

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


def _text(value: object) -> str:
    """A value so that equal ones are equal texts: numbers without their scale, lists without their order."""
    if isinstance(value, (tuple, frozenset)):
        return "\x1e".join(sorted({_text(item) for item in value}))
    if isinstance(value, (int, Decimal, Fraction)):
        return str(Fraction(value))
    return str(value)
