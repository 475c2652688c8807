"""No double report: a rule is silent where one that covers it speaks of the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CompiledRule
from cleanclaim.findings import Finding


class Said(NamedTuple):
    """A finding and the rows that it speaks of: the subject and its witnesses.

    What looks across claims gives lines and claims as their places: file, claim, and line, 0 for the claim.
    """

    finding: Finding
    rows: tuple[object, ...] = ()
    claim: Claim | None = None  # of the subject


class Covers:
    """Which rules cover which."""

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self._covered = {rule.code: frozenset(rule.covers) for rule in rules if rule.covers}

    def uncovered(self, found: list[Said]) -> list[Said]:
        """What is left of the findings of one claim. A rule covers also where it is covered itself."""
        speaking = [said for said in found if said.finding.rule in self._covered] if self._covered else []
        if not speaking:
            return found
        return [said for said in found if not any(self._covers(one, said) for one in speaking)]

    def _covers(self, one: Said, other: Said) -> bool:
        """Whether the other is covered: one speaks of the same rows, whichever of them is the subject."""
        if other.finding.rule not in self._covered[one.finding.rule]:
            return False
        these, those = set(map(_key, one.rows)), set(map(_key, other.rows))
        return these <= those or those <= these or _is_in(other.rows[:1], one.rows[:1])


def _key(row: object) -> object:
    return row if isinstance(row, (tuple, int)) else id(row)


def _is_in(subject: tuple[object, ...], whole: tuple[object, ...]) -> bool:
    """Whether a rule speaks of a line of the claim that another one speaks of, both known by their places.

    Who speaks of a claim speaks of its lines, whatever they were compared with.
    """
    return any(isinstance(row, tuple) and row[2] and (*row[:2], 0) in whole for row in subject)
