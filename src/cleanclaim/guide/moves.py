"""Steps that were taken before, with all that it takes to accept the same segment there again."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleanclaim.guide.elements import Elements
from cleanclaim.guide.nodes import Node
from cleanclaim.guide.shape import Guide, Note
from cleanclaim.guide.steps import Step


class Move(NamedTuple):
    """A step to a node, and what a segment must keep to that takes it.

    `step` is None where it stays in its loop; there it may be taken `most` times.
    """

    serial: int
    most: int
    pattern: re.Pattern[str]
    notes: tuple[Note, ...]
    node: Node
    step: Step | None


class Moves:
    """What was learned under one set of delimiters.

    `known` is indexed by the node that was reached, then by segment id, then, where the guide tells
    the segment's positions apart by its first element or component, by that code.

    INVARIANT: learned under ids and codes of the guide: never under a claim value.
    """

    def __init__(self, guide: Guide, elements: Elements) -> None:
        self._guide, self._elements = guide, elements
        self.known: tuple[dict[str, Move | dict[str, Move]], ...] = tuple({} for _ in guide.shapes)

    def learn(self, at: int, name: str, code: str, step: Step) -> None:
        """Remember a step from a node; `code` is as in `Steps`. Its rivals are for what the move does not accept."""
        moves, key = self.known[at], self._guide.keys.get(name)
        if key is None:
            moves[name] = self._move(step)
        elif key[0] == 1 and code:
            codes = moves.setdefault(name, {})
            assert isinstance(codes, dict)
            codes[code] = self._move(step)

    def _move(self, step: Step) -> Move:
        serial = step.serial
        most, node = self._guide.shapes[serial].most, self._guide.nodes[serial]
        turn = step if step.opens or step.closes else None
        return Move(serial, most, *self._elements.compiled(serial), node, turn)
