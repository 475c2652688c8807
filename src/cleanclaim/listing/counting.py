"""Which claim and service line a segment belongs to, counted as they are where claims are built."""

from __future__ import annotations

from cleanclaim.guide import Node


class Count:
    """The claim, from 1 in the file, and the service line, from 1 in its claim, that was reached; 0 is none."""

    def __init__(self) -> None:
        self.claim = 0
        self._claims = 0
        self._line = 0  # of the claim, the last that began
        self._served = False  # the line has its SV1
        self._in_line = False

    @property
    def line(self) -> int:
        """The line that the segment stands in."""
        return self._line if self._in_line else 0

    def enter(self, node: Node) -> None:
        """Go on to a segment that has a place."""
        self._in_line = "2400" in node.path
        if "2300" not in node.path:
            self.claim = 0
        elif node.opens and node.loop == "2300":
            self._claims += 1
            self.claim, self._line = self._claims, 0
        no_line = node.segment == "SV1" and (self._served or not self._line)  # its LX is missing
        if self.claim and (no_line or (node.opens and node.loop == "2400")):
            self._line += 1
            self._served = False
        self._served = self._served or node.segment == "SV1"

    def leave(self) -> None:
        """Go on to a segment of the envelope."""
        self.claim, self._in_line = 0, False
