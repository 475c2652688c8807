"""What others may ask of the guide without a claim in hand."""

from __future__ import annotations

from collections.abc import Iterator

from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.nodes import Node
from cleanclaim.guide.shape import Field, Shape


def guide_nodes() -> tuple[Node, ...]:
    """Every node of 005010X222A1, at its serial; those of ISA, GS and ST are in no loop."""
    return load_guide().nodes


def usage(loop: str, segment: str, code: str = "", element: int = 0, component: int = 0) -> str | None:
    """How the guide uses a place: "R", "S", "N", or None where there is no such place.

    An empty `loop` is the envelope and BHT. An empty `code` asks for any segment of the id there:
    "S" where they differ. Element 0 asks for the segment itself.
    """
    if not element:
        said = {shape.usage for shape in _shapes(loop, segment, code)}
    else:
        said = {field.usage for field in _fields(loop, segment, code, (element, component))}
    return said.pop() if len(said) == 1 else "S" if said else None


def data_element(loop: str, segment: str, code: str, element: int, component: int = 0) -> str | None:
    """The data element number of a place, as "782"; None where there is no such place."""
    return next((field.number for field in _fields(loop, segment, code, (element, component))), None)


def _shapes(loop: str, segment: str, code: str) -> Iterator[Shape]:
    guide = load_guide()
    for node in guide.nodes:
        shape = guide.shapes[node.serial]
        if node.loop == loop and node.segment == segment and (not code or code in shape.codes):
            yield shape


def _fields(loop: str, segment: str, code: str, where: tuple[int, int]) -> Iterator[Field]:
    for shape in _shapes(loop, segment, code):
        field = shape.field(*where)
        if field is not None:
            yield field
