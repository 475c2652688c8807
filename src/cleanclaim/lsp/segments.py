"""A claim file in the editor: the segments of a document in their places, and what each element of one is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lsprotocol.types import DocumentSymbol, Hover, MarkupContent, MarkupKind, SymbolKind

from cleanclaim import names
from cleanclaim.listing import Count, Stretch, read_stretches
from cleanclaim.lsp.texts import Text
from cleanclaim.source import Source
from cleanclaim.x12 import element_name

_PARTS = {"ISA": "interchange", "GS": "functional group", "ST": "transaction set"}
_LEVEL = {"ISA": 0, "GS": 1, "ST": 2}
_LOOPS = 3  # the first level of loops
_CLOSES = {"IEA": 0, "GE": 1, "SE": 2}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A segment of a document: its text without line ends, its loops, and the claim and line that it belongs to."""

    stretch: Stretch
    text: str
    segment: str
    code: str
    claim: int
    line: int

    @property
    def loop(self) -> str:
        """The innermost loop; empty for the envelope and the header."""
        node = self.stretch.node
        return node.path[-1] if node is not None and node.path else ""

    @property
    def title(self) -> str:
        """What the segment is, in words; empty where it has no place."""
        return names.segment(self.loop, self.segment, self.code) if self.stretch.kind == "segment" else ""


def read_segments(text: Text) -> Iterator[Spoken]:
    """The segments of a document in its order, those without a place too; nothing for what was not read."""
    source = Source.from_bytes(text.encoded)
    count = Count()
    for stretch in read_stretches(source):
        if stretch.node is not None:
            count.enter(stretch.node)
        elif stretch.kind == "segment":
            count.leave()
        if stretch.kind in ("empty", "unread"):
            continue
        content = _plain(source.read(stretch.where.start, stretch.where.end))
        segment, code = _id(content, stretch)
        yield Spoken(stretch, content, segment, code, count.claim, count.line)


def _plain(text: str) -> str:
    """A segment without the line ends of a wrapped file."""
    return text.strip("\r\n").replace("\r", "").replace("\n", "")


def _id(content: str, stretch: Stretch) -> tuple[str, str]:
    elements = [*content.split(stretch.delimiters.element), ""]
    segment = stretch.node.segment if stretch.node is not None else elements[0]
    code = elements[1].partition(stretch.delimiters.component)[0] if names.takes_code(segment) else ""
    return segment, code


# ------------------------------------------------------------------------ hover


def hover(text: Text, index: int) -> Hover | None:
    """What stands at a character: segment, element, and what its code means, in our words."""
    byte = text.byte(index)
    for spoken in read_segments(text):
        where = spoken.stretch.where
        if where.start <= byte <= where.end:
            before = _plain_from(text, where.start, byte)
            value = MarkupContent(MarkupKind.Markdown, "\n\n".join(_told(spoken, before)))
            return Hover(contents=value, range=text.bytes(where.start, where.end))
        if where.start > byte:
            break
    return None


def _plain_from(text: Text, start: int, end: int) -> str:
    return _plain(text.encoded[start:end].decode("latin-1"))


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
    if spoken.claim:
        yield f"claim {spoken.claim}" + (f", line {spoken.line}" if spoken.line else "")
    yield f"segment {spoken.stretch.number}"


# ---------------------------------------------------------------------- outline


def outline(text: Text) -> list[DocumentSymbol]:
    """Interchanges, groups, transactions, and in them the loops, claims and service lines."""
    made = _Outline(text)
    for spoken in read_segments(text):
        made.add(spoken)
    return made.top


class _Open:
    """A part of the outline that has begun; `depth` is its level."""

    def __init__(self, symbol: DocumentSymbol, depth: int, children: list[DocumentSymbol]) -> None:
        self.symbol, self.depth, self.children = symbol, depth, children


class _Outline:
    def __init__(self, text: Text) -> None:
        self._text = text
        self.top: list[DocumentSymbol] = []
        self._open: list[_Open] = []

    def add(self, spoken: Spoken) -> None:
        """Open what begins with a segment, after what ends there; all that are open reach to its end."""
        depth = self._depth(spoken)
        if depth is not None:
            self._close(depth)
            self._begin(spoken, depth)
        elif spoken.segment in _CLOSES and spoken.stretch.node is None:
            self._close(_CLOSES[spoken.segment] + 1)
        elif spoken.stretch.node is not None:
            self._close(_LOOPS + len(spoken.stretch.node.path))
        end = self._text.bytes(spoken.stretch.where.start, spoken.stretch.where.end).end
        for part in self._open:
            part.symbol.range.end = end

    def _depth(self, spoken: Spoken) -> int | None:
        """The level of what begins here; None where nothing does."""
        node = spoken.stretch.node
        if node is not None and node.opens and node.path:
            return _LOOPS + len(node.path) - 1
        return _LEVEL.get(spoken.segment) if spoken.stretch.kind == "segment" and not spoken.loop else None

    def _close(self, depth: int) -> None:
        while self._open and self._open[-1].depth >= depth:
            self._open.pop()

    def _begin(self, spoken: Spoken, depth: int) -> None:
        where = self._text.bytes(spoken.stretch.where.start, spoken.stretch.where.end)
        children: list[DocumentSymbol] = []
        name, kind = _called(spoken)
        again = self._text.bytes(spoken.stretch.where.start, spoken.stretch.where.end)
        symbol = DocumentSymbol(
            name=name, kind=kind, range=where, selection_range=again, detail=_detail(spoken), children=children
        )
        (self._open[-1].children if self._open else self.top).append(symbol)
        self._open.append(_Open(symbol, depth, children))


def _called(spoken: Spoken) -> tuple[str, SymbolKind]:
    if spoken.segment in _PARTS and not spoken.loop:
        return _PARTS[spoken.segment], SymbolKind.Module
    if spoken.loop == "2300":
        return f"claim {spoken.claim}", SymbolKind.Class
    if spoken.loop == "2400":
        return f"line {spoken.line}", SymbolKind.Method
    return names.loop(spoken.loop) or spoken.loop, SymbolKind.Field


def _detail(spoken: Spoken) -> str:
    return f"loop {spoken.loop}" if spoken.loop else spoken.segment
