"""Segments that often follow one another, read in one stride by one expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from cleanclaim.guide.doubt import Doubt
from cleanclaim.guide.moves import Move, Moves
from cleanclaim.guide.pattern import NEVER, write_expression
from cleanclaim.guide.shape import Guide
from cleanclaim.guide.steps import Step, find_step
from cleanclaim.x12 import Delimiters

HEADS = frozenset({"HL", "CLM", "LX"})  # they carry numbers that are checked: a phrase may only begin with one
_PATIENCE = 50  # segments that found no phrase at a node before its expression is made; it grows fourfold
_MOST = 48  # moves in one expression
_RAREST = 0.005  # the share of strides from a node for which a move is worth its place


class Phrase:
    """Moves from one node, taken in turn by segments that are right. It is compared by identity.

    `met` counts how often it was found since its moves last heard of it.
    """

    __slots__ = ("head", "met", "moves", "nodes", "steps")

    def __init__(self, moves: tuple[Move, ...]) -> None:
        self.moves, self.met = moves, 0
        self.steps = tuple(move.step for move in moves)
        self.nodes = tuple(move.node for move in moves)
        self.head = self.nodes[0].segment if self.nodes[0].segment in HEADS else ""


class Vocabulary:
    """The phrases that are known from one node.

    `match` finds one in a block, at the end of a terminator; the number of its last group tells which of
    `phrases` it is. Each segment of it ends with a terminator.
    """

    __slots__ = ("match", "misses", "patience", "phrases")

    def __init__(self) -> None:
        self.match: Callable[[str, int], re.Match[str] | None] = NEVER.match
        self.phrases: list[Phrase] = []
        self.misses, self.patience = 0, _PATIENCE


class _Branch(NamedTuple):
    """A move at some depth of a phrase, and how often of all strides it is taken there."""

    share: float
    move: Move
    branches: list[_Branch]


class Phrases:
    """The vocabulary at each node, for files with these delimiters and this line break."""

    def __init__(self, guide: Guide, learned: tuple[Moves, Doubt], delimiters: Delimiters, between: str) -> None:
        self._guide, (self._moves, self._doubt), self._delimiters = guide, learned, delimiters
        self._begin, self._end = re.escape(between), re.escape(delimiters.terminator)
        self.between = delimiters.terminator + between  # from the end of a segment to the next
        self._expressions: dict[int, str] = {}
        self.at = tuple(Vocabulary() for _ in guide.shapes)

    def miss(self, serial: int) -> None:
        """No phrase was found at a node; where that is often so, learn some."""
        vocabulary = self.at[serial]
        vocabulary.misses += 1
        if vocabulary.misses >= vocabulary.patience:
            vocabulary.patience *= 4
            self._learn(serial, vocabulary)

    def _recall(self) -> None:
        """Tell moves how often they were taken as parts of phrases."""
        for vocabulary in self.at:
            for phrase in vocabulary.phrases:
                for move in phrase.moves:
                    move.met += phrase.met
                phrase.met = 0

    def _learn(self, serial: int, vocabulary: Vocabulary) -> None:
        self._recall()
        branches = self._grow(serial)
        if not branches:
            return
        phrases: list[Phrase] = []
        expression = self._write(branches, (), phrases)
        # Group 0 is no phrase.
        vocabulary.match, vocabulary.phrases = re.compile(expression).match, [phrases[0], *phrases]

    def _grow(self, serial: int) -> list[_Branch]:
        """The moves that are taken most from a node and from where they lead, as a tree."""
        roots: list[_Branch] = []
        edge = self._next(serial, 1.0, roots, None)
        for _ in range(_MOST):
            if not edge:
                break
            branch, around = edge.pop(max(range(len(edge)), key=lambda at: edge[at][0].share))
            around.append(branch)
            edge += self._next(branch.move.serial, branch.share, branch.branches, branch.move.step)
        return self._prune(roots)

    def _prune(self, branches: list[_Branch]) -> list[_Branch]:
        """The tree without phrases that end where it must be seen what follows."""
        pruned = [branch._replace(branches=self._prune(branch.branches)) for branch in branches]
        return [branch for branch in pruned if branch.branches or not self._doubt.asks(branch.move.step)]

    def _next(
        self, serial: int, share: float, around: list[_Branch], before: Step | None
    ) -> list[tuple[_Branch, list[_Branch]]]:
        moves = self._moves.taken[serial].values()
        whole = sum(move.met for move in moves)
        out = [_Branch(share * move.met / whole, move, []) for move in moves if self._is_fit(serial, move, before)]
        return [(branch, around) for branch in out if branch.share >= _RAREST]

    def _is_fit(self, serial: int, move: Move, before: Step | None) -> bool:
        """Whether every segment that the expression of a move accepts would take that very step, without a doubt."""
        if move.step.rivals or (before is not None and move.node.segment in HEADS):
            return False
        if before is not None and self._doubt.asks(before) and not self._doubt.goes_on(before, move.step):
            return False
        shape = self._guide.shapes[move.serial]
        return bool(self._expression(move.serial)) and all(
            find_step(self._guide, serial, shape.segment, code) == move.step for code in shape.codes or ("",)
        )

    def _expression(self, serial: int) -> str:
        if serial not in self._expressions:
            written = write_expression(self._guide.shapes[serial], self._delimiters)
            self._expressions[serial] = f"{self._begin}{written}{self._end}" if written else ""
        return self._expressions[serial]

    def _write(self, branches: list[_Branch], before: tuple[Move, ...], phrases: list[Phrase]) -> str:
        """An expression with a group for each phrase, in the order of `phrases`; the longest is tried first."""
        ways = []
        for branch in sorted(branches, key=lambda branch: -branch.share):
            moves = (*before, branch.move)
            ways.append(self._expression(branch.move.serial) + self._write(branch.branches, moves, phrases))
        if before and not self._doubt.asks(before[-1].step):
            phrases.append(Phrase(before))
            ways.append("()")
        return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
