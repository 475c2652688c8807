"""Rules that look across claims: rows are kept while a file is read; those that meet are read again and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim, Line
from cleanclaim.claim.patients import Patient, patient_of
from cleanclaim.compiled import CompiledRule, Reach, Unreadable, Verdict
from cleanclaim.engine.before import Before
from cleanclaim.engine.crashes import CRASHES
from cleanclaim.engine.meetings import ALONE, LIVE, PARTNER, SUBJECT, Meetings, packed
from cleanclaim.engine.rounds import Meeting, rounds
from cleanclaim.engine.store import Rows
from cleanclaim.group import Group

_POSITIONS = 1 << 16  # of lines in a claim
_MANY = 8  # claims that are judged together

Values = tuple[object, ...]
Verdicts = tuple[Verdict | None, ...]
# Reads claims anew: complete ones, of the files that are named by their numbers in the run, in that order, each file
# at least to the claim whose number is given. A file that has changed is left out.
Again = Callable[[Mapping[int, int]], Iterable[Claim]]


class Judged(NamedTuple):
    """What a rule says of a row; None where it could not be run. `group` holds the claims that were looked at."""

    rule: CompiledRule
    claim: Claim
    subject: Row
    verdicts: Verdicts | None
    group: Group | None = None


def places(judged: Judged, rows: Iterable[object]) -> tuple[object, ...]:
    """Rows by where they stand, so that they are the same ones when they are read again."""
    group = judged.group
    if group is None:
        return tuple(map(id, rows))
    return tuple(group.place(row) if isinstance(row, (Claim, Line)) else id(row) for row in rows)


class _Partners(NamedTuple):
    """Rows of a claim that could be compared with: positions by keys, and values with their keys by positions.

    `untold` are rows by positions that nobody knows with what they would meet: a value can not be read, or the rule
    looks at a patient and nobody can tell who that is.
    """

    positions: dict[int, list[int]]
    known: dict[int, tuple[Values, int]]
    untold: dict[int, Row]


class _Reading:
    """A claim while it is read, and what is known of it once that is asked for."""

    def __init__(self, claim: Claim, number: int, careful: bool) -> None:
        self.claim, self.number, self._careful = claim, number, careful

    @cached_property
    def live(self) -> int:
        """Fixtures repeat claims: only production interchanges are compared with other files, as ENV029 does."""
        file = self.claim.file
        return LIVE if file is not None and file.usage == "P" else 0

    @cached_property
    def patient(self) -> Patient | None:
        return patient_of(self.claim)

    def is_untold(self, reach: Reach) -> bool:
        """Whether nobody can tell which claims are of the same patient, where a rule looks at those."""
        return reach.patient and self.patient is None

    def reach(self, rule: CompiledRule) -> Reach:
        reach = rule.careful_reach if self._careful else rule.reach
        assert reach is not None
        return reach

    def breaks(self, rule: CompiledRule, subject: Row) -> bool:
        """Whether the claim breaks a rule, or could, if it meets no other one."""
        judge = rule.carefully if self._careful else rule.judge
        try:
            return judge(self.claim, subject, _group(rule, (self.claim,), self._careful)) is not None
        except Unreadable:
            return True


class Across:
    """Keeps 16 bytes of each row that a rule could compare with a row of another claim."""

    def __init__(self, rules: Sequence[CompiledRule], before: Before) -> None:
        self.rules = tuple(rule for rule in rules if rule.across)
        self.lost = 0  # rows that were not judged because a claim could not be read again
        self._before = before
        self._rows = Rows()

    def keep(self, claim: Claim, careful: bool) -> Iterator[Judged]:
        """Keep what matters of a claim, and say which rows could not be judged."""
        reading = _Reading(claim, self._before.number(claim), careful)
        for number, rule in enumerate(self.rules):
            yield from self._keep(number, rule, reading)

    def _keep(self, number: int, rule: CompiledRule, reading: _Reading) -> Iterator[Judged]:
        partners = self._partners(number, reading.reach(rule), reading)
        rows = {(key, at): PARTNER for key, positions in partners.positions.items() for at in positions}  # to flags
        for subject, position in _rows_of(reading.claim, rule.subject):
            try:
                key, flags = self._subject(number, rule, reading, (subject, position, partners))
            except Unreadable:
                partners.untold[position] = subject
            except CRASHES:
                partners.untold.pop(position, None)
                yield Judged(rule, reading.claim, subject, None)
            else:
                if flags:
                    rows[key, position] = rows.get((key, position), 0) | flags
        for row in partners.untold.values():  # once, whether the rule is about it or would compare it
            yield Judged(rule, reading.claim, row, (None,))
        for (key, position), flags in rows.items():
            self._rows.add(key, packed(number, reading.number, position, flags | reading.live))

    def _partners(self, number: int, reach: Reach, reading: _Reading) -> _Partners:
        found = _Partners({}, {}, {})
        for entity, key_of in reach.partners:
            for row, position in _rows_of(reading.claim, entity):
                try:
                    values = key_of(reading.claim, row)
                except (Unreadable, *CRASHES):
                    found.untold[position] = row
                    continue
                key = None if values is None else self._key(number, reach, reading, values)
                if values is not None and key is not None:
                    found.positions.setdefault(key, []).append(position)
                    found.known[position] = values, key
        return found

    def _subject(
        self, number: int, rule: CompiledRule, reading: _Reading, row: tuple[Row, int, _Partners]
    ) -> tuple[int, int]:
        """The key of a row that a rule is about, and what is to be kept of it, as flags; 0: nothing."""
        subject, position, partners = row
        reach = reading.reach(rule)
        values = reach.subject(reading.claim, subject)
        if values is None:
            return 0, 0
        same, key = partners.known.get(position, (None, None))
        if values != same:
            key = self._key(number, reach, reading, values)
        near = reach.alone or (key is not None and any(at != position for at in partners.positions.get(key, ())))
        alone = ALONE if near and reading.breaks(rule, subject) else 0
        if reach.quieted and not alone:
            return 0, 0
        if key is not None and not alone and reading.is_untold(reach):
            partners.untold[position] = subject
        if key is not None:
            return key, SUBJECT | alone
        return self._own_key(number, reading, values), alone and SUBJECT | alone

    def _key(self, number: int, reach: Reach, reading: _Reading, values: Values) -> int | None:
        """The key of a row; None where a value is missing: what is missing equals nothing, so it meets no row."""
        plain = []
        for value in values:
            if value is None:
                return None
            plain.append(frozenset(value) if type(value) is tuple and value else value)
        patient = reading.patient if reach.patient else ()
        own = 0 if patient is not None else reading.number  # it meets rows of its own claim only
        return hash((self._before.secret, self.rules[number].code, own, patient, *plain)) & (1 << 64) - 1

    def _own_key(self, number: int, reading: _Reading, values: Values) -> int:
        """The key of a row that meets no other one."""
        return hash((self._before.secret, self.rules[number].code, reading.number, values)) & (1 << 64) - 1

    # ------------------------------------------------------------------- when the file has been read

    def judge(self, again: Again, careful: Callable[[Claim], bool]) -> Iterator[Judged]:
        """Judge the rows that meet. `again` is called once for each round."""
        found = Meetings([rule.reach for rule in self.rules], self._before)
        for key, rows in self._rows.groups():
            found.add(key, rows)
        for now in rounds(found.first):
            for meeting, judged in self._round(now, again, careful):
                if found.is_whole(meeting) or _decides(meeting, judged, self._before):
                    yield judged
                else:
                    found.leave_open(meeting)
        for now in rounds(found.left()):
            for _, judged in self._round(now, again, careful):
                yield judged

    def _round(
        self, now: Sequence[Meeting], again: Again, careful: Callable[[Claim], bool]
    ) -> Iterator[tuple[Meeting, Judged]]:
        wanted: dict[int, int] = {}
        ending: dict[int, list[Meeting]] = {}
        for meeting in now:
            ending.setdefault(meeting.claims[-1], []).append(meeting)
            for number in meeting.claims:
                wanted[number] = wanted.get(number, 0) + 1
        held: dict[int, Claim] = {}
        for claim in again(self._files(wanted)):
            number = self._before.number(claim)
            if number in wanted:
                held[number] = claim
            for meeting in ending.pop(number, ()):
                yield from self._meet(meeting, held, careful)
                _let_go(meeting, wanted, held)
        self.lost += sum(len(meeting.subjects) for meetings in ending.values() for meeting in meetings)

    def _files(self, numbers: Iterable[int]) -> dict[int, int]:
        """The files that claims stand in, and the last claim that is wanted of each."""
        return dict(self._before.place(number) for number in sorted(numbers))

    def _meet(
        self, meeting: Meeting, held: Mapping[int, Claim], careful: Callable[[Claim], bool]
    ) -> Iterator[tuple[Meeting, Judged]]:
        if not all(number in held for number in meeting.claims):
            self.lost += len(meeting.subjects)
            return
        rule = self.rules[meeting.rule]
        claims = [held[number] for number in meeting.claims]
        some = any(map(careful, claims))
        group, judge = _group(rule, claims, some), rule.carefully if some else rule.judge
        for number, position in meeting.subjects:
            claim = held[number]
            subject: Row = claim.lines[position - 1] if position else claim
            verdicts: Verdicts | None
            try:
                verdicts = judge(claim, subject, group) or ()
            except Unreadable:
                verdicts = (None,)
            except CRASHES:
                verdicts = None
            yield meeting, Judged(rule, claim, subject, verdicts, group)


def _group(rule: CompiledRule, claims: Sequence[Claim], careful: bool) -> Group:
    """Claims that a rule judges together; a row whose key can not be read is none of them.

    Where they are many, each row is asked once whether it counts at all, not by each row that it is compared with.
    """
    reach = rule.careful_reach if careful else rule.reach
    assert reach is not None
    if not careful and len(claims) < _MANY:
        return Group(claims)
    fits: dict[int, bool] = {}
    hidden: set[int] = set()
    for entity, key in reach.partners:
        for claim in claims:
            for row, _ in _rows_of(claim, entity):
                try:
                    values = key(claim, row)
                except Unreadable:
                    hidden.add(id(row))
                except CRASHES:
                    fits[id(row)] = True  # the rule says so itself when it is run
                else:
                    fits[id(row)] = values is not None or fits.get(id(row), False)
    return Group(claims, hidden.union(row for row, does in fits.items() if not does))


def _let_go(meeting: Meeting, wanted: dict[int, int], held: dict[int, Claim]) -> None:
    """Claims that no further meeting needs."""
    for number in meeting.claims:
        wanted[number] -= 1
        if not wanted[number]:
            held.pop(number, None)


def _decides(meeting: Meeting, judged: Judged, before: Before) -> bool:
    """Whether what was said of a row and the first that it could be compared with is all that there is to say.

    The claims between them were not looked at, so the witness must stand before those.
    """
    if judged.verdicts is None:
        return True
    if not judged.verdicts or judged.verdicts[0] is None or not judged.verdicts[0].witnesses:
        return False
    witness = judged.verdicts[0].witnesses[0]
    assert judged.group is not None
    claim = judged.group.owner(witness) if isinstance(witness, Line) else witness
    return isinstance(claim, Claim) and before.number(claim) == meeting.claims[0]


def _rows_of(claim: Claim, entity: str) -> Iterator[tuple[Row, int]]:
    if entity == "claim":
        yield claim, 0
    else:
        yield from ((line, line.position) for line in claim.lines if line.position < _POSITIONS)
