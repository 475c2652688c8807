"""A compiled guide as plain data: loops, segments and elements, known by numbers of our own.

The names that the guide gives them are not among it: see `titles`.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from cleanclaim.guide.nodes import Node

UNBOUNDED = 2**31 - 1  # repeats without a limit


class Field(NamedTuple):
    """An element or a component. `kind` is the X12 data type; a composite has `parts` and no kind.

    `codes` is the guide's list, empty where any value goes; `open` says that a list kept elsewhere
    applies besides, which is not judged here. Lengths count characters.
    """

    number: str  # the data element number, "782"
    usage: str  # "R", "S" or "N"
    repeat: int = 1
    kind: str = ""
    least: int = 0
    most: int = 0
    codes: tuple[str, ...] = ()
    open: bool = False
    pattern: str = ""  # a regular expression that must be found in the value
    parts: tuple[Field, ...] = ()


class Note(NamedTuple):
    """A syntax note of a segment: P paired, R one required, E exclusive, C conditional, L list."""

    kind: str
    elements: tuple[int, ...]


class Shape(NamedTuple):
    """One segment position with all that the guide says of it.

    A segment matches when the element at `key` (element, component) says one of `codes`; without
    a key its id is enough. `loop` is the serial of its loop; `position` orders it there.
    """

    serial: int
    segment: str
    usage: str
    position: int
    most: int  # times in one occurrence of its loop
    loop: int
    key: tuple[int, int] | None
    codes: tuple[str, ...]
    notes: tuple[Note, ...]
    fields: tuple[Field, ...]

    def field(self, element: int, component: int = 0) -> Field | None:
        """An element or a component, both from 1; None where the guide has none there."""
        if not 0 < element <= len(self.fields):
            return None
        field = self.fields[element - 1]
        if not component:
            return field
        return field.parts[component - 1] if component <= len(field.parts) else None


class Child(NamedTuple):
    """What may stand in a loop at a position: a segment, or a loop within it."""

    position: int
    is_loop: bool
    serial: int


class Loop(NamedTuple):
    """One loop. `first` is the serial of the segment that opens it, `parent` of the loop around it.

    `children` come in the order of the guide. A level is a loop that HL opens, or the transaction.
    """

    serial: int
    name: str  # "2010AA"; empty for the transaction itself
    usage: str
    position: int
    most: int
    parent: int  # -1 for the outermost
    first: int
    level: bool
    children: tuple[Child, ...]


class Tables(NamedTuple):
    """The numbers and codes of a guide, as they can be written to a file."""

    version: str
    shapes: tuple[Shape, ...]
    loops: tuple[Loop, ...]


class Guide:
    """A compiled guide and what is worked out from its tables."""

    def __init__(self, tables: Tables) -> None:
        self.version = tables.version
        self.shapes = tables.shapes
        self.loops = tables.loops

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """A node for each shape, under the same serial."""
        return tuple(self._node(shape) for shape in self.shapes)

    @cached_property
    def keys(self) -> dict[str, tuple[int, int]]:
        """Where each segment id carries the code that tells its positions apart."""
        return {shape.segment: shape.key for shape in self.shapes if shape.key}

    @cached_property
    def codes(self) -> dict[str, frozenset[str]]:
        """Every code that tells positions apart, by segment id: only these are ever learned."""
        out: dict[str, set[str]] = {}
        for shape in self.shapes:
            out.setdefault(shape.segment, set()).update(shape.codes)
        return {segment: frozenset(codes) for segment, codes in out.items()}

    @cached_property
    def openers(self) -> frozenset[str]:
        """The ids of segments that open a loop somewhere."""
        return frozenset(self.shapes[loop.first].segment for loop in self.loops)

    def envelope(self, segment: str) -> Shape:
        """The shape of an envelope segment: ISA, GS, ST, SE, GE or IEA."""
        return next(shape for shape in self.shapes if shape.segment == segment)

    def matches(self, serial: int, segment: str, code: str) -> bool:
        """Whether a segment with this code belongs at this position."""
        shape = self.shapes[serial]
        return shape.segment == segment and (shape.key is None or code in shape.codes)

    def _node(self, shape: Shape) -> Node:
        path: list[str] = []
        loop = shape.loop
        while loop >= 0:
            if self.loops[loop].name:
                path.insert(0, self.loops[loop].name)
            loop = self.loops[loop].parent
        inner = self.loops[shape.loop] if shape.loop >= 0 else None
        return Node(
            serial=shape.serial,
            segment=shape.segment,
            loop=inner.name if inner else "",
            path=tuple(path),
            opens=inner is not None and bool(inner.name) and inner.first == shape.serial,
        )
