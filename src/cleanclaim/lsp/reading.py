"""A claim file in the editor: its segments in their places, read once for every question about one version."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from cleanclaim import names
from cleanclaim.listing import Count, Stretch, read_stretches
from cleanclaim.lsp.texts import Text
from cleanclaim.source import Source


class Seen(NamedTuple):
    """A segment of a document, and the claim and service line that it belongs to; 0 is none."""

    stretch: Stretch
    claim: int
    line: int

    @property
    def loop(self) -> str:
        """The innermost loop; empty for the envelope and the header."""
        node = self.stretch.node
        return node.path[-1] if node is not None and node.path else ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A segment with its text, without line ends."""

    seen: Seen
    text: str
    segment: str
    code: str

    @property
    def stretch(self) -> Stretch:
        """Where the segment lies."""
        return self.seen.stretch

    @property
    def loop(self) -> str:
        """The innermost loop; empty for the envelope and the header."""
        return self.seen.loop

    @property
    def title(self) -> str:
        """What the segment is, in words; empty where it has no place."""
        return names.segment(self.loop, self.segment, self.code) if self.stretch.kind == "segment" else ""


class Reading:
    """The segments of a document in its order, those without a place too; nothing for what was not read.

    INVARIANT: it does not change, so that several threads can ask it.
    """

    def __init__(self, text: Text) -> None:
        self.text = text
        self.seen = tuple(_read(Source.from_bytes(text.encoded)))
        self._starts = [seen.stretch.where.start for seen in self.seen]

    def at(self, byte: int) -> Spoken | None:
        """The segment that a byte belongs to, its terminator included."""
        index = bisect_right(self._starts, byte) - 1
        if index < 0 or self.seen[index].stretch.where.end < byte:
            return None
        return self.spoken(self.seen[index])

    def spoken(self, seen: Seen) -> Spoken:
        """A segment with its text."""
        stretch = seen.stretch
        content = plain(self.text.encoded[stretch.where.start : stretch.where.end].decode("latin-1"))
        segment, code = _id(content, stretch)
        return Spoken(seen, content, segment, code)


def _read(source: Source) -> list[Seen]:
    count = Count()
    found = []
    for stretch in read_stretches(source):
        if stretch.node is not None:
            count.enter(stretch.node)
        elif stretch.kind == "segment":
            count.leave()
        if stretch.kind not in ("empty", "unread"):
            found.append(Seen(stretch, count.claim, count.line))
    return found


def plain(text: str) -> str:
    """A segment without the line ends of a wrapped file."""
    return text.strip("\r\n").replace("\r", "").replace("\n", "")


def _id(content: str, stretch: Stretch) -> tuple[str, str]:
    elements = [*content.split(stretch.delimiters.element, 2), ""]
    segment = stretch.node.segment if stretch.node is not None else elements[0]
    code = elements[1].partition(stretch.delimiters.component)[0] if names.takes_code(segment) else ""
    return segment, code
