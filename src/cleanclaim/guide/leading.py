"""Spaces before a value: they are part of it, and seldom meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleanclaim.guide.judge import Verdict
from cleanclaim.guide.shape import Shape
from cleanclaim.x12 import Delimiters


class Leading(NamedTuple):
    """Spaces that a value begins with: `at` is the first in the text, `length` counts them."""

    at: int
    length: int
    element: int
    component: int  # from 1; 0 where the element is none of several


def find_leading(shape: Shape, text: str, delimiters: Delimiters) -> Iterator[Leading]:
    """Every value that begins with spaces, in the order of the text."""
    if shape.segment == "ISA" or (delimiters.element + " " not in text and delimiters.component + " " not in text):
        return  # values of an ISA have a fixed width
    end = -1
    for element, value in enumerate(text.split(delimiters.element)):
        begin, end = end + 1, end + 1 + len(value)
        field = shape.field(element) if element else None
        if field is None:
            continue  # the segment id, or an element too many
        if not field.parts:
            yield from _look(value, begin, element, 0)
            continue
        for component, part in enumerate(value.split(delimiters.component)[: len(field.parts)], start=1):
            yield from _look(part, begin, element, component)
            begin += len(part) + 1


def is_spoken_of(leading: Leading, verdicts: Sequence[Verdict]) -> bool:
    """Whether the value is at fault already."""
    return any(
        verdict.element == leading.element and verdict.component in (0, leading.component) for verdict in verdicts
    )


def _look(value: str, at: int, element: int, component: int) -> Iterator[Leading]:
    length = len(value) - len(value.lstrip(" "))
    if length:
        yield Leading(at, length, element, component)
