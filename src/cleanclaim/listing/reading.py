"""Stretches and findings to rows: where each segment stands, what may be shown of it, what was found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleanclaim.findings import Caret, Finding, Mark
from cleanclaim.guide import Node
from cleanclaim.listing.counting import Count
from cleanclaim.listing.rows import Row, Shown
from cleanclaim.listing.stretches import Stretch, read_stretches
from cleanclaim.names import takes_code
from cleanclaim.privacy import Values, draw, draw_segment
from cleanclaim.source import Source, Span
from cleanclaim.x12 import Delimiters

_CODE_WIDTH = 3  # characters of a qualifier
_DRAWN_EMPTY = 20  # terminators of empty segments that are drawn


def read_listing(source: Source, findings: Iterable[Finding], values: Values = "codes") -> Iterator[Row]:
    """The rows of a source, each with its findings, which come in file order.

    Where the last findings stand nowhere, as that of an empty file, a row without a size comes last with them.
    """
    return _Listing(source, iter(findings), values).read()


class _Listing:
    def __init__(self, source: Source, findings: Iterator[Finding], values: Values) -> None:
        self._source, self._findings, self._values = source, findings, values
        self._next: Finding | None = None
        self._path: tuple[str, ...] = ()
        self._depth = 0
        self._end = -1  # the last byte of the row before
        self._count = Count()
        self._drawn = Delimiters(), Delimiters()  # those of the interchange, as they lie in it and as they are drawn

    def read(self) -> Iterator[Row]:
        self._next = next(self._findings, None)
        for stretch in read_stretches(self._source):
            yield self._row(stretch)
        if self._next is not None:
            nowhere = Span(self._source.size, self._source.size)
            yield self._row(Stretch("unread", nowhere, 0, Delimiters()))

    def _row(self, stretch: Stretch) -> Row:
        before = self._path
        opens = self._enter(stretch)
        found = self._take(stretch)
        text, shown = self._draw(stretch, found)
        self._end = self._last(stretch)
        drawn = self._as_drawn(stretch.delimiters)
        segment, code = _id(text, drawn, stretch.node)
        return Row(
            kind=stretch.kind,
            number=stretch.number,
            text=text,
            segment=segment,
            code=code,
            path=self._path,
            depth=self._depth,
            moved=opens or self._path != before,
            claim=self._count.claim,
            service_line=self._count.line,
            size=stretch.times or stretch.where.end - stretch.where.start,
            delimiters=drawn,
            found=tuple(shown),
        )

    def _as_drawn(self, delimiters: Delimiters) -> Delimiters:
        if self._drawn[0] is not delimiters:
            self._drawn = delimiters, Delimiters(*map(draw, delimiters))
        return self._drawn[1]

    def _enter(self, stretch: Stretch) -> bool:
        """Follow a segment to its place; whether a loop begins with it. One without a place changes nothing."""
        node = stretch.node
        if node is None:
            if stretch.kind == "segment":  # the envelope's
                self._path, self._depth = (), 0
                self._count.leave()
            return False
        self._path, self._depth = node.path, len(node.path) + 1
        self._count.enter(node)
        return node.opens

    def _take(self, stretch: Stretch) -> list[Finding]:
        """The findings that stand in a stretch, or before it and were said late."""
        out = []
        is_end = stretch.where.end == self._source.size
        while self._next is not None and (is_end or self._next.mark.offset <= self._last(stretch)):
            out.append(self._next)
            self._next = next(self._findings, None)
        return out

    def _last(self, stretch: Stretch) -> int:
        """The last byte of a stretch: its terminator, where it has one."""
        return stretch.where.end - (not stretch.ended)

    def _draw(self, stretch: Stretch, found: Sequence[Finding]) -> tuple[str, list[Shown]]:
        """The text of a stretch, and its findings with their carets."""
        if stretch.kind == "unread":
            return "", [_shown(finding, {}) for finding in found]
        if stretch.kind == "empty":
            drawn = min(stretch.times, _DRAWN_EMPTY)
            last = Caret(drawn - 1, 1, "", True)
            return draw(stretch.delimiters.terminator) * drawn, [
                _shown(finding, {id(finding.mark): last}) for finding in found
            ]
        if not found:
            text, _ = draw_segment(self._source, stretch.delimiters, stretch.where, (), self._values)
            return text, []
        inside = {
            id(mark): mark
            for finding in found
            for mark in _marks(finding)
            if self._end < mark.offset <= stretch.where.end
        }
        start = min((stretch.where.start, *(mark.offset for mark in inside.values())))
        where = Span(start, stretch.where.end)
        text, carets = draw_segment(self._source, stretch.delimiters, where, tuple(inside.values()), self._values)
        by_mark = dict(zip(inside, carets, strict=True))
        return text, [_shown(finding, by_mark) for finding in found]


def _marks(finding: Finding) -> tuple[Mark, ...]:
    """The marks of a finding in its own file, its own first."""
    return finding.mark, *(mark for mark in finding.related if not mark.input)


def _shown(finding: Finding, carets: dict[int, Caret]) -> Shown:
    """A finding with those of the carets that are its own."""
    own, elsewhere = [], []
    for mark in _marks(finding):
        if id(mark) in carets:
            own.append(carets[id(mark)]._replace(primary=mark is finding.mark))
        elif mark is not finding.mark:
            elsewhere.append(mark)
    return Shown(finding, tuple(own), tuple(elsewhere))


def _id(text: str, drawn: Delimiters, node: Node | None) -> tuple[str, str]:
    """The id of a segment and its qualifier, as far as they are shown; the guide knows an id that is hidden."""
    if node is not None and not takes_code(node.segment):
        return node.segment, ""
    elements = [*text.strip().removesuffix(drawn.terminator).split(drawn.element), ""]
    segment = node.segment if node is not None else elements[0]
    code = elements[1].partition(drawn.component)[0] if takes_code(segment) else ""
    return segment, code if code.isalnum() and len(code) <= _CODE_WIDTH else ""
