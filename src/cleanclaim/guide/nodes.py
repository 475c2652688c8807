"""What the rest of the house sees of a guide: nodes, and segments in their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.source import Segment


class Node(NamedTuple):
    """One segment position of the guide, one for each full path.

    INVARIANT: `serial` is unique in its guide; a subscriber's 2300 CLM and a dependent's differ.
    """

    serial: int
    segment: str  # "SV1"
    loop: str  # "2400"
    path: tuple[str, ...]  # loops from the outermost: ("2000A", "2000B", "2300", "2400")
    opens: bool  # the first segment of its loop: a new occurrence of the loop begins here


class Placed(NamedTuple):
    """A segment in its place.

    `faults` holds (element, component) of every element the guide's judge did not accept, each
    reported already; (0, 0) never stands there. What is in it must not be reported again.
    """

    node: Node
    segment: Segment
    faults: tuple[tuple[int, int], ...] = ()


class Run(NamedTuple):
    """Segments that follow one another in the file, each in its place and right.

    `text` is theirs as it lies in the file, without the last terminator; `offset` is the byte offset of
    `text[0]`, `number` that of the first segment, `between` what parts them.
    """

    nodes: tuple[Node, ...]
    text: str
    offset: int
    number: int
    between: str

    def placed(self) -> Iterator[Placed]:
        """The segments one by one."""
        offset, number, width = self.offset, self.number, len(self.between)
        for node, text in zip(self.nodes, self.text.split(self.between), strict=True):
            yield Placed(node, Segment(text, offset, number))
            offset, number = offset + len(text) + width, number + 1

    def segment(self, index: int) -> Segment:
        """One of the segments, counted from 0; -1 is the last."""
        texts = self.text.split(self.between)
        index %= len(texts)
        before = sum(map(len, texts[:index])) + index * len(self.between)
        return Segment(texts[index], self.offset + before, self.number + index)
