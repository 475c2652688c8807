"""What the rest of the house sees of a guide: nodes, and segments in their places."""

from __future__ import annotations

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
