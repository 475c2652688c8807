"""A claim file in the editor: what each element of a segment is, and the outline of the document."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import DocumentSymbol, Hover, MarkupContent, MarkupKind, Range, SymbolKind

from cleanclaim import names
from cleanclaim.lsp.reading import Reading, Seen, Spoken, plain
from cleanclaim.x12 import element_name

_PARTS = {"ISA": "interchange", "GS": "functional group", "ST": "transaction set"}
_LEVEL = {"ISA": 0, "GS": 1, "ST": 2}
_LOOPS = 3  # the first level of loops
_CLOSES = {"IEA": 0, "GE": 1, "SE": 2}

# ------------------------------------------------------------------------ hover


def hover(reading: Reading, index: int) -> Hover | None:
    """What stands at a character: segment, element, and what its code means, in our words."""
    text = reading.text
    byte = text.byte(index)
    spoken = reading.at(byte)
    if spoken is None:
        return None
    where = spoken.stretch.where
    before = plain(text.encoded[where.start : byte].decode("latin-1"))
    value = MarkupContent(MarkupKind.Markdown, "\n\n".join(_told(spoken, before)))
    return Hover(contents=value, range=text.bytes(where.start, where.end))


def _told(spoken: Spoken, before: str) -> Iterator[str]:
    delimiters = spoken.stretch.delimiters
    if spoken.stretch.kind == "cut":
        yield "a segment that the file ends in"
        return
    if spoken.stretch.kind == "unplaced":
        yield "a segment without a place in the guide here: it is passed over"
        return
    element = before.count(delimiters.element)
    if element:
        yield from _element(spoken, element, before.rpartition(delimiters.element)[2])
    yield f"**{spoken.segment}** {spoken.title}".rstrip()
    yield " · ".join(_where(spoken))


def _element(spoken: Spoken, element: int, before: str) -> Iterator[str]:
    delimiters = spoken.stretch.delimiters
    values = spoken.text.split(delimiters.element)
    value = values[element] if element < len(values) else ""
    component = 0
    if spoken.segment != "ISA" and names.element(spoken.loop, spoken.segment, spoken.code, element, 1):
        component = before.count(delimiters.component) + 1
        parts = value.split(delimiters.component)
        value = parts[component - 1] if component <= len(parts) else ""
    name = names.element(spoken.loop, spoken.segment, spoken.code, element, component)
    yield f"**{element_name(spoken.segment, element, component)}** {name}".rstrip()
    meaning = names.meaning(spoken.segment, element, component, value)
    if meaning:
        yield f"`{value}`: {meaning}"


def _where(spoken: Spoken) -> Iterator[str]:
    if spoken.loop:
        yield f"loop {spoken.loop} {names.loop(spoken.loop)}".rstrip()
    if spoken.seen.claim:
        yield f"claim {spoken.seen.claim}" + (f", line {spoken.seen.line}" if spoken.seen.line else "")
    yield f"segment {spoken.stretch.number}"


# ---------------------------------------------------------------------- outline


def outline(reading: Reading) -> list[DocumentSymbol]:
    """Interchanges, groups, transactions, and in them the loops, claims and service lines."""
    made = _Outline(reading)
    for seen in reading.seen:
        made.add(seen)
    made.close()
    return made.top


class _Open:
    """A part of the outline that has begun; `depth` is its level."""

    def __init__(self, symbol: DocumentSymbol, depth: int, children: list[DocumentSymbol]) -> None:
        self.symbol, self.depth, self.children = symbol, depth, children


class _Outline:
    def __init__(self, reading: Reading) -> None:
        self._reading, self._text = reading, reading.text
        self.top: list[DocumentSymbol] = []
        self._open: list[_Open] = []
        self._end = 0  # the byte behind the segment before

    def add(self, seen: Seen) -> None:
        """Open what begins with a segment, after what ends there."""
        node = seen.stretch.node
        if node is None:
            self._add_envelope(self._reading.spoken(seen))
        elif node.opens and node.path:
            self._begin(self._reading.spoken(seen), _LOOPS + len(node.path) - 1)
        else:
            self.close(_LOOPS + len(node.path))
        self._end = seen.stretch.where.end

    def _add_envelope(self, spoken: Spoken) -> None:
        if spoken.stretch.kind == "segment" and spoken.segment in _LEVEL:
            self._begin(spoken, _LEVEL[spoken.segment])
        elif spoken.segment in _CLOSES:
            self.close(_CLOSES[spoken.segment] + 1)

    def close(self, depth: int = 0) -> None:
        """End what is open from a level on: it reaches to the segment before."""
        if not self._open or self._open[-1].depth < depth:
            return
        end = self._text.position(self._text.index(self._end))
        while self._open and self._open[-1].depth >= depth:
            self._open.pop().symbol.range.end = end

    def _begin(self, spoken: Spoken, depth: int) -> None:
        self.close(depth)
        where = self._text.bytes(spoken.stretch.where.start, spoken.stretch.where.end)
        children: list[DocumentSymbol] = []
        name, kind = _called(spoken)
        symbol = DocumentSymbol(
            name=name, kind=kind, range=Range(where.start, where.end), selection_range=where, detail=_detail(spoken),
            children=children,
        )  # fmt: skip
        (self._open[-1].children if self._open else self.top).append(symbol)
        self._open.append(_Open(symbol, depth, children))


def _called(spoken: Spoken) -> tuple[str, SymbolKind]:
    if spoken.segment in _PARTS and not spoken.loop:
        return _PARTS[spoken.segment], SymbolKind.Module
    if spoken.loop == "2300":
        return f"claim {spoken.seen.claim}", SymbolKind.Class
    if spoken.loop == "2400":
        return f"line {spoken.seen.line}", SymbolKind.Method
    return names.loop(spoken.loop) or spoken.loop, SymbolKind.Field


def _detail(spoken: Spoken) -> str:
    return f"loop {spoken.loop}" if spoken.loop else spoken.segment
