"""Cuts the segments that a finding points at out of their source, masked, with carets beneath."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cleanclaim.findings import Caret, ExcerptLine, Mark
from cleanclaim.privacy.mask import Values, draw, element_spans, hide, mask
from cleanclaim.source import Source, Span
from cleanclaim.x12 import Delimiters

ELEMENT_WIDTH = 60  # characters of one element that are shown
LINE_WIDTH = 160  # characters of one segment that are shown
WHOLE_WIDTH = 2_000  # the same, where a segment is shown for itself
_REACHES = (1 << 10, 1 << 16)  # bytes searched for the ends of a segment: near first, then as far as it may go
_ISA_WIDTH = 106
_BLANK = " \t\r\n"
_BREAK = re.compile(r"\r\n?|\n")
_ELLIPSIS = "…"


class _Piece(NamedTuple):
    """One segment as it lies in the source. `begun` and `ended` say whether its ends were found in reach."""

    number: int  # 0: an empty segment has none
    start: int
    end: int  # the byte of its terminator
    text: str  # latin-1, without the line breaks of wrapping
    breaks: tuple[Span, ...] = ()  # where those were, from `start`
    begun: bool = True
    ended: bool = True
    terminator: str = ""
    width: int = LINE_WIDTH

    def position(self, offset: int) -> int:
        """The index in `text` of a byte of the source."""
        at = offset - self.start
        return at - sum(min(max(at - start, 0), end - start) for start, end in self.breaks)


def cut(
    source: Source, delimiters: Delimiters, marks: Sequence[Mark], values: Values = "codes"
) -> tuple[ExcerptLine, ...]:
    """The marked segments and the neighbours of the first, in file order.

    The first mark is the primary one. Reading is bounded: at most 64 KiB to either side of a mark;
    a segment that goes on beyond ends in an ellipsis. Control characters are drawn. A mark on no
    segment, as that on a file which is no X12 file, has no excerpt.
    """
    if not marks or not marks[0].segment:
        return ()
    pieces: dict[int, _Piece] = {}
    marked: dict[int, list[Mark]] = {}
    for mark_ in marks:
        piece = _piece(source, delimiters, mark_.offset, mark_.segment, mark_.segment_id)
        pieces.setdefault(piece.start, piece)
        marked.setdefault(piece.start, []).append(mark_)
    primary, number = next(iter(pieces.values())), marks[0].segment
    after = number + bool(primary.text)  # an empty segment is marked with the number of the next
    neighbours = _before(source, delimiters, primary, number - 1), _after(source, delimiters, primary, after)
    for neighbour in filter(None, neighbours):
        pieces.setdefault(neighbour.start, neighbour)
    return tuple(
        _line(piece, marked.get(start, ()), delimiters, marks[0], values) for start, piece in sorted(pieces.items())
    )


def draw_segment(
    source: Source, delimiters: Delimiters, where: Span, marks: Sequence[Mark], values: Values = "codes"
) -> tuple[str, tuple[Caret, ...]]:
    """One segment of which both ends are known, as it may be shown, and a caret for each mark in it.

    `where` ends at the byte of the terminator. As in `cut` long elements are shortened around the first caret; of the
    whole no more than 2,000 characters are drawn.
    """
    end = min(where.end, where.start + _REACHES[-1])
    read, width = source.peek(where.start, end + 1), end - where.start
    text, terminator = read[:width], read[width:]
    if not marks and _is_plain(text, delimiters):
        return mask(text, delimiters, values) + draw(terminator if terminator == delimiters.terminator else ""), ()
    breaks = _wraps(source, where.start, text)
    for at in reversed(breaks):
        text = text[: at.start] + text[at.end :]
    ended = end == where.end
    terminator = terminator if ended and terminator == delimiters.terminator else ""
    piece = _Piece(0, where.start, end, text, breaks, True, ended, terminator, WHOLE_WIDTH)
    line = _line(piece, marks, delimiters, marks[0] if marks else None, values)
    return line.text, line.carets


def _piece(source: Source, delimiters: Delimiters, offset: int, number: int, segment_id: str) -> _Piece:
    """The segment that holds the byte at `offset`, or ends there."""
    start, begun = _start(source, delimiters, offset, segment_id)
    end, ended = _end(source, delimiters, max(start, offset))
    text = source.peek(start, end)
    terminator = source.peek(end, end + 1) if ended else ""
    if not terminator:
        text = text.rstrip(_BLANK)
    breaks = _wraps(source, start, text)
    for at in reversed(breaks):
        text = text[: at.start] + text[at.end :]
    return _Piece(number if text else 0, start, end, text, breaks, begun, ended, terminator)


def _wraps(source: Source, start: int, text: str) -> tuple[Span, ...]:
    """The line breaks that wrapping put into a segment: those at the width of the file's first line."""
    breaks = list(_BREAK.finditer(text)) if "\n" in text or "\r" in text else []
    first = _BREAK.search(source.peek(0, _REACHES[0])) if breaks else None
    if first is None:
        return ()
    width = first.start()
    before = source.peek(start - width - 2, start)
    column = len(before) - max(before.rfind("\n"), before.rfind("\r")) - 1
    wraps, last = [], -column
    for match in breaks:
        if match.start() - last == width:
            wraps.append(Span(*match.span()))
        last = match.end()
    return tuple(wraps)


def _start(source: Source, delimiters: Delimiters, offset: int, segment_id: str) -> tuple[int, bool]:
    """Where the segment begins, and whether that was found."""
    if segment_id == "ISA":  # what precedes it may have other delimiters
        reach = 2 * _ISA_WIDTH
        at = source.peek(offset - reach, offset + 3).rfind("ISA")
        if at >= 0:
            return max(offset - reach, 0) + at, True
    for reach in _REACHES:
        text = source.peek(offset - reach, offset)
        at = text.rfind(delimiters.terminator)
        if at >= 0 or offset <= reach:
            rest = text[at + 1 :]
            return offset - len(rest.lstrip(_BLANK)), True
    return offset - _REACHES[-1], False


def _end(source: Source, delimiters: Delimiters, offset: int) -> tuple[int, bool]:
    """Where the terminator stands, and whether that (or the end of the source) was found."""
    for reach in _REACHES:
        at = source.peek(offset, offset + reach).find(delimiters.terminator)
        if at >= 0:
            return offset + at, True
        if offset + reach >= source.size:
            return source.size, True
    return offset + _REACHES[-1], False


def _before(source: Source, delimiters: Delimiters, piece: _Piece, number: int) -> _Piece | None:
    """The segment before, empty ones passed over; none before an ISA (it may have other delimiters)."""
    if not piece.begun or piece.text.startswith("ISA"):
        return None
    text = source.peek(piece.start - _REACHES[0], piece.start)
    stripped = text.rstrip(_BLANK + delimiters.terminator)
    if not stripped or len(stripped) == len(text):
        return None
    return _piece(source, delimiters, piece.start - len(text) + len(stripped), number, "")


def _after(source: Source, delimiters: Delimiters, piece: _Piece, number: int) -> _Piece | None:
    """The segment after, empty ones passed over; none after an IEA (it may have other delimiters)."""
    if not piece.terminator or piece.text.startswith("IEA"):
        return None
    text = source.peek(piece.end, piece.end + _REACHES[0])
    stripped = text.lstrip(_BLANK + delimiters.terminator)
    if not stripped:
        return None
    return _piece(source, delimiters, piece.end + len(text) - len(stripped), number, "")


def _line(
    piece: _Piece, marks: Iterable[Mark], delimiters: Delimiters, primary: Mark | None, values: Values
) -> ExcerptLine:
    """A piece as it is shown: masked, shortened around its carets."""
    raw = _characters(piece.text)
    bare = raw.lstrip(_BLANK)  # what stands before a segment was marked itself
    text = mask(bare, delimiters, values) if piece.begun or values == "all" else hide(bare)
    text = draw(raw[: len(raw) - len(bare)]) + text
    text = ("" if piece.begun else _ELLIPSIS) + text[0 if piece.begun else 1 :]
    text = (text if piece.ended else text[:-1] + _ELLIPSIS) + draw(piece.terminator)
    carets = [_caret(piece, item, len(text), item is primary) for item in marks]
    if len(raw) <= ELEMENT_WIDTH or (len(text) <= piece.width and _is_short(raw, delimiters)):
        return ExcerptLine(piece.number, text, tuple(carets))
    drops = [
        drop
        for start, end in element_spans(raw, delimiters)
        for drop in _outside(start, end, _anchor(carets, start, end), ELEMENT_WIDTH)
    ]
    text, carets = _drop(text, carets, drops)
    text, carets = _drop(text, carets, _outside(0, len(text), _anchor(carets, 0, len(text)), piece.width))
    return ExcerptLine(piece.number, text, tuple(carets))


def _is_plain(text: str, delimiters: Delimiters) -> bool:
    """Whether a segment needs nothing but its mask: each byte is a character, and none is left out."""
    if not (text.isascii() and text.isprintable()) or text.startswith(" ") or len(text) >= WHOLE_WIDTH:
        return False
    return len(text) <= ELEMENT_WIDTH or _is_short(text, delimiters)


def _is_short(text: str, delimiters: Delimiters) -> bool:
    """Whether no element is so long that it is shortened."""
    return max(map(len, text.split(delimiters.element))) <= ELEMENT_WIDTH


def _characters(text: str) -> str:
    """Bytes read as latin-1 as the characters they stand for, where they are UTF-8."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return text


def _caret(piece: _Piece, mark_: Mark, width: int, primary: bool) -> Caret:
    """Bytes of the source to characters of the line; at least one, and none beyond its end."""
    start = min(_character(piece.text, piece.position(mark_.offset)), max(width - 1, 0))
    end = min(_character(piece.text, piece.position(mark_.offset + mark_.length)), width)
    return Caret(start, max(end - start, 1), mark_.label, primary)


def _character(text: str, index: int) -> int:
    """The character that byte `index` of a text belongs to, where the whole is UTF-8."""
    if text.isascii() or len(_characters(text)) == len(text):
        return index
    return len(text[:index].encode("latin-1").decode("utf-8", "ignore"))


def _anchor(carets: Sequence[Caret], start: int, end: int) -> int:
    """What must stay in sight of a stretch: its first caret, the primary one before others."""
    inside = [caret for caret in carets if start <= caret.start < end]
    inside.sort(key=lambda caret: not caret.primary)
    return inside[0].start if inside else start


def _outside(start: int, end: int, anchor: int, width: int) -> list[tuple[int, int]]:
    """The stretches of [start, end) to leave out so that `width` characters around the anchor stay."""
    if end - start <= width:
        return []
    first = min(max(start, anchor - width // 3), end - width)
    return [(a, b) for a, b in ((start, first), (first + width, end)) if b > a]


def _drop(text: str, carets: list[Caret], drops: list[tuple[int, int]]) -> tuple[str, list[Caret]]:
    """Replace stretches by an ellipsis each and move the carets with the text."""

    def moved(position: int) -> int:
        return position - sum(min(max(position - start, 0), end - start - 1) for start, end in drops)

    kept = []
    at = 0
    for start, end in drops:
        kept += [text[at:start], _ELLIPSIS]
        at = end
    kept.append(text[at:])
    return "".join(kept), [
        caret._replace(
            start=moved(caret.start), length=moved(caret.start + caret.length - 1) + 1 - moved(caret.start)
        )
        for caret in carets
    ]
