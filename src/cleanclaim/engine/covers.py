"""No double report: a rule is silent about rows of which one that covers it speaks, and tells the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from cleanclaim.claim.model import Claim
from cleanclaim.compiled import Aside, CompiledRule
from cleanclaim.findings import Finding

Keys = frozenset[object]  # of the rows of one thing that is said


class Said(NamedTuple):
    """A finding and the rows that it speaks of: the subject and its witnesses.

    What looks across claims gives lines and claims as their places: file, claim, and line, 0 for the claim. `apart`
    judges anew without what is set aside, and gives what is left to say; None where a finding speaks of one thing.
    """

    finding: Finding
    rows: tuple[object, ...] = ()
    claim: Claim | None = None  # of the subject
    apart: Callable[[Aside], Said | None] | None = None


class Covers:
    """Which rules cover which."""

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self._covered = {rule.code: frozenset(rule.covers) for rule in rules if rule.covers}
        self._named = frozenset(self._covered).union(*self._covered.values())

    def concern(self, code: str) -> bool:
        """Whether a rule covers another one or is covered."""
        return code in self._named

    def uncovered(self, found: list[Said]) -> list[Said]:
        """What is left of the findings of one claim. A rule covers also where it is covered itself."""
        speaking = [said for said in found if said.finding.rule in self._covered] if self._covered else []
        covered = frozenset[str]().union(*(self._covered[said.finding.rule] for said in speaking))
        if not any(said.finding.rule in covered for said in found):
            return found
        left = (self._left(said, speaking) if said.finding.rule in covered else said for said in found)
        return [said for said in left if said is not None]

    def _left(self, said: Said, speaking: Iterable[Said]) -> Said | None:
        """What is left of a finding: one covers it that speaks of the same rows, whichever is the subject."""
        above = [other for other in speaking if said.finding.rule in self._covered[other.finding.rule]]
        if any(_is_in(said.rows[:1], other.rows[:1]) for other in above):
            return None
        facts = [fact for other in above for fact in _facts(other)]

        def aside(*rows: object) -> bool:
            keys = _keys(rows)
            return any(keys <= fact or fact <= keys for fact in facts)

        if not facts:
            return said
        if said.apart is not None:
            return said.apart(aside)
        return None if aside(*said.rows) else said


def _facts(said: Said) -> set[Keys]:
    """What a finding says: the rows that it speaks of, and each time others that break its rule as those do."""
    found = {_keys(said.rows)}

    def aside(*rows: object) -> bool:
        found.add(_keys(rows))
        return True

    if said.apart is not None:
        said.apart(aside)
    return found


def _keys(rows: Iterable[object]) -> Keys:
    return frozenset(row if isinstance(row, (tuple, int)) else id(row) for row in rows)


def _is_in(subject: tuple[object, ...], whole: tuple[object, ...]) -> bool:
    """Whether a rule speaks of a line of the claim that another one speaks of, both known by their places.

    Who speaks of a claim speaks of its lines, whatever they were compared with.
    """
    return any(isinstance(row, tuple) and row[2] and (*row[:2], 0) in whole for row in subject)
