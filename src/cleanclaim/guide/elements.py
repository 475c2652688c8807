"""Judges the elements of a segment: fast where one expression accepts it, else by the validators."""

from __future__ import annotations

import re

from cleanclaim.findings import Finding
from cleanclaim.guide.judge import judge
from cleanclaim.guide.pattern import compile_pattern, keeps, needed_notes
from cleanclaim.guide.shape import Guide, Note
from cleanclaim.guide.verdicts import describe, reduce_verdicts
from cleanclaim.source import Segment
from cleanclaim.x12 import Delimiters

Faults = tuple[tuple[int, int], ...]


class Elements:
    """The element checks of a guide under one set of delimiters; patterns are made on first use."""

    def __init__(self, guide: Guide, delimiters: Delimiters) -> None:
        self._guide, self.delimiters = guide, delimiters
        self._compiled: list[tuple[re.Pattern[str], tuple[Note, ...]] | None] = [None] * len(guide.shapes)

    def compiled(self, serial: int) -> tuple[re.Pattern[str], tuple[Note, ...]]:
        """The expression that accepts segments of a shape, where they keep these syntax notes as well."""
        compiled = self._compiled[serial]
        if compiled is None:
            shape = self._guide.shapes[serial]
            compiled = self._compiled[serial] = (compile_pattern(shape, self.delimiters), needed_notes(shape))
        return compiled

    def accepts(self, serial: int, text: str) -> bool:
        """Whether the segment is right beyond doubt; what is not must be judged."""
        pattern, notes = self._compiled[serial] or self.compiled(serial)
        if pattern.fullmatch(text) is None:
            return False
        return not notes or keeps(notes, text.split(self.delimiters.element))

    def count(self, serial: int, text: str) -> int:
        """How many faults the elements have."""
        return 0 if self.accepts(serial, text) else len(reduce_verdicts(judge(serial, text, self.delimiters)))

    def findings(
        self, serial: int, segment: Segment, unsaid: frozenset[tuple[int, str]] = frozenset()
    ) -> tuple[tuple[Finding, ...], Faults]:
        """What is wrong with the elements, and where; nothing where the fast path accepts them.

        `unsaid` are (element, code) of verdicts that others report.
        """
        if self.accepts(serial, segment.text):
            return (), ()
        verdicts = [
            verdict
            for verdict in judge(serial, segment.text, self.delimiters)
            if (verdict.element, verdict.code) not in unsaid and (0, verdict.code) not in unsaid
        ]
        if not verdicts:
            return (), ()
        reduced = reduce_verdicts(verdicts)
        found = tuple(describe(self._guide, serial, segment, self.delimiters, verdict) for verdict in reduced)
        return found, tuple((verdict.element, verdict.component) for verdict in reduced)
