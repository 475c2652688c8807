"""Judges the elements of a segment: fast where one expression accepts it, else by the validators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from cleanclaim.findings import Finding, Syntax, found
from cleanclaim.guide import faults
from cleanclaim.guide.judge import Verdict, judge
from cleanclaim.guide.leading import Leading, find_leading, is_spoken_of
from cleanclaim.guide.pattern import keeps, needed_notes
from cleanclaim.guide.plainly import Expression
from cleanclaim.guide.shape import Guide, Note
from cleanclaim.guide.swaps import find_swaps, say_swap
from cleanclaim.guide.titles import element_title, segment_title
from cleanclaim.guide.together import find_joined, say_joined
from cleanclaim.guide.trailing import Trailing, find_trailing, find_unsaid, is_within, strip_trailing
from cleanclaim.guide.verdicts import describe, reduce_verdicts
from cleanclaim.source import Segment
from cleanclaim.x12 import Delimiters, drop_trailing, element_name, mark

Faults = tuple[tuple[int, int], ...]


class Elements:
    """The element checks of a guide under one set of delimiters; patterns are made on first use."""

    def __init__(self, guide: Guide, delimiters: Delimiters) -> None:
        self._guide, self.delimiters = guide, delimiters
        self._compiled: list[tuple[Expression, tuple[Note, ...]] | None] = [None] * len(guide.shapes)

    def compiled(self, serial: int) -> tuple[Expression, tuple[Note, ...]]:
        """The expression that accepts segments of a shape, where they keep these syntax notes as well."""
        compiled = self._compiled[serial]
        if compiled is None:
            shape = self._guide.shapes[serial]
            compiled = self._compiled[serial] = (Expression(shape, self.delimiters), needed_notes(shape))
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

        `unsaid` are (element, code) of verdicts that others report. Empty places at the end are said, and
        are no fault of an element.
        """
        text = segment.text
        if self.accepts(serial, text):
            return (), ()
        empty = find_trailing(self._guide.shapes[serial], text, self.delimiters)
        reduced = [] if empty and self._accepts_without(serial, text, empty) else self._judge(serial, text, unsaid)
        if len(reduced) != 1 and self._is_hollow(text):  # what is missing is said together
            said = [self._say_hollow(serial, segment)]
        else:
            said = self._describe(serial, segment, reduced)
            first = find_unsaid(empty, reduced)
            said += [] if first is None else [self._say_trailing(serial, segment, first)]
        said += self._say_leading(serial, segment, reduced)
        return tuple(said), tuple((verdict.element, verdict.component) for verdict in reduced)

    def _accepts_without(self, serial: int, text: str, empty: list[Trailing]) -> bool:
        shape = self._guide.shapes[serial]
        stripped = strip_trailing(text, empty, self.delimiters)
        return is_within(shape, text, empty, self.delimiters) and self.accepts(serial, stripped)

    def _judge(self, serial: int, text: str, unsaid: frozenset[tuple[int, str]]) -> list[Verdict]:
        return reduce_verdicts(
            verdict
            for verdict in judge(serial, text, self.delimiters)
            if (verdict.element, verdict.code) not in unsaid and (0, verdict.code) not in unsaid
        )

    def _describe(self, serial: int, segment: Segment, verdicts: list[Verdict]) -> list[Finding]:
        """The verdicts as findings; those that are one fault are one."""
        shape = self._guide.shapes[serial]
        swaps, joined = find_swaps(shape, segment.text, self.delimiters, verdicts), find_joined(shape, verdicts)
        silent = {*swaps.values(), *chain.from_iterable(joined.values())}
        one = {verdict: describe(self._guide, serial, segment, self.delimiters, verdict) for verdict in verdicts}
        said = []
        for verdict, finding in one.items():
            if verdict in swaps:
                finding = say_swap(finding, shape, verdict, swaps[verdict])
            elif verdict in joined:
                others = joined[verdict]
                finding = say_joined(finding, shape, verdict, others, [one[other] for other in others])
            if verdict not in silent:
                said.append(finding)
        return said

    def _is_hollow(self, text: str) -> bool:
        """Whether separators are all that follows the id."""
        _, _, rest = text.partition(self.delimiters.element)
        return not rest.strip(self.delimiters.element + self.delimiters.component)

    def _say_hollow(self, serial: int, segment: Segment) -> Finding:
        where = mark(segment, self.delimiters)
        message = f"segment {where.segment_id} ({segment_title(serial)}) holds no value"
        syntax = Syntax(segment_code="8")
        return found(faults.HOLLOW, message, where, loop=self._guide.nodes[serial].loop, syntax=syntax)

    def _say_leading(self, serial: int, segment: Segment, verdicts: list[Verdict]) -> Iterator[Finding]:
        shape = self._guide.shapes[serial]
        for leading in find_leading(shape, segment.text, self.delimiters):
            if not is_spoken_of(leading, verdicts):
                yield self._say_spaces(serial, segment, leading)

    def _say_spaces(self, serial: int, segment: Segment, spaces: Leading) -> Finding:
        where = mark(segment, self.delimiters, spaces.element, spaces.component)
        where = replace(where, offset=segment.byte(spaces.at), length=spaces.length)
        message = f"{where.element} ({element_title(serial, spaces.element, spaces.component)}) begins with a space"
        return found(faults.LEADING, message, where, loop=self._guide.nodes[serial].loop)

    def _say_trailing(self, serial: int, segment: Segment, empty: Trailing) -> Finding:
        where = replace(mark(segment, self.delimiters), offset=segment.byte(empty.at), length=1)
        what = f"components of {element_name(where.segment_id, empty.element)}" if empty.component else "elements"
        message = f"empty {what} at the end: nothing follows this separator"
        edit = None if empty.component else drop_trailing(segment, self.delimiters)
        fix = (edit,) if edit else ()
        return found(faults.TRAILING, message, where, loop=self._guide.nodes[serial].loop, fix=fix)
