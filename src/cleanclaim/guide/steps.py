"""Where a segment leads from a node: loops to close, loops to open, the node reached."""

from __future__ import annotations

from typing import NamedTuple

from cleanclaim.findings import Finding
from cleanclaim.guide.shape import Guide


class Step(NamedTuple):
    """A move through the guide: leave `closes` loops, enter `opens` in turn, stand at `serial`.

    `rivals` are the other nodes that the segment's code fits as well, at the same position.
    """

    serial: int
    closes: int = 0
    opens: tuple[int, ...] = ()
    rivals: tuple[int, ...] = ()


class Place(NamedTuple):
    """Where a segment was put: `serial` is its node, None where it has none.

    `before` are findings about loops that ended with it, `after` are about the segment itself.
    `lost` are the loops that began here without their opening segment; `again`: a loop that held
    nothing but its opening segment begins again.
    """

    serial: int | None
    rivals: tuple[int, ...] = ()
    before: tuple[Finding, ...] = ()
    after: tuple[Finding, ...] = ()
    lost: tuple[int, ...] = ()
    again: bool = False


class Steps:
    """Steps of a guide, worked out once each.

    INVARIANT: learned under codes that the guide lists, or the empty one: never under a claim value.
    """

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._learned: dict[tuple[int, str, str], Step | None] = {}
        self._codes = guide.codes
        self.places = tuple(Place(shape.serial) for shape in guide.shapes)

    def find(self, serial: int, segment: str, code: str) -> Step | None:
        """The step from a node; None where the guide has no place for the segment from here on.

        `code` is one of the guide's codes for the segment id, or empty.
        """
        known = (serial, segment, code)
        try:
            return self._learned[known]
        except KeyError:
            pass
        step = find_step(self._guide, serial, segment, code)
        if segment in self._codes:
            self._learned[known] = step
        return step


def find_step(guide: Guide, serial: int, segment: str, code: str) -> Step | None:
    """Look forward in the loop, then in the loops around it: first match in the guide's order."""
    shape = guide.shapes[serial]
    position, around, closes = shape.position, shape.loop, 0
    while around >= 0:
        loop = guide.loops[around]
        for child in loop.children:
            if child.position < position:
                continue
            if child.is_loop:
                first = guide.loops[child.serial].first
                if guide.matches(first, segment, code):
                    return Step(first, closes, (child.serial,))
            elif guide.matches(child.serial, segment, code):
                if child.serial == loop.first:
                    return Step(child.serial, closes + 1, (around,))
                return Step(child.serial, closes, (), _rivals(guide, child.serial, segment, code))
        position, around, closes = loop.position, loop.parent, closes + 1
    return None


def _rivals(guide: Guide, serial: int, segment: str, code: str) -> tuple[int, ...]:
    """Nodes beside this one that match too; the guide tells PWK*CT twice in 2400, by PWK02."""
    shape = guide.shapes[serial]
    return tuple(
        child.serial
        for child in guide.loops[shape.loop].children
        if not child.is_loop
        and child.serial != serial
        and child.position == shape.position
        and guide.matches(child.serial, segment, code)
    )
