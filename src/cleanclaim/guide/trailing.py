"""Separators after the last value of a segment or of a composite: they say nothing and should not stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.guide.judge import Verdict
from cleanclaim.guide.shape import Shape
from cleanclaim.x12 import Delimiters


class Trailing(NamedTuple):
    """Empty places at an end: `at` is the first separator in the text, which begins the first of them.

    `component` is 0 where elements are empty.
    """

    at: int
    element: int
    component: int = 0


def find_trailing(shape: Shape, text: str, delimiters: Delimiters) -> list[Trailing]:
    """Every end that is empty, in the order of the text."""
    if shape.segment == "ISA":  # its last element is a separator
        return []
    kept = text.rstrip(delimiters.element)
    out = list(_find_in_composites(shape, kept, delimiters))
    if len(kept) < len(text):
        out.append(Trailing(len(kept), kept.count(delimiters.element) + 1))
    return out


def _find_in_composites(shape: Shape, text: str, delimiters: Delimiters) -> Iterator[Trailing]:
    if delimiters.component not in text:
        return
    end = -1
    for element, value in enumerate(text.split(delimiters.element)):
        begin, end = end + 1, end + 1 + len(value)
        field = shape.field(element)
        kept = value.rstrip(delimiters.component)
        if field is not None and field.parts and len(kept) < len(value):
            component = kept.count(delimiters.component) + 2 if kept else 1
            yield Trailing(begin + len(kept), element, component)


def strip_trailing(text: str, trailing: list[Trailing], delimiters: Delimiters) -> str:
    """The segment without them."""
    for empty in reversed(trailing):
        mark = delimiters.component if empty.component else delimiters.element
        rest = text[empty.at :].lstrip(mark)
        text = text[: empty.at] + rest
    return text


def is_within(shape: Shape, text: str, trailing: list[Trailing], delimiters: Delimiters) -> bool:
    """Whether the empty places are such as the guide has; one more is one too many."""
    values = text.split(delimiters.element)
    if len(values) - 1 > len(shape.fields):
        return False
    return all(
        values[empty.element].count(delimiters.component) < len(shape.fields[empty.element - 1].parts)
        for empty in trailing
        if empty.component
    )


def find_unsaid(trailing: list[Trailing], verdicts: list[Verdict]) -> Trailing | None:
    """The first of them that no verdict speaks of: a value that is missing there leaves its separator."""
    return next((empty for empty in trailing if not any(_speaks_of(verdict, empty) for verdict in verdicts)), None)


def _speaks_of(verdict: Verdict, empty: Trailing) -> bool:
    if not empty.component:
        return verdict.element >= empty.element
    return verdict.element == empty.element and not 0 < verdict.component < empty.component
