"""Steps that were taken before, with all that it takes to accept the same segment there again."""

from __future__ import annotations

from cleanclaim.guide.doubt import Doubt
from cleanclaim.guide.elements import Elements
from cleanclaim.guide.plainly import Expression
from cleanclaim.guide.shape import Guide, Note
from cleanclaim.guide.steps import Step


class Move:
    """A step to a node, and what a segment must keep to that takes it.

    `turn` is None where it stays in its loop; there it may be taken `most` times. `met` counts how often
    it was taken, one segment at a time: longer strides are made of the moves that are taken most.
    `asks`: it opens a loop that requires more than its first segment.
    """

    __slots__ = ("asks", "met", "most", "node", "notes", "pattern", "serial", "step", "turn")

    def __init__(self, step: Step, guide: Guide, compiled: tuple[Expression, tuple[Note, ...]]) -> None:
        self.serial, self.step = step.serial, step
        self.most, self.node = guide.shapes[step.serial].most, guide.nodes[step.serial]
        self.asks = False
        self.turn = step if step.opens or step.closes else None
        self.pattern, self.notes = compiled
        self.met = 0


class Moves:
    """What was learned under one set of delimiters.

    `known` is indexed by the node that was reached, then by segment id, then, where the guide tells
    the segment's positions apart by its first element or component, by that code. `taken` holds the
    moves from each node, those too that are told apart in another way.

    INVARIANT: learned under ids and codes of the guide: never under a claim value.
    """

    def __init__(self, guide: Guide, elements: Elements, doubt: Doubt) -> None:
        self._guide, self._elements, self._doubt = guide, elements, doubt
        self.known: tuple[dict[str, Move | dict[str, Move]], ...] = tuple({} for _ in guide.shapes)
        self.taken: tuple[dict[Step, Move], ...] = tuple({} for _ in guide.shapes)

    def learn(self, at: int, name: str, code: str, step: Step) -> None:
        """Remember a step from a node; `code` is as in `Steps`. Its rivals are for what the move does not accept."""
        moves, key = self.known[at], self._guide.keys.get(name)
        move = self.taken[at].setdefault(step, self._move(step))
        move.met += 1
        if key is None:
            moves[name] = move
        elif key[0] == 1 and code:
            codes = moves.setdefault(name, {})
            assert isinstance(codes, dict)
            codes[code] = move

    def _move(self, step: Step) -> Move:
        move = Move(step, self._guide, self._elements.compiled(step.serial))
        move.asks = self._doubt.asks(step)
        return move
