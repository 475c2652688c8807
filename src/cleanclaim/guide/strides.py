"""Reads ahead through segments that are right, several at a stride, as long as nothing is to be said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanclaim.findings import Finding
from cleanclaim.guide.levels import Levels
from cleanclaim.guide.nodes import Run
from cleanclaim.guide.phrases import Phrase, Phrases
from cleanclaim.guide.states import State, States
from cleanclaim.guide.trail import Trail
from cleanclaim.guide.walker import Walker
from cleanclaim.x12 import Cursor

Said = tuple[tuple[Finding, ...], tuple[Finding, ...]]  # before the first segment of a run, and after it


class Strider:
    """Takes a walker through what lies ahead of a cursor.

    Where it stops, walker, levels and cursor stand as if the segments had been placed one by one.
    """

    def __init__(self, cursor: Cursor, learned: tuple[Phrases, States], walker: Walker, levels: Levels) -> None:
        self._cursor, (self._phrases, self._states) = cursor, learned
        self._walker, self._levels = walker, levels
        self._between = self._phrases.between

    def look(self) -> re.Match[str] | None:
        """The phrase that comes next, if there is one that is known."""
        cursor = self._cursor
        if not cursor.free:
            return None
        match = self._phrases.at[self._walker.serial].match(cursor.block, cursor.at)
        if match is None:
            self._phrases.miss(self._walker.serial)
        return match

    def go(self, match: re.Match[str] | None) -> Iterator[Run | Finding]:
        """Go on from a phrase that was found; every run comes with what is said of its first segment."""
        state = self._states.find(self._walker)
        if state is None:
            return
        trail = Trail(self._walker.open, self._states.wide)
        cursor, vocabularies, between = self._cursor, self._phrases.at, self._between
        block, lead, base = cursor.block, len(cursor.between), cursor.base + len(cursor.between)
        run: Run | None = None
        number, at = cursor.number + 1, cursor.at
        while match is not None:
            phrase = vocabularies[state.serial].phrases[match.lastindex or 0]
            effect = state.after[phrase] if phrase in state.after else self._states.effect(state, phrase)
            if effect is None or (effect.wide >= 0 and trail.loops[effect.wide].apart >= effect.most):
                break
            if effect.wide >= 0:
                trail.loops[effect.wide].apart += 1
            end = match.end()
            run = Run(phrase.nodes, block[at + lead : end - 1], base + at, number, between)
            if effect.turns:
                trail.turn(effect, run)
            phrase.met += 1
            said = self._number(phrase, run) if phrase.head else None
            if said is None:
                yield run
            else:
                yield from _split(run, said)
            state, at, number = effect.state, end, number + len(phrase.nodes)
            match = vocabularies[state.serial].match(block, at)
        if run is not None:
            self._settle(state, run, trail, missed=match is None)
            cursor.take(at, number - 1 - cursor.number)

    def _number(self, phrase: Phrase, run: Run) -> Said | None:
        """What is wrong with the number that the first segment carries, or with what came before it."""
        node, levels = phrase.nodes[0], self._levels
        if phrase.head == "CLM":
            return ((), (levels.too_many_claims(run.segment(0), node.loop),)) if levels.begin_claim() else None
        if phrase.head == "LX" and levels.is_next_line(run.text.partition(run.between)[0][len("LX*") :]):
            return None
        segment = run.segment(0)
        before = levels.before(node, segment) if phrase.head == "HL" else ()
        after = levels.check(node, segment)
        return (before, after) if before or after else None

    def _settle(self, state: State, run: Run, trail: Trail, *, missed: bool) -> None:
        """Put the walker where the reading stopped."""
        if missed:
            self._phrases.miss(state.serial)
        walker = self._walker
        walker.serial, walker.last = state.serial, run.segment(-1)
        walker.open = self._states.reopen(state)
        trail.tell(walker.open)


def _split(run: Run, said: Said) -> Iterator[Run | Finding]:
    """A run, with what is said before its first segment and after it."""
    before, after = said
    yield from before
    first = run.segment(0)
    yield run._replace(nodes=run.nodes[:1], text=first.text)
    yield from after
    if len(run.nodes) > 1:
        skipped = len(first.text) + len(run.between)
        yield run._replace(
            nodes=run.nodes[1:], text=run.text[skipped:], offset=run.offset + skipped, number=run.number + 1
        )
